"""Candidates of a name, ranked, with their probability and their weight in a range."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from heapq import nlargest
from math import exp, isnan, log, log1p
from operator import mul
from typing import TYPE_CHECKING, NamedTuple

from nutrigap import tables
from nutrigap.names import evidence, grammar
from nutrigap.names.features import NAMES, features

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nutrigap.names.asking import Asked, Query
    from nutrigap.names.index import Food, Index

_MARKS = re.compile(r"[^\w%]+")
_LONG_LIST = 60
# Foods that words alone put further behind the best are hardly ever right.
_MARGIN = 0.8
_COMPARED = 25
# Who is used is settled among so many, unless one has more belief than all others together.
_SETTLED, _CLEAR = 4, 0.5
# The logarithm of the number of words counts up to here.
_MANY_WORDS = 1.5
CHANCE = (
    "share",  # log odds of the belief in foods of about this composition
    "coverage",
    "unexplained",
    "long",
    "agrees",  # stated energy and macronutrients agree with the food
    "contradicts",
    "words",  # ln of the number of words of the name
    "alias",
)
# Smaller beliefs change nothing that people see.
LEAST = 0.004
# Words in more foods than this are counted only for foods that another word has found.
_COMMON = 600
_LETTERS, _OWN, _PORTION, _DRY, _ENERGY, _MACROS = map(
    NAMES.index,
    ("letters", "own_wording", "portion", "dry_unasked", "energy", "macros"),
)


class Ranked(NamedTuple):
    """One candidate: its food, its score and the numbers behind it (in the order of ``NAMES``)."""

    food: Food
    score: float
    numbers: list[float]


@cache
def coefficients(model: str) -> dict[str, float]:
    """Coefficients of a model of ``match_coefficients.csv``, such as ``long_sr`` or ``weight``."""
    rows = tables.read_rows("match_coefficients")
    return {row["feature"]: float(row["value"]) for row in rows if row["model"] == model}


@cache
def _vectors(kind: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Coefficients of survey foods, and of SR and Foundation foods, which are worded otherwise."""
    survey, other = coefficients(kind), coefficients(f"{kind}_sr")
    return tuple(survey[name] for name in NAMES), tuple(other[name] for name in NAMES)


def is_other(food: Food) -> bool:
    """Whether a food is of SR Legacy or Foundation, whose wording has its own coefficients."""
    return bool(food.flags & (grammar.SR | grammar.FOUNDATION))


def _vector(food: Food, asked: Asked) -> tuple[float, ...]:
    return _vectors("long" if asked.long else "short")[is_other(food)]


def points(item: Ranked, asked: Asked) -> dict[str, float]:
    """What each number of a candidate is worth; together its score."""
    return dict(zip(NAMES, map(mul, item.numbers, _vector(item.food, asked)), strict=True))


def long_list(asked: Asked, index: Index) -> list[int]:
    """Numbers of the foods worth a closer look, best first by words alone."""
    every = {**asked.hints, **asked.weights}
    order = sorted(every, key=index.frequency)
    found: dict[int, float] = {}
    for number in order:
        weight = every[number] / 100.0
        weight *= 1.0 if number in asked.weights else 0.4
        postings = index.postings(number)
        if len(postings) > _COMMON and len(found) >= _LONG_LIST:
            for food in found:
                if food in postings:
                    found[food] += weight * postings[food]
        else:
            for food, field in postings.items():
                found[food] = found.get(food, 0.0) + weight * field
    if not found:
        return []
    total = sum(asked.weights.values()) or sum(asked.hints.values()) or 1.0
    prior = index.prior
    scores = [points / total + prior[food] for food, points in found.items()]
    least = max(scores) - _MARGIN
    close = [pair for pair in zip(scores, found, strict=True) if pair[0] >= least]
    return [food for _, food in nlargest(_LONG_LIST, close)]


