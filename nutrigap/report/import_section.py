"""What became of every record of the files read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nutrigap.diary.imported import import_report
from nutrigap.discretion import discreet_texts, tells
from nutrigap.report.model import Grid, ImportSection
from nutrigap.report.phrases import some

if TYPE_CHECKING:
    from pandas import DataFrame

    from nutrigap.analysis import Analysis
    from nutrigap.diary import Diary

_ROWS = 20
_COUNTS = ("records", "kept", "set_aside", "duplicates", "refused", "days", "incomplete_days")
_HEADS = ("File", "Format", "Records", "Kept", "Set aside", "Duplicates", "Not readable", "Days",
          "Days not fully logged", "States no")  # fmt: skip


def import_section(analysis: Analysis, person: str, *, discreet: bool = False) -> ImportSection:
    """Files with entries of this person; a file's records are counted whole.

    Parameters
    ----------
    analysis : Analysis
        The whole run.
    person : str
        Whose report.
    discreet : bool
        Whether what speaks of energy, body weight or percentages is left out.
    """
    diary = analysis.diary
    mine = _files_of(diary, person)
    records = diary.records[diary.records["source_file"].isin(mine)]
    problems = diary.problems[diary.problems["source_file"].isin(mine)]
    others = tuple(f"{file}: " for file in set(diary.records["source_file"]) - mine)
    told = [note for note in diary.notes if not note.startswith(others)]
    notes = dict.fromkeys([*told, *analysis.notes])
    report = import_report(diary)
    files = report[report["source_file"].isin(mine)]
    said = (*_reasons(records), *notes)
    if discreet:
        open_ones = problems[["column", "problem"]].fillna("").agg(" ".join, axis=1)
        problems, said = problems[~open_ones.map(tells).astype(bool)], discreet_texts(said)
    return ImportSection(_files(files), _problems(problems), said)


def _files_of(diary: Diary, person: str) -> set[str]:
    """Files with entries of this person; those without any too, where there is nobody else."""
    entries = diary.entries
    if len(set(entries["person"])) < 2:
        return set(diary.records["source_file"])
    return set(entries.loc[entries["person"] == person, "source_file"])


def _files(report: DataFrame) -> Grid:
    """IMPORTED for people; every record of a file counts once."""
    rows = tuple(
        (row["source_file"], _text(row["format"]), *(f"{row[name]:,}" for name in _COUNTS),
         _text(row["silent"]))
        for row in report.to_dict("records")
    )  # fmt: skip
    return Grid(_HEADS, rows, frozenset(range(2, 2 + len(_COUNTS))))


def _reasons(records: DataFrame) -> list[str]:
    """Why records were set aside."""
    aside = records[records["outcome"] == "set_aside"]
    reasons = aside["reason"].fillna("no reason given")
    counts = reasons.str.replace(r"\bline \d+", "another line", regex=True).value_counts()
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
