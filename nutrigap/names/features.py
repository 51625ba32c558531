"""What speaks for and against one food, as named numbers."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from nutrigap.names import grammar as g
from nutrigap.names import parts as p

if TYPE_CHECKING:
    from nutrigap.names.asking import Asked
    from nutrigap.names.index import Food, Index

_WORDS = (
    "coverage",  # share of the name's weight that description or synonyms explain
    "described",  # the same by the description alone, its first segment heavier
    "hinted",  # weight of the hints that match
    "unexplained",  # weight of the food's words that the name does not have
    "unexplained_share",
    "first_unexplained",  # the same of the first segment
    "head",  # what the name is about is what the food is
    "opening",  # the name's first word is what the food is
    "headed",  # what the food is stands in the name
    "exact",  # the same words
    "exact_first",  # the same words as the first segment
    "exact_synonym",  # the same words as one additional description
    "default_synonym",  # ... that says "NFS"
    "broad_nfs",  # nothing but a class is named, and this is the class not further specified
)
_DETAILS = (
    "special",  # for use on a sandwich, as ingredient, school, baby food, frozen meal
    "variant",  # reduced, light, diet, free, and nobody asked for it
    "brand",  # a brand in brackets that nobody named
    "brand_named",
    "shout",  # an SR brand that nobody named
    "negation_differs",
    "negation_agrees",
    "popularity",  # ln(1 + people who reported it)
    "never_reported",
)
_FLAGS = (
    "nfs",
    "ns_as_to",
    "default_rule",
    "unsaid_agrees",  # the name itself says that nothing more is known
    "no_fat",
    "fat_added",
    "fat_agrees",
    "fat_differs",
    "state_agrees",
    "state_differs",
    "raw_missing",  # the name says raw, the food does not
    "raw_unasked",
    "sr_raw_unasked",
    "dry_unasked",
    "skin_agrees",
    "skin_differs",
    "skinless_unasked",
    "lean_agrees",
    "lean_differs",
    "lean_unasked",
    "salt_agrees",
    "salt_differs",
    "graded_unasked",
    "part_only",  # nothing but skin or fat, and nobody asked for it
    "sr_legacy",
    "foundation",
)
_LATER = (
    "letters",  # likeness of letter triples, for table-like wording
    "own_wording",  # the description's own words in any order, for table-like wording
    "portion",  # how far the grams are from a usual portion
    "dry_heavy",  # dry unasked, and more is eaten than anybody eats dry
    "energy",  # disagreement of the stated energy
    "macros",  # and of the shares of protein, carbohydrate and fat in it
)
NAMES = (*_WORDS, *_DETAILS, *_FLAGS, *_LATER)
_NOT_YET = (0.0,) * len(_LATER)

_FIRST_SEGMENT, _SYNONYM = 1.3, 0.85
_DEFAULT = 1


def features(asked: Asked, food: Food, index: Index) -> list[float]:
    """The numbers of ``NAMES``; letters and what follows from amounts are nought, added later.

    Parameters
    ----------
    asked : Asked
        The name as numbers.
    food : Food
        One candidate.
    index : Index
        Weights of words.

    Returns
    -------
    list of float
        In the order of ``NAMES``.
    """
    burdens, words = index.burdens, asked.words
    burden = food.burden
    for number in words & food.content:
        burden -= burdens[number]
    return [
        *_of_words(asked, food, index, burden),
        *_of_details(asked, food, index, burden > _NOTHING),
        *_of_flags(asked.bits, food.flags),
        *_NOT_YET,
    ]


# Burdens are sums of 32-bit numbers.
_NOTHING = 1e-3


def _of_words(asked: Asked, food: Food, index: Index, burden: float) -> tuple[float, ...]:
    content, first, synonym, words = food.content, food.first, food.synonym, asked.words
    described = content | food.bracket if food.bracket else content
    covered = field = 0.0
    for number, weight in asked.weights.items():
        if number in described:
            covered += weight
            field += weight * _FIRST_SEGMENT if number in first else weight
        elif number in synonym:
            covered += _SYNONYM * weight
    hints = [w for n, w in asked.hints.items() if n in described or n in synonym]
    beyond = first - words
    whole = asked.whole if covered else None
    exact = whole == content
    phrase, default = 0.0, 0.0
    if whole and food.phrases and not exact and whole <= (content | synonym):
        phrase, default = _synonym(whole, food)
    return (
        covered / asked.total,
        field / asked.total,
        sum(hints) / 10.0 if hints else 0.0,
        burden / 10.0,
        burden / food.burden if food.burden else 0.0,
        sum([index.burdens[n] for n in beyond]) / 10.0 if beyond else 0.0,
        1.0 if asked.heads & food.heads else 0.0,
        1.0 if asked.opening & food.heads else 0.0,
        1.0 if food.heads & words else 0.0,
        1.0 if exact else 0.0,
        1.0 if whole == first else 0.0,
        phrase,
        default,
        1.0 if exact and food.flags & g.NFS and content <= index.broad else 0.0,
    )


def _of_details(asked: Asked, food: Food, index: Index, more: bool) -> tuple[float, ...]:
    """``more``: the food has words that the name does not explain."""
    flags, denied = food.flags, asked.negated
    named = bool(flags & g.BRAND and asked.words & food.bracket)
    varied = len((food.content & index.variants) - asked.words) if flags & g.VARIED else 0
    differs = len(asked.words & food.negated) if food.negated else 0
    differs += len(denied & (food.content | food.synonym)) if denied else 0
    return (
        1.0 if more and flags & g.SPECIAL else 0.0,
        float(varied),
        1.0 if flags & g.BRAND and not named else 0.0,
        1.0 if named else 0.0,
        1.0 if more and flags & g.SHOUT else 0.0,
        float(differs),
        float(len(denied & food.negated)) if denied else 0.0,
        food.popularity,
        1.0 if not food.popularity and not flags & (g.SR | g.FOUNDATION) else 0.0,
    )


@lru_cache(maxsize=4096)
def _of_flags(asked: int, flags: int) -> tuple[float, ...]:
    """What follows from the bits of a name and of a food alone."""
    raw, cooked, dry = flags & g.IS_RAW, flags & g.IS_COOKED, flags & g.IS_DRY
    both = asked & flags
    differs = (asked & g.IS_RAW and cooked and not raw) or (asked & g.IS_COOKED and raw)
    unasked = bool(raw and not asked & g.IS_RAW)
    other_fat = (asked & g.NO_FAT and flags & g.FAT) or (asked & g.FAT and flags & g.NO_FAT)
    found = (
        flags & g.NFS,
        flags & g.NS,
        flags & g.RULE,
        asked & g.NFS and flags & (g.NFS | g.NS | g.RULE),
        flags & g.NO_FAT,
        flags & g.FAT,
        both & (g.NO_FAT | g.FAT),
        other_fat,
        both & (g.IS_RAW | g.IS_COOKED | g.IS_DRY),
        differs,
        asked & g.IS_RAW and not raw,
        unasked,
        unasked and flags & (g.SR | g.FOUNDATION),
        dry and not asked & g.IS_DRY,
        both & (p.SKIN | p.NO_SKIN),
        _other(asked, flags, p.SKIN, p.NO_SKIN),
        flags & p.NO_SKIN and not asked & p.NO_SKIN,
        both & (p.LEAN | p.LEAN_AND_FAT),
        _other(asked, flags, p.LEAN, p.LEAN_AND_FAT),
        flags & p.LEAN and not asked & p.LEAN,
        both & (p.SALT | p.NO_SALT),
        _other(asked, flags, p.SALT, p.NO_SALT),
        flags & p.GRADED and not asked & p.GRADED,
        flags & p.PART and not asked & p.PART,
        flags & g.SR,
        flags & g.FOUNDATION,
    )
    return tuple(1.0 if value else 0.0 for value in found)


def _other(asked: int, flags: int, one: int, two: int) -> int:
    """Whether a name says one of two things and the food the other."""
    return (asked & one and flags & two) or (asked & two and flags & one)


def _synonym(whole: frozenset[int], food: Food) -> tuple[float, float]:
    """Whether the name is an additional description, alone or with words of the description."""
    phrase: list[int] = []
    default = 0.0
    best = (0.0, 0.0)
    for number in food.phrases:
        if number == _DEFAULT:
            default = 1.0
        elif number:
            phrase.append(number)
        else:
            words = frozenset(phrase)
            if words == whole:
                return 1.0, default
            if words <= whole and whole <= (words | food.content):
                best = max(best, (0.5, 0.5 * default))
            phrase, default = [], 0.0
    return best
