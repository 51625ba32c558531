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


RECIPES = "name,brand,Magnesium (mg),ingredient,grams,yield,serving\n"


def test_own_foods_are_ingredients_in_whatever_order_they_stand(tmp_path: Path) -> None:
    own = read(
        tmp_path,
        RECIPES + "stew,,,Soup,100,,\nsoup,,,Lentil,50,100,\nLentils,,900,,,,\n",
    )
    # The file's lentils, not the table's with 36 mg; half of soup is lentils, stew is soup.
    assert [food.amounts["magnesium"] for food in own.foods] == [450, 450, 900]
    assert (own.foods[0].fdc_id, own.foods[0].name) == (-1, "stew")
    assert own.problems == ()


def test_a_code_names_a_food_of_the_tables(tmp_path: Path) -> None:
    asked: list[Ingredient] = []

    def held(ingredient: Ingredient) -> dict[str, float]:
        asked.append(ingredient)
        return {"magnesium": 1.0}

    path = tmp_path / "own.csv"
    path.write_text(
        "name,Magnesium (mg),ingredient,food_code,fdc_id,grams\n"
        "Milk,9,,,,\na,,Milk,11111000.0,,5\nb,,,,2705385.0,5\nc,,,01077,,5\n"
    )
    own = read_own_foods(path, held)
    assert [food.amounts["magnesium"] for food in own.foods] == [9, 1, 1, 1]
    assert asked == [
        Ingredient("Milk", "11111000"),
        Ingredient("", "", "2705385"),
        Ingredient("", "1077"),
    ]


def test_dishes_made_of_one_another_are_one_message(tmp_path: Path) -> None:
    own = read(
        tmp_path,
        RECIPES + "a1,,,b1,5,,\nb1,,,c1,5,,\nc1,,,a1,5,,\nd1,,,b1,5,,\nok,,,water,5,,\n",
    )
    assert [food.name for food in own.foods] == ["ok"]
    ring, other = own.problems
    assert "'a1' is made of 'b1', which is made of 'c1', which is made of 'a1'." in ring
    assert "'b1' is a food of this file that is left out" in other


def test_a_dish_of_a_food_that_is_left_out_is_not_made_of_the_tables(tmp_path: Path) -> None:
    own = read(tmp_path, RECIPES + "lentils,,x,,,,\nsoup,,,lentils,5,,\nok,,1,,,,\n")
    assert [food.name for food in own.foods] == ["ok"]
    assert "'lentils' is a food of this file that is left out" in own.problems[1]


def test_recipes_of_one_name_and_two_brands_are_two_foods(tmp_path: Path) -> None:
    own = read(
        tmp_path,
        RECIPES
        + "soup,Acme,,lentils,100,,\nsoup,Best,,water,100,,\n,,,lentils,100,,\n"
        + "x,,,Best soup,100,,\ny,,,soup,100,,\n",
    )
    found = {(food.name, food.brand): food.amounts["magnesium"] for food in own.foods}
    # A line without a name goes on with the dish above it: (1 + 36) ÷ 2.
    assert found == {("soup", "Acme"): 36, ("soup", "Best"): 18.5, ("x", ""): 18.5}
    (problem,) = own.problems
    assert "'soup' is of Acme or Best in this file. Expected the brand before the name" in problem


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("a,Acme,,water,1,,\na,,,water,1,,", "column 'brand': 'Acme' and '' in lines of 'a'"),
        ("a,,,water,100,50,\na,,,water,100,300,", "column 'yield': 50 and 300 in lines of 'a'"),
        ("a,,,water,100,,50\na,,,water,100,,60 g", "column 'serving': 50 and 60 in lines of 'a'"),
        ("a,,1,,,,,left,over", "cells without a heading: left | over"),
        ("a,,,water,1 cup,,", "column 'grams': '1 cup'. Expected grams"),
    ],
)
def test_lines_that_contradict_one_another_are_refused(
    tmp_path: Path, lines: str, said: str
) -> None:
    own = read(tmp_path, f"{RECIPES}{lines}\nok,,1,,,,\n")
    assert [food.name for food in own.foods] == ["ok"]
    assert said in own.problems[0]


def test_of_a_food_described_twice_the_last_counts_and_is_said(tmp_path: Path) -> None:
    own = read(tmp_path, RECIPES + "bar,,10,,,,\nBar,,20,,,,\nbar,Acme,30,,,,\n")
    assert [food.amounts["magnesium"] for food in own.foods] == [20, 30]
    (problem,) = own.problems
    assert "line 2: 'bar' is there again in line 3. The last counts." in problem


def test_what_a_line_of_a_recipe_states_is_not_used_and_is_said(tmp_path: Path) -> None:
    own = read(tmp_path, RECIPES + "a,,500,lentils,100,,\n")
    assert own.foods[0].amounts["magnesium"] == 36
    assert "line 2: Magnesium (mg) '500' in a line of a recipe is not used" in own.problems[0]


