"""What of a nutrient was added to foods, where food tables tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nutrigap.person_days import of_usable_days

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pandas import DataFrame

_FOOD = ("food", "water")
# Of the food's amount, at least so much must come from foods whose added part is known.
_LEAST_KNOWN = 0.9


def added_amounts(
    contributions: DataFrame,
    composition: DataFrame,
    days: DataFrame,
    average: DataFrame,
    parts: Mapping[str, str],
) -> dict[tuple[str, str], float]:
    """Mean a day of what was added to food; left out where that is not known of most of it.

    Parameters
    ----------
    contributions : DataFrame
        CONTRIBUTIONS.
    composition : DataFrame
        COMPOSITION of the foods used [per 100 g].
    days : DataFrame
        DAYS.
    average : DataFrame
        AVERAGE: how many days a mean divides by.
    parts : mapping of str to str
        The added part of a nutrient, by nutrient: keys of ``nutrients.csv``.

    Returns
    -------
    dict of (str, str) to float
        Amount by person and nutrient, in its canonical unit.
    """
    eaten = contributions[contributions["source_class"].isin(_FOOD)]
    found: dict[tuple[str, str], float] = {}
    for nutrient, part in parts.items():
        rows = eaten[(eaten["nutrient"] == nutrient) & (eaten["amount"] > 0)]
        rows = of_usable_days(rows, days)
        foods = composition.set_index("fdc_id")
        share = (foods[part] / foods[nutrient].where(foods[nutrient] > 0)).clip(upper=1.0)
        of_food = share.reindex(rows["fdc_id"].astype("float64")).to_numpy()
        terms = rows[["person"]].assign(
            all=rows["amount"],
            known=rows["amount"].where(of_food == of_food),
            added=rows["amount"] * of_food,
        )
        sums = terms.groupby("person").sum()
        over = average[average["nutrient"] == nutrient].set_index("person")["days"]
        told = sums["known"] >= _LEAST_KNOWN * sums["all"]
        means = (sums["added"] / over.reindex(sums.index))[told].dropna()
        found |= {(str(person), nutrient): float(mean) for person, mean in means.items()}
    return found
