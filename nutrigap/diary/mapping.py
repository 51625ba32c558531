"""Tables that no format knows, read by what somebody says their columns mean."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.diary.columns import fold
from nutrigap.diary.registry import find_format
from nutrigap.diary.sheet import Row, Sheet
from nutrigap.diary.source import Source
from nutrigap.errors import DiaryReadError, UnitError, UnknownNameError
from nutrigap.nutrients import find, nutrients
from nutrigap.tables import read_rows
from nutrigap.units import find_measure

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from nutrigap.diary.draft import Draft
    from nutrigap.diary.layout import Asked
    from nutrigap.diary.table import Table

HEADINGS = ("column", "means", "unit", "example")
_HEADER_ROWS = 40
_IGNORED = ("", "-", "ignore", "nothing")
_IDENTIFYING = ("food", "food_code", "fdc_id", "gtin")


class ColumnMapping(NamedTuple):
    """What the columns of a table mean.

    Parameters
    ----------
    file : str
        Name of the file that says so.
    headings : mapping of str to str
        Heading under which the plain format reads a column, by its folded own heading.
    """

    file: str
    headings: Mapping[str, str]

    def fits(self, source: Source) -> bool:
        """Whether all the columns stand in one of the first rows of a file."""
        return self._header(source.opening_sheet) is not None

    def misfit(self, source: Source) -> DiaryReadError:
        """Why a file cannot be read with it."""
        rows = source.opening_sheet.rows[:_HEADER_ROWS]
        there = max(([fold(cell) for cell in row.cells] for row in rows), key=len, default=[])
        absent = [heading for heading in self.headings if heading not in there]
        return DiaryReadError(
            source.name,
            f"no format knows the file, and {self.file} names columns that are not in it: "
            f"{', '.join(map(repr, absent[:8]))}",
            "a table with the columns of the mapping",
            "'nutrigap identify FILE --columns NEW.csv' writes a mapping for this file.",
        )

    def read(self, source: Source, draft: Draft, asked: Asked) -> None:
        """Read the file as a plain table; a column that the mapping does not name is not read."""
        sheet = source.sheet
        header = self._header(sheet)
        cells = header.cells if header else []
        places = [place for place, cell in enumerate(cells) if fold(cell) in self.headings]
        made = [self.headings[fold(cells[place])] for place in places]
        rows = [
            Row(row.line, made if row is header else _picked(row.cells, places, len(cells)))
            for row in sheet.rows
        ]
        _plain().read_sheet(sheet._replace(rows=rows), draft, asked)
        draft.note(f"{draft.file}: columns were read as {self.file} says.")

    def _header(self, sheet: Sheet) -> Row | None:
        wanted = set(self.headings)
        rows = sheet.rows[:_HEADER_ROWS]
        return next((row for row in rows if wanted <= {fold(cell) for cell in row.cells}), None)


def read_mapping(path: Path) -> ColumnMapping:
    """The mapping that somebody has filled in.

    Parameters
    ----------
    path : Path
        CSV with the columns ``column``, ``means`` and ``unit``; a row whose ``means`` is empty says
        that the column is not to be read.

    Raises
    ------
    DiaryReadError
        The file is no such table, names what does not exist, lacks a date or a food, or gives one
        meaning to two columns.
    """
    source = Source(path)
    rows = source.sheet.rows
    header = [fold(cell) for cell in rows[0].cells] if rows else []
    if not {"column", "means"} <= set(header):
        shown = ", ".join(header)[:100]
        raise _bad(source, f"the first row is {shown!r}", "the headings column, means, unit", 1)
    headings: dict[str, str] = {}
    meanings: dict[str, str] = {}
    for row in rows[1:]:
        cells = dict(zip(header, map(str.strip, row.cells), strict=False))
        column, means = cells.get("column", ""), _meaning(cells.get("means", ""))
        if means in _IGNORED:
            continue
        heading = _heading(source, row.line, column, means, cells.get("unit", ""))
        if means in meanings:
            found = f"{column!r} and {meanings[means]!r} both mean {means}"
            raise _bad(source, found, "one column for each meaning", row.line)
        headings[fold(column)], meanings[means] = heading, column
    _require_diary(source, meanings)
    return ColumnMapping(source.name, headings)


def mapping_template(source: Source) -> str:
    r"""A mapping to fill in: every column of a table, what is plain already filled in.

    Raises
    ------
    DiaryReadError
        The file is no table.

    Examples
    --------
    >>> table = Source(io.StringIO("Eaten on;Plate;Mg (mg)\n2026-03-02;Dal;60\n"))
    >>> print(mapping_template(table))
    column,means,unit,example
    Eaten on,,,2026-03-02
    Plate,,,Dal
    Mg (mg),magnesium,mg,60
    <BLANKLINE>
    """
    rows = source.sheet.rows[:_HEADER_ROWS]
    header = max(rows, key=lambda row: sum(bool(cell.strip()) for cell in row.cells), default=None)
    if header is None or len(header.cells) < 2:
        raise DiaryReadError(
            source.name, "the file is no table", "columns with headings", "Save it as CSV."
        )
    below = [row.cells for row in source.sheet.rows if row.line > header.line]
    guesses = _guesses(header.cells)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADINGS)
    for place, cell in enumerate(header.cells):
        examples = (cells[place].strip() for cells in below if place < len(cells))
        example = next((text for text in examples if text), "")
        writer.writerow([cell.strip("\ufeff "), *guesses.get(place, ("", "")), example[:60]])
    return out.getvalue()


def meanings() -> list[str]:
    """Everything that a column can mean, in the order of the plain format and the nutrients."""
    return [*_plain_headings(), *nutrients()]


def _picked(cells: list[str], places: list[int], width: int) -> list[str]:
    """The cells that are read, and those beyond the header, which betray a shifted row."""
    return [*(cells[place] if place < len(cells) else "" for place in places), *cells[width:]]


def _plain() -> Table:
    return find_format("plain").layouts[0]  # type: ignore[return-value]


def _plain_headings() -> dict[str, str]:
    """The plain format's own heading of each of its columns."""
    return {row["column"]: row["headings"].split("|")[0] for row in read_rows("diary_columns")}


