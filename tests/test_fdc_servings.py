"""What labels call a serving: every shape of USDA's sample, and the mass of what is counted."""

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from nutrigap.amounts import parse_amount
from nutrigap.fdc.servings import household_measures, serving_portions
from nutrigap.portions import Food, Portion, Scales, grams_of
from nutrigap.tables import read_constants, read_rows
from nutrigap.units import find_measure

UNITS = {"g": "g", "grm": "g", "ml": "ml", "mlt": "ml"}


def test_a_serving_comes_before_what_a_household_calls_it() -> None:
    assert [(p.measure, p.grams, p.label) for p in serving_portions(1, 240, "ml", "1 cup")] == [
        ("serving", 240, "serving (240 ml)"),
        ("cup", 240, "1 cup"),
    ]
    found = serving_portions(1, 28, "g", "1 oz (28g/about 14 chips)")
    assert [(p.seq, p.measure, p.grams) for p in found] == [
        (1, "serving", 28),
        (2, "oz", 28),
        (3, "chip", 2),
    ]
    assert len(serving_portions(1, 20, "g", None)) == 1


@pytest.mark.parametrize(
    ("text", "size", "unit", "measures"),
    [
        ("2 slices", 20, "g", {"slice": 2}),
        ("about 12 chips (28g)", 28, "g", {"chip": 12}),
        ("About 14 Crisps", 28, "g", {"crisp": 14}),
        ("11 WAFERS) | (APPROX", 32, "g", {"wafer": 11}),
        ("1 Bag / 28 g", 28, "g", {"bag": 1}),
        ("7g (about 1/2 cup)", 7, "g", {"cup": 0.5}),
        ("1/2 cup (4 fl oz)", 120, "ml", {"cup": 0.5, "fl oz": 4}),
        ("8 fl oz (240mL) 1 cup", 240, "ml", {"fl oz": 8, "ml": 240, "cup": 1}),
        ("2-3 Tbsp", 35, "g", {"tablespoon": 2.5}),
        ("3 -4 NUGGETS", 85, "g", {"nugget": 3.5}),
        ("1-1/2 cups", 30, "g", {"cup": 1.5}),
        ("½ cup", 40, "g", {"cup": 0.5}),
        ("1/16th cake", 87, "g", {"cake": 1 / 16}),
        ('1/8 of 9" crust', 20, "g", {"crust": 1 / 8}),
        ("1.5 IN. BALL", 35, "g", {"ball": 1}),
        ("4.5oz", 126, "g", {"oz": 4.5}),
        (".88 ONZ", 25, "g", {"oz": 0.88}),
        ("4.5 oz tray", 128, "g", {"tray": 1}),
        ("PER 1 CUP", 237, "ml", {"cup": 1}),
        ("5 potatoes148 g", 148, "g", {"potato": 5}),
        ("1 PACK (4 BISCUITS)", 50, "g", {"package": 1, "biscuit": 4}),
        ("2 pouches Gushers", 25, "g", {"pouch, gushers": 2}),
        ("1 1/3 cup (39g) Vanilla Spice Cheerios", 39, "g", {"cup": 4 / 3}),
        ("1.8 oz (51g), 1 Muffin", 51, "g", {"oz": 1.8, "muffin": 1}),
        ("1 CONTAINER (ABOUT 1 CUP)", 198, "g", {"container": 1, "cup": 1}),
        ("4 scoops Makes 1 cup prepared (8 fl oz/240 mL)", 40, "g", {"scoop": 4}),
        ("8 crackers [1 serving = 2 full cracker sheets]", 31, "g",
         {"cracker": 8, "full cracker sheet": 2}),
        ("1/6 dry mix or 2 muffins", 33, "g", {"dry mix": 1 / 6, "muffin": 2}),
    ],
)  # fmt: skip
def test_counts_that_are_one_serving(
    text: str, size: float, unit: str, measures: dict[str, float]
) -> None:
    found = {read.measure: read.number for read in household_measures(text, size, unit)}
    assert found == pytest.approx(measures)


