"""The number of a dose, whose marks may part thousands or decimals."""

from __future__ import annotations

import re

_MARKS = r"[.,'’‘´`\u00a0\u2009\u202f ]"
# 2000, 2,000, 2.000, 2 000, 2'000, 20 000 000, 1.000,5, 0.5
NUMBER = (
    rf"\d{{1,3}}(?P<mark>{_MARKS})\d{{3}}(?:(?P=mark)\d{{3}})*(?!\d)(?:[.,]\d{{1,2}}(?!\d))?"
    r"|\d+(?:[.,]\d+)?"
)
_GROUPED = re.compile(rf"[1-9]\d{{0,2}}(?P<mark>{_MARKS})(?P<rest>\d{{3}}(?:(?P=mark)\d{{3}})*)")
_IU = ("iu", "ie", "ui")


def is_iu(unit: str) -> bool:
    """Whether a unit is the international unit.

    Examples
    --------
    >>> is_iu("IE"), is_iu("mg")
    (True, False)
    """
    return unit.lower().replace(".", "") in _IU


def dose_readings(text: str, unit: str) -> tuple[float, ...]:
    """All numbers that the digits of a dose may mean, the grouped one first.

    A point before three digits parts thousands where the unit is IU, since a single unit is no dose
    of anything, and leaves both readings open elsewhere. A blank may also stand between two
    numbers, unless the digits behind it begin with a zero.

    Examples
    --------
    >>> dose_readings("20 000", "IU"), dose_readings("2.000", "IE"), dose_readings("1.000", "µg")
    ((20000.0,), (2000.0,), (1000.0, 1.0))
    >>> dose_readings("10 200", "mg"), dose_readings("0,5", "mg")
    ((10200.0, 200.0), (0.5,))
    """
    whole, _, part = _parted(text)
    found = _GROUPED.fullmatch(whole)
    if found is None:
        return (float(text.replace(",", ".")),) if _is_plain(text) else ()
    grouped = float(f"{re.sub(_MARKS, '', whole)}.{part or 0}")
    if found["mark"] == "." and not part and not is_iu(unit) and whole.count(".") == 1:
        return grouped, float(whole)
    if found["mark"] == " " and not found["rest"].startswith("0"):
        return grouped, float(f"{whole.rpartition(' ')[2]}.{part or 0}")
    return (grouped,)


def _parted(text: str) -> tuple[str, str, str]:
    """Whole and decimals of a grouped number: '1.000,5'."""
    found = re.fullmatch(rf"(.*{_MARKS}\d{{3}})([.,])(\d{{1,2}})", text)
    return (found[1], found[2], found[3]) if found else (text, "", "")


def _is_plain(text: str) -> bool:
    return re.fullmatch(r"\d+(?:[.,]\d+)?", text) is not None
