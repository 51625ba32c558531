"""The user's own foods: a CSV of what labels say, and of recipes."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.diary.codes import CodeDamage, read_fdc_id, read_food_code, read_gtin
from nutrigap.errors import FoodFileError
from nutrigap.names.answers import normalised
from nutrigap.names.codes import gtin
from nutrigap.names.own import Named, OwnNames
from nutrigap.nutrients import nutrients
from nutrigap.own_labels import stated
from nutrigap.own_sheet import OwnSheet, groups
from nutrigap.recipes import Ingredient, Recipe, in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from nutrigap.diary.sheet import Row

    _Amounts = Mapping[str, float]
    Densities = Callable[[Ingredient], _Amounts]


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


class _Part(NamedTuple):
    """A line of a recipe; ``own`` is the place of a food of the same file."""

    row: Row
    grams: float
    said: Ingredient
    own: int | None


class _Draft(NamedTuple):
    """A food as it is written; ``amounts`` of a dish follow from its parts."""

    rows: Sequence[Row]
    food: OwnFood
    parts: Sequence[_Part] = ()
    yield_g: float = nan


def read_own_foods(path: Path, densities: Densities) -> OwnFoods:
    """The foods of a file; a line that cannot be read is a problem and its food is left out.

    Parameters
    ----------
    path : Path
        CSV with a column ``name`` and nutrients in any spelling with their unit (``Magnesium
        (mg)``, ``vitamin_d_ug`` …). They are per 100 g unless a column ``per`` says ``serving`` or
        an amount such as ``30 g``; ``serving`` is the mass of one [g]. Rows that have an
        ``ingredient`` (or its ``food_code`` or ``fdc_id``) and ``grams`` are lines of a recipe:
        those of one name and brand belong together, also where the name stands only in the first,
        and ``yield`` is what it weighs when it is done [g], all its ingredients together if left
        out. An ingredient is a food of the same file if one is called so, in whatever order they
        stand. ``brand`` and ``gtin`` may stand beside. Blank is unknown. Whether 1,250 is 1250 is
        settled for the file; a number that stays open is refused.
    densities : callable
        What 100 g of an ingredient hold, by nutrient; NaN or absent is unknown.

    Returns
    -------
    OwnFoods
        In the order of the file. A food that is described twice is taken as it is last.

    Raises
    ------
    FoodFileError
        The file is missing, is no CSV, has no column ``name``, or a nutrient's column has no unit.
    """
    return _Book(OwnSheet(path), densities).read()


class _Book:
    """The foods of a sheet by their place in it, and what is wrong with them."""

    def __init__(self, sheet: OwnSheet, densities: Densities) -> None:
        self._sheet, self._densities = sheet, densities
        self._refused: list[tuple[int, str]] = []
        self._notes: list[str] = []
        self._groups = self._last_of_each(groups(sheet))
        self._own = OwnNames(
            Named(at, sheet.cell(rows[0], "name"), sheet.cell(rows[0], "brand"), "")
            for at, rows in enumerate(self._groups)
            if sheet.cell(rows[0], "name")
        )

    def read(self) -> OwnFoods:
        drafts = self._drafts()
        order, rings = in_order({at: _needs(draft) for at, draft in drafts.items()})
        for ring in rings:
            self._refuse_ring([drafts[at] for at in ring])
        done: dict[int, _Amounts] = {}
        for at in order:
            try:
                done[at] = self._amounts(drafts[at], done)
            except FoodFileError as error:
                self._leave_out(error)
        foods = [drafts[at].food._replace(amounts=done[at]) for at in sorted(done)]
        self._note_bar_codes(foods)
        if self._sheet.unread:
            text = f"not read: {self._sheet.unread}. Expected a nutrient and its unit"
            self._notes.append(self._sheet.note(None, f"{text}, such as 'Magnesium (mg)'."))
        numbered = (food._replace(fdc_id=-1 - at) for at, food in enumerate(foods))
        refused = (text for _, text in sorted(self._refused))
        return OwnFoods(tuple(numbered), (*refused, *self._notes))

    def _leave_out(self, error: FoodFileError) -> None:
        self._refused.append((error.line or 0, f"{error} The food is left out."))

    def _last_of_each(self, every: list[list[Row]]) -> list[list[Row]]:
        """The groups without those that a later one of the same name and brand replaces."""
        last = {self._key(rows[0]): rows for rows in every}
        kept = []
        for rows in every:
            name, later = self._sheet.cell(rows[0], "name"), last[self._key(rows[0])]
            if rows is later or not name:
                kept.append(rows)
                continue
            text = f"{name!r} is there again in line {later[0].line}. The last counts."
            self._notes.append(self._sheet.note(rows[0], text))
        return kept

    def _key(self, row: Row) -> tuple[str, str]:
        return normalised(self._sheet.cell(row, "name")), normalised(self._sheet.cell(row, "brand"))

    def _drafts(self) -> dict[int, _Draft]:
        drafts = {}
        for at, rows in enumerate(self._groups):
            try:
                drafts[at] = self._draft(rows)
            except FoodFileError as error:
                self._leave_out(error)
        return drafts

    def _draft(self, rows: Sequence[Row]) -> _Draft:
        sheet, first = self._sheet, rows[0]
        for row in rows:
            sheet.check(row)
        name = sheet.cell(first, "name")
        if not name:
            sheet.refuse(first, "name", "an empty cell", "the name as your diary writes it")
        brand, code = self._agreed(rows, "brand"), self._agreed(rows, "gtin")
        if code and not _is_bar_code(code):
            self._notes.append(sheet.note(first, f"{code!r} is no bar code. It is not used."))
            code = ""
        if not sheet.is_part(first):
            amounts, serving = stated(sheet, first)
            return _Draft(rows, OwnFood(0, name, brand, code, amounts, serving))
        serving, done = self._agreed_mass(rows, "serving"), self._agreed_mass(rows, "yield")
        parts = [self._part(row) for row in rows]
        self._note_unused(rows)
        return _Draft(rows, OwnFood(0, name, brand, code, {}, serving), parts, done)

    def _agreed(self, rows: Sequence[Row], key: str) -> str:
        """What the lines of a food say in a column; a blank says nothing but that of a brand."""
        told = {}
        for row in rows:
            text = self._sheet.cell(row, key)
            if text or (key == "brand" and self._sheet.cell(row, "name")):
                told[normalised(text)] = text
        self._refuse_unlike(rows, key, [repr(text) for text in told.values()])
        return next(iter(told.values()), "")

    def _agreed_mass(self, rows: Sequence[Row], key: str) -> float:
        told = dict.fromkeys(m for row in rows if (m := self._sheet.mass(row, key)) > 0)
        self._refuse_unlike(rows, key, [f"{mass:g}" for mass in told])
        return next(iter(told), nan)

    def _refuse_unlike(self, rows: Sequence[Row], key: str, told: Sequence[str]) -> None:
        if len(told) > 1:
            name = self._sheet.cell(rows[0], "name")
            found = f"{' and '.join(told)} in lines of {name!r}"
            self._sheet.refuse(rows[0], key, found, "the same in every line of a recipe")

    def _note_unused(self, rows: Sequence[Row]) -> None:
        for row in rows:
            if unused := self._sheet.unused(row):
                text = f"{', '.join(unused)} in a line of a recipe is not used: "
                text += "what a dish holds follows from its ingredients."
                self._notes.append(self._sheet.note(row, text))

    def _part(self, row: Row) -> _Part:
        sheet = self._sheet
        grams = sheet.mass(row, "grams")
        if not grams > 0:
            sheet.refuse(row, "grams", "no mass of the ingredient", "grams, such as 250")
        said = self._ingredient(row)
        own = [] if said.food_code or said.fdc_id else self._own.find(said.name)
        if len(own) > 1:
            brands = " or ".join(food.brand for food in own)
            found = f"{said.name!r} is of {brands} in this file"
            sheet.refuse(row, "ingredient", found, "the brand before the name")
        return _Part(row, grams, said, own[0].fdc_id if own else None)

    def _ingredient(self, row: Row) -> Ingredient:
        code, number = (self._sheet.cell(row, key) for key in ("food_code", "fdc_id"))
        try:
            code = code and read_food_code(code)
        except CodeDamage as error:
            self._sheet.refuse(row, "food_code", f"{code!r} {error}", "the code of a food")
        try:
            number = number and str(read_fdc_id(number))
        except CodeDamage as error:
            self._sheet.refuse(row, "fdc_id", f"{number!r} {error}", "the number of a food")
        return Ingredient(self._sheet.cell(row, "ingredient"), code, number)

    def _refuse_ring(self, ring: Sequence[_Draft]) -> None:
        first, *others = (repr(draft.food.name) for draft in (*ring, ring[0]))
        found = f"{first} is made of {', which is made of '.join(others)}"
        expected = "foods that are not made of themselves; a food_code or fdc_id means a table's"
        line = ring[0].rows[0].line
        error = FoodFileError(self._sheet.path, found, expected, line=line, column="ingredient")
        left = "They are" if len(ring) > 1 else "It is"
        self._refused.append((line, f"{error} {left} left out."))

    def _amounts(self, draft: _Draft, done: Mapping[int, _Amounts]) -> _Amounts:
        """What 100 g hold, given the foods that it is made of."""
        if not draft.parts:
            return draft.food.amounts
        parts = [(part.grams, self._held(part, done)) for part in draft.parts]
        return Recipe(parts, draft.yield_g).amounts(list(nutrients()))

    def _held(self, part: _Part, done: Mapping[int, _Amounts]) -> _Amounts:
        expected = "a food, or its food_code or fdc_id"
        if part.own is not None and part.own not in done:
            found = f"{part.said.name!r} is a food of this file that is left out"
            self._sheet.refuse(part.row, "ingredient", found, expected)
        try:
            return self._densities(part.said) if part.own is None else done[part.own]
        except LookupError as error:
            self._sheet.refuse(part.row, "ingredient", str(error), expected)

    def _note_bar_codes(self, foods: Sequence[OwnFood]) -> None:
        last = {gtin(food.gtin): food for food in foods if food.gtin}
        for food in foods:
            later = last.get(gtin(food.gtin), food)
            if later is not food:
                text = f"{food.gtin} stands at {food.name!r} and {later.name!r}. It means the last."
                self._notes.append(f"{self._sheet.path}: the bar code {text}")


def _is_bar_code(text: str) -> bool:
    try:
        return gtin(read_gtin(text)) is not None
    except CodeDamage:
        return False


def _needs(draft: _Draft) -> set[int]:
    return {part.own for part in draft.parts if part.own is not None}
