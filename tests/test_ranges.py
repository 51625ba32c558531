"""The plausible range: one draw for each distinct unknown."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pytest
from tiny import FOODS, MASSES, NOTHING, UNITS, candidates, chosen, described, diary, eaten, weighed

from nutrigap.composition import Evidence, contributions
from nutrigap.ranges import Doubt, Simulated, simulate
from nutrigap.schema import COMPOSITION, REPORTED
from nutrigap.tables import read_constants

CONSTANTS = read_constants("range_constants")
# Belief as the matcher states it: no softening, nothing outside the list, no doubt about values.
PLAIN = CONSTANTS | {
    "short_t": 1.0, "short_a": -20.0, "least_outside": 0.0,
    "portion_spread": 1e9, "least_plausible": 0.0, "changed_share": 1e-12,
    "digit_magnesium": 0.0, "digit_vitamin_d": 0.0,
}  # fmt: skip
NOBODY = eaten().iloc[:0]


def run(
    entries: pd.DataFrame,
    grams: list[float],
    fdc: list[int | None],
    doubt: pd.DataFrame,
    *,
    spread: float = 0.0,
    prior: pd.DataFrame | None = None,
    evidence: Evidence = NOTHING,
    probability: float = 0.9,
    changes: Sequence[Mapping[str, str]] = (),
    constants: Mapping[str, float] = PLAIN,
    seed: int = 0,
) -> Simulated:
    held = weighed(entries, grams, fdc).assign(grams_spread=spread)
    known = contributions(
        entries, held, chosen(entries, [probability] * len(entries)), FOODS, evidence, units=UNITS
    )
    people = eaten() if prior is None else prior
    uncertain = Doubt(held, doubt, MASSES, described(FOODS), people, changes, constants)
    return simulate(entries, known, uncertain, seed=seed)


def magnesium(simulated: Simulated, day: int = 0) -> np.ndarray:
    return simulated.draws[day, :, simulated.nutrients.index("magnesium")]


def test_a_food_known_by_code_in_a_known_mass_is_certain() -> None:
    entries = diary({"food": "oats"})
    simulated = run(entries, [50.0], [1], candidates((1, 1, 1.0)))
    assert set(magnesium(simulated)) == {30.0}


def test_a_doubtful_food_is_one_of_its_candidates() -> None:
    entries = diary({"food": "oats"})
    simulated = run(entries, [100.0], [1], candidates((1, 1, 0.75), (1, 2, 0.25)))
    # 60 mg three times in four, 10 mg once in four
    assert set(magnesium(simulated)) == {60.0, 10.0}
    assert np.mean(magnesium(simulated) == 60.0) == pytest.approx(0.75, abs=0.05)


def test_one_food_text_is_the_same_draw_on_every_day() -> None:
    entries = diary({"food": "oats"}, {"food": "oats", "day": "2026-03-03"}).assign(match_id=1)
    simulated = run(entries, [100.0, 100.0], [1, 1], candidates((1, 1, 0.5), (1, 2, 0.5)))
    assert (magnesium(simulated, 0) == magnesium(simulated, 1)).all()


def test_the_order_of_rows_changes_nothing() -> None:
    entries = diary({"food": "oats"}, {"food": "tea"}, {"food": "rice"})
    doubt = candidates(*((m, f, 0.5) for m in (1, 2, 3) for f in (1, 2)))
    forward = run(entries, [100.0, 50.0, 70.0], [1, 1, 1], doubt, spread=0.2)
    backward = run(entries.iloc[::-1], [70.0, 50.0, 100.0], [1, 1, 1], doubt, spread=0.2)
    assert magnesium(forward) == pytest.approx(magnesium(backward))


def test_the_seed_decides() -> None:
    entries = diary({"food": "oats"})
    doubt = candidates((1, 1, 0.5), (1, 2, 0.5))
    one, again, other = (run(entries, [100.0], [1], doubt, seed=s) for s in (1, 1, 2))
    assert (magnesium(one) == magnesium(again)).all()
    assert (magnesium(one) != magnesium(other)).any()


def test_a_portion_spreads_by_its_factor() -> None:
    entries = diary({"food": "oats"})
    simulated = run(entries, [100.0], [1], candidates((1, 1, 1.0)), spread=0.15)
    assert np.std(np.log(magnesium(simulated) / 60.0)) == pytest.approx(0.15, abs=0.015)


def test_an_unmatched_food_is_imputed_from_what_people_eat() -> None:
    entries = diary({"food": "what"})
    simulated = run(entries, [100.0], [None], candidates(), probability=0.0)
    row = simulated.contributions.set_index("nutrient").loc["magnesium"]
    assert row["basis"] == "imputed"
    assert 10.0 < row["amount"] < 60.0
    assert (row["low"], row["high"]) == (10.0, 60.0)


def test_without_foods_to_draw_from_unknown_stays_unknown_and_open() -> None:
    entries = diary({"food": "what"})
    simulated = run(entries, [100.0], [None], candidates(), probability=0.0, prior=NOBODY)
    row = simulated.contributions.set_index("nutrient").loc["magnesium"]
    assert row["basis"] == "unknown"
    assert math.isnan(row["amount"])
    assert simulated.unbounded.all()


def test_what_the_export_states_has_no_doubt() -> None:
    entries = diary({"food": "oats"})
    stated = REPORTED.frame([{"entry_id": 1, "nutrient": "magnesium", "amount": 44.0}])
    doubt = candidates((1, 1, 0.5), (1, 2, 0.5))
    simulated = run(entries, [100.0], [1], doubt, evidence=NOTHING._replace(reported=stated))
    assert set(magnesium(simulated)) == {44.0}


def test_a_value_nobody_measured_is_drawn_and_never_zero() -> None:
    entries = diary({"food": "juice"})
    foods = eaten().assign(fdc_id=[3, 4], vitamin_d=[4.0, 8.0])
    simulated = run(entries, [100.0], [2], candidates((1, 2, 1.0)), prior=foods)
    vitamin_d = simulated.draws[0, :, simulated.nutrients.index("vitamin_d")]
    assert set(vitamin_d) == {4.0, 8.0}
    assert FOODS.set_index("fdc_id").loc[2, COMPOSITION.names[1]] != 0


def test_a_silent_tablet_leaves_the_top_open() -> None:
    entries = diary({"food": "Magnesium glycinate", "kind": "supplement"}, {"food": "oats"})
    evidence = NOTHING._replace(suggested={1: ["magnesium"]})
    simulated = run(
        entries, [math.nan, 50.0], [None, 1], candidates((2, 1, 1.0)), evidence=evidence
    )
    assert simulated.unbounded[0].tolist() == [
        nutrient == "magnesium" for nutrient in simulated.nutrients
    ]


CHANGED = ({"food_code": "11", "release": "2017-2018", "magnesium": "120", "vitamin_d": ""},)
EITHER = [(m, f, 0.45) for m in (1, 2, 3) for f in (1, 2)]


def test_a_doubtful_food_has_the_values_of_one_release_or_another() -> None:
    simulated = run(diary({"food": "oats"}), [100.0], [1], candidates((1, 1, 0.9)), changes=CHANGED)
    assert set(magnesium(simulated)) == {60.0, 120.0}
    assert np.mean(magnesium(simulated) == 120.0) == pytest.approx(0.5, abs=0.05)


def test_a_food_known_by_code_is_as_the_store_has_it() -> None:
    entries = diary({"food": "oats"}, {"food": "juice"})
    doubt = candidates((1, 1, 1.0), (2, 1, 1.0))
    simulated = run(entries, [50.0, 10.0], [1, 1], doubt, changes=CHANGED, constants=CONSTANTS)
    assert set(magnesium(simulated)) == {36.0}
    row = simulated.contributions.query("nutrient == 'magnesium'")
    assert (row["low"] == row["amount"]).all()
    assert (row["high"] == row["amount"]).all()


def test_a_food_without_any_of_it_adds_exactly_nothing() -> None:
    empty = described(FOODS.assign(magnesium=0.0, vitamin_d=0.0))
    entries = diary({"food": "water"}, {"food": "tea"})
    held = weighed(entries, [200.0, 300.0], [1, 2]).assign(grams_spread=0.3)
    known = contributions(entries, held, chosen(entries, [0.4, 0.9]), empty, NOTHING, units=UNITS)
    doubt = Doubt(held, candidates(*EITHER[:4]), MASSES, empty, empty, (), CONSTANTS)
    simulated = simulate(entries, known, doubt)
    assert (magnesium(simulated) == 0.0).all()


def test_removing_an_entry_raises_no_draw() -> None:
    entries = diary({"food": "oats"}, {"food": "tea"}, {"food": "rice"})
    options = {"spread": 0.2, "changes": CHANGED, "constants": CONSTANTS}
    whole = run(entries, [100.0, 5.0, 70.0], [1, 2, 1], candidates(*EITHER), **options)
    rest = run(entries.iloc[1:], [5.0, 70.0], [2, 1], candidates(*EITHER), **options)
    assert (magnesium(rest) <= magnesium(whole) + 1e-9).all()
    assert magnesium(rest).max() < magnesium(whole).max()


def test_double_grams_double_the_draws_where_masses_say_nothing() -> None:
    entries = diary({"food": "oats"}, {"food": "what"})
    loose = PLAIN | {"prior_spread": 1e9, "changed_share": 0.25}
    doubt = candidates((1, 1, 0.5), (1, 2, 0.3))
    once, twice = (
        run(entries, [g, 2 * g], [1, None], doubt, changes=CHANGED, constants=loose, probability=0)
        for g in (50.0, 100.0)
    )
    assert magnesium(twice) == pytest.approx(2 * magnesium(once))
    amounts = [s.contributions["amount"].to_numpy() for s in (once, twice)]
    assert amounts[1] == pytest.approx(2 * amounts[0])


def test_the_same_again_is_the_same() -> None:
    entries = diary({"food": "oats"}, {"food": "tea"})
    once, again = (
        run(entries, [100.0, 50.0], [1, 2], candidates(*EITHER[:4]), spread=0.2) for _ in range(2)
    )
    assert (once.draws == again.draws).all()
    assert once.contributions.equals(again.contributions)


def test_a_doubtful_amount_is_the_median_and_an_unknown_one_the_mean() -> None:
    entries = diary({"food": "oats"}, {"food": "what"})
    doubt = candidates((1, 1, 0.8), (1, 2, 0.2))
    simulated = run(entries, [100.0, 100.0], [1, None], doubt, probability=0.3)
    amounts = simulated.contributions.query("nutrient == 'magnesium'")["amount"].tolist()
    assert amounts[0] == 60.0
    assert 10.0 < amounts[1] < 60.0
