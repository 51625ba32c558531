"""Hand-checkable contributions: three rows whose answers fit in a comment."""

import math

import pandas as pd
import pytest
from tiny import FOODS, NOTHING, UNITS, chosen, diary, weighed

from nutrigap.composition import Evidence, contributions, counted
from nutrigap.schema import REPORTED


def cell(table: pd.DataFrame, entry: int, nutrient: str) -> pd.Series:
    return table[(table["entry_id"] == entry) & (table["nutrient"] == nutrient)].iloc[0]


def test_grams_times_density() -> None:
    entries = diary({"food": "oats"})
    table = contributions(
        entries, weighed(entries, [50.0], [1]), chosen(entries, [0.9]), FOODS, NOTHING, units=UNITS
    )
    # 60 mg per 100 g × 50 g = 30 mg; the day's weight is 100 kcal × 0.5
    assert cell(table, 1, "magnesium")["amount"] == 30.0
    assert cell(table, 1, "magnesium")["basis"] == "table"
    assert cell(table, 1, "magnesium")["weight"] == 50.0


def test_absent_value_and_unmatched_food_stay_unknown() -> None:
    entries = diary({"food": "juice"}, {"food": "what"})
    table = contributions(
        entries,
        weighed(entries, [100.0, 100.0], [2, None]),
        chosen(entries, [0.9, 0.0]),
        FOODS,
        NOTHING,
        units=UNITS,
    )
    for entry, nutrient in ((1, "vitamin_d"), (2, "magnesium")):
        assert cell(table, entry, nutrient)["basis"] == "unknown"
        assert math.isnan(cell(table, entry, nutrient)["amount"])


def test_a_doubtful_match_is_imputed_not_known() -> None:
    entries = diary({"food": "oats"})
    table = contributions(
        entries, weighed(entries, [50.0], [1]), chosen(entries, [0.49]), FOODS, NOTHING, units=UNITS
    )
    assert cell(table, 1, "magnesium")["basis"] == "imputed"


@pytest.mark.parametrize(
    ("quantity", "grams_basis", "basis"),
    [
        (math.nan, "default", "imputed"),
        (2.0, "default", "table"),
        (math.nan, "stated", "table"),
        (math.nan, "energy", "table"),
    ],
)
def test_a_usual_portion_for_an_unknown_amount_is_imputed_not_known(
    quantity: float, grams_basis: str, basis: str
) -> None:
    entries = diary({"food": "oats", "quantity": quantity})
    held = weighed(entries, [50.0], [1]).assign(grams_basis=grams_basis)
    table = contributions(entries, held, chosen(entries, [0.9]), FOODS, NOTHING, units=UNITS)
    # The estimate stays 60 mg per 100 g × 50 g; only how it is known changes.
    assert cell(table, 1, "magnesium")["amount"] == 30.0
    assert cell(table, 1, "magnesium")["basis"] == basis


@pytest.mark.parametrize(("prefer", "amount"), [("stated", 44.0), ("table", 30.0)])
def test_which_value_wins(prefer: str, amount: float) -> None:
    entries = diary({"food": "oats"})
    stated = REPORTED.frame(
        [{"entry_id": 1, "nutrient": "magnesium", "amount": 44.0, "unit": "mg"}]
    )
    table = contributions(
        entries,
        weighed(entries, [50.0], [1]),
        chosen(entries, [0.9]),
        FOODS,
        NOTHING._replace(reported=stated),
        units=UNITS,
        prefer=prefer,
    )
    assert cell(table, 1, "magnesium")["amount"] == amount


def test_a_stated_zero_is_a_statement() -> None:
    entries = diary({"food": "what"})
    stated = REPORTED.frame([{"entry_id": 1, "nutrient": "magnesium", "amount": 0.0, "unit": "mg"}])
    table = contributions(
        entries,
        weighed(entries, [math.nan], [None]),
        chosen(entries, [0.0]),
        FOODS,
        NOTHING._replace(reported=stated),
        units=UNITS,
    )
    assert cell(table, 1, "magnesium")["amount"] == 0.0
    assert cell(table, 1, "magnesium")["basis"] == "stated"


def test_weights_without_energy_are_the_persons_mean_then_one() -> None:
    entries = diary(
        {"food": "a", "energy_kcal": 300.0},
        {"food": "b"},
        {"food": "c", "person": "you"},
    )
    table = contributions(
        entries,
        weighed(entries, [math.nan] * 3, [None] * 3),
        chosen(entries, [0.0] * 3),
        FOODS,
        NOTHING,
        units=UNITS,
    )
    weights = table.drop_duplicates("entry_id")["weight"].tolist()
    assert weights == [300.0, 300.0, 1.0]


def test_a_supplement_is_no_food_for_coverage_and_unknown_where_its_name_speaks() -> None:
    entries = diary(
        {"food": "Vitamin D3", "kind": "supplement"},
        {"food": "Magnesium glycinate", "kind": "supplement"},
        {"food": "Ibuprofen", "kind": "medicine"},
    )
    doses = REPORTED.frame([{"entry_id": 1, "nutrient": "vitamin_d", "amount": 25.0, "unit": "µg"}])
    table = contributions(
        entries,
        weighed(entries, [math.nan] * 3, [None] * 3),
        chosen(entries, [0.0] * 3),
        FOODS,
        Evidence(REPORTED.empty(), doses, {2: ["magnesium"]}),
        units=UNITS,
    )
    found = table[["entry_id", "nutrient", "basis", "source_class"]].to_numpy().tolist()
    assert found == [
        [1, "vitamin_d", "dose", "supplement"],
        [2, "magnesium", "unknown", "supplement"],
    ]
    assert table["weight"].isna().all()


def test_totals_count_only_where_nothing_else_does() -> None:
    day, meal = {"kind": "day_total"}, {"kind": "meal_total", "meal": "Lunch"}
    entries = diary(
        {"food": "soup", "meal": "Lunch"},
        meal,  # the lunch has an item
        day,  # the day has items
        {**meal, "meal": "Dinner"},  # counts: nothing else in this dinner
        {**day, "day": "2026-03-03"},  # counts: the day has nothing else
        {**day, "day": "2026-03-04"},  # does not: the day has a meal total
        {**meal, "day": "2026-03-04"},
        {**day, "day": "2026-03-05"},  # counts: a medicine is no item
        {"food": "Ibuprofen", "kind": "medicine", "day": "2026-03-05"},
    )
    assert counted(entries)["entry_id"].tolist() == [1, 4, 5, 7, 8, 9]
