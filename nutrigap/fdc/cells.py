"""Cells of a large text table, a few megabytes at a time.

``branded_food.csv`` holds half a gigabyte of ingredients, of which nothing is wanted. Where every
cell is quoted, as USDA writes them, the edges of cells are found in whole blocks of bytes and only
the cells wanted become text; rows of any other shape are read as CSV.
"""

from __future__ import annotations

import csv
import io
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from nutrigap.fdc import rows
from nutrigap.fdc.scan import Span, numbers_in

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    import numpy as np

    from nutrigap.fdc.source import Bytes

_BLOCK = 1 << 21  # bytes
_ROWS = 5_000
_LINES = 20  # so many lines may end between quotes inside of one cell
_QUOTE, _COMMA, _LINE_END, _ZERO, _DASH = b'",\n0-'


class Cells(Protocol):
    """Rows of a few columns, by the place of the column among those asked for."""

    def __len__(self) -> int:
        """How many rows."""

    def numbers(self, column: int) -> np.ndarray:
        """A column as numbers; NaN where there is none."""

    def days(self, column: int) -> np.ndarray:
        """A column of dates as whole numbers that sort like them; 0 where there is none."""

    def texts(self, column: int, wanted: np.ndarray) -> list[str]:
        """A column as text, of the rows wanted."""

    def raw(self, column: int) -> tuple[bytes, Span]:
        """A block of bytes and where a column stands in it, quotes still doubled."""


class ListedCells:
    """Cells that are text already."""

    def __init__(self, listed: Sequence[Sequence[str]]) -> None:
        self._listed = listed

    def __len__(self) -> int:
        return len(self._listed)

    def numbers(self, column: int) -> np.ndarray:
        """A column as numbers; NaN where there is none."""
        import numpy as np

        found = (rows.number(cells[column]) for cells in self._listed)
        return np.array([float("nan") if n is None else n for n in found], dtype="float64")

    def days(self, column: int) -> np.ndarray:
        """A column of dates as whole numbers that sort like them; 0 where there is none."""
        import numpy as np

        return np.array([_day(cells[column]) for cells in self._listed], dtype="int64")

    def texts(self, column: int, wanted: np.ndarray) -> list[str]:
        """A column as text, of the rows wanted."""
        return [self._listed[row][column] for row in wanted.tolist()]

    def raw(self, column: int) -> tuple[bytes, Span]:
        """A block of bytes and where a column stands in it."""
        import numpy as np

        pieces = [cells[column].encode() for cells in self._listed]
        ends = np.cumsum([len(piece) + 1 for piece in pieces], dtype="int64") - 1
        lengths = np.array([len(piece) for piece in pieces], dtype="int64")
        return b"\n".join(pieces), Span(ends - lengths, lengths)


