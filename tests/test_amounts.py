"""Amount texts: every form of the exports, round trips, and what must stay unreadable."""

import csv
import json
import math
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrigap.amounts import Amount, parse_amount
from nutrigap.amounts.words import spelling, unit_words
from nutrigap.tables import read_rows

NAN = math.nan
OZ, LB, FL_OZ, CUP = 28.349523125, 453.59237, 29.5735295625, 236.5882365


def read(text: str) -> Amount:
    amount = parse_amount(text)
    assert amount is not None, text
    return amount


@pytest.mark.parametrize(
    ("text", "quantity", "measure"),
    [
        ("1 1/2 cups", 1.5, "cup"),
        ("1½ cups", 1.5, "cup"),
        ("½ cup", 0.5, "cup"),
        ("2-1/2 cups", 2.5, "cup"),
        ("1,5 Teller", 1.5, "plate"),
        ("2-3 slices", 2.5, "slice"),
        ("2 – 3 slices", 2.5, "slice"),
        ("2 to 3 eggs", 2.5, "egg"),
        ("half an avocado", 0.5, "each"),
        ("half a cup", 0.5, "cup"),
        ("a banana", 1, "each"),
        ("a handful", 1, "handful"),
        ("handful", 1, "handful"),
        ("one and a half cups", 1.5, "cup"),
        ("three quarters cup", 0.75, "cup"),
        ("half a dozen", 6, None),
        ("a dozen eggs", 12, "egg"),
        ("2 dozen oysters", 24, "oyster"),
        ("a pair of sausages", 2, "sausage"),
        ("1 heaping tsp", 1, "teaspoon, heaping"),
        ("1 cup, cooked", 1, "cup, cooked"),
        ("2 cups raw", 2, "cup, raw"),
        ("1 slice, crust not eaten", 1, "slice, crust not eaten"),
        ('1.00 medium - 7" to 7 7/8" long', 1, 'medium - 7" to 7 7/8" long'),
        ('3.00 slice 14" diameter', 3, 'slice, 14" diameter'),
        ('1 1/2 cupcakes (2-3/4" dia)', 1.5, 'cupcake (2-3/4" dia)'),
        ("0.39 full recipe", 0.39, "full recipe"),
        ("2.00  capsule", 2, "capsule"),
        ("800.00 1", 800, "1"),
        ("2 serving(s)", 2, "serving"),
        ("12.0 Each", 12, "each"),
        ("1 100 calorie package", 1, "100 calorie package"),
        ("2 slices of bread", 2, "slice"),
        ("2", 2, None),
        ("2 große Scheiben", 2, "large slice"),
        ("2 rebanadas", 2, "slice"),
        ("2 tranches", 2, "slice"),
        ("3 штуки", 3, "piece"),
        ("2000 IU", 2000, "IU"),
        ("150 calories", 150, "kcal"),
        ("1 T", 1, "tablespoon"),
        ("1 t", 1, "teaspoon"),
        ("1 c", 1, "cup"),
        ("2 T. chopped", 2, "tablespoon, chopped"),
        ("1 cup metric", 1, "metric cup"),
    ],
)
def test_quantity_and_measure(text: str, quantity: float, measure: str | None) -> None:
    assert read(text)[:2] == (quantity, measure)


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("150g", 150),
        ("1,250 g", 1250),
        ("1.250,0 mg", 1.25),
        ("0,250 kg", 250),
        ("4oz", 4 * OZ),
        ("1/4 lb", LB / 4),
        ("1 lb 4 oz", 1.25 * LB),
        ("3 x 25 g", 75),
        ("4.00 x 1.0 oz", 4 * OZ),
        ("1.00 x 250.0 g", 250),
        ("2 slices (56 g)", 56),
        ("2 servings (60 g)", 60),
        ("1 medium (182 g)", 182),
        ("1 container (150 g)", 150),
        ("2.00 container (150 g)", 300),
        ("2.00 slice (from pre-sliced package) - each 3/4 oz", 1.5 * OZ),
        ("1.00 container - each 5.3 oz", 5.3 * OZ),
        ("1 6 oz container", 6 * OZ),
        ("2  x 1 oz, 56 g", 56),
        ("1 x 4 oz, 113 g", 113),
        ("2 x 1 oz, 28 g", 56),
        ("4 oz (1/4 lb)", 4 * OZ),
        ("3 oz, 5 g fat", 3 * OZ),
        ("1 bar 45g", 45),
        ("1.00 x 2.0 tbsp (32g)", 32),
        ("2.00 x 2.0 tbsp (32g)", 64),
        ("2 slices (2 oz/56 g)", 56),
        ("1 порция, 90 г", 90),
        ("1 стакан, 101,5 г", 101.5),
        ("3/4 cup (30 g)", 30),
        ("0.00 g", 0),
        ("(56 g)", 56),
    ],
)
def test_stated_mass(text: str, grams: float) -> None:
    assert read(text).grams == pytest.approx(grams)


