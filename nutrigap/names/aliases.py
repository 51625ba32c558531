"""Words of diaries turned into words of USDA, from ``aliases.csv``."""

from __future__ import annotations

from functools import cache

from nutrigap import tables
from nutrigap.names import grammar
from nutrigap.names.words import Phrases, by_first_word, plain, replaced, tokens

_HINT = "?"
_BESIDE = grammar.NEUTRAL | grammar.STATES | grammar.COOKED


def applied(written: list[str]) -> tuple[list[str], list[str], bool]:
    """Words with aliases replaced, the hints that came with them, and whether any was used.

    An alias of scope ``whole`` holds where the name says nothing else but how the food was
    prepared: "toast" is bread, "French toast" is not.

    Examples
    --------
    >>> applied(["grilled", "aubergine"])
    (['grilled', 'eggplant'], [], True)
    """
    meant = _whole(written) or replaced(written, _aliases("part"))
    hints = [word[1:] for word in meant if word[0] == _HINT]
    return [word for word in meant if word[0] != _HINT], hints, meant != written


def _whole(written: list[str]) -> list[str] | None:
    core = tuple(word for word in written if word[0].isalnum())
    beside = [word for word in core if word in _BESIDE]
    for key, rest in ((core, []), (tuple(w for w in core if w not in _BESIDE), beside)):
        for phrase, replacement in _aliases("whole").get(key[0], ()) if key else ():
            if phrase == key:
                return [*rest, *replacement]
    return None


@cache
def words() -> frozenset[str]:
    """Words of aliases: known, though no food may have them."""
    groups = [group for scope in ("whole", "part") for group in _aliases(scope).values()]
    return frozenset(word for group in groups for phrase, _ in group for word in phrase)


@cache
def _aliases(scope: str) -> Phrases:
    pairs = []
    for row in tables.read_rows("aliases"):
        if row["scope"] == scope:
            key = tuple(w for w in tokens(plain(row["alias"])) if w[0].isalnum())
            pairs.append((key, tuple(_replacement(row["replacement"]))))
    return by_first_word(pairs)


def _replacement(text: str) -> list[str]:
    """Words to put in; those after a ``?`` are hints that need not match."""
    firm, _, hints = text.partition(_HINT)
    return [*tokens(plain(firm)), *(f"{_HINT}{word}" for word in tokens(plain(hints)))]
