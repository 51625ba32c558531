"""Days as exports write them, their order settled for the whole column."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrigap.diary.dates import DAY_FIRST, MONTH_FIRST, Days, settle_days
from nutrigap.errors import DiaryReadError


def order(*cells: str, **options: str) -> str | None:
    return settle_days(cells, "a.csv", "Date", **options).order


@pytest.mark.parametrize(
    ("cell", "day", "time"),
    [
        ("2026-03-02", date(2026, 3, 2), ""),
        ("2011-4-18", date(2011, 4, 18), ""),
        ("2026/3/2", date(2026, 3, 2), ""),
        ("20260302", date(2026, 3, 2), ""),
        ("2026-03-02T23:30:00-08:00", date(2026, 3, 2), "23:30:00"),
        ("2026-03-02 07:10", date(2026, 3, 2), "07:10"),
        ("3/2/2026 7:10 PM", date(2026, 3, 2), "7:10 PM"),
        ("3/2/2026 0:00", date(2026, 3, 2), ""),
        ("02.03.2026", date(2026, 3, 2), ""),
        ("2.3.26", date(2026, 3, 2), ""),
        ("Mo, 02.03.2026", date(2026, 3, 2), ""),
        ("3/2/26", date(2026, 3, 2), ""),
        ("3-2-2026", date(2026, 3, 2), ""),
        ("46083", date(2026, 3, 2), ""),
        ("46083.5", date(2026, 3, 2), "12:00"),
        ("March 2, 2026", date(2026, 3, 2), ""),
        ("Monday, March 2, 2026", date(2026, 3, 2), ""),
        ("2 Mar 2026", date(2026, 3, 2), ""),
        ("02-Mar-26", date(2026, 3, 2), ""),
    ],
)
def test_a_day_is_read_as_written(cell: str, day: date, time: str) -> None:
    assert Days(MONTH_FIRST).read(cell) == (day, time)


@pytest.mark.parametrize(
    "cell",
    ["", "TOTAL", "someday", "2026-02-30", "13/13/2026", "3/2", "120", "2026-03-02 brunch", "99999",
     "1900-01-01", "02.03.", "32.01.2026"],
)  # fmt: skip
def test_what_is_no_day_is_none(cell: str) -> None:
    assert Days(MONTH_FIRST).read(cell) is None


def test_one_day_beyond_the_twelfth_settles_the_whole_column() -> None:
    assert order("3/2/2026", "3/12/2026", "3/13/2026") == MONTH_FIRST
    assert order("3/2/2026", "12/2/2026", "13/2/2026") == DAY_FIRST


def test_unneeded_orders_are_left_open() -> None:
    assert order("2026-03-02", "02.03.2026", "", "TOTAL", "46083") is None


def test_an_open_column_asks(tmp_path: object) -> None:
    with pytest.raises(DiaryReadError) as caught:
        order("3/4/2026", "5/6/2026")
    message = str(caught.value)
    assert "--dates day-first or --dates month-first" in message
    assert "'3/4/2026'" in message
    assert caught.value.column == "Date"


def test_a_column_of_both_orders_asks() -> None:
    with pytest.raises(DiaryReadError, match="some dates only fit day first"):
        order("13/2/2026", "2/13/2026")


def test_the_user_settles_it() -> None:
    cells = ("3/4/2026", "5/6/2026")
    assert order(*cells, order=DAY_FIRST) == DAY_FIRST
    assert str(Days(DAY_FIRST).read("3/4/2026").date) == "2026-04-03"  # type: ignore[union-attr]


def test_a_week_of_days_in_a_row_settles_it_and_says_so() -> None:
    week = [f"3/{day}/2026" for day in range(2, 9)]
    found = settle_days(week, "a.csv", "Date")
    assert found.order == MONTH_FIRST
    assert "3/2/2026" in found.reason
    with pytest.raises(DiaryReadError):
        order(*week[:6])


def test_what_an_app_usually_writes_settles_it_last_and_says_so() -> None:
    found = settle_days(["3/2/2026", "3/3/2026"], "a.csv", "Date", usual=MONTH_FIRST)
    assert found.order == MONTH_FIRST
    assert found.reason
    assert order("13/2/2026", "2/2/2026", usual=MONTH_FIRST) == DAY_FIRST


def test_equal_figures_need_no_order() -> None:
    assert Days(order("3/3/2026", "4/4/2026")).read("3/3/2026") == (date(2026, 3, 3), "")


days = st.dates(date(1970, 1, 1), date(2099, 12, 31))


@given(st.lists(days, min_size=1, max_size=8), st.sampled_from([DAY_FIRST, MONTH_FIRST]))
def test_a_column_is_read_in_its_own_order_or_asks(found: list[date], own: str) -> None:
    form = "{0.day}/{0.month}/{0.year}" if own == DAY_FIRST else "{0.month}/{0.day}/{0.year}"
    cells = [form.format(day) for day in found]
    try:
        settled = settle_days(cells, "a.csv", "Date")
    except DiaryReadError:
        assert all(day.day <= 12 for day in found)
        return
    read = [settled.read(cell) for cell in cells]
    assert [day.date for day in read if day] == found


@given(days)
def test_serial_numbers_count_from_the_same_day(day: date) -> None:
    serial = (day - date(1899, 12, 30)) / timedelta(days=1)
    assert Days(None).read(f"{serial:.0f}") == (day, "")