def _guesses(header: list[str]) -> dict[int, tuple[str, str]]:
    """Meaning and unit of the columns that the plain format would know by their headings."""
    plain = _plain()
    places, unit = plain.bind([fold(cell) for cell in header])
    found = {place: (name, unit if name == "amount" else "") for name, place in places.items()}
    for column in plain.nutrients.columns(header):
        found.setdefault(column.place, (column.nutrient.key, column.unit or ""))
    known = set(meanings())
    return {place: guess for place, guess in found.items() if guess[0] in known}


def _meaning(words: str) -> str:
    """The meaning that is asked for; any heading that the plain format knows will do."""
    folded = fold(words)
    means = folded.replace(" ", "_")
    if means in meanings() or not folded:
        return means
    rows = read_rows("diary_columns")
    named = (row["column"] for row in rows if folded in row["headings"].split("|"))
    return next(named, means)


def _heading(source: Source, line: int, column: str, means: str, unit: str) -> str:
    """The heading under which the plain format reads the column."""
    plain = _plain_headings()
    if not column:
        raise _bad(source, "a meaning without a column", "the column's heading", line)
    if means == "amount" and unit:
        return _measured(source, line, unit)
    if means in plain:
        return plain[means]
    try:
        nutrient = find(means)
    except UnknownNameError:
        error = UnknownNameError("meaning of a column", means, meanings())
        raise _bad(source, str(error).rstrip("."), "one of these", line) from error
    if not unit:
        found = f"{column!r} is {nutrient.name} without a unit"
        raise _bad(source, found, f"a unit such as {nutrient.unit}", line)
    try:
        nutrient.to_canonical(1.0, unit)
    except UnitError as error:
        raise _bad(source, f"{unit!r} is no unit of {nutrient.name}", "µg, mg, g, IU, kcal or kJ",
                   line) from error  # fmt: skip
    return f"{nutrient.key} ({unit})"


def _measured(source: Source, line: int, unit: str) -> str:
    measure = find_measure(unit)
    if measure is None:
        raise _bad(source, f"{unit!r} is no unit of an amount", "such as g, ml, cup or oz", line)
    return _plain_headings()["grams"] if measure.name == "g" else f"amount ({unit})"


def _require_diary(source: Source, meanings: Mapping[str, str]) -> None:
    named = set(meanings) & set(_IDENTIFYING)
    stated = any(name in nutrients() for name in meanings)
    if "day" not in meanings or not (named or stated):
        lacking = "day" if "day" not in meanings else "food"
        raise _bad(source, f"no column means {lacking}", "a column for day and one for food")


def _bad(source: Source, found: str, expected: str, line: int | None = None) -> DiaryReadError:
    advice = "'nutrigap identify FILE --columns NEW.csv' writes a mapping to fill in."
    return DiaryReadError(source.name, found, expected, advice, line=line)
