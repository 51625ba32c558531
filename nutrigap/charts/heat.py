"""The calendar of a nutrient as numbers: weeks as rows, a shade for each day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import isnan, nan
from typing import TYPE_CHECKING

from nutrigap.charts.bars import Mark, aim_of, figure
from nutrigap.charts.day_bars import MONTHS, as_date
from nutrigap.nutrients import Nutrient, find

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pandas import DataFrame

# Five steps of one blue from a quarter of the target to all of it; less than half known is striped.
STEPS = (0.25, 0.5, 0.75, 1.0)
_HALF = 0.5
_WEEKDAYS = {"monday": 0, "sunday": 6}


@dataclass(frozen=True)
class HeatDay:
    """One day: ``kind`` is known, doubtful (under half of it known), aside, unknown or none.

    ``step`` is 0 (palest) to 4; ``amount`` is in the nutrient's unit, NaN where there is none.
    """

    when: date
    amount: float
    step: int
    kind: str


@dataclass(frozen=True)
class HeatCalendar:
    """One nutrient's calendar from the first to the last day, in whole weeks."""

    nutrient: Nutrient
    target: float
    first_weekday: int
    days: tuple[HeatDay, ...]

    @property
    def weeks(self) -> tuple[tuple[HeatDay | None, ...], ...]:
        """Rows of seven places; ``None`` before the first and after the last day."""
        if not self.days:
            return ()
        before = (self.days[0].when.weekday() - self.first_weekday) % 7
        places: list[HeatDay | None] = [*[None] * before, *self.days]
        places += [None] * (-len(places) % 7)
        return tuple(tuple(places[n : n + 7]) for n in range(0, len(places), 7))

    @property
    def weekdays(self) -> tuple[str, ...]:
        """Letters of the columns."""
        return tuple("MTWTFSS"[(self.first_weekday + n) % 7] for n in range(7))

    def text(self, day: HeatDay) -> str:
        """What stands in the tile: the amount without commas, ``?`` where it is not known."""
        if isnan(day.amount):
            return "?" if day.kind == "unknown" else ""
        return figure(self.nutrient, day.amount).replace(",", "")

    def title(self, day: HeatDay) -> str:
        """One day in words."""
        name = f"{day.when.day} {MONTHS[day.when.month - 1]}"
        if day.kind == "none":
            return f"{name}: nothing written down"
        unit = "" if isnan(day.amount) else f" {self.nutrient.unit}"
        more = {"aside": ", set aside", "doubtful": ", less than half of it known"}
        return f"{name}: {figure(self.nutrient, day.amount)}{unit}{more.get(day.kind, '')}"

    @property
    def bounds(self) -> tuple[str, ...]:
        """The amounts at which the shade changes."""
        return tuple(figure(self.nutrient, share * self.target) for share in STEPS)


def heat_calendar(
    daily: DataFrame,
    nutrient: str,
    marks: Iterable[Mark] = (),
    *,
    days: DataFrame | None = None,
    first_weekday: str = "monday",
) -> HeatCalendar:
    """Every day of one person from the first to the last, shaded by amount ÷ target.

    Parameters
    ----------
    daily : DataFrame
        DAILY of one person.
    nutrient : str
        Key or alias of a nutrient.
    marks : iterable of Mark
        Reference amounts: the target is the recommended or guide amount, else the average need,
        else the highest day.
    days : DataFrame, optional
        DAYS of the same person: which days are set aside.
    first_weekday : str
        ``monday`` or ``sunday``.

    Returns
    -------
    HeatCalendar
        No days where any day is not a date.
    """
    chosen = find(nutrient)
    rows = daily[daily["nutrient"] == chosen.key]
    aside = set() if days is None else set(days.loc[~days["usable"], "day"])
    dates = {as_date(str(day)) for day in rows["day"]}
    target = _target(marks, rows["estimate"])
    start = _WEEKDAYS[first_weekday]
    if not dates or None in dates:
        return HeatCalendar(chosen, target, start, ())
    logged = {str(row.day): row for row in rows.itertuples()}
    known = [when for when in dates if when is not None]
    span = (max(known) - min(known)).days + 1
    every = (min(known) + timedelta(days=n) for n in range(span))
    tiles = tuple(_tile(when, logged.get(when.isoformat()), target, aside) for when in every)
    return HeatCalendar(chosen, target, start, tiles)


def _target(marks: Iterable[Mark], amounts: Iterable[float]) -> float:
    return aim_of(marks) or max((x for x in amounts if x > 0), default=1.0)


def _tile(when: date, row: object | None, target: float, aside: set[str]) -> HeatDay:
    if row is None:
        return HeatDay(when, nan, 0, "none")
    amount, covered = float(row.estimate), float(row.coverage_nutrient)  # type: ignore[attr-defined]
    if isnan(amount):
        kind = "aside" if when.isoformat() in aside else "unknown"
        return HeatDay(when, nan, 0, kind)
    step = sum(amount >= share * target for share in STEPS)
    if when.isoformat() in aside:
        return HeatDay(when, amount, step, "aside")
    return HeatDay(when, amount, step, "doubtful" if covered < _HALF else "known")
