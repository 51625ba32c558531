"""What the matcher does with a name, one explainable behaviour at a time, on a few foods."""

import math
import random
import sqlite3

import named
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrigap.names import Finder, Query
from nutrigap.names.index import write_index


@pytest.fixture(scope="module")
def finder() -> Finder:
    return named.finder()


def first(finder: Finder, food: str, **evidence: object) -> str:
    found = finder.find(Query(food, **evidence))  # type: ignore[arg-type]
    return found[0].description if found else ""


@pytest.mark.parametrize(
    ("name", "food"),
    [
        ("milk", "Milk, NFS"),
        ("whole milk", "Milk, whole"),
        ("skimmed milk", "Milk, fat free (skim)"),
        ("nonfat milk", "Milk, fat free (skim)"),
        ("apple", "Apple, raw"),
        ("apple pie", "Pie, apple"),
        ("apple juice", "Apple juice, 100%"),
        ("butter", "Butter, stick"),
        ("peanut butter", "Peanut butter"),
        ("grilled cod", "Fish, cod, grilled"),
        ("Cod, fried", "Fish, cod, fried"),
        ("carrots", "Carrots, raw"),
        ("steamed carrots", "Carrots, cooked, no added fat"),
        ("carrots, cooked", "Carrots, cooked, no added fat"),
        ("lettuce", "Lettuce, raw"),
        ("cheese sandwich", "Cheese sandwich, American cheese, on white bread, no spread"),
        ("garbanzos", "Chickpeas, NFS"),
        ("chick peas", "Chickpeas, NFS"),
        ("aubergine", "Eggplant, cooked, fat added"),
        ("coca cola", "Soft drink, cola"),
        ("diet coke", "Soft drink, cola, diet"),
        ("clif bar", "Nutrition bar (Clif Bar)"),
        ("2 cups of milk", "Milk, NFS"),
        ("1 medium apple (182 g)", "Apple, raw"),
        ("Generic - Whole Milk", "Milk, whole"),
        ("McDonald's apple pie", "Pie, apple"),
        ("carots", "Carrots, raw"),
        ("peanutbutter", "Peanut butter"),
    ],
)
def test_names_find_their_food(finder: Finder, name: str, food: str) -> None:
    assert first(finder, name) == food


def test_dry_milk_only_if_said_or_a_few_grams(finder: Finder) -> None:
    assert first(finder, "dry milk") == "Milk, dry, not reconstituted"
    drunk = finder.find(Query("milk", grams=250.0))
    weight = {c.description: c.weight for c in drunk}
    assert weight.get("Milk, dry, not reconstituted", 0.0) < 0.01
    spooned = {c.description: c.weight for c in finder.find(Query("milk", grams=10.0))}
    assert spooned["Milk, dry, not reconstituted"] > weight.get("Milk, dry, not reconstituted", 0.0)


def test_what_is_denied_is_not_matched(finder: Finder) -> None:
    plain = dict(zip(*_scores(finder, "pasta with cream"), strict=True))
    assert "Pasta, cooked, with sauce other than cream" in plain
    explained = finder.explain(Query("pasta with cream"))[0]
    assert explained.features["negation_differs"] == 1.0
    assert "negation_differs" not in finder.explain(Query("pasta"))[0].features


def _scores(finder: Finder, name: str) -> tuple[list[str], list[float]]:
    found = finder.find(Query(name))
    return [c.description for c in found], [c.score for c in found]


def test_energy_decides_between_near_equals_and_a_wrong_one_does_not_drag(finder: Finder) -> None:
    assert first(finder, "cod", grams=100.0, energy_kcal=100.0) == "Fish, cod, grilled"
    assert first(finder, "cod", grams=100.0, energy_kcal=199.0) == "Fish, cod, fried"
    assert first(finder, "apple", grams=100.0, energy_kcal=265.0) == "Apple, raw"


def test_energy_that_its_own_macros_contradict_carries_no_weight(finder: Finder) -> None:
    macros = {"protein_g": 1.0, "carbohydrate_g": 1.0, "fat_g": 0.0}
    with_bad = finder.find(Query("cod", grams=100.0, energy_kcal=199.0, **macros))
    without = finder.find(Query("cod", grams=100.0))
    assert [c.score for c in with_bad] == [c.score for c in without]


