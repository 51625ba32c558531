"""Phones collect what several apps record: no meal is counted once for each of them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nutrigap.diary.draft import Draft, Entry

_TABLETS = ("supplement", "medicine")


class _Slot(NamedTuple):
    """What two apps would repeat of each other: a person's foods, tablets or water of a day."""

    person: str
    day: str
    kind: str


def settle_origins(drafts: Sequence[Draft], apps: Sequence[str] = ()) -> None:
    """Keep each day from one app; what the others recorded of it is set aside.

    A phone's collection (Apple Health, Health Connect, Google Fit) may hold a meal once for each
    app that was told of it, under other names and at other times. So of each person's day the app
    with most entries is read, the one with more nutrients where they are equally many. Foods,
    tablets and water are settled each for itself: a day's food may stand in one app, its tablets in
    another.

    Parameters
    ----------
    drafts : sequence of Draft
        What was read; entries that name no ``origin`` are left alone.
    apps : sequence of str
        The apps that the user wants; all of them count, and no other.

    Raises
    ------
    UnknownNameError
        No file holds records of such an app.
    """
    found = _by_slot(entry for draft in drafts for entry in draft.entries)
    names = {origin for origins in found.values() for origin in origins}
    for app in apps:
        if names and app not in names:
            raise UnknownNameError("app in these files", app, sorted(names))
    chosen = {slot: set(apps) or {_fullest(origins)} for slot, origins in found.items()}
    for draft in drafts:
        _set_others_aside(draft, chosen, asked=bool(apps))


def _by_slot(entries: Iterable[Entry]) -> dict[_Slot, dict[str, list[Entry]]]:
    slots: dict[_Slot, dict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for entry in entries:
        origin = entry.columns.get("origin")
        if origin:
            slots[_slot(entry)][origin].append(entry)
    return slots


def _slot(entry: Entry) -> _Slot:
    kind = "tablets" if entry.columns["kind"] in _TABLETS else str(entry.columns["kind"])
    return _Slot(entry.columns["person"], entry.columns["day"], kind)


def _fullest(origins: Mapping[str, list[Entry]]) -> str:
    """The app with most entries; then the most nutrients; then the first by name."""

    def fullness(origin: str) -> tuple[int, int]:
        entries = origins[origin]
        return len(entries), sum(len(entry.stated) for entry in entries)

    return max(sorted(origins), key=fullness)


def _set_others_aside(draft: Draft, chosen: dict[_Slot, set[str]], *, asked: bool) -> None:
    kept, dropped = [], {}
    for entry in draft.entries:
        origin = entry.columns.get("origin")
        if not origin or origin in chosen[_slot(entry)]:
            kept.append(entry)
        else:
            dropped[id(entry)] = _reason(origin, chosen[_slot(entry)], asked=asked)
    draft.entries[:] = kept
    for record in draft.records.values():
        reason = dropped.get(id(record.entry))
        if reason:
            record.outcome, record.reason, record.entry = "set_aside", reason, None
    _note(draft, list(dropped.values()), asked=asked)


def _reason(origin: str, chosen: set[str], *, asked: bool) -> str:
    read = " and ".join(sorted(chosen))
    if asked:
        return f"recorded by {origin}; only {read} was asked for"
    return f"recorded by {origin}; the day is read from {read}"


def _note(draft: Draft, dropped: list[str], *, asked: bool) -> None:
    if dropped and not asked:
        draft.note(
            f"{draft.file}: several apps or files recorded the same days, and no meal is counted "
            f"twice: {len(dropped):,} entries were set aside ({'; '.join(sorted(set(dropped)))}). "
            "--app NAME reads that app's entries instead; given twice, those of two apps together."
        )
