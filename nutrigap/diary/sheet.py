"""Rows out of text that was meant to be CSV: separators and quotes as people leave them."""

from __future__ import annotations

import csv
import re
from collections import Counter
from typing import NamedTuple

_SEPARATORS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 60
# A quoted cell longer than this is a quote that was never closed.
_LONGEST_CELL_LINES = 200


class Row(NamedTuple):
    """The cells of one record and the line it begins on, from 1."""

    line: int
    cells: list[str]


class Sheet(NamedTuple):
    """All records of a file, and the lines whose quotes do not close."""

    rows: list[Row]
    separator: str
    unclosed: list[int]


def parse_sheet(text: str) -> Sheet:
    r"""Records of a text; blank lines are none, a line ``sep=;`` names the separator.

    A quote that never closes costs nothing but itself: its line is split as if it were not there.

    Examples
    --------
    >>> [row.cells for row in parse_sheet('food;amount\n"Apple; raw";1,5\n').rows]
    [['food', 'amount'], ['Apple; raw', '1,5']]
    >>> parse_sheet('food,amount\n"Apple,1\nPear,2\n').unclosed
    [2]
    """
    lines = re.split(r"\r\n|\r|\n", text)
    declared = re.fullmatch(r'"?sep=([^\w\s"]|\t)"?[,;\t]*', lines[0].strip(" "), re.I)
    separator = declared[1] if declared else _sniff(lines)
    rows, unclosed = _records(lines, separator)
    return Sheet(rows, separator, unclosed)


def _sniff(lines: list[str]) -> str:
    """The separator that cuts most lines into the same number of cells, more than one."""
    scores = {}
    for separator in _SEPARATORS:
        rows, _ = _records(lines[:_SAMPLE_ROWS], separator)
        widths = Counter(len(row.cells) for row in rows)
        wide = {width: count for width, count in widths.items() if width > 1}
        width, count = max(wide.items(), key=lambda item: item[::-1], default=(1, 0))
        widest_first = max((len(row.cells) for row in rows[:1]), default=1)
        scores[separator] = (count, widest_first, width)
    return max(_SEPARATORS, key=lambda separator: scores[separator])


def _records(lines: list[str], separator: str) -> tuple[list[Row], list[int]]:
    rows, unclosed = [], []
    at = 0
    while at < len(lines):
        line = lines[at]
        taken = 1
        if line.strip(" \ufeff"):
            cells, taken = _cells(lines, at, separator)
            if taken == 0:
                unclosed.append(at + 1)
                cells, taken = _split_broken(line, separator), 1
            rows.append(Row(at + 1, cells))
        at += taken
    return rows, unclosed


def _cells(lines: list[str], at: int, separator: str) -> tuple[list[str], int]:
    """The record that begins here and how many lines it takes; 0 if its quotes do not close."""
    text = lines[at]
    if '"' not in text:
        return text.split(separator), 1
    for taken in range(1, _LONGEST_CELL_LINES):
        cells, state = _strict(text, separator)
        if state == "whole":
            return cells, taken
        if state == "broken" and taken == 1:
            return _split_broken(text, separator), 1
        if state == "broken" or at + taken >= len(lines):
            break
        text += "\n" + lines[at + taken]
    return [], 0


def _strict(text: str, separator: str) -> tuple[list[str], str]:
    lines = [line + "\n" for line in text.split("\n")]
    reader = csv.reader(lines, delimiter=separator, strict=True)
    try:
        records = list(reader)
    except csv.Error as error:
        return [], "open" if "unexpected end" in str(error) else "broken"
    return (records[0], "whole") if len(records) == 1 else ([], "broken")


def _split_broken(text: str, separator: str) -> list[str]:
    """Cells of one line with stray quotes: a quote closes only where a separator follows."""
    mark = re.escape(separator)
    cell = re.compile(rf'(?:"(?P<quoted>.*?)"(?={mark}|$)|"?(?P<bare>[^{mark}]*))(?:{mark}|$)')
    cells: list[str] = []
    at = 0
    while at <= len(text):
        found = cell.match(text, at)
        if found is None:
            return [*cells, text[at:]]
        quoted = found["quoted"]
        cells.append(found["bare"] if quoted is None else quoted.replace('""', '"'))
        if found.end() == len(text) and not text[at:].endswith(separator):
            break
        at = max(found.end(), at + 1)
    return cells
