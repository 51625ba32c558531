"""How likely a food text is each food: its candidates, foods of their groups, anything eaten."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from pandas import DataFrame

    from nutrigap.ranges.foods import Foods


class FoodText(NamedTuple):
    """One distinct food text with its amount: what its draws depend on.

    ``grams`` [g] and ``energy`` [kcal] are NaN where unknown, ``basis`` is the ``grams_basis`` of
    WEIGHED and ``spread`` the standard deviation of ln grams; ``chosen`` is the fdc_id of the food
    that was weighed, ``long`` says that the name is worded like a food table.
    """

    match_id: int
    name: str
    measure: str
    grams: float
    basis: str
    spread: float
    energy: float
    chosen: int | None
    long: bool


class Believed(NamedTuple):
    """Foods of one text: their places, shares that sum to 1, and mass of each [g].

    The first ``listed`` are its candidates, the rest the foods people eat. ``sure`` is the one food
    that a code or bar code names, if any; then the shares say what its missing values may be.
    """

    rows: np.ndarray
    shares: np.ndarray
    grams: np.ndarray
    listed: int
    sure: int | None

    @property
    def backed(self) -> bool:
        """Whether any food is a candidate; otherwise the name says nothing."""
        return self.listed > 0 or self.sure is not None

    def pick(self, uniform: np.ndarray) -> np.ndarray:
        """Places of the foods drawn, by numbers from 0 to 1."""
        return _pick(self.shares, uniform)

    def pick_outside(self, uniform: np.ndarray) -> np.ndarray:
        """The same among the foods people eat only."""
        return self.listed + _pick(self.shares[self.listed :], uniform)


def _pick(shares: np.ndarray, uniform: np.ndarray) -> np.ndarray:
    import numpy as np

    edges = np.cumsum(shares)
    if not len(edges) or not edges[-1] > 0:
        return np.zeros(len(uniform), dtype="int64")
    places: np.ndarray = np.searchsorted(edges, uniform * edges[-1], side="right")
    places = np.minimum(places, len(edges) - 1)
    return places


class Belief:
    """Shares of belief in foods.

    A candidate of weight W (W₁ the greatest) has the share (1 − out) × (W ÷ W₁)^(1 ÷ t). The part
    out = logistic(a + b × log odds of "none of these"), at least ``least_outside``, belongs to
    foods of the candidates' categories (a category by (W ÷ W₁)^(1 ÷ t2), a food inside it by the
    people who report it) and, a share ``far`` of it, to any food, by people × exp(−½ (ln(g ÷ usual)
    ÷ ``prior_spread``)²). All shares count by how plausible the mass is, ``least_plausible`` +
    exp(−½ (max(0, ∣ln(g ÷ usual)∣ − ``portion_free``) ÷ ``portion_spread``)²), and those outside by
    how well a known energy density E [kcal per 100 g] fits, ``energy_floor`` + exp(−½ (ln((Eᵢ +
    ``energy_offset``) ÷ (E + ``energy_offset``)) ÷ ``energy_spread``)²). A candidate of weight
    ``own_wording`` has the very words of the name: it keeps that share in any mass.

    Parameters
    ----------
    foods : Foods
        What there is.
    candidates, masses : DataFrame
        ``Doubt.candidates`` and ``Doubt.masses``.
    constants : mapping of str to float
        ``range_constants.csv``; t, a, b, t2 and far are fitted for short and long names.
    """

    def __init__(
        self,
        foods: Foods,
        candidates: DataFrame,
        masses: DataFrame,
        constants: Mapping[str, float],
    ) -> None:
        import numpy as np

        self._foods, self._constants = foods, constants
        ordered = candidates.sort_values("match_id", kind="stable")
        match_ids, weights = ordered["match_id"].to_numpy(), ordered["weight"].to_numpy()
        rows = np.array([foods.place(i) for i in ordered["fdc_id"].tolist()], dtype="int64")
        starts = np.flatnonzero(np.diff(match_ids, prepend=-1)).tolist()
        self._listed = {
            int(match_ids[start]): (rows[start:end], weights[start:end])
            for start, end in pairwise([*starts, len(rows)])
        }
        self._own_mass: dict[int, list[tuple[int, float]]] = {}
        columns = (masses[c].tolist() for c in ("match_id", "fdc_id", "grams"))
        for match_id, fdc_id, grams in zip(*columns, strict=True):
            at = int(np.argmax(self._listed[match_id][0] == foods.place(fdc_id)))
            self._own_mass.setdefault(match_id, []).append((at, grams))
        # Half the digits are plenty for how well a mass fits, and several times as quick.
        self._ln_usual = np.log(foods.usual).astype("float32")
        self._gaps = np.flatnonzero(foods.eaten == 0)
        self._energy = foods.energy
        self._in_group = _shares_of_groups(foods)

    def of(self, food: FoodText) -> Believed:
        """What a food text may be; all shares are 0 where there is nothing to be.

        Parameters
        ----------
        food : FoodText
            The text and its amount.
        """
        import numpy as np

        nothing = (np.empty(0, dtype="int64"), np.empty(0))
        rows, weights = self._listed.get(food.match_id, nothing)
        sure = int(rows[0]) if len(rows) == 1 and weights[0] >= 1 else None
        if sure is not None:
            rows, weights = nothing
        places = np.concatenate([rows, np.arange(len(self._foods.eaten))])
        masses, portions = self._masses(food, places)
        inside, out = self._inside(food, weights)
        outside = out * self._outside(food, rows, weights, portions)
        if len(rows):
            plausible = self._plausible(portions)
            inside, outside = inside * plausible[: len(rows)], outside * plausible[len(rows) :]
        if food.basis != "energy" and food.grams > 0 and food.energy >= 0:
            outside = outside * self._energy_fit(100 * food.energy / food.grams)
        shares = np.concatenate([inside, outside])
        shares /= max(shares.sum(), 1e-300)
        if len(weights) and weights.max() >= self._constants["own_wording"]:
            shares *= 1 - self._constants["own_wording"]
            shares[int(np.argmax(weights))] += self._constants["own_wording"]
        return Believed(places, shares, masses, len(rows), sure)

    def _inside(self, food: FoodText, weights: np.ndarray) -> tuple[np.ndarray, float]:
        """Shares of the candidates by their words alone, and the part that is none of them."""
        if not len(weights):
            return weights, 1.0
        known, kind = self._constants, "long" if food.long else "short"
        softened = (weights / weights.max()) ** (1 / known[f"{kind}_t"])
        none = min(max(1 - weights.sum(), 0.001), 0.999)
        odds = known[f"{kind}_a"] + known[f"{kind}_b"] * math.log(none / (1 - none))
        out = max(known["least_outside"], 1 / (1 + math.exp(-odds)))
        return (1 - out) * softened / softened.sum(), out

    def _outside(
        self, food: FoodText, rows: np.ndarray, weights: np.ndarray, portions: np.ndarray
    ) -> np.ndarray:
        """Shares of the foods people eat: of the candidates' groups, and of any."""
        import numpy as np

        foods, known, kind = self._foods, self._constants, "long" if food.long else "short"
        anything: np.ndarray = foods.eaten * self._prior_fit(portions[len(rows) :])
        anything = anything / max(anything.sum(), 1e-300)
        groups = foods.group[rows]
        if not (groups >= 0).any():
            return anything
        softened = (weights / weights.max()) ** (1 / known[f"{kind}_t2"])
        belief = np.where(groups >= 0, softened, 0.0)
        by_group = np.bincount(np.maximum(groups, 0), belief / belief.sum(), foods.groups)
        near = self._in_group * by_group[foods.group[: len(foods.eaten)]]
        far = known[f"{kind}_far"]
        shares: np.ndarray = (1 - far) * near + far * anything
        return shares

    def _plausible(self, portions: np.ndarray) -> np.ndarray:
        """How plausible masses of so many portions [ln] are; 1 where nothing is known."""
        import numpy as np

        known = self._constants
        beyond = np.fmax(np.abs(portions) - known["portion_free"], 0.0) / known["portion_spread"]
        plausible: np.ndarray = known["least_plausible"] + np.exp(-0.5 * beyond**2)
        return plausible

    def _prior_fit(self, portions: np.ndarray) -> np.ndarray:
        """How well masses of so many portions [ln] fit what people take."""
        import numpy as np

        fit: np.ndarray = np.exp(-0.5 * (portions / self._constants["prior_spread"]) ** 2)
        fit[self._gaps] = 0.0
        return fit

    def _energy_fit(self, density: float) -> np.ndarray:
        """How well an energy density [kcal per 100 g] fits each food people eat."""
        import numpy as np

        known = self._constants
        held = self._energy[: len(self._foods.eaten)] + known["energy_offset"]
        distance = np.log(held / (density + known["energy_offset"])) / known["energy_spread"]
        fit: np.ndarray = known["energy_floor"] + np.exp(-0.5 * distance**2)
        fit[self._gaps] = 0.0
        return fit

    def _masses(self, food: FoodText, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Mass of the entry if it were each food [g], and ln of how many usual portions that is.

        Where the mass came from the energy, the usual portion or a listed portion of the food that
        was weighed, each food has its own.
        """
        import numpy as np

        usual, ln_usual = self._foods.usual[places], self._ln_usual[places]
        if food.energy >= 0 and (food.basis == "energy" or food.grams != food.grams):
            with np.errstate(divide="ignore", invalid="ignore"):
                masses = 100 * food.energy / self._energy[places]
            masses = np.where(np.isfinite(masses), masses, usual)
            return masses, np.log(np.maximum(masses, 0.1)) - ln_usual
        if food.grams == food.grams and food.basis != "default":
            masses = np.full(len(places), food.grams)
            portions = math.log(max(food.grams, 0.1)) - ln_usual
            for at, grams in self._own_mass.get(food.match_id, ()):
                masses[at] = grams
                portions[at] = math.log(max(grams, 0.1)) - ln_usual[at]
            return masses, portions
        masses = usual * self._servings(food)
        return np.where(np.isnan(masses), food.grams, masses), np.zeros_like(ln_usual)

    def _servings(self, food: FoodText) -> float:
        """How many usual portions of the weighed food the mass is."""
        if food.chosen is None or food.grams != food.grams:
            return 1.0
        return float(food.grams / self._foods.usual[self._foods.place(food.chosen)])


def _shares_of_groups(foods: Foods) -> np.ndarray:
    """Share of each food people eat in its group."""
    import numpy as np

    group = np.maximum(foods.group[: len(foods.eaten)], 0)
    total = np.bincount(group, foods.eaten, minlength=1)
    shares: np.ndarray = foods.eaten / np.maximum(total[group], 1e-300)
    return shares
