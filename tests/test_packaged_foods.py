"""The store that ships is the one its sources give, small, and says what it is."""

import csv
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from test_fdc_store import tables

from nutrigap.fdc import FoodStore, packaged_store
from nutrigap.fdc.rich import rich_foods
from nutrigap.nutrients import find, shown
from nutrigap.tables import read_rows

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def store() -> FoodStore:
    return FoodStore(packaged_store())


@pytest.mark.shared
def test_rebuilding_gives_the_same_rows(shared: Path, tmp_path: Path) -> None:
    target = tmp_path / "foods.sqlite"
    script = ROOT / "data" / "derive" / "foods.py"
    subprocess.run(
        [sys.executable, script, target], check=True, env={"NUTRIGAP_SHARED": str(shared)}
    )
    rebuilt, packaged = tables(target), tables(packaged_store())
    assert rebuilt.keys() == packaged.keys()
    for name in packaged:
        assert rebuilt[name] == packaged[name], f"{name}: run data/derive/foods.py"


def test_the_file_is_small_and_has_no_free_pages() -> None:
    assert packaged_store().stat().st_size < 8_000_000
    with closing(sqlite3.connect(packaged_store())) as connection:
        assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_releases_are_named_counted_and_described_honestly(store: FoodStore) -> None:
    releases = {r["release"]: r for r in store.releases()}
    assert {name: int(r["foods"]) for name, r in releases.items()} == {
        "foundation_2025-04-24": 340,
        "sr_legacy_2018-04": 7793,
        "survey_2024-10-31": 5432,
    }
    assert releases["sr_legacy_2018-04"]["note"].startswith(
        "SR Legacy foods with SR28 (May 2016) values; not SR Legacy values."
    )
    assert "REBUILT" in releases["survey_2024-10-31"]["note"]
    assert all(re.fullmatch(r"[0-9a-f]{64}", r["sha256"]) for r in releases.values())


@pytest.mark.shared
def test_checksums_are_those_of_the_archives(store: FoodStore, shared: Path) -> None:
    listed = (shared / "fdc" / "SHA256SUMS").read_text().splitlines()
    known = {Path(line.split()[1]).name: line.split()[0] for line in listed if ".zip" in line}
    for release in store.releases():
        assert known[release["source"]] == release["sha256"]


def test_every_survey_food_but_one_is_complete(store: FoodStore) -> None:
    eaten = store.eaten()
    assert len(eaten) == 5432
    keys = [n.key for n in shown()]
    assert eaten[eaten[keys].isna().any(axis=1)]["fdc_id"].tolist() == [2705383]  # human milk
    assert eaten["usual_grams"].gt(0).sum() >= 5395


def test_codes_are_text_of_their_table(store: FoodStore) -> None:
    rows = store.read("SELECT data_type, food_code FROM food").fetchall()
    assert all(re.fullmatch(r"[1-9]\d{7}", code) for kind, code in rows if kind == "survey")
    assert all(re.fullmatch(r"[1-9]\d{3,4}", code) for kind, code in rows if kind == "sr_legacy")
    assert len(set(rows)) == len(rows)


def test_no_portion_is_empty_and_no_food_numbers_them_with_gaps(store: FoodStore) -> None:
    rows = store.read("SELECT fdc_id, seq, grams, measure, role FROM portion").fetchall()
    assert all(grams > 0 and measure for _, _, grams, measure, _ in rows)
    assert {role for *_, role in rows} == {"portion", "default", "guideline"}
    most = Counter(fdc_id for fdc_id, *_ in rows)
    assert all(seq <= most[fdc_id] for fdc_id, seq, *_ in rows)


def test_rich_foods_are_foods_people_know(store: FoodStore) -> None:
    names = [f.description for f in rich_foods(store, shown()[0])]
    assert names[0].startswith("Fish, salmon")
    categories = Counter(f.category for f in rich_foods(store, shown()[0]))
    assert max(categories.values()) == 2


# The sources that every leaflet names; each word stands in one of the foods listed.
WELL_KNOWN = {
    "vitamin_d": "salmon|mackerel|tuna|sardines|cod liver|yolk|ultraviolet|Milk, |Almond milk"
    "|Cereal|Orange juice",
    "magnesium": "Spinach|Almonds|seeds|beans|Rice, brown",
    "calcium": "Milk, |Yogurt|Cheese|Soybean curd|sardines|Almond milk|Orange juice|Collards",
    "potassium": "Banana|Sweet potato|Avocado|Potato|Spinach|beans",
    "vitamin_b12": "Beef|salmon|Egg|Cereal|Clams|Milk, ",
}


@pytest.mark.parametrize("nutrient", WELL_KNOWN)
@pytest.mark.parametrize("per", ["portion", "100kcal", "100g"])
def test_the_best_sources_are_the_well_known_ones(
    store: FoodStore, nutrient: str, per: str
) -> None:
    found = rich_foods(store, find(nutrient), known=read_rows("rich_sources"), per=per)
    names = " ; ".join(food.description for food in found)
    assert [word for word in WELL_KNOWN[nutrient].split("|") if word not in names] == []
    assert len(found) == 20
    amounts = [food.amount for food in found]
    assert amounts == sorted(amounts, reverse=True)


def test_every_well_known_source_is_a_food_of_the_store(store: FoodStore) -> None:
    rows = read_rows("rich_sources")
    assert all(row["source"] and row["confidence"] for row in rows)
    for nutrient in {row["nutrient"] for row in rows}:
        found = {f.known_as for f in rich_foods(store, find(nutrient), known=rows, limit=40)}
        assert {row["known_as"] for row in rows if row["nutrient"] == nutrient} <= found


def test_amounts_of_100_kcal_and_of_100_g(store: FoodStore) -> None:
    # Fat free milk: 132 mg of calcium and 34 kcal in 100 g; 388 mg in 100 kcal.
    by_weight, by_energy = (
        {f.description: f for f in rich_foods(store, find("calcium"), per=per, limit=400,
                                              per_category=99)}["Milk, fat free (skim)"]
        for per in ("100g", "100kcal")
    )  # fmt: skip
    assert (by_weight.amount, by_weight.energy_kcal) == (132.0, 34.0)
    assert by_energy.amount == pytest.approx(132 / 34 * 100)
    assert by_energy.energy_kcal == pytest.approx(100)


def test_popularity_counts_a_share_of_the_people_asked() -> None:
    rows = read_rows("popularity")
    assert len(rows) == 5154
    assert len({row["food_code"] for row in rows}) == len(rows)
    assert all(0 < int(row["persons"]) <= 11_325 for row in rows)
    assert all(float(row["median_grams"]) > 0 for row in rows)


@pytest.mark.shared
def test_popularity_sums_the_people_of_both_wordings(shared: Path) -> None:
    path = shared / "matching" / "popularity_nhanes_2017_2020.csv"
    with path.open(encoding="utf-8", newline="") as file:
        counted: Counter[str] = Counter()
        for row in csv.DictReader(file):
            counted[row["food_code"]] += int(row["persons_reporting"])
    assert {r["food_code"]: int(r["persons"]) for r in read_rows("popularity")} == counted
    assert counted["94100100"] == 3423 + 2083  # bottled water, reworded between the two releases
