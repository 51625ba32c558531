"""What a food text may be, and with which share."""

import math

import numpy as np
import pandas as pd
import pytest
from tiny import FOODS, MASSES, candidates, described, eaten

from nutrigap.ranges.belief import Belief, Believed, FoodText
from nutrigap.ranges.foods import Foods
from nutrigap.tables import read_constants

KEYS = ["magnesium", "vitamin_d", "energy"]
CONSTANTS = read_constants("range_constants")


def text(**facts: object) -> FoodText:
    known = {"grams": math.nan, "energy": math.nan, "long": False, "chosen": None, **facts}
    known = {"basis": "stated", **known}
    return FoodText(1, "porridge", "", spread=0.0, **known)  # type: ignore[arg-type]


def believed(
    food: FoodText,
    *listed: tuple[int, int, float],
    masses: pd.DataFrame = MASSES,
    **changed: float,
) -> Believed:
    constants = CONSTANTS | changed
    foods = Foods(eaten(), described(FOODS), (), KEYS, constants)
    return Belief(foods, candidates(*listed), masses, constants).of(food)


def test_grams_choose_the_food_that_comes_in_such_portions() -> None:
    shares = believed(text(grams=40.0)).shares
    # food 1 comes in 40 g: exp(0); food 2 in 240 g: exp(-0.5 (ln 6 / 0.8)^2)
    ratio = 10.2 / 30.2 * math.exp(-0.5 * (math.log(6) / 0.8) ** 2)
    assert shares[1] / shares[0] == pytest.approx(ratio)


def test_energy_without_grams_fixes_each_foods_mass() -> None:
    # 120 kcal are 120 g of food 1 (100 kcal per 100 g) or 240 g of food 2 (50 kcal)
    assert believed(text(energy=120.0)).grams.tolist() == [120.0, 240.0]


def test_a_mass_by_energy_is_each_foods_own() -> None:
    listed = ((1, 1, 0.5), (1, 2, 0.5))
    found = believed(text(grams=120.0, energy=120.0, basis="energy", chosen=1), *listed)
    assert found.grams.tolist() == [120.0, 240.0, 120.0, 240.0]


def test_a_usual_portion_is_each_foods_own() -> None:
    listed = ((1, 1, 0.5), (1, 2, 0.5))
    found = believed(text(grams=80.0, basis="default", chosen=1), *listed)
    # two portions of food 1 (40 g), so two portions of food 2 (240 g); neither is less plausible
    assert found.grams[:2].tolist() == [80.0, 480.0]
    assert found.shares[0] == pytest.approx(found.shares[1])


def test_a_listed_portion_is_each_foods_own() -> None:
    listed = ((1, 1, 0.5), (1, 2, 0.5))
    cup = pd.DataFrame({"match_id": [1], "fdc_id": [2], "grams": [250.0]})
    found = believed(text(grams=80.0, basis="portion", chosen=1), *listed, masses=cup)
    assert found.grams[:2].tolist() == [80.0, 250.0]


def test_energy_density_decides_between_foods_of_one_mass() -> None:
    without, given = believed(text(grams=100.0)), believed(text(grams=100.0, energy=50.0))
    assert given.shares[1] > without.shares[1]


def test_nothing_known_is_the_usual_portion_of_each() -> None:
    found = believed(text())
    assert found.grams.tolist() == [40.0, 240.0]
    assert np.sum(found.shares) == pytest.approx(1.0)


def test_a_food_with_a_gap_is_no_stand_in() -> None:
    gaps = eaten().assign(magnesium=[math.nan, 10.0])
    foods = Foods(gaps, described(FOODS), (), KEYS, CONSTANTS)
    assert Belief(foods, candidates(), MASSES, CONSTANTS).of(text()).shares.tolist() == [0.0, 1.0]


def test_belief_is_flatter_than_the_matchers() -> None:
    constants = {"short_t": 2.0, "short_a": -20.0, "least_outside": 0.0}
    shares = believed(text(), (1, 1, 0.8), (1, 2, 0.2), **constants).shares[:2]
    # (0.2 / 0.8) to the power of 1/2
    assert shares[1] / shares[0] == pytest.approx(0.5)


def test_none_of_the_candidates_is_a_food_of_their_group_or_any() -> None:
    constants = {"short_a": 0.0, "short_b": 1.0, "least_outside": 0.0, "short_far": 0.5}
    shares = believed(text(), (1, 2, 0.6), **constants).shares
    # 0.4 is outside: half of it in the group of food 2, where it is alone; half is by popularity
    by_people = 10.2 / 40.4
    assert shares[0] == pytest.approx(0.6)
    assert shares[2] == pytest.approx(0.2 + 0.2 * by_people)
    assert shares[1] == pytest.approx(0.2 * (1 - by_people))


def test_an_implausible_mass_turns_belief_away() -> None:
    listed = ((1, 1, 0.5), (1, 2, 0.5))
    at_ease, too_much = believed(text(grams=100.0), *listed), believed(text(grams=900.0), *listed)
    assert at_ease.shares[0] == pytest.approx(at_ease.shares[1])
    # 900 g are 22 portions of food 1 and not quite 4 of food 2
    assert too_much.shares[0] < 0.05 * too_much.shares[1]


def test_a_name_in_the_words_of_a_description_is_that_food_in_any_mass() -> None:
    listed = ((1, 2, 0.01), (1, 1, 0.98))
    found = believed(text(grams=900.0, long=True), *listed)
    assert found.shares[1] > 0.97
    assert np.sum(found.shares) == pytest.approx(1.0)


def test_a_food_named_by_its_code_is_sure() -> None:
    assert believed(text(), (1, 2, 1.0)).sure == 1
    assert believed(text(), (1, 2, 0.97)).sure is None


def test_older_values_and_changes_come_from_the_table() -> None:
    rows = ({"food_code": "11", "release": "2019-2020", "magnesium": "30", "vitamin_d": ""},)
    foods = Foods(eaten(), described(FOODS), rows, KEYS, CONSTANTS)
    magnesium, vitamin_d, _ = (100 * foods.density).tolist()
    assert magnesium == pytest.approx([60.0, 10.0, 30.0, 10.0])
    assert vitamin_d == pytest.approx([0.0, 0.0, 0.0, 0.0])
    # (30 + 1.25) / (60 + 1.25): a quarter of the floor of 5 mg on both sides
    assert foods.change[0].tolist() == pytest.approx([31.25 / 61.25, 1.0, 1.0])
    assert pd.Series(foods.change[2]).eq(1.0).all()
