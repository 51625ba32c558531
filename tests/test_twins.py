"""What a label does not state is taken from foods like it, with a range, or stays unknown."""

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrigap.analysis import Analysis, analyze
from nutrigap.diary import read_diary
from nutrigap.enriched import holds_added
from nutrigap.fdc import FoodStore, packaged_store
from nutrigap.fdc.own import OwnFoodStore
from nutrigap.tables import read_constants
from nutrigap.twin_search import Product, find_twins
from nutrigap.twins import Generic, Imputed, impute, twins_of

CONSTANTS = read_constants("twin_constants")
MILK = {"energy": 61.0, "protein": 3.2, "carbohydrate": 4.7, "fat": 3.3, "calcium": 120.0}


def generic(fdc_id: int, belief: float = 0.3, **amounts: float) -> Generic:
    return Generic(fdc_id, belief, {**MILK, "magnesium": 12.0, "vitamin_b12": 0.5, **amounts})


@pytest.mark.parametrize(
    ("amounts", "alike"),
    [
        ({}, True),
        ({"energy": 80.0}, True),  # 19 kcal
        ({"energy": 90.0}, False),
        ({"fat": 5.2}, True),  # 1.9 g
        ({"fat": 5.6}, False),
        ({"protein": math.nan}, True),  # what is not known cannot disagree
    ],
)
def test_a_twin_agrees_in_energy_and_macronutrients(amounts: dict[str, float], alike: bool) -> None:
    assert bool(twins_of(MILK, [generic(1, **amounts)], CONSTANTS)) is alike


def test_large_amounts_may_differ_by_a_fifth() -> None:
    oil = {"energy": 880.0, "fat": 100.0}
    near = Generic(1, 1.0, {"energy": 884.0, "fat": 82.0})
    far = Generic(2, 1.0, {"energy": 884.0, "fat": 78.0})
    assert [t.fdc_id for t in twins_of(oil, [near, far], CONSTANTS)] == [1]


def test_the_three_likeliest_are_taken_and_a_bare_label_has_none() -> None:
    many = [generic(n, belief=n / 10) for n in range(1, 6)]
    assert [t.fdc_id for t in twins_of(MILK, many, CONSTANTS)] == [5, 4, 3]
    assert twins_of({"energy": 61.0}, many, CONSTANTS) == []


def test_the_range_grows_with_the_difference_of_the_twins() -> None:
    def width(*magnesium: float) -> float:
        twins = [generic(n, magnesium=m) for n, m in enumerate(magnesium)]
        found = impute(MILK, twins, CONSTANTS, wanted=["magnesium"])["magnesium"]
        assert found.low <= found.amount <= found.high
        assert found.amount == pytest.approx(sum(magnesium) / len(magnesium))
        return found.high - found.low

    assert width(12, 12, 12) < width(10, 12, 14) < width(4, 12, 20)


def test_the_range_grows_with_the_distance_from_the_label() -> None:
    def width(energy: float) -> float:
        twins = [generic(1, energy=energy)]
        found = impute(MILK, twins, CONSTANTS, wanted=["magnesium"])["magnesium"]
        return found.high - found.low

    assert width(61) < width(65) < width(70)


def test_the_nearest_twin_tells_the_distance() -> None:
    near, far = generic(1), generic(2, energy=75.0)
    both = impute(MILK, [far, near], CONSTANTS, wanted=["magnesium"])["magnesium"]
    alone = impute(MILK, [near], CONSTANTS, wanted=["magnesium"])["magnesium"]
    assert both[:3] == pytest.approx(alone[:3])


def test_what_a_label_states_is_never_replaced() -> None:
    label = {**MILK, "magnesium": 0.0}
    assert impute(label, [generic(1)], CONSTANTS, wanted=["magnesium"]) == {}


@pytest.mark.parametrize("stated", [{"calcium": 400.0}, {"vitamin_d": 5.0}, {"vitamin_b6": 0.3}])
def test_a_fortified_product_stays_unknown(stated: dict[str, float]) -> None:
    twins = [generic(n, vitamin_d=0.1, vitamin_b6=0.05) for n in range(3)]
    assert impute({**MILK, **stated}, twins, CONSTANTS, wanted=["vitamin_b12"]) == {}
    found = impute(
        {**MILK, **stated}, twins, CONSTANTS, wanted=["vitamin_b12"], explained=stated.keys()
    )
    assert found["vitamin_b12"].amount == pytest.approx(0.5)  # the ingredients name all of it


def test_a_fortified_twin_is_left_out() -> None:
    twins = [generic(1, vitamin_d=4.0, vitamin_b12=2.0), generic(2, vitamin_d=0.1)]
    found = impute({**MILK, "vitamin_d": 0.0}, twins, CONSTANTS, wanted=["vitamin_b12"])
    assert found["vitamin_b12"].fdc_ids == (2,)
    assert found["vitamin_b12"].tag == "imputed_from:2"


