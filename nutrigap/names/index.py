"""The name index of a food store: built once, read as a handful of arrays.

Blobs are little-endian arrays; foods are numbered from 0 in order of ``fdc_id``.
"""

from __future__ import annotations

import math
import sys
from array import array
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.names import grammar, ranking

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

# Field weights of approach.md's measured index, in hundredths: segment 1, segment 2, the rest,
# words in brackets, additional descriptions.
_FIELD_WEIGHTS = {1: 160, 2: 125, 3: 100, 4: 100, 5: 85}
# Lists of words of a food, in the order of the blob.
_LISTS = ("first", "heads", "content", "bracket", "synonym", "negated", "phrases")
_MACROS = ("energy", "protein", "carbohydrate", "fat")
# FDC nutrient ids, best first; the factor brings IU to µg.
_SOURCES = {
    "energy": (("1008", 1.0), ("2048", 1.0), ("2047", 1.0)),
    "protein": (("1003", 1.0),),
    "carbohydrate": (("1005", 1.0),),
    "fat": (("1004", 1.0),),
    "vitamin_d": (("1110", 0.025), ("1114", 1.0)),
    "magnesium": (("1090", 1.0),),
    "calcium": (("1087", 1.0),),
    "potassium": (("1092", 1.0),),
    "vitamin_b12": (("1178", 1.0),),
}
# Nutritionally equivalent (approach.md, section 11): share of the larger value, floor.
_TOLERANCES = {
    "energy": (0.10, 15.0),
    "vitamin_d": (0.25, 0.2),
    "magnesium": (0.25, 5.0),
    "calcium": (0.25, 15.0),
    "potassium": (0.25, 30.0),
    "vitamin_b12": (0.25, 0.05),
}
# In a list of phrases: what ends one, and what marks it as the default of its kind.
_LIGHT_SHARE = 0.4
_NEAR = 0.20
END, DEFAULT = 0, 1
_RESERVED = ("\x00", "\x01")


def write_index(connection: sqlite3.Connection) -> None:
    """Build the name index of the foods in a store; an older index is replaced.

    Branded foods are found by bar code, not by words, and are left out.

    Parameters
    ----------
    connection : sqlite3.Connection
        A store with the tables ``stored_food``, ``synonym`` and ``composition``, open for writing.
    """
    rows = connection.execute(
        "SELECT fdc_id, data_type, description, popularity, usual_grams FROM stored_food "
        "WHERE data_type != 'branded' ORDER BY fdc_id"
    ).fetchall()
    synonyms: dict[int, list[str]] = {}
    for fdc_id, text in connection.execute("SELECT fdc_id, text FROM synonym ORDER BY fdc_id, seq"):
        synonyms.setdefault(fdc_id, []).append(text)
    builder = _Builder()
    for fdc_id, data_type, description, _, _ in rows:
        builder.add(description, data_type, synonyms.get(fdc_id, []))
    blobs = builder.blobs()
    blobs["fdc_ids"] = _bytes("I", [row[0] for row in rows])
    blobs["popularity"] = _bytes("f", (math.log1p(row[3] or 0.0) for row in rows))
    blobs["usual_grams"] = _bytes("f", (_number(row[4]) for row in rows))
    blobs.update(_measured(connection, [row[0] for row in rows]))
    blobs["prior"] = _bytes(
        "f",
        (
            ranking.prior(row[3] or 0.0, burden, flags)
            for row, burden, flags in zip(rows, builder.burdens(), builder.flags, strict=True)
        ),
    )
    connection.execute("DROP TABLE IF EXISTS name_index")
    connection.execute("CREATE TABLE name_index(name TEXT PRIMARY KEY, data BLOB)")
    connection.executemany("INSERT INTO name_index VALUES (?, ?)", sorted(blobs.items()))
    connection.commit()


def _measured(connection: sqlite3.Connection, fdc_ids: Sequence[int]) -> dict[str, bytes]:
    """Energy and nutrients per 100 g of each food; NaN unknown."""
    present = {row[1] for row in connection.execute("PRAGMA table_info(composition)")}
    blobs = {}
    for name, sources in _SOURCES.items():
        terms = [f'"{column}" * {factor}' for column, factor in sources if column in present]
        known = dict(
            connection.execute(
                f"SELECT fdc_id, coalesce({', '.join([*terms, 'NULL', 'NULL'])})"
                " FROM stored_food JOIN composition USING (fdc_id) WHERE data_type != 'branded'"
            )
        )
        blobs[name] = _bytes("f", (_number(known.get(fdc_id)) for fdc_id in fdc_ids))
    return blobs


def _number(value: float | None) -> float:
    return math.nan if value is None else value


