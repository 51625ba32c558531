"""What went wrong where stated energy fits no food that a name may mean."""

from __future__ import annotations

from math import isnan, nan
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.names import evidence
from nutrigap.names.words import plain, tokens, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nutrigap.names.asking import Query

# Energies this far apart are a contradiction (approach.md, section 5): share of the larger, kcal.
_APART, _APART_KCAL = 0.25, 15.0
# Shares of protein, carbohydrate and fat in energy that differ by less are the same food's.
_SAME = 0.20
# Energy of a cooked food over that of the raw one, in 100 g: grains and pulses take up water, meat
# loses it (approach.md, section 5, a little wider).
_TAKES_UP, _LOSES = (0.30, 0.50), (1.20, 1.50)
_MOST_GRAMS = 3000.0
_SWELLING, _SHRINKING = words_of("swelling"), words_of("shrinking")
_UNCOOKED = words_of("raw") | words_of("dry")
_ALCOHOL = frozenset({"beer", "wine", "liquor", "cocktail", "alcoholic", "cider", "rum", "vodka"})


class Held(NamedTuple):
    """A food's name and what 100 g of it hold [kcal, g]; NaN unknown."""

    description: str
    energy_kcal: float
    protein_g: float = nan
    carbohydrate_g: float = nan
    fat_g: float = nan


class Reading(NamedTuple):
    """``kind`` is amount, raw, cooked, food or entry; the sentence is for people."""

    kind: str
    sentence: str


def reading_of(query: Query, foods: Sequence[Held]) -> Reading | None:
    """Which reading fits an entry whose energy no food of its name explains.

    Parameters
    ----------
    query : Query
        Grams [g], energy [kcal] and macronutrients [g] of the entry as eaten.
    foods : sequence of Held
        Foods that the name may mean, the likeliest first.

    Returns
    -------
    Reading or None
        None where the energy or the grams are not known, or a food agrees.

    Examples
    --------
    >>> from nutrigap.names import Query
    >>> rice = Query("rice", grams=100, energy_kcal=350)
    >>> reading_of(rice, [Held("Rice, white, cooked", 130)]).kind
    'raw'
    >>> reading_of(Query("milk", grams=100, energy_kcal=60), [Held("Milk, whole", 61)]) is None
    True
    """
    known = [food for food in foods if not isnan(food.energy_kcal)]
    if isnan(query.grams) or query.grams <= 0 or isnan(query.energy_kcal) or not known:
        return None
    if any(_agrees(query, food) for food in known):
        return None
    words = frozenset(w for food in known for w in tokens(plain(food.description)))
    if not evidence.trust(query):
        if words & _ALCOHOL:
            return None
        sentence = "Wrong entry? Its energy does not follow from its own macronutrients."
        return Reading("entry", sentence)
    return _of_food(query, next((f for f in known if _mix_apart(query, f) <= _SAME), known[0]))


def _agrees(query: Query, food: Held) -> bool:
    expected = food.energy_kcal * query.grams / 100
    limit = max(_APART * max(expected, query.energy_kcal), _APART_KCAL)
    return abs(expected - query.energy_kcal) <= limit


def _of_food(query: Query, food: Held) -> Reading:
    expected = food.energy_kcal * query.grams / 100
    apart = _mix_apart(query, food)
    fits = query.grams * query.energy_kcal / expected if expected > 0 else nan
    if apart > _SAME or not 0 < fits <= _MOST_GRAMS:
        said = "Energy and macronutrients fit" if apart > _SAME else "The energy fits"
        return Reading("food", f"Wrong food? {said} no food of that name.")
    kind = _state(food, query.energy_kcal / expected)
    if kind:
        other = "Raw for cooked" if kind == "raw" else "Cooked for raw"
        weighed = f"{query.grams:,.0f} g weighed {'raw or dry' if kind == 'raw' else kind}"
        return Reading(kind, f"{other}? The energy is that of {weighed}.")
    return Reading(
        "amount", f"Wrong amount? The energy fits {fits:,.0f} g, not {query.grams:,.0f}."
    )


def _mix_apart(query: Query, food: Held) -> float:
    """How far the shares of macronutrients differ; 0 where they are not known."""
    said = evidence.shares(query.protein_g, query.carbohydrate_g, query.fat_g)
    has = evidence.shares(food.protein_g, food.carbohydrate_g, food.fat_g)
    if said is None or has is None:
        return 0.0
    return sum(abs(a - b) for a, b in zip(said, has, strict=True)) / 2


def _state(food: Held, ratio: float) -> str | None:
    """In which state the stated energy would be right, if in another one than the food's."""
    words = frozenset(tokens(plain(food.description)))
    low, high = _TAKES_UP if words & _SWELLING else _LOSES
    if not words & (_SWELLING | _SHRINKING):
        return None
    if words & _UNCOOKED:
        return "cooked" if low <= ratio <= high else None
    return "raw" if low <= 1 / ratio <= high else None
