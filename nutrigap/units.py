"""Masses, volumes and the spellings of units."""

from functools import cache
from typing import NamedTuple

from nutrigap.errors import UnitError
from nutrigap.tables import read_rows

GRAMS = {"kg": 1000.0, "g": 1.0, "mg": 1e-3, "µg": 1e-6}
KCAL = {"kcal": 1.0, "kJ": 1 / 4.184}
_NUTRIENT_UNITS = {
    "kilogram": "kg", "gram": "g", "grams": "g", "milligram": "mg", "milligrams": "mg",
    "µg": "µg", "μg": "µg", "ug": "µg", "mcg": "µg", "âµg": "µg", "microgram": "µg",
    "micrograms": "µg", "iu": "IU", "ie": "IU", "ui": "IU", "i.u.": "IU",
    "kcal": "kcal", "cal": "kcal", "cals": "kcal", "calories": "kcal", "kj": "kJ",
    "kg": "kg", "g": "g", "mg": "mg",
}  # fmt: skip


class Measure(NamedTuple):
    """A unit of mass or volume: what one of it is in grams [g] or millilitres [ml]."""

    name: str
    grams: float | None
    millilitres: float | None


@cache
def measures() -> dict[str, Measure]:
    """Every known spelling of a unit of mass or volume, and what it means.

    Examples
    --------
    >>> measures()["tbsp"].name
    'tablespoon'
    """
    found = {}
    for row in read_rows("measures"):
        grams = float(row["grams"]) if row["grams"] else None
        millilitres = float(row["millilitres"]) if row["millilitres"] else None
        measure = Measure(row["measure"], grams, millilitres)
        found.update(dict.fromkeys(row["aliases"].split("|"), measure))
    return found


def find_measure(text: str) -> Measure | None:
    """The unit of mass or volume that a spelling means, or ``None``.

    ``T`` is a tablespoon and ``t`` a teaspoon, as American recipes write; all else ignores case.

    Examples
    --------
    >>> find_measure("Fl. Oz.").name, find_measure("T").name, find_measure("handful")
    ('fl oz', 'tablespoon', None)
    """
    spelling = " ".join(text.split())
    return measures().get(spelling) or measures().get(spelling.lower())


def nutrient_unit(text: str) -> str:
    """Canonical spelling of a unit that nutrient amounts come in.

    Raises
    ------
    UnitError
        Not a unit of mass, international units or energy.

    Examples
    --------
    >>> nutrient_unit("mcg"), nutrient_unit("iu")
    ('µg', 'IU')
    """
    unit = _NUTRIENT_UNITS.get(text.strip().lower())
    if unit is None:
        raise UnitError(text, "one of µg, mg, g, IU, kcal, kJ")
    return unit


def convert(amount: float, unit: str, to: str, *, micrograms_per_iu: float | None = None) -> float:
    """An amount of a nutrient in another unit; NaN stays NaN.

    Parameters
    ----------
    amount : float
        Amount in ``unit``.
    unit, to : str
        Canonical units: ``µg``, ``mg``, ``g``, ``kg``, ``IU``, ``kcal``, ``kJ``.
    micrograms_per_iu : float, optional
        What one IU of this nutrient weighs [µg]; without it IU cannot be converted.

    Raises
    ------
    UnitError
        The two units do not measure the same thing.

    Examples
    --------
    >>> convert(600, "IU", "µg", micrograms_per_iu=0.025)
    15.0
    >>> convert(1.5, "g", "mg")
    1500.0

    References
    ----------
    .. [1] NIST Special Publication 811: thermochemical calorie, 4.184 J.
    """
    if unit == to:
        return float(amount)
    if unit == "IU" and micrograms_per_iu is not None:
        return convert(amount * micrograms_per_iu, "µg", to)
    for family in (GRAMS, KCAL):
        if unit in family and to in family:
            # One division of exact powers of ten keeps 1.5 g at 1500 mg, not 1499.9999.
            return amount * _ratio(family[unit], family[to])
    raise UnitError(unit, f"a unit that can become {to}")


def _ratio(above: float, below: float) -> float:
    ratio = above / below
    return float(round(ratio)) if ratio >= 1 and abs(ratio - round(ratio)) < 1e-9 else ratio
