"""Whether a diary line is a food, a supplement, a medicine or plain water."""

from __future__ import annotations

import re
from functools import cache

from nutrigap.tables import read_rows

_DOSE = re.compile(r"\d[\d.,]*\s*(?:iu|i\.u\.|ie|ui|mcg|µg|μg|ug|mg|мкг|мг|ме)(?!\w)", re.I)
_ADDED = re.compile(r"(?<!\w)(?:added|fortified|enriched)(?!\w)")
_SEGMENT = re.compile(r"[,;:(/|]|\s[-–]\s|\s\+\s|\s&\s")


def kind_of(food: str, category: str | None = None) -> str:
    """What sort of thing a diary line names.

    A supplement is known by the app's category, a dosage form, a nutrient with a dose, or a
    nutrient standing alone; a food that is merely fortified is a food, and so are protein powder,
    meal shakes, nutritional yeast and electrolyte drinks.

    Parameters
    ----------
    food : str
        Name as written.
    category : str, optional
        The app's own category.

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
    """
    name = " ".join(food.lower().split())
    group = (category or "").lower()
    if _is_water(name):
        return "water"
    if _has("medicine category", group) or _has("medicine", name):
        return "medicine"
    if _has("food like a supplement", name) and not _has("dosage form", name):
        return "food"
    if _has("supplement category", group) or _is_dosed(name):
        return "supplement"
    # An app's own food group outweighs a name that only might be a tablet: 'Fish oil, cod liver'.
    return "supplement" if not group.strip() and _sounds_so(name) else "food"


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    words = next(row["words"] for row in read_rows("kind_words") if row["kind"] == kind)
    longest = sorted(words.split("|"), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest))})(?![\w-])")


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


def _is_dosed(name: str) -> bool:
    """Whether the name gives a dosage form, or a nutrient with a dose."""
    plain = _without_additions(name)
    if _has("food", plain):
        return False
    by_mass = _DOSE.search(name) is not None or _has("weak form", name)
    return _has("dosage form", name) or (by_mass and _has("nutrient", plain))


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
