"""Days as exports write them; whether 3/4/2026 is in March or April a whole column settles."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.errors import DiaryReadError
from nutrigap.tables import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

DAY_FIRST, MONTH_FIRST = "day-first", "month-first"
ORDERS = (DAY_FIRST, MONTH_FIRST)
# Day 0 of Excel's calendar, its 29 February 1900 counted.
_EXCEL = date(1899, 12, 30)
_SERIAL_DAYS = range(25569, 73051)  # 1970-01-01 to 2099-12-31
_EARLIEST = date(1950, 1, 1)
# A week in which every day follows the other settles what the figures alone leave open.
_RUN_DAYS = 7
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)(.*)")
_COMPACT = re.compile(r"(19|20)(\d{2})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})(?!\d)(.*)")
_MONTH_WORD = re.compile(
    r"(?:(\d{1,2})[\s.-]+(?:de\s+)?([^\W\d_]{3,10})|([^\W\d_]{3,10})\.?\s+(\d{1,2}))"
    r",?[\s.-]+(?:de\s+)?(\d{4}|\d{2})(?!\d)(?:\s*г\.?)?(.*)"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAY = re.compile(r"^[^\W\d]{2,}\.?(?:,\s*(?=\S)|\s+(?=\d{1,4}[-./]\d))")


class Day(NamedTuple):
    """A calendar day, and the time of day that stood behind it."""

    date: date
    time: str


class Days(NamedTuple):
    """How one column writes days: ``order`` is day-first, month-first, or ``None`` if unneeded."""

    order: str | None
    reason: str = ""

    @lru_cache(maxsize=4096)  # noqa: B019  # a plain value, and a diary repeats its days
    def read(self, cell: str) -> Day | None:
        """The day in a cell; ``None`` where there is none.

        Examples
        --------
        >>> days = Days("month-first")
        >>> [str(days.read(t).date) for t in ("3/12/26", "2011-4-18", "46083", "02.03.2026 7:10")]
        ['2026-03-12', '2011-04-18', '2026-03-02', '2026-03-02']
        """
        text = _WEEKDAY.sub("", cell.strip())
        return _year_first(text) or self._year_last(text) or _worded(text) or _serial(text)

    def _year_last(self, text: str) -> Day | None:
        found = _YEAR_LAST.fullmatch(text)
        if found is None:
            return None
        first, mark, second, year, rest = found.groups()
        day_first = mark == "." or self.order == DAY_FIRST
        day, month = (first, second) if day_first else (second, first)
        return _day(year, month, day, rest)


def settle_days(
    cells: Iterable[str],
    file: str,
    column: str,
    *,
    order: str | None = None,
    usual: str | None = None,
) -> Days:
    """How a whole column writes its days.

    Parameters
    ----------
    cells : iterable of str
        The column.
    file, column : str
        For the message.
    order : str, optional
        What the user says: ``day-first`` or ``month-first``.
    usual : str, optional
        What the app is known to write, used where the column leaves it open.

    Raises
    ------
    DiaryReadError
        The column can be read both ways.

    Examples
    --------
    >>> settle_days(["3/2/2026", "3/13/2026"], "a.csv", "Date").order
    'month-first'
    """
    pairs = {_figures(cell): cell.strip() for cell in dict.fromkeys(cells)}
    example = next((cell for figures, cell in pairs.items() if figures), "")
    open_pairs = {figures for figures in pairs if figures}
    if order is not None or not open_pairs:
        return Days(order)
    fitting = [o for o in ORDERS if all(_fits(pair, o) for pair in open_pairs)]
    if len(fitting) == 1:
        return Days(fitting[0])
    if not fitting:
        raise _undecided(file, column, "some dates only fit day first, others only month first")
    runs = [o for o in fitting if _is_run(open_pairs, o)]
    if len(runs) == 1:
        return Days(runs[0], f"dates such as {example} were read {runs[0]}: so they run day by day")
    if usual in fitting:
        return Days(usual, f"dates such as {example} were read {usual}")
    if all(a == b for a, b, _ in open_pairs):
        return Days(MONTH_FIRST)
    raise _undecided(
        file, column, f"dates such as {example!r} can be read day first or month first"
    )


def _undecided(file: str, column: str, found: str) -> DiaryReadError:
    return DiaryReadError(
        file,
        found,
        "a date that only fits one way, or dates as YYYY-MM-DD",
        "Say which with --dates day-first or --dates month-first.",
        column=column,
    )


def _figures(cell: str) -> tuple[int, int, int] | None:
    """First, second and year of a date whose order is open."""
    found = _YEAR_LAST.fullmatch(_WEEKDAY.sub("", cell.strip()))
    if found is None or found[2] == ".":
        return None
    first, second, year = int(found[1]), int(found[3]), _full_year(found[4])
    possible = 1 <= min(first, second) <= 12 and max(first, second) <= 31
    return (first, second, year) if possible else None


def _fits(figures: tuple[int, int, int], order: str) -> bool:
    return _as_date(figures, order) is not None


def _as_date(figures: tuple[int, int, int], order: str) -> date | None:
    first, second, year = figures
    month, day = (second, first) if order == DAY_FIRST else (first, second)
    return _date(year, month, day)


def _is_run(pairs: Iterable[tuple[int, int, int]], order: str) -> bool:
    days = sorted({day for pair in pairs if (day := _as_date(pair, order))})
    return len(days) >= _RUN_DAYS and (days[-1] - days[0]).days == len(days) - 1


def _full_year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if found >= _EARLIEST else None


def _day(year: str, month: str, day: str, rest: str) -> Day | None:
    found = _date(_full_year(year), int(month), int(day))
    time = rest.strip(" T,.")
    clock = re.match(r"\d{1,2}:\d{2}(:\d{2})?(\s*[AaPp]\.?[Mm]\.?)?", time)
    if found is None or (time and clock is None):
        return None
    # A date column that a spreadsheet has saved with its hour says midnight for "no hour".
    midnight = clock is not None and not re.search("[1-9]", clock[0])
    return Day(found, clock[0] if clock and not midnight else "")


def _year_first(text: str) -> Day | None:
    found = _YEAR_FIRST.fullmatch(text)
    if found:
        return _day(found[1], found[3], found[4], found[5])
    compact = _COMPACT.fullmatch(text)
    return _day(compact[1] + compact[2], compact[3], compact[4], "") if compact else None


def _worded(text: str) -> Day | None:
    found = _MONTH_WORD.fullmatch(text.lower())
    if found is None:
        return None
    month = _month(found[2] or found[3])
    return _day(found[5], month, found[1] or found[4], found[6]) if month else None


def _month(word: str) -> str | None:
    """The number of a month by its name, or by the beginning of its English name."""
    short = str(_MONTHS.index(word[:3]) + 1) if word[:3] in _MONTHS else None
    return _month_words().get(word, short)


@cache
def _month_words() -> dict[str, str]:
    rows = read_rows("month_words")
    return {word: row["month"] for row in rows for word in row["words"].split("|")}


def _serial(text: str) -> Day | None:
    found = re.fullmatch(r"(\d{5})(?:[.,](\d+))?", text)
    if found is None or int(found[1]) not in _SERIAL_DAYS:
        return None
    minutes = round(float("0." + (found[2] or "0")) * 1440)
    time = f"{minutes // 60:02d}:{minutes % 60:02d}" if minutes else ""
    return Day(_EXCEL + timedelta(days=int(found[1])), time)
