"""Day by day: the calendar strip, and every nutrient's days with a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nutrigap.charts.bars import figure
from nutrigap.charts.day_bars import DayPanel, as_date, calendar, day_panel
from nutrigap.charts.heat import HeatCalendar, heat_calendar
from nutrigap.nutrients import format_amount
from nutrigap.report.model import DaysOf, DaysSection, DayTile
from nutrigap.report.phrases import capital, day_text, listed, period_text

if TYPE_CHECKING:
    from datetime import date

    from nutrigap.report.model import VerdictRow
    from nutrigap.report.person import PersonTables

LONGEST_STRIP, _LONGEST_CALENDAR = 14, 98
_MOST_WEEKS = 27
_WEEKDAYS = "MTWTFSS"
_NO_TILE = DayTile("", "", weekend=False, kind="blank")


def days_section(tables: PersonTables, rows: tuple[VerdictRow, ...]) -> DaysSection:
    """The days of all nutrients, with the same lines as the verdict rows."""
    days = tuple(_days_of(tables, row) for row in rows)
    return DaysSection(_tiles(tables), _set_aside(tables), days, _months(tables, rows))


def _months(tables: PersonTables, rows: tuple[VerdictRow, ...]) -> tuple[HeatCalendar, ...]:
    """A calendar a nutrient, where the diary is longer than a strip of days."""
    if len(tables.days) <= LONGEST_STRIP:
        return ()
    found = (heat_calendar(tables.daily, r.key, r.bar.marks, days=tables.days) for r in rows)
    return tuple(part for part in found if len(part.weeks) <= _MOST_WEEKS)


def _tiles(tables: PersonTables) -> tuple[DayTile, ...]:
    """A tile for each day from first to last: a strip of two weeks, else weeks from Monday."""
    usable = dict(zip(map(as_date, tables.days["day"]), tables.days["usable"], strict=True))
    dates = [when for when in usable if when is not None]
    if not dates or len(dates) < len(usable):
        return ()
    days = calendar(dates)
    if len(days) > _LONGEST_CALENDAR:
        return ()
    before = days[0].weekday() if len(days) > LONGEST_STRIP else 0
    return (*[_NO_TILE] * before, *(_tile(when, usable.get(when)) for when in days))


def _tile(when: date, usable: bool | None) -> DayTile:
    kind = "none" if usable is None else "ok" if usable else "as"
    return DayTile(_WEEKDAYS[when.weekday()], str(when.day), when.weekday() >= 5, kind)


def _set_aside(tables: PersonTables) -> str:
    """Which days are left out and why."""
    aside = tables.days[~tables.days["usable"]]
    reasons = [
        f"{listed(_short(day) for day in group['day'])} ({reason})"
        for reason, group in aside.groupby("reason", sort=False)
    ]
    return f"Set aside: {'; '.join(reasons)}." if reasons else ""


def _short(day: str) -> str:
    when = as_date(day)
    return day_text(when, year=False) if when else day


def _days_of(tables: PersonTables, row: VerdictRow) -> DaysOf:
    panel = day_panel(
        tables.daily,
        row.key,
        row.bar.marks,
        days=tables.days,
        contributions=tables.contributions,
    )
    return DaysOf(panel, _mean(row), _sentence(panel), _description(tables, panel))


def _mean(row: VerdictRow) -> str:
    if row.amount == "not known":
        return ""
    return f"{row.amount} {row.bar.nutrient.unit} a day on average"


def _sentence(panel: DayPanel) -> str:
    """Lowest and highest day, and which day was highest."""
    counted = panel.counted
    if not counted:
        return "Not known on any day."
    low, high = (f(counted, key=lambda b: b.estimate) for f in (min, max))
    unit = "Weeks" if panel.weekly else "Days"
    if low is high:
        return f"{high.title}: {format_amount(panel.nutrient, high.estimate)}."
    lowest = figure(panel.nutrient, low.estimate)
    highest = format_amount(panel.nutrient, high.estimate)
    most = f"in the {high.title}" if panel.weekly else f"on {high.title}"
    return f"{unit} from {lowest} to {highest}. Most {most}."


def _description(tables: PersonTables, panel: DayPanel) -> str:
    kind = "weeks" if panel.weekly else "days"
    text = f"Bars for {len(panel.bars)} {kind}, {period_text(list(tables.days['day']))}. "
    text += _sentence(panel)
    aside = [bar.title for bar in panel.bars if bar.set_aside]
    return f"{text} {capital(listed(aside))} set aside." if aside else text
