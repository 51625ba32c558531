"""The grammar of an amount: how many, of what, and the mass or volume written beside it."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

from nutrigap.amounts.head import Head, read_head
from nutrigap.amounts.measure import (
    Beside,
    added,
    beside,
    counts_already,
    in_total,
    one_of,
    qualifiers,
)
from nutrigap.amounts.quantity import Quantity, read_quantity
from nutrigap.amounts.tokens import Token, damaged, tidy, tokens
from nutrigap.amounts.words import quantity_word

_NAN = float("nan")
# Beyond this a number is a bar code or a slip, not an amount in any unit.
_LARGEST = 1e7


class Amount(NamedTuple):
    """What an amount says.

    Parameters
    ----------
    quantity : float
        How many measures; NaN unknown.
    measure : str or None
        Canonical unit of ``measures.csv``, else the words of the portion, lower case and singular,
        with its qualifiers: ``cup, chopped``, ``can (355ml)``; ``None`` if the text names none.
    grams : float
        Mass the text states in total [g], else NaN.
    millilitres : float
        Volume the text states in total [ml], else NaN.
    spread : float
        Relative uncertainty that the wording adds (ranges, "heaping", "about"); 0 if none.
    """

    quantity: float
    measure: str | None
    grams: float = _NAN
    millilitres: float = _NAN
    spread: float = 0.0


@lru_cache(maxsize=8192)
def parse_amount(text: str) -> Amount | None:
    """The amount that a text states, or ``None`` if it cannot be read.

    Negative amounts and what a spreadsheet has turned into a date are not guessed at. A size in
    brackets is the total after a plural (``2 slices (56 g)``), and the size of one after a
    container or ``each`` (``2.00 can (355ml)``). A vague word ("some", "a bit") is read, but says
    nothing: its quantity is NaN.

    Examples
    --------
    >>> parse_amount("1 1/2 cups, chopped")[:2]
    (1.5, 'cup, chopped')
    >>> parse_amount("2 slices (56 g)").grams, parse_amount("2.00 can (355ml)").millilitres
    (56.0, 710.0)
    >>> round(parse_amount("4.00 x 1.0 oz").grams, 1), parse_amount("02-Jan")
    (113.4, None)
    """
    if damaged(text):
        return None
    tidied = tidy(text)
    tidied = tidied.strip("()[] ") if tidied.startswith(("(", "[")) else tidied
    if quantity_word(tidied).kind == "vague":
        return Amount(_NAN, None)
    found = tokens(tidied)
    quantity = read_quantity(found) or _bare(found)
    if quantity is None or not 0 <= quantity.value <= _LARGEST:
        return None
    return _amount(tidied, found, quantity)


def _bare(found: list[Token]) -> Quantity | None:
    """One, where a measure stands alone ('handful'); never for a gram or a millilitre."""
    head = read_head(found, 0, article=False)
    return Quantity(1.0, 1.0, 0.0, False, 0) if head.stands_alone else None


def _amount(text: str, found: list[Token], quantity: Quantity) -> Amount | None:
    if found[quantity.place].text == "%":
        return None
    head = read_head(found, quantity.place, article=quantity.article)
    more, place = added(found, head)
    quantity = quantity._replace(value=quantity.value * head.factor + more)
    parts = beside(found, head.sized or place)
    grams, millilitres = (_total(kind, parts, head, quantity) for kind in ("mass", "volume"))
    consumed = [part for part in parts if counts_already(part, head, quantity)]
    measure = _measure(head, qualifiers(text, found[place].start, consumed))
    spread = math.hypot(quantity.spread, head.spread or _fill_behind(found[place:]))
    return Amount(quantity.value, measure, grams, millilitres, spread)


def _fill_behind(rest: list[Token]) -> float:
    """Uncertainty of "heaping" behind the measure."""
    words = [quantity_word(token.text) for token in rest if token.kind == "word"]
    return max((word.spread for word in words if word.kind == "fill"), default=0.0)


def _total(kind: str, parts: list[Beside], head: Head, quantity: Quantity) -> float:
    """Mass [g] or volume [ml] that the text states in total; NaN if it states none."""
    stated = [part for part in parts if part.unit.kind == kind]
    if stated:
        return in_total(stated[0], head, quantity)
    if head.unit is not None and head.kind == kind:
        return quantity.value * one_of(head.unit)
    return math.nan


def _measure(head: Head, behind: str) -> str | None:
    if head.words is None:
        return behind or None
    words = f"{head.words}, {head.fill}" if head.fill else head.words
    if not behind:
        return words
    goes_on = behind[0] in "([-" or behind.startswith("or ")
    return f"{words} {behind}" if goes_on else f"{words}, {behind}"
