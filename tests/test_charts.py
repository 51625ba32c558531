"""The numbers behind the pictures, and what Matplotlib is told to draw."""

import logging
from itertools import pairwise
from math import inf, isnan, nan

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from fixtures import analysis
from hypothesis import given
from hypothesis import strategies as st

from nutrigap.charts import plot_adequacy, plot_days, plot_sources
from nutrigap.charts.bars import (
    AXIS_TARGETS,
    GAP,
    Mark,
    bar_of,
    make_bar,
    mark_figures,
    marks_of,
    part_figure,
)
from nutrigap.charts.day_bars import day_panel
from nutrigap.charts.ranking import rank_sources
from nutrigap.errors import TableError
from nutrigap.nutrients import find
from nutrigap.schema import CONTRIBUTIONS, DAILY, TARGETS

mpl.use("agg")
MAGNESIUM = find("magnesium")
MARKS = (Mark("need", 265.0, "EAR"), Mark("covers", 320.0, "RDA"))


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def result():
    return analysis()


# The nutrient bar


def test_the_recommended_amount_stands_at_the_same_place_in_every_row(result) -> None:
    bars = [bar_of(row) for _, row in result.adequacy.iterrows()]
    assert len(bars) == 5
    assert {round(bar.at(bar.target), 6) for bar in bars} == {round(1 / 1.7, 6)}


def test_known_unknown_and_tablet_share_the_total() -> None:
    bar = make_bar(find("vitamin_d"), 6.3, 5.8, (5.9, 7.0), tablet=2.9)
    assert (bar.known, bar.unknown, bar.tablet) == pytest.approx((2.9, 0.5, 2.9))
    known, unknown, tablet = bar.segments
    assert known.end == unknown.start
    assert tablet.start == pytest.approx(unknown.end + GAP)
    assert tablet.end == pytest.approx(bar.at(6.3))


def test_an_unknown_total_has_no_bar_and_is_not_zero() -> None:
    bar = make_bar(MAGNESIUM, nan, nan, (nan, nan), marks=MARKS)
    assert bar.segments == ()
    assert bar.whisker is None
    assert isnan(bar.estimate)


def test_nothing_known_is_striped_all_along() -> None:
    bar = make_bar(MAGNESIUM, 200.0, nan, (120.0, 300.0), marks=MARKS)
    assert [s.kind for s in bar.segments] == ["unknown"]


def test_a_bar_past_the_edge_is_cut_there() -> None:
    bar = make_bar(MAGNESIUM, 700.0, 650.0, (500.0, inf), marks=MARKS)
    assert bar.cut
    assert bar.whisker == (pytest.approx(500 / 320 / 1.7), 1.0)
    assert all(s.end <= 1 for s in bar.segments)


def test_a_range_beyond_the_edge_is_in_words_only() -> None:
    bar = make_bar(MAGNESIUM, 700.0, 650.0, (600.0, inf), marks=MARKS)
    assert bar.doubtful
    assert bar.whisker is None


@given(
    estimate=st.floats(0, 1e4),
    share=st.floats(0, 1),
    tablet=st.floats(0, 1e4),
    target=st.floats(0.1, 1e4),
)
def test_parts_never_overlap_and_stay_on_the_axis(
    estimate: float, share: float, tablet: float, target: float
) -> None:
    whole = estimate + tablet
    known = estimate * share + tablet
    marks = [Mark("covers", target, "RDA")]
    bar = make_bar(MAGNESIUM, whole, known, (known, whole), tablet, marks)
    ends = [(s.start, s.end) for s in bar.segments]
    assert all(0 <= start < end <= 1 + GAP for start, end in ends)
    assert all(a[1] <= b[0] + 1e-12 for a, b in pairwise(ends))
    assert bar.known + bar.unknown + bar.tablet == pytest.approx(whole)


def test_a_guide_amount_is_no_requirement(result) -> None:
    rows = result.adequacy.set_index("nutrient", drop=False)
    assert [m.kind for m in bar_of(rows.loc["potassium"]).marks] == ["guide"]
    assert [m.kind for m in bar_of(rows.loc["calcium"]).marks] == ["need", "covers"]


def test_a_lower_threshold_comes_from_the_targets(result) -> None:
    row = result.adequacy.set_index("nutrient", drop=False).loc["magnesium"]
    lrni = TARGETS.frame(
        [{"nutrient": "magnesium", "kind": "lower_threshold", "label": "LRNI", "amount": 150.0,
          "applies_to": "total", "includes_added": False}]
    )  # fmt: skip
    mark = bar_of(row, targets=lrni).find_mark("threshold")
    assert mark == Mark("threshold", 150.0, "LRNI")
    assert mark.words == "lower threshold"