@pytest.mark.parametrize(
    ("text", "size", "unit"),
    [
        ("3 pieces and 1 1/2 tbsp sauce (75g)", 75, "g"),  # a sum
        ("2 sausages, 1 patty", 100, "g"),
        ("1 envelope cocoa + 1 envelope marshmallows", 45, "g"),
        ("31 cookies (30g)", 100, "g"),  # another mass
        ("2 ONZ", 50, "g"),
        ("1/4 CUP (60 ML)", 120, "ml"),
        ("1 cup", 330, "ml"),
        ("2 Tbsp", 85, "g"),  # denser than any food
        ("1 2 PACKET", 52, "ml"),  # no telling
        ('2 -1" SLICES', 57, "g"),
        ("1-9 pieces", 30, "g"),
        ("28/14 chips", 28, "g"),
        ("0,5 cup", 40, "g"),
        ("4.5 oz cup", 128, "g"),
        ("1 Link 5 Links", 91, "g"),
        ("1/0 cup", 40, "g"),
        ("0 cups", 40, "g"),
        ("Amount per serving", 69, "g"),
        ("2.71 OZ SERVING,  175 Servings Per Container", 76, "g"),
        ("makes 1 cookie", 30, "g"),
        ("30 GRM", 30, "g"),
        ("", 30, "g"),
    ],
)
def test_what_is_not_clear_is_no_measure(text: str, size: float, unit: str) -> None:
    assert household_measures(text, size, unit) == ()


@pytest.mark.parametrize(
    ("text", "size", "amount", "grams"),
    [
        ("about 12 chips (28g)", 28, "24 chips", 56),
        ("About 14 Crisps", 28, "14 crisps", 28),
        ("1oz (28g/14 chips)", 28, "14 chips", 28),
        ("1/16th cake", 28, "1 cake", 448),
        ("about 1/2 cup", 40, "1/2 cup", 40),
        ("7g (about 1/2 cup)", 7, "1/2 cup", 7),
    ],
)
def test_what_a_diary_counts(text: str, size: float, amount: str, grams: float) -> None:
    portions = [Portion(p.measure, p.grams) for p in serving_portions(1, size, "g", text)]
    food = Food("SNACK", "Snacks", size, 500.0, tuple(portions))
    scales = Scales(read_constants("portion_spreads"), read_rows("densities"))
    weight = grams_of(parse_amount(amount), food, scales)
    assert weight.grams == pytest.approx(grams, rel=1e-3)
    assert weight.basis == "portion"


def sample(folder: Path) -> Iterator[tuple[str, float, str]]:
    """Household text, serving and its unit of the products of USDA's sample."""
    archive = next((folder / "fdc" / "branded_2023-10-26_sample").glob("*.zip"))
    with zipfile.ZipFile(archive) as files:
        name = next(n for n in files.namelist() if n.endswith("branded_food.csv"))
        rows = csv.DictReader(io.TextIOWrapper(files.open(name), "utf-8"))
        for row in rows:
            unit = UNITS.get(row["serving_size_unit"].lower())
            if unit and row["household_serving_fulltext"] and float(row["serving_size"] or 0) > 0:
                yield row["household_serving_fulltext"], float(row["serving_size"]), unit


def test_every_measure_of_the_sample_is_the_serving_and_none_is_absurd(shared: Path) -> None:
    read = unread = 0
    for text, size, unit in sample(shared):
        found = household_measures(text, size, unit)
        portions = serving_portions(1, size, unit, text)[1:]
        read, unread = read + bool(found), unread + (not found)
        for (count, measure), portion in zip(found, portions, strict=True):
            assert count * portion.grams == pytest.approx(size, abs=1e-4 * max(count, 1)), text
            assert not any(c in "0123456789()|" for c in measure), text
            known = find_measure(measure.partition(",")[0])
            if known is not None and known.grams is not None and unit == "g":
                assert portion.grams == pytest.approx(known.grams, rel=0.12), text
            if known is not None and known.millilitres is not None:
                assert 0.01 < portion.grams / known.millilitres < 1.8, text
    assert read > 3900
    assert unread < 200
