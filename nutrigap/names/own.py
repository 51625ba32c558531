"""Finding the user's own foods before any other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nutrigap.names.answers import normalised
from nutrigap.names.codes import food_code, gtin
from nutrigap.names.finder import Candidate, Explained
from nutrigap.names.words import singular

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nutrigap.names.asking import Query
    from nutrigap.names.finder import Finder


class Named(NamedTuple):
    """A food of the user's own, as far as finding it goes."""

    fdc_id: int
    name: str
    brand: str
    gtin: str


def spoken(text: str | None) -> str:
    """A name as it is said: nothing behind a comma, every word in the singular.

    What stands behind a comma is said before the rest; no other word moves, for chocolate milk is
    not milk chocolate.

    Examples
    --------
    >>> spoken("Milk, whole"), spoken("Bananas"), spoken("Chocolate milk")
    ('whole milk', 'banana', 'chocolate milk')
    """
    parts = normalised(text).split(",")
    return " ".join(singular(word) for part in reversed(parts) for word in part.split())


def _before(brand: str, name: str, form: Callable[[str | None], str]) -> str:
    """A name with the brand in front of it, once it is in a form."""
    return f"{name}, {brand}" if form is spoken else f"{brand} {name}"


class OwnNames:
    """Which of the user's own foods a name means.

    A name with a brand, beside it or before it, means the food with both; without one it means
    the food that has none, else every food of that name. As it is written comes before as it is
    ``spoken``.

    Parameters
    ----------
    foods : iterable of Named
        The user's own; of two with the same name and brand the last counts.

    Examples
    --------
    >>> own = OwnNames([Named(-1, "Oat drink", "Acme", ""), Named(-2, "Oat drink", "Best", "")])
    >>> [food.fdc_id for food in own.find("Best oat drinks")], len(own.find("oat drink"))
    ([-2], 2)
    """

    _forms = (normalised, spoken)

    def __init__(self, foods: Iterable[Named]) -> None:
        last = {(normalised(food.name), normalised(food.brand)): food for food in foods}
        self._named: list[dict[tuple[str, str], list[Named]]] = [{} for _ in self._forms]
        self._coded = {code: food for food in last.values() if (code := gtin(food.gtin))}
        for (_, brand), food in last.items():
            for form, named in zip(self._forms, self._named, strict=True):
                name, both = form(food.name), form(_before(food.brand, food.name, form))
                for key in {(name, brand), (name, ""), (both, "")}:
                    named.setdefault(key, []).append(food)

    def find(self, name: str | None, brand: str | None = None) -> list[Named]:
        """The foods that a name may mean: none, one, or those that differ in brand only."""
        for form, named in zip(self._forms, self._named, strict=True):
            found = named.get((form(name), normalised(brand)), [])
            if found:
                unbranded = [] if brand else [food for food in found if not food.brand]
                return unbranded or found
        return []

    def coded(self, code: str | None) -> list[Named]:
        """The food with this bar code, if there is one."""
        found = self._coded.get(gtin(code) or "")
        return [found] if found else []


class OwnFinder:
    """A finder that knows foods of the user's own; their names mean them and nothing else.

    A food code or ``fdc_id`` in the diary itself comes first. Where a name may mean several, each
    is as likely as the others.

    Parameters
    ----------
    finder : Finder
        Finds all else.
    foods : iterable of Named
        The user's own; see ``OwnNames``.
    """

    def __init__(self, finder: Finder, foods: Iterable[Named]) -> None:
        self._finder = finder
        self._names = OwnNames(foods)

    def find(self, query: Query, *, limit: int = 60) -> list[Candidate]:
        """Foods that a name may mean: the user's own alone, else as of the other finder.

        Parameters
        ----------
        query : Query
            The name and what else is known.
        limit : int
            How many at most.
        """
        own = self._own(query)
        if not own:
            return self._finder.find(query, limit=limit)
        share = 1 / len(own)
        found = [Candidate(f.fdc_id, None, f.name, "user", 0.0, share, share, "user") for f in own]
        return found[:limit]

    def explain(self, query: Query, *, limit: int = 5) -> list[Explained]:
        """The first candidates with the numbers that ranked them; none for the user's own.

        Parameters
        ----------
        query : Query
            The name and what else is known.
        limit : int
            How many at most.
        """
        if self._own(query):
            return [Explained(candidate, {}) for candidate in self.find(query, limit=limit)]
        return self._finder.explain(query, limit=limit)

    def energy(self, fdc_id: int) -> float:
        """Energy density of a food of the store [kcal per 100 g]; NaN for the user's own."""
        return self._finder.energy(fdc_id)

    def _own(self, query: Query) -> list[Named]:
        if query.fdc_id is not None or food_code(query.food_code) is not None:
            return []
        return self._names.coded(query.gtin) or self._names.find(query.food, query.brand)
