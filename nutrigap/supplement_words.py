"""What the words of a supplement say it holds: chemical names, products, kinds of products."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from nutrigap.tables import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def squeezed(name: str) -> str:
    """A name without blanks, hyphens and case, as names are looked up.

    Examples
    --------
    >>> squeezed("Vitamin B-12") == squeezed("vitamin b 12")
    True
    """
    return re.sub(r"[\s-]+", "", name.lower())


def alternatives(words: Iterable[str]) -> str:
    """The words as one alternative of a pattern, the longest first; blanks may be hyphens.

    Examples
    --------
    >>> re.findall(alternatives(["b", "b complex"]), "b-complex")
    ['b-complex']
    """
    longest = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"[\s-]+") for word in longest)


@cache
def forms() -> Mapping[str, str]:
    """Names of a nutrient itself, its salts in one word included: the nutrient's key by word.

    Examples
    --------
    >>> forms()["methylcobalamin"], forms()["magnesiumcitrat"]
    ('vitamin_b12', 'magnesium')
    """
    salts = [(word, row["nutrient"]) for row in read_rows("salts") for word in _words(row)]
    closed = {word: nutrient for word, nutrient in salts if " " not in word}
    return closed | {word: row["nutrient"] for row in _rows("form") for word in _words(row)}


@cache
def brands() -> frozenset[str]:
    """Names of products that hold one of the nutrients.

    Examples
    --------
    >>> "slow-mag" in brands()
    True
    """
    return frozenset(word for row in _rows("brand") for word in _words(row))


def may_hold(name: str) -> set[str]:
    """The nutrients that a product or kind of product holds in amounts nobody states.

    Examples
    --------
    >>> sorted(may_hold("Slow-Mag")), may_hold("B-complex"), may_hold("Turmeric")
    (['calcium', 'magnesium'], {'vitamin_b12'}, set())
    """
    return {nutrient for pattern, nutrient in _products() if pattern.search(name)}


@cache
def _products() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(rf"(?<!\w)(?:{alternatives(_words(row))})(?!\w)", re.I), row["nutrient"])
        for row in _rows("brand", "class")
    )


def _rows(*kinds: str) -> list[dict[str, str]]:
    return [row for row in read_rows("supplement_words") if row["kind"] in kinds]


def _words(row: Mapping[str, str]) -> list[str]:
    return row["words"].split("|")
