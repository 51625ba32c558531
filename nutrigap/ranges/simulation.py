"""The plausible range of a total: one seeded simulation over distinct unknowns.

A wrong porridge is wrong every day, so one food is drawn for each food text, one portion factor for
each food text and measure, and the draws are summed to days before any percentile is taken.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from nutrigap.ranges.belief import Belief, FoodText
from nutrigap.ranges.doubt import Simulated
from nutrigap.ranges.foods import Foods
from nutrigap.ranges.sampler import Sampler
from nutrigap.ranges.wording import is_long

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from pandas import DataFrame

    from nutrigap.ranges.doubt import Doubt
    from nutrigap.ranges.sampler import Drawn

# Ends of single entries are for display: a fifth of the draws is enough for them.
_ENTRY_DRAWS = 200


def simulate(
    entries: DataFrame, contributions: DataFrame, doubt: Doubt, *, draws: int = 1000, seed: int = 0
) -> Simulated:
    """Draw the totals of each day many times over all that is not certain.

    What an export or a label states is fixed, and so is a food known by its code in a known mass. A
    food found by text is one of its candidates, or none of them; its portion varies by
    ``grams_spread``, and its values are those of one release of the food table or another. What
    nobody could match, and a nutrient that nobody measured in the food drawn, is drawn from the
    foods people eat.

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
    foods = Foods(doubt.eaten, doubt.foods, doubt.changes, keys, doubt.constants)
    foods.spread_twins(doubt.twins or {})
    belief = Belief(foods, doubt.candidates, doubt.masses, doubt.constants)
    sampler = Sampler(foods, belief, doubt.constants, size=draws, seed=seed)
    cells = _Cells(entries, contributions, doubt, keys, draws)
    cells.close_what_is_no_food()
    cells.fix_what_is_certain()
    cells.add_fixed()
    for rows, food in cells.open_groups():
        cells.add_food(rows, food, sampler)
    return cells.simulated()


