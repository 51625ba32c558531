"""Minerals of the water at home."""

import pandas as pd
import pytest
from tiny import diary

from nutrigap.errors import WaterError
from nutrigap.schema import REPORTED, WEIGHED
from nutrigap.water import home_water, parse_minerals


@pytest.mark.parametrize(
    "text", ["calcium", "calcium=much", "vitamin d=3", "iron=1", "calcium=-4", "calcium=99999"]
)
def test_what_is_no_mineral_of_water(text: str) -> None:
    with pytest.raises(WaterError, match="mg a litre"):
        parse_minerals(text)


def test_units_may_be_written() -> None:
    assert parse_minerals(" calcium = 80 mg/l , K=3") == {"calcium": 80.0, "potassium": 3.0}


def water(*rows: dict[str, object]) -> pd.DataFrame:
    return diary(*({"kind": "water", "food": "tap water", **row} for row in rows))


def test_plain_water_only_and_what_is_stated_wins() -> None:
    entries = water(
        {"quantity": 1.5, "measure": "l"},
        {"quantity": 2.0, "measure": "glass"},
        {"food": "Mineral water", "quantity": 1.0, "measure": "l"},
        {"food": "Water", "brand": "Evian", "quantity": 1.0, "measure": "l"},
        {"food": "coffee", "kind": "food"},
        {"quantity": 1.0, "measure": "l"},
        {},
    )
    weighed = WEIGHED.frame(
        {"entry_id": i, "match_id": i, "grams": grams, "grams_basis": "stated", "grams_spread": 0.0}
        for i, grams in enumerate([1522.0, 480.0, 1000.0, 1000.0, 200.0, 1000.0, float("nan")], 1)
    )
    told = REPORTED.frame([{"entry_id": 6, "nutrient": "calcium", "amount": 5.0, "unit": "mg"}])
    found = home_water(entries, weighed, {"calcium": 80.0}, told)
    assert found[["entry_id", "amount"]].to_numpy().tolist() == [[1, 120.0], [2, 38.4]]
