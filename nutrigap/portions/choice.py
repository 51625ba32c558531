"""Which of a food's portions a diary means by 'slice', '2 large' or 'cup, chopped'."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.amounts.words import UnitWord, singular, unit_words
from nutrigap.units import measures

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SIZES = {"small", "medium", "large", "extra", "regular", "thin", "thick", "mini", "standard"}
_SIZES |= {"miniature", "jumbo", "big", "tiny"}
_USUAL = {"medium", "regular", "standard"}
_ANY = {"nfs", "ns", "any"}
_NEUTRAL = {
    "nfs",
    "ns",
    "as",
    "to",
    "size",
    "any",
    "no",
    "ice",
    "or",
    "and",
    "of",
    "x",
    "the",
    "in",
}
_NEUTRAL |= {"dia", "diameter", "about", "approx", "individual", "prepackaged", "single", "edible"}
_ODD = {"snack", "crust", "baby", "child", "senior", "school", "kids", "bite", "cocktail", "slider"}
_ODD |= {"cracker", "fun", "calorie", "inch", "mini", "miniature", "toddler", "personal", "value"}
_ODD |= {"guideline", "refuse", "new"}
_STATES = {"cooked", "raw", "dry", "chopped", "sliced", "diced", "mashed", "shredded", "grated"}
_STATES |= {
    "crumbled",
    "crushed",
    "melted",
    "cubed",
    "pieces",
    "cubes",
    "halves",
    "whole",
    "ground",
}
_STATES |= {"packed", "unpopped", "popped", "shell", "pitted", "prepared", "slices", "drained"}
_WHOLE = {"each", "whole", "item", "unit", "fruit", "one"}
_WITH_ICE = re.compile(r"with ice")


class Portion(NamedTuple):
    """A household portion of a food: grams of one ``measure`` [g], its role as in PORTIONS."""

    measure: str
    grams: float
    role: str = "portion"


class Choice(NamedTuple):
    """The mass of one measure [g] by a portion of the food.

    ``alike``: the portion only resembles what was asked for. ``scaled``: it is of another unit.
    """

    grams: float
    alike: bool = False
    scaled: bool = False


class _Words(NamedTuple):
    """What the words of a measure say."""

    unit: UnitWord | None
    nouns: tuple[str, ...]
    sizes: frozenset[str]
    behind: frozenset[str]
    text: str


@lru_cache(maxsize=16384)
def _words(measure: str) -> _Words:
    text = measure.lower()
    exact = _exact().match(text)
    head = re.split(r"[,(\[]| - ", text, maxsplit=1)[0]
    behind = re.findall(r"[^\W_]+", text[exact.end() if exact else len(head) :])
    named = [singular(w) for w in re.findall(r"[^\W\d_]+", head)]
    sizes = frozenset(w for w in named if w in _SIZES)
    nouns = tuple(w for w in named if w not in _SIZES and w not in ("or", "as", "ns", "nfs"))
    unit = unit_words()[exact[0]] if exact else None
    return _Words(unit, nouns, sizes, frozenset(behind), text)


@lru_cache(maxsize=1)
def _exact() -> re.Pattern[str]:
    names = sorted({m.name for m in measures().values()}, key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, names))})(?![^\s,()\[\]])(?! [a-z])")


@lru_cache(maxsize=8192)
def _plain_words(text: str) -> frozenset[str]:
    return frozenset(singular(w) for w in re.findall(r"[^\W\d_]+", text.lower()))


def choose_volume(measure: str, portions: Iterable[Portion], *, food: str = "") -> Choice | None:
    """The mass of a volume measure, from a volume portion of the food.

    The portion of the same unit with the same words (chopped, cooked …) is preferred; cup,
    tablespoon, teaspoon and fluid ounce are scaled between each other. A drink is without ice.

    Parameters
    ----------
    measure : str
        Canonical volume measure with its qualifiers: ``cup, chopped``.
    portions : iterable of Portion
        Portions of the food.
    food : str
        Names of the food: words such as "cooked" in them count as qualifiers.

    Returns
    -------
    Choice or None
        ``scaled`` if the portion is of another unit, ``alike`` if it lacks a word such as "dry";
        ``None`` if the food has no volume portion.

    Examples
    --------
    >>> rice = [Portion("cup, dry", 185.0), Portion("cup, cooked", 158.0)]
    >>> choose_volume("tablespoon", rice, food="Rice, cooked").grams
    9.875
    """
    wanted = _words(measure)
    if wanted.unit is None:
        return None
    volumes = [
        (portion, parsed)
        for portion in portions
        if portion.role == "portion"
        and (parsed := _words(portion.measure)).unit is not None
        and parsed.unit.kind == "volume"
    ]
    if not volumes:
        return None
    states = wanted.behind | (_plain_words(food) & _STATES)
    portion, parsed = max(volumes, key=lambda pair: _volume_score(wanted, states, pair[1]))
    share = wanted.unit.millilitres / parsed.unit.millilitres if parsed.unit else math.nan
    alike = bool(wanted.behind & _STATES - parsed.behind - _plain_words(food))
    return Choice(portion.grams * share, alike, parsed.unit != wanted.unit)


def _volume_score(wanted: _Words, states: frozenset[str], found: _Words) -> float:
    if wanted.unit is None or found.unit is None:
        return -math.inf
    score = -0.4 * abs(math.log(wanted.unit.millilitres / found.unit.millilitres))
    score += 2.0 * len(wanted.behind & found.behind)
    odd = found.behind - states - _NEUTRAL
    score -= sum(1.0 if word in _STATES else 0.4 for word in odd if not word.isdigit())
    score -= 3.0 * (_WITH_ICE.search(found.text) is not None and "ice" not in wanted.behind)
    return score + 0.3 * bool(found.behind & _ANY)


def choose_portion(
    measure: str | None, portions: Sequence[Portion], *, food: str = "", kind: str = ""
) -> Choice | None:
    """The portion of the food that a counted measure means.

    Medium, regular and unqualified portions are preferred where the diary names no size;
    snack-size pieces, slices without crust and guideline amounts never stand for a plain one.

    Parameters
    ----------
    measure : str or None
        Words of the measure: ``slice``, ``large``, ``can (355ml)``; ``None`` for a bare number.
    portions : sequence of Portion
        Portions of the food.
    food : str
        Names of the food, as the diary and as USDA write them; a measure that is one of their words
        means one whole food.
    kind : str
        Words of the diary's name that USDA's does not have: "baby" of "baby carrots" asks for the
        portion that has it too.

    Returns
    -------
    Choice or None
        ``None`` if the food has no portion of that kind.

    Examples
    --------
    >>> bread = [Portion("slice, crust not eaten", 16.0), Portion("medium or regular slice", 36.0)]
    >>> choose_portion("slice", bread).grams
    36.0
    >>> choose_portion("almond", [Portion("nut", 1.2), Portion("package", 50.0)], food="Almonds")
    Choice(grams=1.2, alike=False, scaled=False)
    """
    wanted, kinds = _words(measure or "each"), _plain_words(kind)
    scored = [
        (score, -place, portion, alike)
        for place, portion in enumerate(portions)
        if portion.role == "portion"
        for score, alike in [_score(wanted, _words(portion.measure), _plain_words(food), kinds)]
    ]
    best = max(scored, default=None)
    if best is None or best[0] < 1:
        return None
    return Choice(best[2].grams, best[3])


def _score(
    wanted: _Words, found: _Words, food: frozenset[str], kinds: frozenset[str]
) -> tuple[float, bool]:
    """How well a portion answers a measure (below 1: not at all), and whether it only resembles."""
    if found.unit is not None or ("inch" in found.nouns and "inch" not in wanted.nouns):
        return 0.0, False
    special = frozenset({*wanted.nouns[:-1], *kinds} & {*found.nouns})
    base, alike = _noun_score(wanted, found, food, special)
    if base <= 0:
        return 0.0, False
    size, other_size = _size_score(wanted, found)
    extra = found.behind - wanted.behind - _NEUTRAL - food
    words = {*found.nouns, *found.sizes, *found.behind} - {*wanted.nouns, *wanted.behind}
    odd = len((words - wanted.sizes - kinds) & _ODD)
    more = len({*found.nouns[:-1]} - {*wanted.nouns} - _NEUTRAL - food)
    score = base + size + 1.5 * len(wanted.behind & found.behind)
    score += 1.5 * len(special)
    score -= 0.2 * min(len(extra), 3) + 0.6 * more + 3.0 * odd
    missed = bool({*wanted.nouns[:-1]} - {*found.nouns} - food)
    return max(score, 1.0), alike or other_size or missed


def _noun_score(
    wanted: _Words, found: _Words, food: frozenset[str], special: frozenset[str]
) -> tuple[float, bool]:
    noun = wanted.nouns[-1] if wanted.nouns else ""
    whole = not noun or noun in _WHOLE or (noun in food and noun not in found.nouns)
    if whole and special and _is_whole(found, food | special):
        return 12.0, False
    if noun and noun in found.nouns:
        return (12.0 if found.nouns[-1] == noun else 10.0), False
    if not whole:
        return _stand_in_score(noun, found, food)
    if not wanted.nouns and wanted.sizes & found.sizes:
        return 9.0 + 2.0 * _is_whole(found, food), False
    return _whole_score(found, food), not wanted.nouns


def _stand_in_score(noun: str, found: _Words, food: frozenset[str]) -> tuple[float, bool]:
    unit = unit_words().get(noun)
    for rank, other in enumerate(unit.instead if unit is not None else ()):
        if other in found.nouns or (other == "each" and _is_whole(found, food)):
            return 8.0 - 0.5 * rank, True
    return 0.0, False


def _is_whole(found: _Words, food: frozenset[str]) -> bool:
    return not found.nouns or found.nouns[-1] in _WHOLE or found.nouns[-1] in food


def _whole_score(found: _Words, food: frozenset[str]) -> float:
    """How well a portion stands for one whole food."""
    if _is_whole(found, food):
        return 8.0
    unit = unit_words().get(found.nouns[-1])
    if unit is None:
        return 6.0
    return {"container": 4.0, "count": 3.0}.get(unit.kind, 2.0)


def _size_score(wanted: _Words, found: _Words) -> tuple[float, bool]:
    """Agreement of sizes, and whether a size was asked for that is not there."""
    if wanted.sizes:
        shared = len(wanted.sizes & found.sizes) - 0.5 * len(found.sizes - wanted.sizes)
        return (2.0 * shared, False) if wanted.sizes & found.sizes else (-1.0, True)
    if found.sizes & _USUAL:
        return 1.0 if found.sizes <= _USUAL else 0.6, False
    if found.behind & _ANY or set(found.nouns) & _ANY:
        return 1.5, False
    return (-1.5, False) if found.sizes else (1.2 if not found.behind else 0.9, False)
