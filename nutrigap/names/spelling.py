"""Misspelt and run-together words, repaired with the words of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nutrigap.names import aliases, grammar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_SHORTEST, _SHORT = 4, 5
_TWO_ERRORS_FROM = 8


def repaired(
    words: list[str], known: Mapping[str, int], frequency: Callable[[int], int]
) -> list[str]:
    """The words, unknown ones replaced by what was probably meant.

    A word that runs two known words together is split, one that is a slip away from a known word
    becomes that word (the more frequent one where several are as near); others stay.
    """
    out: list[str] = []
    for word in words:
        if word in known or aliases.is_word(word) or not _is_word(word):
            out.append(word)
        else:
            out.extend(_split(word, known) or [_nearest(word, known, frequency) or word])
    return out


def _is_word(word: str) -> bool:
    return word.isalpha() and len(word) >= _SHORTEST and word not in grammar.NEUTRAL


def _split(word: str, known: Mapping[str, int]) -> list[str] | None:
    for at in range(3, len(word) - 2):
        if word[:at] in known and word[at:] in known and len(word) > 6:
            return [word[:at], word[at:]]
    return None


def _nearest(word: str, known: Mapping[str, int], frequency: Callable[[int], int]) -> str | None:
    allowed = 2 if len(word) >= _TWO_ERRORS_FROM else 1
    letters = set(word)
    best: tuple[int, int, str] | None = None
    for other, number in known.items():
        if (
            other[:1] != word[0]
            or abs(len(other) - len(word)) > allowed
            or len(letters.symmetric_difference(other)) > 2 * allowed
            or len(other) < _SHORTEST
        ):
            continue
        errors = distance(word, other, allowed)
        # In a short word another letter makes another word: "jerry" is no slip of "jerky".
        if errors <= allowed and not (len(word) == len(other) <= _SHORT and letters != set(other)):
            rank = (errors, -frequency(number), other)
            best = rank if best is None else min(best, rank)
    return best[2] if best else None


def distance(one: str, other: str, limit: int) -> int:
    """Letters to change, add, drop or swap with a neighbour; above ``limit`` only "too many".

    Examples
    --------
    >>> distance("brocolli", "broccoli", 2), distance("tunna", "tuna", 2)
    (2, 1)
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        current = [i]
        for j, goal in enumerate(other, start=1):
            cost = min(row[j] + 1, current[j - 1] + 1, row[j - 1] + (letter != goal))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == goal:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before, row = row, current
    return row[-1]
