"""The amount of an entry: words for the record, quantity, measure and stated grams for the sums."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from nutrigap.diary.numbers import NAN, Numbers, is_blank

if TYPE_CHECKING:
    from collections.abc import Mapping

_UNKNOWN = "the amount counts as unknown"
# What a spreadsheet makes of 1/2 or 3-4: "02-Jan", "Jan-02", "2. Jan", "02-Jan-26".
_MONTHS = "jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz]"
_DATED = re.compile(
    rf"(\d{{1,2}}[-. ]+({_MONTHS})[a-z]*|({_MONTHS})[a-z]*[-. ]+\d{{1,2}})\.?([-. ]\d{{2,4}})?"
    r"|\d{4}-\d{2}-\d{2}( .*)?|\d{1,2}[/.]\d{1,2}[/.]\d{4}",
    re.I,
)
_ERROR = re.compile(r"#(REF|DIV/0|VALUE|NAME|NUM|NULL|N/A)[!?]?|#{3,}", re.I)
_NEGATIVE = re.compile(r"[-−]\s*\d")


class Quantity(NamedTuple):
    """The amount columns of DIARY, and what is wrong with the words if they cannot be read."""

    columns: Mapping[str, Any]
    problem: str | None = None


@lru_cache(maxsize=4096)  # a diary repeats its amounts
def read_quantity(words: str, unit: str, numbers: Numbers) -> Quantity:
    """What an amount and the unit beside it say.

    Parameters
    ----------
    words : str
        The amount as written, with or without its unit.
    unit : str
        The unit from its own column or the header; may be empty.
    numbers : Numbers
        How the file writes numbers.

    Examples
    --------
    >>> read_quantity("1,5", "Tassen", Numbers(",")).columns["quantity"]
    1.5
    >>> read_quantity("02-Jan", "", Numbers(".")).problem
    'a spreadsheet has turned this into a date; the amount counts as unknown'
    >>> read_quantity("1,250", "g", Numbers(",", None)).problem
    'leaves open whether 1,250 is 1.25 or 1250; the amount counts as unknown'
    """
    # Listing the formats reads no amount and need not load their grammar.
    from nutrigap.amounts import parse_amount

    words, unit = words.strip(), unit.strip()
    if is_blank(words):
        return Quantity(_columns(None, measure=None if is_blank(unit) else unit))
    repeated = words.casefold().endswith(f" {unit.casefold()}")
    text = words if is_blank(unit) or repeated else f"{words} {unit}"
    problem = _damage(words)
    plain = None if problem else numbers.normal(text)
    amount = parse_amount(plain) if plain else None
    if amount is None:
        why = problem or numbers.readings(text) or "cannot be read as an amount"
        return Quantity(_columns(text), f"{why}; {_UNKNOWN}")
    return Quantity(_columns(text, amount.quantity, amount.measure, amount.grams))


def read_grams(cell: str, numbers: Numbers) -> Quantity:
    """What a column of grams says.

    Examples
    --------
    >>> read_grams("60", Numbers(".")).columns["grams"]
    60.0
    """
    if is_blank(cell):
        return Quantity(_columns(None))
    reading = numbers.read(cell)
    words = cell.strip() if reading and reading.unit else f"{cell.strip()} g"
    if reading is None or reading.unit or reading.value < 0:
        found = read_quantity(words, "", numbers)
        stated = found.columns["grams"]
        return found if found.problem or stated == stated else found._replace(problem=_no_mass())
    return Quantity(_columns(words, reading.value, "g", reading.value))


def spreadsheet_damage(cell: str) -> str | None:
    """What a spreadsheet has done to a cell, ``None`` if nothing is seen.

    Examples
    --------
    >>> spreadsheet_damage("#REF!")
    'a spreadsheet has put an error here'
    """
    if _ERROR.fullmatch(cell):
        return "a spreadsheet has put an error here"
    return "a spreadsheet has turned this into a date" if _DATED.fullmatch(cell) else None


def _columns(
    text: str | None, quantity: float = NAN, measure: str | None = None, grams: float = NAN
) -> dict[str, Any]:
    return {"amount_text": text, "quantity": quantity, "measure": measure, "grams": grams}


def _damage(words: str) -> str | None:
    negative = "an amount cannot be negative" if _NEGATIVE.match(words) else None
    return spreadsheet_damage(words) or negative


def _no_mass() -> str:
    return f"cannot be read as grams; {_UNKNOWN}"
