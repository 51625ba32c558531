"""What was added to foods."""

import math

import pandas as pd

from nutrigap.fortified import added_amounts
from nutrigap.schema import AVERAGE, COMPOSITION, CONTRIBUTIONS, DAYS

PARTS = {"vitamin_b12": "vitamin_b12_added"}
# Cereal: all of its B12 is added; milk: none; of the third food nobody knows.
FOODS = COMPOSITION.frame(
    [
        {"fdc_id": 1, "vitamin_b12": 5.0, "vitamin_b12_added": 5.0},
        {"fdc_id": 2, "vitamin_b12": 0.5, "vitamin_b12_added": 0.0},
        {"fdc_id": 3, "vitamin_b12": 1.0},
    ]
)
DAY = DAYS.frame(
    {"person": "me", "day": day, "entries": 1, "usable": day != "3"} for day in ("1", "2", "3")
)
MEAN = AVERAGE.frame([{"person": "me", "days": 2, "nutrient": "vitamin_b12", "unit": "µg",
                       "entries": 1, "unknown_entries": 0}])  # fmt: skip


def added(*rows: tuple[str, int | None, float, str]) -> dict[tuple[str, str], float]:
    eaten = CONTRIBUTIONS.frame(
        {"entry_id": i, "nutrient": "vitamin_b12", "person": "me", "day": day, "fdc_id": food,
         "amount": amount, "unit": "µg", "basis": "table", "source_class": kind}
        for i, (day, food, amount, kind) in enumerate(rows)
    )  # fmt: skip
    return added_amounts(eaten, FOODS, DAY, MEAN, PARTS)


def test_the_share_that_was_added_over_the_days_that_count() -> None:
    found = added(("1", 1, 2.0, "food"), ("2", 2, 1.0, "food"), ("3", 1, 9.0, "food"))
    assert found == {("me", "vitamin_b12"): 1.0}


def test_tablets_are_counted_elsewhere() -> None:
    assert added(("1", 1, 2.0, "food"), ("1", None, 50.0, "supplement")) == {
        ("me", "vitamin_b12"): 1.0
    }


def test_what_nobody_knows_of_much_of_it_is_left_out() -> None:
    assert added(("1", 1, 2.0, "food"), ("1", 3, 2.0, "food")) == {}
    assert added(("1", 1, 2.0, "food"), ("1", 3, 0.1, "food"), ("1", 2, math.nan, "food")) == {
        ("me", "vitamin_b12"): 1.0
    }


def test_nobody_eats_nothing() -> None:
    assert added_amounts(CONTRIBUTIONS.empty(), FOODS, DAY, pd.DataFrame(MEAN), PARTS) == {}
