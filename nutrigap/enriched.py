"""Which generic foods hold more of a nutrient than their ingredients do by themselves."""

from __future__ import annotations

import re
from functools import cache
from math import nan
from typing import TYPE_CHECKING

from nutrigap.likely_added import likely_added

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORDS = {
    "calcium": "calcium",
    "magnesium": "magnesium",
    "vitamin_d": r"vitamins?\b[a-z0-9, ]*\bd[23]?",
    "vitamin_b12": r"vitamins?\b[a-z0-9, ]*\bb-?12",
}
_NOT = re.compile(r"(?:without added|not fortified|unfortified)[^,]*")
_WITH_ALL = re.compile(r"(?:, |dry |mineral )fortified(?! with| only)")
# Plants have neither vitamin; milk has next to no vitamin D by itself.
_PLANTS = re.compile(
    r"(?!babyfood|cheese)[a-z%' ]*\b(?:cereals?|oats?|oatmeal|juice)\b|.*\bsoy ?milk\b"
)
_MILKS = re.compile(r"(?:[a-z]+ )?(?:milk|yogurt|kefir)\b")


def holds_added(
    nutrient: str,
    description: str,
    category: str,
    amounts: Mapping[str, float],
    constants: Mapping[str, float],
) -> bool:
    """Whether some of a nutrient was added to a food, or may well have been.

    A description may say so. Cereals, juices and plant milks with vitamin D or B12 had vitamins
    added, milk with more vitamin D than milk has; with vitamins comes calcium, and magnesium in
    classes of ``fortified_classes.csv``.

    Parameters
    ----------
    nutrient : str
        The nutrient.
    description, category : str
        What the table calls the food and its class.
    amounts : mapping of str to float
        Amounts in 100 g; B12 without what the table says was added.
    constants : mapping of str to float
        ``twin_constants.csv``.

    Examples
    --------
    >>> limits = {"natural_vitamin_d": 0.3, "natural_vitamin_b12": 0.5, "fortified_share": 0.1}
    >>> named, milk = ("Milk, whole", "Milk, whole"), {"energy": 61.0, "vitamin_d": 1.1}
    >>> [holds_added(n, *named, milk, limits) for n in ("vitamin_d", "calcium")]
    [True, False]
    """
    name = description.casefold()
    if nutrient in _WORDS and _says(nutrient, name):
        return True
    much_d = _much_d(amounts, constants)
    if nutrient == "vitamin_d" and much_d and (_MILKS.match(name) or _PLANTS.match(name)):
        return True
    much_b12 = amounts.get("vitamin_b12", nan) > constants["natural_vitamin_b12"]
    enriched = bool(_PLANTS.match(name)) and (much_d or much_b12)
    if nutrient == "vitamin_b12":
        return enriched and much_b12
    enriched = enriched or amounts.get("vitamin_b12_added", nan) > 0
    if nutrient == "magnesium":
        return enriched and nutrient in likely_added(
            {}, "", [category], constants["fortified_share"]
        )
    return enriched and nutrient in _WORDS


def _much_d(amounts: Mapping[str, float], constants: Mapping[str, float]) -> bool:
    energy = amounts.get("energy", nan)
    return amounts.get("vitamin_d", nan) > constants["natural_vitamin_d"] * energy / 100


def _says(nutrient: str, name: str) -> bool:
    said = _NOT.sub("", name)
    return bool(_said(nutrient).search(said) or _WITH_ALL.search(said))


@cache
def _said(nutrient: str) -> re.Pattern[str]:
    word = _WORDS[nutrient]
    return re.compile(
        rf"(?:added|fortified with)\b[^;(]*\b{word}\b|\b{word}[ -](?:added|fortified)\b"
    )
