"""Products by brand and name; a name without a brand never means one."""

from __future__ import annotations

from functools import cache
from math import nan
from typing import TYPE_CHECKING, NamedTuple

from nutrigap import tables
from nutrigap.names import codes
from nutrigap.names.cleaning import clean
from nutrigap.names.finder import Candidate, Explained, Finder
from nutrigap.names.words import plain, tokens

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from nutrigap.names.asking import Query

_LONGEST_BRAND = 4  # words
_BRANDS, _READ, _SHOWN = 40, 3_000, 3
_LETTERS = 4  # of a word, in either number


def has_brands(connection: sqlite3.Connection) -> bool:
    """Whether a store has products that can be found by brand."""
    return connection.execute("SELECT 1 FROM brand LIMIT 1").fetchone() is not None


@cache
def _company_words() -> frozenset[str]:
    return frozenset(row["word"] for row in tables.read_rows("brand_words"))


def brand_key(text: str) -> str:
    """A brand's own words, without legal forms and lines of business.

    Examples
    --------
    >>> brand_key("THE KRAFT HEINZ COMPANY"), brand_key("Ben & Jerry's"), brand_key("Whole Foods")
    ('kraft heinz', 'ben jerry', 'whole')
    """
    words = [word for word in tokens(plain(text)) if word.isalnum()]
    return " ".join([word for word in words if word not in _company_words()] or words)


class _Asked(NamedTuple):
    """Brands that a name may speak of, by number as the store writes them, and its other words."""

    brands: dict[int, str]
    words: list[str]


class BrandedFinder(Finder):
    """A finder that also knows products, where a name says whose.

    Products are looked for only if a brand is given (or stands before a dash), or the name holds
    words that no generic food has and that are a brand. What is found comes before the generic
    foods, which stay as the other things that may be meant.

    Parameters
    ----------
    connection : sqlite3.Connection
        A store with its name index and brands.
    generic : Finder
        Finds generic foods in the same store.
    """

    def __init__(self, connection: sqlite3.Connection, generic: Finder) -> None:
        super().__init__(connection)
        self._generic = generic

    def find(self, query: Query, *, limit: int = 60) -> list[Candidate]:
        """Foods that a name may mean, best first; see ``Finder``."""
        found = self._generic.find(query, limit=limit)
        if not query.food or codes.exact(self._connection, query) is not None:
            return found
        products = self._products(query)
        left = 1 - sum(product.weight for product in products)
        return [*products, *(c._replace(weight=c.weight * left) for c in found)][:limit]

    def explain(self, query: Query, *, limit: int = 5) -> list[Explained]:
        """The first candidates with the numbers that ranked them; none for products."""
        products = [Explained(c, {}) for c in self.find(query) if c.data_type == "branded"]
        return [*products, *self._generic.explain(query, limit=limit)][:limit]

    def energy(self, fdc_id: int) -> float:
        """Energy density of a food [kcal per 100 g]; NaN unknown."""
        known = self._generic.energy(fdc_id)
        if known == known:
            return known
        row = self._connection.execute(
            'SELECT "1008" FROM composition WHERE fdc_id = ?', (fdc_id,)
        ).fetchone()
        return nan if row is None or row[0] is None else float(row[0])

    def _products(self, query: Query) -> list[Candidate]:
        """The likeliest products, with weights that leave room for others."""
        asked = self._brands(query)
        if not asked.brands or not asked.words:
            return []
        constants = tables.read_constants("brand_constants")
        scored = sorted(self._scored(asked, query, constants), key=lambda s: (-s[0], -s[1]))
        best = [entry for entry in scored if entry[0] > scored[0][0] - 1e-9][:_SHOWN]
        chance = constants["likely_probability"]
        if best and best[0][3]:
            chance = constants["sure_probability"]
        return [
            Candidate(fdc_id, None, text, "branded", score, chance, chance / len(best), "text")
            for score, fdc_id, text, _ in best
        ]

    def _brands(self, query: Query) -> _Asked:
        named = clean(query.food or "", query.brand)
        words = [word for word in tokens(named.food) if word not in ",;()"]
        if named.context:
            key = brand_key(named.context)
            rest = [word for word in words if word not in key.split()]
            return _Asked(self._known(key), rest or words)
        known = self._generic.index.numbers
        for start, end in _runs(len(words)):
            run = words[start:end]
            if any(word not in known for word in run):
                brands = self._known(brand_key(" ".join(run)))
                if brands:
                    return _Asked(brands, words[:start] + words[end:])
        return _Asked({}, [])

    def _known(self, key: str) -> dict[int, str]:
        """Brands of a key."""
        if not key:
            return {}
        query = "SELECT id, brand FROM brand WHERE key = ? ORDER BY brand LIMIT ?"
        return dict(self._connection.execute(query, (key, _BRANDS)).fetchall())

    def _scored(
        self, asked: _Asked, query: Query, constants: dict[str, float]
    ) -> Iterator[tuple[float, int, str, bool]]:
        """Score, fdc_id, description and whether nothing else fits as well."""
        own = {word for brand in asked.brands.values() for word in tokens(plain(brand))}
        wanted = set(asked.words)
        exact = wanted <= own  # "banana" of the brand Banana has no word but the brand's
        own -= wanted
        for fdc_id, text, energy in self._read_products(asked):
            has = {word for word in tokens(plain(text)) if word.isalnum()} - own
            covered = len(wanted & has) / len(wanted)
            beyond = len(has - wanted) / max(len(has), 1)
            fits = has == wanted if exact else covered >= constants["least_coverage"]
            if not fits or _disagrees(query, energy):
                continue
            sure = covered == 1 and beyond <= constants["sure_unexplained"]
            yield covered - constants["unexplained"] * beyond, fdc_id, text, sure

    def _read_products(self, asked: _Asked) -> Iterable[tuple[int, str, float | None]]:
        """Products of the brands that have one of the words, by their first letters."""
        marks = ", ".join("?" * len(asked.brands))
        likes = " OR ".join(["description LIKE ?"] * len(asked.words))
        starts = [f"%{word[:_LETTERS]}%" for word in asked.words]
        return self._connection.execute(
            f'SELECT fdc_id, description, "1008" FROM stored_food JOIN composition'
            f" USING (fdc_id) WHERE brand_id IN ({marks}) AND ({likes}) LIMIT {_READ}",
            (*asked.brands, *starts),
        )


def _runs(count: int) -> Iterator[tuple[int, int]]:
    """Neighbouring words, the longest runs first."""
    for length in range(min(_LONGEST_BRAND, count - 1), 0, -1):
        for start in range(count - length + 1):
            yield start, start + length


def _disagrees(query: Query, energy: float | None) -> bool:
    """Whether a stated energy is not that of the product in the stated mass."""
    if energy is None or not query.grams > 0 or not query.energy_kcal >= 0:
        return False
    expected = energy * query.grams / 100
    return abs(expected - query.energy_kcal) > max(0.25 * query.energy_kcal, 20.0)