@given(st.lists(st.floats(0, 500), min_size=1, max_size=3))
def test_ranges_hold_their_mean_and_are_never_below_nought(amounts: list[float]) -> None:
    twins = [generic(n, magnesium=m) for n, m in enumerate(amounts)]
    found = impute(MILK, twins, CONSTANTS, wanted=["magnesium"])["magnesium"]
    assert 0 <= found.low <= found.amount * (1 + 1e-9) <= found.high * (1 + 1e-9) + 1e-9


@pytest.fixture(scope="module")
def packaged() -> FoodStore:
    return FoodStore(packaged_store())


def test_twins_are_found_by_name_category_and_macros(packaged: FoodStore) -> None:
    milk = Product(-5, "ACME REDUCED FAT MILK", "Milk", {
        "energy": 50.0, "protein": 3.3, "carbohydrate": 4.8, "fat": 2.0, "calcium": 126.0,
    })  # fmt: skip
    found = find_twins([milk], packaged, CONSTANTS, wanted=["magnesium", "vitamin_b12"])[-5]
    assert 9 < found["magnesium"].amount < 15
    assert 0.3 < found["vitamin_b12"].amount < 0.8
    names = packaged.foods(found["magnesium"].fdc_ids)["description"]
    assert names.str.contains("Milk").all()
    assert find_twins([milk._replace(name="zzqq", category="")], packaged, CONSTANTS,
                      wanted=["magnesium"]) == {}  # fmt: skip


def test_b12_that_was_added_to_a_twin_is_not_taken_over(packaged: FoodStore) -> None:
    row = packaged.read(
        'SELECT fdc_id, description, "1178", "1246" FROM food JOIN composition USING (fdc_id)'
        " WHERE data_type = 'survey' AND description LIKE 'Cereal, corn flakes%' AND \"1246\" > 0"
    ).fetchone()
    composition = packaged.composition([row[0]]).iloc[0]
    flakes = Product(-5, "corn flakes cereal", "", {
        key: composition[key] for key in ("energy", "protein", "carbohydrate", "fat")
    })  # fmt: skip
    found = imputed(packaged, flakes._replace(added=frozenset()))
    assert found["vitamin_b12"].amount < 0.1 < row[2]


def imputed(store: FoodStore, product: Product) -> dict[str, Imputed]:
    wanted = ["magnesium", "vitamin_b12"]
    found = find_twins([product], store, CONSTANTS, wanted=wanted)
    return found.get(product.fdc_id, {})


def test_what_the_ingredients_show_to_be_added_stays_unknown(packaged: FoodStore) -> None:
    milk = Product(-5, "reduced fat milk", "Milk", {
        "energy": 50.0, "protein": 3.3, "carbohydrate": 4.8, "fat": 2.0, "calcium": 126.0,
    })  # fmt: skip
    assert imputed(packaged, milk).keys() == {"magnesium", "vitamin_b12"}
    fortified = milk._replace(added=frozenset({"vitamin_b12", "vitamin_d"}))
    assert imputed(packaged, fortified).keys() == {"magnesium"}


def test_the_class_decides_where_nobody_knows_the_ingredients(packaged: FoodStore) -> None:
    flakes = Product(-5, "corn flakes cereal", "", {
        "energy": 357.0, "protein": 7.5, "carbohydrate": 84.0, "fat": 0.4,
    })  # fmt: skip
    assert imputed(packaged, flakes).keys() == {"magnesium"}
    listed = flakes._replace(added=frozenset())
    assert imputed(packaged, listed).keys() == {"magnesium", "vitamin_b12"}
    milk = Product(-5, "whole milk", "Plant Based Milk", {
        "energy": 61.0, "protein": 3.2, "carbohydrate": 4.7, "fat": 3.3,
    })  # fmt: skip
    assert "vitamin_b12" not in imputed(packaged, milk)
    assert "vitamin_b12" in imputed(packaged, milk._replace(category="Milk"))


def analysed(tmp_path: Path, foods: str, diary: str) -> Analysis:
    (tmp_path / "foods.csv").write_text(foods)
    (tmp_path / "diary.csv").write_text(diary)
    store = OwnFoodStore(packaged_store(), tmp_path / "foods.csv")
    return analyze(read_diary(tmp_path / "diary.csv"), store=store, draws=300)


