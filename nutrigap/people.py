"""Who the persons of a diary are: ``people.csv``."""

from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING

from nutrigap.errors import DiaryReadError, ProfileError
from nutrigap.profile import Profile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_COLUMNS = ("person", "sex", "age")


def read_people(path: Path, last_days: Mapping[str, date]) -> dict[str, Profile]:
    """Profiles by person.

    Parameters
    ----------
    path : Path
        CSV with ``person``, ``sex`` and ``age`` [years] or ``birth_date``; ``life_stage`` may be
        left out. Other columns are the user's own.
    last_days : mapping of str to date
        Last diary day of each person: the day on which an age is taken from a birth date.

    Returns
    -------
    dict of str to Profile
        One per row.

    Raises
    ------
    DiaryReadError
        The file cannot be read, or a row does not describe a person.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DiaryReadError(path, str(error), "a CSV file in UTF-8", "Check --people.") from error
    rows = csv.DictReader(lines)
    if not {"person", "sex"} <= set(rows.fieldnames or ()):
        found = f"columns {', '.join(rows.fieldnames or ['none'])}"
        raise DiaryReadError(path, found, ", ".join(_COLUMNS), "Add the missing columns.", line=1)
    people = {}
    for row in rows:
        people[row["person"]] = _profile(path, rows.line_num, row, last_days)
    return people


def _profile(
    path: Path, line: int, row: Mapping[str, str], last_days: Mapping[str, date]
) -> Profile:
    try:
        stage = row.get("life_stage") or "general"
        return Profile(row["sex"].strip().lower(), _age(row, last_days), stage.strip().lower())
    except (ValueError, ProfileError) as error:
        raise DiaryReadError(
            path,
            str(error),
            "sex (female or male) and age in years, or birth_date as YYYY-MM-DD",
            "Correct the row.",
            line=line,
        ) from error


def _age(row: Mapping[str, str], last_days: Mapping[str, date]) -> float:
    if row.get("age"):
        return float(row["age"])
    born = date.fromisoformat((row.get("birth_date") or "").strip())
    on = last_days.get(row["person"])
    if on is None:
        message = f"{row['person']!r} has a birth date, but no dated diary day to take the age on"
        raise ProfileError(message)
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
