"""SAS transport files (.XPT, version 5), as the US surveys publish them."""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.errors import DiaryReadError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from nutrigap.diary.source import Source

_MAGIC = b"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!"
_MEMBER = b"HEADER RECORD*******MEMBER  HEADER RECORD!!!!!!!"
_NAMES = b"HEADER RECORD*******NAMESTR HEADER RECORD!!!!!!!"
_VALUES = b"HEADER RECORD*******OBS     HEADER RECORD!!!!!!!"
_CARD_BYTES = 80
_LARGEST_NAMES = 10_000
# Type, length and name of a variable, and where it begins in a row.
_VARIABLE = struct.Struct(">h2xh2x8s68xi")
_NUMERIC = 1
# SAS writes what is missing as ".", "_" or a letter, followed by zeros.
_MISSING = frozenset(b"._ABCDEFGHIJKLMNOPQRSTUVWXYZ")
# What became a zero on its way through other programs: 16 to the power of -65.
_ZERO = 1e-70


class Variable(NamedTuple):
    """A column: its name, and where its bytes are in a row."""

    name: str
    numeric: bool
    start: int
    length: int


def variables(data: bytes) -> list[Variable]:
    """Columns of a transport file, as far as its beginning shows; none of any other file.

    Examples
    --------
    >>> variables(b"SEQN,DR1ILINE")
    []
    """
    place = data.find(_NAMES) if data.startswith(_MAGIC) else -1
    digits = data[place + 54 : place + 58] if place >= 0 else b""
    if not digits.isdigit() or int(digits) > _LARGEST_NAMES:
        return []
    size = _name_size(data)
    begin = place + _CARD_BYTES
    pieces = (data[begin + n * size : begin + (n + 1) * size] for n in range(int(digits)))
    return [_variable(piece) for piece in pieces if len(piece) == size]


def read_rows(source: Source, names: Collection[str]) -> Iterator[dict[str, str]]:
    """Cells of these columns, as text; empty where a value is missing.

    Raises
    ------
    DiaryReadError
        The file breaks off, or is damaged.
    """
    data = source.data
    columns = variables(data)
    place = data.find(_VALUES)
    width = max((c.start + c.length for c in columns), default=0)
    if place < 0 or not width or any(c.start < 0 or c.length <= 0 for c in columns):
        raise DiaryReadError(
            source.name,
            "the SAS transport file has no rows that can be read",
            "a whole file of version 5",
            "Download it again.",
        )
    wanted = [column for column in columns if column.name in names]
    begin = place + _CARD_BYTES
    end = data.find(_MEMBER, begin)
    for start in range(begin, (len(data) if end < 0 else end) - width + 1, width):
        row = data[start : start + width]
        if row.strip():  # blanks fill the last card of the file
            yield {column.name: _cell(row, column) for column in wanted}


def _name_size(data: bytes) -> int:
    """Bytes of one description: 140, or 136 on one old system."""
    place = data.find(_MEMBER)
    digits = data[place + 75 : place + 78]
    return int(digits) if digits in (b"136", b"140") else 140


def _variable(piece: bytes) -> Variable:
    kind, length, name, start = _VARIABLE.unpack(piece[: _VARIABLE.size])
    return Variable(name.decode("latin-1").strip(), kind == _NUMERIC, start, length)


def _cell(row: bytes, column: Variable) -> str:
    piece = row[column.start : column.start + column.length]
    if not column.numeric:
        return piece.decode("cp1252", "replace").strip()
    number = ibm_number(piece)
    if number != number:
        return ""
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def ibm_number(piece: bytes) -> float:
    """A number as mainframes of the 1960s wrote it; NaN where it is missing.

    Examples
    --------
    >>> ibm_number(bytes.fromhex("4276a00000000000"))
    118.625
    >>> ibm_number(b".       ".replace(b" ", bytes(1)))
    nan
    """
    if not 2 <= len(piece) <= 8 or (piece[0] in _MISSING and not any(piece[1:])):
        return math.nan
    mantissa = int.from_bytes(piece[1:].ljust(7, b"\x00"), "big")
    if not mantissa:
        return 0.0
    number = math.ldexp(mantissa, 4 * ((piece[0] & 0x7F) - 64) - 56)
    return 0.0 if number < _ZERO else -number if piece[0] & 0x80 else number
