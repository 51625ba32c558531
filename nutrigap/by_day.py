"""What each day gave of each nutrient, from food, from water and from tablets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nutrigap.days import INCOMPLETE
from nutrigap.schema import BY_DAY

if TYPE_CHECKING:
    from numpy import ndarray
    from pandas import DataFrame

_TABLETS = ("supplement", "medicine")
_KNOWN = ("stated", "table", "dose")
_ENERGY = "energy"


def amounts_by_day(contributions: DataFrame, days: DataFrame) -> DataFrame:
    """What each day gave from food and from tablets.

    A day whose entries state nutrients, but whose energy nobody states, has no energy here: what a
    name suggests is no evidence of how much was eaten.

    Parameters
    ----------
    contributions : DataFrame
        CONTRIBUTIONS with imputed amounts.
    days : DataFrame
        DAYS.

    Returns
    -------
    DataFrame
        BY_DAY, days that are set aside for their energy included; not those marked as incomplete.
    """
    import numpy as np
    import pandas as pd

    key = contributions[["person", "day", "nutrient"]]
    codes = [pd.factorize(key[name])[0] for name in key]
    day = codes[0] * (codes[1].max(initial=0) + 1) + codes[1]
    amount = contributions["amount"].to_numpy()
    tablet = contributions["source_class"].isin(_TABLETS).to_numpy()
    water = contributions["source_class"].eq("water") & contributions["basis"].isin(_KNOWN)
    food = np.where(tablet | _unlogged_energy(contributions, day), np.nan, amount)
    group = day * (codes[2].max(initial=0) + 1) + codes[2]
    _, first, place = np.unique(group, return_index=True, return_inverse=True)
    sums = key.iloc[first].assign(
        food=_sums(place, food),
        water=_sums(place, np.where(water, amount, np.nan)),
        tablets=_sums(place, np.where(tablet, amount, np.nan)),
        open_food=np.bincount(place, ~tablet & np.isnan(amount)).astype("int64"),
        open_tablets=np.bincount(place, tablet & np.isnan(amount)).astype("int64"),
    )
    judged = days.loc[days["reason"].ne(INCOMPLETE), ["person", "day", "usable"]]
    return sums.merge(judged, on=["person", "day"])[BY_DAY.names]


def _sums(place: ndarray, amounts: ndarray) -> ndarray:
    """Sums of each group; NaN where nothing is known."""
    import numpy as np

    known = ~np.isnan(amounts)
    sums = np.bincount(place, np.where(known, amounts, 0.0))
    return np.where(np.bincount(place, known) > 0, sums, np.nan)


def _unlogged_energy(contributions: DataFrame, day: ndarray) -> ndarray:
    """Energy of days that state nutrients and no energy."""
    import numpy as np

    stated = contributions["basis"].eq("stated").to_numpy()
    energy = contributions["nutrient"].eq(_ENERGY).to_numpy()
    some_nutrient = np.bincount(day, stated & ~energy) > 0
    some_energy = np.bincount(day, stated & energy) > 0
    unlogged: ndarray = energy & (some_nutrient & ~some_energy)[day]
    return unlogged
