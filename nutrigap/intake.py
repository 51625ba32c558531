"""Daily and average totals of each nutrient, with coverage and range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nutrigap.schema import AVERAGE, BY_SOURCE, DAILY

if TYPE_CHECKING:
    from pandas import DataFrame, Series

    from nutrigap.ranges import Simulated

Ends = tuple[float, float]
NINETY_PERCENT: Ends = (0.05, 0.95)
_KNOWN = ("stated", "table", "dose")
_KEY = ["person", "day", "nutrient"]
_TABLETS = ("supplement", "medicine")


def day_sums(contributions: DataFrame) -> DataFrame:
    """Additive sums of each person, day and nutrient: split days can be summed again.

    Parameters
    ----------
    contributions : DataFrame
        CONTRIBUTIONS.

    Returns
    -------
    DataFrame
        ``person``, ``day``, ``nutrient``, ``unit``; ``known`` and ``estimate`` [canonical unit];
        ``weight_known``, ``weight`` [kcal]; ``covered_known``, ``covered`` (entries that coverage
        looks at); ``entries``, ``unknown_entries``; ``some_known``, ``some_estimate`` (entries with
        an amount, without which a sum of zero would be a claim).

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"person": "me", "day": "1", "nutrient": "magnesium", "unit": "mg",
    ...     "amount": [60.0, float("nan")], "basis": ["table", "unknown"],
    ...     "weight": [300.0, 100.0]})
    >>> day_sums(rows)[["known", "weight_known", "weight", "unknown_entries"]].values.tolist()
    [[60.0, 300.0, 400.0, 1.0]]
    """
    known = contributions["basis"].isin(_KNOWN)
    amount, weight = contributions["amount"], contributions["weight"]
    terms = contributions[[*_KEY, "unit"]].assign(
        known=amount.where(known),
        estimate=amount,
        weight_known=weight.where(known),
        weight=weight,
        covered_known=(weight.notna() & known).astype("int64"),
        covered=weight.notna().astype("int64"),
        entries=1,
        unknown_entries=(~known).astype("int64"),
        some_known=known.astype("int64"),
        some_estimate=amount.notna().astype("int64"),
    )
    return terms.groupby([*_KEY, "unit"], sort=False).sum().reset_index()


def _with_coverage(sums: DataFrame) -> DataFrame:
    """Unknown sums as NaN, and coverage; where all weights are zero, by entries."""
    by_weight = sums["weight_known"] / sums["weight"].where(sums["weight"] > 0)
    by_entries = sums["covered_known"] / sums["covered"].where(sums["covered"] > 0)
    estimate = sums["estimate"].where(sums["some_estimate"] > 0)
    of_estimate = sums["known"] / estimate.where(estimate > 0)
    all_known = (sums["unknown_entries"] == 0).astype("float64").replace(0.0, float("nan"))
    return sums.assign(
        known=sums["known"].where(sums["some_known"] > 0),
        estimate=estimate,
        coverage=by_weight.where(by_weight.notna(), by_entries),
        coverage_nutrient=of_estimate.where(of_estimate.notna(), all_known),
    )


def daily_intakes(
    sums: DataFrame, simulated: Simulated, *, ends: Ends = NINETY_PERCENT
) -> DataFrame:
    """Totals of each day.

    Parameters
    ----------
    sums : DataFrame
        What ``day_sums`` returns.
    simulated : Simulated
        Draws of the same days.
    ends : tuple of float
        Quantiles that ``low`` and ``high`` are.

    Returns
    -------
    DataFrame
        DAILY: a row for every day and nutrient; ``high`` is infinite where something was taken
        whose amount has no upper bound.
    """
    import numpy as np

    low, high = np.quantile(simulated.draws, ends, axis=1)
    high = np.where(simulated.unbounded, np.inf, high)
    keys = simulated.nutrients
    grid = simulated.days.loc[simulated.days.index.repeat(len(keys))].reset_index(drop=True)
    grid["nutrient"] = keys * len(simulated.days)
    grid["low"], grid["high"] = low.ravel(), high.ravel()
    daily = grid.merge(_with_coverage(sums).drop(columns="unit"), on=_KEY, how="left")
    daily["unit"] = daily["nutrient"].map(_units(sums))
    counts = ["entries", "unknown_entries"]
    daily[counts] = daily[counts].where(daily[counts].notna(), 0).astype("int64")
    return _hold_estimate(daily)[DAILY.names]


def _units(sums: DataFrame) -> Series[str]:
    return sums.drop_duplicates("nutrient").set_index("nutrient")["unit"]


def _hold_estimate(table: DataFrame) -> DataFrame:
    """A range holds its estimate, and there is none where nothing is known."""
    estimate = table["estimate"]
    known = estimate.notna()
    return table.assign(
        low=table["low"].clip(upper=estimate).where(known),
        high=table["high"].clip(lower=estimate).where(known),
    )


def average_intakes(
    sums: DataFrame, simulated: Simulated, days: DataFrame, *, ends: Ends = NINETY_PERCENT
) -> DataFrame:
    """Mean totals over the usable days of each person.

    A day of which nothing is known about a nutrient is no day for it. The range of a mean is taken
    from the means of the draws: ends of days are never averaged.

    Parameters
    ----------
    sums : DataFrame
        What ``day_sums`` returns.
    simulated : Simulated
        Draws of the same days.
    days : DataFrame
        DAYS.
    ends : tuple of float
        Quantiles that ``low`` and ``high`` are.

    Returns
    -------
    DataFrame
        AVERAGE, amounts per day.
    """
    usable = days.loc[days["usable"], ["person", "day"]]
    used = sums.merge(usable, on=["person", "day"])
    used = used[used["some_estimate"] > 0]
    by = used.groupby(["person", "nutrient", "unit"], sort=False)
    table = _with_coverage(by.sum(numeric_only=True).reset_index())
    table["days"] = by.size().to_numpy()
    table["sd_days"] = by["estimate"].std().to_numpy()
    for name in ("known", "estimate"):
        table[name] = table[name] / table["days"]
    ranges = _mean_ranges(used, simulated, ends)
    table = table.drop(columns=["low", "high"], errors="ignore").merge(
        ranges, on=["person", "nutrient"], how="left"
    )
    return _hold_estimate(table)[AVERAGE.names]


def _mean_ranges(used: DataFrame, simulated: Simulated, ends: Ends) -> DataFrame:
    """Ends of the mean over each person's days with anything known of the nutrient."""
    import numpy as np
    import pandas as pd

    days = pd.MultiIndex.from_frame(simulated.days)
    place = days.get_indexer(pd.MultiIndex.from_frame(used[["person", "day"]]))
    rows = []
    for (person, nutrient), group in used.assign(_place=place).groupby(["person", "nutrient"]):
        column = simulated.nutrients.index(str(nutrient))
        at = group["_place"].to_numpy()
        low, high = np.quantile(simulated.draws[at, :, column].mean(axis=0), ends)
        high = np.inf if simulated.unbounded[at, column].any() else high
        rows.append({"person": person, "nutrient": nutrient, "low": low, "high": high})
    return pd.DataFrame(rows, columns=["person", "nutrient", "low", "high"])


