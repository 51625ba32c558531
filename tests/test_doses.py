"""Doses of supplements: one or several nutrients, compounds, counts, and what stays unknown."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrigap.dose_text import Dose, doses_in, product_words
from nutrigap.doses import dose_notes, read_doses, suggested_nutrients, unknown_contents
from nutrigap.nutrients import shown
from nutrigap.salts import salt_fraction
from nutrigap.schema import REPORTED
from nutrigap.tables import read_rows

NAN = math.nan


def doses(name: str) -> dict[str, float]:
    return {dose.nutrient: round(dose.amount, 2) for dose in doses_in(name, shown())}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Vitamin D3 1000 IU (25 mcg)", {"vitamin_d": 25}),
        ("Vitamin D3 1000IU", {"vitamin_d": 25}),
        ("Vitamin D 50 µg", {"vitamin_d": 50}),
        ("Vitamin D3 2.000 IE", {"vitamin_d": 50}),
        ("Витамин D3 2000 МЕ", {"vitamin_d": 50}),
        ("B12 1,000 mcg", {"vitamin_b12": 1000}),
        ("Vitamin B-12 0,5 mg", {"vitamin_b12": 500}),
        ("Nature Made, Magnesium, 250 mg", {"magnesium": 250}),
        ("Calcium 600 mg + Vitamin D 400 IU", {"calcium": 600, "vitamin_d": 10}),
        ("500 mg Calcium with 200 IU Vitamin D3", {"calcium": 500, "vitamin_d": 5}),
        ("Vitamin D3 5,000 IU + K2 100 mcg", {"vitamin_d": 125}),
        ("K2 100 mcg + D3 5000 IU", {"vitamin_d": 125}),
        ("Vitamin C 500 mg with Magnesium 100 mg", {"magnesium": 100}),
        ("Calcium Magnesium with D3 1000 IU", {"vitamin_d": 25}),
        ("Fish oil 1000 mg with vitamin D 1000 IU", {"vitamin_d": 25}),
        ("Potassium chloride 10 mEq", {"potassium": 390.98}),
        # Thousands parted by a blank, an apostrophe or a point.
        ("Cholecalciferol 20 000 IU", {"vitamin_d": 500}),
        ("Vitamin D3 20\u00a0000 IU", {"vitamin_d": 500}),
        ("Vitamin D3 20\u202f000 IU", {"vitamin_d": 500}),
        ("Vitamin D3 20'000 IE", {"vitamin_d": 500}),
        ("Vitamin D 3 000 IU", {"vitamin_d": 75}),
        ("Vitamin D3 1,000.5 IU", {"vitamin_d": 25.01}),
        ("Magnesium 1 000 mg", {"magnesium": 1000}),
        # Only one reading is a dose that a tablet can have.
        ("CoQ 10 200 mg magnesium", {"magnesium": 200}),
        ("Magnesium 56.250 mg", {"magnesium": 56.25}),
        # Chemical names, words in one, symbols.
        ("Methylcobalamin 1000 mcg", {"vitamin_b12": 1000}),
        ("Cyanocobalamin 1000 mcg", {"vitamin_b12": 1000}),
        ("Hydroxocobalamin 1 mg", {"vitamin_b12": 1000}),
        ("Methyl-B12 500 mcg", {"vitamin_b12": 500}),
        ("Vitamin B 12 500 mcg", {"vitamin_b12": 500}),
        ("Ergocalciferol 50,000 IU", {"vitamin_d": 1250}),
        ("Vitamin-D3 1000 IU", {"vitamin_d": 25}),
        ("Magnesiumcitrat 300 mg", {"magnesium": 300}),
        ("Mag citrate 200 mg", {"magnesium": 200}),
        ("Mg 400 mg", {"magnesium": 400}),
        ("Ca 500 mg + Mg 250 mg", {"calcium": 500, "magnesium": 250}),
        ("Magnesium 400 mg 2 tablets", {"magnesium": 400}),
        # Nobody can say whose dose it is, or there is none.
        ("Calcium Magnesium Zinc 500 mg", {}),
        ("Vitamin C with Magnesium 100 mg", {}),
        ("Fish oil 1000 mg", {}),
        ("Vitamin D3 1000", {}),
        ("Vitamin D 1000 IU or 2000 IU", {}),
        ("Magnesium glycinate", {}),
        ("B-complex 100 mg", {}),
        ("Calcium-Magnesium 500 mg", {}),
        ("Cal-Mag 500 mg", {}),
        ("Vitamin K 100 mcg", {}),
        ("Alfacalcidol 0.25 mcg", {}),
        # Two readings, or none.
        ("B12 1.000 µg", {}),
        ("Calcium 1 200 mg", {}),
        ("Vitamin D3 20·000 IU", {}),
    ],
)
def test_doses_of_a_name(name: str, expected: dict[str, float]) -> None:
    assert doses(name) == expected


@pytest.mark.parametrize(
    ("name", "amount", "converted"),
    [
        ("Magnesium citrate 200 mg", 200, False),
        ("Calcium (as calcium carbonate) 600 mg", 600, False),
        ("1250 mg of calcium carbonate", 500.5, True),
        ("calcium carbonate 1250 mg", 500.5, True),
        ("Potassium gluconate 595 mg", 99.31, True),
        ("Magnesium oxide 500 mg (300 mg elemental)", 300, False),
        ("Magnesium oxide 400 mg (241 mg)", 241, False),
        # Either could be meant: the label's convention holds, and a note says so.
        ("Magnesium oxide 400 mg", 400, False),
        # 1000 mg of magnesium itself would be 6 g of citrate.
        ("Magnesium citrate 1000 mg", 161.6, True),
        ("Magnesium bisglycinate 2000 mg", 282, True),
        ("Kaliumcitrat 1080 mg", 390.53, True),
    ],
)
def test_a_compound_is_converted_only_where_the_text_states_its_mass(
    name: str, amount: float, converted: bool
) -> None:
    (dose,) = doses_in(name, shown())
    assert (round(dose.amount, 2), dose.converted) == (amount, converted)
    assert dose.salt is not None


def test_every_compound_is_flagged() -> None:
    names = ["Magnesium citrate 200 mg", "calcium carbonate 1250 mg", "Vitamin D 400 IU"]
    first, second = dose_notes(pd.DataFrame({"food": [*names, names[0]]}), shown())
    assert "is taken as magnesium itself" in first
    assert "states calcium carbonate; 40 parts in 100 of it, 500 mg, are calcium" in second


def tablets(*rows: dict[str, object]) -> pd.DataFrame:
    common = {"quantity": 1.0, "measure": "tablet", "amount_text": ""}
    return pd.DataFrame([{"entry_id": n, **common, **row} for n, row in enumerate(rows)])


def amounts(*rows: dict[str, object]) -> list[float]:
    return [round(a, 2) for a in read_doses(tablets(*rows), shown())["amount"]]


def test_tablets_are_counted() -> None:
    d3 = {"food": "Vitamin D3 1000 IU"}
    assert amounts({**d3, "quantity": 2.0, "measure": "softgel"}) == [50]
    assert amounts({**d3, "quantity": 0.5}) == [12.5]
    assert amounts({**d3, "quantity": 0.0}) == [0]
    assert amounts({**d3, "quantity": NAN, "measure": None}) == [25]
    assert amounts({**d3, "measure": "each"}) == [25]
    assert amounts({**d3, "measure": "drop", "quantity": 3.0}) == [75]


def test_a_volume_or_mass_is_no_count() -> None:
    for measure in ("ml", "teaspoon", "g", "tablespoon, level"):
        assert amounts({"food": "Vitamin D3 1000 IU", "measure": measure}) == []


def test_the_amount_may_be_the_dose() -> None:
    assert amounts({"food": "vitamin D3", "quantity": 2000.0, "measure": "IU"}) == [50]
    assert amounts({"food": "Vitamin D3 1000 IU", "quantity": 2000.0, "measure": "IU"}) == [50]
    assert amounts({"food": "B12", "quantity": 1000.0, "measure": "µg"}) == [1000]
    assert amounts({"food": "Magnesium", "quantity": 400.0, "measure": "mg"}) == [400]
    assert amounts({"food": "Calcium", "quantity": 400.0, "measure": "IU"}) == []
    assert amounts({"food": "vitamin D", "amount_text": "1 tablet (1000 IU)"}) == [25]


def test_a_dose_that_nobody_states_stays_unknown_and_suggested() -> None:
    frame = tablets(
        {"food": "Calcium + D3 400 IU"},
        {"food": "Magnesium"},
        {"food": "Vitamin C 500 mg"},
        {"food": "Centrum multivitamin with 1000 IU vitamin D"},
    )
    read = REPORTED.check(read_doses(frame, shown()))
    assert read["entry_id"].tolist() == [0, 3]
    others = ["magnesium", "calcium", "potassium", "vitamin_b12"]
    assert unknown_contents(frame, read, shown()) == {0: ["calcium"], 1: ["magnesium"], 3: others}


def test_a_multivitamin_may_hold_anything() -> None:
    for name in ("Women's multivitamin", "Prenatal gummies", "Vitamins & minerals", "Centrum"):
        assert len(suggested_nutrients(name, shown())) == 5


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("Mag bisglycinate", ["magnesium"]),
        ("Magnesiumcitrat", ["magnesium"]),
        ("Mg", ["magnesium"]),
        ("ZMA", ["magnesium"]),
        ("Slow-Mag", ["magnesium", "calcium"]),
        ("Calcium-Magnesium", ["magnesium", "calcium"]),
        ("Adenosylcobalamin", ["vitamin_b12"]),
        ("B-complex", ["vitamin_b12"]),
        ("Cod liver oil", ["vitamin_d"]),
        ("Tums", ["calcium"]),
        ("Vitamin D3 20·000 IU", ["vitamin_d"]),
        ("Vitamin D3 000 IU", ["vitamin_d"]),
        ("Turmeric", []),
    ],
)
def test_what_a_name_without_a_dose_may_hold_is_open_and_never_nothing(
    name: str, held: list[str]
) -> None:
    frame = tablets({"food": name})
    assert unknown_contents(frame, read_doses(frame, shown()), shown()).get(0, []) == held


def test_another_salt_is_another_product() -> None:
    closed, phrase, other = (
        product_words(name, shown())
        for name in ("Magnesiumcitrat 300 mg", "Magnesium citrate", "Magnesium bisglycinate")
    )
    assert closed == phrase != other


def test_no_supplements() -> None:
    assert len(read_doses(tablets(), shown())) == 0
    assert dose_notes(pd.DataFrame({"food": []}), shown()) == ()


@given(st.text(max_size=60))
def test_no_name_raises(name: str) -> None:
    for dose in doses_in(name, shown()):
        assert isinstance(dose, Dose)


@given(
    st.sampled_from(["Vitamin D3", "Magnesium", "Calcium", "Potassium", "B12"]),
    st.integers(1, 2000),
    st.sampled_from(
        ["{name} {dose} {unit}", "{dose} {unit} {name}", "Brand, {name}, {dose}{unit}"]
    ),
    st.integers(1, 5),
)
def test_a_written_dose_is_read_back(name: str, dose: int, form: str, count: int) -> None:
    unit = "mcg" if name in ("Vitamin D3", "B12") else "mg"
    food = form.format(name=name, dose=f"{dose:,}", unit=unit)
    assert amounts({"food": food, "quantity": float(count)}) == [pytest.approx(dose * count)]


def test_elemental_fractions_agree_with_atomic_masses() -> None:
    assert salt_fraction("calcium carbonate") == pytest.approx(40.078 / 100.086, abs=1e-3)
    assert salt_fraction("magnesium oxide") == pytest.approx(24.305 / 40.304, abs=1e-3)
    assert salt_fraction("potassium chloride") == pytest.approx(39.098 / 74.548, abs=1e-3)
    for row in read_rows("salts"):
        assert row["salt"].split("|")[0] in row["words"].split("|")
        assert 0 < float(row["fraction"]) < 1
        assert row["source"]


def test_words_of_supplements_have_a_nutrient_and_a_source() -> None:
    keys = {nutrient.key for nutrient in shown()}
    for row in read_rows("supplement_words"):
        assert row["nutrient"] in keys
        assert row["kind"] in {"form", "brand", "class"}
        assert row["source"]
        assert row["confidence"]
        assert row["words"] == row["words"].lower()
