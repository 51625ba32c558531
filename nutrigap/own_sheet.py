"""The cells of a file of the user's own foods, and what its columns mean."""

from __future__ import annotations

from difflib import get_close_matches
from math import isfinite, nan
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from nutrigap.amounts import parse_amount
from nutrigap.diary.columns import fold
from nutrigap.diary.numbers import Numbers, is_blank
from nutrigap.diary.source import Source
from nutrigap.errors import DiaryReadError, FoodFileError, UnitError
from nutrigap.names.answers import normalised
from nutrigap.nutrients import nutrients, parse_column

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nutrigap.amounts import Amount
    from nutrigap.diary.sheet import Row, Sheet
    from nutrigap.nutrients import Nutrient

_COLUMNS = {
    "name": ("name", "food", "description"),
    "brand": ("brand",),
    "gtin": ("gtin", "barcode", "bar code", "upc", "ean"),
    "per": ("per", "basis"),
    "serving": ("serving", "serving g", "serving size", "serving size (g)", "serving (g)"),
    "ingredient": ("ingredient",),
    "food_code": ("food code", "ingredient code"),
    "fdc_id": ("fdc id",),
    "grams": ("grams", "ingredient g", "g"),
    "yield": ("yield", "yield g", "yield (g)", "cooked weight (g)"),
}
_PARTS = ("ingredient", "food_code", "fdc_id")
_NUMERIC = ("per", "serving", "grams", "yield")
_REMARKS = ("note", "notes", "comment", "comments", "remark", "remarks", "source")
_GRAMS_ASSUMED = ("protein", "carbohydrate", "fat", "water")
# Labels take a millilitre for a gram; a cup of flakes is no cup of water.
_LIQUID = ("ml", "cl", "dl", "l", "fl oz")
_CLOSE = 0.8


class Stated(NamedTuple):
    """A column of amounts of one nutrient."""

    heading: str
    nutrient: Nutrient
    unit: str


