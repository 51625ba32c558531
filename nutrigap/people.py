"""Who the persons of a diary are: ``people.csv``."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from nutrigap.errors import DiaryReadError, ProfileError, UnknownNameError
from nutrigap.profile import Profile, sex_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

_COLUMNS = ("person", "sex", "age")
_LABORATORY = re.compile(r"^lab(?:oratory)?[\s:_]+(?P<name>\S.*)$", re.IGNORECASE)


@dataclass(frozen=True)
class Client:
    """What a professional keeps about a person besides the profile; shown, never judged.

    ``laboratory`` holds name and value as written, one pair a value.
    """

    code: str = ""
    notes: str = ""
    medicines: str = ""
    laboratory: tuple[tuple[str, str], ...] = ()


def read_people(
    path: Path, last_days: Mapping[str, date], persons: Collection[str] | None = None
) -> dict[str, Profile]:
    """Profiles by person.

    Parameters
    ----------
    path : Path
        CSV with ``person``, ``sex`` and ``age`` [years] or ``birth_date``; ``life_stage``,
        ``trimester``, ``weight_kg``, ``height_cm``, ``activity``, ``conditions`` and
        ``without_conditions`` (asked and denied; several parted by ``;``) may be left out. Other
        columns are the user's own.
    last_days : mapping of str to date
        Last diary day of each person: the day on which an age is taken from a birth date.
    persons : collection of str, optional
        Who kept a diary: rows about anybody else are passed over.

    Returns
    -------
    dict of str to Profile
        One per row of these people.

    Raises
    ------
    DiaryReadError
        The file cannot be read, or a row does not describe a person.
    """
    rows = _rows(path)
    return {
        row["person"]: _profile(path, line, row, last_days)
        for line, row in rows
        if persons is None or row["person"] in persons
    }


def read_clients(path: Path) -> dict[str, Client]:
    """Codes, notes, medicines and laboratory values by person.

    Parameters
    ----------
    path : Path
        The same CSV: ``client_code``, ``notes``, ``medicines``, and a column for each laboratory
        value whose name begins with ``lab``, such as ``lab 25(OH)D (nmol/L)``.

    Returns
    -------
    dict of str to Client
        One per row; text as written.

    Raises
    ------
    DiaryReadError
        The file cannot be read.
    """
    return {row["person"]: _client(row) for _, row in _rows(path)}


def _client(row: Mapping[str, str]) -> Client:
    plain = {re.sub(r"[\s_]+", "_", name.strip().lower()): cell for name, cell in row.items()}
    return Client(
        code=plain.get("client_code") or plain.get("code") or "",
        notes=plain.get("notes") or plain.get("note") or "",
        medicines=plain.get("medicines") or "",
        laboratory=tuple(
            (found["name"].replace("_", " "), cell)
            for name, cell in row.items()
            if cell and (found := _LABORATORY.match(name.strip()))
        ),
    )


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Line and cells of each row, without spaces around them."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    except (OSError, UnicodeDecodeError) as error:
        raise DiaryReadError(path, str(error), "a CSV file in UTF-8", "Check --people.") from error
    rows = csv.DictReader(lines)
    if not {"person", "sex"} <= set(rows.fieldnames or ()):
        found = f"columns {', '.join(rows.fieldnames or ['none'])}"
        raise DiaryReadError(path, found, ", ".join(_COLUMNS), "Add the missing columns.", line=1)
    return [
        (rows.line_num, {name: (row[name] or "").strip() for name in rows.fieldnames or ()})
        for row in rows
    ]


def _profile(
    path: Path, line: int, row: Mapping[str, str], last_days: Mapping[str, date]
) -> Profile:
    try:
        return Profile(
            sex_of(row["sex"]),
            _age(row, last_days),
            (row.get("life_stage") or "general").lower(),
            int(row["trimester"]) if row.get("trimester") else None,
            _number(row, "weight_kg"),
            _number(row, "height_cm"),
            row.get("activity") or None,
            _several(row, "conditions"),
            _several(row, "without_conditions"),
        )
    except (ValueError, ProfileError, UnknownNameError) as error:
        raise DiaryReadError(
            path,
            str(error),
            "sex (female or male) and age in years, or birth_date as YYYY-MM-DD",
            "Correct the row.",
            line=line,
        ) from error


def _several(row: Mapping[str, str], name: str) -> tuple[str, ...]:
    parts = re.split(r"[;|]", row.get(name) or "")
    return tuple(part.strip() for part in parts if part.strip())


def _number(row: Mapping[str, str], name: str) -> float | None:
    return float(row[name]) if row.get(name) else None


def _age(row: Mapping[str, str], last_days: Mapping[str, date]) -> float:
    if row.get("age"):
        return float(row["age"])
    born = date.fromisoformat(row.get("birth_date") or "")
    on = last_days.get(row["person"])
    if on is None:
        message = f"{row['person']!r} has a birth date, but no dated diary day to take the age on"
        raise ProfileError(message)
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
