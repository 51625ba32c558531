"""Which days an average may use."""

import math

import pandas as pd
import pytest
from tiny import diary

from nutrigap.days import INCOMPLETE, LITTLE_ENERGY, count_days, usable_days
from nutrigap.schema import DAILY, DAYS
from nutrigap.tables import read_constants


def judged(
    energies: list[float], marks: list[bool | None] | None = None, app: str = "plain"
) -> dict[str, tuple[bool, object]]:
    names = [f"2026-03-{n:02d}" for n in range(2, 2 + len(energies))]
    marked = marks or [None] * len(names)
    entries = diary(
        *(
            {"day": d, "complete": m, "food": "x", "format": app}
            for d, m in zip(names, marked, strict=True)
        )
    )
    daily = DAILY.frame(
        {"person": "me", "day": d, "nutrient": "energy", "estimate": e, "entries": 1,
         "unknown_entries": 0}
        for d, e in zip(names, energies, strict=True)
    )  # fmt: skip
    table = DAYS.check(usable_days(entries, daily, read_constants("day_constants")))
    return {
        day: (usable, None if pd.isna(reason) else reason)
        for day, usable, reason in zip(table["day"], table["usable"], table["reason"], strict=True)
    }


def test_a_day_far_below_the_others_is_set_aside() -> None:
    days = judged([2000.0, 1900.0, 500.0])
    assert days["2026-03-04"] == (False, LITTLE_ENERGY)
    assert days["2026-03-02"] == (True, None)


@pytest.mark.parametrize("energy", [900.0, math.nan])
def test_a_modest_or_unknown_day_is_kept(energy: float) -> None:
    assert judged([2000.0, 2100.0, energy])["2026-03-04"] == (True, None)


def test_a_day_marked_complete_is_never_set_aside() -> None:
    assert judged([2000.0, 2100.0, 300.0], [None, None, True])["2026-03-04"] == (True, None)


@pytest.mark.parametrize("others", [None, True, False])
def test_a_day_marked_as_not_complete_is_set_aside(others: bool | None) -> None:
    days = judged([2000.0, 2000.0], [others, False])
    assert days["2026-03-03"] == (False, INCOMPLETE)
    assert days["2026-03-02"][0] is (others is not False)


def test_a_box_that_nobody_ticks_is_no_mark() -> None:
    # Cronometer writes false for every day until one is ticked.
    unused = judged([2000.0, 2000.0], [False, False], "cronometer")
    used = judged([2000.0, 2000.0], [True, False], "cronometer")
    assert unused["2026-03-03"] == (True, None)
    assert used["2026-03-03"] == (False, INCOMPLETE)


def counted(*dates: str | None, aside: tuple[int, ...] = (), said: tuple[int, ...] = ()) -> dict:
    table = DAYS.frame(
        {
            "person": "me",
            "day": date or f"recall {i}",
            "date": date and pd.Timestamp(date),
            "entries": 1,
            "usable": i not in aside,
            "complete": True if i in said else None,
        }
        for i, date in enumerate(dates)
    )
    return count_days(table).to_dict("records")[0]


def test_calendar_logged_complete_and_usable_days_are_kept_apart() -> None:
    # Friday, Saturday, Monday, Tuesday of one week and the next; Tuesday is set aside.
    found = counted("2026-03-06", "2026-03-07", "2026-03-09", "2026-03-10", aside=(3,), said=(0, 1))
    names = ("calendar_days", "logged_days", "complete_days", "usable_days", "weekend_days")
    assert [found[name] for name in names] == [5, 4, 2, 3, 1]
    assert found["weekday_share"] == pytest.approx(2 / 3)
    assert (found["longest_run"], found["consecutive"]) == (2, False)


@pytest.mark.parametrize(
    ("dates", "consecutive"),
    [
        (("2026-03-02", "2026-03-03", "2026-03-04"), True),
        (("2026-03-02", "2026-03-04", "2026-03-05"), False),
        (("2026-03-02",), False),
        ((None, None), False),
    ],
)
def test_days_in_a_row(dates: tuple[str | None, ...], consecutive: bool) -> None:
    assert counted(*dates)["consecutive"] is consecutive


def test_days_without_dates_have_no_week() -> None:
    found = counted(None, None)
    assert (found["logged_days"], found["usable_days"]) == (2, 2)
    assert all(pd.isna(found[name]) for name in ("calendar_days", "weekend_days", "weekday_share"))
