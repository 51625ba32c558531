"""The file of remembered answers: plain CSV that people may read, edit and share."""

from __future__ import annotations

import csv
import io
import math
import os
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.errors import AnswersError
from nutrigap.home import home_folder
from nutrigap.names.answers import BLOCK, UNKNOWN, USE, Answer, Answers, normalised

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

COLUMNS = Answer._fields
_NEEDED = ("food", "answer")
_ADVICE = "Correct the line, or delete it; it is left out until then."


class Remembered(NamedTuple):
    """What a file of answers holds, and what is wrong with its other lines."""

    answers: Answers = Answers()
    problems: tuple[str, ...] = ()


def remembered_path() -> Path:
    """Where answers are kept unless another file is named.

    Examples
    --------
    >>> remembered_path().name
    'remembered.csv'
    """
    return home_folder() / "remembered.csv"


def read_remembered(path: Path | None = None, *, new: bool = False) -> Remembered:
    """The answers of a file.

    Parameters
    ----------
    path : Path, optional
        CSV with the columns of ``Answer``; ``food`` and ``answer`` must be there, columns of the
        user's own may be. Without it, the user's own file, which may not exist yet.

    Returns
    -------
    Remembered
        A line that cannot be read is a problem and leaves the others alone.

    Raises
    ------
    AnswersError
        A named file does not exist, is no CSV in UTF-8, or lacks a column.
    """
    new = new or path is None
    path = path or remembered_path()
    if new and not path.exists():
        return Remembered()
    answers: list[Answer] = []
    problems: list[str] = []
    for line, row in _rows(path):
        try:
            answers.append(_answer(row))
        except _BadCell as bad:
            problems.append(str(AnswersError(path, *bad.facts, _ADVICE, line=line)))
    return Remembered(Answers(answers), tuple(problems))


class _BadCell(ValueError):
    """What was found in a line, and what was expected."""

    def __init__(self, found: str, expected: str) -> None:
        self.facts = found, expected
        super().__init__(found)


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        advice = "Check --remembered."
        raise AnswersError(path, str(error), "a CSV file in UTF-8", advice) from error
    reader = csv.DictReader(io.StringIO(text, newline=""), restval="", strict=True)
    try:
        _check_header(path, reader.fieldnames or (), _NEEDED)
        return [
            (reader.line_num, {k: v.strip() for k, v in row.items() if isinstance(k, str)})
            for row in reader
        ]
    except csv.Error as error:
        advice = "Look for a quotation mark that is not closed."
        raise AnswersError(path, str(error), "CSV", advice, line=reader.line_num) from error


def _check_header(path: Path, header: Sequence[str], needed: Sequence[str]) -> None:
    absent = [name for name in needed if name not in header]
    if absent:
        has = f"columns {', '.join(map(repr, header))}" if header else "no header"
        advice = f"Add {', '.join(absent)} to line 1, separated by commas."
        raise AnswersError(path, has, f"the columns {', '.join(COLUMNS)}", advice, line=1)


def _answer(row: Mapping[str, str]) -> Answer:
    cell = {name: row.get(name, "") for name in COLUMNS}
    if not normalised(cell["food"]):
        raise _BadCell("column 'food' is empty", "the name as the diary writes it")
    if cell["answer"] not in (USE, BLOCK, UNKNOWN):
        found = f"column 'answer' has {cell['answer']!r}"
        raise _BadCell(found, f"{USE}, {BLOCK} or {UNKNOWN}")
    answer = Answer(
        **{**cell, "fdc_id": _fdc_id(cell["fdc_id"]), "grams_per_unit": _grams(cell)}  # type: ignore[arg-type]
    )
    says_grams = answer.answer == USE and answer.grams_per_unit > 0
    if answer.answer != UNKNOWN and not answer.names_food and not says_grams:
        raise _BadCell("no food is named", "food_code, description or fdc_id")
    return answer


def _fdc_id(text: str) -> int | None:
    digits = text.removesuffix(".0")
    if not digits:
        return None
    if not digits.isascii() or not digits.isdigit():
        found = f"column 'fdc_id' has {text!r}"
        raise _BadCell(found, "a whole number or nothing")
    return int(digits)


def _grams(cell: Mapping[str, str]) -> float:
    text = cell["grams_per_unit"]
    try:
        grams = float(text) if text else math.nan
    except ValueError:
        grams = -1.0
    if text and not 0 < grams < math.inf:
        found = f"column 'grams_per_unit' has {text!r}"
        raise _BadCell(found, "grams as a number above 0, such as 240 or 12.5")
    return grams


def remember(answer: Answer, path: Path | None = None) -> Path:
    """Add an answer to the end of the file; what it holds already is never touched.

    Parameters
    ----------
    answer : Answer
        What was answered.
    path : Path, optional
        The file, made if it does not exist; the user's own if left out.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    AnswersError
        The file cannot be written, or lacks a column.
    """
    path = path or remembered_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or not path.stat().st_size:
            _append(path, [dict(zip(COLUMNS, COLUMNS, strict=True)), _cells(answer)], list(COLUMNS))
            return path
        _append(path, [_cells(answer)], _header(path))
    except OSError as error:
        advice = "Choose another file with --remembered."
        raise AnswersError(path, str(error), "a file that can be added to", advice) from error
    return path


def _cells(answer: Answer) -> dict[str, str]:
    told = {name: "" if value is None else str(value) for name, value in answer._asdict().items()}
    grams = answer.grams_per_unit
    return {
        **told,
        "food": normalised(answer.food),
        "brand": normalised(answer.brand),
        "grams_per_unit": "" if math.isnan(grams) else f"{grams:g}",
    }


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        header = next(csv.reader(file), [])
    _check_header(path, header, COLUMNS)
    return header


def _append(path: Path, rows: list[dict[str, str]], columns: list[str]) -> None:
    """One write at the end of the file, so that two of them never mix; on the disk when done."""
    out = io.StringIO(newline="")
    csv.DictWriter(out, columns, restval="", lineterminator="\n").writerows(rows)
    with path.open("ab+", buffering=0) as file:
        if file.tell():
            file.seek(-1, os.SEEK_END)
            torn = file.read(1) != b"\n"
        else:
            torn = False
        file.write((("\n" if torn else "") + out.getvalue()).encode())
        os.fsync(file.fileno())
