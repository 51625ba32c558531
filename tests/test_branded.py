"""Products are found by bar code and by brand and name, and never by a generic name."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from nutrigap.fdc import FdcRelease, FoodStore, packaged_store, read_release, write_store
from nutrigap.fdc.gaps import missing_shares
from nutrigap.fdc.stored import StoredRelease, stored_releases
from nutrigap.names import Finder, Query
from nutrigap.names.branded import BrandedFinder, brand_key

FULL = Path(__file__).parent / "fdc" / "FoodData_Central_csv_2026-01-15"
PRODUCTS = (
    # fdc_id, description, brand, kcal
    (9_000_001, "ZORBO, VANILLA GREEK YOGURT", "ZORBO", 90.0),
    (9_000_002, "ZORBO, STRAWBERRY YOGURT", "ZORBO", 95.0),
    (9_000_003, "WHOLE MILK", "MILK", 61.0),
    (9_000_004, "CREAMY PEANUT BUTTER", "Example Nuts, LLC", 598.0),
    (9_000_005, "PEANUT BUTTER", "Example Nuts Inc.", 300.0),
    (9_000_006, "BANANA", "Banana", 89.0),
    (9_000_007, "BANANA CHIPS", "Banana", 519.0),
)  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> FoodStore:
    """The packaged foods and a handful of products."""
    path = tmp_path_factory.mktemp("branded") / "foods.sqlite"
    shutil.copy(packaged_store(), path)
    with sqlite3.connect(path) as connection:
        for number, (fdc_id, description, brand, energy) in enumerate(PRODUCTS, 1):
            connection.execute(
                "INSERT INTO brand VALUES (?, ?, ?)", (number, brand, brand_key(brand))
            )
            connection.execute(
                "INSERT INTO stored_food(fdc_id, data_type, description, brand_id)"
                " VALUES (?, 'branded', ?, ?)",
                (fdc_id, description, number),
            )
            connection.execute(
                'INSERT INTO composition(fdc_id, "1008") VALUES (?, ?)', (fdc_id, energy)
            )
        connection.execute("UPDATE stored_food SET gtin = 4006381333931 WHERE fdc_id = 9000001")
    connection.close()
    return FoodStore(path)


def first(store: FoodStore, query: Query) -> int:
    return store.finder.find(query)[0].fdc_id


@pytest.mark.parametrize(
    ("food", "brand", "fdc_id"),
    [
        ("Greek yogurt, vanilla", "Zorbo", 9_000_001),
        ("Zorbo - Strawberry Yogurt", None, 9_000_002),
        ("zorbo strawberry yogurt", None, 9_000_002),
        ("Creamy peanut butter", "example nuts", 9_000_004),
        ("peanut butter", "Example Nuts Inc.", 9_000_005),
        ("banana", "Banana", 9_000_006),
        ("banana chips", "Banana", 9_000_007),
    ],
)
def test_a_brand_and_a_name_mean_a_product(
    store: FoodStore, food: str, brand: str | None, fdc_id: int
) -> None:
    found = store.finder.find(Query(food, brand=brand))
    assert (found[0].fdc_id, found[0].data_type, found[0].method) == (fdc_id, "branded", "text")
    assert sum(c.weight for c in found) <= 1 + 1e-9
    assert any(c.data_type != "branded" for c in found)  # what else it may be


@pytest.mark.parametrize(
    "query",
    [
        Query("whole milk"),  # though a brand is called MILK
        Query("peanut butter"),
        Query("greek yogurt"),
        Query("greek yogurt", brand="Nobody's"),
        Query("lasagna", brand="Zorbo"),  # a brand that has no such thing
        Query("milk", brand="Generic"),
        Query("zorbo"),
        Query("zorbo", brand="Zorbo"),
        Query("banana"),
        Query("banana chips"),
    ],
)
def test_a_generic_name_never_means_a_product(store: FoodStore, query: Query) -> None:
    found = store.finder.find(query)
    assert [c.data_type for c in found if c.data_type == "branded"] == []
    assert found == FoodStore(packaged_store()).finder.find(query)


@pytest.mark.parametrize("code", ["4006381333931", "4-006381-333931", "04006381333931.0"])
def test_a_bar_code_comes_before_any_name(store: FoodStore, code: str) -> None:
    (found,) = store.finder.find(Query("strawberry yogurt", brand="zorbo", gtin=code))
    assert (found.fdc_id, found.method, found.probability) == (9_000_001, "barcode", 1)


def test_a_stated_energy_rules_products_out(store: FoodStore) -> None:
    query = Query("peanut butter", brand="Example Nuts", grams=32.0, energy_kcal=191.0)
    assert first(store, query) == 9_000_004  # 598 kcal in 100 g; the other has 300
    assert store.finder.energy(9_000_004) == 598


def test_products_are_explained_by_their_brand(store: FoodStore) -> None:
    explained = store.finder.explain(Query("strawberry yogurt", brand="zorbo"), limit=3)
    assert explained[0].candidate.fdc_id == 9_000_002
    assert explained[0].features == {}
    assert explained[1].features


def test_a_store_without_products_has_no_brands() -> None:
    assert type(FoodStore(packaged_store()).finder) is Finder


def test_brands_are_compared_by_their_own_words() -> None:
    assert brand_key("Kraft Heinz Foods Company") == brand_key("KRAFT HEINZ")
    assert brand_key("The Company") != ""


def test_brands_are_written_with_the_store(tmp_path: Path) -> None:
    store = FoodStore(write_store([read_release(FULL)], tmp_path / "f.sqlite"))
    assert isinstance(store.finder, BrandedFinder)
    assert first(store, Query("crispbread", brand="crisp")) == 2400003
    again = FoodStore(write_store(stored_releases(store.path), tmp_path / "g.sqlite"))
    for table in ("brand", "food", "composition", "portion", "synonym"):
        query = f"SELECT * FROM {table} ORDER BY 1, 2"
        assert again.read(query).fetchall() == store.read(query).fetchall(), table


OLDER = {
    "food": """fdc_id,data_type,description
