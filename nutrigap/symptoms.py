"""A calendar of symptoms, as somebody wrote it down: shown beside the diary, never judged."""

from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.errors import DiaryReadError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_COLUMNS = "date (YYYY-MM-DD) and symptom; severity, note and person may be left out"


class Symptom(NamedTuple):
    """One line of a symptom calendar; ``person`` is empty where the file names nobody."""

    day: str
    symptom: str
    severity: str = ""
    note: str = ""
    person: str = ""


def read_symptoms(path: Path) -> tuple[Symptom, ...]:
    """The lines of a symptom calendar, in order of time.

    Parameters
    ----------
    path : Path
        CSV with ``date`` and ``symptom``; ``severity``, ``note`` and ``person`` may be left out.

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
    if not {"date", "symptom"} <= set(rows.fieldnames or ()):
        found = f"columns {', '.join(rows.fieldnames or ['none'])}"
        raise DiaryReadError(path, found, _COLUMNS, "Add the missing columns.", line=1)
    return tuple(sorted((_symptom(path, rows.line_num, row) for row in rows), key=lambda s: s.day))


def _symptom(path: Path, line: int, row: Mapping[str, str | None]) -> Symptom:
    cells = {name: (row.get(name) or "").strip() for name in ("date", *Symptom._fields[1:])}
    day = cells.pop("date")
    try:
        date.fromisoformat(day)
    except ValueError as error:
        raise DiaryReadError(
            path, repr(day), "a date as YYYY-MM-DD", "Correct the row.", line=line, column="date"
        ) from error
    return Symptom(day, **cells)
