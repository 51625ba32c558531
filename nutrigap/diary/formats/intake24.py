"""Intake24: dietary recalls of a survey, one row a food, nutrients under the survey's own names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nutrigap.diary.base import (
    Day,
    DiaryFormat,
    Doubt,
    Flat,
    Flattened,
    Grams,
    NutrientColumn,
    NutrientColumns,
    Quantity,
    Record,
    Row,
    Text,
    as_number,
    fold,
    is_blank,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nutrigap.diary.base import Source

_MISSING = "MISSING"
_NONE_LEFT = ("", "n/a", "0", "none", "nothing", "no")
_NAMES = ("description (en)", "description (local)", "search term")
_MADE = ("day", "food", "grams", "amount", "unsure", "note")
_REQUIRED = ("Survey ID", "User ID", "Meal name", "Intake24 food code")


class SurveyNutrients(NutrientColumns):
    """Headings without a unit are in the unit of national food tables: vitamins D and B12 in µg."""

    def columns(self, header: Sequence[str]) -> list[NutrientColumn]:
        """The nutrient columns; international units are in none of the tables that are used."""
        return [
            column._replace(unit=column.unit or column.nutrient.unit)
            for column in super().columns(header)
        ]


class Recalls(Flattened):
    """One row a food; several persons, each with one submission a recall."""

    required = _REQUIRED
    decimal = "."
    notes = (
        "a recall is about the day before it was filled in; its day is the one on which it was "
        "begun, in UTC",
        "nutrients without a unit were read in the units of national food tables: vitamins D and "
        "B12 in µg, minerals in mg",
    )

    person = Text("User ID")
    day = Day("day")
    time = Text("Meal time")
    meal = Text("Meal name")
    food = Text("food")
    brand = Text("Brand")
    category = Text("Food group (en)")
    grams = Grams("grams")
    amount = Quantity("amount")
    unsure = Text("unsure")
    note = Text("note")
    nutrients = SurveyNutrients()

    def claims(self, source: Source) -> bool:
        """By its headings."""
        return self.header(source.opening_sheet) is not None

    def accepts(self, header: Sequence[str]) -> bool:
        """Its own headings."""
        return all(fold(heading) in header for heading in _REQUIRED)

    def flatten(self, source: Source) -> Flat:
        """The rows, with what was eaten: the serving less what was left over."""
        found = self.header(source.sheet)
        first, header = (found.line, found.cells) if found else (0, [])
        names = [fold(heading) for heading in header]
        records = [
            (row, dict(zip(names, map(str.strip, row.cells), strict=False)))
            for row in source.sheet.rows
            if row.line > first
        ]
        aside = {row.line: "above the header" for row in source.sheet.rows if row.line < first}
        last = _last_recalls(record for _, record in records)
        rows = []
        for row, record in records:
            if _recall(record) == last.get(_day_of(record), _recall(record)):
                cells = [*row.cells, *[""] * len(header)][: max(len(header), len(row.cells))]
                rows.append(Row(row.line, [*_eaten(record), *cells]))
            else:
                aside[row.line] = "the person recalled the same day once more"
        return Flat([*_MADE, *header], rows, {}, aside)

    def set_aside(self, record: Record) -> str | None:
        """A meal of which no food was recorded is a row of its own."""
        return None if record.text("food") else "a meal without foods"

    def doubts(self, record: Record) -> list[Doubt]:
        """Foods described in words, of which something was left over."""
        unsure = record.text("unsure")
        why = "how much of it was left over is only said in words; the amount is unknown"
        return [Doubt("Missing food portion size", unsure, why)] if unsure else []


def _day_of(record: Mapping[str, str]) -> tuple[str, str]:
    return record.get("user id", ""), record.get("start time", "")[:10]


def _recall(record: Mapping[str, str]) -> tuple[str, str]:
    return record.get("start time", ""), record.get("survey id", "")


def _last_recalls(records: Iterable[Mapping[str, str]]) -> dict[tuple[str, str], tuple[str, str]]:
    """Of the recalls that a person began on one day, the last."""
    last: dict[tuple[str, str], tuple[str, str]] = {}
    for record in records:
        day, recall = _day_of(record), _recall(record)
        last[day] = max(recall, last.get(day, recall))
    return last


def _eaten(record: Mapping[str, str]) -> list[str]:
    """Day, food, grams, amount in words, an amount that is doubtful, a note."""
    described = record.get("intake24 food code") == _MISSING
    names = ("missing food description", "search term") if described else _NAMES
    food = next((record[n] for n in names if not is_blank(record.get(n, ""))), "")
    words, left = (record.get(f"missing food {n}", "") for n in ("portion size", "leftovers"))
    uneaten = described and left.casefold() not in _NONE_LEFT
    amount = "" if is_blank(words) or uneaten else words
    note = f"left over: {left}" if uneaten else ""
    return [_day_of(record)[1], food, _grams(record), amount, words if uneaten else "", note]


def _grams(record: Mapping[str, str]) -> str:
    """What was eaten: as stated, else the serving less what was left over."""
    stated = record.get("portion size (g/ml)", "")
    if not is_blank(stated):
        return stated
    serving, left = (as_number(record.get(f"{n} (g/ml)")) for n in ("serving size", "leftovers"))
    return f"{serving - left:.10g}" if serving - left >= 0 else ""


FORMAT = DiaryFormat(
    title="Intake24",
    how_to_export="In the survey's administration: Data export; give the CSV.",
    verified="the project's own source code",
    layouts=(Recalls(),),
)
