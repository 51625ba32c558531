"""A second ring of nutrients beside the five: shown as they add up, never judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nutrigap.nutrients import find
from nutrigap.schema import SECOND_RING

if TYPE_CHECKING:
    from pandas import DataFrame, Series

RING = ("sodium", "thiamin", "vitamin_b6", "vitamin_k", "phosphorus", "water")
_TABLETS = ("supplement", "medicine")


def second_ring(
    contributions: DataFrame,
    weighed: DataFrame,
    matches: DataFrame,
    reported: DataFrame,
    composition: DataFrame,
    days: DataFrame,
    *,
    table_probability: float,
) -> DataFrame:
    """Means a day of sodium, thiamin, vitamins B6 and K, phosphorus and water, as far as known.

    What the export states wins; else the value of a food that is sure enough times its weight. What
    is not known is left out and lowers the coverage: nothing is guessed.

    Parameters
    ----------
    contributions : DataFrame
        CONTRIBUTIONS: who ate which entry on which day, and its weight in coverage.
    weighed, matches, reported : DataFrame
        WEIGHED, rank 1 of MATCHES and REPORTED.
    composition : DataFrame
        COMPOSITION of the foods used [canonical units per 100 g].
    days : DataFrame
        DAYS.
    table_probability : float
        Probability of a match from which its values count.

    Returns
    -------
    DataFrame
        SECOND_RING; no row for a nutrient of which nothing is known.
    """
    usable = days.loc[days["usable"], ["person", "day"]]
    eaten = contributions.drop_duplicates("entry_id").merge(usable, on=["person", "day"])
    eaten = eaten[["entry_id", "person", "source_class", "weight"]]
    facts = _per_gram(weighed, matches, composition, table_probability)
    eaten = eaten.merge(facts, on="entry_id", how="left")
    counts = usable.groupby("person", sort=False).size()
    rows = []
    for key in RING:
        said = reported[reported["nutrient"] == key].set_index("entry_id")["amount"]
        amount = eaten["entry_id"].map(said).astype("float64")
        amount = amount.where(amount.notna(), eaten[key] * eaten["grams"])
        for person, group in eaten.assign(amount=amount).groupby("person", sort=False):
            if group["amount"].notna().any():
                rows.append(
                    {
                        "nutrient": key,
                        "unit": find(key).unit,
                        **_mean(str(person), group, int(counts[person])),
                    }
                )
    order = {person: place for place, person in enumerate(counts.index)}
    return SECOND_RING.frame(sorted(rows, key=lambda row: order[row["person"]]))


def _per_gram(
    weighed: DataFrame, matches: DataFrame, composition: DataFrame, least: float
) -> DataFrame:
    """Grams of each entry, and what one gram of its food holds; NaN where that is not sure."""
    sure = matches[(matches["probability"] >= least) & matches["fdc_id"].notna()]
    foods = sure[["match_id", "fdc_id"]].merge(composition, on="fdc_id")
    foods[list(RING)] = foods[list(RING)] / 100
    table = weighed[["entry_id", "match_id", "grams"]].merge(foods, on="match_id", how="left")
    return table[["entry_id", "grams", *RING]]


def _mean(person: str, rows: DataFrame, days: int) -> dict[str, Any]:
    known = rows["amount"].notna()
    food = ~rows["source_class"].isin(_TABLETS)
    return {
        "person": person,
        "days": days,
        "known": rows["amount"].sum() / days,
        "coverage": _coverage(rows["weight"].where(food), known),
        "entries": len(rows),
        "unknown_entries": int((~known).sum()),
    }


def _coverage(weight: Series[float], known: Series[bool]) -> float:
    """Weight of what is known over all weight; NaN where nothing has any."""
    whole = weight.sum()
    return float(weight.where(known).sum() / whole) if whole > 0 else float("nan")
