"""Pick the wanted rows out of a large table of numbers without reading the rest as text.

``food_nutrient.csv`` of the full download has 26 million rows, of which few are wanted. Commas and
line ends are found in whole blocks of bytes; only the fields needed are then decoded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nutrigap.fdc.rows import number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy as np

    from nutrigap.fdc.source import Bytes

_BLOCK = 1 << 21  # bytes
_QUOTE, _COMMA, _LINE_END, _RETURN, _POINT, _ZERO = b'",\n\r.0'
_WORD = 8  # bytes of a key compared at once
_SIEVE = 65_521  # remainders of keys; a prime, for all bytes of a key to count
_DIGITS = 15  # so many decimal digits always fit a float exactly


class Picked(NamedTuple):
    """Wanted rows of one block: an id, the column of the key, the amount.

    ``ids`` and ``amounts`` are NaN where the field is empty or not a number, ``empty`` says which
    amounts are empty.
    """

    ids: np.ndarray
    columns: np.ndarray
    amounts: np.ndarray
    empty: np.ndarray


def scan(stream: Bytes, places: Sequence[int], keys: Mapping[str, int]) -> Iterator[Picked]:
    r"""Rows whose key is wanted, block by block.

    Parameters
    ----------
    stream : binary file
        CSV after its header line. Fields up to the last one wanted hold no comma or line break;
        what follows them on a row may hold anything.
    places : sequence of int
        Positions of id, key and amount, from 0.
    keys : mapping of str to int
        Keys wanted, of at most eight characters, with the column each stands for.

    Examples
    --------
    >>> import io
    >>> rows = io.BytesIO(b'"1","171","301","5.5","a, b"\\n"2","171","999","7",""\\n')
    >>> next(scan(rows, (1, 2, 3), {"301": 0})).amounts
    array([5.5])
    """
    import numpy as np

    wanted = sorted((_word(key), column) for key, column in keys.items())
    words = np.array([word for word, _ in wanted], dtype="<u8")
    columns = np.array([column for _, column in wanted])
    some = np.zeros(_SIEVE, dtype=bool)
    some[words % _SIEVE] = True
    for block in _blocks(stream):
        fields = _Fields(block, max(places))
        key = fields.words(fields.at(places[1]))
        likely = np.flatnonzero(some[key % _SIEVE])
        found = np.searchsorted(words, key[likely]).clip(max=len(words) - 1)
        right = words[found] == key[likely]
        hits = likely[right]
        ids = fields.repeated(fields.at(places[0], hits))
        amounts, empty = fields.numbers(fields.at(places[2], hits))
        yield Picked(ids, columns[found[right]], amounts, empty)


def _word(key: str) -> int:
    return int.from_bytes(key.encode("ascii").ljust(_WORD, b"\0"), "little")


def _blocks(stream: Bytes) -> Iterator[bytes]:
    """Whole lines, a few megabytes at a time."""
    rest = b""
    while read := stream.read(_BLOCK):
        head, end, tail = read.rpartition(b"\n")
        if end:
            yield rest + head + end
            rest = tail
        else:
            rest += read
    if rest:
        yield rest + b"\n"


class Span(NamedTuple):
    """Where fields begin in a block of bytes, and how long they are."""

    left: np.ndarray
    length: np.ndarray


class _Fields:
    """Where the fields of a block begin and end, up to a position."""

    def __init__(self, block: bytes, last: int) -> None:
        import numpy as np

        self._bytes = np.frombuffer(block + b"\0" * _WORD, dtype="u1")
        # Eight bytes from any position on, as one number.
        self._words = np.ndarray(len(block), dtype="<u8", buffer=self._bytes.data, strides=(1,))
        self._ends = np.flatnonzero(self._bytes == _LINE_END)
        self._starts = np.concatenate(([0], self._ends[:-1] + 1))
        commas = np.flatnonzero(self._bytes == _COMMA)
        self._first = _firsts(commas, self._starts, self._ends)
        self._marks = np.append(commas, np.full(last + 1, len(self._bytes)))

    def at(self, place: int, rows: np.ndarray | slice = slice(None)) -> Span:
        """The field at a position of each row, without its quotes; empty where a row is short."""
        import numpy as np

        first, end = self._first[rows], self._ends[rows]
        left = self._starts[rows] if place == 0 else self._marks[first + place - 1] + 1
        right = np.minimum(self._marks[first + place], end)
        left = np.minimum(left, end)
        right -= (right > left) & (self._bytes[right - 1] == _RETURN)
        quoted = (right - left >= 2) & (self._bytes[left] == _QUOTE)
        return Span(left + quoted, np.maximum(right - left - 2 * quoted, 0))

    def words(self, span: Span) -> np.ndarray:
        """The first eight bytes of each field as a number; a longer field equals none."""
        import numpy as np

        masks = np.array([(1 << 8 * n) - 1 for n in range(_WORD + 1)], dtype="<u8")
        left = np.minimum(span.left, len(self._words) - 1)
        found: np.ndarray = self._words[left] & masks[np.minimum(span.length, _WORD)]
        found[span.length > _WORD] = 0
        return found

    def repeated(self, span: Span) -> np.ndarray:
        """Each field as a number, where most are that of the row before; NaN for what is none."""
        import numpy as np

        words = self.words(span)
        new = np.append(True, (words[1:] != words[:-1]) | (words[1:] == 0))[: len(words)]
        rows = np.flatnonzero(new)
        numbers, _ = self.numbers(Span(span.left[rows], span.length[rows]))
        found: np.ndarray = numbers[np.cumsum(new) - 1]
        return found

    def numbers(self, span: Span) -> tuple[np.ndarray, np.ndarray]:
        """Each field as a number, and where it is empty; NaN for what is no finite number."""
        return numbers_in(self._bytes, span)


def _firsts(commas: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Which comma is the first of each row, or of a later row where it has none."""
    import numpy as np

    per_row = len(commas) // len(starts)
    if per_row and per_row * len(starts) == len(commas):
        table = commas.reshape(-1, per_row)
        if (table[:, 0] >= starts).all() and (table[:, -1] < ends).all():
            return np.arange(0, len(commas), per_row)
    return np.searchsorted(commas, starts)


def numbers_in(octets: np.ndarray, span: Span) -> tuple[np.ndarray, np.ndarray]:
    """Each field as a number, and where it is empty; NaN for what is no finite number.

    Parameters
    ----------
    octets : ndarray of uint8
        The block.
    span : Span
        The fields in it.
    """
    import numpy as np

    whole, digits, decimals = (np.zeros(len(span.left)) for _ in range(3))
    pointed = np.zeros(len(span.left), dtype=bool)
    for k in range(min(int(span.length.max(initial=0)), _DIGITS + 1)):
        inside = span.length > k
        code = octets[np.minimum(span.left + k, len(octets) - 1)]
        digit = code - _ZERO  # unsigned: whatever stands before "0" becomes large
        is_digit = inside & (digit <= 9)
        whole = np.where(is_digit, whole * 10 + digit, whole)
        digits += is_digit
        decimals += is_digit & pointed
        pointed |= inside & (code == _POINT)
    values = whole / 10.0**decimals
    plain = (digits > 0) & (digits + pointed == span.length) & (digits <= _DIGITS)
    for row in np.flatnonzero(~plain):
        left, length = int(span.left[row]), int(span.length[row])
        values[row] = _slowly(octets[left : left + length]) if length else float("nan")
    return values, span.length == 0


def _slowly(octets: np.ndarray) -> float:
    value = number(octets.tobytes().decode("utf-8", "replace"))
    return float("nan") if value is None else value
