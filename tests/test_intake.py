"""Totals of a day and of a period, with numbers that fit in a comment."""

import math

import numpy as np
import pandas as pd
import pytest

from nutrigap.intake import average_intakes, daily_intakes, day_sums, intakes_by_source
from nutrigap.ranges import Simulated
from nutrigap.schema import AVERAGE, BY_SOURCE, CONTRIBUTIONS, DAILY, DAYS

NAN = math.nan


def rows(*cells: tuple[str, str, float, str, float], source: str = "food") -> pd.DataFrame:
    """CONTRIBUTIONS from (day, nutrient, amount, basis, weight), an entry a row."""
    return CONTRIBUTIONS.frame(
        {"entry_id": i, "person": "me", "day": day, "nutrient": nutrient, "amount": amount,
         "low": amount, "high": amount, "unit": "mg", "basis": basis, "weight": weight,
         "source_class": source}
        for i, (day, nutrient, amount, basis, weight) in enumerate(cells, start=1)
    )  # fmt: skip


def drawn(table: pd.DataFrame, *draws: list[float]) -> Simulated:
    """Magnesium draws, one list a day."""
    days = table[["person", "day"]].drop_duplicates().reset_index(drop=True)
    array = np.array(draws)[:, :, None]
    unbounded = np.zeros((len(draws), 1), dtype=bool)
    return Simulated(table, days, ["magnesium"], array, unbounded)


def days(table: pd.DataFrame, *usable: bool) -> pd.DataFrame:
    names = table["day"].drop_duplicates()
    return DAYS.frame(
        {"person": "me", "day": day, "entries": 1, "usable": use}
        for day, use in zip(names, usable, strict=True)
    )


def test_a_day_adds_known_and_imputed_and_counts_what_is_unknown() -> None:
    table = rows(
        ("1", "magnesium", 60.0, "table", 300.0),
        ("1", "magnesium", 20.0, "imputed", 100.0),
        ("1", "magnesium", NAN, "unknown", 100.0),
    )
    daily = daily_intakes(day_sums(table), drawn(table, [70.0, 90.0]))
    row = daily.iloc[0]
    assert DAILY.check(daily) is daily
    # known 60, estimate 60 + 20; 300 of 500 kcal are known; two of three entries are not
    assert (row["known"], row["estimate"]) == (60.0, 80.0)
    assert (row["coverage"], row["coverage_nutrient"]) == (0.6, 0.75)
    assert (row["entries"], row["unknown_entries"]) == (3, 2)


def test_nothing_known_is_not_zero() -> None:
    table = rows(("1", "magnesium", NAN, "unknown", 100.0))
    row = daily_intakes(day_sums(table), drawn(table, [0.0, 0.0])).iloc[0]
    assert all(math.isnan(row[name]) for name in ("known", "estimate", "low", "high"))
    assert row["coverage"] == 0.0


def test_coverage_goes_by_entries_where_no_entry_has_energy() -> None:
    table = rows(
        ("1", "magnesium", 0.0, "table", 0.0),
        ("1", "magnesium", 0.0, "table", 0.0),
        ("1", "magnesium", NAN, "unknown", 0.0),
    )
    row = daily_intakes(day_sums(table), drawn(table, [0.0, 0.0])).iloc[0]
    assert row["coverage"] == pytest.approx(2 / 3)


def test_a_range_holds_its_estimate() -> None:
    table = rows(("1", "magnesium", 60.0, "table", 1.0))
    row = daily_intakes(day_sums(table), drawn(table, [70.0, 90.0])).iloc[0]
    assert row["low"] == 60.0
    assert row["high"] == pytest.approx(89.0)  # 95th percentile of two draws


def test_a_tablet_nobody_describes_leaves_the_top_open() -> None:
    table = rows(("1", "magnesium", 60.0, "table", 1.0))
    simulated = drawn(table, [60.0, 60.0])
    simulated.unbounded[0, 0] = True
    assert daily_intakes(day_sums(table), simulated).iloc[0]["high"] == math.inf


def test_the_mean_uses_the_usable_days_and_averages_draws_not_ends() -> None:
    table = rows(
        ("1", "magnesium", 100.0, "table", 1.0),
        ("2", "magnesium", 300.0, "table", 1.0),
        ("3", "magnesium", 900.0, "table", 1.0),
    )
    simulated = drawn(table, [100.0, 200.0], [400.0, 300.0], [0.0, 0.0])
    average = average_intakes(day_sums(table), simulated, days(table, True, True, False))
    row = AVERAGE.check(average).iloc[0]
    assert (row["days"], row["estimate"]) == (2, 200.0)
    assert row["sd_days"] == pytest.approx(math.sqrt(20000.0))
    # both draws of the mean are 250; the days' own ends would have given 105 to 395
    assert (row["low"], row["high"]) == (200.0, 250.0)


def test_split_days_can_be_summed_again() -> None:
    table = rows(
        ("1", "magnesium", 60.0, "table", 300.0),
        ("1", "magnesium", NAN, "unknown", 100.0),
    )
    whole = day_sums(table)
    parts = pd.concat([day_sums(table.iloc[:1]), day_sums(table.iloc[1:])])
    key = ["person", "day", "nutrient", "unit"]
    pd.testing.assert_frame_equal(parts.groupby(key).sum().reset_index(), whole)


def test_sources_are_kept_apart_and_add_up() -> None:
    food = rows(("1", "magnesium", 200.0, "table", 1.0))
    tablet = rows(("1", "magnesium", 100.0, "dose", NAN), source="supplement")
    table = pd.concat([food, tablet.assign(entry_id=2)], ignore_index=True)
    usable = days(food, True)
    average = average_intakes(day_sums(table), drawn(table, [290.0, 310.0]), usable)
    split = BY_SOURCE.check(intakes_by_source(table, average, usable)).set_index("source_class")
    assert split["amount"].to_dict() == {"food": 200.0, "supplement": 100.0}
    assert (split.loc["supplement", "low"], split.loc["supplement", "high"]) == (100.0, 100.0)
    assert split.loc["food", "low"] == pytest.approx(191.0)
