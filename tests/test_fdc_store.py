"""A store is written whole or not at all, opened only if it is one, and read as tables."""

import math
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from nutrigap.errors import (
    FoodSourceError,
    FoodStoreError,
    FoodStoreMissingError,
    NutrigapError,
    UnknownFoodError,
)
from nutrigap.fdc import FoodStore, layout, open_store, packaged_store, read_release, write_store
from nutrigap.fdc.lookup import look_up
from nutrigap.fdc.rich import rich_foods
from nutrigap.nutrients import find, nutrients
from nutrigap.schema import COMPOSITION, FOODS, PORTIONS

FOLDER = Path(__file__).parent / "fdc"
FULL = FOLDER / "FoodData_Central_csv_2026-01-15"
SURVEY = FOLDER / "survey_by_number"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_store([read_release(FULL)], tmp_path_factory.mktemp("store") / "new" / "f.sqlite")


@pytest.fixture
def store(path: Path) -> FoodStore:
    return FoodStore(path)


def tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Ordered rows of every table."""
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall()
            for (name,) in names.fetchall()
        }


def test_foods_are_a_table(store: FoodStore) -> None:
    foods = FOODS.check(store.foods([2705385, 2400002, 99, 2705385]))
    assert foods["fdc_id"].tolist() == [2400002, 2705385]
    milk = foods.set_index("fdc_id").loc[2705385]
    assert (milk["data_type"], milk["food_code"]) == ("survey", "11111000")
    assert milk["release"] == "full_2026-01-15"
    assert milk["usual_grams"] == 244
    assert milk["popularity"] == 1506  # popularity.csv
    assert pd.isna(milk["gtin"])
    drink = foods.set_index("fdc_id").loc[2400002]
    assert drink["gtin"] == "00070038000563"
    assert math.isnan(drink["popularity"])
    assert drink["usual_grams"] == 240  # the serving on the label


def test_composition_is_in_canonical_units_and_never_added(store: FoodStore) -> None:
    table = COMPOSITION.check(store.composition([168700, 2400003, 321358, 2705383]))
    rows = table.set_index("fdc_id")
    assert rows.loc[168700, "vitamin_d"] == 16 * 0.025  # IU before µg, not 0.8
    assert rows.loc[2400003, "vitamin_d"] == 5  # µg only
    assert rows.loc[321358, "energy"] == 229  # 2048 before 2047; there is no 1008
    assert rows.loc[2400003, "potassium"] == 250
    unknown = rows.isna()
    assert unknown.loc[168700, "potassium"]  # an empty cell
    assert unknown.loc[2400003, ["energy", "protein"]].all()  # impossible
    assert unknown.loc[321358, ["carbohydrate", "vitamin_d", "vitamin_b12"]].all()
    assert unknown.loc[2705383].all()


def test_zero_is_kept(store: FoodStore) -> None:
    assert store.composition([2705500]).loc[0, "vitamin_d"] == 0


def test_portions_are_a_table(store: FoodStore) -> None:
    table = PORTIONS.check(store.portions([2705385, 2705383]))
    assert table["role"].tolist() == ["portion", "portion", "default", "guideline"]
    assert table["grams"].tolist() == [244, 30.5, 244, 61]


def test_no_foods_give_empty_tables(store: FoodStore) -> None:
    assert list(store.foods([]).columns) == FOODS.names
    assert list(store.portions([1]).columns) == PORTIONS.names
    assert list(store.composition([]).columns) == COMPOSITION.names
    assert store.composition([]).empty


def test_the_usual_portion(store: FoodStore) -> None:
    foods = store.foods([2705385, 2705383, 2705500, 167512, 321358, 2400004])
    usual = foods.set_index("fdc_id")["usual_grams"]
    assert usual[2705385] == 244  # the default
    assert usual[2705500] == 105  # no default: the median that people reported, popularity.csv
    assert math.isnan(usual[2705383])  # the default weighs 0 g, and nobody was asked
    assert usual[167512] == 44
    assert usual[321358] == 105  # of 16.95, 105 and 246 g
    assert math.isnan(usual[2400004])


def test_eaten_foods_are_survey_foods(store: FoodStore) -> None:
    eaten = store.eaten()
    assert eaten["fdc_id"].tolist() == [2705383, 2705385, 2705500]
    assert {*COMPOSITION.names, "popularity", "usual_grams"} <= set(eaten.columns)


def test_eaten_foods_are_all_foods_where_none_is_a_survey_food(tmp_path: Path) -> None:
    folder = tmp_path / "release"
    shutil.copytree(FULL, folder)
    (folder / "survey_fndds_food.csv").unlink()
    store = FoodStore(write_store([read_release(folder)], tmp_path / "f.sqlite"))
    assert len(store.eaten()) == 8


def test_the_newer_release_of_a_food_is_taken(tmp_path: Path) -> None:
    full, survey = read_release(FULL), read_release(SURVEY)  # 2026-01-15 and 2024-10-31
    both = FoodStore(write_store([survey, full], tmp_path / "both.sqlite"))
    assert {r["release"]: r["foods"] for r in both.releases()} == {
        "full_2026-01-15": "11",
        "survey_2024-10-31": "0",
    }
    assert both.composition([2705500])["magnesium"].isna().all()  # the survey folder says 22
    newest = replace(survey, name="survey_2027-01-01")
    turned = FoodStore(write_store([full, newest], tmp_path / "turned.sqlite"))
    assert turned.composition([2705500])["magnesium"].tolist() == [22]
    assert turned.portions([2705500]).empty  # portions come from the same release as the food
    assert len(turned.foods([2705385, 2705500, 2705383])) == 3


def test_rows_that_a_table_repeats_count_once(tmp_path: Path) -> None:
    folder = tmp_path / "twice"
    shutil.copytree(FULL, folder)
    for table in ("food.csv", "branded_food.csv", "survey_fndds_food.csv"):
        text = (folder / table).read_text(encoding="utf-8")
        (folder / table).write_text(text + text.partition("\n")[2], encoding="utf-8")
    doubled = FoodStore(write_store([read_release(folder)], tmp_path / "f.sqlite"))
    assert doubled.info()["food"] == "11"


def test_two_sources_of_one_name_are_told_apart(tmp_path: Path) -> None:
    release = read_release(SURVEY)
    store = FoodStore(write_store([release, release], tmp_path / "f.sqlite"))
    assert [r["release"] for r in store.releases()] == [
        "survey_2024-10-31",
        "survey_2024-10-31 (2)",
    ]


def test_building_twice_gives_equal_rows(path: Path, tmp_path: Path) -> None:
    assert tables(write_store([read_release(FULL)], tmp_path / "again.sqlite")) == tables(path)


def test_a_release_that_cannot_be_read_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = tmp_path / "release"
    shutil.copytree(SURVEY, folder)
    (folder / "food_nutrient.csv").write_text("id,fdc_id\n1,2\n")
    (tmp_path / "f.sqlite").write_text("what was there")
    with pytest.raises(FoodSourceError):
        write_store([read_release(folder)], tmp_path / "f.sqlite")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["f.sqlite", "release"]
    assert (tmp_path / "f.sqlite").read_text() == "what was there"


def test_a_place_that_cannot_be_written_is_one_message(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(FoodStoreError, match="cannot be written"):
        write_store([read_release(SURVEY)], tmp_path / "taken")


def test_releases_say_where_they_come_from(store: FoodStore) -> None:
    (release,) = store.releases()
    assert release["dataset"] == "full"
    assert release["source"] == FULL.name
    assert len(release["sha256"]) == 64
    assert release["foods"] == "11"
    assert "Impossible amounts left unknown: 2." in release["note"]
    info = store.info()
    assert info["command"] == f"nutrigap foods build {FULL.name} --store STORE"
    assert (info["food"], info["name"]) == ("11", "f.sqlite")


def test_a_store_is_found_in_four_places(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched, named, given = (tmp_path / name for name in ("home/foods.sqlite", "n.db", "g.db"))
    for place in (fetched, named, given):
        place.parent.mkdir(exist_ok=True)
        shutil.copy(path, place)
    monkeypatch.setenv("NUTRIGAP_HOME", str(fetched.parent))
    assert open_store().path == fetched
    monkeypatch.setenv("NUTRIGAP_STORE", str(named))
    assert open_store().path == named
    assert open_store(given).path == given
    assert open_store(str(given)).name == "g.db"
    monkeypatch.delenv("NUTRIGAP_STORE")
    fetched.unlink()
    assert open_store().path == packaged_store()
    assert open_store().name == "packaged"


def rejected(path: Path) -> str:
    with pytest.raises(FoodStoreError) as caught:
        open_store(path)
    assert str(caught.value).startswith(f"{path}: ")
    return str(caught.value)


def test_what_is_no_store_is_refused_in_one_sentence(path: Path, tmp_path: Path) -> None:
    with pytest.raises(FoodStoreMissingError, match="no food store here"):
        open_store(tmp_path / "absent.sqlite")
    assert "a folder" in rejected(tmp_path)
    for name, content in {"empty": b"", "text": b"date,food\n" * 999}.items():
        file = tmp_path / name
        file.write_bytes(content)
        rejected(file)
    assert "not a SQLite file" in rejected(tmp_path / "text")
    for pragma, found in {"application_id": "something else", "user_version": "version 77"}.items():
        file = tmp_path / pragma
        shutil.copy(path, file)
        with closing(sqlite3.connect(file)) as connection:
            connection.execute(f"PRAGMA {pragma} = 77")
        assert found in rejected(file)
    cut = tmp_path / "cut"
    cut.write_bytes(path.read_bytes()[:8192])
    assert "only the beginning" in rejected(cut)


def test_a_damaged_store_is_one_message(path: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.sqlite"
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    damaged.write_bytes(content)
    with pytest.raises(FoodStoreError, match="cannot be read"):
        open_store(damaged).foods([2705385])


def test_a_nutrient_the_store_lacks_is_never_unknown_in_silence(path: Path, tmp_path: Path) -> None:
    older = tmp_path / "older.sqlite"
    shutil.copy(path, older)
    with closing(sqlite3.connect(older)) as connection:
        connection.execute('ALTER TABLE composition DROP COLUMN "1185"')
    store = open_store(older)
    for read in (lambda: store.composition([2705385]), store.eaten):
        with pytest.raises(NutrigapError, match=r"Vitamin K.*Make it again"):
            read()


def test_a_store_is_never_changed(path: Path) -> None:
    before = path.read_bytes()
    store = FoodStore(path)
    store.eaten()
    with pytest.raises(sqlite3.OperationalError):
        store.connection.execute("DELETE FROM food")
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == [path.name]


def test_paths_with_odd_characters_are_opened(path: Path, tmp_path: Path) -> None:
    odd = tmp_path / "a?b#c%20 é.sqlite"
    shutil.copy(path, odd)
    assert len(open_store(odd).foods([2705385])) == 1


def test_a_food_is_looked_up_by_each_of_its_numbers(store: FoodStore) -> None:
    for number in ("2705385", "11111000", " 011111000 "):
        (page,) = look_up(store, number)
        assert page.facts["description"] == "Milk, whole"
        assert page.amounts["calcium"] == 123
        assert page.amounts["vitamin_k"] is None
        assert page.portions[0] == ("cup", 244)
    assert look_up(store, "70038000563")[0].facts["fdc_id"] == 2400002
    assert look_up(store, "01019")[0].facts["fdc_id"] == 168700
    for number in ("1", "", "milk", "9" * 30):
        with pytest.raises(UnknownFoodError, match="no food"):
            look_up(store, number)


def test_rich_foods_are_ranked_by_their_usual_portion(store: FoodStore) -> None:
    found = rich_foods(store, find("calcium"), least_people=0)
    # Milk: 244 g of 123 mg per 100 g. Human milk has no values, other foods are no survey foods.
    assert found[0].description == "Milk, whole"
    assert found[0].amount == pytest.approx(300.12)
    assert found[0].energy_kcal == pytest.approx(148.84)
    assert [f.fdc_id for f in found] == [2705385, 2705500]
    assert rich_foods(store, find("calcium"), least_people=1000, limit=5) == found[:1]
    assert rich_foods(store, find("vitamin_k")) == []


def test_the_layout_has_a_column_for_every_nutrient() -> None:
    create = next(s for s in layout.statements() if "TABLE composition" in s)
    assert all(f'"{i}" REAL' in create for n in nutrients().values() for i in n.fdc_ids)
