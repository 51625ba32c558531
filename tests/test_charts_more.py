"""Calendars, coverage, two periods and several authorities: the numbers behind the pictures."""

from dataclasses import replace
from datetime import date
from math import nan

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from fixtures import analysis
from hypothesis import given
from hypothesis import strategies as st

from nutrigap.charts import plot_authorities, plot_calendar, plot_coverage, plot_periods, style
from nutrigap.charts.bars import AXIS_TARGETS, Mark
from nutrigap.charts.coverage_plot import coverage_rows
from nutrigap.charts.heat import heat_calendar
from nutrigap.errors import TableError
from nutrigap.schema import DAILY, TARGETS

mpl.use("agg")
MARKS = (Mark("need", 265.0, "EAR"), Mark("covers", 320.0, "RDA"))
RESULT = analysis(days=9)


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def day(when: str, amount: float, *, covered: float = 1.0, **more: object) -> dict[str, object]:
    return {
        "person": "me", "day": when, "nutrient": "magnesium", "unit": "mg", "known": amount,
        "estimate": amount, "low": amount, "high": amount, "coverage": covered,
        "coverage_nutrient": covered, "entries": 5, "unknown_entries": 0, **more,
    }  # fmt: skip


def calendar(*days: dict[str, object], **more: object):
    return heat_calendar(DAILY.frame(days), "magnesium", MARKS, **more)


# The calendar


def test_shades_are_quarters_of_the_target() -> None:
    amounts = [0, 79, 80, 160, 240, 319, 320, 500]
    rows = [day(f"2026-03-0{n}", amount) for n, amount in enumerate(amounts, start=1)]
    assert [tile.step for tile in calendar(*rows).days] == [0, 0, 1, 2, 3, 3, 4, 4]
    assert calendar(*rows).bounds == ("80", "160", "240", "320")


def test_weeks_are_whole_and_begin_where_asked() -> None:
    # 7 March 2026 is a Saturday, 9 March a Monday.
    rows = day("2026-03-07", 200), day("2026-03-09", 210)
    monday = calendar(*rows)
    assert [[d and d.when.day for d in week] for week in monday.weeks] == [
        [None, None, None, None, None, 7, 8], [9, None, None, None, None, None, None],
    ]  # fmt: skip
    sunday = calendar(*rows, first_weekday="sunday")
    assert "".join(sunday.weekdays) == "SMTWTFS"
    assert [d and d.when.day for d in sunday.weeks[1]] == [8, 9, None, None, None, None, None]
    assert [tile.kind for tile in monday.days] == ["known", "none", "known"]


def test_doubt_asides_and_gaps_are_not_shades() -> None:
    rows = (
        day("2026-03-02", 200, covered=0.49), day("2026-03-03", 200, covered=0.5),
        day("2026-03-04", nan, covered=nan), day("2026-03-06", 30),
    )  # fmt: skip
    days = pd.DataFrame({"day": [row["day"] for row in rows], "usable": [True, True, True, False]})
    found = calendar(*rows, days=days)
    assert [tile.kind for tile in found.days] == ["doubtful", "known", "unknown", "none", "aside"]
    assert [found.text(tile) for tile in found.days] == ["200", "200", "?", "", "30"]
    assert found.title(found.days[0]) == "2 March: 200 mg, less than half of it known"
    assert found.title(found.days[3]) == "5 March: nothing written down"


def test_days_that_are_not_dates_have_no_calendar() -> None:
    assert calendar(day("recall 1", 200)).days == ()
    with pytest.raises(TableError, match="days that are dates"):
        plot_calendar(DAILY.frame([day("recall 1", 200)]), TARGETS.empty(), "magnesium")


@given(st.lists(st.integers(0, 400), min_size=1, max_size=40, unique=True))
def test_every_day_has_one_tile_whatever_is_logged(offsets: list[int]) -> None:
    days = [date.fromordinal(739_700 + n) for n in offsets]
    found = calendar(*(day(when.isoformat(), 100) for when in days))
    tiles = [tile for week in found.weeks for tile in week if tile is not None]
    assert [t.when.toordinal() for t in tiles] == list(
        range(min(days).toordinal(), max(days).toordinal() + 1)
    )
    assert {t.when for t in tiles if t.kind != "none"} == set(days)
    assert all(len(week) == 7 for week in found.weeks)


def test_the_picture_has_a_tile_a_day_in_the_shade_of_its_step() -> None:
    result = analysis(days=20)
    ax = plot_calendar(result.daily, result.targets, "magnesium", days=result.days)
    colours = [mpl.colors.to_hex(patch.get_facecolor()) for patch in ax.patches]
    assert len(colours) == 20
    # Pumpkin seeds on the third day: 376 mg, above the recommended 320.
    assert colours[2] == style.HEAT[4]
    assert {t.get_text() for t in ax.texts} >= {"376", "216", "Mar"}


