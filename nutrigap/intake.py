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
_ENDS = ("low", "high", "least")


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
        ``tablets`` (what supplements and medicines gave of both); ``weight_known``, ``weight``
        [kcal]; ``covered_known``, ``covered`` (entries that coverage looks at); ``entries``,
        ``unknown_entries``, ``eaten`` (entries that are no tablets); ``some_known``,
        ``some_estimate``, ``some_eaten`` (entries with an amount, without which a sum of zero would
        be a claim).

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"person": "me", "day": "1", "nutrient": "magnesium", "unit": "mg",
    ...     "amount": [60.0, float("nan")], "basis": ["table", "unknown"],
    ...     "source_class": "food", "weight": [300.0, 100.0]})
    >>> day_sums(rows)[["known", "weight_known", "weight", "unknown_entries"]].values.tolist()
    [[60.0, 300.0, 400.0, 1.0]]
    """
    known = contributions["basis"].isin(_KNOWN)
    amount, weight = contributions["amount"], contributions["weight"]
    tablet = contributions["source_class"].isin(_TABLETS)
    terms = contributions[[*_KEY, "unit"]].assign(
        known=amount.where(known),
        estimate=amount,
        tablets=amount.where(tablet),
        weight_known=weight.where(known),
        weight=weight,
        covered_known=(weight.notna() & known).astype("int64"),
        covered=weight.notna().astype("int64"),
        entries=1,
        unknown_entries=(~known).astype("int64"),
        eaten=(~tablet).astype("int64"),
        some_known=known.astype("int64"),
        some_estimate=amount.notna().astype("int64"),
        some_eaten=(amount.notna() & ~tablet).astype("int64"),
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

    Food is averaged over the days on which anything is known of the nutrient in it, tablets over
    all days. A day that logged food, but nothing known of the nutrient, counts in coverage and at
    the ends: it may have held nothing (``known``, ``low``) or any amount (``high``). The range of a
    mean is taken from the sums of the draws: ends of days are never averaged.

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
    used = of_usable_days(sums, days)
    table = _summed(used, simulated, ends)
    of_tablets = table["tablets"] / table["entry_days"]
    for name in ("known", "estimate", *_ENDS):
        over = table["days" if name == "estimate" else "eating_days"].clip(lower=1)
        table[name] = (table[name] - table["tablets"]) / over + of_tablets
    return _hold_estimate(_with_coverage(table))[AVERAGE.names]


def _summed(used: DataFrame, simulated: Simulated, ends: Ends) -> DataFrame:
    """Sums over days of what is known of anything, their ends, and how many days they are over."""
    import numpy as np

    tablets_only = used["eaten"] == 0
    used = used.assign(
        food_days=(used["some_eaten"] > 0).astype("int64"),
        eating_days=(~tablets_only).astype("int64"),
        entry_days=1,
        told=used["estimate"].where(tablets_only | (used["some_eaten"] > 0)),
    )
    by = used.groupby(["person", "nutrient", "unit"], sort=False)
    table = by.sum(numeric_only=True).reset_index()
    table["sd_days"] = by["told"].std().to_numpy()
    foodless = table["eating_days"] == 0
    table["days"] = table["food_days"].where(~foodless, table["entry_days"])
    table["eating_days"] = table["eating_days"].where(~foodless, table["entry_days"])
    summed = _summed_ends(used, simulated, ends)
    keys = zip(table["person"].tolist(), table["nutrient"].tolist(), strict=True)
    table[list(_ENDS)] = np.reshape([summed[key] for key in keys], (-1, len(_ENDS)))
    return table[table["some_estimate"] > 0].reset_index(drop=True)


def _summed_ends(
    used: DataFrame, simulated: Simulated, ends: Ends
) -> dict[tuple[str, str], tuple[float, float, float]]:
    """Ends of the sum over each person's days, and the low end if guessed foods held nothing."""
    import numpy as np

    place = {day: row for row, day in enumerate(person_days(simulated.days))}
    rows: dict[tuple[str, str], list[int]] = {}
    for day, nutrient in zip(person_days(used), used["nutrient"].tolist(), strict=True):
        rows.setdefault((day[0], nutrient), []).append(place[day])
    found = {}
    for (person, nutrient), at in rows.items():
        column = simulated.nutrients.index(nutrient)
        drawn = simulated.draws[at, :, column].sum(axis=0)
        least, (low, high) = np.nan, np.quantile(drawn, ends)
        if simulated.guessed is not None:
            least = np.quantile(drawn - simulated.guessed[at, :, column].sum(axis=0), ends[0])
        unbounded = simulated.unbounded[at, column].any()
        found[person, nutrient] = low, np.inf if unbounded else high, least
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
            average[["person", "nutrient", "days", "entry_days", "low", "high", "estimate"]],
            on=["person", "nutrient"],
        )
    )
    tablet = table["source_class"].isin(_TABLETS)
    over = table["days"].where(~tablet, table["entry_days"])
    amount = (table["amount"] / over).where(table["n"] > 0)
    rest = table["estimate"] - amount
    low = np.where(tablet, amount, (table["low"] - rest).clip(lower=0))
    high = np.where(tablet, amount, table["high"] - rest)
    high = np.where(tablet & (table["open"] > 0), np.inf, high)
    return table.assign(amount=amount, low=low, high=high)[BY_SOURCE.names]
