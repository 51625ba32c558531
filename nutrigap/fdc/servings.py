"""What a label calls a serving: how many of which measures are one serving."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from nutrigap.amounts.words import unit_words
from nutrigap.fdc.portions import Measures, parse_measures
from nutrigap.fdc.rows import Portion, plain
from nutrigap.units import Measure, find_measure

_NUMBER = r"(?:\d+ \d+/\d+|\d+/\d+|\d*\.?\d+)"
_ABOUT = r"(?:about|approx(?:imately|\.)?|circa|~)"
_UNIT = r"(?:fl\.? ?oz|oza?|onz|ounces?|ml|mlt|g|grm|grams?|lbs?)\b\.?"
# What the food becomes, or what the whole pack holds, is not the serving.
_OTHER = re.compile(
    r"\b(?:makes?|made|yields?|recon\w*|coats?|prepares|when|age|per container|varied)\b"
    r"[^,()|]*(?:\([^)]*\)?)?"
)
# Behind these the same serving is said once more; behind a comma or nothing, perhaps its rest.
_AGAIN = re.compile(
    rf"[()\[\]|=;]|(?={_ABOUT}\s*\d)|(?<!\d)\s*/\s*(?={_ABOUT}|\d)|\bor (?=\d)"
    rf"|(?:(?<=[a-z])|(?<=[a-z]\.))\s*(?={_NUMBER} ?{_UNIT}\s*$)"
)
_MORE = re.compile(r",(?=\s*\d)|(?<=\))\s*(?=\d)|(?<=[a-z]\.)\s+(?=\d)")
_COUNTED = re.compile(rf"(?:{_ABOUT}|per)?\s*({_NUMBER})(?:st|nd|rd|th)?\s*([^\d\s].*)")
_INCHES = re.compile(r'(?:of )?(?:\d*\.?\d+ ?)?(?:"|inch(?:es)?\b|in\b\.?) *')
_RANGE = re.compile(r"(?<![\d./])(\d+) ?(?:-|–|to) ?(\d+)(?= ?[a-z])(?! ?inch)")
_STATED = re.compile(rf"(?<![\d./])({_NUMBER}) ?({_UNIT})")
_AROUND = " ,.:&*-"
_ROUNDED, _SPOONED = 0.1, 0.25  # how far two statements of one serving may be apart
_POURED, _LOOSE = (0.7, 1.6), (0.015, 1.75)  # density of a drink and of any food [g/ml]


def serving_portions(fdc_id: int, size: float, unit: str, household: str | None) -> list[Portion]:
    """The serving on a label, and the household measures that are said to equal it.

    Parameters
    ----------
    fdc_id : int
        The food.
    size : float
        Mass of a serving [g]; millilitres stand for grams.
    unit : str
        ``g`` or ``ml``.
    household : str or None
        What the label calls a serving.

    Examples
    --------
    >>> [(p.measure, p.grams) for p in serving_portions(1, 30.0, "g", "about 3 crackers (30g)")]
    [('serving', 30.0), ('cracker', 10.0)]
    """
    found = [Portion(fdc_id, 1, "serving", size, f"serving ({size:g} {unit})", "portion")]
    for count, measure in household_measures(household or "", size, unit):
        grams = round(size / count, 4)
        found.append(
            Portion(fdc_id, len(found) + 1, measure, grams, plain(household or ""), "portion")
        )
    return found


@lru_cache(maxsize=4096)
def household_measures(text: str, size: float, unit: str) -> tuple[Measures, ...]:
    """How many of which measures a label says are one serving, as far as it is clear.

    Nothing where the text states another mass than the serving has, or a sum of several things.

    Parameters
    ----------
    text : str
        What the label calls a serving.
    size : float
        One serving [g or ml].
    unit : str
        ``g`` or ``ml``.

    Examples
    --------
    >>> household_measures("1 oz (28g/about 14 chips)", 28, "g")
    (Measures(number=1.0, measure='oz'), Measures(number=14.0, measure='chip'))
    >>> household_measures("3 pieces and 1 1/2 tbsp sauce (75g)", 75, "g")
    ()
    """
    words = _OTHER.sub("", _spelled(text))
    if re.search(r"\d,\d", words) or _contradicts(words, size, unit):
        return ()
    found: dict[str, Measures] = {}
    for part in _parts(words):
        read = _read(part)
        if read is not None and _is_plausible(read, size, unit):
            found.setdefault(_head(read), read)
    return tuple(found.values())


def _spelled(text: str) -> str:
    """In lower case, with fractions and ranges as plain numbers."""
    spelled = "".join(
        f" {unicodedata.normalize('NFKC', c)}".replace("\N{FRACTION SLASH}", "/")
        if unicodedata.decomposition(c).startswith("<fraction>")
        else c
        for c in text
    )
    spelled = re.sub(r"(\d) ?/ ?(\d)", r"\1/\2", plain(spelled).lower())
    spelled = re.sub(r"(?<![/\d])(\d+)-(\d+/\d)", r"\1 \2", spelled)
    return _RANGE.sub(_middle, spelled)


def _middle(found: re.Match[str]) -> str:
    """The middle of a range such as 2-3; anything else stays and is read by nobody."""
    low, high = int(found[1]), int(found[2])
    return f"{(low + high) / 2:g}" if low < high <= 2 * low else found[0]


def _parts(words: str) -> list[str]:
    """What is said of the serving; nothing where several things may make it up."""
    pieces = _MORE.split(words)
    first = _read(_AGAIN.split(pieces[0])[0])
    if len(pieces) > 1 and (first is None or not _is_pack(first)):
        others = [_read(p) for piece in pieces[1:] for p in _AGAIN.split(piece)]
        if any(read is not None and not _is_mass(read.measure) for read in others):
            return []
    return [part for piece in pieces for part in _AGAIN.split(piece)]


def _read(part: str) -> Measures | None:
    """One count and its measure; ``None`` where there is none or the rest has more numbers."""
    counted = _COUNTED.fullmatch(part.lstrip(" ,:&*-").rstrip(_AROUND))
    if counted is None:
        return None
    number, named = counted.groups()
    inches = _INCHES.match(named)
    if inches is not None:  # "1.5 in. ball", "1/8 of 9" crust"
        number, named = number if named.startswith("of ") else "1", named[inches.end() :]
    named = re.sub(r"^of (?:an? )?| g$", "", named).strip(_AROUND)
    count = _count(number)
    if count <= 0 or not named[:1].isalpha() or re.search(r"\d|\bservings?\b", named):
        return None
    return _sized(count, named)


def _count(number: str) -> float:
    """A number as written; 0 for a fraction that is none, such as 28/14."""
    above, slash, below = number.rpartition(" ")[2].partition("/")
    if slash and not 0 < int(above) < int(below):
        return 0.0
    return parse_measures(f"{number} x").number


def _sized(count: float, named: str) -> Measures | None:
    """A measure that may be a pack: ``4.5 oz tray`` is one, ``2.2 oz dry mix`` is a mass."""
    first, _, rest = named.replace(",", " ", 1).partition(" ")
    if first == "pack" and rest and count > 1:  # "2 pack sliders" may be one pack of two
        return None
    if _is_container(first):
        words = unit_words()[first].name, rest.strip(" ,(")
        return Measures(count, ", ".join(filter(None, words)))
    measure = parse_measures(f"1 {named}").measure
    rest = measure.partition(", ")[2]
    if not _is_mass(measure) or not rest or rest.startswith(("dry", "drained", "edible")):
        return Measures(count, measure)
    return Measures(1.0, unit_words()[rest].name) if _is_container(rest) else None


def _head(read: Measures) -> str:
    return read.measure.partition(",")[0]


def _is_mass(measure: str) -> bool:
    unit = find_measure(measure.partition(",")[0])
    return unit is not None and unit.grams is not None


def _is_container(word: str) -> bool:
    return word in unit_words() and unit_words()[word].kind == "container"


def _is_pack(read: Measures) -> bool:
    """Whether it is a mass, a volume or a pack, of which a count may be said beside it."""
    return _is_container(_head(read)) or find_measure(_head(read)) is not None


def _contradicts(words: str, size: float, unit: str) -> bool:
    """Whether the text states another mass or volume than the serving has."""
    for number, name in _STATED.findall(words):
        measure = find_measure(name.rstrip("."))
        if measure is not None and not _equals(_count(number), measure, size, unit):
            return True
    return False


def _equals(count: float, measure: Measure, size: float, unit: str) -> bool:
    one = measure.grams if unit == "g" else measure.millilitres
    if one is None:
        return True
    return abs(count * one - size) <= _ROUNDED * size + 1e-9


def _is_plausible(read: Measures, size: float, unit: str) -> bool:
    """Whether a volume is one that the serving can have; a count of anything else may be any."""
    measure = find_measure(_head(read))
    if measure is None:
        return True
    if measure.millilitres is None:
        return measure.name != "g" and (unit == "g" or measure.name == "oz")
    volume = read.number * measure.millilitres
    if unit == "ml":
        return abs(volume - size) <= _SPOONED * size
    low, high = _POURED if measure.name in ("ml", "fl oz") else _LOOSE
    return low * volume <= size <= high * volume
