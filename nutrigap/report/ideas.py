"""Ideas to close the gaps, as the report shows them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nutrigap.charts.bars import bar_of
from nutrigap.nutrients import find, format_amount
from nutrigap.report.model import ComparisonRow, IdeaRow, IdeasSection, Track
from nutrigap.report.phrases import count_word, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pandas import DataFrame, Series

    from nutrigap.nutrients import Nutrient
    from nutrigap.report.person import PersonTables

# A track is full at half a target.
_FULL = 0.5


def ideas_section(tables: PersonTables) -> IdeasSection:
    """Cautions, ideas, and every nutrient now and with all ideas; or why there are none."""
    found = tables.ideas
    if found is None:
        return IdeasSection(_title(0), (), (), (), ())
    first = found.notes["kind"] != "note"
    aims = found.closing.set_index("nutrient")["aim"]
    ideas = tuple(_idea(tables, rows, aims) for _, rows in found.ideas.groupby("idea"))
    rows = tuple(_rows(tables, found.closing)) if ideas else ()
    notes = [*found.notes.loc[~first, "sentence"], *_limits(found.ideas)] if ideas else []
    cautions = tuple(map(str, found.notes.loc[first, "sentence"]))
    return IdeasSection(_title(len(ideas)), cautions, ideas, rows, tuple(map(str, notes)))


def _title(number: int) -> str:
    """What the picture of all ideas is called."""
    if number < 2:
        return "Now, and with this idea"
    return f"Now, and with {'both' if number == 2 else f'all {count_word(number)}'} ideas"


def _idea(tables: PersonTables, rows: DataFrame, aims: Series) -> IdeaRow:
    one = rows.iloc[0]
    effects = rows.set_index("nutrient")["effect"]
    tracks = [
        _track(nutrient, float(effects[nutrient.key]), float(aims.get(nutrient.key, float("nan"))))
        for nutrient in tables.nutrients
    ]
    return IdeaRow(
        str(one["what"]), str(one["portion_sentence"]), str(one["changes"]), tuple(tracks)
    )


def _track(nutrient: Nutrient, effect: float, aim: float) -> Track:
    """The share of half a target, and the amount; what is not known has no track."""
    if effect != effect:
        return Track(nutrient.name, 0.0, "not known")
    amount = format_amount(nutrient, abs(effect))
    if amount == format_amount(nutrient, 0.0):
        return Track(nutrient.name, 0.0, "no change")
    share = effect / (_FULL * aim) if aim > 0 else 0.0
    return Track(nutrient.name, min(max(share, 0.0), 1.0), f"{'+' if effect > 0 else '−'}{amount}")


def _rows(tables: PersonTables, closing: DataFrame) -> Iterator[ComparisonRow]:
    """Open circle now, full circle with all ideas, on the scale of the nutrient bar."""
    by_nutrient = {row["nutrient"]: row for row in closing.to_dict("records")}
    for nutrient in tables.nutrients:
        verdict, row = tables.verdict(nutrient.key), by_nutrient.get(nutrient.key)
        if verdict is None or row is None:
            continue
        now = bar_of(verdict, by_source=tables.by_source, targets=tables.targets)
        adds = row["after"] - row["now"]
        after = replace(
            now,
            known=now.known + adds,
            estimate=row["after"],
            low=row["after_low"],
            high=row["after_high"],
        )
        sentence = row["sentence"] if isinstance(row["sentence"], str) else ""
        yield ComparisonRow(now, after, _change(nutrient, adds), sentence, "")


def _change(nutrient: Nutrient, adds: float) -> str:
    if adds != adds:
        return "not known"
    sign = "+" if adds > 0 else "−" if adds < 0 else "±"
    return f"{sign}{format_amount(nutrient, abs(adds))}"


def _limits(ideas: DataFrame) -> Iterator[str]:
    """What all ideas together do to energy and sodium; nothing where that is not known."""
    sums = ideas.groupby("nutrient")["effect"].sum(min_count=1)
    if sums.reindex(["energy", "sodium"]).notna().all():
        texts = {key: _change(find(key), float(sums[key])) for key in ("energy", "sodium")}
        yield say("idea.limits", **texts)


def first_idea(tables: PersonTables) -> Series | None:
    """The idea that the first screen names: of the own foods if there is one."""
    if tables.ideas is None or tables.ideas.ideas.empty:
        return None
    rows = tables.ideas.ideas.drop_duplicates("idea")
    own = rows[rows["own"]]
    return (rows if own.empty else own).iloc[0]


def caution_of(tables: PersonTables) -> str:
    """What must be read before the idea of the first screen."""
    if tables.ideas is None:
        return ""
    notes = tables.ideas.notes
    found = notes.loc[notes["kind"] == "caution", "sentence"]
    return "" if found.empty else str(found.iloc[0])
