"""The compounds of minerals, and how much of a compound is the mineral."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.supplement_words import alternatives, squeezed
from nutrigap.tables import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nutrigap.nutrients import Nutrient


class Salt(NamedTuple):
    """A row of ``salts.csv``; ``tablets`` are masses [mg] that only the compound can have."""

    name: str
    nutrient: str
    fraction: float
    tablets: tuple[float, ...]
    words: tuple[str, ...]


def salt_fraction(salt: str) -> float:
    """Share of the element in a compound of ``salts.csv`` [0-1]; NaN if it is not there.

    Examples
    --------
    >>> salt_fraction("calcium carbonate")
    0.4004
    """
    return next((known.fraction for known in _salts() if known.name == salt), float("nan"))


def salts_in(name: str) -> Iterator[Salt]:
    """The compounds that a name gives.

    Examples
    --------
    >>> [salt.name for salt in salts_in("Magnesiumcitrat 300 mg")]
    ['magnesium citrate']
    """
    plain = squeezed(name)
    near = (salt for salt in _salts() if any(squeezed(word) in plain for word in salt.words))
    return (salt for salt in near if _pattern(salt).search(name))


def only_salt(name: str, nutrient: Nutrient) -> Salt | None:
    """The compound of a nutrient that the name gives, if it gives just one."""
    found = [salt for salt in salts_in(name) if salt.nutrient == nutrient.key]
    return found[0] if len(found) == 1 else None


def is_of_salt(name: str, nutrient: Nutrient, end: int) -> bool:
    """Whether a dose ending there is of the compound in so many words.

    Examples
    --------
    >>> from nutrigap.nutrients import find
    >>> is_of_salt("1250 mg of calcium carbonate", find("calcium"), 7)
    True
    """
    behind = re.match(r"\s*(?:of|von|de)\s+", name[end:])
    if behind is None:
        return False
    start = end + behind.end()
    named = (salt for salt in salts_in(name) if salt.nutrient == nutrient.key)
    return any(_pattern(salt).match(name, start) for salt in named)


@cache
def _salts() -> tuple[Salt, ...]:
    return tuple(
        Salt(
            name=row["salt"],
            nutrient=row["nutrient"],
            fraction=float(row["fraction"]),
            tablets=tuple(float(mass) for mass in row["tablet_mg"].split("|") if mass),
            words=tuple(row["words"].split("|")),
        )
        for row in read_rows("salts")
    )


@cache
def _pattern(salt: Salt) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives(salt.words)})(?!\w)", re.I)