def rank(
    asked: Asked, index: Index, listed: list[int], describe: Callable[[int], str]
) -> list[Ranked]:
    """Candidates by the name alone, best first.

    Parameters
    ----------
    asked : Asked
        The name as numbers.
    index : Index
        The store's words.
    listed : list of int
        Numbers of the candidates.
    describe : callable
        Description of an fdc_id, asked for only with table-like wording.

    Returns
    -------
    list of Ranked
        As many as listed.
    """
    vectors = _vectors("long" if asked.long else "short")
    ranked = []
    for ordinal in listed:
        food = index.food(ordinal)
        numbers = features(asked, food, index)
        vector = vectors[is_other(food)]
        ranked.append(Ranked(food, sum(map(mul, numbers, vector)), numbers))
    ranked.sort(key=_by_score)
    return _compare_letters(ranked, asked, describe) if asked.long else ranked


def with_amounts(ranked: list[Ranked], asked: Asked, query: Query, index: Index) -> list[Ranked]:
    """The candidates in the light of what the diary says of grams, energy and macronutrients."""
    if not isnan(query.grams):
        ranked = _weigh_portions(ranked, asked, query)
    if not isnan(query.energy_kcal):
        ranked = _weigh_evidence(ranked, asked, query, index)
    return ranked


def _weigh_portions(ranked: list[Ranked], asked: Asked, query: Query) -> list[Ranked]:
    """Amounts that nobody eats of a food speak against it, most of all against a powder."""
    heavy = evidence.is_heavy(query)
    found = []
    for food, score, numbers in ranked:
        portion = evidence.portion(query, food)
        dry = numbers[_DRY] if heavy else 0.0
        if portion or dry:
            vector = _vector(food, asked)
            numbers = [*numbers[:_PORTION], portion, dry, *numbers[_PORTION + 2 :]]
            score += vector[_PORTION] * portion + vector[_PORTION + 1] * dry
        found.append(Ranked(food, score, numbers))
    return sorted(found, key=_by_score)


def settle(ranked: list[Ranked], index: Index) -> list[Ranked]:
    """The candidates with the one to use first."""
    ordinals = [candidate.food.ordinal for candidate in ranked]
    first = settled(softmax(ranked), ordinals, index)
    return [ranked[first], *ranked[:first], *ranked[first + 1 :]]


def _by_score(candidate: Ranked) -> tuple[float, int]:
    return -candidate.score, candidate.food.fdc_id


def _compare_letters(
    ranked: list[Ranked],
    asked: Asked,
    describe: Callable[[int], str],
) -> list[Ranked]:
    """Table-like wording is also compared letter by letter, for the best candidates by words."""
    goal = asked.text.casefold()
    triples, words = _letters(goal)
    for at, (food, score, numbers) in enumerate(ranked[:_COMPARED]):
        others, said = _letters(describe(food.fdc_id).casefold())
        numbers[_LETTERS] = 2 * len(triples & others) / (len(triples) + len(others) or 1)
        numbers[_OWN] = float(said == words)
        vector = _vector(food, asked)
        score += vector[_LETTERS] * numbers[_LETTERS] + vector[_OWN] * numbers[_OWN]
        ranked[at] = Ranked(food, score, numbers)
    return sorted(ranked, key=_by_score)


