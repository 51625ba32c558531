"""Food, supplement, medicine or water, by name and category."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrigap.kinds import kind_of

SUPPLEMENTS = [
    *("Vitamin D3 1000 IU (25 mcg)", "vitamin D3", "Vitamin D3 Softgel", "Magnesium Glycinate"),
    *("Calcium 600 mg + Vitamin D 400 IU", "Centrum Silver Women 50+", "Women's Multivitamin"),
    *("Fish Oil 1000 mg", "Omega-3 capsules", "Nature Made, Magnesium 250 mg", "B-Complex"),
    *("NOW Foods, Magnesium Citrate", "B12 1000 mcg", "Vitamin C 500mg tablet", "Iron 65 mg"),
    *("Prenatal gummies", "Turmeric capsules", "Vitamin D drops", "Potassium gluconate 99 mg"),
    *("Calcium with Vitamin D", "Electrolyte tablets", "Cod liver oil capsules", "Folic acid"),
    *("Magnesium 400 mg Kapseln", "Витамин D3 2000 МЕ", "Magnesium L-Threonate", "Calcium"),
]
FOODS = [
    *("Orange juice with calcium", "Milk, whole, 3.25%, with added vitamin D", "Vitamin D Milk"),
    *("Calcium-set tofu", "Whey protein powder", "Nutritional yeast", "Gummy bears", "Banana"),
    *("Gatorade electrolyte drink", "Ensure Plus", "Vitamin water", "Coconut water", "Watermelon"),
    *("Water chestnuts", "Tonic water", "Nespresso capsule", "Cod liver oil, 1 tbsp", "Energy"),
    *("Total cereal, iron fortified", "Flat iron steak", "Cast iron steak", "Grits, iron added"),
    *("Egg, vitamin D enhanced", "Mushrooms, exposed to UV, vitamin D", "Soy milk, calcium"),
    *("Nutrient supplement, milk-based", "Peppermint tea with lemon", "Lemon drops", "", "=1+1"),
]
MEDICINES = ["Ibuprofen 400 mg", "Metformin", "Tylenol", "Levothyroxine 50 mcg"]
WATERS = [
    "Water",
    "Tap water",
    "Water, bottled, plain",
    "Sparkling water",
    "Agua",
    "Wasser",
    "вода",
]


@pytest.mark.parametrize(
    ("kind", "names"),
    [("supplement", SUPPLEMENTS), ("food", FOODS), ("medicine", MEDICINES), ("water", WATERS)],
)
def test_names(kind: str, names: list[str]) -> None:
    assert [name for name in names if kind_of(name) != kind] == []


def test_the_app_s_category_counts() -> None:
    assert kind_of("Turmeric", "Supplements") == "supplement"
    assert kind_of("Something", "Medications") == "medicine"
    assert kind_of("Fish Oil, Cod Liver", "Fats and Oils") == "food"
    assert kind_of("Vitamin D3 1000 IU", "Snacks") == "supplement"
    assert kind_of("Protein powder, whey", "Supplements") == "food"


@given(st.text(max_size=50), st.none() | st.text(max_size=20))
def test_every_name_has_a_kind(name: str, category: str | None) -> None:
    assert kind_of(name, category) in ("food", "supplement", "medicine", "water")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("B12 injection", "medicine"),
        ("B12 shot", "medicine"),
        ("Hydroxocobalamin injection 1 mg", "medicine"),
        ("Milk of magnesia", "medicine"),
        ("Tums", "supplement"),
        ("Antacid, chewable", "supplement"),
        ("Espresso shot", "food"),
        ("Ginger shot", "food"),
    ],
)
def test_injections_and_antacids_are_no_food(name: str, kind: str) -> None:
    assert kind_of(name) == kind


TABLETS = [
    *(("Mg 400 mg", "tablet"), ("Mag citrate", "capsules"), ("Mag bisglycinate", "capsule")),
    *(("Magnesiumcitrat", "Tablette"), ("Slow-Mag", "tablet"), ("ZMA", "capsule"), ("K", "tablet")),
    *(("Turmeric", "capsule"), ("Calcium chews, chocolate", "chew"), ("Multi, orange", "gummies")),
    *(("Lemon omega", "softgels"), ("Spirulina", "tablets"), ("Multi", "tablet (400 mg)")),
]
FOODS_IN_TABLETS = [
    *(("Chewing gum", "piece"), ("Chewing gum", "tablet"), ("Beef stock", "tablet")),
    *(("Bouillon", "cube"), ("Stevia", "tablets"), ("Süßstoff", "Tabletten"), ("Haribo", "gummy")),
    *(("Nespresso Arpeggio", "capsule"), ("Gummy bears", "gummies"), ("Starburst", "chews")),
    *(("Portobello", "caps"), ("Milk chocolate with calcium", "tablet"), ("Ricola", "lozenges")),
    *(("Tabasco", "drops"), ("Banana", "slice"), ("Banana", None)),
]


@pytest.mark.parametrize(("kind", "lines"), [("supplement", TABLETS), ("food", FOODS_IN_TABLETS)])
def test_what_is_counted_in_tablets_is_one_unless_foods_are(
    kind: str, lines: list[tuple[str, str | None]]
) -> None:
    assert [line for line in lines if kind_of(line[0], unit=line[1]) != kind] == []


def test_a_piece_with_the_energy_of_a_food_is_one() -> None:
    assert kind_of("Excellence 85 %", unit="tablette", energy=530) == "food"
    assert kind_of("Elderberry", unit="gummy", energy=10) == "supplement"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Methylcobalamin 1000 mcg", "supplement"),
        ("Magnesiumcitrat", "supplement"),
        ("Slow-Mag", "supplement"),
        ("Ca 500 mg", "supplement"),
        ("Special K", "food"),
        ("Alfacalcidol 0.25 mcg", "medicine"),
        ("Calcitriol", "medicine"),
    ],
)
def test_chemical_names_and_symbols(name: str, kind: str) -> None:
    assert kind_of(name) == kind
