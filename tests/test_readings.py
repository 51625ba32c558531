"""What stated energy says where it fits no food of a name."""

from math import nan

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrigap.names import Held, Query, reading_of
from nutrigap.readings import find_readings
from nutrigap.schema import DIARY, MATCHES, READINGS, WEIGHED

PASTA = Held("Pasta, cooked", 158, 5.8, 31.0, 0.9)
DRY_PASTA = Held("Pasta, dry, enriched", 371, 13.0, 75.0, 1.5)
CHICKEN = Held("Chicken breast, baked, skin not eaten", 165, 31.0, 0.0, 3.6)
RAW_BEEF = Held("Beef, ground, raw", 200, 20.0, 0.0, 13.0)
MILK = Held("Milk, whole", 61, 3.2, 4.6, 3.3)
BEER = Held("Beer", 43, 0.5, 3.6, 0.0)
COLA = Held("Soft drink, cola, diet", 0, 0.0, 0.0, 0.0)


def entry(grams: float, *stated: float) -> Query:
    energy, protein, carbohydrate, fat = (*stated, nan, nan, nan)[:4]
    return Query("x", grams=grams, energy_kcal=energy, protein_g=protein,
                 carbohydrate_g=carbohydrate, fat_g=fat)  # fmt: skip


@pytest.mark.parametrize(
    ("stated", "food", "kind"),
    [
        (entry(100, 160, 6, 31, 1), PASTA, None),
        (entry(100, 371, 13, 75, 1.5), PASTA, "raw"),
        (entry(100, 371), PASTA, "raw"),
        (entry(100, 158, 5.8, 31, 0.9), DRY_PASTA, "cooked"),
        (entry(100, 632, 23, 124, 3.6), PASTA, "amount"),
        (entry(150, 175, 33, 0, 4), CHICKEN, "raw"),
        (entry(100, 270, 27, 0, 17.5), RAW_BEEF, "cooked"),
        (entry(244, 300, 16, 23, 16), MILK, "amount"),
        (entry(244, 600, 5, 140, 2), MILK, "food"),
        (entry(244, 600, 5, 10, 2), MILK, "entry"),
        (entry(355, 300, 2, 13, 0), BEER, None),
        (entry(355, 140), COLA, "food"),
        (entry(355, 5), COLA, None),
        (entry(nan, 300), MILK, None),
        (entry(100, nan), MILK, None),
        (entry(100, 300), Held("Soup", nan), None),
    ],
)
def test_which_reading_fits(stated: Query, food: Held, kind: str | None) -> None:
    found = reading_of(stated, [food])
    assert (found and found.kind) == kind


def test_the_amount_that_the_energy_fits_is_told() -> None:
    found = reading_of(entry(100, 122), [MILK])
    assert found is not None
    assert found.sentence == "Wrong amount? The energy fits 200 g, not 100."


def test_one_food_that_agrees_is_enough() -> None:
    assert reading_of(entry(100, 371), [PASTA, DRY_PASTA]) is None


@given(st.floats(1, 2000), st.floats(0.8, 1.2))
def test_energy_about_right_says_nothing(grams: float, factor: float) -> None:
    assert reading_of(entry(grams, factor * 0.61 * grams), [MILK]) is None


def tables(basis: str = "stated", weight: float = 0.3) -> tuple[pd.DataFrame, ...]:
    row = {"person": "me", "day": "2026-03-04", "kind": "food", "format": "plain", "food": "milk",
           "source_file": "d.csv", "source_line": 1, "entry_id": 1, "match_id": 7,
           "quantity": None, "energy_kcal": 300.0, "protein_g": 16.0, "carbohydrate_g": 23.0,
           "fat_g": 16.0}  # fmt: skip
    weighed = {"entry_id": 1, "match_id": 7, "fdc_id": 2, "grams": 244.0, "grams_basis": basis}
    usual = {"match_id": 7, "probability": 0.5, "method": "text"}
    matches = [
        usual | {"rank": 1, "fdc_id": 2, "description": "Milk, whole", "weight": 0.6},
        usual | {"rank": 2, "fdc_id": 3, "description": "Milk shake", "weight": weight},
    ]
    held = pd.DataFrame({
        "fdc_id": [2, 3], "energy_kcal": [61.0, 120.0], "protein_g": [3.2, 3.5],
        "carbohydrate_g": [4.6, 18.0], "fat_g": [3.3, 4.0],
    })  # fmt: skip
    return DIARY.frame([row]), WEIGHED.frame([weighed]), MATCHES.frame(matches), held


def test_a_food_hardly_believed_is_no_excuse() -> None:
    assert find_readings(*tables(weight=0.3)).empty
    found = READINGS.check(find_readings(*tables(weight=0.01)))
    assert found["reading"].tolist() == ["amount"]


@pytest.mark.parametrize("basis", ["energy", "default", "unknown"])
def test_grams_that_nobody_stated_contradict_nothing(basis: str) -> None:
    assert find_readings(*tables(basis, weight=0.01)).empty