@lru_cache(maxsize=8192)
def _letters(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The letter triples of a text, and its words but for those that only join others."""
    words = _MARKS.sub(" ", text).split()
    plain = " ".join(words)
    triples = frozenset([plain[at : at + 3] for at in range(len(plain) - 2)])
    return triples, frozenset(words) - {"and", "or", "with"}


def _weigh_evidence(ranked: list[Ranked], asked: Asked, query: Query, index: Index) -> list[Ranked]:
    """Stated energy and macros decide only among candidates that words hardly tell apart."""
    trust = evidence.trust(query)
    if not ranked or not trust:
        return ranked
    best = ranked[0].score
    margin = coefficients("weight")["evidence_margin"]
    weighed = list(ranked)
    for at, (food, score, numbers) in enumerate(ranked):
        if best - score > margin:
            break
        energy = trust * evidence.energy(query, food, index)
        macros = trust * evidence.macros(query, food, index)
        vector = _vector(food, asked)
        score += vector[_ENERGY] * energy + vector[_MACROS] * macros
        weighed[at] = Ranked(food, score, [*numbers[:_ENERGY], energy, macros])
    return sorted(weighed, key=_by_score)


def softmax(ranked: list[Ranked], softness: float = 1.0) -> list[float]:
    """Belief in each candidate if one of them is right."""
    best = max(candidate.score for candidate in ranked)
    raw = [exp((candidate.score - best) / softness) for candidate in ranked]
    total = sum(raw)
    return [part / total for part in raw]


def settled(beliefs: list[float], ordinals: list[int], index: Index) -> int:
    """Place of the candidate to use.

    Among the first few the likeliest, where likely foods of about the same composition speak for
    each other: "flounder" is rather baked, grilled or steamed than fried, though fried is the most
    frequent single one.
    """
    if beliefs[0] > _CLEAR:
        return 0
    likely = [(b, o) for b, o in zip(beliefs, ordinals, strict=True) if b > LEAST]
    values = [
        belief + sum(b for b, other in likely if index.near(ordinal, other))
        for belief, ordinal in zip(beliefs[:_SETTLED], ordinals, strict=False)
    ]
    return values.index(max(values))


def shares(ranked: list[Ranked], asked: Asked) -> list[float]:
    """Share of belief in each candidate; what is missing to 1 is "none of these"."""
    known = coefficients("weight")
    kind = "long" if asked.long else "short"
    covered = ranked[0].numbers[0]
    outside = _logistic(known[f"{kind}_outside"] - known[f"{kind}_outside_score"] * covered)
    inside = 1.0 - max(known["least_outside"], outside)
    beliefs = softmax(ranked, known[f"{kind}_softness"])
    own = [candidate.numbers[_OWN] for candidate in ranked]
    if not any(own):
        return [inside * belief for belief in beliefs]
    # A name in the table's own words is that food; what is left is shared as before.
    sure = known["own_wording"]
    mine = [sure * said / sum(own) for said in own]
    return [one + (1 - sure) * inside * belief for one, belief in zip(mine, beliefs, strict=True)]


def probabilities(
    ranked: list[Ranked], asked: Asked, equivalent: list[float], query: Query, index: Index
) -> list[float]:
    """Chance of each of the first candidates to be as good as the truth.

    ``equivalent`` is the belief in foods of about the same composition as each candidate.
    """
    known = coefficients("probability")
    trust = evidence.trust(query)
    values = []
    for candidate, share in zip(ranked, equivalent, strict=False):
        energy = evidence.energy(query, candidate.food, index) if trust else 0.0
        macros = evidence.macros(query, candidate.food, index) if trust else 0.0
        agrees = evidence.agreement(trust, energy, macros)
        numbers = chance_numbers(candidate.numbers, asked, share, agrees)
        values.append(_logistic(known["intercept"] + sum(map(mul, numbers, _chance_vector()))))
    return values


def chance_numbers(
    numbers: Sequence[float], asked: Asked, share: float, agrees: tuple[float, float]
) -> tuple[float, ...]:
    """What the probability of a candidate depends on, in the order of ``CHANCE``."""
    share = min(max(share, 1e-4), 1 - 1e-4)
    words = min(log(max(len(asked.weights), 1)), _MANY_WORDS)
    odds = log(share / (1 - share))
    return (odds, numbers[0], numbers[3], float(asked.long), *agrees, words, float(asked.alias))


@cache
def _chance_vector() -> tuple[float, ...]:
    known = coefficients("probability")
    return tuple(known[name] for name in CHANCE)


def _logistic(value: float) -> float:
    return 1.0 / (1.0 + exp(-min(max(value, -30.0), 30.0)))


def prior(popularity: float, burden: float, flags: int) -> float:
    """What speaks for a food before any name is read, on the scale of word points."""
    points = 0.06 * log1p(popularity) - 0.012 * burden
    points -= 0.25 if flags & grammar.SPECIAL else 0.0
    points -= 0.15 if flags & (grammar.SR | grammar.FOUNDATION) else 0.0
    return points + (0.1 if flags & (grammar.NFS | grammar.NS) else 0.0)