def test_imputed_values_go_through_every_stage(tmp_path: Path) -> None:
    result = analysed(
        tmp_path,
        "name,Calories,protein,fat,carbohydrate,Calcium (mg)\nreduced fat milk,50,3.3,2,4.8,126\n",
        "date,food,amount\n2026-03-01,reduced fat milk,100 g\n2026-03-02,reduced fat milk,200 g\n",
    )
    rows = result.contributions.set_index(["day", "nutrient"])
    one, two = rows.loc[("2026-03-01", "magnesium")], rows.loc[("2026-03-02", "magnesium")]
    assert (one["basis"], rows.loc[("2026-03-01", "calcium")]["basis"]) == ("imputed", "table")
    imputed = result.imputed.set_index("nutrient").loc["magnesium"]
    assert one["amount"] == pytest.approx(imputed["amount"])
    assert two["amount"] == pytest.approx(2 * imputed["amount"])
    assert (one["low"], one["high"]) == pytest.approx((imputed["low"], imputed["high"]))
    assert imputed["tag"].startswith("imputed_from:")
    day = result.daily.set_index(["day", "nutrient"]).loc[("2026-03-01", "magnesium")]
    assert math.isnan(day["known"])  # imputed is not known
    assert day["coverage"] == 0
    assert day["estimate"] == pytest.approx(imputed["amount"])
    assert any("not state" in note for note in result.notes)


def test_tags_name_the_foods() -> None:
    assert Imputed(1.0, 0.5, 2.0, (3, 4)).tag == "imputed_from:3,4"


@pytest.mark.parametrize(
    ("nutrient", "description", "amounts", "added"),
    [
        ("vitamin_d", "Milk, whole", {"vitamin_d": 1.1}, True),
        ("calcium", "Milk, whole", {"vitamin_d": 1.1}, False),  # that of the milk
        ("vitamin_d", "Milk, whole, without added vitamin A and vitamin D", {}, False),
        ("vitamin_d", "Milk, human, mature", {"vitamin_d": 0.1}, False),
        ("vitamin_d", "Fish, salmon, raw", {"vitamin_d": 11.0}, False),
        ("vitamin_d", "Egg, whole, raw", {"vitamin_d": 2.5}, False),
        ("calcium", "Cereal, O's, plain", {"vitamin_b12_added": 0.9}, True),
        ("vitamin_d", "Cereal, oat squares", {"vitamin_b12_added": 0.9}, True),
        ("magnesium", "Cereal, O's, plain", {"vitamin_b12_added": 0.9}, False),
        ("calcium", "Cereals ready-to-eat, RALSTON Corn Flakes", {"vitamin_b12": 5.4}, True),
        ("vitamin_b12", "Cereals ready-to-eat, RALSTON Corn Flakes", {"vitamin_b12": 5.4}, True),
        ("calcium", "Cereals, oats, regular and quick, not fortified, dry", {}, False),
        ("calcium", "Cereals, oats, instant, fortified, plain, dry", {}, True),
        ("calcium", "Orange juice, 100%, with calcium added", {}, True),
        ("calcium", "Soymilk, light, with added calcium, vitamins A and D", {}, True),
        ("vitamin_d", "Soymilk, light, with added calcium, vitamins A and D", {}, True),
        ("calcium", "Margarine, 80% fat, with added vitamin D", {}, False),
        ("calcium", "Cereals, wheat, fortified only with iron", {}, False),
        ("calcium", "Spaghetti, protein-fortified, dry", {}, False),
        ("potassium", "Cereal, O's, plain", {"vitamin_b12_added": 0.9}, False),
    ],
)
def test_what_was_added_to_generic_foods(
    nutrient: str, description: str, amounts: dict[str, float], added: bool
) -> None:
    held = {"energy": 61.0, **amounts}
    assert holds_added(nutrient, description, "Some class", held, CONSTANTS) is added


def test_magnesium_comes_with_vitamins_in_some_classes() -> None:
    shake = {"energy": 100.0, "vitamin_b12_added": 0.9}
    assert holds_added("magnesium", "Shake", "Nutritional beverages", shake, CONSTANTS)
    assert not holds_added("magnesium", "Shake", "Milk, whole", shake, CONSTANTS)


def test_a_product_without_additions_has_no_fortified_twins(packaged: FoodStore) -> None:
    oats = Product(-5, "ROLLED OATS", "Cereal", {
        "energy": 375.0, "protein": 13.0, "carbohydrate": 67.0, "fat": 7.0,
    })  # fmt: skip
    milk = Product(-6, "WHOLE MILK", "Milk", MILK)
    wanted = ["calcium", "vitamin_d"]

    def amounts(product: Product) -> dict[str, float]:
        found = find_twins([product], packaged, CONSTANTS, wanted=wanted)[product.fdc_id]
        return {key: value.amount for key, value in found.items()}

    assert amounts(oats)["calcium"] > 250  # of cereals with calcium, where nobody knows
    assert amounts(oats._replace(added=frozenset()))["calcium"] == pytest.approx(52, abs=1)
    assert amounts(oats._replace(added=frozenset()))["vitamin_d"] == 0
    assert amounts(milk)["vitamin_d"] > 1
    assert amounts(milk._replace(added=frozenset()))["vitamin_d"] < 0.1
