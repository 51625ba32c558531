"""What became of the files read: the import report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from nutrigap.nutrients import shown
from nutrigap.schema import IMPORTED

if TYPE_CHECKING:
    from pandas import DataFrame, Series

    from nutrigap.diary.base import Diary

_KEPT = ("entry", "part", "total")
_ELSEWHERE = re.compile(r"\bline \d+")


def import_report(diary: Diary) -> DataFrame:
    r"""How much of each file was read, what was left out and why, and what it cannot say.

    Parameters
    ----------
    diary : Diary
        What ``read_diary`` returned.

    Returns
    -------
    DataFrame
        IMPORTED, in the order of the files. Every record of a file counts in exactly one of
        ``kept``, ``set_aside``, ``duplicates`` and ``refused``.

    Examples
    --------
    >>> import io
    >>> from nutrigap.diary import read_diary
    >>> table = "date,food,amount\n2026-03-02,rolled oats,60 g\nTotal,,\n"
    >>> report = import_report(read_diary(io.StringIO(table)))
    >>> report[["records", "kept", "reasons", "days"]].values.tolist()
    [[2, 1, '1 total or average', 1]]
    """
    files = diary.records["source_file"].drop_duplicates()
    return IMPORTED.frame([_file(diary, str(file)) for file in files])


def sums_left_out(diary: Diary) -> list[str]:
    """A note on each file whose sums of days or meals do not count beside the foods in them."""
    from nutrigap.composition import counted

    totals = diary.entries[diary.entries["kind"].isin(("meal_total", "day_total"))]
    left_out = totals[~totals.index.isin(counted(diary.entries).index)]
    numbers = left_out.groupby("source_file", sort=False).size()
    return [
        f"{file}: sums of days or meals that are not counted, because the foods or meals in them "
        f"are given: {number:,}."
        for file, number in numbers.items()
    ]


def _file(diary: Diary, file: str) -> dict[str, Any]:
    records = diary.records[diary.records["source_file"] == file]
    entries = diary.entries[diary.entries["source_file"] == file]
    outcomes = records["outcome"]
    persons = entries["person"].unique()
    days = entries.drop_duplicates(["person", "day"])
    incomplete = entries[entries["complete"].eq(False).fillna(False)]
    return {
        "source_file": file,
        "format": entries["format"].iloc[0] if len(entries) else None,
        "person": persons[0] if len(persons) == 1 else None,
        "persons": len(persons),
        "records": len(records),
        "kept": int(outcomes.isin(_KEPT).sum()),
        "set_aside": int((outcomes == "set_aside").sum()),
        "duplicates": int((outcomes == "duplicate").sum()),
        "refused": int((outcomes == "problem").sum()),
        "doubts": int((diary.problems["source_file"] == file).sum()),
        "reasons": _reasons(records.loc[outcomes == "set_aside", "reason"]),
        "days": len(days),
        "incomplete_days": len(incomplete.drop_duplicates(["person", "day"])),
        "silent": _silent(diary.reported, entries["entry_id"]),
        "notes": _notes(diary.notes, file),
    }


def _reasons(reasons: Series[str]) -> str | None:
    """Each reason with its number, the most frequent first."""
    plain = reasons.fillna("no reason given").str.replace(_ELSEWHERE, "another line", regex=True)
    counts = plain.value_counts()
    return "; ".join(f"{number} {reason}" for reason, number in counts.items()) or None


def _silent(reported: DataFrame, entries: Series[int]) -> str | None:
    """Names of the nutrients that no entry of a file states."""
    if entries.empty:
        return None
    stated = set(reported.loc[reported["entry_id"].isin(entries), "nutrient"])
    return ", ".join(n.name for n in shown() if n.key not in stated) or None


def _notes(notes: tuple[str, ...], file: str) -> str | None:
    mine = (note.removeprefix(f"{file}: ") for note in notes if note.startswith(f"{file}: "))
    return " ".join(f"{note[:1].upper()}{note[1:]}" for note in mine) or None
