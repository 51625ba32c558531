"""The user's own foods: a CSV of what labels say, and of recipes."""

from __future__ import annotations

import csv
import io
from math import isfinite, nan
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from nutrigap.amounts import parse_amount
from nutrigap.diary.numbers import Numbers
from nutrigap.errors import FoodFileError
from nutrigap.nutrients import nutrients, parse_column
from nutrigap.recipes import Ingredient, Recipe
from nutrigap.tables import read_constants
from nutrigap.units import GRAMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from nutrigap.nutrients import Nutrient

    Densities = Callable[[Ingredient], Mapping[str, float]]

_COLUMNS = {
    "name": ("name", "food", "description"),
    "brand": ("brand",),
    "gtin": ("gtin", "barcode", "bar code", "upc", "ean"),
    "per": ("per", "basis"),
    "serving": ("serving", "serving_g", "serving size", "serving size (g)", "serving (g)"),
    "ingredient": ("ingredient",),
    "food_code": ("food_code", "ingredient code"),
    "fdc_id": ("fdc_id",),
    "grams": ("grams", "ingredient_g", "g"),
    "yield": ("yield", "yield_g", "yield (g)", "cooked weight (g)"),
}
_GRAMS_ASSUMED = ("protein", "carbohydrate", "fat", "water")


class OwnFood(NamedTuple):
    """One food of the user's own.

    Parameters
    ----------
    fdc_id : int
        Its number in this run: −1, −2 …; FoodData Central's are positive.
    name, brand, gtin : str
        As written; brand and bar code may be empty.
    amounts : mapping of str to float
        Amount in 100 g by nutrient [canonical units]; an absent nutrient is unknown.
    serving_g : float
        Mass of one serving [g]; NaN where nobody said.
    """

    fdc_id: int
    name: str
    brand: str
    gtin: str
    amounts: Mapping[str, float]
    serving_g: float


class OwnFoods(NamedTuple):
    """What a file holds, and what is wrong with lines of it, one sentence each."""

    foods: tuple[OwnFood, ...] = ()
    problems: tuple[str, ...] = ()


def read_own_foods(path: Path, densities: Densities) -> OwnFoods:
    """The foods of a file; a line that cannot be read is a problem and its food is left out.

    Parameters
    ----------
    path : Path
        CSV with a column ``name`` and nutrients in any spelling with their unit (``Magnesium
        (mg)``, ``vitamin_d_ug`` …). They are per 100 g unless a column ``per`` says ``serving`` or
        an amount such as ``30 g``; ``serving`` is the mass of one [g]. Rows that have an
        ``ingredient`` (or its ``food_code`` or ``fdc_id``) and ``grams`` are lines of a recipe:
        those of one name belong together, and ``yield`` is what it weighs when it is done [g],
        all its ingredients together if left out. ``brand`` and ``gtin`` may stand beside. Blank is
        unknown.
    densities : callable
        What 100 g of an ingredient hold, by nutrient; NaN or absent is unknown.

    Returns
    -------
    OwnFoods
        In the order of the file.

    Raises
    ------
    FoodFileError
        The file is missing, is no CSV in UTF-8, has no column ``name``, or a nutrient's column has
        no unit.
    """
    table = _Table(path)
    foods: list[OwnFood] = []
    problems: list[str] = []
    for rows in table.groups():
        try:
            foods.append(table.food(rows, -1 - len(foods), foods, densities))
        except FoodFileError as error:
            problems.append(f"{error} The food is left out.")
    return OwnFoods(tuple(foods), tuple(problems))


class _Row(NamedTuple):
    line: int
    cells: list[str]