def test_guidance_is_drawn_only_where_there_is_nothing_firmer() -> None:
    rows = [
        {"nutrient": "calcium", "kind": kind, "label": label, "amount": amount,
         "applies_to": "total", "includes_added": False}
        for kind, label, amount in [("recommended", "RI", 950.0), ("guidance", "x", 800.0)]
    ]  # fmt: skip
    assert [m.label for m in marks_of(TARGETS.frame(rows), "calcium")] == ["RI"]
    assert [m.kind for m in marks_of(TARGETS.frame(rows[1:]), "calcium")] == ["guide"]


def test_numbers_under_marks() -> None:
    b12 = [Mark("need", 2.0, "EAR"), Mark("covers", 2.4, "RDA")]
    assert mark_figures(find("vitamin_b12"), b12) == {"need": "2.0", "covers": "2.4"}
    assert mark_figures(find("calcium"), [Mark("covers", 1000.0, "RDA")]) == {"covers": "1,000"}


def test_more_than_nothing_never_reads_as_nothing() -> None:
    assert part_figure(MAGNESIUM, 0.3) == "under 1"
    assert part_figure(MAGNESIUM, nan) == "not known"


# Days


def test_days_keep_their_places(result) -> None:
    daily = result.daily[result.daily["day"] != "2026-03-05"]
    panel = day_panel(daily, "magnesium", MARKS, days=result.days)
    assert [bar.label for bar in panel.bars] == [str(n) for n in range(3, 17)]
    assert [bar.label for bar in panel.bars if not bar.entries] == ["5"]
    assert [bar.label for bar in panel.bars if bar.set_aside] == ["8", "12"]
    assert [bar.label for bar in panel.bars if bar.weekend] == ["7", "8", "14", "15"]


def test_a_day_is_split_into_known_unknown_and_tablet(result) -> None:
    panel = day_panel(result.daily, "vitamin_d", contributions=result.contributions)
    third = panel.bars[0]
    # Soy drink 2.0 and a tablet of 10 on 3 March.
    assert (third.known, third.unknown, third.tablet) == pytest.approx((2.0, 0.0, 10.0))
    assert third.estimate == pytest.approx(12.0)


def test_a_day_of_which_nothing_is_known_is_not_zero() -> None:
    row = {"person": "me", "day": "recall 1", "nutrient": "magnesium", "unit": "mg", "entries": 3,
           "unknown_entries": 3}  # fmt: skip
    (bar,) = day_panel(DAILY.frame([row]), "magnesium").bars
    assert isnan(bar.estimate)
    assert bar.label == "1"


def test_a_long_diary_becomes_weeks() -> None:
    panel = day_panel(analysis(days=60).daily, "magnesium", MARKS)
    assert panel.weekly
    assert len(panel.bars) == 9
    week = panel.bars[1]
    assert week.low < week.estimate < week.high


def test_plot_days_hands_over_amounts_and_lines(result) -> None:
    ax = plot_days(result.daily, result.targets, "magnesium", days=result.days)
    third = [p for p in ax.patches if abs(p.get_x() + p.get_width() / 2) < 0.01]
    assert [round(p.get_height()) for p in third] == [216]
    lines = {float(line.get_ydata()[0]) for line in ax.lines if len(set(line.get_ydata())) == 1}
    assert {265.0, 320.0} <= lines
    hatched = [p for p in ax.patches if p.get_hatch() == "////"]
    assert hatched
    assert ax.get_ylim() == (0, 480)
    assert "No single day" in " ".join(t.get_text() for t in ax.texts)


def test_plot_days_draws_on_the_axes_it_is_given(result) -> None:
    _, ax = plt.subplots()
    assert plot_days(result.daily, TARGETS.empty(), "calcium", ax=ax) is ax


# Sources


def contribution(entry: int, food: str | None, amount: float, **more: object) -> dict[str, object]:
    base = {"entry_id": entry, "nutrient": "magnesium", "person": "me", "day": "1", "food": food,
            "amount": amount, "low": amount, "high": amount, "unit": "mg", "basis": "table",
            "source_class": "food"}  # fmt: skip
    return {**base, **more}


def test_sources_are_ranked_and_the_rest_is_one_row() -> None:
    rows = [contribution(n, f"food {n}", 10.0 * n) for n in range(1, 9)]
    ranking = rank_sources(CONTRIBUTIONS.frame(rows), "magnesium", top=3)
    assert [(s.name, s.amount) for s in ranking.sources] == [
        ("food 8", 80.0), ("food 7", 70.0), ("food 6", 60.0), ("5 other foods", 150.0),
    ]  # fmt: skip


def test_spellings_of_a_food_are_one_food_and_days_are_counted() -> None:
    rows = [contribution(1, "Tofu ", 50.0), contribution(2, "tofu", 30.0, day="2")]
    (source,) = rank_sources(CONTRIBUTIONS.frame(rows), "magnesium").sources
    assert (source.name, source.days, source.amount) == ("Tofu", 2, 40.0)


