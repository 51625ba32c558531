"""Losing days or values creates no verdict, from the file to the table of verdicts."""

import math
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from nutrigap import Profile, analyze, read_diary

COLUMNS = {
    "magnesium": ("magnesium_mg", 280.0),
    "calcium": ("calcium_mg", 850.0),
    "potassium": ("potassium_mg", 2600.0),
    "vitamin_d": ("vitamin_d_ug", 10.0),
    "vitamin_b12": ("vitamin_b12_ug", 2.4),
}
WOMAN, PEOPLE = Profile("female", 34), (
    Profile("female", 34),
    Profile("male", 60),
    Profile("female", 16),
    Profile("female", 28, "pregnant"),
)  # fmt: skip
AUTHORITIES = ("us_dri", "efsa", "uk", "nnr2023")
SETTLED = {"likely_enough", "likely_short"}
# Every step is an analysis: a failing example is printed as it was found.
few = settings(
    max_examples=30,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


class Row(NamedTuple):
    """One row of a file: a total of a day or meal, or a food that nobody can match."""

    day: int
    name: str
    energy: int
    stated: dict[str, float | None]

    @property
    def kind(self) -> str:
        return self.name.split()[0] if self.name else "day"


def row(day: int, name: str = "", energy: int = 2000, **stated: float | None) -> Row:
    return Row(day, name, energy, {n: stated.get(n) for n in COLUMNS})


def judged(
    folder: Path, rows: list[Row], profile: Profile = WOMAN, authority: str = "us_dri"
) -> pd.DataFrame:
    """ADEQUACY by nutrient of a file with these rows."""
    heads = ["date", "meal", "food", "amount", "unit", "energy_kcal"]
    lines = [",".join([*heads, *(column for column, _ in COLUMNS.values())])]
    for one in rows:
        day = date(2026, 3, 2) + timedelta(days=2 * one.day)
        meal = one.name if one.kind in ("Breakfast", "Dinner") else ""
        amount = ["1", "tablet"] if one.kind == "Vitamin" else ["100", "g"]
        food = ["", "", ""] if meal or not one.name else [one.name, *amount]
        amounts = ("" if x is None else f"{x:g}" for x in one.stated.values())
        lines.append(",".join([day.isoformat(), meal, *food, str(one.energy), *amounts]))
    path = folder / "diary.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = analyze(read_diary(path), profile, authority=authority, draws=60)
    return found.adequacy.set_index("nutrient")


def amounts() -> st.SearchStrategy[dict[str, float | None]]:
    shares = st.sampled_from([0.0, 0.2, 0.5, 0.8, 1.0, 1.2, 2.0, 4.0, 15.0])
    return st.fixed_dictionaries(
        {n: shares.map(usual.__mul__) for n, (_, usual) in COLUMNS.items()}
    )


def rows_of(day: int, *names: str) -> st.SearchStrategy[list[Row]]:
    energy = st.sampled_from([600, 900, 1500])
    return st.tuples(
        *(st.builds(Row, st.just(day), st.just(name), energy, amounts()) for name in names)
    ).map(list)


def diaries(*layouts: tuple[str, ...]) -> st.SearchStrategy[list[Row]]:
    """Days of one layout each, with their values."""
    days = st.lists(st.sampled_from(layouts), min_size=1, max_size=9)
    return days.flatmap(
        lambda chosen: st.tuples(*(rows_of(i, *names) for i, names in enumerate(chosen)))
    ).map(lambda found: [one for day in found for one in day])


DAY, MEALS, FOODS = ("",), ("Breakfast", "Dinner"), ("Xqzvk wbrrt", "Qwvxz jjkpf")
TABLET = ("Breakfast", "Dinner", "Vitamin tablet", "Mineral water")
WHO, AUTHORITY = st.sampled_from(PEOPLE), st.sampled_from(AUTHORITIES)


def blanked(rows: list[Row], choose: st.DataObject) -> list[Row]:
    """The same rows without some of their values; tablets and water keep theirs."""
    left = []
    for one in rows:
        keep = choose.draw(st.sets(st.sampled_from(sorted(COLUMNS)), max_size=len(COLUMNS)))
        stated = {n: x if n in keep else None for n, x in one.stated.items()}
        left.append(one if one.kind in ("Vitamin", "Mineral") else one._replace(stated=stated))
    return left


def created(before: pd.DataFrame, after: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """What is settled in the second and was not, or otherwise, in the first."""
    found = {}
    for nutrient in COLUMNS:
        for column, settled in (("verdict", SETTLED), ("upper_level", {"above", "below"})):
            was, now = before.loc[nutrient, column], after.loc[nutrient, column]
            if now in settled and now != was:
                found[nutrient] = (was, now)
    return found


def told(table: pd.DataFrame, nutrient: str) -> float:
    return float(table.loc[nutrient, "mean"])


@few
@given(rows=diaries(DAY, MEALS, TABLET), profile=WHO, authority=AUTHORITY, data=st.data())
def test_totals_without_some_values_create_no_verdict(
    tmp_path: Path, rows: list[Row], profile: Profile, authority: str, data: st.DataObject
) -> None:
    before = judged(tmp_path, rows, profile, authority)
    after = judged(tmp_path, blanked(rows, data), profile, authority)
    assert created(before, after) == {}


@few
@given(rows=diaries(DAY, FOODS), profile=WHO, authority=AUTHORITY, data=st.data())
def test_foods_nobody_can_match_create_no_verdict_where_their_range_holds_the_truth(
    tmp_path: Path, rows: list[Row], profile: Profile, authority: str, data: st.DataObject
) -> None:
    before = judged(tmp_path, rows, profile, authority)
    after = judged(tmp_path, blanked(rows, data), profile, authority)
    for nutrient, (was, now) in created(before, after).items():
        truth, low = told(before, nutrient), after.loc[nutrient, "low"]
        missed = not low <= truth <= after.loc[nutrient, "high"]
        assert missed, (nutrient, was, now)
        # Nothing is enough, or above a limit, by what was guessed.
        assert now in ("likely_short", "below"), (nutrient, was, now)


@few
@given(
    stated=amounts(), days=st.integers(2, 12), left=st.integers(1, 11), profile=WHO,
    authority=AUTHORITY, layout=st.sampled_from([DAY, MEALS, TABLET, FOODS]),
)  # fmt: skip
def test_fewer_equal_days_create_no_verdict(
    tmp_path: Path, stated: dict[str, float | None], days: int, left: int, profile: Profile,
    authority: str, layout: tuple[str, ...],
) -> None:  # fmt: skip
    rows = [Row(day, name, 900, stated) for day in range(days) for name in layout]
    before = judged(tmp_path, rows, profile, authority)
    after = judged(tmp_path, rows[: min(left, days) * len(layout)], profile, authority)
    kept = {n: x for n, x in created(before, after).items() if x[1] != "below"}
    assert kept == {}


# By hand: ten days of 2,000 kcal with 150 mg (six) and 420 mg (four) of magnesium.

SIX, FOUR = (150.0,) * 6, (420.0,) * 4


def magnesium(folder: Path, *amounts: float | None) -> pd.Series:
    rows = [row(day, magnesium=amount) for day, amount in enumerate(amounts)]
    return judged(folder, rows).loc["magnesium"]


@pytest.mark.parametrize(
    ("amounts", "days", "mean", "low", "coverage"),
    [
        ((*SIX, *(None,) * 4), 6, 150, 90, 0.6),
        ((*(None,) * 6, *FOUR), 4, 420, 168, 0.4),
    ],
)
def test_days_that_state_nothing_count_in_coverage_and_at_both_ends(
    tmp_path: Path, amounts: tuple[float | None, ...], days: int, mean: float, low: float,
    coverage: float,
) -> None:  # fmt: skip
    full = magnesium(tmp_path, *SIX, *FOUR)
    assert (full["verdict"], round(full["probability_adequate"], 2)) == ("cannot_tell", 0.43)
    found = magnesium(tmp_path, *amounts)
    assert (found["verdict"], found["reason_code"]) == ("cannot_tell", "missing_data")
    assert (found["days"], found["mean"], found["high"]) == (days, mean, math.inf)
    assert (found["low"], found["coverage"]) == (pytest.approx(low), pytest.approx(coverage))
    assert found["coverage_nutrient"] == pytest.approx(low / mean)


def test_a_meal_that_states_nothing_leaves_no_upper_bound_and_is_no_tablet(tmp_path: Path) -> None:
    meals = [(day, name) for day in range(10) for name in MEALS]
    rows = [row(d, n, 1000, magnesium=120.0 if n == "Breakfast" else None) for d, n in meals]
    found = judged(tmp_path, rows).loc["magnesium"]
    assert (found["reason_code"], found["high"], found["coverage"]) == (
        "missing_data", math.inf, 0.5)  # fmt: skip
    assert "at least 120 mg" in found["reason"]
    assert "tablet" not in found["reason"] + found["reason_professional"]


def test_names_that_mean_nothing_are_not_enough_of_anything(tmp_path: Path) -> None:
    # Eighty invented foods: by what people eat on average they would hold enough B12.
    rows = [row(d, f"Xqzvk{n} wbrrt{d}", 250) for d in range(10) for n in range(8)]
    found = judged(tmp_path, rows).loc["vitamin_b12"]
    assert (found["verdict"], found["reason_code"]) == ("cannot_tell", "missing_data")


def test_tablets_are_averaged_over_all_days_whatever_is_known_of_the_food(tmp_path: Path) -> None:
    # 400 mg on four of ten days; the limit on tablets is 350 mg a day.
    tablets = [row(day, "Vitamin tablet", 0, magnesium=400.0) for day in range(4)]
    known = [row(day, "Dinner", magnesium=300.0) for day in range(10)]
    blank = [*known[:4], *(row(day, "Dinner") for day in range(4, 10))]
    for food in (known, blank):
        found = judged(tmp_path, [*food, *tablets]).loc["magnesium"]
        assert found["tablets_low"] == pytest.approx(160)
        assert found["upper_level"] == "maybe_above"
