"""What 100 % of a daily value means on a food label, by who set it."""

from __future__ import annotations

from functools import cache

from nutrigap.errors import UnknownNameError
from nutrigap.tables import read_rows

_ADULT_YEARS = 18
_OTHERS = ("pregnant", "lactating")


@cache
def adult_values(nutrient: str) -> dict[str, float]:
    """The daily value for adults [canonical unit] by label set.

    Examples
    --------
    >>> adult_values("calcium")["fda_dv_old"]
    1000.0
    """
    return {
        row["label_set"]: float(row["amount"])
        for row in read_rows("label_values")
        if row["nutrient"] == nutrient
        and float(row["age_from_years"] or 0) <= _ADULT_YEARS
        and not row["age_to_years"]
        and not any(word in row["group"] for word in _OTHERS)
    }


def daily_value(label_set: str, nutrient: str) -> float:
    """What 100 % of a nutrient is for adults [canonical unit].

    Raises
    ------
    UnknownNameError
        There is no such label set, or it has no value for the nutrient.

    Examples
    --------
    >>> daily_value("fda_dv", "calcium")
    1300.0
    """
    values = adult_values(nutrient)
    if label_set not in values:
        kind = f"daily value of {nutrient}"
        raise UnknownNameError(kind, label_set, values)
    return values[label_set]
