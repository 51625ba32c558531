"""What makers added to branded foods, read from the ingredients on their labels."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.tables import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np

    from nutrigap.fdc.scan import Span
    from nutrigap.fdc.store import FoodStore

_STEM = 7  # bytes: of so many in a row four always stand at a multiple of four
_LOWER = 32  # the bit that capital letters lack
_HASHES = 1 << 16
# Codes: places among _nutrients(), those of doubtful words beyond, and foods without ingredients.
_DOUBTFUL, _UNLISTED, _CODES = 16, 32, 64
_VITAMIN = "vitamin"


class Additions(NamedTuple):
    """Foods with what was added to them, one pair each.

    Parameters
    ----------
    fdc_ids : ndarray of int64
        FoodData Central ids.
    codes : ndarray of int64
        What was added, or that no ingredients are listed.
    """

    fdc_ids: np.ndarray
    codes: np.ndarray

    def of(self, fdc_ids: np.ndarray) -> Additions:
        """Those of some foods, which are named in ascending order."""
        import numpy as np

        at = np.searchsorted(fdc_ids, self.fdc_ids).clip(max=max(len(fdc_ids) - 1, 0))
        among = fdc_ids[at] == self.fdc_ids if len(fdc_ids) else at < 0
        return Additions(self.fdc_ids[among], self.codes[among])

    def pairs(self) -> Iterator[tuple[int, str]]:
        """fdc_id and nutrient; a food whose ingredients nobody knows comes with an empty one."""
        names = {**dict(enumerate(_nutrients())), _UNLISTED: ""}
        codes = map(names.__getitem__, self.codes.tolist())
        return zip(self.fdc_ids.tolist(), codes, strict=True)


@cache
def _nutrients() -> tuple[str, ...]:
    return tuple(dict.fromkeys(row["nutrient"] for row in read_rows("addition_words")))


@cache
def _meanings() -> dict[bytes, int]:
    """What each word means, by its part from the stem on: a code, or −1 for nothing."""
    codes = {}
    for row in read_rows("addition_words"):
        place = _nutrients().index(row["nutrient"])
        code = {"yes": place, "with vitamins": place + _DOUBTFUL, "no": -1}[row["added"]]
        for word in row["words"].split("|"):
            # What tells vitamins apart stands at their end.
            part = word[-_STEM:] if word.startswith("vit") else word
            codes[part.encode()] = code
    return codes


@cache
def _pattern() -> re.Pattern[bytes]:
    longest_first = sorted(_meanings(), key=len, reverse=True)
    return re.compile(b"(" + b"|".join(map(re.escape, longest_first)) + b")s?(?![a-z])")


def unlisted(fdc_ids: np.ndarray) -> Additions:
    """Foods whose ingredients nobody knows."""
    import numpy as np

    return Additions(fdc_ids, np.full(len(fdc_ids), _UNLISTED))


def find_additions(fdc_ids: np.ndarray, block: bytes, span: Span) -> Additions:
    """What lists of ingredients show to be added, by the words of ``addition_words.csv``.

    All lists of a block are searched at once: most hold none of the words. Salts that are often
    there for another purpose count only beside an added vitamin.

    Parameters
    ----------
    fdc_ids : ndarray
        The foods; NaN for none.
    block : bytes
        Text in which their ingredients stand.
    span : Span
        Where the ingredients of each food stand, in ascending order.

    Returns
    -------
    Additions
        A food is absent where its ingredients are listed and nothing is added.

    Examples
    --------
    >>> import numpy as np
    >>> from nutrigap.fdc.scan import Span
    >>> lists = b"OATS, VITAMIN B12;OATS, MAGNESIUM STEARATE"
    >>> span = Span(np.array([0, 18, 42]), np.array([17, 24, 0]))
    >>> list(find_additions(np.array([7, 8, 9]), lists, span).pairs())
    [(7, 'vitamin_b12'), (9, '')]
    """
    import numpy as np

    text = np.frombuffer(block, dtype="u1") | np.uint8(_LOWER)
    places = _places(text)
    rows = np.searchsorted(span.left, places, side="right") - 1
    inside = (rows >= 0) & (places < span.left[rows] + span.length[rows])
    found = _codes(text.tobytes(), places[inside])
    codes, rows = found[found >= 0], rows[inside][found >= 0]
    with_vitamins = np.zeros(len(fdc_ids), dtype=bool)
    with_vitamins[rows[np.isin(codes, _vitamins())]] = True
    taken = (codes < _DOUBTFUL) | with_vitamins[rows]
    empty = np.flatnonzero(span.length == 0)
    rows = np.concatenate((rows[taken], empty))
    codes = np.concatenate((codes[taken] % _DOUBTFUL, np.full(len(empty), _UNLISTED)))
    rows, codes = np.divmod(np.unique(rows * _CODES + codes), _CODES)
    known = fdc_ids[rows] == np.floor(fdc_ids[rows])
    return Additions(fdc_ids[rows[known]].astype("int64"), codes[known])


def _codes(text: bytes, places: np.ndarray) -> np.ndarray:
    import numpy as np

    matches = (_pattern().match(text, at) for at in places.tolist())
    codes = _meanings()
    return np.array([codes[m[1]] if m else -1 for m in matches], dtype="int64")


@cache
def _vitamins() -> list[int]:
    return [n for n, nutrient in enumerate(_nutrients()) if nutrient.startswith(_VITAMIN)]


@cache
def _stems() -> tuple[np.ndarray, np.ndarray]:
    """The first bytes of all words as numbers, and which hashes four of their bytes have."""
    import numpy as np

    stems = {part[:_STEM] for part in _meanings()}
    hashed = np.zeros(_HASHES, dtype=bool)
    for stem in stems:
        for start in range(_STEM - 3):
            hashed[_hash(np.frombuffer(stem[start : start + 4], dtype="<u4"))] = True
    return np.array([int.from_bytes(stem, "little") for stem in stems], dtype="<u8"), hashed


def _hash(four_bytes: np.ndarray) -> np.ndarray:
    import numpy as np

    return (four_bytes * np.uint32(0x9E3779B1)) >> np.uint32(16)


def _places(text: np.ndarray) -> np.ndarray:
    """Where a stem stands, ascending."""
    import numpy as np

    stems, hashed = _stems()
    padded = np.append(text, np.zeros(8, dtype="u1"))
    eights = np.ndarray(len(text), dtype="<u8", buffer=padded.data, strides=(1,))
    fours = text[: len(text) // 4 * 4].view("<u4")
    likely = 4 * np.flatnonzero(np.take(hashed, _hash(fours)))
    at = (likely[:, None] - np.arange(3, -1, -1)).ravel()
    at = at[at >= 0]
    return at[np.isin(eights[at] & np.uint64((1 << 8 * _STEM) - 1), stems)]


def read_additions(store: FoodStore, fdc_ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """What was added to branded foods whose ingredients are known.

    Parameters
    ----------
    store : FoodStore
        Where they are.
    fdc_ids : iterable of int
        Foods.

    Returns
    -------
    dict of int to frozenset of str
        Nutrients by fdc_id; a food is absent where nobody knows.
    """
    rows = store.read(
        "SELECT fdc_id, group_concat(nutrient, ' ')"
        " FROM stored_food LEFT JOIN addition USING (fdc_id)"
        " WHERE data_type = 'branded' AND fdc_id IN (SELECT value FROM json_each(?))"
        " GROUP BY fdc_id",
        json.dumps([int(fdc_id) for fdc_id in fdc_ids]),
    )
    return {fdc_id: frozenset((names or "").split()) for fdc_id, names in rows if names != ""}