@pytest.mark.parametrize(
    ("text", "millilitres"),
    [
        ("8 fl oz", 8 * FL_OZ),
        ("12 fl. oz.", 12 * FL_OZ),
        ("1,5 dl", 150),
        ("0.5 L", 500),
        ("1 pint", 473.176473),
        ("1 uk pint", 568.26125),
        ("1 metric cup", 250),
        ("1 cup (250 ml)", 250),
        ("0.50 x 8.28 fl oz (245ml)", 122.5),
        ("0.5 x 1 cup - 8 fl oz", CUP / 2),
        ("1.0 x 1 cup - 240 ml", 240),
        ("1/2  x 1 glass, 400 ml", 200),
        ("1.00 can (355ml)", 355),
        ("2.00 can (355ml)", 710),
        ("2 cans, 710 ml", 710),
        ("1.00 bottle - each 12 fl oz", 12 * FL_OZ),
        ("1 teabag, 240 ml", 240),
        ("2 ч.л.", 2 * 4.92892159375),
        ("1 cup + 2 tbsp", 1.125 * CUP),
    ],
)
def test_stated_volume(text: str, millilitres: float) -> None:
    assert read(text).millilitres == pytest.approx(millilitres)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "()", "x", "-", "n/a", "some g", "TOTAL", "Quick Add"),
        *("02-Jan", "3-Apr", "2-Jan-26", "Jan-02", "3/2/2026", "2026-03-02", "12:30"),
        *("#REF!", "#DIV/0!", "4.00E+12", "4000000000017", "9" * 400),
        *("-5 g", "- 5 g", "1/0 cup", "50 %", "Grams", "ml"),
    ],
)
def test_unreadable_on_purpose(text: str) -> None:
    assert parse_amount(text) is None


@pytest.mark.parametrize("text", ["some", "Some", "a bit", "a little", "to taste", "ein bisschen"])
def test_a_vague_word_is_read_and_says_nothing(text: str) -> None:
    found = parse_amount(text)
    assert found is not None
    assert found.measure is None
    assert math.isnan(found.quantity)
    assert math.isnan(found.grams)


@pytest.mark.parametrize(
    ("text", "spread"),
    [
        ("2 slices", 0.0),
        ("about 2 slices", 0.1),
        ("~2 slices", 0.1),
        ("2-3 slices", 1 / math.sqrt(12) / 2.5),
        ("1 heaping tsp", 0.25),
        ("a couple of biscuits", 0.15),
    ],
)
def test_wording_adds_doubt(text: str, spread: float) -> None:
    assert read(text).spread == pytest.approx(spread)


def test_what_a_piece_was_cut_from_is_not_its_mass() -> None:
    assert math.isnan(read("1.00 unit (yield from 1 lb)").grams)


def test_the_development_list(shared: Path) -> None:
    """All forty strings of the list, by their own names of units."""
    names = {"floz": "fl oz", "tbsp": "tablespoon", "tsp": "teaspoon", "iu": "IU", "mcg": "µg"}
    with (shared / "matching" / "dev_amounts.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    wrong = [
        row["amount"]
        for row in rows
        if not agrees(
            read(row["amount"]),
            float(row["expected_quantity"]),
            names.get(row["expected_unit"], row["expected_unit"]),
        )
    ]
    assert (len(rows), wrong) == (40, [])


def agrees(amount: Amount, quantity: float, unit: str) -> bool:
    if unit in ("g", "ml") and amount.measure != unit:
        return {"g": amount.grams, "ml": amount.millilitres}[unit] == pytest.approx(quantity)
    return amount.quantity == quantity and (amount.measure or "").split(",")[0] == unit


