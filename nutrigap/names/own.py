"""Finding the user's own foods before any other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nutrigap.names.answers import normalised
from nutrigap.names.codes import food_code, gtin
from nutrigap.names.finder import Candidate, Explained

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nutrigap.names.asking import Query
    from nutrigap.names.finder import Finder


class Named(NamedTuple):
    """A food of the user's own, as far as finding it goes."""

    fdc_id: int
    name: str
    brand: str
    gtin: str


class OwnFinder:
    """A finder that knows foods of the user's own; their names mean them and nothing else.

    A name with a brand means the food with both; without one it means the food of that name,
    whatever its brand. A food code or ``fdc_id`` in the diary itself comes first.

    Parameters
    ----------
    finder : Finder
        Finds all else.
    foods : iterable of Named
        The user's own; of two with the same name the last counts.
    """

    def __init__(self, finder: Finder, foods: Iterable[Named]) -> None:
        self._finder = finder
        self._named: dict[tuple[str, str], Named] = {}
        self._coded: dict[str, Named] = {}
        for food in foods:
            names = {(normalised(food.name), normalised(food.brand)), (normalised(food.name), "")}
            self._named.update(dict.fromkeys(names, food))
            code = gtin(food.gtin)
            if code:
                self._coded[code] = food

    def find(self, query: Query, *, limit: int = 60) -> list[Candidate]:
        """Foods that a name may mean: one of the user's own alone, else as of the other finder.

        Parameters
        ----------
        query : Query
            The name and what else is known.
        limit : int
            How many at most.
        """
        own = self._own(query)
        if own is None:
            return self._finder.find(query, limit=limit)
        return [Candidate(own.fdc_id, None, own.name, "user", 0.0, 1.0, 1.0, "user")]

    def explain(self, query: Query, *, limit: int = 5) -> list[Explained]:
        """The first candidates with the numbers that ranked them; none for the user's own.

        Parameters
        ----------
        query : Query
            The name and what else is known.
        limit : int
            How many at most.
        """
        if self._own(query) is not None:
            return [Explained(candidate, {}) for candidate in self.find(query)]
        return self._finder.explain(query, limit=limit)

    def energy(self, fdc_id: int) -> float:
        """Energy density of a food of the store [kcal per 100 g]; NaN for the user's own."""
        return self._finder.energy(fdc_id)

    def _own(self, query: Query) -> Named | None:
        if query.fdc_id is not None or food_code(query.food_code) is not None:
            return None
        code = gtin(query.gtin)
        if code in self._coded:
            return self._coded[code]
        name, brand = normalised(query.food), normalised(query.brand)
        return self._named.get((name, brand)) or (None if brand else self._named.get((name, "")))
