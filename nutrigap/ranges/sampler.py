"""Draws of what one food text may have held."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

    from nutrigap.ranges.belief import Belief, Believed, FoodText
    from nutrigap.ranges.foods import Foods


class Drawn(NamedTuple):
    """Draws of one food text.

    Parameters
    ----------
    amounts : ndarray, shape (nutrients, draws)
        Amount in the entry [canonical units]; NaN where nothing can be said.
    places : ndarray, shape (draws,)
        Which of the foods believed in was drawn.
    believed : Believed
        The foods that the text may be.
    """

    amounts: np.ndarray
    places: np.ndarray
    believed: Believed


class Sampler:
    """Draws foods, releases and portions, each from a stream of its own text.

    Parameters
    ----------
    foods : Foods
        What there is.
    belief : Belief
        How likely a text is each food.
    constants : mapping of str to float
        ``range_constants.csv``.
    size, seed : int
        How many draws, and the seed of all streams.
    """

    def __init__(
        self,
        foods: Foods,
        belief: Belief,
        constants: Mapping[str, float],
        *,
        size: int,
        seed: int,
    ) -> None:
        self._foods, self._belief, self._constants = foods, belief, constants
        self._size, self._seed = size, seed
        self._digits = [[constants.get(f"digit_{key}", 0.0)] for key in foods.keys]
        self._last: tuple[str, np.ndarray] | None = None

    def draw(self, food: FoodText) -> Drawn:
        """Draw one food text.

        A food named by its code is that food as the store has it; only what nobody measured in it
        is drawn. Any other food is one of those it may be, as USDA gave it in one release or
        another, with what the last digit leaves open.

        Parameters
        ----------
        food : FoodText
            The text and its amount.
        """
        import numpy as np

        believed = self._belief.of(food)
        pick, release, change, spare, *digits = self._uniforms(food.name)
        places = believed.pick(pick)
        if believed.sure is not None:
            amounts = self._held(believed.sure, release) * food.grams
        else:
            amounts = self._values(believed, places, release) * self._change(change)
            if believed.shares.any():
                grams = believed.grams[places]
                amounts += self._rounding(np.array(digits), amounts, grams)
                np.maximum(amounts, 0.0, out=amounts)
        missing = np.isnan(amounts)
        if missing.any():
            stand_in = self._values(believed, believed.pick_outside(spare), release)
            amounts = np.where(missing, stand_in, amounts)
        return Drawn(self._portioned(amounts, food), places, believed)

    def _held(self, place: int, release: np.ndarray) -> np.ndarray:
        """What a food holds: the store's values, and what was imputed to it as it is drawn."""
        import numpy as np

        if place not in self._foods.imputed:
            return np.repeat(self._foods.density[:, [place]], self._size, axis=1)
        columns = (release * self._foods.releases).astype("int64") * len(self._foods) + place
        drawn: np.ndarray = self._foods.density.take(columns, axis=1)
        return drawn

    def middle(self, drawn: Drawn) -> np.ndarray:
        """Median over the foods drawn, in the store's own release and the portion as read."""
        import numpy as np

        now = self._values(drawn.believed, drawn.places, np.zeros(self._size))
        middle: np.ndarray = np.median(now, axis=1)
        return middle

    def mean(self, drawn: Drawn) -> np.ndarray:
        """Mean over the foods it may be, of those that somebody measured."""
        import numpy as np

        believed = drawn.believed
        amounts = self._foods.density[:, believed.rows] * believed.grams
        known = ~np.isnan(amounts)
        total = known @ believed.shares
        summed = np.where(known, amounts, 0.0) @ believed.shares
        mean: np.ndarray = np.where(total > 0, summed / np.maximum(total, 1e-300), np.nan)
        return mean

    def entry_factors(self, food: FoodText, entries: int) -> np.ndarray:
        """What is left of the portion's variance, by entry: shape (entries, draws)."""
        import numpy as np

        if not food.spread:
            return np.ones((entries, 1))
        stream = self._stream(food.name, food.measure, f"{food.grams:g}")
        left = food.spread * (1 - self._constants["shared_spread"]) ** 0.5
        factors: np.ndarray = np.exp(stream.standard_normal((entries, self._size)) * left)
        return factors

    def _values(self, believed: Believed, places: np.ndarray, release: np.ndarray) -> np.ndarray:
        """Amounts in the foods at these places, each in a release by a number from 0 to 1."""
        import numpy as np

        if not believed.shares.any():
            return np.full((len(self._digits), self._size), np.nan)
        columns = (release * self._foods.releases).astype("int64") * len(self._foods)
        columns += believed.rows[places]
        values: np.ndarray = self._foods.density.take(columns, axis=1) * believed.grams[places]
        return values

    def _change(self, uniform: np.ndarray) -> np.ndarray:
        """In a share of the draws the change that some food underwent between releases."""
        import numpy as np

        foods = self._foods.change.shape[1] - 1
        place = np.minimum(uniform / self._constants["changed_share"], 1.0) * foods
        change: np.ndarray = self._foods.change.take(place.astype("int64"), axis=1)
        return change

    def _rounding(self, uniform: np.ndarray, amounts: np.ndarray, grams: np.ndarray) -> np.ndarray:
        """What the last published digit leaves open, of the values and of the amount itself.

        Totals that surveys and apps publish are sums of amounts rounded to the same digit.
        """
        import numpy as np

        left = (uniform - 0.5) * self._digits
        left *= np.hypot(grams / 100, 1.0)
        left *= amounts > 0
        return left

    def _portioned(self, amounts: np.ndarray, food: FoodText) -> np.ndarray:
        import numpy as np

        if not food.spread:
            return amounts
        portion = self._stream(food.name, food.measure).standard_normal(self._size)
        factor = np.exp(portion * food.spread * self._constants["shared_spread"] ** 0.5)
        portioned: np.ndarray = amounts * factor
        return portioned

    def _uniforms(self, name: str) -> np.ndarray:
        """The draws of a name, kept while the same name is asked for again."""
        if self._last is None or self._last[0] != name:
            rows = 4 + len(self._digits)
            self._last = (name, self._stream(name).random((rows, self._size)))
        return self._last[1]

    def _stream(self, *words: str) -> np.random.Generator:
        """A fixed function of the text, so that a name is the same draw everywhere."""
        import numpy as np

        return np.random.default_rng([self._seed, zlib.crc32("\x1f".join(words).encode())])