class _Table:
    """A file's cells, and what its columns mean."""

    def __init__(self, path: Path) -> None:
        self._path = path
        header, *rows = self._read()
        folded = [" ".join(cell.casefold().split()) for cell in header.cells]
        self._places = {
            key: next((folded.index(name) for name in names if name in folded), None)
            for key, names in _COLUMNS.items()
        }
        if self._places["name"] is None:
            found = f"columns {', '.join(map(repr, header.cells))}"
            raise FoodFileError(path, found, "a column 'name'", line=header.line)
        used = {place for place in self._places.values() if place is not None}
        self._nutrients = dict(self._nutrient_columns(header, used))
        self._rows = [row for row in rows if any(cell.strip() for cell in row.cells)]
        self._numbers = Numbers.of(
            row.cells[place] for row in self._rows for place in self._nutrients
        )

    def _read(self) -> list[_Row]:
        try:
            text = self._path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise FoodFileError(self._path, str(error), "a CSV file in UTF-8") from error
        first = text.partition("\n")[0]
        mark = max(",;\t", key=first.count)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        try:
            rows = [_Row(reader.line_num, cells) for cells in reader]
        except csv.Error as error:
            raise FoodFileError(self._path, str(error), "CSV", line=reader.line_num) from error
        if not rows:
            raise FoodFileError(self._path, "nothing in it", "a header and a row for each food")
        width = len(rows[0].cells)
        return [_Row(line, (cells + [""] * width)[:width]) for line, cells in rows]

    def _nutrient_columns(
        self, header: _Row, used: set[int]
    ) -> Iterator[tuple[int, tuple[Nutrient, str]]]:
        for place, heading in enumerate(header.cells):
            found = parse_column(heading) if place not in used else None
            if found is None:
                continue
            nutrient, unit = found
            unit = unit or self._assumed_unit(nutrient, heading)
            if not unit:
                expected = f"a unit in the heading, such as '{heading} ({nutrient.unit})'"
                raise FoodFileError(
                    self._path, "no unit", expected, line=header.line, column=heading
                )
            yield place, (nutrient, unit)

    @staticmethod
    def _assumed_unit(nutrient: Nutrient, heading: str) -> str:
        """Calories are kcal and macronutrients grams, whoever writes them."""
        if nutrient.key in _GRAMS_ASSUMED:
            return "g"
        return "kcal" if "alor" in heading.casefold() else ""

    def groups(self) -> list[list[_Row]]:
        """Rows of one food: all of one recipe, else one."""
        recipes: dict[str, list[_Row]] = {}
        groups: list[list[_Row]] = []
        for row in self._rows:
            name = self._cell(row, "name").casefold()
            if not self._is_part(row):
                groups.append([row])
            elif name in recipes:
                recipes[name].append(row)
            else:
                recipes[name] = [row]
                groups.append(recipes[name])
        return groups

    def _is_part(self, row: _Row) -> bool:
        return any(self._cell(row, key) for key in ("ingredient", "food_code", "fdc_id"))

    def food(
        self, rows: Sequence[_Row], fdc_id: int, before: Sequence[OwnFood], densities: Densities
    ) -> OwnFood:
        """The food of a row, or of the rows of a recipe."""
        first = rows[0]
        name = self._cell(first, "name")
        if not name:
            self._refuse(first, "name", "an empty cell", "the name as your diary writes it")
        serving = self._mass(first, "serving")
        if self._is_part(first):
            amounts = self._cooked(rows, before, densities)
        else:
            amounts = self._stated(first, serving)
        texts = self._cell(first, "brand"), self._cell(first, "gtin")
        return OwnFood(fdc_id, name, *texts, amounts, serving)

    def _stated(self, row: _Row, serving: float) -> dict[str, float]:
        """What the cells state, in 100 g."""
        share = 100 / self._basis(row, serving)
        amounts: dict[str, float] = {}
        for place, (nutrient, unit) in self._nutrients.items():
            reading = self._numbers.read(row.cells[place])
            if reading is None or reading.unit:
                heading = f"{nutrient.name} ({unit})"
                self._refuse(row, heading, repr(row.cells[place]), f"a number of {unit} or nothing")
            if reading.value == reading.value and nutrient.key not in amounts:
                amount = nutrient.to_canonical(reading.value, unit) * share
                self._check(row, nutrient, amount)
                amounts[nutrient.key] = amount
        if not amounts:
            self._refuse(row, "name", f"no nutrient of {self._cell(row, 'name')!r}", "at least one")
        return amounts

    def _check(self, row: _Row, nutrient: Nutrient, amount: float) -> None:
        limits = read_constants("label_limits")
        mass = GRAMS.get(nutrient.unit)
        most = limits["most_kcal"] if mass is None else limits["most_grams"] / mass
        if not 0 <= amount <= most:
            found = f"{amount:,.6g} {nutrient.unit} of {nutrient.name} in 100 g"
            self._refuse(row, "per", found, f"0 to {most:,.6g} {nutrient.unit}")

    def _basis(self, row: _Row, serving: float) -> float:
        """What the amounts of a row are in [g]; millilitres stand for grams, as on labels."""
        text = self._cell(row, "per").casefold()
        if not text:
            return 100.0
        if "serving" in text:
            if not serving > 0:
                self._refuse(row, "serving", "no mass of a serving", "grams, such as 30")
            return serving
        amount = parse_amount(text)
        mass = nan if amount is None else amount.grams if amount.grams > 0 else amount.millilitres
        if not mass > 0:
            self._refuse(row, "per", repr(text), "100 g, 100 ml, serving or another mass")
        return mass

    def _cooked(
        self, rows: Sequence[_Row], before: Sequence[OwnFood], densities: Densities
    ) -> dict[str, float]:
        own = {food.name.casefold(): food.amounts for food in before}
        parts = []
        for row in rows:
            grams = self._mass(row, "grams")
            if not grams > 0:
                self._refuse(row, "grams", "no mass of the ingredient", "grams, such as 250")
            said = Ingredient(*(self._cell(row, k) for k in ("ingredient", "food_code", "fdc_id")))
            try:
                held = own.get(said.name.casefold()) or densities(said)
            except LookupError as error:
                self._refuse(row, "ingredient", str(error), "a food, or its food_code or fdc_id")
            parts.append((grams, held))
        weights = [mass for row in rows if (mass := self._mass(row, "yield")) > 0]
        return Recipe(parts, weights[0] if weights else nan).amounts(list(nutrients()))

    def _mass(self, row: _Row, key: str) -> float:
        """Grams in a cell; NaN if it is empty."""
        text = self._cell(row, key)
        if not text:
            return nan
        reading = self._numbers.read(text.removesuffix("g").strip())
        if reading is None or reading.unit or not (isfinite(reading.value) and reading.value > 0):
            self._refuse(row, key, repr(text), "grams as a number above 0")
        return reading.value

    def _cell(self, row: _Row, key: str) -> str:
        place = self._places[key]
        return "" if place is None else row.cells[place].strip()

    def _refuse(self, row: _Row, column: str, found: str, expected: str) -> NoReturn:
        raise FoodFileError(self._path, found, expected, line=row.line, column=column)
