"""Codes that name a food exactly, as people and spreadsheets write them."""

import re
from collections.abc import Callable

Code = str | int
_SPREADSHEET = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")
_BAR_CODE_DIGITS = (8, 11, 12, 13, 14)


class CodeDamage(ValueError):
    """A code that cannot be the one that was meant."""


def read_food_code(text: str) -> str:
    """An eight-digit FNDDS code, or an SR number without leading zeros.

    Raises
    ------
    CodeDamage
        Neither of the two.

    Examples
    --------
    >>> read_food_code("11111000.0"), read_food_code("01077")
    ('11111000', '1077')
    """
    digits = _digits(text)
    if len(digits) == 8 and digits[0] != "0":
        return digits
    if len(digits) in (4, 5) and digits.strip("0"):
        return digits.lstrip("0")
    raise CodeDamage("is no food code: 8 digits (FNDDS) or 4 to 5 (SR) were expected")


def read_fdc_id(text: str) -> int:
    """A FoodData Central id.

    Raises
    ------
    CodeDamage
        Not a number of up to nine digits.

    Examples
    --------
    >>> read_fdc_id("171705")
    171705
    """
    digits = _digits(text)
    if not 0 < len(digits) < 10:
        raise CodeDamage("is no FoodData Central id: up to nine digits were expected")
    return int(digits)


def read_gtin(text: str) -> str:
    """Digits of a bar code.

    Raises
    ------
    CodeDamage
        Not as many digits as a bar code has, or a number that a spreadsheet has rounded.

    Examples
    --------
    >>> read_gtin("0 41331 02490 1")
    '041331024901'
    """
    digits = _digits(text)
    if len(digits) not in _BAR_CODE_DIGITS:
        raise CodeDamage("is no bar code: 8, 12, 13 or 14 digits were expected")
    return digits


READERS: dict[str, Callable[[str], Code]] = {
    "food_code": read_food_code,
    "fdc_id": read_fdc_id,
    "gtin": read_gtin,
}


def _digits(text: str) -> str:
    if _SPREADSHEET.fullmatch(text):
        raise CodeDamage("is a code that a spreadsheet has rounded: format the column as text")
    plain = re.sub(r"[\s'’-]|\.0+$", "", text)
    return plain if re.fullmatch(r"[0-9]+", plain) else ""