def test_columns_that_are_not_read_are_named(tmp_path: Path) -> None:
    own = read(
        tmp_path,
        "name,Calcium (mg),Magnesum (mg),Calcium (% DV),Salt (g),Magnesium citrate (mg),x,note\n"
        "a,5,1,2,3,4,,mine\nb,,1,2,3,4,,\n",
    )
    assert [food.amounts for food in own.foods] == [{"calcium": 5}]
    unread = (
        "'Magnesum (mg)' (did you mean 'Magnesium'?), 'Calcium (% DV)', 'Salt (g)', "
        "'Magnesium citrate (mg)'"
    )
    refused, note = own.problems
    assert f"no nutrient of 'b' (not read: {unread})" in refused
    assert f"line 1: not read: {unread}. Expected a nutrient and its unit" in note


def test_two_columns_of_one_nutrient_agree_or_are_refused(tmp_path: Path) -> None:
    own = read(
        tmp_path,
        "name,Vitamin D (µg),Vitamin D (IU),Energy (kJ),Energy (kcal)\n"
        "a,5,200,418,102\nb,5,400,,\nc,,400,,\nd,1,30,,\n",
    )
    amounts = {food.name: food.amounts["vitamin_d"] for food in own.foods}
    # 30 IU are 0.75 µg, which rounds to 1; 400 IU are 10.
    assert amounts == {"a": 5, "c": 10, "d": 1}
    assert own.foods[0].amounts["energy"] == pytest.approx(99.9, abs=0.1)
    assert "10 µg in 100 g, 5 in a column before it. Expected one amount" in own.problems[0]


@pytest.mark.parametrize(
    ("per", "serving", "magnesium"),
    [
        ("per 100 g", "", 60),
        ("100", "", 60),
        ("100 ml", "", 60),
        ("30", "", 200),
        ("1 serving (30 g)", "", 200),
        ("Per serving (30g)", "30", 200),
        ("2 servings", "15", 200),
        ("portion", "240 ml", 25),
        ("serving", "1 oz", 60 / 0.28349523125),
        ("serving", "1 cup (30 g)", 200),
    ],
)
def test_what_amounts_are_in_is_read_in_many_words(
    tmp_path: Path, per: str, serving: str, magnesium: float
) -> None:
    own = read(tmp_path, f"name,per,serving,Magnesium (mg)\na,{per},{serving},60\n")
    assert own.problems == ()
    assert own.foods[0].amounts["magnesium"] == pytest.approx(magnesium)


@pytest.mark.parametrize(
    ("per", "serving", "said"),
    [
        ("1 cup", "", "column 'per': '1 cup'"),
        ("1", "", "column 'per': '1'"),
        ("1 serving (30 g)", "40", "40 g, 30 g in the column 'per'"),
        ("serving", "1 cup", "column 'serving': '1 cup'"),
    ],
)
def test_a_mass_that_nobody_states_is_not_made_up(
    tmp_path: Path, per: str, serving: str, said: str
) -> None:
    own = read(tmp_path, f"name,per,serving,Magnesium (mg)\na,{per},{serving},60\n")
    assert own.foods == ()
    assert said in own.problems[0]


def test_how_numbers_are_written_is_settled_by_all_columns(tmp_path: Path) -> None:
    own = read(
        tmp_path,
        "name;Calcium (mg);ingredient;grams\na;;water;1.000\na;;lentils;250\nb;12,5;;\n",
    )
    # 12,5 has a decimal comma, so 1.000 g of water are a thousand.
    assert own.foods[0].amounts["magnesium"] == pytest.approx((1000 + 250 * 36) / 1250)


def test_a_number_that_stays_open_is_refused_with_both_readings(tmp_path: Path) -> None:
    own = read(
        tmp_path,
        'name,Calcium (mg),serving\na,"1,250",\nb,"0,5",\nc,1,"1,250"\n',
    )
    assert [food.name for food in own.foods] == ["b"]
    assert "leaves open whether 1,250 is 1.25 or 1250" in own.problems[0]
    assert "column 'serving': '1,250' leaves open" in own.problems[1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("first", ["", "sep=;\r\n"])
def test_files_as_spreadsheets_save_them(tmp_path: Path, encoding: str, first: str) -> None:
    path = tmp_path / "own.csv"
    text = f"{first}name;Calcium (mg)\r\nMüsli;12,5\r\n"
    path.write_bytes(text.encode(encoding))
    (food,) = read_own_foods(path, densities).foods
    assert (food.name, food.amounts) == ("Müsli", {"calcium": 12.5})


def test_a_bar_code_that_is_none_or_another_food_s_is_said(tmp_path: Path) -> None:
    own = read(
        tmp_path,
        "name,Calcium (mg),gtin\na,1,4006381333931\nb,2,4006381333931\nc,3,4.00638E+12\n",
    )
    assert len(own.foods) == 3
    wrong, twice = own.problems
    assert "line 4: '4.00638E+12' is no bar code. It is not used." in wrong
    assert "4006381333931 stands at 'a' and 'b'. It means the last." in twice


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
        ("", "the file is empty"),
        (",,\n", "nothing in it"),
        ("sep=;\n", "nothing in it"),
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


def test_an_ingredient_of_the_store_by_number(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("name,fdc_id,grams\nR,2705385.0,100\n")
    own = OwnFoodStore(packaged_store(), path).own
    assert own.foods[0].amounts["calcium"] == pytest.approx(123)  # Milk, whole


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