def cells(folder: Path) -> dict[str, set[str]]:
    """Every amount of the sample exports, by file."""
    found: dict[str, set[str]] = {}
    columns = {
        "cronometer_servings_[2fhp]*.csv": ("Amount",),
        "loseit_*.csv": ("Quantity", "Units"),
        "macrofactor_food_log.csv": ("Serving Qty", "Serving Size"),
        "lifesum_food.csv": ("amount", "serving_name"),
        "yazio_consumed.csv": ("amount", "serving"),
        "mynetdiary_food_sheet_as_csv.csv": ("Amount",),
        "sparkyfitness_food_diary_import.csv": ("quantity", "unit"),
        "opennutritracker_user_intake.csv": ("amount", "unit"),
        "plain_minimal.csv": ("amount", "unit"),
        "plain_semicolon_de_cp1252.csv": ("Menge", "Einheit"),
        "plain_us_dates_bom_tab.tsv": ("Qty", "Unit"),
    }
    for pattern, names in columns.items():
        for path in folder.glob(pattern):
            text = path.read_bytes().decode("cp1252" if "1252" in path.name else "utf-8-sig")
            delimiter = {".tsv": "\t"}.get(path.suffix, ";" if ";" in text[:20] else ",")
            rows = csv.DictReader(text.splitlines(), delimiter=delimiter)
            found[path.name] = {" ".join(row[n] or "" for n in names).strip() for row in rows}
    for path in folder.glob("fatsecret_*.csv"):
        lines = path.read_text(encoding="utf-8").splitlines()
        found[path.name] = {line.strip('" ') for line in lines if re.match(r'"?   \S', line)}
    fitbit = json.loads((folder / "fitbit_takeout_food_logs-0.json").read_text(encoding="utf-8"))
    logged = [entry["loggedFood"] for entry in fitbit]
    found["fitbit"] = {f"{food['amount']} {food['unit']['name']}" for food in logged}
    return found


# A total row without an amount, and an exercise.
NO_AMOUNT = {"", "Minutes"}


def test_every_amount_of_the_sample_exports_is_read(shared: Path) -> None:
    found = cells(shared / "formats" / "samples")
    assert len(found) >= 17
    assert all(len(texts) >= 4 for texts in found.values()), found
    unread = {
        (name, text)
        for name, texts in found.items()
        for text in texts
        if text not in NO_AMOUNT and parse_amount(text) is None
    }
    assert unread == set()


UNITS = sorted(
    alias
    for row in (*read_rows("measures"), *read_rows("portion_words"))
    for alias in row["aliases"].split("|")
)
WRITTEN = {
    "plain": lambda n: f"{n:g}",
    "two decimals": lambda n: f"{n:.2f}",
    "decimal comma": lambda n: f"{n:.2f}".replace(".", ","),
    "fraction": lambda n: mixed(n),
    "sign": lambda n: mixed(n).replace("1/2", "½").replace("1/4", "¼").replace("3/4", "¾"),
}


def mixed(number: float) -> str:
    whole, part = divmod(number, 1)
    fraction = {0.0: "", 0.25: "1/4", 0.5: "1/2", 0.75: "3/4"}[part]
    return f"{whole:.0f} {fraction}".strip() if whole or not fraction else fraction


@given(
    st.integers(1, 79).map(lambda n: n / 4),
    st.sampled_from(UNITS),
    st.sampled_from(sorted(WRITTEN)),
    st.sampled_from(["{} {}", "{}  {}", " {} {} ", "{} {}, about", "{} x {}"]),
)
def test_a_formatted_amount_parses_back(number: float, unit: str, style: str, form: str) -> None:
    amount = read(form.format(WRITTEN[style](number), unit))
    assert amount.quantity == pytest.approx(number)
    meant = unit_words()[spelling(unit)].name
    assert (amount.measure or "").split(",")[0] == meant


@given(st.integers(1, 99), st.integers(1, 999))
def test_a_multiplication_is_a_product(times: int, grams: int) -> None:
    assert read(f"{times} x {grams} g").grams == times * grams
    assert read(f"{times}.00 x {grams}.0 g").grams == times * grams


@given(st.integers(1000, 999_999))
def test_thousands_commas_part_thousands(number: int) -> None:
    assert read(f"{number:,} mg").quantity == number
    assert read(f"{number:,.2f} mg").quantity == number


@given(st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    amount = parse_amount(text)
    assert amount is None or amount.quantity >= 0


@given(st.text("0123456789 .,/-x×½()gcupozml%\"'#:T~ each", max_size=30))
def test_no_text_that_looks_like_an_amount_raises(text: str) -> None:
    amount = parse_amount(text)
    assert amount is None or (math.isfinite(amount.quantity) and amount.quantity >= 0)


def test_no_word_has_two_meanings() -> None:
    """A spelling is a unit, a portion word or a number word once."""
    owners: dict[str, set[str]] = {}
    for table, key in (("measures", "measure"), ("portion_words", "word")):
        for row in read_rows(table):
            for alias in row["aliases"].split("|"):
                owners.setdefault(spelling(alias), set()).add(row[key])
    assert {alias: names for alias, names in owners.items() if len(names) > 1} == {}
