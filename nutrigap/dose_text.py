"""Nutrients and doses that the text of a supplement speaks of."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.errors import UnitError
from nutrigap.tables import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nutrigap.nutrients import Nutrient

_DOSE = re.compile(
    r"(?<![\w.,])(?P<amount>\d{1,3}(?:[.,]\d{3})+(?!\d)|\d+(?:[.,]\d+)?)\s*"
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
    number: float
    unit: str
    elemental: bool


class _Salt(NamedTuple):
    name: str
    nutrient: str
    fraction: float
    tablets: tuple[float, ...]


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
    other = next(row["words"] for row in read_rows("kind_words") if row["kind"] == "nutrient")
    named = {alias.lower(): n for n in nutrients for alias in (n.name, *n.aliases)}
    letters = [f"vitamin {x}" for x in ("a", "c", "e", "k", "k1", "k2", "b1", "b2", "b3", "b5")]
    letters += [f"vitamin {x}" for x in ("b6", "b7", "b9", "d3", "b complex")]
    words = sorted({*named, *other.split("|"), *letters, "zinc", "k2"}, key=len, reverse=True)
    joined = "|".join(re.escape(word).replace(r"\ ", r"[\s-]+") for word in words)
    return re.compile(rf"(?<![\w-])(?:{joined})(?!\w)", re.I), named


def _mentions(name: str, nutrients: Sequence[Nutrient]) -> list[_Mention]:
    pattern, named = _pattern(tuple(nutrients))
    return [
        _Mention(m.start(), m.end(), named.get(" ".join(m[0].lower().split())))
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
        number = _number(match["amount"], unit)
        found.append(_Found(match.start(), match.end(), number, unit, elemental))
    return found


def _number(text: str, unit: str) -> float:
    grouped = re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+", text)
    # "1.000 IE": a single unit is no dose of anything, so the dot parts thousands.
    dotted = re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+", text) if unit.lower() in _IU else None
    return float(re.sub(r"[.,]", "", text) if grouped or dotted else text.replace(",", "."))


_IU = ("iu", "ie", "ui")


def _owner(dose: _Found, mentions: Sequence[_Mention], doses: Sequence[_Found]) -> Nutrient | None:
    """The nutrient a dose belongs to: the one beside it, if only one there can be meant."""
    named = {m.nutrient.key if m.nutrient else "" for m in mentions}
    if len(named) == 1:
        nutrient = mentions[0].nutrient
        return nutrient if nutrient and _fits(nutrient, dose) else None
    beside = _beside(dose, mentions, doses)
    able = {m.nutrient.key: m.nutrient for m in beside if m.nutrient and _fits(m.nutrient, dose)}
    strangers = any(m.nutrient is None for m in beside)
    if len(able) != 1 or (strangers and dose.unit.lower() not in _IU):
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


def _amount(nutrient: Nutrient, dose: _Found) -> float | None:
    if dose.unit.lower() == "meq":
        per = _PER_MEQ.get(nutrient.key)
        return None if per is None else dose.number * per
    try:
        return nutrient.to_canonical(dose.number, dose.unit)
    except UnitError:
        return None


def _fits(nutrient: Nutrient, dose: _Found) -> bool:
    amount = _amount(nutrient, dose)
    return amount is not None and amount <= _LARGEST.get(nutrient.key, _LARGEST_MINERAL)


def _settle(name: str, nutrient: Nutrient, found: list[_Found]) -> Dose | None:
    """One dose from all that stand beside the nutrient; ``None`` if they contradict."""
    salt = _salt(name, nutrient)
    elemental = [dose for dose in found if dose.elemental]
    amounts = [a for a in (_amount(nutrient, d) for d in elemental or found) if a is not None]
    if not amounts:
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
    if amounts[0] in salt.tablets or _is_of_salt(name, nutrient, found[0]):
        return Dose(nutrient.key, amounts[0] * salt.fraction, salt.name, converted=True)
    return Dose(nutrient.key, amounts[0], salt.name)


def salt_fraction(salt: str) -> float:
    """Share of the element in a compound of ``salts.csv`` [0-1]; NaN if it is not there.

    Examples
    --------
    >>> salt_fraction("calcium carbonate")
    0.4004
    """
    return next((known.fraction for _, known in _salts() if known.name == salt), float("nan"))


@cache
def _salts() -> tuple[tuple[re.Pattern[str], _Salt], ...]:
    salts = []
    for row in read_rows("salts"):
        words = "|".join(re.escape(w).replace(r"\ ", r"\W+") for w in row["words"].split("|"))
        tablets = tuple(float(mass) for mass in row["tablet_mg"].split("|") if mass)
        salt = _Salt(row["salt"], row["nutrient"], float(row["fraction"]), tablets)
        salts.append((re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.I), salt))
    return tuple(salts)


def _salt(name: str, nutrient: Nutrient) -> _Salt | None:
    """The compound of a nutrient that the name gives, if it gives just one."""
    found = [s for pattern, s in _salts() if s.nutrient == nutrient.key and pattern.search(name)]
    return found[0] if len(found) == 1 else None


def _is_of_salt(name: str, nutrient: Nutrient, dose: _Found) -> bool:
    """Whether the dose is of the compound in so many words: '1250 mg of calcium carbonate'."""
    behind = re.match(r"\s*(?:of|von|de)\s+", name[dose.end :])
    if behind is None:
        return False
    start = dose.end + behind.end()
    return any(
        salt.nutrient == nutrient.key and pattern.match(name, start) for pattern, salt in _salts()
    )
