"""The user's own foods beat every table, and what is wrong with a line is said."""

import math
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nutrigap.analysis import analyze
from nutrigap.cli import app
from nutrigap.diary import read_diary
from nutrigap.errors import FoodFileError
from nutrigap.fdc import packaged_store
from nutrigap.fdc.own import OwnFoodStore
from nutrigap.names import Query
from nutrigap.names.own import Named, OwnNames
from nutrigap.own_foods import OwnFoods, read_own_foods
from nutrigap.recipes import Ingredient, Recipe

DENSITIES = {
    "lentils": {"magnesium": 36.0, "calcium": 19.0, "energy": 116.0},
    "water": {"magnesium": 1.0, "calcium": 3.0, "energy": 0.0},
    "mystery": {"energy": 50.0},
}


def densities(ingredient: Ingredient) -> dict[str, float]:
    if ingredient.name not in DENSITIES:
        message = f"no food is called {ingredient.name!r}"
        raise LookupError(message)
    return DENSITIES[ingredient.name]


def read(tmp_path: Path, text: str) -> OwnFoods:
    path = tmp_path / "my_foods.csv"
    path.write_text(text, encoding="utf-8")
    return read_own_foods(path, densities)


def test_amounts_per_100_g_per_serving_and_per_any_mass(tmp_path: Path) -> None:
    own = read(
        tmp_path,
        "name,per,serving,Calcium (mg),vitamin_d_ug,Calories\n"
        "a,,,120,,50\nb,serving,40,120,2,\nc,30 g,,30,0,15\nd,100 ml,,7,,\n",
    )
    assert [food.amounts for food in own.foods] == [
        {"calcium": 120, "energy": 50},
        {"calcium": 300, "vitamin_d": 5},  # 40 g hold 120 mg
        {"calcium": 100, "vitamin_d": 0, "energy": 50},
        {"calcium": 7},
    ]
    assert own.foods[1].serving_g == 40
    assert math.isnan(own.foods[0].serving_g)
    assert [food.fdc_id for food in own.foods] == [-1, -2, -3, -4]


def test_units_spellings_and_decimal_commas(tmp_path: Path) -> None:
    own = read(
        tmp_path,
        "Food;Vitamin D (IU);Magnesium [g];Energie (kJ);Eiweiß\nQuark;40;0,01;418,4;12,5\n",
    )
    assert own.foods[0].amounts == pytest.approx(
        {"vitamin_d": 1.0, "magnesium": 10.0, "energy": 100.0, "protein": 12.5}
    )


def test_a_recipe_of_other_foods(tmp_path: Path) -> None:
    own = read(
        tmp_path,
        "name,ingredient,ingredient_g,yield_g,serving\n"
        "soup,lentils,200,,\nsoup,water,600,500,250\nstew,soup,100,,\n",
    )
    # (200 × 36 + 600 × 1) ÷ 500 = 15.6 mg in 100 g: water boils away, minerals stay.
    assert own.foods[0].amounts["magnesium"] == pytest.approx(15.6)
    assert own.foods[1].amounts["magnesium"] == pytest.approx(15.6)
    assert own.problems == ()


def test_a_nutrient_that_one_ingredient_lacks_is_unknown(tmp_path: Path) -> None:
    own = read(tmp_path, "name,ingredient,grams\nx,lentils,100\nx,mystery,100\n")
    assert own.foods[0].amounts == {"energy": 83.0}
    assert Recipe([(1, {"calcium": math.nan})]).amounts(["calcium"]) == {}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (",,,5", "column 'name': an empty cell"),
        ("a,,,x", "column 'Calcium (mg)': 'x'. Expected a number of mg"),
        ("a,,,5 g", "'5 g'. Expected a number of mg"),
        ("a,,,-5", "-5 mg of Calcium in 100 g. Expected 0 to"),
        ("a,,,200000", "200,000 mg"),
        ("a,,,", "no nutrient of 'a'"),
        ("a,serving,,5", "no mass of a serving"),
        ("a,pinch of it,,5", "Expected 100 g"),
        ("a,,0,5", "grams as a number above 0"),
    ],
)
def test_what_is_wrong_with_a_line_is_said(tmp_path: Path, line: str, said: str) -> None:
    own = read(tmp_path, f"name,per,serving,Calcium (mg)\nok,,,1\n{line}\n")
    assert [food.name for food in own.foods] == ["ok"]
    (problem,) = own.problems
    assert problem.startswith(f"{tmp_path / 'my_foods.csv'}, line 3")
    assert said in problem
    assert problem.endswith("The food is left out.")


