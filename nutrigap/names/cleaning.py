"""What diary programs put around a food's name: brands, "Generic", shops, notes of origin."""

from __future__ import annotations

import re
from typing import NamedTuple

from nutrigap.names.words import plain, without_amounts

_DASH = re.compile(r"\s+[-–—|:]\s+|\s*[–—|]\s*")
_NOISE = re.compile(
    r"\b(?:generic|homemade|home made|home-made|usda|nccdb|custom food|my food|quick add|"
    r"store brand|own brand|unbranded|average|verified|per 100 ?g|approx(?:imately)?|leftovers?)\b"
)

_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]{2}")


class Named(NamedTuple):
    """A name without its surroundings; ``context`` is text that may help but need not match."""

    food: str
    context: str


def clean(food: str, brand: str | None = None) -> Named:
    """The food's own words, and the brand or place as context.

    Parameters
    ----------
    food : str
        Name as written, ``Brand - Food`` included.
    brand : str, optional
        Brand as written.

    Returns
    -------
    Named
        Plain text.

    Examples
    --------
    >>> clean("Generic - 2% Milk, 1 cup")
    Named(food='2% milk', context='')
    >>> clean("Chobani - Greek Yogurt").context
    'chobani'
    """
    text = plain(food)
    left, right = _split(text)
    name, context = (right, left) if right else (text, "")
    context = " ".join(_NOISE.sub(" ", f"{context} {plain(brand) if brand else ''}").split())
    quiet = _NOISE.sub(" ", name)
    name = quiet if _LETTER.search(quiet) else name
    return Named(" ".join(without_amounts(name.strip(" ,;-")).split()), context)


def _split(text: str) -> tuple[str, str]:
    """``Brand - Food`` taken apart; the second is empty where there is no brand."""
    parts = [part.strip() for part in _DASH.split(text, maxsplit=1)]
    if len(parts) < 2 or not _WORD.search(parts[1]) or not _LETTER.search(parts[0]):
        return text, ""
    # "90% - 94% lean" is a range.
    if len(parts[0].split()) > 5 or re.search(r"\d\s*%?$", parts[0]):
        return text, ""
    return parts[0], parts[1]
