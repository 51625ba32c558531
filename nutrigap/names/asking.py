"""A diary name turned into what is asked of a food."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.names import aliases, grammar, spelling
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
        Words that a food should have, with their weight (idf).
    unknown : float
        Weight of the words that no food has.
    hints : dict of int to float
        Words that speak for a food but need not match: brand, place.
    words : frozenset of int
        Everything said, states and hints included.
    heads, opening, negated : frozenset of int
        What the food is; the name's first word; what it is without.
    raw, cooked, dry, lean, fatty, unsaid : bool
        What is said of its state, of fat in cooking, and that something is not known (NFS, NS).
    long : bool
        Table-like wording: commas, or five words and more.
    text : str
        Plain words in order, for comparing letters.
    alias : bool
        An alias was used.
    """

    weights: dict[int, float]
    unknown: float
    hints: dict[int, float]
    words: frozenset[int]
    heads: frozenset[int]
    opening: frozenset[int]
    negated: frozenset[int]
    raw: bool
    cooked: bool
    dry: bool
    lean: bool
    fatty: bool
    unsaid: bool
    long: bool
    text: str
    alias: bool


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
    name = grammar.UNSAID.sub(" ", named.food)
    written = spelling.repaired(tokens(name), index.numbers, index.frequency)
    meant, hints, used = aliases.applied(written)
    said, denied = grammar.split_negation(meant)
    hinted, unhinted = grammar.split_negation(hints)
    hints = [*hinted, *tokens(named.context)]
    if query.amount:
        hints += [w for w in tokens(query.amount.casefold()) if w in grammar.STATES | grammar.DRY]
    content = [w for w in said if w not in grammar.NEUTRAL and w not in grammar.STATES]
    content = content or [w for w in said if w not in grammar.STATES] or said
    if not content:
        return None
    numbers = index.numbers
    weights = {numbers[w]: _weight(w, index) for w in content if w in numbers}
    unknown = sum(index.unknown_idf * _UNKNOWN_SHARE for w in set(content) if w not in numbers)
    everything = {*said, *hints}
    aside = _bracketed(meant)
    for word in aside & set(content):
        if word in numbers:
            weights[numbers[word]] *= _METHOD_SHARE
    return Asked(
        weights=weights,
        unknown=unknown,
        hints={numbers[w]: index.idf[numbers[w]] for w in hints if w in numbers},
        words=frozenset(numbers[w] for w in everything if w in numbers),
        heads=frozenset(numbers[w] for w in _heads(meant) if w in numbers),
        opening=frozenset(numbers[w] for w in content[:1] if w in numbers),
        negated=frozenset(numbers[w] for w in denied | unhinted if w in numbers),
        raw=not everything.isdisjoint(grammar.RAW),
        cooked=not everything.isdisjoint(grammar.COOKED),
        dry=not everything.isdisjoint(grammar.DRY),
        lean=bool(grammar.NO_FAT_SAID.search(named.food))
        or not everything.isdisjoint(grammar.LEAN),
        fatty=bool(grammar.FAT_SAID.search(named.food)) or not everything.isdisjoint(grammar.FATTY),
        unsaid=name != named.food,
        long="," in written or len(content) >= _LONG,
        text=" ".join(w for w in said),
        alias=used,
    )


def _weight(word: str, index: Index) -> float:
    share = _METHOD_SHARE if word in grammar.COOKED or word in grammar.LIGHT else 1.0
    return max(index.idf[index.numbers[word]], 0.5) * share


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