# Coverage


def test_coverage_is_known_over_estimate() -> None:
    rows = {row.name: row for row in coverage_rows(RESULT.average)}
    mean = RESULT.average.set_index("nutrient").loc["magnesium"]
    assert rows["Magnesium"].amount == pytest.approx(mean["known"] / mean["estimate"])
    assert "Energy" not in rows
    ax = plot_coverage(RESULT.average)
    widths = [patch.get_width() for patch in ax.patches]
    assert sum(widths) == pytest.approx(5.0)


def test_nothing_known_is_a_bar_of_stripes() -> None:
    average = RESULT.average[RESULT.average["nutrient"] == "magnesium"]
    ax = plot_coverage(average.assign(coverage_nutrient=nan, coverage=nan))
    assert [patch.get_width() for patch in ax.patches][1:] == [1.0]
    assert any(text.get_text().startswith("not known") for text in ax.texts)


def test_coverage_of_several_people_is_refused() -> None:
    with pytest.raises(TableError, match="2 persons"):
        plot_coverage(analysis(days=3, persons=("a", "b")).average)


# Two periods


def test_circles_stand_at_the_means() -> None:
    later = RESULT.adequacy.assign(mean=RESULT.adequacy["mean"] * 1.2)
    ax = plot_periods(RESULT.adequacy, later, names=("March", "May"))
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    magnesium = RESULT.adequacy.set_index("nutrient").loc["magnesium", "mean"] / 320
    places = [float(dot.get_xdata()[0]) for dot in dots]
    assert len(places) == 10
    assert places[2:4] == pytest.approx([magnesium, 1.2 * magnesium])
    assert [dot.get_markerfacecolor() for dot in dots[:2]] == ["white", style.INK]
    assert any("open circle: March" in text.get_text() for text in ax.texts)


def test_periods_of_two_authorities_or_people_are_refused() -> None:
    with pytest.raises(TableError, match="use plot_authorities"):
        plot_periods(RESULT.adequacy, RESULT.adequacy.assign(authority="efsa"))
    with pytest.raises(TableError, match="2 values of person"):
        plot_periods(analysis(days=3, persons=("a", "b")).adequacy, RESULT.adequacy)


def test_an_amount_not_known_has_no_circle() -> None:
    ax = plot_periods(RESULT.adequacy.assign(mean=nan), RESULT.adequacy)
    assert len([line for line in ax.lines if line.get_marker() == "o"]) == 5


# Several authorities


def test_each_authority_has_a_lane_with_its_own_lines() -> None:
    mine = RESULT.adequacy[RESULT.adequacy["nutrient"] == "magnesium"]
    guide = {"requirement": nan, "requirement_label": None, "recommended": 300.0,
             "recommended_label": "AI", "method": "ai", "verdict": "cannot_tell",
             "reason_code": "below_ai", "authority": "efsa"}  # fmt: skip
    ax = plot_authorities(pd.concat([mine, mine.assign(**guide)]))
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    # One intake, one scale: the larger target, 320 mg.
    assert len({round(float(dot.get_xdata()[0]), 9) for dot in dots}) == 1
    diamonds = [line for line in ax.lines if line.get_marker() == "D"]
    assert float(diamonds[0].get_xdata()[0]) == pytest.approx(300 / 320)
    words = [text.get_text() for text in ax.texts]
    assert {"US DRI", "Below the guide amount", "Likely short", "300", "265"} <= set(words)
    assert ax.get_xlim() == (0.0, AXIS_TARGETS)


def test_authorities_of_several_people_are_refused() -> None:
    with pytest.raises(TableError, match="2 values of person"):
        plot_authorities(analysis(days=3, persons=("a", "b")).adequacy)
    with pytest.raises(TableError, match="no rows"):
        plot_authorities(replace(RESULT, adequacy=RESULT.adequacy.head(0)).adequacy)


@pytest.mark.parametrize("draw", ["calendar", "coverage", "periods", "authorities"])
def test_an_axes_given_is_the_axes_returned_and_style_stays(draw: str) -> None:
    _, ax = plt.subplots()
    before = dict(mpl.rcParams)
    made = {
        "calendar": lambda: plot_calendar(RESULT.daily, RESULT.targets, "calcium", ax=ax),
        "coverage": lambda: plot_coverage(RESULT.average, ax=ax),
        "periods": lambda: plot_periods(RESULT.adequacy, RESULT.adequacy, ax=ax),
        "authorities": lambda: plot_authorities(RESULT.adequacy, ax=ax),
    }[draw]()
    assert made is ax
    assert dict(mpl.rcParams) == before
