"""MyFitnessPal: the nutrition summary, one row a meal, and the printable diary, one row a food."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, NamedTuple

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
_TABLE = re.compile(r"""<table[^>]*\bid=["']?food\b""", re.I)
_DATED = re.compile(r"""<h2[^>]*\bid=["']?date\b""", re.I)
# The amount begins behind the last comma that a figure follows: names hold commas too.
_AMOUNT = re.compile(
    r"(?P<food>.+),\s+(?P<amount>[\d½¼¾⅓⅔⅛](?:[^,]|,(?=\d{3}\b)|,(?=\s+[^\d\s½¼¾⅓⅔⅛]))*)", re.S
)


class NutritionSummary(Table):
    """Sums of meals without the foods in them, in English or Spanish."""

    notes = (f"rows are sums of meals: the export names no foods, and {_ZERO}",)

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
        page = _Page()
        page.feed(source.text)
        header = next((row.cells for row in page.rows if row.place == "header"), [""])
        rows = [Row(row.line, _cells(row)) for row in page.rows if row.place == "food"]
        aside = {row.line: row.place for row in page.rows if row.place != "food"}
        return Flat(["Date", "Meal", "Food", "Amount", *header[1:]], rows, aside=aside)


class _PageRow(NamedTuple):
    line: int
    place: str
    date: str
    meal: str
    cells: list[str]


class _Page(HTMLParser):
    """Rows of the tables of a page, each with the date and meal above it."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[_PageRow] = []
        self._date = self._meal = self._place = self._table = ""
        self._text: list[str] | None = None
        self._cells: list[str] = []
        self._line, self._title = 0, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Where dates, tables, rows and cells begin."""
        named = dict(attrs)
        if tag == "table":
            self._table = named.get("id") or ""
        elif tag in ("thead", "tbody", "tfoot"):
            self._place = {"thead": "header", "tfoot": "total of the day"}.get(tag, "food")
        elif tag == "tr":
            self._cells = []
            self._title = "title" in (named.get("class") or "").split()
            self._line = max(self.getpos()[0], self._line + 1)
        elif tag in ("td", "th") or (tag == "h2" and named.get("id") == "date"):
            self._text = []

    def handle_data(self, data: str) -> None:
        """Text inside a cell or a date."""
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Where cells, dates and rows are complete."""
        if tag in ("td", "th", "h2") and self._text is not None:
            text, self._text = " ".join("".join(self._text).split()), None
            if tag == "h2":
                self._date, self._meal = text, ""
            else:
                self._cells.append(text)
        elif tag == "tr" and self._cells:
            self._end_row()

    def _end_row(self) -> None:
        place = self._place if self._table == "food" else "not in a table of foods"
        if place == "food" and self._title:
            place, self._meal = "heading of a meal", self._cells[0]
        self.rows.append(_PageRow(self._line, place, self._date, self._meal, self._cells))


def _cells(row: _PageRow) -> list[str]:
    name, *values = row.cells
    found = _AMOUNT.fullmatch(name)
    food, amount = (found["food"], found["amount"]) if found else (name, "")
    return [row.date, row.meal, food, amount, *values]


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
