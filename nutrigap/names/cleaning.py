"""What diary programs put around a food's name: brands, "Generic", shops, notes of origin."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from nutrigap import tables
from nutrigap.names.words import plain, without_amounts

_DASH = re.compile(r"\s+[-–—|:]\s+|\s*[–—|]\s*")
_NOISE = re.compile(
    r"\b(?:generic|homemade|home made|home-made|usda|nccdb|custom food|my food|quick add|"
    r"store brand|own brand|unbranded|average|verified|per 100 ?g|approx(?:imately)?|leftovers?)\b"
)


class Named(NamedTuple):
    """A name without its surroundings; ``context`` are words that may help but need not match."""

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
    >>> clean("McDonald's french fries").context
    "mcdonald's fastfood"
    """
    text = plain(food)
    left, _, right = _split(text)
    name, context = (right, left) if right else (text, "")
    context = f"{context} {plain(brand) if brand else ''}"
    whole = f"{context} {name}"
    places = [place for words, place in _places() if words.search(whole)]
    for words, _place in _places():
        shorter = words.sub(" ", name)
        if re.search(r"[^\W\d]", shorter):
            context += "".join(f" {found}" for found in words.findall(name))
            name = shorter
    context = " ".join(_NOISE.sub(" ", f"{context} {' '.join(places)}").split())
    quiet = _NOISE.sub(" ", name)
    name = quiet if re.search(r"[^\W\d]", quiet) else name
    return Named(" ".join(without_amounts(name.strip(" ,;-")).split()), context)


def _split(text: str) -> tuple[str, str, str]:
    """``Brand - Food`` taken apart; the right-hand side is empty where there is no brand."""
    parts = [part.strip() for part in _DASH.split(text, maxsplit=1)]
    named = len(parts) == 2 and re.search(r"[^\W\d]{2}", parts[1]) and re.search(r"[a-z]", parts[0])
    if named and len(parts[0].split()) <= 5 and not re.search(r"\d\s*%?$", parts[0]):
        return parts[0], " - ", parts[1]
    return text, "", ""


@cache
def _places() -> list[tuple[re.Pattern[str], str]]:
    """Restaurants and what a food from there is called, from ``places.csv``."""
    rows = tables.read_rows("places")
    by_kind: dict[str, list[str]] = {}
    for row in rows:
        by_kind.setdefault(row["context"], []).append(re.escape(row["name"]))
    return [
        (
            re.compile(rf"\b(?:{'|'.join(sorted(names, key=len, reverse=True))})(?:'s|s)?(?!\w)"),
            kind,
        )
        for kind, names in by_kind.items()
    ]