class _Cells:
    """Entries × nutrients as arrays, filled group by group."""

    def __init__(
        self,
        entries: DataFrame,
        contributions: DataFrame,
        doubt: Doubt,
        keys: list[str],
        draws: int,
    ) -> None:
        import numpy as np
        import pandas as pd

        self.entries, self.table, self.doubt, self.keys = entries, contributions, doubt, keys
        shape = (len(entries), len(keys))
        self.row = pd.Index(entries["entry_id"]).get_indexer(pd.Index(contributions["entry_id"]))
        self.column = pd.Index(keys).get_indexer(pd.Index(contributions["nutrient"]))
        self.amount = np.zeros(shape)
        self.amount[self.row, self.column] = contributions["amount"]
        self.basis = np.full(shape, "absent", dtype=object)
        self.basis[self.row, self.column] = contributions["basis"].to_numpy()
        self.low, self.high = self.amount.copy(), self.amount.copy()
        self.deviation = np.zeros(shape)
        self.days = entries[["person", "day"]].drop_duplicates().reset_index(drop=True)
        self.day = pd.MultiIndex.from_frame(self.days).get_indexer(
            pd.MultiIndex.from_frame(entries[["person", "day"]])
        )
        self.draws = np.zeros((len(self.days), len(keys), draws))
        self.unbounded = np.zeros((len(self.days), len(keys)), dtype=bool)
        self.guessed: np.ndarray | None = None
        eaten = entries["kind"].isin(("food", "water")).to_numpy()
        doubtful = np.isin(self.basis, ("table", "imputed", "unknown"))
        self.open, self.closed = doubtful & eaten[:, None], doubtful & ~eaten[:, None]
        held = doubt.weighed.set_index("entry_id").reindex(entries["entry_id"])
        self.grams = held["grams"].to_numpy()
        self.spread = np.nan_to_num(held["grams_spread"].to_numpy())
        self.grams_basis = held["grams_basis"].tolist()
        self.chosen = [None if i is pd.NA else int(i) for i in held["fdc_id"]]
        certain = doubt.candidates.loc[doubt.candidates["weight"] >= 1, "match_id"]
        self.sure = entries["match_id"].isin(certain).to_numpy()

    def close_what_is_no_food(self) -> None:
        """Totals and supplements are never imputed: their unknown amounts leave no upper bound."""
        self._leave_unbounded(self.closed)

    def fix_what_is_certain(self) -> None:
        """A value of the one possible food in a known mass is the same in every draw."""
        certain = self.sure & (self.spread == 0)
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
        self.draws += totals[:, :, None]

    def open_groups(self) -> Iterator[tuple[np.ndarray, FoodText]]:
        """Rows with anything to draw that are one text in one amount, in an order of their own."""
        import numpy as np

        columns = ("food", "food_code", "measure", "match_id", "person", "day")
        texts = self.entries[list(columns)].astype(object).fillna("").to_numpy().tolist()
        names = [str(food or code).strip().lower() for food, code, *_ in texts]
        grams = np.nan_to_num(self.grams, nan=-1.0).tolist()
        energy = self._known_energy()
        order = [(n, g, *text[3:]) for n, g, text in zip(names, grams, texts, strict=True)]
        rows = sorted(np.flatnonzero(self.open.any(axis=1)).tolist(), key=order.__getitem__)
        for (match_id, _), group in groupby(rows, key=lambda row: (texts[row][3], grams[row])):
            same = list(group)
            first, name = same[0], names[same[0]]
            food = FoodText(
                match_id=match_id,
                name=name,
                measure=texts[first][2],
                grams=self.grams[first],
                basis=self.grams_basis[first],
                spread=self.spread[first],
                energy=energy[first],
                chosen=self.chosen[first],
                long=is_long(name),
            )
            yield np.array(same), food

    def _known_energy(self) -> np.ndarray:
        """Energy that is stated, or looked up for a food named by its code [kcal]."""
        import numpy as np

        column = self.keys.index("energy")
        basis = self.basis[:, column]
        known = (basis == "stated") | (self.sure & (basis == "table"))
        return np.where(known, self.amount[:, column], np.nan)

    def add_food(self, rows: np.ndarray, food: FoodText, sampler: Sampler) -> None:
        """Draw one food text and add it to the days of all its entries."""
        import numpy as np

        drawn = sampler.draw(food)
        amounts = drawn.amounts
        nothing_known = np.isnan(amounts).any(axis=1)
        self._leave_unbounded_rows(rows, nothing_known)
        cells = self.open[rows] & ~nothing_known
        self._impute(rows, cells, drawn, sampler)
        factors = sampler.entry_factors(food, len(rows))
        self._set_ends(rows, cells, amounts * factors[:1])
        totals = [self.draws]
        if not drawn.believed.backed:
            totals.append(self._guesses())
        for day, wanted, factor in zip(self.day[rows], cells, factors, strict=True):
            for total in totals:
                if wanted.all():
                    total[day] += amounts * factor
                else:
                    total[day, wanted] += amounts[wanted] * factor

    def _guesses(self) -> np.ndarray:
        """Totals of what stands for foods that nobody could match."""
        import numpy as np

        if self.guessed is None:
            self.guessed = np.zeros_like(self.draws)
        return self.guessed

    def _leave_unbounded_rows(self, rows: np.ndarray, columns: np.ndarray) -> None:
        import numpy as np

        if columns.any():
            cells = np.zeros_like(self.open)
            cells[rows] = self.open[rows] & columns
            self._leave_unbounded(cells)

    def _impute(self, rows: np.ndarray, cells: np.ndarray, drawn: Drawn, sampler: Sampler) -> None:
        """An unknown amount becomes the mean of what it may be, a doubtful one the median."""
        for basis, expected in (("imputed", sampler.middle), ("unknown", sampler.mean)):
            wanted = cells & (self.basis[rows] == basis)
            if basis == "imputed" and drawn.believed.sure is not None:
                continue  # imputed to the one possible food
            if wanted.any():
                at, column = wanted.nonzero()
                self.amount[rows[at], column] = expected(drawn)[column]
                self.basis[rows[at], column] = "imputed"

    def _set_ends(self, rows: np.ndarray, cells: np.ndarray, amounts: np.ndarray) -> None:
        import numpy as np

        ordered = np.sort(amounts[:, :_ENTRY_DRAWS], axis=1)
        last, known = ordered.shape[1] - 1, self.doubt.constants
        low = ordered[:, round(known["low_quantile"] * last)]
        high = ordered[:, round(known["high_quantile"] * last)]
        self.deviation[rows] = np.where(cells, amounts.std(axis=1), 0.0)
        amount = self.amount[rows]
        self.low[rows] = np.where(cells, np.minimum(low, amount), self.low[rows])
        self.high[rows] = np.where(cells, np.maximum(high, amount), self.high[rows])

    def simulated(self) -> Simulated:
        """The contributions with what was filled in, and the draws."""
        at = (self.row, self.column)
        table = self.table.assign(
            amount=self.amount[at],
            low=self.low[at],
            high=self.high[at],
            deviation=self.deviation[at],
            basis=self.basis[at],
        )
        table["basis"] = table["basis"].astype("str")
        draws, guessed = self.draws.transpose(0, 2, 1), self.guessed
        if guessed is not None:
            guessed = guessed.transpose(0, 2, 1)
        return Simulated(table, self.days, self.keys, draws, self.unbounded, guessed)
