"""What a supplement's own name says about its contents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nutrigap.errors import UnitError
from nutrigap.kinds import kind_of
from nutrigap.schema import REPORTED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pandas import DataFrame

    from nutrigap.nutrients import Nutrient

__all__ = ["kind_of", "read_doses", "suggested_nutrients"]

_DOSE = re.compile(
    r"(?P<amount>\d{1,3}(?:,\d{3})+|\d+(?:[.,]\d+)?)\s*(?P<unit>iu|mcg|µg|μg|ug|mg|g)\b", re.I
)
_MANY = re.compile(r"\bmulti|\bprenatal|vitamins? (and|&|\+) minerals?", re.I)


def suggested_nutrients(name: str, nutrients: Iterable[Nutrient]) -> list[Nutrient]:
    """The nutrients that a supplement of this name may hold.

    Its name may speak of them; a multivitamin may hold any.

    Examples
    --------
    >>> from nutrigap.nutrients import shown
    >>> [n.key for n in suggested_nutrients("Magnesium glycinate", shown())]
    ['magnesium']
    >>> len(suggested_nutrients("Women's multivitamin", shown()))
    5
    """
    if _MANY.search(name):
        return list(nutrients)
    return [n for n in nutrients if _mentions(name, n)]


def _mentions(name: str, nutrient: Nutrient) -> bool:
    words = sorted(nutrient.aliases, key=len, reverse=True)
    pattern = r"(?<!\w)(?:" + "|".join(re.escape(word) for word in words) + r")(?!\w)"
    return re.search(pattern, name, re.I) is not None


def read_doses(supplements: DataFrame, nutrients: Iterable[Nutrient]) -> DataFrame:
    """Doses that the names of supplements state, such as ``Vitamin D3 1000 IU``.

    Only a name that speaks of exactly one nutrient and one dose is read; every other stays unknown.
    A label's amount is taken as elemental, the convention of US Supplement Facts panels [1]_.

    Parameters
    ----------
    supplements : DataFrame
        DIARY rows. ``quantity`` counts the tablets, a missing one counts as one; an amount by mass
        or volume is no count, so that its dose stays unknown.
    nutrients : iterable of Nutrient
        The nutrients to look for.

    Returns
    -------
    DataFrame
        REPORTED.

    Examples
    --------
    >>> import pandas as pd
    >>> from nutrigap.nutrients import shown
    >>> row = {"entry_id": 1, "food": "Vitamin D3 1000 IU (25 mcg)", "quantity": 2.0,
    ...        "measure": "softgel", "grams": float("nan")}
    >>> read_doses(pd.DataFrame([row]), shown())["amount"].tolist()
    [50.0]

    References
    ----------
    .. [1] US Code of Federal Regulations, title 21, section 101.36(b)(2)(ii).
    """
    known = list(nutrients)
    rows = []
    columns = ["entry_id", "food", "quantity", "measure", "grams"]
    for entry_id, food, quantity, measure, grams in supplements[columns].to_numpy():
        named = suggested_nutrients(str(food), known)
        dose = _one_dose(str(food), named[0]) if len(named) == 1 else None
        count = _count(quantity, measure, grams)
        if dose is not None and count is not None:
            amount = {"amount": dose * count, "unit": named[0].unit}
            rows.append({"entry_id": entry_id, "nutrient": named[0].key, **amount})
    return REPORTED.frame(rows)


def _one_dose(name: str, nutrient: Nutrient) -> float | None:
    """The dose in canonical units, if all doses in the name agree within rounding."""
    doses = []
    for found in _DOSE.finditer(name):
        try:
            doses.append(nutrient.to_canonical(_number(found["amount"]), found["unit"]))
        except UnitError:
            continue
    agree = bool(doses) and max(doses) - min(doses) <= 0.05 * max(doses)
    return doses[0] if agree else None


def _number(text: str) -> float:
    grouped = re.fullmatch(r"\d{1,3}(?:,\d{3})+", text)
    return float(text.replace(",", "" if grouped else "."))


def _count(quantity: float, measure: object, grams: float) -> float | None:
    by_mass = grams == grams or measure in ("ml", "l", "fl oz")
    if by_mass:
        return None
    return 1.0 if quantity != quantity else float(quantity)
