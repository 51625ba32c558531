"""What a FoodData Central release yields: foods and portions, and how its cells are read."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple


class Food(NamedTuple):
    """One food that a table of survey, SR Legacy or Foundation foods lists."""

    fdc_id: int
    data_type: str
    food_code: str | None
    description: str
    category: str | None


class Products(NamedTuple):
    """Branded foods, column by column; ``None`` where the label does not say.

    ``gtin`` is the bar code as a number, ``serving`` the mass of one serving [g], or its volume
    [ml] where ``serving_unit`` is ``ml``, and ``household`` what a household calls it.
    """

    fdc_id: list[int]
    description: list[str]
    category: list[str | None]
    brand: list[str | None]
    gtin: list[int | None]
    serving: list[float | None]
    serving_unit: list[str | None]
    household: list[str | None]


class Portion(NamedTuple):
    """A portion of a food: ``grams`` is the mass of ONE measure [g].

    ``role`` is ``portion``, ``default`` (quantity not specified) or ``guideline``.
    """

    fdc_id: int
    seq: int
    measure: str
    grams: float
    label: str
    role: str


class Numbers(dict[str, int]):
    """Texts as numbers, from 0 in the order they are met."""

    def __missing__(self, text: str) -> int:
        self[text] = len(self)
        return self[text]


def whole(text: str) -> int | None:
    """A whole number, also as ``70.0``; ``None`` if it is not one.

    Examples
    --------
    >>> whole("2705383.0"), whole(" 7 "), whole(""), whole("7.5")
    (2705383, 7, None, None)
    """
    try:
        return int(text)
    except ValueError:
        value = number(text)
    return int(value) if value is not None and value == int(value) else None


def number(text: str) -> float | None:
    """A finite number; ``None`` where the cell is empty or holds something else.

    Examples
    --------
    >>> number("0.5"), number(""), number("nan"), number("<1")
    (0.5, None, None, None)
    """
    try:
        value = float(text)
    except ValueError:
        return None
    return value if value - value == 0 else None


_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


@lru_cache(maxsize=10_000)
def iso_date(text: str) -> str:
    """An ISO date, also from ``8/16/2023``; empty if the text is neither.

    Examples
    --------
    >>> iso_date("8/16/2023"), iso_date("2024-10-31"), iso_date("soon")
    ('2023-08-16', '2024-10-31', '')
    """
    slashed = _SLASHED.fullmatch(text.strip())
    if slashed:
        month, day, year = slashed.groups()
        return f"{year}-{month:0>2}-{day:0>2}"
    return text.strip() if re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", text.strip()) else ""


def gtin(text: str) -> str | None:
    """A bar code as 14 digits; ``None`` if the text holds no such number.

    Leading zeros are lost in some copies of USDA's files, so codes are compared padded. Where a
    spreadsheet wrote ``8.77448E+11`` the last digits are lost, and nobody knows the code.

    Examples
    --------
    >>> gtin("877448001674"), gtin("70038000563.0"), gtin("0 41331-02490 1")
    ('00877448001674', '00070038000563', '00041331024901')
    >>> gtin("0"), gtin(""), gtin("ABC123"), gtin("8.77448E+11")
    (None, None, None, None)
    """
    digits = re.sub(r"\.0*$|[\s-]", "", text).lstrip("0")
    return digits.zfill(14) if digits.isdecimal() and len(digits) <= 14 else None


def plain(text: str) -> str:
    """Text on one line, without doubled or outer spaces.

    Examples
    --------
    >>> plain(" Beans,  dry ")
    'Beans, dry'
    """
    if text.isprintable() and "  " not in text and text == text.strip():  # no other white space
        return text
    return " ".join(text.split())
