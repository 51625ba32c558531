"""Tablets of the diary and of the schedule: once, between both bounds."""

import math
from pathlib import Path

import pandas as pd
import pytest
from tiny import diary

from nutrigap.errors import DiaryReadError
from nutrigap.schedules import read_schedule
from nutrigap.schema import AVERAGE, BY_SOURCE, CONTRIBUTIONS, DAYS, REPORTED, SCHEDULE
from nutrigap.tablets import scheduled_doses, tablets_taken, with_sources, with_tablets

HEADER = (
    "name,nutrient,dose,unit,times_per_day,times_per_week,times_per_month,route,label,compound,"
    "person\n"
)


def schedule(tmp_path: Path, *rows: str, header: str = HEADER) -> pd.DataFrame:
    path = tmp_path / "supplements.csv"
    path.write_text(header + "\n".join(rows) + "\n", encoding="utf-8")
    return read_schedule(path)


def daily(table: pd.DataFrame) -> dict[str, float]:
    return dict(zip(table["nutrient"], (table["dose"] * table["per_day"]).round(3), strict=True))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("D3,vitamin d,800,IU,1,,,,,,", {"vitamin_d": 20}),
        ("D3,vitamin d,50000,IU,,,1,,,,", {"vitamin_d": 41.068}),
        ("D3,vitamin d,20,µg,,7,,oral,,,", {"vitamin_d": 20}),
        ("B12,b12,1,mg,,2,,,,,", {"vitamin_b12": 285.714}),
        ("Mg,magnesium,250,mg,2,,,,,,", {"magnesium": 500}),
        # Of the compound's mass, 40.04 % is calcium; without a compound the label's elemental mass.
        ("Ca,calcium,1250,mg,1,,,,,calcium carbonate,", {"calcium": 500.5}),
        ("Ca,calcium,500,mg,1,,,,,,", {"calcium": 500}),
        # The same 20 % by the era of the label.
        ("Ca,calcium,20,%,1,,,,fda_dv_old,,", {"calcium": 200}),
        ("Ca,calcium,20,% DV,1,,,,fda_dv,,", {"calcium": 260}),
        ("Ca,calcium,20,% NRV,1,,,,,,", {"calcium": 160}),
        # The name says what one tablet holds.
        ("Calcium 600 mg + Vitamin D 400 IU,,2,tablet,1,,,,,,", {"vitamin_d": 20, "calcium": 1200}),
        ("Vitamin D3,,2000,IU,1,,,,,,", {"vitamin_d": 50}),
        ("Calcium carbonate 1250 mg,,1,tablet,1,,,,,,", {"calcium": 500.5}),
        ("Vitamin D3 20 000 IU,,1,capsule,1,,,,,,", {"vitamin_d": 500}),
        ("Methylcobalamin 1000 mcg,,1,tablet,1,,,,,,", {"vitamin_b12": 1000}),
        # Thousands, with a nutrient or without.
        ('D3,vitamin_d,"2,000",IU,1,,,,,,', {"vitamin_d": 50}),
        ('D3,,"2,000",IU,1,,,,,,', {"vitamin_d": 50}),
        ("D3,vitamin_d,2.000,IE,1,,,,,,", {"vitamin_d": 50}),
        ("D3,vitamin_d,20 000,IU,1,,,,,,", {"vitamin_d": 500}),
        ("D3,vitamin_d,20'000,IU,1,,,,,,", {"vitamin_d": 500}),
        ('B12,vitamin_b12,"1,000",mcg,1,,,,,,', {"vitamin_b12": 1000}),
        ('B12,vitamin_b12,"2,5",mcg,"0,5",,,,,,', {"vitamin_b12": 1.25}),
        # Nutrients as people write them.
        ("Pill,Mg,10,mg,1,,,,,,", {"magnesium": 10}),
        ("Pill,Ca,10,mg,1,,,,,,", {"calcium": 10}),
        ("Pill,K,10,mg,1,,,,,,", {"potassium": 10}),
        ("Pill,vit D,10,µg,1,,,,,,", {"vitamin_d": 10}),
        ("Pill,vitamin b 12,10,µg,1,,,,,,", {"vitamin_b12": 10}),
        ("Pill,D3,10,µg,1,,,,,,", {"vitamin_d": 10}),
        ("Pill,B-12,10,µg,1,,,,,,", {"vitamin_b12": 10}),
    ],
)
def test_a_line_of_the_schedule(tmp_path: Path, row: str, expected: dict[str, float]) -> None:
    assert daily(schedule(tmp_path, row)) == expected


