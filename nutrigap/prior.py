"""What a food that nobody could name may have held: the foods people eat, by grams and energy."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from pandas import DataFrame


class Prior:
    """The foods people eat, weighted by how well grams and energy of an entry fit them.

    The weight of food *i* for an entry of *g* grams is (people + ``least_persons``) ×
    exp(−½ (ln(g ÷ usual grams) ÷ ``prior_spread``)²), times ``energy_floor`` +
    exp(−½ (ln((Eᵢ + ``energy_offset``) ÷ (E + ``energy_offset``)) ÷ ``energy_spread``)²) where the
    energy density E [kcal per 100 g] is known.

    Parameters
    ----------
    foods : DataFrame
        COMPOSITION with ``popularity`` [people] and ``usual_grams`` [g]; foods without a value for
        every nutrient are left out.
    keys : list of str
        The nutrients wanted; must hold ``energy``.
    constants : mapping of str to float
        ``range_constants.csv``.
    """

    def __init__(self, foods: DataFrame, keys: list[str], constants: Mapping[str, float]) -> None:
        complete = foods.dropna(subset=[*keys, "usual_grams"])
        self._constants = constants
        self._density = complete[keys].to_numpy() / 100
        self._energy = self._density[:, keys.index("energy")]
        self._usual = complete["usual_grams"].to_numpy()
        self._people = complete["popularity"].fillna(0.0).to_numpy() + constants["least_persons"]

    def __len__(self) -> int:
        """Number of foods."""
        return len(self._people)

    def amounts(self, grams: float, energy: float) -> tuple[np.ndarray, np.ndarray]:
        """Weights of the foods and what the entry would hold if it were each of them.

        Parameters
        ----------
        grams : float
            Mass of the entry [g]; NaN unknown.
        energy : float
            Energy of the entry [kcal]; NaN unknown. Without grams it fixes each food's mass;
            without both, each food comes in its usual portion.

        Returns
        -------
        weights : ndarray, shape (foods,)
            Sum to 1.
        amounts : ndarray, shape (foods, nutrients)
            Amount of each nutrient in the entry [canonical units].
        """
        import numpy as np

        mass = self._masses(grams, energy)
        weights = self._people * self._portion_fit(mass)
        if grams == grams and energy == energy and grams > 0:
            weights = weights * self._energy_fit(100 * energy / grams)
        return weights / np.sum(weights), mass[:, None] * self._density

    def _masses(self, grams: float, energy: float) -> np.ndarray:
        import numpy as np

        if grams == grams:
            return np.full(len(self), grams)
        if energy == energy:
            with np.errstate(divide="ignore", invalid="ignore"):
                mass = energy / self._energy
            return np.where(np.isfinite(mass), mass, self._usual)
        return self._usual

    def _portion_fit(self, mass: np.ndarray) -> np.ndarray:
        import numpy as np

        distance = np.log(np.maximum(mass, 0.1) / self._usual) / self._constants["prior_spread"]
        fit: np.ndarray = np.exp(-0.5 * np.minimum(distance**2, 200.0))
        return fit

    def _energy_fit(self, density: float) -> np.ndarray:
        import numpy as np

        offset = self._constants["energy_offset"]
        distance = np.log((100 * self._energy + offset) / (density + offset))
        distance = distance / self._constants["energy_spread"]
        fit: np.ndarray = self._constants["energy_floor"] + np.exp(-0.5 * distance**2)
        return fit
