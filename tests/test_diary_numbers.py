"""Numbers, amounts and codes as apps and spreadsheets write them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrigap.diary.codes import CodeDamage, read_fdc_id, read_food_code, read_gtin
from nutrigap.diary.numbers import Numbers, is_blank
from nutrigap.diary.quantities import read_grams, read_quantity


@pytest.mark.parametrize(
    ("cells", "separator", "decimal"),
    [
        (["1", "20"], ",", "."),
        (["1", "20"], ";", ","),
        (["1,5", "1.250"], ",", ","),
        (["1.5", "1,250"], ";", "."),
        (["1.250,0"], ",", ","),
        (["0,125"], ",", ","),
        (["1,250"], ",", "."),
        (["1.250"], ";", ","),
        (["1,5", "1.5"], ",", None),
        (["n/a", "", "#REF!"], ",", "."),
        (["2 x 1,5 Tassen"], ",", ","),
    ],
)
def test_the_decimal_mark_is_settled_for_the_whole_file(
    cells: list[str], separator: str, decimal: str | None
) -> None:
    assert Numbers.of(cells, separator).decimal == decimal


@pytest.mark.parametrize(
    ("cells", "separator", "value"),
    [
        (["0,5", "1,250"], ",", None),
        (["0,5 l", "1,250 g"], "\t", None),
        (["0,5", "1.5", "1,250"], ",", None),
        (["0,5", "1,250,000", "1,250"], ",", 1250),
        (["0,5", "0,125", "1,250"], ",", 1.25),
        (["0,5", "12,3456", "1,250"], ",", 1.25),
        (["0,5", "2.000,5", "1,250"], ",", 1.25),
        (["0,125", "1,250,000", "1,250"], ",", None),
        (["0,5", "1,250"], ";", 1.25),
        (["60", "1,250"], ",", 1250),
    ],
)
def test_three_digits_behind_a_comma_are_read_by_evidence_or_not_at_all(
    cells: list[str], separator: str, value: float | None
) -> None:
    numbers = Numbers.of(cells, separator)
    reading = numbers.read("1,250")
    assert (reading and reading.value) == value
    words = read_quantity("1,250", "g", numbers)
    assert (words.problem is None) == (value is not None)
    if value is None:
        assert "whether 1,250 is 1.25 or 1250" in (words.problem or "")
        assert math.isnan(words.columns["quantity"])
        assert math.isnan(words.columns["grams"])


def test_a_number_of_two_groups_is_certain_in_any_file() -> None:
    for numbers in (Numbers("."), Numbers(","), Numbers(",", None), Numbers(",", True)):
        assert numbers.normal("1,250,000 g") == "1250000 g"


@pytest.mark.parametrize("words", ["some", "a bit", "etwas"])
def test_a_vague_amount_is_no_problem_and_unknown(words: str) -> None:
    found = read_quantity(words, "", Numbers("."))
    assert found.problem is None
    assert found.columns["amount_text"] == words
    assert math.isnan(found.columns["quantity"])


@pytest.mark.parametrize(
    ("decimal", "cell", "value"),
    [
        (".", "1,250", 1250),
        (".", "1,250.5", 1250.5),
        (".", "1.25", 1.25),
        (".", "12,5", 12.5),
        (".", "-3", -3),
        (".", "−3", -3),
        (".", "1.5E+03", 1500),
        (".", "1'250.5", 1250.5),
        (".", "1 250", 1250),
        (",", "1.250", 1250),
        (",", "1.250,5", 1250.5),
        (",", "1\u00a0250,5", 1250.5),
        (",", "12.5", 12.5),
        (None, "12,5", 12.5),
        (None, "12.5", 12.5),
        (".", ".5", None),
        (None, "1,250", None),
        (".", "1/2", None),
        (".", "<1", None),
        (".", "abc", None),
        (".", "1e999", None),
        (".", "1_000", None),
        (".", "inf", None),
    ],
)
def test_a_cell_states_one_number_or_none(
    decimal: str | None, cell: str, value: float | None
) -> None:
    reading = Numbers(decimal).read(cell)
    assert (reading and reading.value) == value


@pytest.mark.parametrize("cell", ["", " ", "n/a", "N/A", ".", "–", "#N/A", "null"])
def test_spellings_of_unknown_are_nan_and_never_zero(cell: str) -> None:
    assert is_blank(cell)
    reading = Numbers(".").read(cell)
    assert reading is not None
    assert math.isnan(reading.value)


def test_zero_is_a_statement() -> None:
    reading = Numbers(".").read("0.00")
    assert reading is not None
    assert reading.value == 0.0


@given(st.floats(0, 1e9).map(lambda x: round(x, 2)), st.sampled_from([".", ","]))
def test_grouped_numbers_come_back(value: float, decimal: str) -> None:
    english = f"{value:,.2f}"
    swapped = english.translate(str.maketrans(",.", ".,")) if decimal == "," else english
    reading = Numbers(decimal).read(swapped)
    assert reading is not None
    assert reading.value == value


@pytest.mark.parametrize(
    ("words", "unit", "quantity", "measure", "grams"),
    [
        ("60", "g", 60, "g", 60),
        ("1 1/2", "cups", 1.5, "cup", None),
        ("200 ml", "", 200, "ml", None),
        ("200 ml", "ml", 200, "ml", None),
        ("2", "", 2, None, None),
        ("3", "Blorps", 3, "blorps", None),
        ("0", "g", 0, "g", 0),
    ],
)
def test_amount_and_unit_stand_in_one_cell_or_two(
    words: str, unit: str, quantity: float, measure: str | None, grams: float | None
) -> None:
    found = read_quantity(words, unit, Numbers("."))
    assert found.problem is None
    assert found.columns["quantity"] == quantity
    if measure != "blorps":
        assert found.columns["measure"] == measure
    assert found.columns["grams"] == grams or (grams is None and math.isnan(found.columns["grams"]))


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("02-Jan", "into a date"),
        ("3-Apr", "into a date"),
        ("Jan-02", "into a date"),
        ("2. Mär", "into a date"),
        ("02-Mai-26", "into a date"),
        ("2026-01-02", "into a date"),
        ("1/2/2026", "into a date"),
        ("#REF!", "an error"),
        ("#DIV/0!", "an error"),
        ("########", "an error"),
        ("-60 g", "negative"),
        ("−60", "negative"),
        ("1,250.5,3", "cannot be read"),
    ],
)
def test_a_damaged_amount_is_reported_and_unknown(words: str, problem: str) -> None:
    found = read_quantity(words, "", Numbers("."))
    assert problem in (found.problem or "")
    assert found.problem is not None
    assert found.problem.endswith("the amount counts as unknown")
    assert found.columns["amount_text"] == words
    assert math.isnan(found.columns["quantity"])
    assert math.isnan(found.columns["grams"])


@pytest.mark.parametrize(
    ("cell", "grams", "problem"),
    [
        ("60", 60, None),
        ("60 g", 60, None),
        ("2 oz", 56.69904625, None),
        ("", None, None),
        ("-5", None, "negative"),
        ("some", None, "unknown"),
        ("1 cup", None, "cannot be read as grams"),
    ],
)
def test_a_column_of_grams(cell: str, grams: float | None, problem: str | None) -> None:
    found = read_grams(cell, Numbers("."))
    assert (problem or "") in (found.problem or "")
    assert (found.problem is None) == (problem is None)
    assert found.columns["grams"] == grams or math.isnan(found.columns["grams"])


def test_codes_are_kept_as_the_digits_they_are() -> None:
    assert read_food_code("11111000") == "11111000"
    assert read_food_code("11111000.0") == "11111000"
    assert read_food_code("01077") == "1077"
    assert read_food_code("9040") == "9040"
    assert read_gtin("00041331024901") == "00041331024901"
    assert read_gtin(" 4 006381 333931 ") == "4006381333931"
    assert read_fdc_id("2705383") == 2705383


@pytest.mark.parametrize("text", ["4.00E+12", "7,35E+11", "12", "abc", "123456789012345", "#REF!"])
def test_a_damaged_bar_code_is_never_guessed(text: str) -> None:
    with pytest.raises(CodeDamage):
        read_gtin(text)


@pytest.mark.parametrize("text", ["1.11E+07", "123", "123456", "00000", "milk", "111110001"])
def test_a_damaged_food_code_is_never_guessed(text: str) -> None:
    with pytest.raises(CodeDamage):
        read_food_code(text)