def test_a_product_without_a_dose_may_hold_anything_its_name_suggests(tmp_path: Path) -> None:
    table = schedule(tmp_path, "Multivitamin,,1,tablet,1,,,,,,")
    assert len(table) == 5
    assert table["dose"].isna().all()


def test_other_words_for_the_columns(tmp_path: Path) -> None:
    header = "Product,Nutrient,Dose,Unit,Times,Per\n"
    assert daily(schedule(tmp_path, "D3,Vitamin D,20,mcg,3,week", header=header)) == {
        "vitamin_d": 8.571
    }


@pytest.mark.parametrize(
    "row",
    [
        ",vitamin d,800,IU,1,,,,,,",
        "D3,vitamin d,800,IU,,,,,,,",
        "D3,vitamin d,many,IU,1,,,,,,",
        "D3,vitamin d,-1,IU,1,,,,,,",
        "D3,vitamin dd,800,IU,1,,,,,,",
        "Ca,calcium,20,%,1,,,,,,",
        "Ca,calcium,20,%,1,,,,fda,,",
        "D3,vitamin d,800,kcal,1,,,,,,",
        # One or a thousand.
        "B12,b12,1.000,µg,1,,,,,,",
    ],
)
def test_a_line_that_cannot_be_read_says_where(tmp_path: Path, row: str) -> None:
    with pytest.raises(DiaryReadError, match=r"supplements\.csv, line 2: cannot read"):
        schedule(tmp_path, row)


def test_a_file_of_decimal_commas_leaves_a_grouped_dose_open(tmp_path: Path) -> None:
    rows = ('Ca,calcium,"1,250",mg,1,,,,,,', 'Mg,magnesium,"0,5",g,1,,,,,,')
    with pytest.raises(DiaryReadError, match=r"line 2: cannot read"):
        schedule(tmp_path, *rows)


def test_a_missing_file_is_one_message(tmp_path: Path) -> None:
    with pytest.raises(DiaryReadError, match="--supplements"):
        read_schedule(tmp_path / "none.csv")


# Seven days of 5 µg from food; tablets of 20 µg.
DAY_NAMES = [f"2026-03-0{i}" for i in range(1, 8)]
WEEK = DAYS.frame({"person": "me", "day": day, "entries": 1, "usable": True} for day in DAY_NAMES)


def logged(on: int, amount: float = 20.0, food: str = "Vitamin D3 800 IU") -> pd.DataFrame:
    return CONTRIBUTIONS.frame(
        {"entry_id": i, "nutrient": "vitamin_d", "person": "me", "day": day, "food": food,
         "amount": amount, "unit": "µg", "basis": "dose", "source_class": "supplement"}
        for i, day in enumerate(DAY_NAMES[:on])
    )  # fmt: skip


def average(estimate: float) -> pd.DataFrame:
    return AVERAGE.frame(
        [{"person": "me", "days": 7, "nutrient": "vitamin_d", "unit": "µg", "known": estimate,
          "estimate": estimate, "low": estimate - 0.5, "high": estimate + 0.5, "coverage": 1.0,
          "entries": 7, "unknown_entries": 0}]
    )  # fmt: skip


