"""Which foods to ask about first: those that may hold most of what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nutrigap.charts.bars import TABLETS, marks_of_row
from nutrigap.charts.ranking import KNOWN

if TYPE_CHECKING:
    from pandas import DataFrame

    from nutrigap.report.person import PersonTables

# A food that may hold anything comes before all that have an upper end.
_ANYTHING = 1e6


def nutrients_at_stake(tables: PersonTables) -> list[str]:
    """The nutrients whose answer hangs on foods not known; else those that cannot be told."""
    codes = dict(zip(tables.adequacy["nutrient"], tables.adequacy["reason_code"], strict=True))
    missing = [n for n, code in codes.items() if code == "missing_data"]
    verdicts = dict(zip(tables.adequacy["nutrient"], tables.adequacy["verdict"], strict=True))
    return missing or [n for n, verdict in verdicts.items() if verdict == "cannot_tell"]


def foods_in_doubt(tables: PersonTables, nutrients: list[str]) -> DataFrame:
    """Foods with amounts that are not known, the most telling first.

    One food text is wrong the same way each time, so what it may hold adds up over its entries.

    Parameters
    ----------
    tables : PersonTables
        One person's tables.
    nutrients : list of str
        Keys of the nutrients at stake.

    Returns
    -------
    DataFrame
        ``food``, ``days``, ``nutrient`` (the one with most at stake), ``low`` and ``high`` (mean a
        day, its unit) and ``stake`` (spread as a share of the target, all nutrients together).
    """
    rows = tables.used
    rows = rows[rows["nutrient"].isin(nutrients) & ~rows["basis"].isin(KNOWN)]
    rows = rows[~rows["source_class"].isin(TABLETS) & rows["food"].notna()]
    count = max(len(tables.usable), 1)
    by = rows.groupby(["food", "nutrient"], sort=False)
    sums = by.agg(low=("low", "sum"), high=("high", "sum"), days=("day", "nunique")).reset_index()
    sums[["low", "high"]] /= count
    spread = (sums["high"] - sums["low"]) / sums["nutrient"].map(_targets(tables))
    sums["stake"] = spread.where(spread.notna(), _ANYTHING).clip(upper=_ANYTHING)
    sums = sums.sort_values("stake", ascending=False, kind="stable")
    total = sums.groupby("food")["stake"].sum()
    first = sums.drop_duplicates("food").assign(stake=lambda table: table["food"].map(total))
    return first.sort_values("stake", ascending=False, kind="stable").reset_index(drop=True)


def _targets(tables: PersonTables) -> dict[str, float]:
    """Recommended, guide or average amount by nutrient; the mean where there is none."""
    found = {}
    for _, row in tables.adequacy.iterrows():
        marks = [mark.amount for mark in marks_of_row(row) if mark.amount > 0]
        found[str(row["nutrient"])] = max(marks, default=row["mean"] or 1.0)
    return found
