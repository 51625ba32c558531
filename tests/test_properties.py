"""What must hold for every diary: doubling, shuffling, splitting, and losing data."""

import math
from typing import NamedTuple

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import FOODS, MASSES, UNITS, candidates, chosen, described, diary, eaten, weighed

from nutrigap.composition import Evidence, contributions
from nutrigap.days import usable_days
from nutrigap.intake import average_intakes, daily_intakes, day_sums
from nutrigap.ranges import Doubt, simulate
from nutrigap.schema import REPORTED
from nutrigap.tables import read_constants

CONSTANTS = read_constants("range_constants")
DAYS = ("2026-03-02", "2026-03-03", "2026-03-04")


class Row(NamedTuple):
    """One diary row: which food (None: nobody could match it), how much, what is stated."""

    day: str
    fdc_id: int | None
    grams: float
    stated: float | None


ROWS = st.builds(
    Row,
    day=st.sampled_from(DAYS),
    fdc_id=st.sampled_from([1, 2, None]),
    grams=st.integers(1, 500).map(float),
    stated=st.none() | st.integers(0, 300).map(float),
)
DIARIES = st.lists(ROWS, min_size=1, max_size=8)
few = settings(max_examples=25)


def totals(rows: list[Row]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Daily and mean magnesium by day and for the whole diary."""
    entries = diary(*({"day": r.day, "food": f"food {r.fdc_id}"} for r in rows))
    held = weighed(entries, [r.grams for r in rows], [r.fdc_id for r in rows])
    held = held.assign(grams_spread=0.0)
    reported = REPORTED.frame(
        {"entry_id": i, "nutrient": "magnesium", "amount": r.stated, "unit": "mg"}
        for i, r in enumerate(rows, start=1)
        if r.stated is not None
    )
    matched = chosen(entries, [0.9 if r.fdc_id else 0.0 for r in rows])
    known = contributions(
        entries, held, matched, FOODS, Evidence(reported, REPORTED.empty(), {}), units=UNITS
    )
    sure = ((i, r.fdc_id, 1.0) for i, r in enumerate(rows, start=1) if r.fdc_id)
    doubt = Doubt(held, candidates(*sure), MASSES, described(FOODS), eaten(), (), CONSTANTS)
    simulated = simulate(entries, known, doubt, draws=60)
    sums = day_sums(simulated.contributions)
    daily = daily_intakes(sums, simulated)
    days = usable_days(entries, daily, read_constants("day_constants")).assign(usable=True)
    average = average_intakes(sums, simulated, days)
    by_day = daily[daily["nutrient"] == "magnesium"].set_index("day").sort_index()
    return by_day, average.set_index("nutrient").loc["magnesium"]


AMOUNTS = ["known", "estimate", "low", "high"]


@few
@given(DIARIES)
def test_double_grams_double_totals(rows: list[Row]) -> None:
    bare = [r._replace(stated=None, fdc_id=r.fdc_id or 1) for r in rows]
    once, _ = totals(bare)
    twice, _ = totals([r._replace(grams=2 * r.grams) for r in bare])
    assert (2 * once[AMOUNTS]).to_numpy() == pytest.approx(twice[AMOUNTS].to_numpy())
    assert once["coverage"].to_numpy() == pytest.approx(twice["coverage"].to_numpy())


@few
@given(DIARIES, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_total(rows: list[Row], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    columns = ["known", "estimate", "coverage", "coverage_nutrient"]
    before, after = totals(rows)[0][columns], totals(shuffled)[0][columns]
    assert before.to_numpy() == pytest.approx(after.to_numpy(), nan_ok=True)


@few
@given(DIARIES)
def test_a_row_split_in_two_changes_no_known_total(rows: list[Row]) -> None:
    first = rows[0]
    half = None if first.stated is None else first.stated / 2
    halves = [first._replace(grams=first.grams / 2, stated=half)] * 2
    before, after = totals(rows)[0], totals([*halves, *rows[1:]])[0]
    assert before["known"].to_numpy() == pytest.approx(after["known"].to_numpy(), nan_ok=True)


@few
@given(DIARIES)
def test_an_unmatched_food_lowers_coverage_and_no_total(rows: list[Row]) -> None:
    before, _ = totals(rows)
    after, _ = totals([*rows, Row(rows[0].day, None, 100.0, None)])
    day = rows[0].day
    assert after.loc[day, "coverage"] <= before.loc[day, "coverage"] + 1e-12
    known = before.loc[day, "known"]
    assert after.loc[day, "known"] == pytest.approx(known, nan_ok=True)
    assert after.loc[day, "unknown_entries"] == before.loc[day, "unknown_entries"] + 1


@few
@given(DIARIES)
def test_a_blank_in_the_export_lowers_what_is_known(rows: list[Row]) -> None:
    told = [r._replace(fdc_id=None, stated=r.stated or 10.0) for r in rows]
    blank = [told[0]._replace(stated=None), *told[1:]]
    before, after = totals(told)[0].loc[told[0].day], totals(blank)[0].loc[told[0].day]
    assert after["coverage"] < before["coverage"]
    known = after["known"]
    assert math.isnan(known) or known <= before["known"]
    # what is not known is neither zero nor certain
    assert after["estimate"] > (0.0 if math.isnan(known) else known)
    assert after["low"] < after["high"]


@few
@given(DIARIES)
def test_a_day_left_out_leaves_the_others_alone(rows: list[Row]) -> None:
    before, mean = totals(rows)
    rest = [r for r in rows if r.day != rows[0].day]
    if not rest:
        return
    after, shorter = totals(rest)
    assert shorter["days"] == mean["days"] - 1
    # Coverage may move: an entry without energy weighs as much as the person's mean entry.
    columns = ["known", "entries", "unknown_entries"]
    same = before.loc[after.index, columns].to_numpy()
    assert after[columns].to_numpy() == pytest.approx(same, nan_ok=True)


@few
@given(DIARIES)
def test_ranges_hold_their_estimate_and_coverage_is_a_share(rows: list[Row]) -> None:
    daily, _ = totals(rows)
    known = daily.dropna(subset=["estimate"])
    assert (known["low"] <= known["estimate"]).all()
    assert (known["estimate"] <= known["high"]).all()
    assert daily["coverage"].between(0, 1).all()
    assert (known["known"].isna() | (known["known"] <= known["estimate"] + 1e-9)).all()
