"""A diary name turned into what is asked of a food."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.names import aliases, grammar, parts, spelling
from nutrigap.names.cleaning import clean
from nutrigap.names.words import tokens

if TYPE_CHECKING:
    from nutrigap.names.index import Index

_NAN = math.nan
# A word that no food of the table has is more often a brand than a food.
_UNKNOWN_SHARE = 0.6
_METHOD_SHARE = 0.5
_LONG = 5


class Query(NamedTuple):
    """One name to find, with what else the diary says about it.

    Amounts are of the entry as eaten: [g] and [kcal]; NaN unknown.
    """

    food: str | None
    brand: str | None = None
    amount: str | None = None
    food_code: str | None = None
    fdc_id: int | None = None
    gtin: str | None = None
    grams: float = _NAN
    energy_kcal: float = _NAN
    protein_g: float = _NAN
    carbohydrate_g: float = _NAN
    fat_g: float = _NAN
    category: str | None = None
    format: str | None = None


class Asked(NamedTuple):
    """A name as numbers of the index.

    Parameters
    ----------
    weights : dict of int to float
        Words that a food should have, with their weight.
    total : float
        Weight of all words, those that no food has included.
    whole : frozenset of int or None
        The words of ``weights``, if every word is known.
    hints : dict of int to float
        Words that speak for a food but need not match: brand, place.
    words : frozenset of int
        Everything said, states and hints included.
    heads, opening, negated : frozenset of int
        What the food is; the name's first word; what it is without.
    bits : int
        Bits of ``grammar``: raw, cooked, dry, without or with added fat, and NFS where the name
        says that something is not known.
    long : bool
        Table-like wording: commas, or five words and more.
    text : str
        The name without its surroundings, for comparing letters.
    alias : bool
        An alias was used.
    """

    weights: dict[int, float]
    total: float
    whole: frozenset[int] | None
    hints: dict[int, float]
    words: frozenset[int]
    heads: frozenset[int]
    opening: frozenset[int]
    negated: frozenset[int]
    bits: int
    long: bool
    text: str
    alias: bool


class _Said(NamedTuple):
    """The words of a name, sorted by what they do."""

    content: list[str]
    hints: list[str]
    everything: set[str]
    heads: set[str]
    denied: set[str]
    aside: set[str]
    alias: bool
    long: bool
    part: int


def ask(query: Query, index: Index) -> Asked | None:
    """What a query asks, or None if it holds no word.

    Parameters
    ----------
    query : Query
        The name as written.
    index : Index
        The store's words.

    Returns
    -------
    Asked or None
        Weights by word number.
    """
    named = clean(query.food or "", query.brand)
    name, part = parts.taken_out(grammar.UNSAID.sub(" ", named.food))
    said = _sorted_words(tokens(name), tokens(named.context), query.amount, index)
    if not said.content:
        return None
    numbers = index.numbers
    weights = {numbers[w]: _weight(w, index, said.aside) for w in said.content if w in numbers}
    unknown = len(set(said.content) - numbers.keys())
    unsaid = grammar.NFS if grammar.UNSAID.search(named.food) else 0
    return Asked(
        weights=weights,
        total=sum(weights.values()) + unknown * _UNKNOWN_SHARE * index.unknown_idf or 1.0,
        whole=None if unknown else frozenset(weights),
        hints={numbers[w]: index.idf[numbers[w]] for w in said.hints if w in numbers},
        words=index.numbered(said.everything),
        heads=index.numbered(said.heads),
        opening=index.numbered(said.content[:1]),
        negated=index.numbered(said.denied),
        bits=_bits(name, said.everything) | unsaid | part | said.part,
        long=said.long,
        text=named.food,
        alias=said.alias,
    )


def _bits(name: str, words: set[str]) -> int:
    """What a name says of the food's state and of fat in cooking."""
    lean = grammar.NO_FAT_SAID.search(name) or not words.isdisjoint(grammar.LEAN)
    fatty = grammar.FAT_SAID.search(name) or not words.isdisjoint(grammar.FATTY)
    said = (
        (grammar.IS_RAW, not words.isdisjoint(grammar.RAW)),
        (grammar.IS_COOKED, not words.isdisjoint(grammar.COOKED)),
        (grammar.IS_DRY, not words.isdisjoint(grammar.DRY)),
        (grammar.NO_FAT, lean),
        (grammar.FAT, fatty),
    )
    return sum(bit for bit, present in said if present)


def _sorted_words(
    written: list[str], context: list[str], amount: str | None, index: Index
) -> _Said:
    name, places = aliases.without_places(written)
    repaired = spelling.repaired(name, index.numbers, index.frequency)
    meant, hints, used = aliases.applied(repaired)
    meant, part = _without_parts(meant) if used else (meant, 0)
    hints, hinted_part = _without_parts(hints)
    said, denied = grammar.split_negation(meant)
    hinted, unhinted = grammar.split_negation(hints)
    hinted += [*places, *(w for part in aliases.without_places(context) for w in part)]
    if amount:
        hinted += [w for w in tokens(amount.casefold()) if w in grammar.STATES | grammar.DRY]
    content = [w for w in said if w not in grammar.NEUTRAL and w not in grammar.STATES]
    content = content or [w for w in said if w not in grammar.STATES] or said
    return _Said(
        content=content,
        hints=hinted,
        everything={*said, *hinted},
        heads=_heads(meant),
        denied=denied | unhinted,
        aside=_bracketed(meant),
        alias=used,
        long="," in written or len(content) >= _LONG,
        part=part | hinted_part,
    )


def _without_parts(words: list[str]) -> tuple[list[str], int]:
    """Words of aliases without phrases such as "skin not eaten", and their bits."""
    text, bits = parts.taken_out(" ".join(words))
    return text.split() if bits else words, bits


def _weight(word: str, index: Index, aside: set[str]) -> float:
    weight = max(index.idf[index.numbers[word]], 0.5)
    weight *= _METHOD_SHARE if word in grammar.COOKED or word in grammar.LIGHT else 1.0
    return weight * (_METHOD_SHARE if word in aside else 1.0)


def _bracketed(words: list[str]) -> set[str]:
    """Words in brackets: said in passing."""
    inside = False
    found = set()
    for word in words:
        if word in "()":
            inside = word == "("
        elif inside:
            found.add(word)
    return found


def _heads(words: list[str]) -> set[str]:
    """In comma order the first segment, and the second after a class word; else the last noun."""
    segments = [s.split() for s in re.split(r"[,;()]", " ".join(words)) if s.strip()]
    if not segments:
        return set()
    heads = set(grammar.head_words(segments[0]))
    if len(segments) > 1 and (heads & grammar.CLASSES):
        heads |= set(grammar.head_words(segments[1]))
    return heads - grammar.NEUTRAL
