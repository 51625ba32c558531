"""Fitbit: the CSV of the website, sums of days, and the food logs of Google Takeout."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from nutrigap.diary.base import (
    Day,
    DiaryFormat,
    Flat,
    Flattened,
    JsonRecords,
    NutrientColumns,
    Quantity,
    Record,
    Row,
    Source,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_LOG = re.compile(r"Food Log (\d{8})")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_FOODS = ["Date", "Calories In"]
_NUTRIENTS = {
    "Calories": ("energy", "kcal"),
    "Fat": ("fat", "g"),
    "Carbs": ("carbohydrate", "g"),
    "Protein": ("protein", "g"),
    "Sodium": ("sodium", "mg"),
}
_NONE_STATED = "Fitbit states none of the vitamins and minerals but sodium"
_MEALS = {
    "1": "Breakfast",
    "2": "Morning snack",
    "3": "Lunch",
    "4": "Afternoon snack",
    "5": "Dinner",
    "7": "Anytime",
}


class WebExport(Flattened):
    """Sections of a CSV: the energy of every day, then a list of sums for each."""

    required = ("Date", *_NUTRIENTS)
    notes = (f"{_NONE_STATED}, and this file holds sums of days without the foods in them",)

    day = Day("Date")
    calories = Text("Calories")
    nutrients = NutrientColumns(_NUTRIENTS)

    def claims(self, source: Source) -> bool:
        """The heading of daily energy, or of the list of a day."""
        rows = source.opening_sheet.rows
        return any(row.cells == _FOODS or _LOG.fullmatch(row.cells[0]) for row in rows)

    def flatten(self, source: Source) -> Flat:
        """One row a day; its other lines are parts of it."""
        days: dict[str, Row] = {}
        parts, aside = {}, {}
        for line, day, heading, value in _lines(source.sheet.rows):
            if not day:
                aside[line] = "heading, or not about food"
                continue
            row = days.setdefault(day, Row(line, [day, *("" for _ in _NUTRIENTS)]))
            if row.line != line:
                parts[line] = row.line
            if heading in _NUTRIENTS:
                row.cells[1 + list(_NUTRIENTS).index(heading)] = value
        return Flat(["Date", *_NUTRIENTS], list(days.values()), parts, aside)

    def set_aside(self, record: Record) -> str | None:
        """A day of 0 kcal is one on which nobody kept the diary."""
        return "nothing logged" if record.text("calories") == "0" else None


def _lines(rows: Iterable[Row]) -> Iterator[tuple[int, str, str, str]]:
    """Line, day, nutrient and value; other lines have no day."""
    log = ""
    header: list[str] = []
    for row in rows:
        name, *values = row.cells
        found = _LOG.fullmatch(name)
        header = row.cells if name == "Date" else header
        log = found[1] if found else log
        if found:
            yield row.line, log, "", ""
        elif _DATE.fullmatch(name) and header == _FOODS and values:
            yield row.line, name.replace("-", ""), "Calories", values[0]
        elif not name and log and len(values) == 2:
            yield row.line, log, values[0], values[1]
        else:
            yield row.line, "", "", ""


class Takeout(JsonRecords):
    """``food_logs-N.json``: one record a food."""

    decimal = "."
    quick = ("calories only",)
    notes = (f"{_NONE_STATED}: they come from the food table",)

    day = Day("logDate")
    meal = Text("loggedFood.mealTypeId", signs=_MEALS)
    food = Text("loggedFood.name")
    brand = Text("loggedFood.brand")
    amount = Quantity("loggedFood.amount")
    unit = Text("loggedFood.unit.name", "loggedFood.unit.plural")
    nutrients = NutrientColumns(
        {
            **{f"nutritionalValues.{name.lower()}": named for name, named in _NUTRIENTS.items()},
            "loggedFood.calories": ("energy", "kcal"),
        }
    )

    def recognises(self, tree: Any) -> bool:
        """A list of records that hold a logged food."""
        first = tree[0] if isinstance(tree, list) and tree else None
        return isinstance(first, dict) and {"logDate", "loggedFood"} <= first.keys()

    def records(self, source: Source) -> Iterable[Mapping[str, Any]]:
        """The list itself."""
        return source.json  # type: ignore[no-any-return]


FORMAT = DiaryFormat(
    title="Fitbit",
    how_to_export=(
        "At takeout.google.com choose Fitbit and download; give the archive as it is, or its "
        "food_logs files (every food). The website's own export gives sums of days only."
    ),
    verified="layouts as other projects read them; meal numbers are guesses",
    layouts=(WebExport(), Takeout()),
)
