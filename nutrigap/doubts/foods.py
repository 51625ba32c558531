"""What each food leaves in doubt about a mean, and why it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nutrigap.nutrients import find
from nutrigap.person_days import of_usable_days

if TYPE_CHECKING:
    from collections.abc import Collection

    from pandas import DataFrame, Series

_TABLETS = ("supplement", "medicine")
_AMOUNTS = ("low", "high", "deviation", "by_portion")
_FLAGS = ("open", "tablet", "unmatched", "massless", "unmeasured", "known_to_nobody")
_BY = ["person", "nutrient", "name"]


def foods_in_doubt(
    contributions: DataFrame,
    entries: DataFrame,
    chosen: DataFrame,
    weighed: DataFrame,
    days: DataFrame,
    *,
    table_probability: float,
    given_up: Collection[int] = (),
) -> DataFrame:
    """Foods whose amount of a nutrient is not certain.

    One food text is wrong the same way each time, so its ends and deviations add up over its
    entries; different texts are independent, so their variances do.

    Parameters
    ----------
    contributions, entries, chosen, weighed, days : DataFrame
        CONTRIBUTIONS, DIARY, rank 1 of MATCHES, WEIGHED [g] and DAYS.
    table_probability : float
        Probability from which a food found by its name counts as found.
    given_up : collection of int
        ``match_id`` of what nobody will ever know: in doubt, but not worth naming.

    Returns
    -------
    DataFrame
        ``person``, ``nutrient``, ``what``, ``kind``, ``entries``, ``low`` and ``high`` (mean a day
        over the usable days), ``share`` of the variance of the mean; infinite ``high`` has share 1.
    """
    rows = _doubtful(contributions, days)
    facts = _facts(entries, chosen, weighed).reindex(rows["entry_id"])
    rows = rows.assign(**{str(name): facts[name].array for name in facts})
    found = rows["method"].ne("none") & rows["fdc_known"]
    sure = found & (rows["probability"] >= table_probability)
    usual = rows["grams_basis"].eq("default") & rows["quantity"].isna()
    named = rows["food"].notna()
    rows = rows.assign(
        open=rows["high"] == float("inf"),
        tablet=rows["source_class"].isin(_TABLETS),
        known_to_nobody=rows["match_id"].isin(list(given_up)),
        unmatched=named & ~found,
        massless=rows["grams_basis"].eq("unknown") | usual,
        unmeasured=~named
        | (sure & (rows["basis"].eq("unknown") | (rows["basis"].eq("imputed") & ~usual))),
        by_portion=rows["amount"] * rows["grams_spread"],
    )
    by = rows.groupby(_BY, sort=False)
    flags = by[[*_FLAGS]].any()
    sums = by[[*_AMOUNTS]].sum(min_count=1)
    sums = sums.assign(what=by["food"].first(), entries=by["entry_id"].nunique())
    table = sums.join(flags).reset_index()
    count = table["person"].map(days[days["usable"]].groupby("person").size())
    table[[*_AMOUNTS]] = table[[*_AMOUNTS]].div(count, axis=0)
    worth_naming = ~table["known_to_nobody"] & ~_next_to_nothing(table)
    return _shared(table)[worth_naming].reset_index(drop=True)


def _next_to_nothing(table: DataFrame) -> Series:
    """Where even the high end shows as 0: water has no vitamin B12, whatever water it was."""
    digit = table["nutrient"].map(lambda key: 10.0 ** -find(key).decimals)
    return table["high"] < 0.5 * digit


def _doubtful(contributions: DataFrame, days: DataFrame) -> DataFrame:
    """Contributions of usable days that are not certain."""
    uncertain = (contributions["deviation"] > 0) | (contributions["high"] == float("inf"))
    return of_usable_days(contributions[uncertain], days)


def _facts(entries: DataFrame, chosen: DataFrame, weighed: DataFrame) -> DataFrame:
    matched = chosen[["match_id", "method", "probability"]].assign(
        fdc_known=chosen["fdc_id"].notna()
    )
    held = weighed[["entry_id", "grams_basis", "grams_spread"]]
    facts = entries[["entry_id", "match_id", "quantity"]].assign(
        name=entries["food"].fillna("").str.strip().str.lower()
    )
    facts = facts.merge(held, on="entry_id", how="left").merge(matched, on="match_id", how="left")
    return facts.set_index("entry_id")


def _shared(table: DataFrame) -> DataFrame:
    """Each food's share of the variance, and the kind of doubt."""
    import numpy as np

    variance = table["deviation"] ** 2
    bounded = variance.where(~table["open"])
    whole = bounded.groupby([table["person"], table["nutrient"]]).transform("sum")
    share = (bounded / whole).where(~table["open"], 1.0)
    mostly_portion = table["by_portion"] ** 2 > variance / 2
    kinds = ["tablet", "missing", "unmatched", "portion"]
    rules = [table["tablet"], table["unmeasured"], table["unmatched"],
             table["massless"] | mostly_portion]  # fmt: skip
    table = table.assign(share=share, kind=np.select(rules, kinds, default="food"))
    columns = ["person", "nutrient", "what", "kind", "entries", "low", "high", "share"]
    return table[columns]
