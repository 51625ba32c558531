"""Days that people write once, above or beside the first food, and leave blank below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nutrigap.diary.numbers import is_blank
from nutrigap.diary.record import Header, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nutrigap.diary.sheet import Row, Sheet

_FOODS = ("food", "food_code", "fdc_id", "gtin")


def fill_days(sheet: Sheet, header: Header, is_total: Callable[[str], bool]) -> Sheet | None:
    """The rows, each with the day above it; ``None`` unless that is plainly what is meant.

    It is where no day is written twice, the first row has one, and at least as many foods have none
    as there are days: a day that was merely forgotten is not guessed.

    Parameters
    ----------
    sheet : Sheet
        All rows of the file.
    header : Header
        Its header.
    is_total : callable
        Whether words such as "Total" mark a sum; a sum has no day to hand on.
    """
    place = header.places.get("day")
    if place is None or not _is_written_once(sheet.rows, header, place, is_total):
        return None
    rows, last = [], ""
    for row in sheet.rows:
        cell = row.cells[place].strip() if place < len(row.cells) else None
        if cell is None or row.line <= header.line or row.cells == header.cells or is_total(cell):
            rows.append(row)
            continue
        last = last if is_blank(cell) else cell
        rows.append(row._replace(cells=[*row.cells[:place], last, *row.cells[place + 1 :]]))
    return sheet._replace(rows=rows)


def _is_written_once(
    rows: Sequence[Row], header: Header, place: int, is_total: Callable[[str], bool]
) -> bool:
    below = [row for row in rows if row.line > header.line and row.cells != header.cells]
    records = [Record(header, row) for row in below]
    told = [r for r in records if not any(is_total(cell) for cell in r.cells)]
    days = [r.cell(place) for r in told if not is_blank(r.cell(place))]
    blank = [r for r in told if is_blank(r.cell(place)) and any(map(r.words, _FOODS))]
    if not days or len(blank) < len(days) or len(set(days)) < len(days):
        return False
    return next(r.line for r in told if not is_blank(r.cell(place))) < blank[0].line
