"""The words for verdicts: one table, code by audience by language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from nutrigap.errors import TableError
from nutrigap.tables import read_rows

AUDIENCES = ("people", "professional")
LONGEST_SENTENCE = 18
# Never in a sentence about a result. "Safe" has the one place that rule 7 gives it.
BANNED = {
    "people": (
        *("deficient", "deficiency", "inadequate", "lack", "lacks", "lacking", "normal", "safe"),
        *("cause", "causes", "cure", "cures", "treat", "treats", "should take", "you are", "%"),
    ),
    "professional": ("deficient",),
}
SAFE_PLACE = "does not mean any amount is safe for everyone"


class Wording:
    """Labels and sentences of one language.

    Parameters
    ----------
    rows : iterable of mapping
        ``wording.csv``, or a clinic's table of the same shape: ``code``, ``audience``,
        ``language``, ``label``, ``template``.
    language : str
        Which of its languages.
    checked : bool
        Whether the rules of the house are known to hold.

    Raises
    ------
    TableError
        The table breaks a rule of the house, or has nothing in this language.
    """

    def __init__(
        self, rows: Iterable[Mapping[str, str]], *, language: str = "en", checked: bool = False
    ) -> None:
        own = [row for row in rows if row["language"] == language]
        if not own:
            raise TableError("wording", f"no row is in language {language!r}")
        problems = [] if checked else breaches(own)
        if problems:
            raise TableError("wording", problems[0], "\n".join(problems[1:]))
        self._rows = {(row["code"], row["audience"]): row for row in own}

    def label(self, code: str, audience: str, words: Mapping[str, str] | None = None) -> str:
        """The few words on the badge, of the first code that has a label: ``verdict.reason``."""
        for name in _general(code):
            row = self._rows.get((name, audience))
            if row and row["label"]:
                return row["label"].format_map(_Kept(words or {}))
        return code

    def say(self, code: str, audience: str, words: Mapping[str, str]) -> str:
        """The sentences of a code, of its nearest general one where it has none of its own.

        Examples
        --------
        >>> table = [{"code": "help", "audience": "people", "language": "en", "label": "",
        ...     "template": "Ask about {nutrient}."}]
        >>> Wording(table).say("help.food", "people", {"nutrient": "calcium"})
        'Ask about calcium.'
        """
        for name in _general(code):
            row = self._rows.get((name, audience))
            if row and row["template"]:
                return " ".join(row["template"].format_map(_Kept(words)).split())
        return ""


@cache
def house_wording(table: str = "wording", *, language: str = "en") -> Wording:
    """A shipped table of words; its rules are held by tests, not looked at in every run.

    Examples
    --------
    >>> house_wording().label("likely_enough.requirement", "people")
    'Likely enough'
    """
    return Wording(read_rows(table), language=language, checked=True)


class _Kept(dict[str, str]):
    """Fields of a template; one that nobody filled reads as not known."""

    def __missing__(self, key: str) -> str:
        return "not known"


def _general(code: str) -> list[str]:
    """A code and what it is a case of, nearest first."""
    parts = code.split(".")
    return [".".join(parts[:n]) for n in range(len(parts), 0, -1)]


def sentences(text: str) -> Sequence[str]:
    """A text cut at the ends of its sentences.

    Examples
    --------
    >>> sentences("It was 1.5 µg. Why? Ask.")
    ['It was 1.5 µg.', 'Why?', 'Ask.']
    """
    return [part for part in re.split(r"(?<=[.?!])\s+", text.strip()) if part]


def breaches(rows: Iterable[Mapping[str, str]]) -> list[str]:
    """What in a table of words breaks the rules of the house; nothing for a good one.

    A field counts as one word; the filled sentences are held to the same length by tests.

    Examples
    --------
    >>> breaches([{"code": "x", "audience": "people", "label": "Deficient", "template": ""}])
    ["x (people): 'deficient' may not be said about a result"]
    """
    return [
        f"{row['code']} ({row['audience']}): {problem}" for row in rows for problem in _faults(row)
    ]


def _faults(row: Mapping[str, str]) -> Iterable[str]:
    audience = row["audience"]
    if audience not in AUDIENCES:
        yield f"audience {audience!r}: expected {' or '.join(AUDIENCES)}"
        return
    text = f"{row['label']}. {row['template']}".replace(SAFE_PLACE, "").lower()
    for word in BANNED[audience]:
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text):
            yield f"{word!r} may not be said about a result"
    if audience == "people":
        for sentence in sentences(row["template"]):
            if len(sentence.split()) > LONGEST_SENTENCE:
                yield f"more than {LONGEST_SENTENCE} words: {sentence!r}"
