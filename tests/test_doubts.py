"""The one doubt that matters, on numbers that can be worked out by hand."""

from collections.abc import Collection
from math import inf, nan
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import chosen, diary, weighed

from nutrigap.analysis import analyze
from nutrigap.diary import read_diary
from nutrigap.doubts import Sayings, find_doubts, foods_in_doubt
from nutrigap.doubts.chance import Lines, chance_of_change, lines_of
from nutrigap.schema import ADEQUACY, CONTRIBUTIONS, DAYS, DOUBTS
from nutrigap.tables import read_constants, read_rows
from nutrigap.wording import LONGEST_SENTENCE, Wording, sentences

LIMITS = {"likely_enough": 0.85, "likely_short": 0.15}
SAYINGS = Sayings(read_constants("thresholds"), Wording(read_rows("wording")))
# One standard deviation of a range from 5 to 95 per cent.
SD = 1 / 3.29


def verdict(code: str = "missing_data", **facts: object) -> dict[str, object]:
    """Women of 31 to 50 years and magnesium; by default half of the range is above each line."""
    return {
        "person": "me", "nutrient": "magnesium", "unit": "mg", "authority": "us_dri", "days": 7,
        "mean": 265.0, "low": 165.0, "high": 365.0, "requirement": 265.0, "recommended": 320.0,
        "probability_low": nan, "probability_adequate": nan, "probability_high": nan,
        "days_needed": inf, "verdict": "cannot_tell", "reason_code": code, **facts,
    }  # fmt: skip


# Chances


def test_lines_come_from_the_probabilities() -> None:
    # Deviates of .15, .5 and .85 are -1.04, 0 and 1.04: one step is 33 mg.
    row = verdict(low=232.0, high=298.0, probability_low=0.15, probability_adequate=0.5,
                  probability_high=0.85)  # fmt: skip
    assert lines_of(row, LIMITS) == pytest.approx((232, 298))
    one = verdict(mean=298.0, low=298.0, high=298.0, probability_adequate=0.85)
    assert lines_of(one, LIMITS) == pytest.approx((232, 298))


def test_without_probabilities_the_reference_values_are_the_lines() -> None:
    assert lines_of(verdict(), LIMITS) == (265, 320)
    short, enough = lines_of(verdict(requirement=nan), LIMITS)
    assert (short != short, enough) == (True, 320)


def test_all_of_the_doubt_decides_by_where_the_lines_lie() -> None:
    # Known exactly, the mean is above the upper line (55 mg up) or below the lower (0) by chance.
    chance = chance_of_change(verdict(), Lines(265.0, 320.0), 1.0)
    assert chance == pytest.approx(0.5 + 0.1827, abs=1e-3)  # Φ(-55 / (200 / 3.29)) = .183


def test_a_small_part_of_the_doubt_decides_nothing() -> None:
    assert chance_of_change(verdict(), Lines(265.0, 320.0), 0.01) < 1e-6
    assert chance_of_change(verdict(), Lines(265.0, 320.0), 0.0) == 0


def test_a_guide_amount_is_reached_later_with_few_days() -> None:
    # After 28 days the margin of 60 would do; after 7 days twice as much is wanted.
    row = verdict(requirement=nan, recommended=300.0, low=360.0, mean=400.0, high=440.0,
                  days=7, days_needed=28.0)  # fmt: skip
    assert lines_of(row, LIMITS).enough == pytest.approx(420)


def test_a_range_beyond_the_line_is_not_the_difficulty() -> None:
    row = verdict(low=330.0, mean=350.0, high=370.0)
    assert chance_of_change(row, Lines(265.0, 320.0), 0.3) == 0.3


def test_a_sure_verdict_may_still_fall() -> None:
    sure = verdict(verdict="likely_enough", low=300.0, mean=330.0, high=360.0)
    # 30 mg above the line is 1.645 standard deviations: one chance in twenty.
    assert chance_of_change(sure, Lines(nan, 300.0), 1.0) == pytest.approx(0.05, abs=1e-3)
    assert chance_of_change(sure, Lines(nan, 200.0), 1.0) < 1e-6
    assert chance_of_change({**sure, "verdict": "not_judged"}, Lines(nan, 300.0), 1.0) == 0


@given(share=st.floats(0.01, 0.98), enough=st.floats(200, 400))
def test_more_of_the_doubt_never_decides_less_often(share: float, enough: float) -> None:
    lines = Lines(nan, max(enough, 265.0))
    assert (
        chance_of_change(verdict(), lines, share)
        <= chance_of_change(verdict(), lines, share + 0.02) + 1e-9
    )


# Foods

