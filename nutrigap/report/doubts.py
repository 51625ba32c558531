"""Which foods to ask about first: those that would most likely change a verdict."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pandas import DataFrame, Series

    from nutrigap.report.person import PersonTables

# Kinds of doubt about a food; all but the last end once somebody says what was eaten.
NAMEABLE = ("food", "unmatched", "missing")
ABOUT_FOODS = (*NAMEABLE, "portion")
TABLET = "tablet"
# Of the variance of a mean; less is not worth a line.
_LEAST_SHARE = 0.01


def nutrients_at_stake(tables: PersonTables) -> list[str]:
    """The nutrients whose answer hangs on foods not known; else those that cannot be told."""
    codes = dict(zip(tables.adequacy["nutrient"], tables.adequacy["reason_code"], strict=True))
    missing = [n for n, code in codes.items() if code == "missing_data"]
    verdicts = dict(zip(tables.adequacy["nutrient"], tables.adequacy["verdict"], strict=True))
    return missing or [n for n, verdict in verdicts.items() if verdict == "cannot_tell"]


def first_doubt(tables: PersonTables, nutrient: str) -> Series | None:
    """The DOUBTS row that matters most to a verdict, or ``None``."""
    rows = tables.doubts[(tables.doubts["nutrient"] == nutrient) & (tables.doubts["rank"] == 1)]
    return None if rows.empty else rows.iloc[0]


def foods_in_doubt(tables: PersonTables, nutrients: list[str]) -> DataFrame:
    """Foods with amounts that are not certain, and tablets that nobody could look up.

    In the order of ``nutrigap.doubts``: by the chance that a verdict changes once the food is
    known, then by its share of the variance.

    Parameters
    ----------
    tables : PersonTables
        One person's tables.
    nutrients : list of str
        Keys of the nutrients at stake.

    Returns
    -------
    DataFrame
        ``food``, ``entries``, ``kind``, ``nutrient`` (the one it matters most to), ``low`` and
        ``high`` (mean a day, its unit).
    """
    rows = tables.in_doubt
    open_tablet = rows["kind"].eq(TABLET) & (rows["high"] == inf)
    asked = rows["kind"].isin(ABOUT_FOODS) | open_tablet
    rows = rows[rows["nutrient"].isin(nutrients) & asked]
    rows = rows[rows["what"].notna() & (rows["share"] >= _LEAST_SHARE)]
    ranked = tables.doubts[["nutrient", "what", "chance"]].dropna()
    rows = rows.merge(ranked, on=["nutrient", "what"], how="left")
    rows = rows.sort_values(["chance", "share"], ascending=False, kind="stable")
    worth = rows.groupby("what")[["chance", "share"]].sum()
    order = worth.sort_values(["chance", "share"], ascending=False, kind="stable").index
    return (
        rows.drop_duplicates("what").set_index("what").loc[order].rename_axis("food").reset_index()
    )