class _Builder:
    """Words of all foods as numbers, list by list."""

    def __init__(self) -> None:
        self.numbers = {word: number for number, word in enumerate(_RESERVED)}
        self.postings: list[list[tuple[int, int]]] = [[] for _ in _RESERVED]
        self.lists: list[list[int]] = []
        self.contents: list[list[int]] = []
        self.flags: list[int] = []

    def add(self, description: str, data_type: str, synonyms: Iterable[str]) -> None:
        """Add the next food."""
        said = grammar.describe(description, data_type)
        fields, phrases, flags = dict(said.fields), [], said.flags
        for text in synonyms:
            found, rule = grammar.phrases(text)
            flags |= grammar.RULE if rule else 0
            for words, default in found:
                phrases += [*([DEFAULT] if default else []), *map(self._number, words), END]
                for word in words:
                    fields.setdefault(word, 5)
        self.flags.append(flags)
        ordinal = len(self.flags) - 1
        for word, field in fields.items():
            self.postings[self._number(word)].append((ordinal, _FIELD_WEIGHTS[field]))
        in_brackets = (w for w, field in said.fields.items() if field == 4)
        beside = (w for w, field in fields.items() if field == 5)
        lists = (said.first, said.heads, said.content, in_brackets, beside, said.negated)
        # Sets have no order of their own, and equal stores are to have equal rows.
        self.lists += [sorted(map(self._number, sorted(words))) for words in lists]
        self.lists.append(phrases)
        self.contents.append(self.lists[-5])

    def _number(self, word: str) -> int:
        if word not in self.numbers:
            self.numbers[word] = len(self.numbers)
            self.postings.append([])
        return self.numbers[word]

    def burdens(self) -> list[float]:
        """Weight of each food's words: rare words weigh more, words that say little less."""
        weights = word_weights([len(foods) for foods in self.postings], len(self.flags))
        burdens = burden_of(list(self.numbers), weights)
        return [sum(burdens[number] for number in content) for content in self.contents]

    def blobs(self) -> dict[str, bytes]:
        """Everything as bytes."""
        return {
            "words": "\n".join(self.numbers).encode(),
            "flags": _bytes("I", self.flags),
            "burden": _bytes("f", self.burdens()),
            "posting_foods": _bytes("H", (food for p in self.postings for food, _ in p)),
            "posting_weights": _bytes("B", (weight for p in self.postings for _, weight in p)),
            "posting_starts": _bytes("I", _starts(self.postings)),
            "lists": _bytes("H", (number for numbers in self.lists for number in numbers)),
            "list_starts": _bytes("I", _starts(self.lists)),
        }


def word_weights(frequencies: Sequence[int], foods: int) -> list[float]:
    """Inverse document frequency of each word."""
    return [math.log(max(foods, 2) / max(count, 0.5)) for count in frequencies]


def burden_of(words: Sequence[str], weights: Sequence[float]) -> list[float]:
    """What each word costs a food that has it unasked."""
    return [
        weight * (_LIGHT_SHARE if word in grammar.LIGHT or word in grammar.COOKED else 1.0)
        for word, weight in zip(words, weights, strict=True)
    ]


def _starts(lists: Sequence[Sequence[object]]) -> list[int]:
    starts = [0]
    for numbers in lists:
        starts.append(starts[-1] + len(numbers))
    return starts


def _bytes(code: str, numbers: Iterable[float]) -> bytes:
    return _little_endian(array(code, numbers)).tobytes()


def _array(code: str, data: bytes) -> array:  # type: ignore[type-arg]
    numbers = array(code)
    numbers.frombytes(data)
    return _little_endian(numbers)


def _little_endian(numbers: array) -> array:  # type: ignore[type-arg]
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


class Food(NamedTuple):
    """What the index knows of one food, words as numbers.

    Parameters
    ----------
    ordinal, fdc_id : int
        Number in the index, and FoodData Central's.
    flags : int
        Bits of ``grammar``.
    burden : float
        Weight of all words a name would have to explain.
    popularity : float
        ln(1 + people who reported it).
    usual_grams : float
        Default portion [g]; NaN unknown.
    first, heads, content, bracket, synonym, negated : frozenset of int
        Words of the first segment, of what it is, of the description, in brackets, of additional
        descriptions alone, and those it is without.
    phrases : tuple of int
        Additional descriptions; each ends with ``END`` and begins with ``DEFAULT`` if it says NFS.
    """

    ordinal: int
    fdc_id: int
    flags: int
    burden: float
    popularity: float
    usual_grams: float
    first: frozenset[int]
    heads: frozenset[int]
    content: frozenset[int]
    bracket: frozenset[int]
    synonym: frozenset[int]
    negated: frozenset[int]
    phrases: tuple[int, ...]


