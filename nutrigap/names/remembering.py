"""Finding foods with the user's own answers taken before anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nutrigap.names import codes
from nutrigap.names.finder import Candidate, Explained
from nutrigap.names.words import plain, tokens

if TYPE_CHECKING:
    import sqlite3

    from nutrigap.names.answers import Answer, Answers
    from nutrigap.names.asking import Query
    from nutrigap.names.finder import Finder

Row = tuple[int, str | None, str, str]
_COLUMNS = "SELECT fdc_id, food_code, description, data_type FROM food WHERE"
_ORDER = (
    "ORDER BY data_type <> ?2, CASE data_type WHEN 'survey' THEN 0 WHEN 'sr_legacy' THEN 1 ELSE 2"
    " END, fdc_id LIMIT 1"
)
_UNSAID = {"nfs", "ns", "as", "to"}
# Of 5,389 survey foods in both the 2022 and the 2024 release 158 were reworded, and all but six
# kept this share of the words of the shorter name; hardly any two different foods share as many.
_KEPT_WORDS = 1 / 3


class RememberingFinder:
    """A finder that knows the user's answers.

    A food that the user named is the only candidate, with probability 1 and method ``user``; one
    that the user ruled out is none; a name that nobody will ever know finds nothing. A code in the
    diary itself comes before any answer.

    Parameters
    ----------
    finder : Finder
        Finds what nobody has answered.
    answers : Answers
        What was answered.
    connection : sqlite3.Connection
        The store of the finder.
    """

    def __init__(self, finder: Finder, answers: Answers, connection: sqlite3.Connection) -> None:
        self.answers = answers
        self._finder, self._connection = finder, connection
        self._used: set[tuple[str | None, str | None]] = set()
        self._notes: dict[str, None] = {}

    @property
    def used(self) -> int:
        """How many names were decided by an answer so far."""
        return len(self._used)

    @property
    def notes(self) -> tuple[str, ...]:
        """Answers that could not be used, one sentence each."""
        return tuple(self._notes)

    def find(self, query: Query, *, limit: int = 60) -> list[Candidate]:
        """Foods that a name may mean, best first.

        Parameters
        ----------
        query : Query
            The name and what else is known.
        limit : int
            How many at most.

        Returns
        -------
        list of Candidate
            As of ``Finder.find``. Where a food is ruled out, the weights of the others and of
            "none of these" grow to make up for it.
        """
        coded = query.fdc_id is not None or codes.food_code(query.food_code) is not None
        if coded or not len(self.answers):
            return self._finder.find(query, limit=limit)
        decided = self.answers.about(query.food, query.brand, query.format)
        row = self._resolve(decided.use) if decided.use else None
        if decided.unknown or row or decided.blocked:
            self._used.add((query.food, query.brand))
        if decided.unknown:
            return []
        if row:
            return [Candidate(*row, score=0.0, probability=1.0, weight=1.0, method="user")]
        found = self._finder.find(query, limit=limit + len(decided.blocked))
        ruled_out = {no[0] for answer in decided.blocked if (no := self._resolve(answer))}
        return _without(found, ruled_out)[:limit]

    def explain(self, query: Query, *, limit: int = 5) -> list[Explained]:
        """The first candidates with the numbers that ranked them; none for what was answered.

        Parameters
        ----------
        query : Query
            The name and what else is known.
        limit : int
            How many at most.

        Returns
        -------
        list of Explained
            Best first.
        """
        more = limit + len(self.answers.all_about(query.food, query.brand))
        known = {e.candidate.fdc_id: e for e in self._finder.explain(query, limit=more)}
        plain = [Explained(food, {}) for food in self.find(query, limit=limit)]
        return [
            e
            if e.candidate.method == "user"
            else known.get(e.candidate.fdc_id, e)._replace(candidate=e.candidate)
            for e in plain
        ]

    def _resolve(self, answer: Answer) -> Row | None:
        """The food of this store that an answer means."""
        coded = self._by_code(answer)
        if coded and _still_called(answer.description, coded[2]):
            return coded
        named = self._read("description = ?1 COLLATE NOCASE", answer.description, answer.data_type)
        if named is None:
            self._notes[_note(answer, coded)] = None
        return named

    def _by_code(self, answer: Answer) -> Row | None:
        if answer.food_code:
            return self._read(
                "food_code = ?1 AND data_type = ?2", answer.food_code, answer.data_type
            )
        if answer.fdc_id is not None:
            return self._read("fdc_id = ?1", answer.fdc_id, answer.data_type)
        return None

    def _read(self, condition: str, value: object, data_type: str) -> Row | None:
        query = f"{_COLUMNS} {condition} {_ORDER}"
        row: Row | None = self._connection.execute(query, (value, data_type)).fetchone()
        return row


def _still_called(before: str, now: str) -> bool:
    """Whether a food's name is still about the same thing."""
    old, new = (
        {word for word in tokens(plain(text)) if word.isalnum()} - _UNSAID for text in (before, now)
    )
    return not old or len(old & new) >= _KEPT_WORDS * max(1, min(len(old), len(new)))


def _note(answer: Answer, coded: Row | None) -> str:
    meant = f"Remembered answer about {answer.food!r}: "
    where = f"{answer.data_type} food {answer.food_code}" if answer.food_code else "the food"
    if coded:
        meant += f"{where} was {answer.description!r} and is now {coded[2]!r}"
    else:
        meant += f"{where} {answer.description!r} is not in the food store"
    return f"{meant}. The answer is not used; 'nutrigap review' asks again."


def _without(found: list[Candidate], ruled_out: set[int]) -> list[Candidate]:
    left = [candidate for candidate in found if candidate.fdc_id not in ruled_out]
    gone = sum(candidate.weight for candidate in found if candidate.fdc_id in ruled_out)
    if not gone:
        return left
    share = 1 - min(gone, 1 - 1e-9)
    return [c._replace(weight=c.weight / share) for c in left]
