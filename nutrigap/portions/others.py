"""What an amount weighs if the name means another of its candidates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nutrigap.portions import weigh

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from pandas import DataFrame

# Only these rules look at the portions of a food.
_BY_FOOD = ("portion", "volume")


def likely_others(
    weighed: DataFrame, candidates: DataFrame, told: Collection[int], *, least: float
) -> DataFrame:
    """Candidates besides the food weighed that are likely enough to be weighed too.

    Parameters
    ----------
    weighed : DataFrame
        WEIGHED.
    candidates : DataFrame
        CANDIDATES.
    told : collection of int
        Each ``match_id`` of whose measure the user says what it weighs.
    least : float
        Weight from which on a candidate is likely enough.

    Returns
    -------
    DataFrame
        CANDIDATES, of entries whose mass came from a portion of the food weighed.
    """
    by_food = weighed[weighed["grams_basis"].isin(_BY_FOOD) & ~weighed["match_id"].isin(told)]
    used = by_food.drop_duplicates("match_id")[["match_id", "fdc_id"]]
    likely = candidates[candidates["weight"].between(least, 1, inclusive="left")]
    paired = likely.merge(used, on="match_id", suffixes=("", "_used"))
    return paired.loc[paired["fdc_id"] != paired["fdc_id_used"], list(candidates)]


def weigh_others(
    entries: DataFrame,
    others: DataFrame,
    portions: DataFrame,
    foods: DataFrame,
    composition: DataFrame,
    *,
    spreads: Mapping[str, float],
    densities: Iterable[Mapping[str, str]],
) -> DataFrame:
    """Grams of the same amounts by the portions of other candidates.

    Parameters
    ----------
    entries : DataFrame
        DIARY.
    others : DataFrame
        What ``likely_others`` returns.
    portions, foods, composition : DataFrame
        PORTIONS, FOODS and COMPOSITION of these candidates.
    spreads : mapping of str to float
        ``portion_spreads.csv``.
    densities : iterable of mapping
        Rows of ``densities.csv``.

    Returns
    -------
    DataFrame
        ``match_id``, ``fdc_id`` and ``grams`` [g]; no row where the food has no such portion.
    """
    first = entries.drop_duplicates("match_id").set_index("match_id").loc[others["match_id"]]
    numbered = others[["fdc_id"]].assign(match_id=range(len(others)))
    asked = first.reset_index(drop=True).assign(match_id=range(len(others)))
    weighed = weigh(
        asked, numbered, portions, foods, composition, spreads=spreads, densities=densities
    )
    by_food = weighed["grams_basis"].isin(_BY_FOOD).to_numpy()
    grams = weighed["grams"].to_numpy()
    return others[["match_id", "fdc_id"]].assign(grams=grams)[by_food].reset_index(drop=True)