2300002,branded_food,OAT DRINK
2300010,branded_food,RYE CRACKERS
2400003,branded_food,CRISPBREAD OF OLD
""",
    "branded_food": """fdc_id,brand_name,gtin_upc,serving_size,serving_size_unit
2300002,Oatly-like,70038000563,250,ml
2300010,Ryeland,4006381333931,30,g
2400003,Crisp,9780201379624,25,g
""",
    "food_nutrient": "fdc_id,nutrient_id,amount\n2300010,1008,333\n2300002,1008,44\n",
}


@pytest.mark.parametrize("stored", ["neither", "newer", "older", "both"])
def test_a_product_is_that_of_the_newest_release_that_has_its_bar_code(
    tmp_path: Path, stored: str
) -> None:
    folder = tmp_path / "FoodData_Central_branded_food_csv_2021-01-15"
    folder.mkdir()
    for name, text in OLDER.items():
        (folder / f"{name}.csv").write_text(text)
    releases: list[FdcRelease | StoredRelease] = []
    for age, path in (("older", folder), ("newer", FULL)):
        release = read_release(path)
        held = write_store([release], tmp_path / f"{age}.sqlite")
        releases += stored_releases(held) if stored in (age, "both") else [release]
    store = FoodStore(write_store(releases, tmp_path / "all.sqlite"))
    rows = store.read(
        "SELECT fdc_id, brand, gtin, release, usual_grams FROM food"
        " WHERE data_type = 'branded' AND gtin IS NOT NULL ORDER BY fdc_id"
    ).fetchall()
    assert rows == [
        (2300010, "Ryeland", "04006381333931", "branded_2021-01-15", 30),
        (2400002, "Example Dairy", "00070038000563", "full_2026-01-15", 240),
        (2400003, "Crisp", "07312345678904", "full_2026-01-15", 20),
        (2400004, "Smooth", "00000000012345", "full_2026-01-15", None),
    ]
    assert [r["foods"] for r in store.releases()] == ["1", "11"]
    assert store.composition([2300010, 2300002])["energy"].tolist() == [333]
    assert store.portions([2400003])["measure"].tolist() == ["serving", "slice"]
    assert first(store, Query("rye crackers", brand="ryeland")) == 2300010


def test_codes_that_nobody_can_read_make_no_versions(tmp_path: Path) -> None:
    folder = tmp_path / "FoodData_Central_branded_food_csv_2021-01-15"
    folder.mkdir()
    codes = ("8.77448E+11", "8.77448E+11", "ABC123", "XYZ123", "4-006381-333931", "4006381333931.0")
    rows = [(2300000 + n, code) for n, code in enumerate(codes)]
    foods = "".join(f'"{n}","branded_food","FOOD {n}"\n' for n, _ in rows)
    (folder / "food.csv").write_text(f'"fdc_id","data_type","description"\n{foods}')
    labels = "".join(f'"{n}","{code}"\n' for n, code in rows)
    (folder / "branded_food.csv").write_text(f'"fdc_id","gtin_upc"\n{labels}')
    (folder / "food_nutrient.csv").write_text("fdc_id,nutrient_id,amount\n")
    store = FoodStore(write_store([read_release(folder)], tmp_path / "f.sqlite"))
    found = store.read("SELECT fdc_id, gtin FROM food ORDER BY fdc_id").fetchall()
    assert found == [*((n, None) for n, _ in rows[:4]), (2300005, "04006381333931")]


def test_missing_shares_of_each_release(tmp_path: Path) -> None:
    store = FoodStore(write_store([read_release(FULL)], tmp_path / "f.sqlite"))
    (shares,) = missing_shares(store).values()
    held = store.composition([row[0] for row in store.read("SELECT fdc_id FROM food")])
    assert shares["magnesium"] == pytest.approx(held["magnesium"].isna().mean())
    assert shares["vitamin_k"] == 1
    assert missing_shares(FoodStore(packaged_store()))["survey_2024-10-31"]["calcium"] < 0.001
