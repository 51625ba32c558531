"""Drafts of several files become one diary: no meal is counted twice."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from nutrigap.diary.base import Diary
from nutrigap.nutrients import nutrients
from nutrigap.schema import DIARY, PROBLEMS, RECORDS, REPORTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nutrigap.diary.draft import Draft, Entry

_SAME = ("person", "day", "kind", "food", "brand", "food_code", "fdc_id", "gtin", "amount_text")
_MATCHED = (
    "food", "brand", "food_code", "fdc_id", "gtin", "amount_text",
    "energy_kcal", "protein_g", "carbohydrate_g", "fat_g",
)  # fmt: skip
_TOTALS = ("meal_total", "day_total")
_KEPT = ("entry", "part", "total", "duplicate")


def merge_drafts(drafts: Sequence[Draft]) -> Diary:
    """One diary of several files.

    Equal rows within one file all count, two coffees are two. Across files the count of equal rows
    is the maximum of any file: what a second export repeats is a ``duplicate``, and what only the
    repetition states of a nutrient is kept. The total of a day or meal is taken from the first file
    that states it.

    Returns
    -------
    Diary
        Entries in the order of the files.
    """
    entries = _without_repeats(drafts)
    numbers = {id(entry): number for number, entry in enumerate(entries, start=1)}
    matches: dict[tuple[Any, ...], int] = {}
    rows = [_row(entry, number, matches) for number, entry in enumerate(entries, start=1)]
    formats = {draft.file: draft.format for draft in drafts}
    for row in rows:
        row["format"] = formats[row["source_file"]]
    return Diary(
        entries=DIARY.frame(rows),
        reported=REPORTED.frame(_reported(entries)),
        problems=PROBLEMS.frame(_problems(drafts)),
        records=RECORDS.frame(_records(drafts, numbers)),
        notes=tuple(note for draft in drafts for note in draft.notes),
    )


def _without_repeats(drafts: Sequence[Draft]) -> list[Entry]:
    kept: list[Entry] = []
    pool: dict[tuple[Any, ...], list[Entry]] = defaultdict(list)
    for draft in drafts:
        free = {key: list(entries) for key, entries in pool.items()}
        for entry in draft.entries:
            key = _key(entry)
            known = _take(entry, free.get(key, []))
            if known is None:
                pool[key].append(entry)
                kept.append(entry)
            else:
                _repeat(draft, entry, known)
    return kept


def _key(entry: Entry) -> tuple[Any, ...]:
    total = entry.columns["kind"] in _TOTALS
    names = ("person", "day", "meal", "kind") if total else _SAME
    return tuple(entry.columns.get(name) for name in names)


def _take(entry: Entry, free: list[Entry]) -> Entry | None:
    """An equal entry of an earlier file that no row of this file has taken yet."""
    total = entry.columns["kind"] in _TOTALS
    equal = [known for known in free if total or _agree(entry, known)]
    best = max(equal, key=lambda known: _agreements(entry, known), default=None)
    if best is not None:
        free[:] = [known for known in free if known is not best]
    return best


def _agree(one: Entry, other: Entry) -> bool:
    """Whether nothing that both say differs: one layout has times and energy, another has not."""
    pairs = ((one.columns.get(name), other.columns.get(name)) for name in ("time", "meal"))
    words = all(a is None or b is None or a == b for a, b in pairs)
    return words and _same_energy(one, other)


def _agreements(one: Entry, other: Entry) -> int:
    names = ("time", "meal", "energy_kcal")
    return sum(one.columns.get(name) == other.columns.get(name) for name in names)


def _same_energy(one: Entry, other: Entry) -> bool:
    a: float = one.columns["energy_kcal"]
    b: float = other.columns["energy_kcal"]
    unknown = a != a or b != b
    return unknown or round(a) == round(b)


def _repeat(draft: Draft, entry: Entry, known: Entry) -> None:
    record = draft.records[entry.line]
    record.outcome, record.entry = "duplicate", known
    record.reason = f"also in {known.file}, line {known.line}"
    if entry.columns["kind"] in _TOTALS and not _same_energy(entry, known):
        draft.doubt(
            entry.line, None, None, f"another total stands in {known.file}, line {known.line}"
        )
        return
    for nutrient, amount in entry.stated.items():
        known.stated.setdefault(nutrient, amount)
    for name, value in entry.columns.items():
        if known.columns.get(name) is None or known.columns[name] != known.columns[name]:
            known.columns[name] = value


def _row(entry: Entry, number: int, matches: dict[tuple[Any, ...], int]) -> dict[str, Any]:
    # NaN is not equal to itself; None is.
    values = (entry.columns.get(name) for name in _MATCHED)
    key = tuple(None if value != value else value for value in values)
    match = matches.setdefault(key, len(matches) + 1)
    place = {"source_file": entry.file, "source_line": entry.line}
    return {**entry.columns, **place, "entry_id": number, "match_id": match}


def _reported(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    units = {nutrient.key: nutrient.unit for nutrient in nutrients().values()}
    return [
        {"entry_id": number, "nutrient": key, "amount": amount, "unit": units[key]}
        for number, entry in enumerate(entries, start=1)
        for key, amount in entry.stated.items()
    ]


def _problems(drafts: Iterable[Draft]) -> list[dict[str, Any]]:
    return [
        {
            "source_file": problem.file,
            "source_line": problem.line,
            "column": problem.column,
            "value": problem.value,
            "problem": problem.problem,
            "kept": problem.line in draft.records and draft.records[problem.line].outcome in _KEPT,
        }
        for draft in drafts
        for problem in draft.problems
    ]


def _records(drafts: Iterable[Draft], numbers: dict[int, int]) -> Iterator[dict[str, Any]]:
    """One at a time: health data of a phone has hundreds of thousands."""
    for draft in drafts:
        for record in draft.records.values():
            yield {
                "source_file": record.file,
                "source_line": record.line,
                "outcome": record.outcome,
                "reason": record.reason,
                "entry_id": None if record.entry is None else numbers[id(record.entry)],
            }
