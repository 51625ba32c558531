"""Nutrients and doses that the text of a supplement speaks of."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.dose_numbers import NUMBER, dose_readings, is_iu
from nutrigap.errors import UnitError
from nutrigap.salts import is_of_salt, only_salt, salts_in
from nutrigap.supplement_words import alternatives, brands, forms, squeezed
from nutrigap.tables import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nutrigap.nutrients import Nutrient

_DOSE = re.compile(
    rf"(?<![\w.,])(?P<amount>{NUMBER})\s*"
    r"(?P<unit>i\.?u\.?|ie|ui|ме|mcg|µg|μg|ug|мкг|mg|мг|meq|g)(?![^\W\d_])",
    re.I,
)
_SPELLINGS = {"ме": "IU", "i.u.": "IU", "i.u": "IU", "iu.": "IU", "мкг": "µg", "мг": "mg"}
_ELEMENTAL = re.compile(r"\W{0,3}(?:of\s+)?(?:elemental|elementar|elementares|elemental)", re.I)
# Atomic masses (IUPAC) over valence [mg per milliequivalent].
_PER_MEQ = {"calcium": 20.04, "magnesium": 12.15, "potassium": 39.098}
# No tablet holds more; a dose beyond it belongs to another nutrient of the name [canonical unit].
_LARGEST = {"vitamin_d": 2500.0, "vitamin_b12": 25000.0}
_LARGEST_MINERAL = 3000.0
_NEAR = 0.05


class Dose(NamedTuple):
    """What one tablet holds of a nutrient, in the nutrient's canonical unit.

    ``salt`` is the compound that the name gives, if any; ``converted`` whether the text states the
    compound's mass, so that the amount is that mass times its elemental fraction.
    """

    nutrient: str
    amount: float
    salt: str | None = None
    converted: bool = False


class _Mention(NamedTuple):
    start: int
    end: int
    nutrient: Nutrient | None


class _Found(NamedTuple):
    start: int
    end: int
    numbers: tuple[float, ...]
    unit: str
    elemental: bool


def mentioned(name: str, nutrients: Iterable[Nutrient]) -> list[Nutrient]:
    """The nutrients that a name speaks of, in the order given.

    Examples
    --------
    >>> from nutrigap.nutrients import shown
    >>> [n.key for n in mentioned("Calcium + Vitamin D3", shown())]
    ['vitamin_d', 'calcium']
    """
    known = list(nutrients)
    named = {m.nutrient.key for m in _mentions(name, known) if m.nutrient is not None}
    return [nutrient for nutrient in known if nutrient.key in named]


# Of a product's name, what says nothing about which product it is.
_FORMS = re.compile(
    r"tab(?:let)?s?|cap(?:sule)?s?|softgels?|gumm(?:y|ies)|drops?|pills?|iu|ie|mc?g|[µu]?g|meq"
    r"|of|per|and|with|the|a|one|daily"
)


def product_words(
    name: str, nutrients: Iterable[Nutrient]
) -> tuple[frozenset[str], frozenset[str]]:
    """Which nutrients a product's name speaks of, and its other words.

    Numbers, units and forms are left out, so that names of one product can be compared.

    Examples
    --------
    >>> from nutrigap.nutrients import shown
    >>> nutrients, words = product_words("Nature Made D3 1000 IU softgels", shown())
    >>> sorted(nutrients), sorted(words)
    (['vitamin_d'], ['made', 'nature'])
    """
    known = list(nutrients)
    mentions = _mentions(name, known)
    rest = name
    for mention in mentions:
        if mention.nutrient is not None:
            rest = rest[: mention.start] + " " * (mention.end - mention.start) + rest[mention.end :]
    words = {word for word in re.findall(r"[^\W\d_]+", rest.lower()) if not _FORMS.fullmatch(word)}
    words |= {salt.name.split()[-1] for salt in salts_in(name)}
    named = {mention.nutrient.key for mention in mentions if mention.nutrient is not None}
    return frozenset(named), frozenset(words)


def doses_in(name: str, nutrients: Iterable[Nutrient]) -> list[Dose]:
    """The doses of one tablet that a name states without doubt.

    A dose belongs to the nutrient it stands beside; doses of the same nutrient must agree within
    5 % (``1000 IU (25 mcg)``). Amounts are elemental, as on US labels, unless the text states the
    mass of a compound.

    Examples
    --------
    >>> from nutrigap.nutrients import shown
    >>> doses_in("Calcium 600 mg + Vitamin D 400 IU", shown())
    [Dose(nutrient='vitamin_d', amount=10.0, salt=None, converted=False),
     Dose(nutrient='calcium', amount=600.0, salt=None, converted=False)]
    """
    known = list(nutrients)
    mentions = _mentions(name, known)
    found = _doses(name, mentions)
    belonging: dict[str, list[_Found]] = {}
    for dose in found:
        nutrient = _owner(dose, mentions, found)
        if nutrient is not None:
            belonging.setdefault(nutrient.key, []).append(dose)
    settled = (_settle(name, n, belonging[n.key]) for n in known if n.key in belonging)
    return [dose for dose in settled if dose is not None]


@cache
def _pattern(nutrients: tuple[Nutrient, ...]) -> tuple[re.Pattern[str], dict[str, Nutrient]]:
    """All words for nutrients, those that are not asked for included: they own doses too."""
    asked = {nutrient.key: nutrient for nutrient in nutrients}
    named = {alias: n for n in nutrients for alias in (n.name.lower(), *n.aliases)}
    named |= {word: asked[key] for word, key in forms().items() if key in asked}
    other = next(row["words"] for row in read_rows("kind_words") if row["kind"] == "nutrient")
    letters = [f"vitamin {x}" for x in ("a", "c", "e", "k", "k1", "k2", "b1", "b2", "b3", "b5")]
    letters += [f"vitamin {x}" for x in ("b6", "b7", "b9", "d3", "b complex")]
    words = alternatives([*named, *forms(), *brands(), *other.split("|"), *letters, "zinc", "k2"])
    symbols = {n.symbol.lower(): n for n in nutrients if n.symbol.isalpha()}
    pattern = rf"(?<!\w)(?:{words})(?!\w)|{_symbol('|'.join(n.symbol for n in symbols.values()))}"
    known = {squeezed(word): nutrient for word, nutrient in named.items()}
    return re.compile(pattern, re.I), symbols | known


def _symbol(symbols: str) -> str:
    """A symbol, known by its capital or its place, and by the dose, salt or symbol behind it."""
    salts = next(row["words"] for row in read_rows("kind_words") if row["kind"] == "salt")
    dose = r"\s*:?\s*\d[\d.,'\s]*(?:mg|mcg|[µμu]g|iu|ie)(?!\w)"
    behind = rf"(?!\w)(?={dose}|[\s-]+(?:{salts})|\s*[+/&]\s*[A-Z])"
    inside = rf"(?<![\w-])(?<!\d\s)(?-i:(?=[A-Z]))(?:{symbols}){behind}"
    return rf"^(?:{symbols})(?:{behind}|$)|{inside}"


def _mentions(name: str, nutrients: Sequence[Nutrient]) -> list[_Mention]:
    pattern, named = _pattern(tuple(nutrients))
    return [
        _Mention(m.start(), m.end(), named.get(squeezed(m[0])))
        for m in pattern.finditer(name)
        if m[0].lower() not in ("vitamin", "vitamins", "vit", "vitamina", "vitamine")
    ]


def _doses(name: str, mentions: Sequence[_Mention]) -> list[_Found]:
    hidden = name
    for mention in mentions:
        # "B12 500 mcg": the 12 is no part of the dose.
        hidden = (
            hidden[: mention.start] + "·" * (mention.end - mention.start) + hidden[mention.end :]
        )
    found = []
    for match in _DOSE.finditer(hidden):
        unit = _SPELLINGS.get(match["unit"].lower(), match["unit"])
        elemental = _ELEMENTAL.match(name, match.end()) is not None
        numbers = dose_readings(match["amount"], unit)
        found.append(_Found(match.start(), match.end(), numbers, unit, elemental))
    return found


def _owner(dose: _Found, mentions: Sequence[_Mention], doses: Sequence[_Found]) -> Nutrient | None:
    """The nutrient a dose belongs to: the one beside it, if only one there can be meant."""
    named = {m.nutrient.key if m.nutrient else "" for m in mentions}
    if len(named) == 1:
        nutrient = mentions[0].nutrient
        return nutrient if nutrient and _fits(nutrient, dose) else None
    beside = _beside(dose, mentions, doses)
    able = {m.nutrient.key: m.nutrient for m in beside if m.nutrient and _fits(m.nutrient, dose)}
    strangers = any(m.nutrient is None for m in beside)
    if len(able) != 1 or (strangers and not is_iu(dose.unit)):
        return None
    return next(iter(able.values()))


def _beside(dose: _Found, mentions: Sequence[_Mention], doses: Sequence[_Found]) -> list[_Mention]:
    """The mentions between this dose and the one before it, or after it where doses come first."""
    first = mentions[0].start if mentions else 0
    if doses[0].start < first:
        stop = min((d.start for d in doses if d.start > dose.start), default=10**6)
        return [m for m in mentions if dose.end <= m.start < stop]
    for earlier in sorted((d for d in doses if d.start < dose.start), reverse=True):
        between = [m for m in mentions if earlier.end <= m.start < dose.start]
        if between:
            return between
        dose = earlier
    return [m for m in mentions if m.end <= dose.start]


def _amounts(nutrient: Nutrient, dose: _Found) -> list[float]:
    """What a dose may be of a nutrient; of several only one can be meant."""
    largest = _LARGEST.get(nutrient.key, _LARGEST_MINERAL)
    try:
        amounts = [_canonical(nutrient, number, dose.unit) for number in dose.numbers]
    except UnitError:
        return []
    return [amount for amount in amounts if 0 < amount <= largest]


def _canonical(nutrient: Nutrient, number: float, unit: str) -> float:
    if unit.lower() == "meq":
        return number * _PER_MEQ.get(nutrient.key, float("nan"))
    return nutrient.to_canonical(number, unit)


def _fits(nutrient: Nutrient, dose: _Found) -> bool:
    return bool(_amounts(nutrient, dose))


def _settle(name: str, nutrient: Nutrient, found: list[_Found]) -> Dose | None:
    """One dose from all that stand beside the nutrient; ``None`` if they contradict or are open."""
    salt = only_salt(name, nutrient)
    elemental = [dose for dose in found if dose.elemental]
    readings = [_amounts(nutrient, dose) for dose in elemental or found]
    amounts = [amount for reading in readings for amount in reading]
    if not amounts or any(len(reading) > 1 for reading in readings):
        return None
    low, high = min(amounts), max(amounts)
    if high - low > _NEAR * high:
        # "Magnesium oxide 500 mg (300 mg)": compound and element, told by their ratio.
        agree = salt is not None and abs(low / high / salt.fraction - 1) <= _NEAR
        return Dose(nutrient.key, low, salt.name if salt else None) if agree else None
    if all(dose.unit.lower() == "meq" for dose in found):
        salt = None
    if salt is None or elemental:
        return Dose(nutrient.key, amounts[0], salt.name if salt else None)
    if amounts[0] in salt.tablets or is_of_salt(name, nutrient, found[0].end):
        return Dose(nutrient.key, amounts[0] * salt.fraction, salt.name, converted=True)
    return Dose(nutrient.key, amounts[0], salt.name)
