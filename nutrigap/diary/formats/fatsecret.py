"""FatSecret: the detailed report of the food diary, in the language of the account."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.diary.base import (
    Day,
    DiaryFormat,
    Flat,
    Flattened,
    NutrientColumns,
    Quantity,
    Row,
    Source,
    Text,
    as_number,
    fold,
)
from nutrigap.diary.dates import Days
from nutrigap.errors import DiaryReadError

if TYPE_CHECKING:
    from collections.abc import Sequence

_DAY, _MEAL, _FOOD, _AMOUNT = range(4)
_HEADING = re.compile(r"(?P<name>[^()]+?)\.?\s*\(\s*(?P<unit>[^()\s]+)\s*\)")
# English from real files, the first Russian and Spanish ones from other projects' parsers.
_NAMES = {
    **dict.fromkeys(("cals", "кал", "ккал"), "Energy"),
    **dict.fromkeys(("fat", "grasa", "grasas", "жир", "жиры"), "Fat"),
    **dict.fromkeys(("carbs", "carbh", "углев", "углеводы"), "Carbohydrate"),
    **dict.fromkeys(("prot", "белк", "белки", "белок"), "Protein"),
    **dict.fromkeys(("sod", "sodium", "sodio", "натр", "натрий"), "Sodium"),
    **dict.fromkeys(("potassium", "potas", "potasio", "калий"), "Potassium"),
}
_UNITS = {"ккал": "kcal", "кдж": "kJ", "г": "g", "мг": "mg", "мкг": "µg"}
# The app's own order where a report comes without its header.
_USUAL = (
    *("Energy (kcal)", "Fat (g)", "Saturated (g)", "Carbohydrate (g)", "Fiber (g)", "Sugar (g)"),
    *("Protein (g)", "Sodium (mg)", "Cholesterol (mg)", "Potassium (mg)"),
)

_ASSUMED = "the report has no header: its ten values were read in FatSecret's usual order"
# Alcohol, fibre and rounding keep macronutrients from giving a day's energy exactly.
_TOLERANCE = 0.25


class _Line(NamedTuple):
    line: int
    level: int
    name: str
    values: list[str]


class DetailedReport(Flattened):
    """Foods indented under meals under days; the amount of a food stands on the line after it."""

    notes = (
        "FatSecret never states vitamin D, magnesium or vitamin B12: they come from the food table",
    )

    required = ("Date", "Food")

    day = Day("Date")
    meal = Text("Meal")
    food = Text("Food")
    amount = Quantity("Amount")
    nutrients = NutrientColumns()

    def claims(self, source: Source) -> bool:
        """A day, then a meal one blank further in, then a food two blanks further in."""
        lines = _lines(source.opening_sheet.rows)
        steps = zip(lines, lines[1:], lines[2:], strict=False)
        return any((b.level, c.level) == (_MEAL, _FOOD) and _is_day(a) for a, b, c in steps)

    def flatten(self, source: Source) -> Flat:
        """One row a food, with the day and meal above it and the amount below it."""
        lines = _lines(source.sheet.rows)
        start = next(place for place, line in enumerate(lines) if _is_day(line))
        header = _header(lines[:start], len(lines[start].values))
        notes = () if header else (_ASSUMED,)
        header = header or _usual(lines[start], source.name)
        aside = {line.line: _heading(line) for line in lines[:start]}
        rows: list[Row] = []
        parts: dict[int, int] = {}
        day = meal = ""
        for line in lines[start:]:
            if line.level == _FOOD:
                rows.append(Row(line.line, [day, meal, line.name, "", *line.values]))
            elif line.level >= _AMOUNT and rows:
                rows[-1].cells[3] = line.name
                parts[line.line] = rows[-1].line
            elif line.level == _MEAL:
                meal = line.name
                aside[line.line] = "total of the meal"
            elif _is_day(line):
                day, meal = line.name, ""
                aside[line.line] = "total of the day"
            else:
                aside[line.line] = _heading(line)
        return Flat(["Date", "Meal", "Food", "Amount", *header], rows, parts, aside, notes)


def _lines(rows: Sequence[Row]) -> list[_Line]:
    return [_line(row) for row in rows]


def _line(row: Row) -> _Line:
    """The level is the number of blanks before the name; an amount holds commas of its own."""
    first, *values = row.cells
    level = len(first) - len(first.lstrip(" "))
    # A spreadsheet fills every row up with empty cells.
    name = first if level < _AMOUNT else ",".join(row.cells).rstrip(",")
    return _Line(row.line, level, name.strip(), values)


def _is_day(line: _Line) -> bool:
    return line.level == _DAY and len(line.values) > 1 and Days(None).read(line.name) is not None


def _heading(line: _Line) -> str:
    numbers = line.values and not line.name.startswith("#")
    return "average of the period, or header" if numbers else "banner"


def _header(above: Sequence[_Line], width: int) -> list[str]:
    """Headings of the values, with the names and units that we know them by; none if absent."""
    for line in reversed(above):
        found = [_HEADING.fullmatch(value.strip()) for value in line.values]
        if len(found) == width and all(found):
            return [_named(match["name"], match["unit"]) for match in found if match]
    return []


def _usual(day: _Line, file: str) -> list[str]:
    """The app's own order, once the macronutrients of a day fit its energy."""
    values = [as_number(value) for value in day.values]
    if len(values) == len(_USUAL):
        energy, fat, _, carbohydrate, _, _, protein, *_ = values
        if abs(9 * fat + 4 * carbohydrate + 4 * protein - energy) <= _TOLERANCE * energy:
            return list(_USUAL)
    raise DiaryReadError(
        file,
        "there is no header that says what the values of a day are",
        "a header such as 'Date,Cals ( kcal),Fat( g),…'",
        "Export the detailed report again.",
        line=day.line,
    )


def _named(name: str, unit: str) -> str:
    return f"{_NAMES.get(fold(name), name.strip())} ({_UNITS.get(unit.casefold(), unit)})"


FORMAT = DiaryFormat(
    title="FatSecret",
    how_to_export=(
        "In the app or on the website: Reports or Diary, Export, Detailed Report as CSV; it comes "
        "by mail."
    ),
    verified="English from a real file, Russian and Spanish from other parsers",
    layouts=(DetailedReport(),),
)
