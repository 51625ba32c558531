"""Daily and average totals of each nutrient, with coverage and range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nutrigap.person_days import of_usable_days, person_days
from nutrigap.schema import AVERAGE, BY_SOURCE, DAILY

if TYPE_CHECKING:
    import numpy as np
    from pandas import DataFrame

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
    import numpy as np

    part: dict[str, np.ndarray] = {str(name): sums[name].to_numpy() for name in sums}
    by_weight = _share(part["weight_known"], part["weight"])
    by_entries = _share(part["covered_known"], part["covered"])
    estimate = np.where(part["some_estimate"] > 0, part["estimate"], np.nan)
    of_estimate = _share(part["known"], estimate)
    all_known = np.where(part["unknown_entries"] == 0, 1.0, np.nan)
    return sums.assign(
        known=np.where(part["some_known"] > 0, part["known"], np.nan),
        estimate=estimate,
        coverage=np.where(np.isnan(by_weight), by_entries, by_weight),
        coverage_nutrient=np.where(np.isnan(of_estimate), all_known, of_estimate),
    )


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Part by whole; NaN where there is no whole."""
    import numpy as np

    shares: np.ndarray = np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
    return shares


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
    units = dict(zip(sums["nutrient"].tolist(), sums["unit"].tolist(), strict=True))
    daily["unit"] = [units[key] for key in keys] * len(simulated.days)
    for name in ("entries", "unknown_entries"):
        daily[name] = np.nan_to_num(daily[name].to_numpy()).astype("int64")
    return _hold_estimate(daily)[DAILY.names]


def _hold_estimate(table: DataFrame) -> DataFrame:
    """A range holds its estimate, and there is none where nothing is known."""
    import numpy as np

    estimate = table["estimate"].to_numpy()
    return table.assign(
        low=np.minimum(table["low"].to_numpy(), estimate),
        high=np.maximum(table["high"].to_numpy(), estimate),
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
    import numpy as np

    used = of_usable_days(sums[sums["some_estimate"] > 0], days)
    by = used.groupby(["person", "nutrient", "unit"], sort=False)
    table = _with_coverage(by.sum(numeric_only=True).reset_index())
    table["days"] = by.size().to_numpy()
    table["sd_days"] = by["estimate"].std().to_numpy()
    for name in ("known", "estimate"):
        table[name] = table[name] / table["days"]
    ranges = _mean_ranges(used, simulated, ends)
    keys = zip(table["person"].tolist(), table["nutrient"].tolist(), strict=True)
    table["low"], table["high"] = np.reshape([ranges[key] for key in keys], (-1, 2)).T
    return _hold_estimate(table)[AVERAGE.names]


def _mean_ranges(
    used: DataFrame, simulated: Simulated, ends: Ends
) -> dict[tuple[str, str], tuple[float, float]]:
    """Ends of the mean over each person's days with anything known of the nutrient."""
    import numpy as np

    place = {day: row for row, day in enumerate(person_days(simulated.days))}
    rows: dict[tuple[str, str], list[int]] = {}
    for day, nutrient in zip(person_days(used), used["nutrient"].tolist(), strict=True):
        rows.setdefault((day[0], nutrient), []).append(place[day])
    found = {}
    for (person, nutrient), at in rows.items():
        column = simulated.nutrients.index(nutrient)
        low, high = np.quantile(simulated.draws[at, :, column].mean(axis=0), ends)
        unbounded = simulated.unbounded[at, column].any()
        found[person, nutrient] = low, np.inf if unbounded else high
    return found


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

    key = ["person", "nutrient", "unit", "source_class"]
    terms = of_usable_days(contributions[[*key, "day", "amount"]], days).drop(columns="day")
    known = terms["amount"].notna()
    terms = terms.assign(open=~known, n=known.astype("int64"))
    table = (
        terms.groupby(key, sort=False)
        .sum()
        .reset_index()
        .merge(
            average[["person", "nutrient", "days", "low", "high", "estimate"]],
            on=["person", "nutrient"],
        )
    )
    amount = (table["amount"] / table["days"]).where(table["n"] > 0)
    tablet = table["source_class"].isin(_TABLETS)
    rest = table["estimate"] - amount
    low = np.where(tablet, amount, (table["low"] - rest).clip(lower=0))
    high = np.where(tablet, amount, table["high"] - rest)
    high = np.where(tablet & (table["open"] > 0), np.inf, high)
    return table.assign(amount=amount, low=low, high=high)[BY_SOURCE.names]
