"""The part of a diary that an assessment is about."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from nutrigap.errors import PeriodError

if TYPE_CHECKING:
    from pandas import DataFrame, Series

    from nutrigap.diary import Diary


@dataclass(frozen=True)
class Period:
    """First and last day, both included, or the last so many days of each person's diary."""

    start: date | None = None
    end: date | None = None
    last_days: int | None = None

    @classmethod
    def parse(cls, start: str | None, end: str | None, last: str | None) -> Period:
        """The period that ``--from``, ``--to`` and ``--last`` name.

        Raises
        ------
        PeriodError
            Not a date, or not a number of days.

        Examples
        --------
        >>> Period.parse(None, None, "28d").last_days
        28
        """
        return cls(_date("--from", start), _date("--to", end), _days(last))

    def __bool__(self) -> bool:
        """Whether anything is limited."""
        return self != Period()


def _date(option: str, text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        message = f"{option} {text!r}: expected a date such as 2026-03-01."
        raise PeriodError(message) from None


def _days(text: str | None) -> int | None:
    if text is None:
        return None
    found = re.fullmatch(r"([1-9]\d{0,4})\s*d(ays?)?", text.strip())
    if found is None:
        message = f"--last {text!r}: expected a number of days such as 28d."
        raise PeriodError(message)
    return int(found[1])


def in_period(diary: Diary, period: Period) -> Diary:
    """The diary with the entries of a period only; problems and records stay whole.

    An entry without a calendar date is kept where no date is asked for.

    Parameters
    ----------
    diary : Diary
        What was read.
    period : Period
        The days wanted.

    Returns
    -------
    Diary
        A new diary.
    """
    if not period:
        return diary
    entries = diary.entries[_inside(diary.entries, period)]
    reported = diary.reported[diary.reported["entry_id"].isin(entries["entry_id"])]
    return replace(diary, entries=entries, reported=reported)


def _inside(entries: DataFrame, period: Period) -> Series[bool]:
    import pandas as pd

    dates = entries["date"]
    inside = pd.Series(True, index=entries.index)
    if period.start is not None:
        inside &= dates >= pd.Timestamp(period.start)
    if period.end is not None:
        inside &= dates <= pd.Timestamp(period.end)
    if period.last_days is not None:
        newest = dates.groupby(entries["person"]).transform("max")
        inside &= dates > newest - timedelta(days=period.last_days)
    return inside
