"""Words of diaries turned into words of USDA, from ``aliases.csv`` and ``places.csv``."""

from __future__ import annotations

import re
from functools import cache

from nutrigap import tables
from nutrigap.names import grammar
from nutrigap.names.words import Phrases, by_first_word, compounds, replaced, singular, tokens

_HINT = "?"
_BESIDE = grammar.NEUTRAL | grammar.STATES | grammar.COOKED
_FIRST = re.compile(r"[^ -]+")


def applied(written: list[str]) -> tuple[list[str], list[str], bool]:
    """Words with aliases replaced, the hints that came with them, and whether any was used.

    An alias of scope ``whole`` holds where the name says nothing else but how the food was
    prepared, up to a "with": "toast" and "toast with butter" are bread, "French toast" is not.

    Examples
    --------
    >>> applied(["grilled", "aubergine"])
    (['grilled', 'eggplant'], [], True)
    """
    meant = _whole(written) or _up_to_with(written) or _in_parts(written)
    return _without_hints(meant), _hints(meant), meant != written


def without_places(written: list[str]) -> tuple[list[str], list[str]]:
    """Words without the names of restaurants and shops, and these with what they stand for.

    Examples
    --------
    >>> without_places(["mcdonald", "frenchfry"])
    (['frenchfry'], ['mcdonald', 'fastfood'])
    """
    meant = replaced(written, _places())
    food = _without_hints(meant)
    return (food, _hints(meant)) if any(w[0].isalnum() for w in food) else (written, [])


def is_word(word: str) -> bool:
    """Whether an alias or a place has the word: known, though no food may have it."""
    return word in _words()


def _up_to_with(words: list[str]) -> list[str] | None:
    at = words.index("with") if "with" in words else 0
    whole = _whole(words[:at]) if at else None
    return whole and [*whole, *_in_parts(words[at:])]


def _in_parts(words: list[str]) -> list[str]:
    return replaced(words, _phrases(words, "part"))


def _hints(words: list[str]) -> list[str]:
    return [word[1:] for word in words if word[0] == _HINT]


def _without_hints(words: list[str]) -> list[str]:
    return [word for word in words if word[0] != _HINT]


def _whole(written: list[str]) -> list[str] | None:
    core = tuple(word for word in written if word[0].isalnum())
    beside = [word for word in core if word in _BESIDE]
    for key, rest in ((core, []), (tuple(w for w in core if w not in _BESIDE), beside)):
        for phrase, replacement in _read(key[0], "whole") if key else ():
            if phrase == key:
                return [*rest, *replacement]
    return None


def _phrases(words: list[str], scope: str) -> Phrases:
    """Aliases that begin with one of the words."""
    return {word: found for word in set(words) if (found := _read(word, scope))}


@cache
def _read(first: str, scope: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Aliases that begin with a word, longest first; split into words when first needed."""
    pairs = [
        (tuple(tokens(row["alias"])), tuple(_replacement(row["replacement"])))
        for row in _rows().get(first, ())
        if row["scope"] == scope
    ]
    return by_first_word(pairs).get(first, [])


@cache
def _rows() -> dict[str, list[tables.Row]]:
    """Rows by the first word of the alias, that of a compound taken as the compound."""
    rows: dict[str, list[tables.Row]] = {}
    opening = compounds().keys()
    for row in tables.read_rows("aliases"):
        alias = row["alias"]
        first = singular(_FIRST.match(alias)[0])  # type: ignore[index]
        first = tokens(alias)[0] if first in opening or not first.isalpha() else first
        rows.setdefault(first, []).append(row)
    return rows


@cache
def _words() -> frozenset[str]:
    texts = [row["alias"] for row in tables.read_rows("aliases")]
    texts += [row["name"] for row in tables.read_rows("places")]
    return frozenset(word for text in texts for word in tokens(text))


@cache
def _places() -> Phrases:
    pairs = []
    for row in tables.read_rows("places"):
        name = tuple(tokens(row["name"]))
        hints = (*name, *(word for word in row["context"].split() if word != "shop"))
        pairs.append((name, tuple(f"{_HINT}{word}" for word in hints)))
    return by_first_word(pairs)


def _replacement(text: str) -> list[str]:
    """Words to put in; those after a ``?`` are hints that need not match."""
    firm, _, hints = text.partition(_HINT)
    return [*tokens(firm), *(f"{_HINT}{word}" for word in tokens(hints))]
