"""A calendar of symptoms, as somebody wrote it down: shown beside the diary, never judged."""

from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.errors import DiaryReadError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_COLUMNS = "date (YYYY-MM-DD); every other column may be left out"
# A file without a column for the symptom is a cramp diary.
_USUAL = "cramp"
# What may have to do with it, by the words it is shown under.
_BESIDES = ("exercise", "fluids", "alcohol", "heat", "medicine", "sleep")


class Symptom(NamedTuple):
    """One line of a symptom calendar, as written; an empty text is a cell left empty.

    ``person`` is empty where the file names nobody. ``place`` is of the body, ``minutes`` how long
    it lasted; ``exercise`` to ``sleep`` are what the person noted beside it.
    """

    day: str
    symptom: str
    severity: str = ""
    note: str = ""
    person: str = ""
    time: str = ""
    place: str = ""
    minutes: str = ""
    exercise: str = ""
    fluids: str = ""
    alcohol: str = ""
    heat: str = ""
    medicine: str = ""
    sleep: str = ""

    @property
    def words(self) -> str:
        """What it was, where, how strong and how long.

        Examples
        --------
        >>> Symptom("2026-03-04", "cramp", "strong", place="left calf", minutes="5").words
        'cramp, left calf, strong, 5 minutes'
        """
        lasted = f"{self.minutes} minutes" if self.minutes else ""
        return ", ".join(x for x in (self.symptom, self.place, self.severity, lasted) if x)

    @property
    def besides(self) -> str:
        """What was noted beside it.

        Examples
        --------
        >>> Symptom("2026-03-04", "cramp", exercise="long run", sleep="5 h").besides
        'exercise: long run; sleep: 5 h'
        """
        cells = ((name, getattr(self, name)) for name in _BESIDES)
        return "; ".join(f"{name}: {cell}" for name, cell in cells if cell)


def read_symptoms(path: Path) -> tuple[Symptom, ...]:
    """The lines of a symptom calendar, in order of time.

    Parameters
    ----------
    path : Path
        CSV with ``date``, and whichever it has of ``symptom`` (a cramp if left out), ``time``,
        ``place``, ``minutes``, ``severity``, ``exercise``, ``fluids``, ``alcohol``, ``heat``,
        ``medicine``, ``sleep``, ``note`` and ``person``.

    Returns
    -------
    tuple of Symptom
        Words as written.

    Raises
    ------
    DiaryReadError
        The file cannot be read, lacks a column, or a date is none.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    except (OSError, UnicodeDecodeError) as error:
        advice = "Check --symptoms."
        raise DiaryReadError(path, str(error), "a CSV file in UTF-8", advice) from error
    rows = csv.DictReader(lines)
    names = {name.strip().lower() for name in rows.fieldnames or ()}
    if "date" not in names:
        seen = f"columns {', '.join(rows.fieldnames or ['none'])}"
        raise DiaryReadError(path, seen, _COLUMNS, "Add the missing column.", line=1)
    lines_read = [(rows.line_num, row) for row in rows]
    found = [_symptom(path, line, row, named="symptom" in names) for line, row in lines_read]
    return tuple(sorted(found, key=lambda symptom: (symptom.day, symptom.time)))


def _symptom(path: Path, line: int, row: Mapping[str, str | None], *, named: bool) -> Symptom:
    given = {(name or "").strip().lower(): (cell or "") for name, cell in row.items()
             if isinstance(cell, str | None)}  # fmt: skip
    cells = {name: given.get(name, "").strip() for name in ("date", *Symptom._fields[1:])}
    day = cells.pop("date")
    try:
        date.fromisoformat(day)
    except ValueError as error:
        raise DiaryReadError(
            path, repr(day), "a date as YYYY-MM-DD", "Correct the row.", line=line, column="date"
        ) from error
    cells["symptom"] = cells["symptom"] if named else _USUAL
    return Symptom(day, **cells)
