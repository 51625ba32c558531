"""What reading one file has found so far: plain rows, made into tables at the very end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple


@dataclass(slots=True)
class Entry:
    """One diary entry: its DIARY columns, and what the export states by nutrient key.

    ``stated`` holds amounts in canonical units; a nutrient that is absent is unknown.
    """

    file: str
    line: int
    columns: dict[str, Any]
    stated: dict[str, float]


class Problem(NamedTuple):
    """Something that could not be read, and what was done about it."""

    file: str
    line: int
    column: str | None
    value: str | None
    problem: str


@dataclass(slots=True)
class Record:
    """What became of one record of the file."""

    file: str
    line: int
    outcome: str
    reason: str | None = None
    entry: Entry | None = None


@dataclass
class Draft:
    """The entries, problems and records of one file.

    Every record of the file is accounted for by exactly one of ``enter``, ``part``, ``set_aside``
    and ``refuse``.

    Parameters
    ----------
    file : str
        Name of the file.
    format : str
        Name of the format.
    person : str
        Who eats where the file does not say.
    """

    file: str
    format: str
    person: str
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    records: dict[int, Record] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    known: set[tuple[int, str | None, str]] = field(default_factory=set, repr=False)

    def enter(
        self, line: int, columns: dict[str, Any], stated: dict[str, float] | None = None
    ) -> Entry:
        """The record becomes an entry: an item, or a declared total by its ``kind``."""
        entry = Entry(self.file, line, {"person": self.person, **columns}, stated or {})
        total = columns["kind"] in ("meal_total", "day_total")
        self.records[line] = Record(self.file, line, "total" if total else "entry", None, entry)
        self.entries.append(entry)
        return entry

    def part(self, line: int, entry: Entry) -> None:
        """The record belongs to an entry, such as an amount on a line of its own."""
        self.records[line] = Record(self.file, line, "part", None, entry)

    def set_aside(self, line: int, reason: str) -> None:
        """The record is understood and is no entry: blank, a sum, deleted, exercise, a banner."""
        self.records[line] = Record(self.file, line, "set_aside", reason)

    def refuse(self, line: int, column: str | None, value: str | None, problem: str) -> None:
        """The record cannot become an entry."""
        self.doubt(line, column, value, problem)
        self.records[line] = Record(self.file, line, "problem", problem)

    def doubt(self, line: int, column: str | None, value: str | None, problem: str) -> None:
        """Something in the record cannot be read; whether the record is kept is said elsewhere."""
        key = (line, column, problem)
        if key not in self.known:
            self.known.add(key)
            self.problems.append(Problem(self.file, line, column, value, problem))

    def note(self, text: str) -> None:
        """Something that the reader of the whole file must know."""
        if text not in self.notes:
            self.notes.append(text)
