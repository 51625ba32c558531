"""What speaks for and against one food, as named numbers."""

from __future__ import annotations

from math import isnan, log
from typing import TYPE_CHECKING

from nutrigap.names import grammar as g

if TYPE_CHECKING:
    from nutrigap.names.asking import Asked, Query
    from nutrigap.names.index import Food, Index

NAMES = (
    "coverage",  # share of the name's weight that description or synonyms explain
    "described",  # the same by the description alone, earlier segments heavier
    "hinted",  # share of the hints that match
    "unexplained",  # weight of the food's words that the name does not have
    "unexplained_share",
    "first_unexplained",  # weight of the first segment's words that the name does not have
    "head",  # what the name is about is what the food is
    "opening",  # the name's first word is what the food is
    "headed",  # what the food is stands in the name
    "exact",  # the same words
    "exact_first",  # the same words as the first segment
    "exact_synonym",  # the same words as one additional description
    "default_synonym",  # ... that says "NFS"
    "broad_nfs",  # nothing but a class is named, and this is the class not further specified
    "nfs",
    "ns_as_to",
    "default_rule",
    "unsaid_agrees",  # the name itself says that nothing more is known
    "no_fat",
    "fat_added",
    "fat_agrees",
    "fat_differs",
    "special",  # for use on a sandwich, as ingredient, school, baby food, frozen meal …
    "variant",  # reduced, light, diet, free … that nobody asked for
    "brand",  # a brand in brackets that nobody named
    "brand_named",
    "shout",  # an SR brand that nobody named
    "state_agrees",
    "state_differs",
    "raw_unasked",
    "sr_raw_unasked",
    "dry_unasked",
    "dry_heavy",  # ... and more is eaten than anybody eats dry
    "negation_differs",
    "negation_agrees",
    "popularity",
    "never_reported",
    "sr_legacy",
    "foundation",
    "letters",  # likeness of letter triples, for table-like wording
    "own_wording",  # the description's own words in any order, for table-like wording
    "portion",  # how far the grams are from a usual portion
    "energy",  # disagreement of the stated energy
    "macros",
)
_FIELD = {name: place for place, name in enumerate(NAMES)}
_SPECIAL_FLAGS = g.NFS | g.NS


def features(asked: Asked, food: Food, index: Index, query: Query) -> list[float]:
    """The numbers of ``NAMES``, without letters, energy and macros (added for the best only).

    Parameters
    ----------
    asked, query : Asked, Query
        The name, as numbers and as written.
    food : Food
        One candidate.
    index : Index
        Weights of words.

    Returns
    -------
    list of float
        In the order of ``NAMES``.
    """
    words, flags = asked.words, food.flags
    described = food.content | food.bracket
    total = asked.unknown
    covered = field = explained = 0.0
    content, first, synonym = food.content, food.first, food.synonym
    for number, weight in asked.weights.items():
        total += weight
        if number in described:
            covered += weight
            field += weight * (1.3 if number in first else 1.0)
        elif number in synonym:
            covered += 0.85 * weight
    burdens = index.burdens
    for number in words & content:
        explained += burdens[number]
    total = total or 1.0
    burden = food.burden - explained
    hinted = sum([w for n, w in asked.hints.items() if n in described or n in synonym])
    whole = frozenset(asked.weights)
    named = covered and not asked.unknown
    syn, default = _synonym(whole, food) if named and not (whole <= content) else (0.0, 0.0)
    raw, cooked, dry = flags & g.IS_RAW, flags & g.IS_COOKED, flags & g.IS_DRY
    lean, fatty = flags & g.NO_FAT, flags & g.FAT
    state_agrees = (asked.raw and raw) or (asked.cooked and cooked) or (asked.dry and dry)
    state_differs = (asked.raw and cooked and not raw) or (asked.cooked and raw)
    raw_unasked = bool(raw and not asked.raw)
    dry_unasked = bool(dry and not asked.dry)
    special = bool(flags & g.SPECIAL) and burden > 0
    variants = len((content & index.variants) - words)
    named_brand = bool(words & food.bracket)
    return [
        covered / total,
        field / total,
        hinted / 10.0,
        burden / 10.0,
        burden / (food.burden or 1.0),
        sum([burdens[n] for n in first - words]) / 10.0,
        1.0 if asked.heads & food.heads else 0.0,
        1.0 if asked.opening & food.heads else 0.0,
        1.0 if food.heads & words else 0.0,
        1.0 if named and whole == content else 0.0,
        1.0 if named and whole == first else 0.0,
        syn,
        default,
        1.0 if flags & g.NFS and named and whole == content and whole <= index.broad else 0.0,
        1.0 if flags & g.NFS else 0.0,
        1.0 if flags & g.NS else 0.0,
        1.0 if flags & g.RULE else 0.0,
        1.0 if asked.unsaid and flags & (g.NFS | g.NS | g.RULE) else 0.0,
        1.0 if flags & g.NO_FAT else 0.0,
        1.0 if flags & g.FAT else 0.0,
        1.0 if (asked.lean and lean) or (asked.fatty and fatty) else 0.0,
        1.0 if (asked.lean and fatty) or (asked.fatty and lean) else 0.0,
        1.0 if special else 0.0,
        float(variants),
        1.0 if flags & g.BRAND and not named_brand else 0.0,
        1.0 if flags & g.BRAND and named_brand else 0.0,
        1.0 if flags & g.SHOUT and burden > 0 else 0.0,
        1.0 if state_agrees else 0.0,
        1.0 if state_differs else 0.0,
        1.0 if raw_unasked else 0.0,
        1.0 if raw_unasked and flags & (g.SR | g.FOUNDATION) else 0.0,
        1.0 if dry_unasked else 0.0,
        1.0 if dry_unasked and query.grams > 60 else 0.0,
        float(len(words & food.negated) + len(asked.negated & (content | synonym))),
        float(len(asked.negated & food.negated)),
        food.popularity,
        1.0 if not food.popularity and not flags & (g.SR | g.FOUNDATION) else 0.0,
        1.0 if flags & g.SR else 0.0,
        1.0 if flags & g.FOUNDATION else 0.0,
        0.0,
        0.0,
        _portion(query.grams, food.usual_grams),
        0.0,
        0.0,
    ]


def _synonym(whole: frozenset[int], food: Food) -> tuple[float, float]:
    """Whether the name is an additional description, alone or with the food's first segment."""
    phrase: list[int] = []
    default = False
    best = (0.0, 0.0)
    for number in food.phrases:
        if number == 1:
            default = True
        elif number:
            phrase.append(number)
        else:
            words = frozenset(phrase)
            if words <= whole and whole <= (words | food.content):
                if whole == words:
                    return 1.0, float(default)
                best = max(best, (0.5, 0.5 * default))
            phrase, default = [], False
    return best


def _portion(grams: float, usual: float) -> float:
    """Logarithms beyond a factor of three between the grams and a usual portion, squared."""
    if isnan(grams) or isnan(usual) or grams <= 0 or usual <= 0:
        return 0.0
    return min(max(0.0, abs(log(grams / usual)) - 1.1), 3.0) ** 2