DAY = DAYS.frame(
    [{"person": "me", "day": f"2026-03-0{n}", "usable": n < 3, "entries": 1} for n in (1, 2, 3)]
)


def foods(
    *rows: tuple[str, float, float, str], method: str = "text", probability: float = 0.9,
    spread: float = 0.0, grams_basis: str = "stated", source_class: str = "food",
    given_up: Collection[int] = (),
) -> pd.DataFrame:  # fmt: skip
    """Foods in doubt of entries (food, low, high, basis) that alternate between the first days."""
    entries = diary(
        *({"food": food, "day": f"2026-03-0{1 + n % 2}"} for n, (food, *_) in enumerate(rows))
    )
    count = len(entries)
    contributions = CONTRIBUTIONS.frame(
        {"entry_id": entry, "nutrient": "magnesium", "person": "me", "day": day, "food": food,
         "amount": (low + high) / 2, "low": low, "high": high, "basis": basis,
         "deviation": (high - low) * SD if high < inf else 0.0,
         "source_class": source_class}
        for entry, day, (food, low, high, basis) in zip(
            entries["entry_id"], entries["day"], rows, strict=True
        )
    )  # fmt: skip
    found = chosen(entries, [probability] * count).assign(method=method)
    held = weighed(entries, [100.0] * count, [1] * count)
    held = held.assign(grams_spread=spread, grams_basis=grams_basis)
    return foods_in_doubt(
        contributions, entries, found, held, DAY, table_probability=0.5, given_up=given_up
    )


def test_one_text_is_wrong_the_same_way_and_two_texts_are_not() -> None:
    found = foods(("pie", 10, 40, "table"), ("Pie ", 10, 40, "table"), ("stew", 0, 60, "table"),
                  ("tea", 5, 5, "table"))  # fmt: skip
    # Widths of 60 and 60 over two days: half of the variance each; tea is certain.
    assert found["what"].tolist() == ["pie", "stew"]
    assert found["share"].tolist() == pytest.approx([0.5, 0.5])
    assert found["entries"].tolist() == [2, 1]
    assert found[["low", "high"]].to_numpy().tolist() == [[10, 40], [0, 30]]


@pytest.mark.parametrize(
    ("facts", "basis", "kind"),
    [
        ({}, "table", "food"),
        ({"probability": 0.2}, "imputed", "food"),
        ({"method": "none", "probability": 0.0}, "imputed", "unmatched"),
        ({"probability": 0.9}, "imputed", "missing"),
        ({"spread": 0.4}, "table", "portion"),
        ({"spread": 0.01}, "table", "food"),
        ({"grams_basis": "unknown"}, "table", "portion"),
        ({"grams_basis": "default"}, "imputed", "portion"),
        ({"grams_basis": "default"}, "unknown", "missing"),
    ],
)
def test_the_kind_of_doubt(facts: dict[str, object], basis: str, kind: str) -> None:
    assert foods(("pie", 10, 40, basis), **facts)["kind"].tolist() == [kind]  # type: ignore[arg-type]


def test_what_nobody_will_know_counts_but_is_not_named() -> None:
    found = foods(("pie", 10, 40, "table"), ("stew", 0, 30, "table"), given_up={1})
    assert found[["what", "share"]].to_numpy().tolist() == [["stew", pytest.approx(0.5)]]


def test_what_has_next_to_nothing_at_best_is_not_named() -> None:
    # A tenth of a milligram a day at most shows as 0 mg.
    found = foods(("water", 0, 0.2, "table"), ("stew", 0, 30, "table"))
    assert found["what"].tolist() == ["stew"]


def test_a_tablet_that_may_hold_anything() -> None:
    found = foods(("multivitamin", nan, inf, "unknown"), source_class="supplement")
    assert found[["kind", "high", "share"]].to_numpy().tolist() == [["tablet", inf, 1.0]]


def test_deviations_of_the_foods_make_up_that_of_the_draws() -> None:
    root = Path(__file__).resolve().parents[1]
    result = analyze(read_diary(root / "data" / "samples" / "plain-diary.csv"), seed=1)
    drawn = result.simulated.draws.mean(axis=0).std(axis=0)
    rows = result.contributions
    mine = rows.groupby(["nutrient", rows["food"].str.lower()])["deviation"].sum() / 3
    for nutrient, expected in zip(result.simulated.nutrients, drawn, strict=True):
        assert (mine[nutrient] ** 2).sum() ** 0.5 == pytest.approx(expected, rel=0.15)


