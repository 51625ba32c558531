"""Amount, stated energy and macronutrients as evidence for one food or another, within bounds."""

from __future__ import annotations

from math import exp, isnan, log, nan
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nutrigap.names.asking import Query
    from nutrigap.names.index import Food, Index

# Energy that differs by less says nothing; beyond the cap it says no more (approach.md, 4 and 5).
_DEAD_ZONE = 0.12
_CAP = 1.0
_ATWATER = 0.20
_NEARLY_NONE = 8.0
_UNCHECKED = 0.3
# A third of the energy from another macronutrient is another food.
_MACROS_COUNT = 3.0


_DRY_HEAVY_GRAMS = 60.0
# Amounts are looked at in steps of a tenth, energy densities in steps of a twentieth.
_STEPS, _FINE_STEPS = 10, 20


def levelled(query: Query) -> Query:
    """The query with rounded evidence: 240 g and 245 g of a food are one question.

    Examples
    --------
    >>> from nutrigap.names import Query
    >>> levelled(Query("milk", grams=240.0)) == levelled(Query("milk", grams=245.0))
    True
    """
    grams = _level(query.grams, _STEPS)
    scale = grams / query.grams if grams == grams and query.grams > 0 else 1.0
    return query._replace(
        grams=grams,
        energy_kcal=_level(query.energy_kcal * scale, _FINE_STEPS),
        protein_g=_level(query.protein_g * scale, _FINE_STEPS),
        carbohydrate_g=_level(query.carbohydrate_g * scale, _FINE_STEPS),
        fat_g=_level(query.fat_g * scale, _FINE_STEPS),
    )


def _level(amount: float, steps: int) -> float:
    # One NaN object, so that queries without a number compare equal.
    if isnan(amount):
        return nan
    return exp(round(log(amount) * steps) / steps) if amount > 0 else amount


def portion(query: Query, food: Food) -> float:
    """Logarithms beyond a factor of three between the grams and a usual portion, squared."""
    grams, usual = query.grams, food.usual_grams
    if isnan(grams) or isnan(usual) or grams <= 0 or usual <= 0:
        return 0.0
    return min(max(0.0, abs(log(grams / usual)) - 1.1), 3.0) ** 2


def is_heavy(query: Query) -> bool:
    """Whether more is eaten than anybody eats of a powder, a mix or a concentrate."""
    return query.grams > _DRY_HEAVY_GRAMS


def trust(query: Query) -> float:
    """1 for a row whose energy agrees with its own macronutrients, else 0.

    Without macronutrients there is nothing to check the energy against: a third.
    """
    macros = (query.protein_g, query.carbohydrate_g, query.fat_g)
    if isnan(query.energy_kcal):
        return 0.0
    if any(isnan(amount) for amount in macros):
        return _UNCHECKED
    expected = 4 * query.protein_g + 4 * query.carbohydrate_g + 9 * query.fat_g
    if abs(expected - query.energy_kcal) <= max(_ATWATER * query.energy_kcal, 2 * _NEARLY_NONE):
        return 1.0
    return 0.0


def energy(query: Query, food: Food, index: Index) -> float:
    """Disagreement in energy, 0 to 1: per amount where grams are known, else by plausible grams."""
    density = index.per_100_g(food.ordinal)[0]
    if isnan(density):
        return 0.0
    if not isnan(query.grams):
        return _disagreement(query.energy_kcal, density * query.grams / 100)
    if density < 1 or isnan(food.usual_grams) or food.usual_grams <= 0:
        return 0.5 if query.energy_kcal > _NEARLY_NONE else 0.0
    grams = 100 * query.energy_kcal / density
    beyond = abs(log(max(grams, 0.1) / food.usual_grams)) - log(4.0)
    return min(max(beyond, 0.0), _CAP)


def macros(query: Query, food: Food, index: Index) -> float:
    """Mean difference of the shares of energy from protein, carbohydrate and fat, 0 to 1."""
    said = shares(query.protein_g, query.carbohydrate_g, query.fat_g)
    has = shares(*index.per_100_g(food.ordinal)[1:])
    if said is None or has is None:
        return 0.0
    return sum(abs(a - b) for a, b in zip(said, has, strict=True)) / 2


def agreement(trust: float, energy: float, macros: float) -> tuple[float, float]:
    """How far trusted evidence agrees with a food and how far it contradicts it, each 0 to 1.

    Examples
    --------
    >>> agreement(1.0, 0.0, 0.0), agreement(0.0, 0.7, 0.1)
    ((1.0, 0.0), (0.0, 0.0))
    """
    against = min(energy + _MACROS_COUNT * macros, 1.0)
    return trust * (1.0 - against), trust * against


def shares(protein: float, carbohydrate: float, fat: float) -> tuple[float, float, float] | None:
    """Shares of energy from protein, carbohydrate and fat [g]; None where they say nothing."""
    parts = (4 * protein, 4 * carbohydrate, 9 * fat)
    total = sum(parts)
    if isnan(total) or total < _NEARLY_NONE:
        return None
    return parts[0] / total, parts[1] / total, parts[2] / total


def _disagreement(stated: float, expected: float) -> float:
    """Of two energies [kcal]; where both are nearly nothing they agree."""
    if abs(stated - expected) <= _NEARLY_NONE:
        return 0.0
    ratio = abs(log((stated + 1) / (expected + 1))) if min(stated, expected) >= 0 else _CAP
    return min(max(ratio - _DEAD_ZONE, 0.0), _CAP)
