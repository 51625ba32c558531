"""The mass or volume written beside a measure, and the words that qualify it."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.amounts.head import EXACT, Head, find_unit
from nutrigap.amounts.words import quantity_word

if TYPE_CHECKING:
    from nutrigap.amounts.quantity import Quantity
    from nutrigap.amounts.tokens import Token
    from nutrigap.amounts.words import UnitWord

_SI = ("g", "kg", "ml", "cl", "dl", "l")
_EACH = ("each", "ea", "apiece", "je", "cada", "chacun", "chacune", "à", "@")
# "1 unit (yield from 1 lb)" tells what a piece was cut from, not what it weighs.
_PER = ("per", "pro", "por", "par", "на", "from")
_NEAR = 1.25
_SEGMENT = re.compile(
    r"(?P<gap>\s*(?:[,;=/]|-(?=\s))?\s*)"
    r"(?P<body>\([^()]*\)?|\[[^\]]*\]?|(?:(?!\s-\s)(?:[^,;=(\[]|(?<=\d),(?=\d)))+)"
)


class Beside(NamedTuple):
    """A mass [g] or volume [ml] written behind the measure."""

    value: float
    unit: UnitWord
    start: int
    end: int
    each: bool
    after_comma: bool

    @property
    def size(self) -> float:
        """Its mass [g] or volume [ml]."""
        return self.value * one_of(self.unit)


def one_of(unit: UnitWord) -> float:
    """Mass [g] or volume [ml] of one unit."""
    return unit.grams if unit.kind == "mass" else unit.millilitres


def beside(tokens: list[Token], place: int) -> list[Beside]:
    """Every mass and volume from a token on, the metric ones first.

    Examples
    --------
    >>> from nutrigap.amounts.tokens import tokens
    >>> [round(b.size, 1) for b in beside(tokens("2 slices (2 oz, 56 g)"), 2)]
    [56.0, 56.7]
    """
    found = []
    for at in range(place, len(tokens) - 1):
        unit = find_unit(tokens, at + 1) if tokens[at].kind == "number" else None
        if unit is not None and unit[0].kind in ("mass", "volume"):
            found.append(_beside(tokens, at, *unit))
    wanted = [b for b in found if math.isfinite(b.value)]
    return sorted(wanted, key=lambda b: b.unit.name not in _SI)


def _beside(tokens: list[Token], at: int, unit: UnitWord, end: int) -> Beside:
    value, first = tokens[at].value, at
    if "/" in tokens[at].text and tokens[at - 1].kind == "number":
        value, first = value + tokens[at - 1].value, at - 1
    before, after = tokens[first - 1], tokens[end]
    each = before.text.lower() in _EACH or after.text.lower() in _EACH
    # "2.5 servings of 30 g", but not "1 cup of 2% milk".
    each = each or quantity_word(before.text).kind == "of"
    if before.text.lower() in _PER:
        value = math.nan
    comma = before.text == "," and not _in_bracket(tokens, first)
    return Beside(value, unit, tokens[first].start, tokens[end - 1].end, each, comma)


def _in_bracket(tokens: list[Token], at: int) -> bool:
    opened = sum(token.text in ("(", "[") for token in tokens[:at])
    return opened > sum(token.text in (")", "]") for token in tokens[:at])


def added(tokens: list[Token], head: Head) -> tuple[float, int]:
    """A smaller unit that goes on with the same amount: '1 lb 4 oz' is a quarter of a pound more.

    Returns
    -------
    tuple of float and int
        What to add to the quantity, in units of the head, and the place behind it.
    """
    if head.unit is None or head.kind not in ("mass", "volume"):
        return 0.0, head.place
    at = head.place
    plus = quantity_word(tokens[at].text).kind == "plus"
    at += tokens[at].text == "," or plus
    unit = find_unit(tokens, at + 1) if tokens[at].kind == "number" else None
    if unit is None or unit[0].kind != head.kind:
        return 0.0, head.place
    share = tokens[at].value * one_of(unit[0]) / one_of(head.unit)
    same_system = (unit[0].name in _SI) == (head.unit.name in _SI)
    smaller = share < 1 and same_system
    return (share, unit[1]) if smaller or plus else (0.0, head.place)


def in_total(part: Beside, head: Head, quantity: Quantity) -> float:
    """What a mass or volume beside the measure comes to in all.

    It is the total, or the size of one: a unit of the same dimension tells; so do "each", a
    multiplication sign, a container, and the plural of the measure.
    """
    if head.unit is not None and head.kind == part.unit.kind:
        return _nearest(part, head, quantity)
    return part.size * (quantity.value if is_of_one(part, head, quantity) else quantity.times)


def is_of_one(part: Beside, head: Head, quantity: Quantity) -> bool:
    """Whether a mass or volume beside the measure is the size of one measure."""
    if quantity.multiplied or (part.after_comma and not part.each):
        return False
    if part.each or head.kind == "container":
        return True
    if head.plural:
        return False
    # Labels write a serving as "3/4 cup (30 g)"; Cronometer a unit as "2.00 slice (28 g)".
    return head.kind != "volume" or quantity.value >= 1


def _nearest(part: Beside, head: Head, quantity: Quantity) -> float:
    """The reading of a second unit that agrees with the first; the first if none does.

    Grams are what a table's values are for: behind "4 oz, 113 g" stand those of 113 g.
    """
    own = quantity.value * one_of(head.unit) if head.unit is not None else math.nan
    exact = head.kind == "mass" and (head.words in _SI or part.unit.name not in _SI)
    if exact or not own > 0:
        return own
    size = part.size
    readings = [size, size * quantity.times, size * quantity.value]
    best = min(readings, key=lambda r: abs(math.log(r / own)) if r > 0 else math.inf)
    return best if best > 0 and 1 / _NEAR < best / own < _NEAR else own


def counts_already(part: Beside, head: Head, quantity: Quantity) -> bool:
    """Whether a mass or volume beside the measure describes the whole amount, not the portion."""
    if head.kind in EXACT or not is_of_one(part, head, quantity):
        return True
    return quantity.value == 1 and not part.each and head.kind != "container"


def qualifiers(text: str, start: int, consumed: list[Beside]) -> str:
    """What is written behind the measure, without the masses that are already counted."""
    kept = ""
    for segment in _SEGMENT.finditer(text, start):
        inside = any(segment.start() <= part.start < segment.end() for part in consumed)
        if not inside:
            kept += segment["gap"] + segment["body"]
    kept = re.sub(r"^\s*(?:of|de|von)\s[^,(\[]*", "", kept)
    return " ".join(kept.lower().split()).strip(" ,;=/").rstrip("-")
