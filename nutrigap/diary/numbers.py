"""Numbers as apps and spreadsheets write them; the decimal mark is settled once for a file."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

NAN = float("nan")
# Spellings of "nobody knows": Lose It! n/a, Intake24 N/A, SAS ".", spreadsheets #N/A.
_UNKNOWN = {"", "-", "--", "–", "—", ".", "?", "n/a", "na", "#n/a", "nan", "null", "none", "nil"}
# A blank between digits groups thousands in a cell of numbers; in "2 125 g pots" it does not.
_GROUPING = re.compile(r"(?<=\d)['’\u00a0\u202f](?=\d{3}(?!\d))")
_BLANKS = re.compile(r"(?<=\d)\s(?=\d{3}(?!\d))")
_SIMPLE = re.compile(r"\d+(?:\.\d+)?")
_NUMBER = re.compile(r"\d[\d.,]*(?:[eE][+-]?\d+)?")
_CELL = re.compile(rf"(?P<sign>[+-]?)\s*(?P<number>{_NUMBER.pattern})\s*(?P<unit>.*)", re.S)
_COMMA_DECIMAL = re.compile(r"^(\d+(\.\d{3})+,\d+|(0|\d{4,}),\d+|\d+,(\d{1,2}|\d{4,}))$")
_POINT_DECIMAL = re.compile(r"^(\d+(,\d{3})+\.\d+|(0|\d{4,})\.\d+|\d+\.(\d{1,2}|\d{4,}))$")
# 1,250 is 1.25 or 1250; three or more decimals elsewhere, or points that group, tell the first.
_EITHER = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_COMMA_EITHER = re.compile(r"[1-9]\d{0,2},\d{3}")
_LONG_DECIMALS = re.compile(r"^((0|\d{4,}),\d{3,}|\d+,\d{4,}|\d{1,3}(\.\d{3})+,\d+)$")
_COMMA_GROUPS = re.compile(r"^[1-9]\d{0,2}(,\d{3}){2,}$")


def is_blank(text: str) -> bool:
    """Whether a cell says nothing: empty, or one of the spellings of unknown.

    Examples
    --------
    >>> is_blank(" n/a "), is_blank("0")
    (True, False)
    """
    return text.strip().casefold() in _UNKNOWN


class Reading(NamedTuple):
    """A number with the unit behind it, if the cell holds one."""

    value: float
    unit: str


class Numbers(NamedTuple):
    """How a file writes numbers.

    Parameters
    ----------
    decimal : str or None
        ``.`` or ``,``; ``None`` where the file uses both, so that 1,250 means nothing certain.
    groups : bool or None
        Whether 1,250 is 1250 although other commas are decimal marks, as where the file also
        writes 1,250,000; ``None`` where nothing tells, so that 1,250 means nothing certain.
    """

    decimal: str | None
    groups: bool | None = False

    @classmethod
    def of(cls, cells: Iterable[str], separator: str = ",") -> Numbers:
        """The decimal mark that the cells of a file agree on.

        Without a telling cell it is the comma where cells are separated by semicolons.

        Examples
        --------
        >>> Numbers.of(["1.250,0", "1.250"]).read("1.250").value
        1250.0
        >>> Numbers.of(["60", "1,250"]).read("1,250").value
        1250.0
        >>> Numbers.of(["0,5", "1,250"]).read("1,250") is None
        True
        """
        cells = list(cells)
        usual = "," if separator == ";" else "."
        if usual == "." and not any("," in cell for cell in cells):
            return cls(".")
        tokens = {t.rstrip(".,") for cell in cells for t in _NUMBER.findall(_closed(cell))}
        comma = any(map(_COMMA_DECIMAL.match, tokens))
        point = any(map(_POINT_DECIMAL.match, tokens))
        if comma and point:
            return cls(None)
        return cls(",", _groups(tokens, separator)) if comma else cls("." if point else usual)

    def read(self, cell: str) -> Reading | None:
        """The number a cell states, ``None`` if it is none; a blank cell is NaN.

        Examples
        --------
        >>> Numbers(".").read("3,436mg")
        Reading(value=3436.0, unit='mg')
        >>> Numbers(".").read("#REF!") is None
        True
        """
        if self.decimal == "." and _SIMPLE.fullmatch(cell):
            return Reading(float(cell), "")
        if is_blank(cell):
            return Reading(NAN, "")
        found = _CELL.fullmatch(_BLANKS.sub("", _closed(cell)))
        number = self._plain(found["number"]) if found else None
        if found is None or number is None or re.search(r"\d", found["unit"]):
            return None
        value = float(found["sign"] + number)
        return Reading(value, found["unit"]) if math.isfinite(value) else None

    def normal(self, text: str) -> str | None:
        """The text with every number in it as a program writes it; ``None`` if one is uncertain.

        Examples
        --------
        >>> Numbers(",").normal("2 x 1,5 Tassen")
        '2 x 1.5 Tassen'
        """
        closed = _closed(text)
        if self.decimal == "." and "," not in closed:
            return closed
        pieces, at = [], 0
        for found in re.finditer(r"\d+(?:[.,]\d+)*", closed):
            number = self._plain(found[0])
            if number is None:
                return None
            pieces += [closed[at : found.start()], number]
            at = found.end()
        return "".join([*pieces, closed[at:]])

    def readings(self, text: str) -> str | None:
        """Both readings of the first uncertain number of a text, ``None`` if none is.

        Examples
        --------
        >>> Numbers(",", None).readings("1,250 g")
        'leaves open whether 1,250 is 1.25 or 1250'
        """
        for found in re.findall(r"\d+(?:[.,]\d+)*", _closed(text)):
            if _EITHER.fullmatch(found) and self._plain(found) is None:
                whole, part = re.split("[.,]", found)
                small = f"{float(f'{whole}.{part}'):g}"
                return f"leaves open whether {found} is {small} or {whole}{part}"
        return None

    def _plain(self, number: str) -> str | None:
        """The digits with a point for the decimal mark and no thousands marks."""
        text, exponent = re.fullmatch(r"([\d.,]*?)[.,]?([eE].*)?", number).groups()  # type: ignore[union-attr]
        decimal = self.decimal
        if decimal == "," and self.groups is not False and _COMMA_EITHER.fullmatch(text):
            decimal = "." if self.groups else None
        elif _COMMA_DECIMAL.match(text):
            decimal = ","
        elif _COMMA_GROUPS.match(text) or _POINT_DECIMAL.match(text):
            decimal = "."
        if decimal is None and re.search(r"[.,]", text):
            return None
        thousands = "." if decimal == "," else ","
        whole = text.replace(thousands, "") if _grouped(text, thousands) else text
        plain = whole.replace(decimal or ".", ".")
        return plain + (exponent or "") if re.fullmatch(r"\d+(\.\d+)?", plain) else None


def _closed(text: str) -> str:
    return _GROUPING.sub("", text.strip()).replace("−", "-")


def _groups(tokens: set[str], separator: str) -> bool | None:
    """Whether 1,250 is 1250 in a file of decimal commas, ``None`` if nothing tells."""
    if any(map(_COMMA_GROUPS.match, tokens)):
        return None if any(map(_LONG_DECIMALS.match, tokens)) else True
    return False if separator == ";" or any(map(_LONG_DECIMALS.match, tokens)) else None


def _grouped(text: str, mark: str) -> bool:
    """Whether the marks stand where thousands marks do."""
    return re.fullmatch(rf"\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+(?:[.,]\d+)?", text) is not None
