"""Foods given by code: exactly that food, or none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

    from nutrigap.names.asking import Query

Row = tuple[int, str | None, str, str]
_COLUMNS = "SELECT fdc_id, food_code, description, data_type FROM food"
_SURVEY_DIGITS = 8


def exact(connection: sqlite3.Connection, query: Query) -> list[tuple[Row, str]] | None:
    """The food of a code, none if the store lacks it; None if the query gives no code.

    A bar code that the store lacks is no answer (None): the product's name may still be found.

    Parameters
    ----------
    connection : sqlite3.Connection
        A food store.
    query : Query
        ``fdc_id`` first, then ``food_code``, then ``gtin``.

    Returns
    -------
    list of (row, method) or None
        At most one.
    """
    if query.fdc_id is not None:
        rows = connection.execute(f"{_COLUMNS} WHERE fdc_id = ?", (int(query.fdc_id),)).fetchall()
        return [(row, "code") for row in rows[:1]]
    code = food_code(query.food_code)
    if code is not None:
        order = "ORDER BY CASE data_type WHEN 'survey' THEN 0 WHEN 'sr_legacy' THEN 1 ELSE 2 END"
        rows = connection.execute(f"{_COLUMNS} WHERE food_code = ? {order}", (code,)).fetchall()
        return [(row, "code") for row in rows if _of_length(code, row[3])][:1]
    number = gtin(query.gtin)
    if number is not None:
        chosen = "(SELECT fdc_id FROM stored_food WHERE gtin = ?)"
        rows = connection.execute(f"{_COLUMNS} WHERE fdc_id = {chosen}", (int(number),)).fetchall()
        return [(rows[0], "barcode")] if rows else None
    return None


def _of_length(code: str, data_type: str) -> bool:
    return (len(code) == _SURVEY_DIGITS) == (data_type == "survey")


def food_code(text: str | None) -> str | None:
    """A food code as the store keeps it: digits, SR numbers without leading zeros.

    Examples
    --------
    >>> food_code("01001"), food_code(" 11100000 "), food_code("11100000.0"), food_code("")
    ('1001', '11100000', '11100000', None)
    """
    digits = re.sub(r"\.0+$", "", (text or "").strip())
    if not digits:
        return None
    return digits.lstrip("0") if digits.isdigit() and len(digits) < _SURVEY_DIGITS else digits


def gtin(text: str | None) -> str | None:
    """A bar code as 14 digits, or None if its check digit is wrong.

    Examples
    --------
    >>> gtin("0-16000-27528-7"), gtin("016000275288")
    ('00016000275287', None)
    """
    digits = re.sub(r"\.0+$", "", (text or "").strip())
    digits = re.sub(r"\D", "", digits)
    if not 8 <= len(digits) <= 14:
        return None
    digits = digits.zfill(14)
    total = sum(int(d) * (3 if at % 2 == 0 else 1) for at, d in enumerate(digits[:13]))
    return digits if (10 - total % 10) % 10 == int(digits[13]) else None
