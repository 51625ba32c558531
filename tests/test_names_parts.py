"""Which part of a food a wording means."""

import pytest

from nutrigap.names import parts


@pytest.mark.parametrize(
    ("text", "rest", "bits"),
    [
        ("chicken breast, skinless, cooked", "chicken breast, cooked", parts.NO_SKIN),
        ("potato, baked, with skin", "potato, baked", parts.SKIN),
        ("potato, baked, peel not eaten", "potato, baked", parts.NO_SKIN),
        ("potatoes, baked, skin, without salt", "potatoes, baked, without salt",
         parts.PART | parts.NO_SALT),
        ("potatoes, baked, flesh and skin, with salt", "potatoes, baked, with salt",
         parts.SKIN | parts.SALT),
        ("pork, loin, separable lean only, raw", "pork, loin, raw", parts.LEAN),
        ('beef, separable lean and fat, trimmed to 1/8" fat, choice, raw', "beef, choice, raw",
         parts.LEAN_AND_FAT | parts.GRADED),
        ("turkey, all classes, breast, meat and skin, raw", "turkey, breast, raw", parts.SKIN),
        ("milk, whole", "milk, whole", 0),
        ("peanuts, salted", "peanuts, salted", parts.SALT),
    ],
)  # fmt: skip
def test_phrases_are_taken_out(text: str, rest: str, bits: int) -> None:
    assert parts.taken_out(text) == (rest, bits)


def test_a_name_of_nothing_else_keeps_its_words() -> None:
    assert parts.taken_out("skin only") == ("skin only", parts.PART)


def test_lean_ground_meat_is_not_the_lean_part() -> None:
    assert parts.taken_out("beef, ground, 90% lean meat / 10% fat, raw")[1] == 0
