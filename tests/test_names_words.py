"""Words of names and of descriptions: amounts out, plurals, aliases, grammar, spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrigap import tables
from nutrigap.names import aliases, codes, grammar, parts
from nutrigap.names.cleaning import clean
from nutrigap.names.spelling import distance, repaired
from nutrigap.names.words import plain, singular, tokens, without_amounts


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("2 eggs", "eggs"),
        ("1 1/2 cups cooked rice", "cooked rice"),
        ("150 g chicken", "chicken"),
        ("chicken (182 g)", "chicken"),
        ("milk 2%", "milk 2%"),
        ("2% milk", "2% milk"),
        ("beef mince 5% fat", "beef mince 5% fat"),
        ("half and half", "half and half"),
        ("half a banana", "banana"),
        ("a slice of toast", "toast"),
        ("handful of walnuts", "walnuts"),
        ("7up", "7up"),
        ("12 grain bread", "12 grain bread"),
        ("2 x 1 oz cheese", "cheese"),
        ("100 g", "100 g"),
    ],
)
def test_amounts_leave_the_name(text: str, left: str) -> None:
    assert " ".join(without_amounts(plain(text)).split()) == left


@pytest.mark.parametrize(
    ("word", "one"),
    [
        ("berries", "berry"), ("cookies", "cooky"), ("cookie", "cooky"), ("pies", "pie"),
        ("potatoes", "potato"), ("leaves", "leaf"), ("olives", "olive"), ("asparagus", "asparagus"),
        ("molasses", "molasses"), ("hummus", "hummus"), ("oats", "oat"), ("swiss", "swiss"),
    ],
)  # fmt: skip
def test_plurals_and_nothing_else(word: str, one: str) -> None:
    assert singular(word) == one
    assert singular(one) == one


@pytest.mark.parametrize(
    ("food", "name", "context"),
    [
        ("Chobani - Greek Yogurt, Plain", "greek yogurt, plain", "chobani"),
        ("Generic - 2% Milk", "2% milk", ""),
        ("Homemade lasagna", "lasagna", ""),
        ("Ground beef, 90% - 94% lean", "ground beef, 90% - 94% lean", ""),
        ("half-and-half", "half-and-half", ""),
    ],
)
def test_surroundings_of_a_name(food: str, name: str, context: str) -> None:
    assert clean(food) == (name, context)


def test_restaurants_become_hints() -> None:
    food, hints = aliases.without_places(tokens(plain("McDonald's french fries")))
    assert food == ["frenchfry"]
    assert "fastfood" in hints
    assert aliases.without_places(["mcdonald"]) == (["mcdonald"], [])


@pytest.mark.parametrize(
    ("name", "means"),
    [
        ("toast", {"bread"}),
        ("toast with jam", {"bread", "jam"}),
        ("french toast", {"frenchtoast"}),
        ("skimmed milk", {"milk", "fatfree"}),
        ("prawn curry", {"shrimp", "curry"}),
        ("apple pie", {"apple", "pie"}),
    ],
)
def test_aliases_of_whole_names_and_parts(name: str, means: set[str]) -> None:
    meant, _, _ = aliases.applied(tokens(plain(name)))
    assert means <= set(meant)
    assert "toast" not in meant


def test_every_alias_says_something_new_once() -> None:
    rows = tables.read_rows("aliases")
    assert len({row["alias"] for row in rows}) == len(rows)
    for row in rows:
        assert row["scope"] in {"whole", "part"}
        assert plain(row["alias"]) == row["alias"]
        assert row["source"]
        assert row["confidence"] in {"high", "medium", "low"}
        assert tokens(row["alias"]), row
        assert tokens(row["replacement"].replace("?", " ")), row


def test_heads_are_behind_class_words() -> None:
    assert "cod" in grammar.describe("Fish, cod, grilled").heads
    assert grammar.describe("Carrots, raw").heads == {"carrot"}
    assert "pizza" in grammar.describe("Pizza with meat, thin crust").heads
    assert "restaurant" not in grammar.describe("Rice, restaurant").heads
    assert grammar.describe("Nuts, almonds, raw", "sr_legacy").heads == {"almond"}


def test_what_a_food_is_without_is_no_word_of_it() -> None:
    said = grammar.describe("Chicken breast, grilled without sauce, skin not eaten")
    assert said.negated == {"sauce"}
    assert said.flags & parts.NO_SKIN
    assert "skin" not in said.fields
    assert not {"sauce", "skin"} & said.content


@pytest.mark.parametrize(
    ("description", "bit"),
    [
        ("Milk, NFS", grammar.NFS),
        ("Corn, NS as to form, cooked", grammar.NS),
        ("Carrots, raw", grammar.IS_RAW),
        ("Milk, dry, not reconstituted", grammar.IS_DRY),
        ("Lettuce, for use on a sandwich", grammar.SPECIAL),
        ("Nutrition bar (Clif Bar)", grammar.BRAND),
        ("Broccoli, cooked, no added fat", grammar.NO_FAT),
        ("Broccoli, cooked, fat added", grammar.FAT),
    ],
)
def test_flags_of_a_description(description: str, bit: int) -> None:
    assert grammar.describe(description).flags & bit


@pytest.mark.parametrize("text", ["Chicken breast, baked, from raw", "Milk, dry, reconstituted"])
def test_prepared_from_something_is_not_that(text: str) -> None:
    assert not grammar.describe(text).flags & (grammar.IS_RAW | grammar.IS_DRY)


def test_additional_descriptions_are_phrases_or_default_rules() -> None:
    assert grammar.phrases("NS as to fat") == ([], True)
    assert grammar.phrases("ice cream bar, NFS") == ([(["icecream", "bar"], True)], False)
    assert grammar.phrases("nuts other than peanuts") == ([(["nut"], False)], False)


def test_slips_are_repaired_and_names_left_alone() -> None:
    known = {"broccoli": 5, "jerky": 1, "tuna": 2, "oat": 3, "milk": 4}
    count = dict.fromkeys(range(10), 9).__getitem__
    assert repaired(["brocolli", "tunna", "jerry", "kraft"], known, count) == [
        "broccoli", "tuna", "jerry", "kraft",
    ]  # fmt: skip
    assert repaired(["milkoat"], known, count) == ["milk", "oat"]


@given(st.text("abcd", max_size=6), st.text("abcd", max_size=6))
def test_distance_is_symmetric_and_nought_only_for_equals(one: str, other: str) -> None:
    assert distance(one, other, 9) == distance(other, one, 9)
    assert (distance(one, other, 9) == 0) == (one == other)


@given(st.integers(0, 10**12 - 1))
def test_bar_codes_need_their_check_digit(number: int) -> None:
    digits = f"{number:013d}"
    total = sum(int(d) * (3 if at % 2 == 0 else 1) for at, d in enumerate(digits))
    right = (10 - total % 10) % 10
    assert codes.gtin(f"{digits}{right}") == f"{digits}{right}"
    assert codes.gtin(f"{digits}{(right + 1) % 10}") is None


@given(st.text(max_size=60))
def test_any_text_has_words_or_none(text: str) -> None:
    words = tokens(without_amounts(plain(text)))
    assert all(word == word.casefold() and word.strip() for word in words)
    grammar.describe(text)
    grammar.phrases(text)