def intakes_by_source(contributions: DataFrame, average: DataFrame, days: DataFrame) -> DataFrame:
    """Mean amounts from food, water, supplements and medicines, over the same days as the average.

    Parameters
    ----------
    contributions : DataFrame
        CONTRIBUTIONS with imputed amounts.
    average : DataFrame
        AVERAGE.
    days : DataFrame
        DAYS.

    Returns
    -------
    DataFrame
        BY_SOURCE, amounts per day. What tablets state is exact; ``high`` is infinite where a
        tablet's content is not known.
    """
    import numpy as np

    usable = days.loc[days["usable"], ["person", "day"]]
    rows = contributions.merge(usable, on=["person", "day"])
    key = ["person", "nutrient", "unit", "source_class"]
    sums = rows.assign(open=rows["amount"].isna()).groupby(key, sort=False)
    table = sums.agg(amount=("amount", "sum"), open=("open", "sum"), n=("amount", "count"))
    table = table.reset_index().merge(
        average[["person", "nutrient", "days", "low", "high", "estimate"]],
        on=["person", "nutrient"],
    )
    amount = (table["amount"] / table["days"]).where(table["n"] > 0)
    tablet = table["source_class"].isin(_TABLETS)
    rest = table["estimate"] - amount
    low = np.where(tablet, amount, (table["low"] - rest).clip(lower=0))
    high = np.where(tablet, amount, table["high"] - rest)
    high = np.where(tablet & (table["open"] > 0), np.inf, high)
    return table.assign(amount=amount, low=low, high=high)[BY_SOURCE.names]
