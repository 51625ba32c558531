"""Which days an average may use."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from nutrigap.person_days import person_days
from nutrigap.schema import DAY_COUNTS, DAYS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy import ndarray
    from pandas import DataFrame, Series, Timestamp

INCOMPLETE = "marked as not complete"
_SATURDAY = 5
# These apps write false for every day that nobody ticked; elsewhere somebody wrote it.
_UNTICKED = ("cronometer",)
_TABLETS = ("supplement", "medicine")
LITTLE_ENERGY = "much less energy than this person's other days"
_LITTLE_WRITTEN = "much less written down than on this person's other days"


def usable_days(entries: DataFrame, daily: DataFrame, constants: Mapping[str, float]) -> DataFrame:
    """The days of each person, and whether averages use them.

    A day is set aside by the user's own mark, or by its energy: below ``little_energy_share`` of
    the person's median day and below ``little_energy_kcal`` [kcal]. A day marked complete is never
    set aside, nor one that holds only tablets: it says nothing of how much was eaten. Where an app
    writes "not complete" until somebody ticks the day, that is a mark only of people who tick any.

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
    import numpy as np
    import pandas as pd

    no = entries["complete"].eq(False).fillna(False)
    written = entries.assign(written=no & ~entries["format"].isin(_UNTICKED))
    days = written.groupby(["person", "day"], sort=False)
    table = days["date"].first().reset_index()
    table["entries"] = days.size().to_numpy()
    table["complete"] = days["complete"].min().array
    estimates = daily[daily["nutrient"] == "energy"]
    energy = dict(zip(person_days(estimates), estimates["estimate"].tolist(), strict=True))
    table["energy"] = [energy.get(day, np.nan) for day in person_days(table)]
    said_yes = table["complete"].eq(True).to_numpy(dtype=bool, na_value=False)
    said_no = table["complete"].eq(False).to_numpy(dtype=bool, na_value=False)
    marked = said_no & (days["written"].any().to_numpy(dtype=bool) | _marking(table, said_yes))
    eaten = ~written["kind"].isin(_TABLETS)
    fed = eaten.groupby([written["person"], written["day"]], sort=False).any().to_numpy(dtype=bool)
    little = _little_energy(table, constants).to_numpy() & ~said_yes & fed
    table["usable"] = ~(marked | little)
    reasons = np.select([marked, little], [INCOMPLETE, LITTLE_ENERGY], default="")
    table["reason"] = pd.Series(reasons, dtype="str").where(~table["usable"])
    return table[DAYS.names]


def _marking(table: DataFrame, said_yes: ndarray) -> ndarray:
    """Days of people who mark any day as complete."""
    marking: ndarray = table["person"].isin(table["person"][said_yes]).to_numpy()
    return marking


def _little_energy(table: DataFrame, constants: Mapping[str, float]) -> Series[bool]:
    energy = table["energy"]
    usual = energy.groupby(table["person"]).transform("median")
    least = (usual * constants["little_energy_share"]).clip(upper=constants["little_energy_kcal"])
    return energy.lt(least)


def discreet_days(days: DataFrame, persons: Collection[str]) -> DataFrame:
    """The same days without a word or number of energy for some people.

    Parameters
    ----------
    days : DataFrame
        DAYS.
    persons : collection of str
        To whom nothing may be said of energy.

    Returns
    -------
    DataFrame
        DAYS.
    """
    theirs = days["person"].isin(persons)
    little = theirs & days["reason"].eq(LITTLE_ENERGY).fillna(False)
    return days.assign(
        energy=days["energy"].mask(theirs), reason=days["reason"].mask(little, _LITTLE_WRITTEN)
    )


def count_days(days: DataFrame) -> DataFrame:
    """Calendar, logged, complete and usable days of each person, kept apart.

    Neighbouring days are alike, so that days in a row say less than as many days apart [1]_.

    Parameters
    ----------
    days : DataFrame
        DAYS.

    Returns
    -------
    DataFrame
        DAY_COUNTS; what needs dates is missing for people without any.

    References
    ----------
    .. [1] Institute of Medicine, *Dietary Reference Intakes: Applications in Dietary Assessment*,
       2000.
    """
    return DAY_COUNTS.frame(
        {"person": str(person), **_counts(own)}
        for person, own in days.groupby("person", sort=False)
    )


def _counts(own: DataFrame) -> dict[str, object]:
    usable = own[own["usable"]]
    dates = sorted(usable["date"].dropna().unique())
    span = own["date"].max() - own["date"].min()
    weekend = sum(date.weekday() >= _SATURDAY for date in dates)
    run = _longest_run(dates)
    return {
        "calendar_days": None if own["date"].isna().all() else span.days + 1,
        "logged_days": len(own),
        "complete_days": int(own["complete"].eq(True).fillna(False).sum()),
        "usable_days": len(usable),
        "weekend_days": weekend if dates else None,
        "weekday_share": 1 - weekend / len(dates) if dates else None,
        "longest_run": run if dates else None,
        "consecutive": len(dates) > 1 and run == len(dates),
    }


def _longest_run(dates: list[Timestamp]) -> int:
    """Most dates that follow each other day by day."""
    longest = current = 1
    for before, after in pairwise(dates):
        current = current + 1 if (after - before).days == 1 else 1
        longest = max(longest, current)
    return longest
