"""Foods as arrays: what they hold in each release, how they are eaten, how values change."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from pandas import DataFrame

    from nutrigap.twins import Imputed

# A change beyond tenfold says more about the food it happened to than about others.
_LARGEST_CHANGE = 10.0


class Foods:
    """The foods people eat, then those candidates that nobody reported.

    Parameters
    ----------
    eaten, candidates : DataFrame
        ``Doubt.eaten`` and ``Doubt.foods``.
    changes : sequence of mapping
        Rows of ``release_changes.csv``.
    keys : list of str
        The nutrients wanted.
    constants : mapping of str to float
        ``range_constants.csv``.

    Attributes
    ----------
    density : ndarray, shape (nutrients, releases × foods)
        Amount in one gram [canonical units], the store's own release first.
    change : ndarray, shape (nutrients, foods compared + 1)
        What the oldest release gave for each food people eat, over what the store gives; the last
        column is no change.
    people, usual, group : ndarray, shape (foods,)
        People who report the food, its usual portion [g], the number of its category (−1: none).
    eaten : ndarray, shape (foods people eat,)
        The people who report them; 0 for a food with a gap, which stands for nothing.
    """

    def __init__(
        self,
        eaten: DataFrame,
        candidates: DataFrame,
        changes: Sequence[Mapping[str, str]],
        keys: list[str],
        constants: Mapping[str, float],
    ) -> None:
        import numpy as np
        import pandas as pd

        self.keys = keys
        others = candidates[~candidates["fdc_id"].isin(eaten["fdc_id"])]
        columns = [*keys, "popularity", "usual_grams"]
        numbers = np.vstack([eaten[columns].to_numpy(), others[columns].to_numpy()])
        fdc_ids = [*eaten["fdc_id"].tolist(), *others["fdc_id"].tolist()]
        self._place: dict[int, int] = dict(zip(fdc_ids, range(len(fdc_ids)), strict=True))
        now = np.ascontiguousarray(numbers[:, : len(keys)].T) / 100
        self.people = np.nan_to_num(numbers[:, -2]) + constants["least_persons"]
        self.usual = numbers[:, -1]
        groups = pd.factorize(eaten["category"])[0]
        self.group = np.concatenate([groups, np.full(len(others), -1)])
        self.groups = int(groups.max(initial=-1)) + 1
        whole = ~(np.isnan(now[:, : len(eaten)]).any(axis=0) | np.isnan(self.usual[: len(eaten)]))
        self.eaten = np.where(whole, self.people[: len(eaten)], 0.0)
        older = self._older(now, eaten["food_code"].tolist(), changes)
        self.releases = 1 + len(older)
        self.density = np.concatenate([now, *older], axis=1)
        self.change = self._changes(now, older, constants)
        self.imputed: set[int] = set()

    def spread_twins(self, twins: Mapping[int, Mapping[str, Imputed]]) -> None:
        """Let imputed values vary from release to release: as imputed, low, high.

        Their foods are ``imputed`` from then on.
        """
        for fdc_id, values in twins.items():
            place = self._place.get(fdc_id)
            if place is None:
                continue
            self.imputed.add(place)
            for key, value in values.items():
                if key in self.keys:
                    self._spread(self.keys.index(key), place, value)

    def _spread(self, row: int, place: int, value: Imputed) -> None:
        for release in range(1, self.releases):
            end = value.low if release % 2 else value.high
            self.density[row, release * len(self) + place] = end / 100

    def __len__(self) -> int:
        """Number of foods."""
        return len(self.people)

    def place(self, fdc_id: int) -> int:
        """Place of a food in the arrays."""
        return self._place[fdc_id]

    @property
    def energy(self) -> np.ndarray:
        """Energy density [kcal per 100 g]."""
        values: np.ndarray = 100 * self.density[self.keys.index("energy"), : len(self)]
        return values

    def _older(
        self, now: np.ndarray, codes: Sequence[str], changes: Sequence[Mapping[str, str]]
    ) -> list[np.ndarray]:
        """The densities of each older release, newest first."""
        place = {code: row for row, code in enumerate(codes)}
        shown = [(row, key) for row, key in enumerate(self.keys) if changes and key in changes[0]]
        older = {release: now.copy() for release in {change["release"] for change in changes}}
        for change in changes:
            at = place.get(change["food_code"], -1)
            for row, key in shown:
                if at >= 0 and change[key]:
                    older[change["release"]][row, at] = float(change[key]) / 100
        return [older[release] for release in sorted(older, reverse=True)]

    def _changes(
        self, now: np.ndarray, older: list[np.ndarray], constants: Mapping[str, float]
    ) -> np.ndarray:
        import numpy as np

        none = np.ones((len(self.keys), 1))
        if not older:
            return np.hstack([none, none])
        # Floors keep a trace that doubles from counting as a doubled food; without a floor, no
        # change of a nutrient is known.
        damp = np.array([[constants.get(f"floor_{key}", np.inf) / 400] for key in self.keys])
        with np.errstate(invalid="ignore"):
            ratio = (older[-1] + damp) / (now + damp)
        ratio = ratio[:, : len(self.eaten)][:, self.eaten > 0]
        bounded = np.clip(ratio, 1 / _LARGEST_CHANGE, _LARGEST_CHANGE)
        return np.hstack([np.nan_to_num(bounded, nan=1.0), none])
