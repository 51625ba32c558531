"""The background pages: what these nutrients do, what else is worth checking, popular claims."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.errors import UnknownNameError
from nutrigap.tables import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

CLAIMS, BANDS = "claims", "blood_vitamin_d"


class Statement(NamedTuple):
    """A short text with where it comes from; ``confidence`` is verified, computed or from memory.

    What stands as ``from memory`` is to be checked before anybody relies on it.
    """

    heading: str
    text: str
    source: str
    confidence: str


class Topic(NamedTuple):
    """One page."""

    name: str
    title: str
    statements: tuple[Statement, ...]


class Claim(NamedTuple):
    """What people say, what is known, and what we say."""

    topic: str
    claim: str
    evidence: str
    source: str
    confidence: str
    sentence: str


class Band(NamedTuple):
    """What one society calls a 25-hydroxyvitamin D in blood, in both units."""

    society: str
    band: str
    nmol_l: str
    ng_ml: str
    note: str
    source: str
    confidence: str


@cache
def topics() -> dict[str, Topic]:
    """Every page by name, in the order of reading; the claims come last.

    Examples
    --------
    >>> list(topics())[:3]
    ['why', 'vitamin_d', 'magnesium']
    """
    found: dict[str, Topic] = {}
    for row in read_rows("background"):
        before = found.get(row["topic"], Topic(row["topic"], row["title"], ()))
        one = Statement(row["heading"], row["text"], row["source"], row["confidence"])
        found[row["topic"]] = before._replace(statements=(*before.statements, one))
    said = tuple(Statement(c.claim, c.sentence, c.source, c.confidence) for c in claims())
    return {**found, CLAIMS: Topic(CLAIMS, "Popular claims, and what is known", said)}


def find_topic(name: str) -> Topic:
    """The page of a name.

    Raises
    ------
    UnknownNameError
        There is no such page.

    Examples
    --------
    >>> find_topic("Vitamin D").title
    'Vitamin D'
    """
    plain = "_".join(name.lower().replace("-", " ").split())
    if plain not in topics():
        raise UnknownNameError("topic", name, topics())
    return topics()[plain]


@cache
def claims() -> tuple[Claim, ...]:
    """The popular claims of ``claims.csv``.

    Examples
    --------
    >>> claims()[0].claim
    'Magnesium tablets stop night cramps'
    """
    return tuple(Claim(*(row[name] for name in Claim._fields)) for row in read_rows("claims"))


def bands() -> Iterator[Band]:
    """Bands of 25-hydroxyvitamin D by society; for display, never worked out from a diary.

    Examples
    --------
    >>> [(b.band, b.nmol_l, b.ng_ml) for b in bands()][:2]
    [('deficient', 'below 30', 'below 12'), ('inadequate for some', '30 to below 50', '12 to below \
20')]
    """
    for row in read_rows("vitamin_d_bands"):
        yield Band(
            society=row["society"],
            band=row["band"],
            nmol_l=_ends(row["from_nmol_l"], row["to_nmol_l"]),
            ng_ml=_ends(row["from_ng_ml"], row["to_ng_ml"]),
            note=row["note"],
            source=row["source"],
            confidence=row["confidence"],
        )


def _ends(low: str, high: str) -> str:
    if low and high:
        return f"{low} to below {high}"
    return f"below {high}" if high else f"{low} or more" if low else "none"
