"""MyFitnessPal: the nutrition summary, one row a meal, and the printable diary, one row a food."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from nutrigap.diary.base import (
    PERCENT,
    Day,
    DiaryFormat,
    Flat,
    Flattened,
    NutrientColumns,
    Quantity,
    Record,
    Row,
    Source,
    Table,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nutrigap.diary.page import PageRow

_NUTRIENTS = {
    **dict.fromkeys(("Calories", "Calorías"), ("energy", "kcal")),
    **dict.fromkeys(("Fat (g)", "Fat", "Grasa (g)", "Grasas (g)"), ("fat", "g")),
    **dict.fromkeys(
        ("Carbohydrates (g)", "Carbs", "Carbohidratos (g)"), ("carbohydrate", "g")
    ),
    **dict.fromkeys(("Protein (g)", "Protein", "Proteínas (g)"), ("protein", "g")),
    **dict.fromkeys(("Sodium (mg)", "Sodium", "Sodio (mg)"), ("sodium", "mg")),
    **dict.fromkeys(("Potassium", "Potass.", "Potasio"), ("potassium", "mg")),
    **dict.fromkeys(("Calcium", "Calcio"), ("calcium", PERCENT)),
}  # fmt: skip
_SIGNATURES = (
    {"date", "meal", "calories", "saturated fat", "polyunsaturated fat", "sugar"},
    {"fecha", "comida", "calorías", "grasas saturadas", "grasas poliinsaturadas"},
)
_ZERO = "a 0 means that the app's database has no value, so it counts as unknown"
_HEADER, _TITLE = "header", "heading of a meal"
_TABLE = re.compile(r"""<table[^>]*\bid=["']?food\b""", re.I)
_DATED = re.compile(r"""<h2[^>]*\bid=["']?date\b""", re.I)
# The amount begins behind the last comma that a figure follows: names hold commas too.
_AMOUNT = re.compile(
    r"(?P<food>.+),\s+(?P<amount>[\d½¼¾⅓⅔⅛](?:[^,]|,(?=\d{3}\b)|,(?=\s+[^\d\s½¼¾⅓⅔⅛]))*)", re.S
)


class NutritionSummary(Table):
    """Sums of meals without the foods in them, in English or Spanish."""

    notes = (
        "rows are sums of meals, the export names no foods; in a sum a food without a value counts "
        f"as zero, so that more may have been eaten, and {_ZERO}",
    )

    day = Day("Date", "Fecha", usual="month-first")
    time = Text("Time", "Hora")
    meal = Text("Meal", "Comida")
    note = Text("Note", "Nota")
    nutrients = NutrientColumns(_NUTRIENTS, zero_is_unknown=True)

    def accepts(self, header: Sequence[str]) -> bool:
        """The kinds of fat tell the summary from other tables of meals."""
        return any(signature <= set(header) for signature in _SIGNATURES)

    def kind(self, record: Record, columns: dict[str, Any]) -> str:  # noqa: ARG002
        """Never a food, also where the row has a time."""
        return "meal_total"


class PrintableDiary(Flattened):
    """The page of a day or many, saved from the browser."""

    required = ("Date", "Meal", "Food", "Amount")
    quick = ("quick add",)
    notes = (f"the page states at most potassium and calcium, and {_ZERO}",)

    day = Day("Date")
    meal = Text("Meal")
    food = Text("Food")
    amount = Quantity("Amount")
    nutrients = NutrientColumns(_NUTRIENTS, zero_is_unknown=True)

    def claims(self, source: Source) -> bool:
        """A table of foods under a date."""
        text = source.opening_text
        return _TABLE.search(text) is not None and _DATED.search(text) is not None

    def flatten(self, source: Source) -> Flat:
        """One row a food, under the headings of the first table."""
        from nutrigap.diary.page import page_rows

        header: list[str] = []
        rows, aside = [], {}
        date = meal = ""
        for row in page_rows(source.text):
            if row.heading != date:
                date, meal = row.heading, ""
            place = _place(row)
            if place == _HEADER:
                header = header or row.cells
            elif place == _TITLE:
                meal = row.cells[0]
            if place:
                aside[row.line] = place
            else:
                rows.append(Row(row.line, [date, meal, *_cells(row.cells)]))
        return Flat(["Date", "Meal", "Food", "Amount", *header[1:]], rows, aside=aside)


def _place(row: PageRow) -> str:
    """What a row is, if it is no food."""
    if row.table != "food":
        return "not in a table of foods"
    if "title" in row.look.split():
        return _TITLE
    return {"thead": _HEADER, "tfoot": "total of the day"}.get(row.part, "")


def _cells(cells: list[str]) -> list[str]:
    """The first cell holds the name and the amount."""
    name, *values = cells
    found = _AMOUNT.fullmatch(name)
    return [found["food"], found["amount"], *values] if found else [name, "", *values]


FORMAT = DiaryFormat(
    title="MyFitnessPal",
    how_to_export=(
        "For every food: on the website open Reports or Food, Printable Diary, choose the dates, "
        "and save the page as HTML. For sums of meals: Settings, Export Data (Premium), and give "
        "the Nutrition-Summary file of the archive that comes by mail."
    ),
    verified="real files of 2019 and later; the Spanish header from another parser",
    layouts=(NutritionSummary(), PrintableDiary()),
)