class OwnSheet:
    """A file's rows, its columns, and how it writes numbers.

    Parameters
    ----------
    path : Path
        The file, in any encoding and with any separator that a diary may have.

    Raises
    ------
    FoodFileError
        It cannot be read, has no column ``name``, or a nutrient's column has no unit.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        sheet = _read(path)
        header, *self.rows = sheet.rows
        self._header, self._unclosed = header, sheet.unclosed
        folded = [fold(cell) for cell in header.cells]
        self._places = {
            key: next((folded.index(name) for name in names if name in folded), None)
            for key, names in _COLUMNS.items()
        }
        if self._places["name"] is None:
            found = f"columns {', '.join(map(repr, header.cells))}"
            raise FoodFileError(path, found, "a column 'name'", line=header.line)
        self.nutrients = dict(self._nutrient_columns())
        numeric = {*self.nutrients, *(self._places[key] for key in _NUMERIC)}
        cells = [_at(row, place) for row in self.rows for place in numeric if place is not None]
        self._numbers = Numbers.of(cells, sheet.separator)

    @property
    def unread(self) -> str:
        """The columns with something in them that are not read, empty if there are none."""
        used = {*self._places.values(), *self.nutrients}
        places = [at for at, text in enumerate(self._header.cells) if fold(text) not in _REMARKS]
        filled = [
            _named(self._header.cells[at])
            for at in places
            if at not in used and any(_at(row, at) for row in self.rows)
        ]
        return ", ".join(filled)

    def note(self, row: Row | None, text: str) -> str:
        """A sentence about a row, or about the header."""
        return f"{self.path}, line {(row or self._header).line}: {text}"

    def cell(self, row: Row, key: str) -> str:
        """What a row has in a column; empty if there is no such column."""
        place = self._places[key]
        return "" if place is None else _at(row, place)

    def is_part(self, row: Row) -> bool:
        """Whether a row names an ingredient of a dish."""
        return any(self.cell(row, key) for key in _PARTS)

    def unused(self, row: Row) -> list[str]:
        """The amounts that a line of a recipe states although only other lines may."""
        cells = ((s.heading, _at(row, place)) for place, s in self.nutrients.items())
        return [f"{heading} {text!r}" for heading, text in cells if not is_blank(text)]

    def check(self, row: Row) -> None:
        """Refuse a row that does not fit its header."""
        surplus = [cell.strip() for cell in row.cells[len(self._header.cells) :] if cell.strip()]
        if row.line in self._unclosed:
            self.refuse(row, None, "a quote that is not closed", "a quote before and behind a cell")
        if surplus:
            found = f"cells without a heading: {' | '.join(surplus)}"
            self.refuse(row, None, found, "a name with a separator in it in quotes")

    def number(self, row: Row, place: int) -> float:
        """The amount in a column of a nutrient [its unit]; NaN if the cell is empty."""
        text, stated = _at(row, place), self.nutrients[place]
        reading = self._numbers.read(text)
        if reading is None or reading.unit:
            expected = f"a number of {stated.unit} or nothing"
            self.refuse(row, stated.heading, self._quoted(text), expected)
        return reading.value

    def mass(self, row: Row, key: str) -> float:
        """Grams in a cell; NaN if it is empty."""
        text = self.cell(row, key)
        if is_blank(text):
            return nan
        amount = self.amount(text)
        if amount is None or not weighed(amount) > 0:
            self.refuse(row, key, self._quoted(text), "grams as a number above 0, or '1 oz'")
        return weighed(amount) / (amount.quantity if amount.measure == "serving" else 1.0)

    def amount(self, text: str) -> Amount | None:
        """An amount in words or figures, ``None`` if it is none."""
        plain = self._numbers.normal(text)
        return parse_amount(plain) if plain else None

    def refuse(self, row: Row, column: str | None, found: str, expected: str) -> NoReturn:
        """Say what is wrong with a row.

        Raises
        ------
        FoodFileError
            Always.
        """
        raise FoodFileError(self.path, found, expected, line=row.line, column=column)

    def _quoted(self, text: str) -> str:
        """A cell, and both its readings where it may be two numbers."""
        readings = self._numbers.readings(text)
        return f"{text!r} {readings}" if readings else repr(text)

    def _nutrient_columns(self) -> Iterator[tuple[int, Stated]]:
        for place, text in enumerate(self._header.cells):
            found = None if place in self._places.values() else parse_column(text)
            if found is None:
                continue
            nutrient, unit = found
            unit = unit or _assumed_unit(nutrient, text)
            if not unit:
                expected = f"a unit in the heading, such as '{text} ({nutrient.unit})'"
                line = self._header.line
                raise FoodFileError(self.path, "no unit", expected, line=line, column=text)
            if _measures(nutrient, unit):
                yield place, Stated(text.strip(), nutrient, unit)


def groups(sheet: OwnSheet) -> list[list[Row]]:
    """Rows of one food: those of one recipe, else one.

    Where only some lines of a recipe have a brand they stay together, to be refused.
    """
    brands: dict[str, set[str]] = {}
    for row in filter(sheet.is_part, sheet.rows):
        if sheet.cell(row, "name"):
            name = normalised(sheet.cell(row, "name"))
            brands.setdefault(name, set()).add(normalised(sheet.cell(row, "brand")))
    recipes: dict[tuple[str, str], list[Row]] = {}
    found: list[list[Row]] = []
    above: list[Row] = []
    for row in sheet.rows:
        name, brand = (normalised(sheet.cell(row, key)) for key in ("name", "brand"))
        if not sheet.is_part(row):
            above = [row]
        elif name or not above or not sheet.is_part(above[0]):
            key = name, "" if "" in brands.get(name, ()) else brand
            above = recipes.setdefault(key, [])
            above.append(row)
        else:
            above.append(row)
            continue
        if len(above) == 1:
            found.append(above)
    return found


def weighed(amount: Amount) -> float:
    """Mass of an amount [g]: stated, of as much water, or a number alone; NaN if none is."""
    if amount.grams > 0:
        return amount.grams
    if amount.measure is None:
        return amount.quantity if isfinite(amount.quantity) else nan
    return amount.millilitres if amount.measure in (*_LIQUID, "serving") else nan


def _read(path: Path) -> Sheet:
    """The rows that say something; Excel's first one names the separator and says nothing."""
    try:
        sheet = Source(path).sheet
    except DiaryReadError as error:
        raise FoodFileError(path, error.found, "a CSV file of foods") from error
    rows = [row for row in sheet.rows if any(cell.strip() for cell in row.cells)]
    if rows and rows[0].cells[0].strip().casefold().startswith("sep="):
        rows = rows[1:]
    if not rows:
        raise FoodFileError(path, "nothing in it", "a header and a row for each food")
    return sheet._replace(rows=rows)


def _at(row: Row, place: int) -> str:
    return row.cells[place].strip() if place < len(row.cells) else ""


def _assumed_unit(nutrient: Nutrient, heading: str) -> str:
    """Calories are kcal and macronutrients grams, whoever writes them."""
    if nutrient.key in _GRAMS_ASSUMED:
        return "g"
    return "kcal" if "alor" in heading.casefold() else ""


def _measures(nutrient: Nutrient, unit: str) -> bool:
    try:
        nutrient.to_canonical(1.0, unit)
    except UnitError:
        return False
    return True


def _named(heading: str) -> str:
    """A heading that says nothing, and what may be meant."""
    known = {n.name.casefold(): n.name for n in nutrients().values()}
    name = fold(heading).partition("(")[0].strip()
    near = [] if name in known else get_close_matches(name, known, n=1, cutoff=_CLOSE)
    said = repr(heading.strip()) if heading.strip() else "a column without a heading"
    return said + "".join(f" (did you mean {known[found]!r}?)" for found in near)
