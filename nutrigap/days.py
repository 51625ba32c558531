"""Which days an average may use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nutrigap.schema import DAYS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pandas import DataFrame, Series

INCOMPLETE = "marked as not complete"
LITTLE_ENERGY = "much less energy than this person's other days"


def usable_days(entries: DataFrame, daily: DataFrame, constants: Mapping[str, float]) -> DataFrame:
    """The days of each person, and whether averages use them.

    A day is set aside by the user's own mark, where the person marks any day as complete, or by its
    energy: below ``little_energy_share`` of the person's median day and below
    ``little_energy_kcal`` [kcal]. A day marked complete is never set aside.

    Parameters
    ----------
    entries : DataFrame
        DIARY rows that count.
    daily : DataFrame
        DAILY, ``energy`` among the nutrients.
    constants : mapping of str to float
        ``day_constants.csv``.

    Returns
    -------
    DataFrame
        DAYS.
    """
    days = entries.groupby(["person", "day"], sort=False)
    table = days.agg(date=("date", "first"), entries=("entry_id", "size")).reset_index()
    table["complete"] = days["complete"].min().to_numpy()
    energy = daily[daily["nutrient"] == "energy"][["person", "day", "estimate"]]
    table = table.merge(
        energy.rename(columns={"estimate": "energy"}), on=["person", "day"], how="left"
    )
    said_yes = table["complete"].eq(True).fillna(False).astype(bool)
    said_no = table["complete"].eq(False).fillna(False).astype(bool)
    uses_marks = said_yes.groupby(table["person"]).transform("any")
    marked = said_no & uses_marks
    little = _little_energy(table, constants) & ~said_yes
    table["usable"] = ~(marked | little)
    table["reason"] = marked.map({True: INCOMPLETE}).where(
        marked, little.map({True: LITTLE_ENERGY})
    )
    table["reason"] = table["reason"].astype("str")
    return table[DAYS.names]


def _little_energy(table: DataFrame, constants: Mapping[str, float]) -> Series[bool]:
    energy = table["energy"]
    usual = energy.groupby(table["person"]).transform("median")
    least = (usual * constants["little_energy_share"]).clip(upper=constants["little_energy_kcal"])
    return energy.lt(least)
