"""What a dish holds by its ingredients."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from math import nan
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence


class Ingredient(NamedTuple):
    """An ingredient as a recipe names it: by name, food code or ``fdc_id``, whichever is there."""

    name: str
    food_code: str = ""
    fdc_id: str = ""


class Recipe(NamedTuple):
    """Masses of ingredients with what 100 g of each hold, and the mass of the dish.

    Parameters
    ----------
    parts : sequence of (float, mapping)
        Mass of an ingredient [g], and amounts in 100 g of it [canonical units].
    yield_g : float
        What the dish weighs when it is done [g]; NaN: all ingredients together.
    """

    parts: Sequence[tuple[float, Mapping[str, float]]]
    yield_g: float = nan

    def amounts(self, keys: Iterable[str]) -> dict[str, float]:
        """Amounts in 100 g of the dish; a nutrient that one ingredient lacks is unknown.

        What evaporates is water: nutrients stay. Losses in cooking are not taken off.

        Examples
        --------
        >>> Recipe([(200, {"calcium": 120}), (100, {"calcium": 0})], 240).amounts(["calcium"])
        {'calcium': 100.0}
        >>> Recipe([(200, {"calcium": 120}), (100, {})]).amounts(["calcium"])
        {}
        """
        mass = sum(grams for grams, _ in self.parts)
        done = self.yield_g if self.yield_g > 0 else mass
        totals = {
            key: sum(grams * held.get(key, nan) for grams, held in self.parts) / done
            for key in keys
        }
        return {key: total for key, total in totals.items() if total == total}


def in_order(needs: Mapping[int, Collection[int]]) -> tuple[list[int], list[list[int]]]:
    """Dishes behind those they are made of, and the rings of dishes made of one another.

    Parameters
    ----------
    needs : mapping of int to collection of int
        The dishes that each dish is made of.

    Returns
    -------
    tuple of list and list
        A dish of a ring is in no order; one that is made of such a dish is.

    Examples
    --------
    >>> in_order({1: [2], 2: [3], 3: []})
    ([3, 2, 1], [])
    >>> in_order({1: [1], 2: [1]})
    ([2], [[1]])
    """
    rings: list[list[int]] = []
    while True:
        try:
            order = list(TopologicalSorter(needs).static_order())
        except CycleError as error:
            ring = error.args[1][:0:-1]
            rings.append(ring)
            needs = {dish: parts for dish, parts in needs.items() if dish not in ring}
        else:
            return [dish for dish in order if dish in needs], rings
