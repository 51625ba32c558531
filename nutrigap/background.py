"""The background pages: what these nutrients do, what else is worth checking, popular claims."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.errors import UnknownNameError
from nutrigap.gates import may_suggest
from nutrigap.tables import read_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from nutrigap.gates import Gate

    Row = Mapping[str, str]

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
    return _topics(lambda _: True)


def topics_for(gates: Iterable[Gate]) -> dict[str, Topic]:
    """The pages without the foods that a person's answers about health rule out.

    Parameters
    ----------
    gates : iterable of Gate
        The person's gates.

    Examples
    --------
    >>> from nutrigap.gates import Gate
    >>> vegan = Gate("vegan", "vegan", "yes", avoids=frozenset({"animal"}))
    >>> [s.text for s in topics_for([vegan])["calcium"].statements if s.heading.startswith("Where")]
    ['Fortified plant drinks, tofu set with calcium, kale and bok choy. Spinach holds calcium that \
is poorly taken up.']
    """
    found = tuple(gates)

    def shown(row: Row) -> bool:
        foods = row["foods"]
        return not foods or may_suggest(found, row["topic"], foods.split("|"))

    return _topics(shown)


def _topics(shown: Callable[[Row], bool]) -> dict[str, Topic]:
    found: dict[str, Topic] = {}
    rows = filter(shown, read_rows("background"))
    for (name, title, heading), group in groupby(rows, itemgetter("topic", "title", "heading")):
        parts = list(group)
        before = found.get(name, Topic(name, title, ()))
        one = Statement(heading, _text(parts), parts[0]["source"], parts[0]["confidence"])
        found[name] = before._replace(statements=(*before.statements, one))
    said = tuple(
        Statement(row["claim"], row["sentence"], row["source"], row["confidence"])
        for row in filter(shown, read_rows("claims"))
    )
    return {**found, CLAIMS: Topic(CLAIMS, "Popular claims, and what is known", said)}


def _text(parts: Iterable[Row]) -> str:
    """Sentences as they are; foods beside each other as one list."""
    texts = (part["text"] for part in parts)
    return " ".join(
        " ".join(group) if sentence else _list(list(group))
        for sentence, group in groupby(texts, lambda text: text.endswith("."))
    )


def _list(foods: list[str]) -> str:
    text = ", ".join(foods)
    return f"{text[:1].upper()}{text[1:]}."


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