class QuotedCells:
    """Cells of a block of rows in which every cell is quoted.

    Parameters
    ----------
    block : bytes
        Whole rows.
    marks : ndarray
        Where each cell's last quote stands; ``width`` a row.
    starts : ndarray
        Where each row begins.
    places : sequence of int
        The columns wanted; a place past the end is an empty column.
    width : int
        Cells in a row.
    """

    def __init__(
        self,
        block: bytes,
        marks: np.ndarray,
        starts: np.ndarray,
        places: Sequence[int],
        width: int,
    ) -> None:
        import numpy as np

        self._block, self._marks, self._starts = block, marks, starts
        self._places, self._width = places, width
        self._bytes = np.frombuffer(block, dtype="u1")
        self._text = block.decode("latin-1")  # a character for each byte

    def __len__(self) -> int:
        return len(self._starts)

    def _span(self, column: int) -> Span:
        import numpy as np

        place = self._places[column]
        if place >= self._width:
            nothing = np.zeros(len(self), dtype="int64")
            return Span(nothing, nothing)
        left = self._starts + 1 if place == 0 else self._marks[:, place - 1] + 3
        return Span(left, self._marks[:, place] - left)

    def numbers(self, column: int) -> np.ndarray:
        """A column as numbers; NaN where there is none."""
        return numbers_in(self._bytes, self._span(column))[0]

    def days(self, column: int) -> np.ndarray:
        """A column of dates as whole numbers that sort like them; 0 where there is none."""
        import numpy as np

        span = self._span(column)
        plain = span.length == 10
        at = span.left[plain][:, None] + np.arange(10)
        cells = self._bytes[at].astype("int64") - _ZERO
        digits = cells[:, (0, 1, 2, 3, 5, 6, 8, 9)]
        iso = (cells[:, (4, 7)] == _DASH - _ZERO).all(axis=1)
        iso &= ((digits >= 0) & (digits <= 9)).all(axis=1)
        days = np.zeros(len(self), dtype="int64")
        days[np.flatnonzero(plain)[iso]] = digits[iso] @ 10 ** np.arange(7, -1, -1)
        odd = np.flatnonzero((days == 0) & (span.length > 0))
        days[odd] = [_day(text) for text in self.texts(column, odd)]
        return days

    def texts(self, column: int, wanted: np.ndarray) -> list[str]:
        """A column as text, of the rows wanted."""
        span = self._span(column)
        lefts = span.left[wanted]
        rights = lefts + span.length[wanted]
        text = self._text
        found = [
            text[left:right] for left, right in zip(lefts.tolist(), rights.tolist(), strict=True)
        ]
        if text.isascii():
            return [cell.replace('""', '"') if '"' in cell else cell for cell in found]
        return [cell if cell.isascii() and '"' not in cell else _decoded(cell) for cell in found]

    def raw(self, column: int) -> tuple[bytes, Span]:
        """A block of bytes and where a column stands in it, quotes still doubled."""
        return self._block, self._span(column)


def _decoded(cell: str) -> str:
    """Text of a cell whose characters are its bytes."""
    return cell.encode("latin-1").decode("utf-8", "replace").replace('""', '"')

    def raw(self, column: int) -> tuple[bytes, Span]:
        """A block of bytes and where a column stands in it, quotes still doubled."""
        return self._block, self._span(column)


def _day(text: str) -> int:
    digits = rows.iso_date(text).replace("-", "")
    return int(digits.ljust(8, "0")) if digits else 0


def listed_cells(found: Iterator[tuple[str, ...]]) -> Iterator[ListedCells]:
    """Rows that are text already, some thousands at a time."""
    while batch := list(islice(found, _ROWS)):
        yield ListedCells(batch)


def quoted_cells(stream: Bytes, width: int, places: Sequence[int]) -> Iterator[Cells]:
    r"""The rows of a table in which cells are quoted.

    Parameters
    ----------
    stream : binary file
        CSV after its header line.
    width : int
        Cells in a row.
    places : sequence of int
        The columns wanted, from 0; a place past the end is an empty column.

    Yields
    ------
    Cells
        Rows of one block; rows that are not ``width`` quoted cells come in a block of their own.

    Examples
    --------
    >>> import io
    >>> import numpy as np
    >>> stream = io.BytesIO(b'"1","a, b"\n"2","a ""c"" d"\n')
    >>> next(quoted_cells(stream, 2, (1,))).texts(0, np.arange(2))
    ['a, b', 'a "c" d']
    """
    rest = b""
    while read := stream.read(_BLOCK):
        rest = yield from _block(rest + read, width, places)
    if rest:
        yield from _block(rest if rest.endswith(b"\n") else rest + b"\n", width, places, last=True)


