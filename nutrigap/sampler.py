"""Draws of what one food text may have held."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.prior import Prior

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from pandas import DataFrame


class FoodText(NamedTuple):
    """One distinct food text with its amount: what its draws depend on."""

    match_id: int
    name: str
    measure: str
    grams: float
    spread: float
    energy: float


class Sampler:
    """Draws foods, portions and unknown values, each from a stream of its own text.

    Parameters
    ----------
    candidates : DataFrame
        CANDIDATES.
    composition : DataFrame
        COMPOSITION of the candidates [per 100 g].
    prior : Prior
        What a food that nobody could match is drawn from.
    keys : list of str
        The nutrients wanted.
    constants : mapping of str to float
        ``range_constants.csv``.
    size, seed : int
        How many draws, and the seed of all streams.
    """

    def __init__(
        self,
        candidates: DataFrame,
        composition: DataFrame,
        prior: Prior,
        keys: list[str],
        constants: Mapping[str, float],
        *,
        size: int,
        seed: int,
    ) -> None:
        import numpy as np

        self._prior, self._size, self._seed = prior, size, seed
        self._shared = constants["shared_spread"]
        self._density = np.vstack(
            [composition[keys].to_numpy() / 100, np.full((1, len(keys)), np.nan)]
        )
        place = {fdc_id: row for row, fdc_id in enumerate(composition["fdc_id"])}
        self._rows: dict[int, list[int]] = {}
        self._weights: dict[int, list[float]] = {}
        for match_id, fdc_id, weight in candidates[["match_id", "fdc_id", "weight"]].to_numpy():
            self._rows.setdefault(int(match_id), []).append(place[int(fdc_id)])
            self._weights.setdefault(int(match_id), []).append(float(weight))

    def amounts(self, food: FoodText) -> np.ndarray:
        """Amounts in the food, shape (draws, nutrients); NaN where nothing can be said."""
        import numpy as np

        stream = self._stream(food.name)
        pick, other = stream.random(self._size), stream.random(self._size)
        edges = np.cumsum(self._weights.get(food.match_id, []))
        chosen = np.searchsorted(edges, pick, side="right")
        rows = np.array([*self._rows.get(food.match_id, []), -1])[chosen]
        drawn = self._density[rows] * food.grams
        missing = np.isnan(drawn)
        if missing.any() and len(self._prior):
            drawn = np.where(missing, self._from_prior(food, other), drawn)
        portion = self._stream(food.name, food.measure).standard_normal(self._size)
        factor: np.ndarray = np.exp(portion * food.spread * self._shared**0.5)
        varied: np.ndarray = drawn * factor[:, None]
        return varied

    def expected(self, food: FoodText) -> np.ndarray:
        """Mean amounts of an entry of which only grams or energy are known, shape (nutrients,)."""
        import numpy as np

        if not len(self._prior):
            return np.full(self._density.shape[1], np.nan)
        weights, amounts = self._prior.amounts(food.grams, food.energy)
        mean: np.ndarray = weights @ amounts
        return mean

    def entry_factors(self, food: FoodText, entries: int) -> np.ndarray:
        """What is left of the portion's variance, by entry: shape (entries, draws)."""
        import numpy as np

        stream = self._stream(food.name, food.measure, "entries")
        left = food.spread * (1 - self._shared) ** 0.5
        factors: np.ndarray = np.exp(stream.standard_normal((entries, self._size)) * left)
        return factors

    def _from_prior(self, food: FoodText, uniform: np.ndarray) -> np.ndarray:
        import numpy as np

        weights, amounts = self._prior.amounts(food.grams, food.energy)
        rows = np.searchsorted(np.cumsum(weights), uniform, side="right")
        return amounts[np.minimum(rows, len(self._prior) - 1)]

    def _stream(self, *words: str) -> np.random.Generator:
        """A fixed function of the text, so that a name is the same draw everywhere."""
        import numpy as np

        return np.random.default_rng([self._seed, zlib.crc32("\x1f".join(words).encode())])
