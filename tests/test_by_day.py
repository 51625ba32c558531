"""What each day gave, unknown kept apart from nothing."""

import math

from nutrigap.by_day import amounts_by_day
from nutrigap.schema import BY_DAY, CONTRIBUTIONS, DAYS


def test_amounts_by_day_keep_unknown_apart_from_nothing() -> None:
    rows = [
        {"day": "1", "source_class": "food", "amount": 100.0},
        {"day": "1", "source_class": "water", "amount": 20.0},
        {"day": "1", "source_class": "supplement", "amount": 200.0},
        {"day": "1", "source_class": "medicine", "amount": None},
        {"day": "2", "source_class": "food", "amount": None},
    ]
    entries = CONTRIBUTIONS.frame(
        {"entry_id": i, "nutrient": "magnesium", "person": "me", "unit": "mg", "basis": "table",
         **row}
        for i, row in enumerate(rows)
    )  # fmt: skip
    days = DAYS.frame(
        {"person": "me", "day": day, "entries": 1, "usable": day == "1"} for day in "12"
    )
    first, second = amounts_by_day(entries, days).to_dict("records")
    assert (first["food"], first["tablets"], first["open_tablets"]) == (120, 200, 1)
    assert first["water"] == 20
    assert math.isnan(second["water"])
    assert (first["usable"], second["usable"]) == (True, False)
    assert math.isnan(second["food"])
    assert math.isnan(second["tablets"])


def test_water_that_nobody_knows_is_no_known_water() -> None:
    row = {"entry_id": 1, "nutrient": "magnesium", "person": "me", "day": "1", "unit": "mg",
           "basis": "imputed", "source_class": "water", "amount": 20.0}  # fmt: skip
    days = DAYS.frame([{"person": "me", "day": "1", "entries": 1, "usable": True}])
    (day,) = amounts_by_day(CONTRIBUTIONS.frame([row]), days).to_dict("records")
    assert day["food"] == 20
    assert math.isnan(day["water"])


def energy(*rows: tuple[str, str, float, str]) -> dict[str, float]:
    """Energy of each day from (day, nutrient, amount, basis)."""
    entries = CONTRIBUTIONS.frame(
        {"entry_id": i, "nutrient": nutrient, "person": "me", "day": day, "amount": amount,
         "unit": "mg", "basis": basis, "source_class": "food"}
        for i, (day, nutrient, amount, basis) in enumerate(rows)
    )  # fmt: skip
    days = DAYS.frame(
        {"person": "me", "day": day, "entries": 1, "usable": True} for day in ("1", "2", "3")
    )
    table = BY_DAY.check(amounts_by_day(entries, days))
    own = table[table["nutrient"] == "energy"]
    return dict(zip(own["day"], own["food"], strict=True))


def test_energy_that_nobody_states_beside_stated_nutrients_is_not_known() -> None:
    found = energy(
        ("1", "magnesium", 196.0, "stated"),
        ("1", "energy", 150.0, "table"),
        ("2", "magnesium", 27.0, "table"),
        ("2", "energy", 150.0, "table"),
        ("3", "magnesium", 196.0, "stated"),
        ("3", "energy", 900.0, "stated"),
        ("3", "energy", 150.0, "table"),
    )
    assert math.isnan(found["1"])
    assert (found["2"], found["3"]) == (150, 1050)


def test_nothing_eaten_is_an_empty_table() -> None:
    days = DAYS.frame([{"person": "me", "day": "1", "entries": 0, "usable": True}])
    assert amounts_by_day(CONTRIBUTIONS.empty(), days).empty