def test_an_ingredient_that_is_no_food_is_named(tmp_path: Path) -> None:
    own = read(tmp_path, "name,ingredient,grams\nx,zzqq,100\ny,lentils,\n")
    assert "no food is called 'zzqq'" in own.problems[0]
    assert "no mass of the ingredient" in own.problems[1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing in it"),
        ("what,Calcium (mg)\na,1\n", "a column 'name'"),
        ("name,Magnesium\na,1\n", "a unit in the heading, such as 'Magnesium (mg)'"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_message(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(FoodFileError, match="Expected") as caught:
        read(tmp_path, text)
    assert said in str(caught.value)


def test_no_file_is_one_message(tmp_path: Path) -> None:
    with pytest.raises(FoodFileError, match="No such file"):
        read_own_foods(tmp_path / "absent.csv", densities)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> OwnFoodStore:
    path = tmp_path_factory.mktemp("own") / "my_foods.csv"
    path.write_text(
        "name,brand,gtin,per,serving,Magnesium (mg),Calcium (mg),ingredient,grams\n"
        "Milk,,,,200,11,111,,\nOat drink,Acme,4006381333931,,,5,,,\n"
        'mash,,,,,,,"Potato, boiled, NFS",100\n'
    )
    return OwnFoodStore(packaged_store(), path)


def test_own_foods_are_found_by_name_brand_and_bar_code(store: OwnFoodStore) -> None:
    def found(query: Query) -> list[tuple[int, str]]:
        return [(c.fdc_id, c.method) for c in store.finder.find(query)]

    assert found(Query("MILK")) == [(-1, "user")]
    assert found(Query("oat drink", brand="acme")) == [(-2, "user")]
    assert found(Query("oat drink")) == [(-2, "user")]
    assert found(Query("oat drink", brand="Other")) != [(-2, "user")]
    assert found(Query("something", gtin="4006381333931")) == [(-2, "user")]
    assert found(Query("milk", food_code="11111000"))[0][1] == "code"
    assert found(Query("whole milk"))[0][0] > 0


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Milk, whole", [-1]),
        ("whole milk", [-1]),
        ("2 cups of Whole Milk", [-1]),
        ("bananas", [-2]),
        ("Drink, oat", [-3, -4]),
        ("Best oat drinks", [-4]),
        ("хлеб", [-5]),
        ("milk whole", []),
        ("milk chocolate", []),
        ("chocolate, milk", []),
        ("milk, chocolate", [-6]),
        ("banana, raw", []),
        ("молоко", []),
        (",", []),
        ("", []),
    ],
)
def test_word_order_and_plural_do_not_matter_and_no_other_food_is_meant(
    written: str, meant: list[int]
) -> None:
    names = [
        ("Milk, whole", ""),
        ("Banana", ""),
        ("Oat drink", "Acme"),
        ("Oat drink", "Best"),
        ("Хлеб", ""),
        ("Chocolate milk", ""),
    ]
    own = OwnNames(Named(-1 - at, name, brand, "") for at, (name, brand) in enumerate(names))
    assert [food.fdc_id for food in own.find(written)] == meant


def test_a_name_of_two_brands_may_mean_either(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("name,brand,Calcium (mg)\nOat drink,Acme,10\nOat drink,Best,130\n")
    finder = OwnFoodStore(packaged_store(), path).finder
    found = [(c.fdc_id, c.probability, c.weight) for c in finder.find(Query("oat drink"))]
    assert found == [(-1, 0.5, 0.5), (-2, 0.5, 0.5)]
    assert [c.fdc_id for c in finder.find(Query("oat drink", brand="Best"))] == [-2]
    assert len(finder.explain(Query("oat drink"), limit=1)) == 1


def test_own_foods_go_through_every_stage(store: OwnFoodStore, tmp_path: Path) -> None:
    diary = tmp_path / "diary.csv"
    diary.write_text("date,food,amount\n2026-03-01,milk,200 g\n2026-03-01,milk,1 serving\n")
    result = analyze(read_diary(diary), store=store, draws=50)
    first = result.matched_entries().iloc[0]
    assert (first["data_type"], first["method"], first["grams"]) == ("user", "user", 200)
    assert result.matched_entries()["grams"].tolist() == [200, 200]
    rows = result.contributions
    calcium = rows[(rows["food"] == "milk") & (rows["nutrient"] == "calcium")].iloc[0]
    assert (calcium["amount"], calcium["low"], calcium["basis"]) == (222, 222, "table")
    potassium = rows[(rows["food"] == "milk") & (rows["nutrient"] == "potassium")].iloc[0]
    assert potassium["basis"] == "imputed"  # nobody stated it: never 0
    assert potassium["low"] < potassium["high"]
    assert "3 foods of my_foods.csv" in result.provenance["store"]


def test_the_option_and_its_messages(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("date,food,amount\n2026-03-01,milk,100 g\n")
    mine = tmp_path / "mine.csv"
    mine.write_text("name,Calcium (mg)\nmilk,50\nbad,x\n")
    words = ["totals", str(tmp_path / "d.csv"), "--csv", "--store", str(packaged_store())]
    result = CliRunner().invoke(app, [*words, "--foods", str(mine)])
    assert result.exit_code == 0, result.output
    assert "calcium,mg,50.0,50.0" in result.stdout
    assert "line 3" in result.stderr
    mine.write_text("name\nmilk\n")
    result = CliRunner().invoke(app, [*words, "--foods", str(mine)])
    assert "no nutrient of 'milk'" in str(result.exception)