def _block(
    block: bytes, width: int, places: Sequence[int], *, last: bool = False
) -> Generator[Cells, None, bytes]:
    """Regular rows, then the others; what is left after the last whole row."""
    import numpy as np

    octets = np.frombuffer(block, dtype="u1")
    quote = octets == _QUOTE
    lines = _row_ends(octets, quote, last=last)
    if not len(lines):
        return block
    starts, ends = np.concatenate(([0], lines[:-1] + 1)), lines - 1
    split, odd = _parts(octets, np.flatnonzero(quote), lines)
    whole = len(lines) if last else _whole(odd, len(lines))
    marks = np.flatnonzero(quote[:-2] & (octets[1:-1] == _COMMA) & quote[2:])
    first = np.searchsorted(marks, starts)
    count = np.searchsorted(marks, lines) - first
    regular = (count == width - 1) & quote[starts] & quote[ends] & (ends > starts)
    regular[split] = False
    for begin, end in _pairs(odd):
        regular[begin:end] = False
    good = np.flatnonzero(regular[:whole])
    cells = marks[first[good][:, None] + np.arange(width - 1)]
    edges = np.column_stack((cells, ends[good]))
    yield QuotedCells(block, edges, starts[good], places, width)
    yield from _odd_rows(block, starts[:whole], lines[:whole], regular[:whole], places)
    return block[starts[whole] if whole < len(lines) else lines[-1] + 1 :]


def _row_ends(octets: np.ndarray, quote: np.ndarray, *, last: bool) -> np.ndarray:
    """Line ends between quotes; where there are none, those outside of quotes."""
    import numpy as np

    lines = np.flatnonzero(octets == _LINE_END)
    follows = np.append(quote[1:], True)
    ends: np.ndarray = lines[quote[lines - 1] & follows[lines]]
    if not len(ends):
        ends = lines[np.searchsorted(np.flatnonzero(quote), lines) % 2 == 0]
    if last and (not len(ends) or ends[-1] != lines[-1]):
        ends = np.append(ends, lines[-1])
    return ends


def _parts(
    octets: np.ndarray, quotes: np.ndarray, ends: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Which parts of a block hold a line end outside of quotes, and which an odd number of them."""
    import numpy as np

    lines = np.flatnonzero(octets == _LINE_END)
    part = np.searchsorted(ends, lines)
    before = np.searchsorted(quotes, ends)
    opened = np.searchsorted(quotes, lines) - np.concatenate(([0], before))[part]
    inside = part < len(ends)
    inside[inside] = ends[part[inside]] != lines[inside]
    split = np.unique(part[inside & (opened % 2 == 0)])
    return split, np.flatnonzero(np.diff(before, prepend=0) % 2)


def _whole(odd: np.ndarray, count: int) -> int:
    """How many parts of a block are whole rows: the last ones may lack their end."""
    unpaired = [begin for begin, end in _pairs(odd) if end == begin + 1]
    return unpaired[-1] if unpaired and unpaired[-1] >= count - _LINES else count


def _pairs(odd: np.ndarray) -> Iterator[tuple[int, int]]:
    """Parts that are rows only together: those from one with an odd number of quotes to the next.

    One that has no other near it has a quote that should have been doubled: it stands alone.
    """
    left = deque(odd.tolist())
    while left:
        begin = left.popleft()
        end = left.popleft() if left and left[0] - begin <= _LINES else begin
        yield begin, end + 1


def _odd_rows(
    block: bytes,
    starts: np.ndarray,
    lines: np.ndarray,
    regular: np.ndarray,
    places: Sequence[int],
) -> Iterator[Cells]:
    """Rows of another shape, as csv reads them; neighbours may be parts of one row."""
    import numpy as np

    least = max(places) + 1
    found = []
    odd = np.flatnonzero(~regular)
    for run in np.split(odd, np.flatnonzero(np.diff(odd) > 1) + 1) if len(odd) else ():
        text = block[starts[run[0]] : lines[run[-1]] + 1].decode("utf-8", "replace")
        for cells in csv.reader(io.StringIO(text, newline="")):
            if cells:
                padded = cells + [""] * (least - len(cells))
                found.append([padded[place] for place in places])
    if found:
        yield ListedCells(found)