def test_what_is_not_known_comes_last_by_what_it_may_hold() -> None:
    rows = [
        contribution(1, "pie", 10.0, low=5.0, high=30.0, basis="imputed"),
        contribution(2, "shake", 5.0, low=0.0, high=90.0, basis="imputed"),
        contribution(3, "soup", nan, low=nan, high=nan, basis="unknown"),
        contribution(4, "oats", 60.0),
        contribution(5, "tablet", 100.0, source_class="supplement", basis="dose"),
    ]
    ranking = rank_sources(CONTRIBUTIONS.frame(rows), "magnesium")
    assert [(s.name, s.kind) for s in ranking.sources] == [
        ("oats", "known"), ("tablet", "tablet"),
        ("soup", "unknown"), ("shake", "unknown"), ("pie", "unknown"),
    ]  # fmt: skip
    assert isnan(ranking.sources[2].amount)


def test_days_set_aside_do_not_count(result) -> None:
    ranking = rank_sources(result.contributions, "potassium", days=result.days)
    potatoes = next(s for s in ranking.sources if s.name == "Boiled potatoes")
    # Eaten on six days, one of them set aside; 12 days count.
    assert (potatoes.days, potatoes.amount) == (5, pytest.approx(5 * 1100 / 12))


def test_plot_sources_hands_over_means_a_day(result) -> None:
    ax = plot_sources(result.contributions, "calcium", days=result.days, top=2)
    assert [round(p.get_width()) for p in ax.patches][:2] == [300, 230]
    assert any("Soy drink" in t.get_text() for t in ax.texts)


def test_a_food_with_signs_of_mathematics_is_only_text() -> None:
    ax = plot_sources(CONTRIBUTIONS.frame([contribution(1, "$x^{$ <b>", 5.0)]), "magnesium")
    ax.figure.canvas.draw()


# Adequacy


def test_plot_adequacy_draws_known_and_unknown_in_targets(result) -> None:
    row = result.adequacy[result.adequacy["nutrient"] == "magnesium"]
    ax = plot_adequacy(row)
    zone, known, unknown = (p.get_width() for p in ax.patches)
    mean, part = row["mean"].iloc[0], row["coverage_nutrient"].iloc[0]
    assert zone == pytest.approx((320 - 265) / 320)
    assert known == pytest.approx(mean * part / 320)
    assert unknown == pytest.approx(mean * (1 - part) / 320)
    assert ax.get_xlim() == (0, AXIS_TARGETS)


def test_plot_adequacy_writes_verdict_amount_and_marks(result) -> None:
    ax = plot_adequacy(result.adequacy, by_source=result.by_source)
    words = " | ".join(t.get_text() for t in ax.texts)
    for expected in ("Likely short", "Little from food", "Below the guide amount", "227 mg a day",
                     "average need", "2,600", "guide amount", "tablet"):  # fmt: skip
        assert expected in words
    assert "%" not in words


def test_many_people_in_one_nutrient_are_sorted_by_mean(result) -> None:
    rows = pd.concat([result.adequacy[result.adequacy["nutrient"] == "magnesium"]] * 3)
    rows = rows.assign(person=["b", "c", "a"], mean=[250.0, 300.0, 200.0])
    ax = plot_adequacy(rows)
    dots = [float(line.get_xdata()[0]) for line in ax.lines if line.get_marker() == "o"]
    assert dots == [200.0, 250.0, 300.0]


def test_what_cannot_be_one_picture_is_refused() -> None:
    two = analysis(days=3, persons=("anna", "ben"))
    with pytest.raises(TableError, match="several people and several nutrients"):
        plot_adequacy(two.adequacy)
    with pytest.raises(TableError, match="2 persons in one picture"):
        plot_days(two.daily, two.targets, "magnesium")
    with pytest.raises(TableError, match="2 persons in one picture"):
        plot_sources(two.contributions, "magnesium")
    with pytest.raises(TableError, match="no rows"):
        plot_adequacy(two.adequacy.head(0))


def test_drawing_leaves_global_style_alone_and_finds_its_fonts(result, caplog) -> None:
    before = dict(mpl.rcParams)
    with caplog.at_level(logging.WARNING):
        for ax in (
            plot_adequacy(result.adequacy),
            plot_days(result.daily, result.targets, "magnesium"),
            plot_sources(result.contributions, "magnesium"),
        ):
            ax.figure.canvas.draw()
    assert dict(mpl.rcParams) == before
    assert "findfont" not in caplog.text


@pytest.mark.parametrize("width", [3.6, 6.4])
def test_words_never_overlap(result, width: float) -> None:
    _, ax = plt.subplots(figsize=(width, 6.2), layout="constrained")
    plot_adequacy(result.adequacy, by_source=result.by_source, ax=ax)
    ax.figure.canvas.draw()
    boxes = [(t.get_text(), t.get_window_extent()) for t in ax.texts if t.get_text()]
    overlaps = [
        (a, b)
        for n, (a, one) in enumerate(boxes)
        for b, other in boxes[n + 1 :]
        if one.shrunk(0.96, 0.8).overlaps(other.shrunk(0.96, 0.8))
    ]
    assert overlaps == []
