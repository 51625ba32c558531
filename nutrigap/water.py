"""Minerals of the water at home."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nutrigap.errors import UnknownNameError, WaterError
from nutrigap.nutrients import find
from nutrigap.schema import REPORTED
from nutrigap.units import measures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pandas import DataFrame

_BOUGHT = re.compile(r"\b(?:bottle[ds]?|mineral|sparkling|carbonated|seltzer|club|spring)\b", re.I)


def parse_minerals(text: str) -> dict[str, float]:
    """What ``--water`` says [mg a litre] by nutrient.

    Raises
    ------
    WaterError
        Not pairs of a mineral and an amount.

    Examples
    --------
    >>> parse_minerals("calcium=80,Mg=20")
    {'calcium': 80.0, 'magnesium': 20.0}
    """
    return dict(_pair(text, part) for part in text.split(",") if part.strip())


def _pair(text: str, part: str) -> tuple[str, float]:
    name, _, amount = part.partition("=")
    try:
        nutrient = find(name)
        number = float(amount.lower().strip().removesuffix("/l").removesuffix("mg"))
    except (UnknownNameError, ValueError) as error:
        raise WaterError(text, part) from error
    if nutrient.unit != "mg" or not 0 <= number < 10_000:
        raise WaterError(text, part)
    return nutrient.key, number


def home_water(
    entries: DataFrame, weighed: DataFrame, minerals: Mapping[str, float], reported: DataFrame
) -> DataFrame:
    """What plain water of the diary gave, by the user's word about the water at home.

    Parameters
    ----------
    entries : DataFrame
        DIARY rows that count; water of a brand, in bottles or with gas is not of the tap.
    weighed : DataFrame
        WEIGHED [g], for amounts that are no volumes.
    minerals : mapping of str to float
        Amounts [mg a litre].
    reported : DataFrame
        REPORTED: what the export states wins.

    Returns
    -------
    DataFrame
        REPORTED rows to add.
    """
    food = entries["food"].fillna("")
    plain = (entries["kind"] == "water") & entries["brand"].isna() & ~food.str.contains(_BOUGHT)
    litres = _litres(entries[plain], weighed)
    told = set(zip(reported["entry_id"], reported["nutrient"], strict=True))
    return REPORTED.frame(
        {"entry_id": entry_id, "nutrient": nutrient, "amount": drunk * amount, "unit": "mg"}
        for entry_id, drunk in litres.items()
        for nutrient, amount in minerals.items()
        if (entry_id, nutrient) not in told and drunk == drunk
    )


def _litres(waters: DataFrame, weighed: DataFrame) -> dict[int, float]:
    """Volume of each entry [l], as written or by its mass."""
    grams = weighed.set_index("entry_id")["grams"]
    volumes = {name: size.millilitres for name, size in measures().items() if size.millilitres}
    rows = zip(waters["entry_id"], waters["quantity"], waters["measure"], strict=True)
    return {
        int(entry_id): quantity * volumes[measure] / 1000
        if measure in volumes and quantity > 0
        else grams[entry_id] / 1000
        for entry_id, quantity, measure in rows
    }
