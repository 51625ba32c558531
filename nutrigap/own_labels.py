"""What a row of the user's own foods states, in 100 g."""

from __future__ import annotations

import re
from math import isclose, nan
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.own_sheet import weighed
from nutrigap.tables import read_constants
from nutrigap.units import GRAMS

if TYPE_CHECKING:
    from nutrigap.diary.sheet import Row
    from nutrigap.nutrients import Nutrient
    from nutrigap.own_sheet import OwnSheet, Stated

_PER = re.compile(r"^(?:per|pro|je|par|por)\s+")
# Labels round each unit by itself, and kJ are not 4.184 kcal for every nutrient.
_ALIKE = 0.1
_SAME_MASS = 0.01


def stated(sheet: OwnSheet, row: Row) -> tuple[dict[str, float], float]:
    """Amounts in 100 g by nutrient [canonical units], and the mass of a serving [g].

    A nutrient in several columns is taken from the first of them; where they do not agree within
    a tenth or what rounding explains, no one is right.

    Raises
    ------
    FoodFileError
        The row cannot be read.
    """
    basis, serving = _basis(sheet, row)
    amounts: dict[str, _Amount] = {}
    for place, column in sheet.nutrients.items():
        number = sheet.number(row, place)
        if number != number:
            continue
        amount = _in_100_g(column, number, basis)
        _check(sheet, row, column.nutrient, amount.value)
        before = amounts.setdefault(column.nutrient.key, amount)
        if not amount.is_like(before):
            unit = column.nutrient.unit
            found = f"{amount.value:.6g} {unit} in 100 g, {before.value:.6g} in a column before it"
            sheet.refuse(row, column.heading, found, f"one amount of {column.nutrient.name}")
    if not amounts:
        unread = f" (not read: {sheet.unread})" if sheet.unread else ""
        found = f"no nutrient of {sheet.cell(row, 'name')!r}{unread}"
        sheet.refuse(row, "name", found, "at least one, with its unit in the heading")
    return {key: amount.value for key, amount in amounts.items()}, serving


class _Amount(NamedTuple):
    """An amount in 100 g, and how much of it its rounding may have hidden."""

    value: float
    rounding: float

    def is_like(self, other: _Amount) -> bool:
        slack = max(self.rounding, other.rounding)
        return isclose(self.value, other.value, rel_tol=_ALIKE, abs_tol=slack)


def _in_100_g(column: Stated, number: float, basis: float) -> _Amount:
    one = column.nutrient.to_canonical(1.0, column.unit) * 100 / basis
    return _Amount(number * one, one * (0.5 if number.is_integer() else 0.05))


def _check(sheet: OwnSheet, row: Row, nutrient: Nutrient, amount: float) -> None:
    limits = read_constants("label_limits")
    mass = GRAMS.get(nutrient.unit)
    most = limits["most_kcal"] if mass is None else limits["most_grams"] / mass
    if not 0 <= amount <= most:
        found = f"{amount:,.6g} {nutrient.unit} of {nutrient.name} in 100 g"
        sheet.refuse(row, "per", found, f"0 to {most:,.6g} {nutrient.unit}")


def _basis(sheet: OwnSheet, row: Row) -> tuple[float, float]:
    """What the amounts of a row are in [g], and the mass of a serving [g]."""
    serving, text = sheet.mass(row, "serving"), sheet.cell(row, "per")
    if not text:
        return 100.0, serving
    amount = sheet.amount(_PER.sub("", text.casefold()))
    mass = nan if amount is None else weighed(amount)
    if amount is not None and amount.measure == "serving":
        serving = _serving(sheet, row, mass / amount.quantity, serving)
        return serving * amount.quantity, serving
    if not mass > 0 or (amount and amount.measure is None and amount.quantity == 1):
        sheet.refuse(row, "per", repr(text), "100 g, 100 ml, serving or another mass")
    return mass, serving


def _serving(sheet: OwnSheet, row: Row, beside: float, serving: float) -> float:
    """The mass of a serving [g], said in its column or beside the word."""
    if not (beside > 0 or serving > 0):
        sheet.refuse(row, "serving", "no mass of a serving", "grams, such as 30")
    if beside > 0 and serving > 0 and not isclose(beside, serving, rel_tol=_SAME_MASS):
        found = f"{serving:g} g, {beside:g} g in the column 'per'"
        sheet.refuse(row, "serving", found, "one mass of a serving")
    return serving if serving > 0 else beside
