"""What an entry that nobody could match may have held."""

import math

import numpy as np
import pytest
from tiny import eaten

from nutrigap.prior import Prior
from nutrigap.tables import read_constants

KEYS = ["magnesium", "vitamin_d", "energy"]
CONSTANTS = read_constants("range_constants")


def prior() -> Prior:
    return Prior(eaten(), KEYS, CONSTANTS)


def test_grams_choose_the_food_that_comes_in_such_portions() -> None:
    weights, amounts = prior().amounts(40.0, math.nan)
    # food 1 comes in 40 g: exp(0); food 2 in 240 g: exp(-0.5 (ln 6 / 0.8)^2)
    ratio = 10.2 / 30.2 * math.exp(-0.5 * (math.log(6) / 0.8) ** 2)
    assert weights[1] / weights[0] == pytest.approx(ratio)
    assert amounts[0].tolist() == pytest.approx([24.0, 0.0, 40.0])


def test_energy_without_grams_fixes_each_foods_mass() -> None:
    _, amounts = prior().amounts(math.nan, 120.0)
    # 120 kcal are 120 g of food 1 (100 kcal per 100 g) or 240 g of food 2 (50 kcal)
    assert amounts[:, KEYS.index("energy")].tolist() == pytest.approx([120.0, 120.0])
    assert amounts[:, KEYS.index("magnesium")].tolist() == pytest.approx([72.0, 24.0])


def test_energy_density_decides_between_foods_of_one_mass() -> None:
    without, _ = prior().amounts(100.0, math.nan)
    with_energy, _ = prior().amounts(100.0, 50.0)
    assert with_energy[1] > without[1]


def test_nothing_known_is_the_usual_portion_of_each() -> None:
    weights, amounts = prior().amounts(math.nan, math.nan)
    assert np.sum(weights) == pytest.approx(1.0)
    assert amounts[:, KEYS.index("energy")].tolist() == pytest.approx([40.0, 120.0])


def test_a_food_with_a_gap_is_no_stand_in() -> None:
    gaps = eaten().assign(magnesium=[math.nan, 10.0])
    assert len(Prior(gaps, KEYS, CONSTANTS)) == 1
