"""Find the foods of a store that a diary name may mean."""

from __future__ import annotations

import json
import math
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.names import codes, evidence, ranking
from nutrigap.names.asking import Asked, Query, ask
from nutrigap.names.features import NAMES
from nutrigap.names.index import Index

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from nutrigap.names.ranking import Ranked

_SHOWN = 5


class Candidate(NamedTuple):
    """A food that a name may mean.

    ``probability`` is the chance that it is nutritionally equivalent to the truth, ``weight`` the
    share of belief in it; ``method`` is user, code, barcode, alias or text.
    """

    fdc_id: int
    food_code: str | None
    description: str
    data_type: str
    score: float
    probability: float
    weight: float
    method: str


class Explained(NamedTuple):
    """A candidate with the named numbers that ranked it, and the points that each was worth.

    The points add up to the score.
    """

    candidate: Candidate
    features: Mapping[str, float]
    points: Mapping[str, float] = MappingProxyType({})


class Finder:
    """Foods of one store by code, bar code or name.

    Parameters
    ----------
    connection : sqlite3.Connection
        A store with its name index.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._read: Index | None = None
        self._by_words: dict[tuple[str | None, ...], tuple[Asked | None, list[Ranked]]] = {}
        self._found: dict[Query, list[Candidate]] = {}
        self._rows: dict[int, tuple[str | None, str, str]] = {}

    @property
    def index(self) -> Index:
        """The words of the store, read when first needed."""
        if self._read is None:
            self._read = Index(self._connection)
        return self._read

    def find(self, query: Query, *, limit: int = 60) -> list[Candidate]:
        """Foods that a name may mean, best first.

        A code, an ``fdc_id`` or a bar code that the store has gives exactly one food. A code that
        the store lacks gives none: a name is no substitute for it. A bar code that the store lacks
        is followed by the name.

        Parameters
        ----------
        query : Query
            The name and what else is known.
        limit : int
            How many at most.

        Returns
        -------
        list of Candidate
            Weights sum to at most 1; the rest is "none of these". Empty if nothing fits.
        """
        exact = codes.exact(self._connection, query)
        if exact is not None:
            return [
                Candidate(*row, score=0.0, probability=1.0, weight=1.0, method=method)
                for row, method in exact
            ]
        # Neither the codes nor the app's category tell names apart any further.
        question = evidence.levelled(query)._replace(
            food_code=None, fdc_id=None, gtin=None, category=None, format=None
        )
        if question not in self._found:
            self._found[question] = self._by_name(question)
        return self._found[question][:limit]

    def _by_name(self, query: Query) -> list[Candidate]:
        asked, ranked = self.ranked(query)
        if asked is None or not ranked:
            return []
        ranked = ranking.settle(ranked, self.index)
        shares = ranking.shares(ranked, asked)
        chances = self._chances(ranked, asked, query)
        chances += shares[len(chances) :]
        method, rows = "alias" if asked.alias else "text", self._rows
        return [
            Candidate(food.fdc_id, *rows[food.fdc_id], score, chance, share, method)
            for (food, score, _), chance, share in zip(ranked, chances, shares, strict=True)
        ]

    def explain(self, query: Query, *, limit: int = _SHOWN) -> list[Explained]:
        """The first candidates with the numbers that ranked them; empty for exact ones.

        Parameters
        ----------
        query : Query
            The name and what else is known.
        limit : int
            How many at most.

        Returns
        -------
        list of Explained
            Best first; only numbers that are not zero.
        """
        candidates = self.find(query, limit=limit)
        if codes.exact(self._connection, query) is not None:
            return [Explained(candidate, {}) for candidate in candidates]
        asked, ranked = self.ranked(evidence.levelled(query))
        if asked is None:
            return []
        items = {item.food.fdc_id: item for item in ranked}
        return [self._explained(c, items[c.fdc_id], asked) for c in candidates]

    def _explained(self, candidate: Candidate, item: Ranked, asked: Asked) -> Explained:
        points = ranking.points(item, asked)
        numbers = {n: v for n, v in zip(NAMES, item.numbers, strict=True) if v}
        return Explained(candidate, numbers, {n: v for n, v in points.items() if v})

    def energy(self, fdc_id: int) -> float:
        """Energy density of a food [kcal per 100 g]; NaN if the index does not have it."""
        ordinal = self.index.ordinal(fdc_id)
        return math.nan if ordinal is None else self.index.per_100_g(ordinal)[0]

    def ranked(self, query: Query) -> tuple[Asked | None, list[Ranked]]:
        """A name as numbers, and its candidates with theirs; for fitting and explaining."""
        asked, ranked = self._ranked_by_words(query.food, query.brand, query.amount)
        if asked is None:
            return None, []
        return asked, ranking.with_amounts(ranked, asked, query, self.index)

    def _ranked_by_words(
        self, food: str | None, brand: str | None, amount: str | None
    ) -> tuple[Asked | None, list[Ranked]]:
        """What a name's words alone say: the same for every mass of it."""
        text = (food, brand, amount)
        if text not in self._by_words:
            asked = ask(Query(food, brand, amount), self.index)
            ranked: list[Ranked] = []
            if asked is not None:
                listed = ranking.long_list(asked, self.index)
                self._look_up([self.index.fdc_ids[ordinal] for ordinal in listed])
                ranked = ranking.rank(asked, self.index, listed, self._describe)
            self._by_words[text] = asked, ranked
        return self._by_words[text]

    def _describe(self, fdc_id: int) -> str:
        return self._rows[fdc_id][1]

    def _look_up(self, fdc_ids: list[int]) -> None:
        missing = [fdc_id for fdc_id in fdc_ids if fdc_id not in self._rows]
        rows = self._connection.execute(
            "SELECT fdc_id, food_code, description, data_type FROM food WHERE fdc_id IN"
            " (SELECT value FROM json_each(?))",
            (json.dumps(missing),),
        )
        self._rows.update((fdc_id, rest) for fdc_id, *rest in rows)

    def _chances(self, ranked: list[Ranked], asked: Asked, query: Query) -> list[float]:
        pairs = zip(ranked, ranking.softmax(ranked), strict=True)
        likely = [(item.food.ordinal, belief) for item, belief in pairs if belief > ranking.LEAST]
        equivalent = [
            sum(b for other, b in likely if self.index.alike(item.food.ordinal, other))
            for item in ranked[:_SHOWN]
        ]
        return ranking.probabilities(ranked[:_SHOWN], asked, equivalent, query, self.index)