def plan(dose: float = 20.0, product: str = "Vitamin D", route: str = "oral") -> pd.DataFrame:
    return SCHEDULE.frame(
        [{"line": 2, "product": product, "route": route, "nutrient": "vitamin_d", "unit": "µg",
          "dose": dose, "per_day": 1.0}]
    )  # fmt: skip


NOBODY = SCHEDULE.empty()


def bounds(table: pd.DataFrame) -> list[tuple[float, float, float]]:
    return [
        (round(row.amount, 2), round(row.low, 2), round(row.high, 2)) for row in table.itertuples()
    ]


@pytest.mark.parametrize(
    ("contributions", "habit", "expected"),
    [
        # Four of seven days: 80 / 7 as logged, 20 if the others were only not written down.
        (logged(4), NOBODY, [(11.43, 11.43, 20)]),
        (logged(7), NOBODY, [(20, 20, 20)]),
        # The same product in both counts once.
        (logged(4), plan(), [(20, 11.43, 20)]),
        (logged(7), plan(), [(20, 20, 20)]),
        (logged(7), plan(dose=25.0), [(25, 20, 25)]),
        (logged(0), plan(), [(20, 20, 20)]),
        # Another product counts besides.
        (logged(7), plan(product="Multi with iron"), [(20, 20, 20), (20, 20, 20)]),
        (logged(7), plan(route="injection"), [(20, 20, 20)]),
        # What a tablet holds is not known, unless the schedule says it.
        (logged(7, math.nan), NOBODY, [(0, 0, math.inf)]),
        (logged(0), plan(dose=math.nan), [(0, 0, math.inf)]),
    ],
)
def test_tablets_between_both_bounds(
    contributions: pd.DataFrame, habit: pd.DataFrame, expected: list[tuple[float, float, float]]
) -> None:
    table = tablets_taken(contributions, WEEK, average(25.0), habit)
    assert sorted(bounds(table)) == sorted(expected)


def test_two_names_of_one_product_are_one() -> None:
    both = pd.concat([logged(3), logged(7, food="D3 drops").iloc[3:]])
    (row,) = tablets_taken(both, WEEK, average(25.0), NOBODY).to_dict("records")
    assert (row["days_logged"], row["amount"]) == (7, 20)


def test_an_average_moves_by_what_is_not_logged() -> None:
    taken = tablets_taken(logged(4), WEEK, average(5 + 80 / 7), plan())
    row = with_tablets(average(5 + 80 / 7), taken).iloc[0]
    assert row["estimate"] == pytest.approx(25)
    assert row["low"] == pytest.approx(5 + 80 / 7 - 0.5)
    assert row["high"] == pytest.approx(25.5)


def test_the_split_by_source_shows_the_same_amounts() -> None:
    sources = BY_SOURCE.frame(
        {"person": "me", "nutrient": "vitamin_d", "unit": "µg", "source_class": kind,
         "amount": amount, "low": amount, "high": amount}
        for kind, amount in (("food", 5.0), ("supplement", 80 / 7))
    )  # fmt: skip
    table = with_sources(sources, tablets_taken(logged(4), WEEK, average(16.4), plan()))
    amounts = table.set_index("source_class")[["amount", "low", "high"]].round(2)
    assert amounts.loc["food"].tolist() == [5, 5, 5]
    assert amounts.loc["supplement"].tolist() == [20, 11.43, 20]


def test_a_dose_that_only_the_schedule_knows() -> None:
    tablets = diary(
        {"food": "Vitamin D3", "quantity": 2.0, "measure": "tablet", "kind": "supplement"},
        {"food": "Vitamin D3 10 µg", "kind": "supplement"},
    )
    known = REPORTED.frame([{"entry_id": 2, "nutrient": "vitamin_d", "amount": 10.0, "unit": "µg"}])
    found = scheduled_doses(tablets, plan(), known)
    assert found[["entry_id", "amount"]].to_numpy().tolist() == [[1, 40.0]]