@pytest.mark.parametrize(
    ("query", "fdc_id", "method"),
    [
        (Query("anything", food_code="11100000"), 1, "code"),
        (Query(None, food_code="01001"), 24, "code"),
        (Query("anything", fdc_id=11), 11, "code"),
        (Query("oat rings", gtin="016000275287"), 27, "barcode"),
    ],
)
def test_a_code_is_exactly_one_food(finder: Finder, query: Query, fdc_id: int, method: str) -> None:
    (found,) = finder.find(query)
    assert (found.fdc_id, found.probability, found.weight) == (fdc_id, 1.0, 1.0)
    assert found.method == method


@pytest.mark.parametrize(
    "query",
    [Query("milk", food_code="99999999"), Query("milk", fdc_id=987), Query("milk", food_code="12")],
)
def test_a_code_that_the_store_lacks_is_not_replaced(finder: Finder, query: Query) -> None:
    assert finder.find(query) == []


def test_a_bar_code_that_the_store_lacks_leaves_the_name(finder: Finder) -> None:
    assert first(finder, "whole milk", gtin="5000159407236") == "Milk, whole"
    assert first(finder, "whole milk", gtin="123") == "Milk, whole"


def test_nothing_found_is_an_empty_list(finder: Finder) -> None:
    for name in ("", "   ", "12345", "%%%", "qqqq zzzz", None):
        assert finder.find(Query(name)) == []


def test_survey_foods_come_first_unless_they_leave_words_unexplained(finder: Finder) -> None:
    assert first(finder, "almonds") == "Almonds, unsalted"
    assert first(finder, "Almonds, dry roasted") == "Nuts, almonds, dry roasted"


def test_own_wording_is_nearly_certain(finder: Finder) -> None:
    found = finder.find(Query("Cheese sandwich, on white bread, American cheese, no spread"))
    assert found[0].fdc_id == 22
    assert found[0].weight == pytest.approx(0.97, abs=0.03)


@given(st.text(max_size=80))
def test_any_text_is_read(finder: Finder, text: str) -> None:
    found = finder.find(Query(text, brand=text, amount=text))
    assert len(found) <= 60
    assert sum(c.weight for c in found) <= 1 + 1e-9
    assert all(0 <= c.probability <= 1 and math.isfinite(c.score) for c in found)
    # Who is used is settled among the first few; the others follow by score.
    after = [c.score for c in found[1:]]
    assert after == sorted(after, reverse=True)


@given(st.sampled_from([f.description for f in named.FOODS]), st.randoms(use_true_random=False))
def test_case_and_blanks_do_not_matter(finder: Finder, text: str, chance: random.Random) -> None:
    spaced = "".join(c + " " * chance.randint(0, 2) if c == " " else c for c in text)
    other = "".join(chance.choice((c.upper(), c.lower())) for c in f"  {spaced} ")
    assert _scores(finder, other) == _scores(finder, text)


def test_limit_cuts_the_list_and_nothing_else(finder: Finder) -> None:
    every = finder.find(Query("milk"))
    assert [c.fdc_id for c in finder.find(Query("milk"), limit=2)] == [c.fdc_id for c in every[:2]]
    assert [c.weight for c in finder.find(Query("milk"), limit=2)] == [c.weight for c in every[:2]]


def test_features_are_named_and_explain_the_order(finder: Finder) -> None:
    best, *others = finder.explain(Query("whole milk"))
    assert best.features["coverage"] == 1.0
    assert best.features["head"] == 1.0
    assert max(e.features["coverage"] for e in others) < 1.0


def test_the_index_is_the_same_however_often_it_is_written() -> None:
    store = named.connection()
    before = store.execute("SELECT name, data FROM name_index ORDER BY name").fetchall()
    write_index(store)
    assert store.execute("SELECT name, data FROM name_index ORDER BY name").fetchall() == before


def test_an_empty_store_finds_nothing() -> None:
    assert named.finder(()).find(Query("milk")) == []
    with pytest.raises(sqlite3.OperationalError):
        write_index(sqlite3.connect(":memory:"))
