"""What became of every record of the files read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nutrigap.report.model import Grid, ImportSection
from nutrigap.report.phrases import some

if TYPE_CHECKING:
    from pandas import DataFrame

    from nutrigap.analysis import Analysis

_ROWS = 20
_OUTCOMES = ("entry", "part", "total", "set_aside", "duplicate", "problem")
_HEADS = ("File", "Records", "Entries", "Parts of entries", "Totals", "Set aside", "Duplicates",
          "Problems")  # fmt: skip


def import_section(analysis: Analysis, person: str) -> ImportSection:
    """Files with entries of this person; a file's records are counted whole."""
    diary = analysis.diary
    mine = set(diary.entries.loc[diary.entries["person"] == person, "source_file"])
    records = diary.records[diary.records["source_file"].isin(mine)]
    problems = diary.problems[diary.problems["source_file"].isin(mine)]
    notes = dict.fromkeys([*diary.notes, *analysis.notes])
    return ImportSection(_files(records), _problems(problems), (*_reasons(records), *notes))


def _files(records: DataFrame) -> Grid:
    """Counts of what records became, by file; every record once."""
    rows = []
    for file, group in records.groupby("source_file", sort=False):
        counts = group["outcome"].value_counts()
        numbers = [len(group), *(int(counts.get(outcome, 0)) for outcome in _OUTCOMES)]
        rows.append((str(file), *(f"{n:,}" for n in numbers)))
    return Grid(_HEADS, tuple(rows), frozenset(range(1, len(_HEADS))))


def _reasons(records: DataFrame) -> list[str]:
    """Why records were set aside."""
    aside = records[records["outcome"] == "set_aside"]
    counts = aside["reason"].fillna("no reason given").value_counts()
    return [f"{some(int(n), 'record')} set aside: {reason}." for reason, n in counts.items()]


def _problems(problems: DataFrame) -> Grid:
    """The first problems, as found."""
    rows = tuple(
        (str(row.source_file), f"{row.source_line}", _text(row.column), _text(row.value),
         str(row.problem), "yes" if row.kept else "no")
        for row in problems.head(_ROWS).itertuples()
    )  # fmt: skip
    left = len(problems) - len(rows)
    heads = ("File", "Line", "Column", "Found", "Problem", "Entry kept")
    return Grid(heads, rows, frozenset({1}), f"And {left:,} more." if left > 0 else "")


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
