"""Rows of some days: each person's own, none lost, none twice."""

import pandas as pd

from nutrigap.person_days import of_usable_days, person_days

DAYS = pd.DataFrame(
    {"person": ["ann", "ann", "bob"], "day": ["1", "2", "1"], "usable": [True, False, False]}
)


def test_a_usable_day_of_one_person_is_not_that_of_another() -> None:
    rows = pd.DataFrame({"person": ["bob", "ann", "ann"], "day": ["1", "2", "1"], "amount": 1.0})
    assert person_days(of_usable_days(rows, DAYS)) == [("ann", "1")]


def test_repeated_rows_all_stay_in_their_order() -> None:
    rows = pd.DataFrame({"person": "ann", "day": ["1", "2", "1"], "amount": [3.0, 2.0, 1.0]})
    assert of_usable_days(rows, DAYS)["amount"].tolist() == [3.0, 1.0]


def test_a_table_without_rows_keeps_its_columns() -> None:
    rows = pd.DataFrame({"person": [], "day": [], "amount": []})
    assert list(of_usable_days(rows, DAYS).columns) == ["person", "day", "amount"]
