"""Diaries given by food code and grams reproduce published day totals of a national survey.

The recalls were totalled by the survey agency with FNDDS 2019-2020 from items rounded to one unit
of the published table, so a day may differ by half a unit an item; the table itself is rounded to
half a unit per 100 g.
"""

import csv
import gzip
from pathlib import Path

import pandas as pd
import pytest

import nutrigap as ng
from nutrigap.fdc import read_release, write_store

EDITION = "FNDDS 2019-2020"
# Half a unit of what the survey publishes, by column of its totals.
PUBLISHED = {
    "vitamin_d": ("vitamin_d_mcg", 0.05),
    "magnesium": ("magnesium_mg", 0.5),
    "calcium": ("calcium_mg", 0.5),
    "potassium": ("potassium_mg", 0.5),
    "vitamin_b12": ("vitamin_b12_mcg", 0.005),
}


@pytest.fixture(scope="module")
def store(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> ng.FoodStore:
    zips = [*shared.glob("fdc/survey_2022-10-28/*.zip"), *shared.glob("fdc/sr_legacy*/*.zip")]
    path = tmp_path_factory.mktemp("store") / "foods.sqlite"
    return ng.open_store(write_store([read_release(zip_) for zip_ in zips], path))


@pytest.fixture(scope="module")
def published(shared: Path) -> pd.DataFrame:
    totals = pd.read_csv(shared / "recalls" / "nhanes_2017_2020_totals.csv")
    return totals[totals["fndds_version"] == EDITION].set_index(["person", "date"]).sort_index()


@pytest.fixture(scope="module")
def recalls(
    shared: Path, published: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    persons = {person for person, _ in published.index}
    path = tmp_path_factory.mktemp("recalls") / "recalls.csv"
    with gzip.open(
        shared / "recalls" / "nhanes_2017_2020_days.csv.gz", "rt", encoding="utf-8"
    ) as f:
        rows = [row for row in csv.DictReader(f) if row["person"] in persons]
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, ["person", "date", "meal", "food_code", "food", "grams"],
                                extrasaction="ignore")  # fmt: skip
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture(scope="module")
def result(recalls: Path, store: ng.FoodStore) -> ng.Analysis:
    return ng.analyze(ng.read_diary(recalls), store=store, draws=20)


def test_every_day_agrees_within_the_published_rounding(
    result: ng.Analysis, published: pd.DataFrame
) -> None:
    by_day = result.diary.entries.groupby(["person", "day"])
    items, grams = by_day.size().sort_index(), by_day["grams"].sum().sort_index()
    assert len(items) == len(published) == 300
    for nutrient, (column, half) in PUBLISHED.items():
        daily = result.daily[result.daily["nutrient"] == nutrient]
        known = daily.set_index(["person", "day"])["known"].sort_index()
        allowed = half * (items + 1 + grams / 100)
        difference = (known.to_numpy() - published[column].to_numpy()).__abs__()
        assert (difference <= allowed.to_numpy()).all(), nutrient
        assert pd.Series(difference).median() <= 1.5 * half * items.median() ** 0.5


def test_codes_leave_no_doubt(result: ng.Analysis) -> None:
    shown = result.daily[result.daily["nutrient"].isin(PUBLISHED)]
    assert (shown["coverage"] == 1).all()
    assert shown["low"].to_numpy() == pytest.approx(shown["high"].to_numpy())


def test_a_code_the_store_lacks_is_listed_and_lowers_coverage(
    store: ng.FoodStore, tmp_path: Path
) -> None:
    path = tmp_path / "diary.csv"
    path.write_text(
        "date,food_code,food,grams\n"
        "2026-03-02,11111000,Milk,200\n"
        "2026-03-02,99999999,Moon cheese,50\n",
        encoding="utf-8",
    )
    result = ng.analyze(ng.read_diary(path), store=store)
    matches = result.matched_entries()
    assert matches["method"].tolist() == ["code", "none"]
    day = result.daily.set_index("nutrient").loc["calcium"]
    assert day["coverage"] < 1
    assert day["unknown_entries"] == 1
    assert day["known"] < day["estimate"] < day["high"]


def test_short_codes_are_found_in_the_sr_table(store: ng.FoodStore, tmp_path: Path) -> None:
    path = tmp_path / "diary.csv"
    path.write_text("date,food_code,grams\n2026-03-02,01077,100\n2026-03-02,11457,30\n", "utf-8")
    matches = ng.analyze(ng.read_diary(path), store=store).matched_entries()
    assert matches["data_type"].tolist() == ["sr_legacy", "sr_legacy"]
    assert matches["description"].str.split(",").str[0].tolist() == ["Milk", "Spinach"]
