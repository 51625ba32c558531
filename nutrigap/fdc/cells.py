"""Cells of a large text table, a few megabytes at a time.

``branded_food.csv`` holds half a gigabyte of ingredients, of which nothing is wanted. Where every
cell is quoted, as USDA writes them, the edges of cells are found in whole blocks of bytes and only
the cells wanted become text; rows of any other shape are read as CSV.
"""

from __future__ import annotations

import csv
import io
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
_QUOTE, _COMMA, _LINE_END, _ZERO, _DASH = b'",\n0-'
_ROW_END = b'"\n'


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
        found = [
            self._block[left:right].decode("utf-8", "replace")
            for left, right in zip(lefts.tolist(), rights.tolist(), strict=True)
        ]
        return [text.replace('""', '"') if '"' in text else text for text in found]


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
        head, end, tail = read.rpartition(_ROW_END)
        if not end:
            rest += read
            continue
        block, rest = rest + head + end, tail
        rest = (yield from _block(block, width, places, last=False)) + rest
    if rest:
        yield from _block(rest if rest.endswith(b"\n") else rest + b"\n", width, places, last=True)


def _block(
    block: bytes, width: int, places: Sequence[int], *, last: bool
) -> Generator[Cells, None, bytes]:
    """Regular rows, then the others; what is to be looked at again with the next block."""
    import numpy as np

    octets = np.frombuffer(block, dtype="u1")
    quote = octets == _QUOTE
    marks = np.flatnonzero(quote[:-2] & (octets[1:-1] == _COMMA) & quote[2:])
    ends = np.flatnonzero(quote[:-1] & (octets[1:] == _LINE_END))
    ends = ends[(ends + 2 >= len(octets)) | quote[np.minimum(ends + 2, len(octets) - 1)]]
    if last and (not len(ends) or ends[-1] + 2 < len(octets)):
        ends = np.append(ends, len(octets) - 2)
    starts = np.concatenate(([0], ends[:-1] + 2))
    first = np.searchsorted(marks, starts)
    count = np.diff(np.append(first, len(marks)))
    regular = (count == width - 1) & quote[starts] & quote[ends]
    carried = len(block)
    if not last and len(regular) and not regular[-1]:
        # A cell with a line break may go on in the next block.
        kept = np.flatnonzero(regular)
        carried = int(starts[kept[-1] + 1]) if len(kept) else 0
    good = np.flatnonzero(regular)
    cells = marks[first[good][:, None] + np.arange(width - 1)]
    edges = np.column_stack((cells, ends[good]))
    yield QuotedCells(block, edges, starts[good], places, width)
    yield from _odd_rows(block[:carried], starts, ends, regular, places)
    return block[carried:]


def _odd_rows(
    block: bytes, starts: np.ndarray, ends: np.ndarray, regular: np.ndarray, places: Sequence[int]
) -> Iterator[Cells]:
    """Rows of another shape, neighbours read together for they may be one."""
    import numpy as np

    odd = np.flatnonzero(~regular & (starts < len(block)))
    runs = np.split(odd, np.flatnonzero(np.diff(odd) > 1) + 1) if len(odd) else []
    least = max(places) + 1
    found = []
    for run in runs:
        text = block[starts[run[0]] : ends[run[-1]] + 2].decode("utf-8", "replace")
        for cells in csv.reader(io.StringIO(text, newline="")):
            if cells:
                padded = cells + [""] * (least - len(cells))
                found.append([padded[place] for place in places])
    if found:
        yield ListedCells(found)
