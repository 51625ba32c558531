"""Whether a diary line is a food, a supplement, a medicine or plain water."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from nutrigap.amounts.words import spelling, unit_words
from nutrigap.dose_text import mentioned
from nutrigap.nutrients import shown
from nutrigap.supplement_words import brands, forms
from nutrigap.tables import read_constants, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

_DOSE = re.compile(r"\d[\d.,]*\s*(?:iu|i\.u\.|ie|ui|mcg|µg|μg|ug|mg|мкг|мг|ме)(?!\w)", re.I)
_ADDED = re.compile(r"(?<!\w)(?:added|fortified|enriched)(?!\w)")
_SEGMENT = re.compile(r"[,;:(/|]|\s[-–]\s|\s\+\s|\s&\s")


def kind_of(
    food: str, category: str | None = None, *, unit: str | None = None, energy: float = 0.0
) -> str:
    """What sort of thing a diary line names.

    A supplement is known by the app's category, a dosage form, a nutrient with a dose, or a
    nutrient standing alone; a food that is merely fortified is a food, and so are protein powder,
    meal shakes, nutritional yeast and electrolyte drinks. What is counted in tablets, capsules or
    gummies is a supplement too, unless its name is that of a food sold so (stock, sweetener, gum,
    coffee) or one piece has the energy of a food.

    Parameters
    ----------
    food : str
        Name as written.
    category : str, optional
        The app's own category.
    unit : str, optional
        What is counted.
    energy : float
        Energy of one piece [kcal]; 0 where it is not stated.

    Returns
    -------
    str
        ``food``, ``supplement``, ``medicine`` or ``water``.

    Examples
    --------
    >>> [kind_of(f) for f in ("Vitamin D3 1000 IU", "Orange juice with calcium", "Tap water")]
    ['supplement', 'food', 'water']
    >>> kind_of("Ibuprofen 400 mg"), kind_of("Whey protein powder", "Supplements")
    ('medicine', 'food')
    >>> kind_of("Slow-Mag", unit="tablet"), kind_of("Vegetable stock", unit="tablet")
    ('supplement', 'food')
    """
    name = " ".join(food.lower().split())
    group = (category or "").lower()
    tablet = _is_tablet(food, unit, energy)
    if _is_water(name):
        return "water"
    if _has("medicine category", group) or _has("medicine", name):
        return "medicine"
    if _has("food like a supplement", name) and not (tablet or _has("dosage form", name)):
        return "food"
    if tablet or _has("supplement category", group) or _is_dosed(food):
        return "supplement"
    # An app's own food group outweighs a name that only might be a tablet: 'Fish oil, cod liver'.
    return "supplement" if not group.strip() and _sounds_so(name) else "food"


@cache
def is_dosage_form(unit: str) -> bool:
    """Whether tablets, capsules, gummies or the like are counted.

    Examples
    --------
    >>> is_dosage_form("tablet (400 mg)"), is_dosage_form("drops"), is_dosage_form("slice")
    (True, False, False)
    """
    head = re.split(r"[,(\[]", unit, maxsplit=1)[0]
    word = unit_words().get(spelling(head))
    return word is not None and _has("tablet unit", word.name)


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    row = next(row["words"] for row in read_rows("kind_words") if row["kind"] == kind)
    longest = sorted({*row.split("|"), *_more_words(kind)}, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest))})(?![\w-])")


def _more_words(kind: str) -> Iterable[str]:
    """Words that say more than a kind and stand in a table of their own."""
    return {"nutrient": forms(), "supplement": brands()}.get(kind, ())


def _has(kind: str, text: str) -> bool:
    return _pattern(kind).search(text) is not None


def _is_water(name: str) -> bool:
    if not _has("water part", name):
        return False
    words = re.findall(r"[\w'-]+", name)
    known = (
        _pattern("water part").fullmatch(w) or _pattern("water word").fullmatch(w) for w in words
    )
    return all(known)


def _is_tablet(food: str, unit: str | None, energy: float) -> bool:
    """Whether what is counted is a dosage form, and no food that comes in one."""
    if unit is None or not is_dosage_form(unit):
        return False
    if energy > read_constants("kind_constants")["most_kcal_of_a_tablet"]:
        return False
    plain = _without_additions(food.lower())
    return not _has("food in tablets", plain) or _names_contents(food[: len(plain)])


def _names_contents(food: str) -> bool:
    """Whether a name speaks of a nutrient, by word or symbol, or of a product that holds one."""
    name = food.lower()
    known = _has("nutrient", name) or _has("supplement", name)
    return known or bool(mentioned(food, shown()))


def _is_dosed(food: str) -> bool:
    """Whether the name gives a dosage form, or a nutrient with a dose."""
    name = " ".join(food.lower().split())
    plain = _without_additions(name)
    if _has("food", plain):
        return False
    if _has("dosage form", name):
        return True
    if _DOSE.search(name) is None and not _has("weak form", name):
        return False
    return _has("nutrient", plain) or bool(mentioned(food[: len(plain)], shown()))


def _sounds_so(name: str) -> bool:
    """Whether the name speaks of a supplement, or of a nutrient and nothing else."""
    plain = _without_additions(name)
    if _has("food", plain):
        return False
    bare = not _ADDED.search(name) and any(map(_is_bare, _SEGMENT.split(plain)))
    return bare or _has("supplement", name)


def _without_additions(name: str) -> str:
    """The name up to what is added to a food: 'orange juice with calcium' is orange juice."""
    found = re.search(r"(?<!\w)(?:with|added|fortified|enriched|mit|con|avec)(?!\w)", name)
    head = name[: found.start()] if found else name
    return head if head.strip(" ,(-") else name


def _is_bare(segment: str) -> bool:
    """Whether nothing but a nutrient and perhaps its salt is named: 'magnesium glycinate'."""
    nutrient = _pattern("nutrient").match(segment.strip())
    if nutrient is None:
        return False
    rest = _pattern("nutrient").sub(" ", segment)
    rest = _pattern("salt").sub(" ", rest)
    rest = re.sub(r"\b(?:and|und|y|et|complex|as|mg|mcg|iu|[a-k]\d{0,2}|\d[\d.,]*)\b", " ", rest)
    return not re.findall(r"\w+", rest)