class Index:
    """The index of one store, in memory.

    Parameters
    ----------
    connection : sqlite3.Connection
        A store with ``name_index``.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        blobs = dict(connection.execute("SELECT name, data FROM name_index"))
        self.words: list[str] = blobs["words"].decode().split("\n")
        self.numbers = {word: number for number, word in enumerate(self.words)}
        self.fdc_ids = _array("I", blobs["fdc_ids"])
        self.flags = _array("I", blobs["flags"])
        self._foods = _array("H", blobs["posting_foods"])
        self._weights = _array("B", blobs["posting_weights"])
        self._starts = _array("I", blobs["posting_starts"])
        self._lists = _array("H", blobs["lists"])
        self._list_starts = _array("I", blobs["list_starts"])
        self.burden, self.popularity, self.usual_grams, self.prior = (
            _array("f", blobs[name]) for name in ("burden", "popularity", "usual_grams", "prior")
        )
        measured = {name: _array("f", blobs[name]) for name in {*_MACROS, *_TOLERANCES}}
        self._macros = [measured[name] for name in _MACROS]
        self._compared = [(measured[name], *limits) for name, limits in _TOLERANCES.items()]
        frequencies = [b - a for a, b in pairwise(self._starts)]
        self.idf = word_weights(frequencies, len(self.fdc_ids))
        self.unknown_idf = math.log(max(len(self.fdc_ids), 2))
        self.burdens = burden_of(self.words, self.idf)
        self.variants = self.numbered(grammar.VARIANT)
        self.broad = self.numbered(grammar.BROAD)
        self._known: dict[int, Food] = {}
        self._postings: dict[int, dict[int, int]] = {}

    def __len__(self) -> int:
        return len(self.fdc_ids)

    def numbered(self, words: Iterable[str]) -> frozenset[int]:
        """The words that the index has, as numbers."""
        return frozenset(self.numbers[word] for word in words if word in self.numbers)

    def frequency(self, number: int) -> int:
        """How many foods hold a word."""
        return int(self._starts[number + 1] - self._starts[number])

    def postings(self, number: int) -> dict[int, int]:
        """Foods that hold a word, and the weight of the field it stands in [hundredths]."""
        found = self._postings.get(number)
        if found is None:
            part = slice(self._starts[number], self._starts[number + 1])
            found = dict(zip(self._foods[part], self._weights[part], strict=True))
            self._postings[number] = found
        return found

    def alike(self, one: int, other: int) -> bool:
        """Whether two foods hold about the same energy and nutrients per 100 g."""
        if one == other:
            return True
        for values, share, floor in self._compared:
            a, b = values[one], values[other]
            difference = abs(a - b)
            if not (difference <= floor or difference <= share * max(a, b)):
                return False
        return True

    def near(self, one: int, other: int) -> bool:
        """Whether two foods differ by at most a fifth on average in what nutrigap is about."""
        if one == other:
            return True
        known, differences = 0, 0.0
        for values, _, floor in self._compared[1:]:
            a, b = values[one], values[other]
            if a == a and b == b:  # neither is NaN
                known += 1
                differences += abs(a - b) / max((a + b) / 2, floor)
        return known > 0 and differences <= _NEAR * known

    def food(self, ordinal: int) -> Food:
        """One food, decoded when first asked for."""
        found = self._known.get(ordinal)
        if found is None:
            at = len(_LISTS) * ordinal
            starts = self._list_starts[at : at + len(_LISTS) + 1]
            words = [self._lists[a:b] if a < b else () for a, b in pairwise(starts)]
            first, heads, content, bracket, synonym, negated = map(frozenset, words[:-1])
            found = Food(
                ordinal,
                self.fdc_ids[ordinal],
                self.flags[ordinal],
                self.burden[ordinal],
                self.popularity[ordinal],
                self.usual_grams[ordinal],
                first,
                heads,
                content,
                bracket,
                synonym,
                negated,
                tuple(words[-1]),
            )
            self._known[ordinal] = found
        return found

    def ordinal(self, fdc_id: int) -> int | None:
        """Number of a food in the index, which is in order of ``fdc_id``."""
        at = bisect_left(self.fdc_ids, fdc_id)
        return at if at < len(self) and self.fdc_ids[at] == fdc_id else None

    def per_100_g(self, ordinal: int) -> tuple[float, float, float, float]:
        """Energy [kcal], protein, carbohydrate and fat [g] of a food; NaN unknown."""
        energy, protein, carbohydrate, fat = (values[ordinal] for values in self._macros)
        return energy, protein, carbohydrate, fat
