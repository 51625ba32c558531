"""The plausible range of a total: one seeded simulation over distinct unknowns.

A wrong porridge is wrong every day, so one food is drawn for each food text, one portion factor for
each food text and measure, and the draws are summed to days before any percentile is taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nutrigap.prior import Prior
from nutrigap.sampler import FoodText, Sampler

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    from pandas import DataFrame

# Ends of single entries are for display: a fifth of the draws is enough for them.
_ENTRY_DRAWS = 200


class Doubt(NamedTuple):
    """What is not certain about the entries, and what it is drawn from.

    Parameters
    ----------
    weighed : DataFrame
        WEIGHED [g].
    candidates : DataFrame
        CANDIDATES; what their weights lack to 1 is "none of these".
    composition : DataFrame
        COMPOSITION of all candidates [per 100 g].
    prior : DataFrame
        COMPOSITION of the foods that people eat, with ``popularity`` [people] and ``usual_grams``
        [g]: what a food that nobody could match is drawn from.
    constants : mapping of str to float
        ``range_constants.csv``.
    """

    weighed: DataFrame
    candidates: DataFrame
    composition: DataFrame
    prior: DataFrame
    constants: Mapping[str, float]


class Simulated(NamedTuple):
    """Contributions with imputed amounts and ends, and the draws behind them.

    Parameters
    ----------
    contributions : DataFrame
        CONTRIBUTIONS.
    days : DataFrame
        ``person`` and ``day`` of each row of the arrays.
    nutrients : list of str
        The nutrients of the arrays' last axis.
    draws : ndarray, shape (days, draws, nutrients)
        Totals of each day [canonical units].
    unbounded : ndarray of bool, shape (days, nutrients)
        Something was taken whose amount has no upper bound.
    """

    contributions: DataFrame
    days: DataFrame
    nutrients: list[str]
    draws: np.ndarray
    unbounded: np.ndarray


def simulate(
    entries: DataFrame, contributions: DataFrame, doubt: Doubt, *, draws: int = 1000, seed: int = 0
) -> Simulated:
    """Draw the totals of each day many times over all that is not certain.

    What an export or a label states is fixed, and so is a food known by its code in a known mass. A
    food found by text is one of its candidates, or none of them; its portion varies by
    ``grams_spread``. What nobody could match, and a nutrient
    that nobody measured in the food drawn, is drawn from the foods people eat.

    Parameters
    ----------
    entries : DataFrame
        DIARY rows that count.
    contributions : DataFrame
        CONTRIBUTIONS of these entries, ``energy`` among the nutrients.
    doubt : Doubt
        What is uncertain.
    draws : int
        How often to draw.
    seed : int
        Seed of every stream. A stream belongs to a food text, so that neither the order of rows nor
        other foods change it.

    Returns
    -------
    Simulated
        Unknown amounts of foods become ``imputed``, the mean of what they may be; a doubtful
        match's amount becomes the median of its draws.
    """
    keys = list(dict.fromkeys(contributions["nutrient"]))
    sampler = Sampler(
        doubt.candidates,
        doubt.composition,
        Prior(doubt.prior, keys, doubt.constants),
        keys,
        doubt.constants,
        size=draws,
        seed=seed,
    )
    cells = _Cells(entries, contributions, keys, draws)
    cells.close_what_is_no_food()
    cells.fix_what_is_certain(doubt)
    cells.add_fixed()
    for rows, food in cells.open_groups(doubt.weighed):
        cells.add_food(rows, food, sampler, doubt.constants)
    return cells.simulated()


class _Cells:
    """Entries × nutrients as arrays, filled group by group."""

    def __init__(
        self, entries: DataFrame, contributions: DataFrame, keys: list[str], draws: int
    ) -> None:
        import numpy as np
        import pandas as pd

        self.entries, self.table, self.keys = entries, contributions, keys
        shape = (len(entries), len(keys))
        self.row = pd.Index(entries["entry_id"]).get_indexer(pd.Index(contributions["entry_id"]))
        self.column = pd.Index(keys).get_indexer(pd.Index(contributions["nutrient"]))
        self.amount = np.zeros(shape)
        self.amount[self.row, self.column] = contributions["amount"]
        self.basis = np.full(shape, "absent", dtype=object)
        self.basis[self.row, self.column] = contributions["basis"].to_numpy()
        self.low, self.high = self.amount.copy(), self.amount.copy()
        self.days = entries[["person", "day"]].drop_duplicates().reset_index(drop=True)
        self.day = pd.MultiIndex.from_frame(self.days).get_indexer(
            pd.MultiIndex.from_frame(entries[["person", "day"]])
        )
        self.draws = np.zeros((len(self.days), draws, len(keys)))
        self.unbounded = np.zeros((len(self.days), len(keys)), dtype=bool)
        eaten = entries["kind"].isin(("food", "water")).to_numpy()
        doubtful = np.isin(self.basis, ("table", "imputed", "unknown"))
        self.open, self.closed = doubtful & eaten[:, None], doubtful & ~eaten[:, None]

    def close_what_is_no_food(self) -> None:
        """Totals and supplements are never imputed: their unknown amounts leave no upper bound."""
        self._leave_unbounded(self.closed)

    def fix_what_is_certain(self, doubt: Doubt) -> None:
        """A value of the one possible food in a known mass is the same in every draw."""
        held = doubt.weighed.set_index("entry_id").reindex(self.entries["entry_id"])
        sure = doubt.candidates.loc[doubt.candidates["weight"] >= 1, "match_id"]
        one_food = self.entries["match_id"].isin(sure).to_numpy()
        certain = one_food & held["grams_spread"].eq(0).to_numpy()
        self.open &= ~(certain[:, None] & (self.basis == "table"))

    def _leave_unbounded(self, cells: np.ndarray) -> None:
        import numpy as np

        rows, columns = np.nonzero(cells)
        self.unbounded[self.day[rows], columns] = True
        self.high[rows, columns] = np.inf

    def add_fixed(self) -> None:
        """What is stated is the same in every draw."""
        import numpy as np

        totals = np.zeros((len(self.days), len(self.keys)))
        np.add.at(totals, self.day, np.where(self.open | self.closed, 0.0, self.amount))
        self.draws += totals[:, None, :]

    def open_groups(self, weighed: DataFrame) -> Iterator[tuple[np.ndarray, FoodText]]:
        """Rows with anything to draw, one group a match_id, in an order that rows do not decide."""
        import numpy as np

        held = weighed.set_index("entry_id").reindex(self.entries["entry_id"])
        facts = self.entries[["match_id", "person", "day", "food", "food_code", "measure"]]
        order = facts.reset_index(drop=True).sort_values(["match_id", "person", "day"]).index
        rows = order.to_numpy()[self.open[order].any(axis=1)]
        match_ids = self.entries["match_id"].to_numpy()[rows]
        texts = facts.fillna("").to_numpy()
        grams, spread = held["grams"].to_numpy(), held["grams_spread"].to_numpy()
        energy = self._known_energy()
        for group in np.split(rows, np.flatnonzero(np.diff(match_ids)) + 1):
            if len(group):
                first = group[0]
                match_id, _, _, food, code, measure = texts[first]
                name = str(food or code).strip().lower()
                width = spread[first] if spread[first] == spread[first] else 0.0
                yield group, FoodText(match_id, name, measure, grams[first], width, energy[first])

    def _known_energy(self) -> np.ndarray:
        import numpy as np

        column = self.keys.index("energy")
        known = np.isin(self.basis[:, column], ("stated", "table"))
        return np.where(known, self.amount[:, column], np.nan)

    def add_food(
        self, rows: np.ndarray, food: FoodText, sampler: Sampler, constants: Mapping[str, float]
    ) -> None:
        """Draw one food text and add it to the days of all its entries."""
        import numpy as np

        drawn = sampler.amounts(food)
        nothing_known = np.isnan(drawn).any(axis=0)
        self._leave_unbounded_rows(rows, nothing_known)
        open_cells = self.open[rows] & ~nothing_known
        self._impute(rows, open_cells, drawn, sampler.expected(food))
        factors = sampler.entry_factors(food, len(rows))
        self._set_ends(rows, open_cells, drawn * factors[0][:, None], constants)
        for row, cells, factor in zip(rows, open_cells, factors, strict=True):
            self.draws[self.day[row]] += np.where(cells, drawn * factor[:, None], 0.0)

    def _leave_unbounded_rows(self, rows: np.ndarray, columns: np.ndarray) -> None:
        import numpy as np

        cells = np.zeros_like(self.open)
        cells[rows] = self.open[rows] & columns
        self._leave_unbounded(cells)

    def _impute(
        self, rows: np.ndarray, cells: np.ndarray, drawn: np.ndarray, expected: np.ndarray
    ) -> None:
        import numpy as np

        unknown = cells & (self.basis[rows] == "unknown")
        doubtful = cells & (self.basis[rows] == "imputed")
        middle = np.median(drawn, axis=0) if doubtful.any() else expected
        self.amount[rows] = np.where(
            unknown, expected, np.where(doubtful, middle, self.amount[rows])
        )
        basis = self.basis[rows]
        basis[unknown] = "imputed"
        self.basis[rows] = basis

    def _set_ends(
        self,
        rows: np.ndarray,
        cells: np.ndarray,
        drawn: np.ndarray,
        constants: Mapping[str, float],
    ) -> None:
        import numpy as np

        ends = [constants["low_quantile"], constants["high_quantile"]]
        low, high = np.quantile(drawn[:_ENTRY_DRAWS], ends, axis=0)
        amount = self.amount[rows]
        self.low[rows] = np.where(cells, np.minimum(low, amount), self.low[rows])
        self.high[rows] = np.where(cells, np.maximum(high, amount), self.high[rows])

    def simulated(self) -> Simulated:
        """The contributions with what was filled in, and the draws."""
        at = (self.row, self.column)
        table = self.table.assign(
            amount=self.amount[at], low=self.low[at], high=self.high[at], basis=self.basis[at]
        )
        table["basis"] = table["basis"].astype("str")
        return Simulated(table, self.days, self.keys, self.draws, self.unbounded)