def test_a_day_that_is_set_aside_leaves_no_doubt() -> None:
    entries = diary({"food": "pie", "day": "2026-03-03"})
    contributions = CONTRIBUTIONS.frame(
        [{"entry_id": 1, "nutrient": "magnesium", "person": "me", "day": "2026-03-03",
          "food": "pie", "low": 0.0, "high": 9.0, "deviation": 3.0, "basis": "table",
          "source_class": "food"}]
    )  # fmt: skip
    held = weighed(entries, [100.0], [1])
    found = foods_in_doubt(
        contributions, entries, chosen(entries, [0.5]), held, DAY, table_probability=0.5
    )
    assert found.empty


# The table


def doubts(found: pd.DataFrame, **facts: object) -> pd.DataFrame:
    table = find_doubts(ADEQUACY.frame([verdict(**facts)]), found, SAYINGS)  # type: ignore[arg-type]
    return DOUBTS.check(table)


PIE = (("pie", 0.0, 300.0, "table"), ("stew", 0.0, 100.0, "table"))


def test_the_food_that_would_most_likely_change_the_verdict_comes_first() -> None:
    found = doubts(foods(*PIE))
    assert found["what"].tolist() == ["pie", "stew"]
    assert found["share"].tolist() == pytest.approx([0.9, 0.1])
    assert found["chance"].is_monotonic_decreasing
    assert found["sentence"].tolist() == [
        "What would help most: to know exactly what “pie” was.",
        "To know exactly what “stew” was.",
    ]
    assert "90 % of the variance" in found["sentence_professional"].iloc[0]


@pytest.mark.parametrize(
    ("code", "kind", "said"),
    [
        ("close_to_line", "need", "people differ in what they need"),
        ("diary_incomplete", "marks", "a mark on each day"),
        ("energy_low", "everything", "everything written down"),
        ("no_reference", "nothing", "Nothing left to find out"),
    ],
)
def test_what_no_food_can_settle_comes_first(code: str, kind: str, said: str) -> None:
    found = doubts(foods(*PIE), code=code)
    assert found["kind"].tolist() == [kind, "food", "food"]
    assert said in found["sentence"].iloc[0]


@pytest.mark.parametrize(
    ("days", "needed", "kind", "said"),
    [
        (7, 8.0, "days", "one more full day"),
        (7, 13.0, "days", "about 6 more full days"),
        (6, inf, "days", "a full week"),
        (7, inf, "days", "a dietitian's questions"),
        (7, 180.0, "food", "what “pie” was"),
    ],
)
def test_days_are_advised_only_where_somebody_would_log_them(
    days: int, needed: float, kind: str, said: str
) -> None:
    found = doubts(foods(*PIE), code="few_days", days=days, days_needed=needed)
    assert found["kind"].iloc[0] == kind
    assert said in found["sentence"].iloc[0]


def test_many_days_and_no_food_leave_a_dietitian() -> None:
    found = doubts(foods(("tea", 5, 5, "table")), code="few_days", days_needed=180.0)
    assert "a dietitian" in found["sentence"].iloc[0]


def test_a_tablet_of_unknown_content_comes_before_every_food() -> None:
    tablet = foods(("multivitamin", nan, inf, "unknown"), source_class="supplement")
    found = doubts(pd.concat([foods(*PIE), tablet]), high=inf)
    assert found["kind"].iloc[0] == "tablet"
    assert found["sentence"].iloc[0] == "What would help most: the label of “multivitamin”."


def test_a_verdict_that_nothing_can_change_says_so() -> None:
    sure = {"verdict": "likely_enough", "code": "requirement", "low": 900.0, "mean": 950.0}
    found = doubts(foods(*PIE), high=1000.0, **sure)
    assert found["kind"].iloc[0] == "nothing"
    near = doubts(foods(*PIE), high=1000.0, **sure | {"low": 340.0, "mean": 500.0})
    assert near["sentence"].iloc[0].startswith("What could still change this: to know")


def test_totals_that_do_not_state_a_nutrient_name_no_food() -> None:
    entries = foods(("x", 0, 9, "imputed")).assign(what=None, kind="missing")
    assert "states magnesium" in doubts(entries)["sentence"].iloc[0]


@pytest.mark.parametrize("kind", ["food", "unmatched", "portion", "missing", "tablet"])
@pytest.mark.parametrize("reached", ["cannot_tell", "likely_enough", "likely_short"])
def test_sentences_for_people_stay_short(kind: str, reached: str) -> None:
    name = "one two three four five six seven eight nine"
    found = foods((name, 0, 300, "table")).assign(kind=kind, nutrient="vitamin_b12")
    told = doubts(found, verdict=reached, code="requirement", nutrient="vitamin_b12")
    for sentence in sentences(told["sentence"].iloc[0]):
        assert len(sentence.split()) <= LONGEST_SENTENCE + 1, sentence  # the … is no word
