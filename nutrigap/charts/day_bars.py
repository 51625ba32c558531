"""Day bars as numbers: one bar a day, or a week where the diary is long."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import isnan, nan
from typing import TYPE_CHECKING

from nutrigap.charts.bars import TABLETS, Mark, aim_of
from nutrigap.nutrients import Nutrient, find

if TYPE_CHECKING:
    from pandas import DataFrame

HEIGHT_TARGETS = 1.5
LONGEST_IN_DAYS = 31
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class DayBar:
    """One day, or the mean of one week; amounts in the nutrient's unit, NaN not known.

    ``known`` and ``unknown`` are food and drink, ``tablet`` supplements and medicines. A place in
    the calendar without entries has ``entries`` 0. ``low`` and ``high`` are a day's range, or the
    lowest and highest day of a week.
    """

    label: str
    title: str
    known: float
    unknown: float
    tablet: float
    low: float
    high: float
    entries: int
    weekend: bool = False
    set_aside: bool = False
    week: bool = False

    @property
    def estimate(self) -> float:
        """Best estimate of the total."""
        return self.known + self.unknown + self.tablet

    @property
    def lowest_to_highest(self) -> bool:
        """Whether days of a week differ, so that a line from lowest to highest has a length."""
        return self.week and self.high > self.low


@dataclass(frozen=True)
class DayPanel:
    """One nutrient's days in order of time, and the lines across them."""

    nutrient: Nutrient
    bars: tuple[DayBar, ...]
    marks: tuple[Mark, ...]
    weekly: bool

    @property
    def target(self) -> float:
        """What heights are measured in; the highest day where there is no target."""
        return aim_of(self.marks) or max(
            (b.estimate for b in self.bars if b.estimate > 0), default=1.0
        )

    def height(self, amount: float) -> float:
        """Height of an amount as a share of the panel; 1 for all that lies beyond."""
        return min(max(amount / self.target / HEIGHT_TARGETS, 0.0), 1.0)

    @property
    def counted(self) -> tuple[DayBar, ...]:
        """The bars that averages use and that are known at all."""
        return tuple(b for b in self.bars if not b.set_aside and not isnan(b.estimate))

    @property
    def label_step(self) -> int:
        """Every how many bars there is room for a label, at the width of a phone."""
        most = 7 if self.weekly else 16
        return -(-len(self.bars) // most) if self.bars else 1


def day_panel(
    daily: DataFrame,
    nutrient: str,
    marks: Iterable[Mark] = (),
    *,
    days: DataFrame | None = None,
    contributions: DataFrame | None = None,
) -> DayPanel:
    """The day bars of one person and nutrient.

    Parameters
    ----------
    daily : DataFrame
        DAILY of one person.
    nutrient : str
        Key or alias of a nutrient.
    marks : iterable of Mark
        Reference amounts to draw across.
    days : DataFrame, optional
        DAYS of the same person: which days are set aside.
    contributions : DataFrame, optional
        CONTRIBUTIONS of the same person: shows tablets apart from food.

    Returns
    -------
    DayPanel
        A bar for every day from the first to the last, with empty places for days without entries;
        for every week where that is more than 31 days.
    """
    chosen = find(nutrient)
    rows = daily[daily["nutrient"] == chosen.key]
    aside = set() if days is None else set(days.loc[~days["usable"], "day"])
    tablets = _tablets(contributions, chosen.key)
    logged = [_bar(row, str(row.day), tablets, aside) for row in rows.itertuples()]
    dates = [as_date(str(day)) for day in rows["day"]]
    known_dates = [d for d in dates if d is not None]
    if len(known_dates) < len(dates) or not dates:
        return DayPanel(chosen, tuple(logged), tuple(marks), weekly=False)
    by_date = dict(zip(known_dates, logged, strict=True))
    weekly = (max(by_date) - min(by_date)).days + 1 > LONGEST_IN_DAYS
    bars = _weeks(by_date) if weekly else [_day_or_place(d, by_date) for d in calendar(by_date)]
    return DayPanel(chosen, tuple(bars), tuple(marks), weekly)


def as_date(day: str) -> date | None:
    """The date a day's text is, or ``None`` for such as ``recall 1``."""
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None


def _tablets(contributions: DataFrame | None, nutrient: str) -> dict[str, float]:
    """Amount from supplements and medicines by day."""
    if contributions is None:
        return {}
    rows = contributions[contributions["nutrient"] == nutrient]
    rows = rows[rows["source_class"].isin(TABLETS) & rows["amount"].notna()]
    return {str(day): float(x) for day, x in rows.groupby("day")["amount"].sum().items()}


def _bar(row: object, day: str, tablets: Mapping[str, float], aside: set[str]) -> DayBar:
    estimate, known = float(row.estimate), float(row.known)  # type: ignore[attr-defined]
    tablet = tablets.get(day, 0.0)
    food = estimate if isnan(estimate) else max((0.0 if isnan(known) else known) - tablet, 0.0)
    when = as_date(day)
    return DayBar(
        label=str(when.day) if when else day.removeprefix("recall "),
        title=f"{when.day} {MONTHS[when.month - 1]}" if when else day,
        known=food,
        unknown=max(estimate - food - tablet, 0.0) if not isnan(estimate) else nan,
        tablet=tablet,
        low=float(row.low),  # type: ignore[attr-defined]
        high=float(row.high),  # type: ignore[attr-defined]
        entries=int(row.entries),  # type: ignore[attr-defined]
        weekend=bool(when and when.weekday() >= 5),
        set_aside=day in aside,
    )


def calendar(dates: Iterable[date]) -> list[date]:
    """Every date from the first to the last."""
    first, last = min(dates), max(dates)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _day_or_place(when: date, logged: Mapping[date, DayBar]) -> DayBar:
    if when in logged:
        return logged[when]
    title = f"{when.day} {MONTHS[when.month - 1]}"
    weekend = when.weekday() >= 5
    return DayBar(str(when.day), title, nan, nan, nan, nan, nan, 0, weekend=weekend)


def _weeks(logged: Mapping[date, DayBar]) -> list[DayBar]:
    """Means of the counted days of each week from Monday, with the lowest and highest day."""
    mondays = {when: when - timedelta(days=when.weekday()) for when in logged}
    first, last = min(mondays.values()), max(mondays.values())
    starts = [first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1)]
    by_week: dict[date, list[DayBar]] = {start: [] for start in starts}
    for when, bar in logged.items():
        by_week[mondays[when]].append(bar)
    return [_week(start, bars) for start, bars in by_week.items()]


def _week(monday: date, bars: list[DayBar]) -> DayBar:
    used = [b for b in bars if not b.set_aside and not isnan(b.estimate)]
    totals = [b.estimate for b in used]
    return DayBar(
        f"{monday.day} {MONTHS[monday.month - 1][:3]}",
        f"week of {monday.day} {MONTHS[monday.month - 1]}, {len(used)} days",
        known=_mean([b.known for b in used]),
        unknown=_mean([b.unknown for b in used]),
        tablet=_mean([b.tablet for b in used]),
        low=min(totals, default=nan),
        high=max(totals, default=nan),
        entries=sum(b.entries for b in bars),
        week=True,
        set_aside=bool(bars) and all(b.set_aside for b in bars),
    )


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else nan
