"""Names of foods and portions as people say them."""

from __future__ import annotations

import re

# FNDDS writes the general word first and says what was not asked; people do neither.
_DROPPED = re.compile(
    r",\s*(?:NFS|NS as to [^,]+|no added fat|canned, bottled or in a carton|fresh|from fresh"
    r"|from dried|excluding honey roasted|100%|for adults|skim)(?=,|$)|\s*\([^)]*(?:%|skim)[^)]*\)"
)
_HEAD = re.compile(r"^(?:Fish|Egg(?=, whole)), (?:whole, (?=\w))?(?!NFS|NS as to)")
_BEHIND = re.compile(r"^(?P<head>Bread|Cheese|Rice|Roll|Milk), (?P<kind>[^,]+)")
_OTHER_WORDS = {"Soybean curd": "tofu (soybean curd)"}


def plain_name(description: str) -> str:
    """A food of the table as people call it.

    Parameters
    ----------
    description : str
        USDA's name of the food.

    Examples
    --------
    >>> [plain_name(n) for n in ("Fish, salmon, baked or broiled", "Bread, whole wheat, toasted",
    ...     "Milk, reduced fat (2%)", "Egg, whole, boiled or poached", "Cheese, Cheddar")]
    ['salmon, baked or broiled', 'whole wheat bread, toasted', 'reduced fat milk', 'egg, boiled or \
poached', 'Cheddar cheese']
    """
    if description in _OTHER_WORDS:
        return _OTHER_WORDS[description]
    whole_egg = description.startswith("Egg, whole, ")
    name = f"Egg, {description[12:]}" if whole_egg else _HEAD.sub("", description)
    name = _DROPPED.sub("", name)
    flipped = _BEHIND.sub(lambda m: f"{m['kind']} {m['head'].lower()}", name)
    proper = flipped != name and name.startswith("Cheese")
    return flipped if proper else flipped[:1].lower() + flipped[1:]


def portion_text(number: float, measure: str, grams: float) -> str:
    """A portion with its weight.

    Parameters
    ----------
    number : float
        How many measures.
    measure : str
        Words of one measure; empty where the weight says it all.
    grams : float
        Weight of them all [g].

    Examples
    --------
    >>> portion_text(2, "slice, large", 86.0), portion_text(0.5, "cup", 90), portion_text(1, "", 85)
    ('2 slices, large (86 g)', '½ cup (90 g)', '85 g')
    """
    if not measure:
        return f"{grams:,.0f} g"
    first, comma, rest = measure.partition(",")
    words = f"{first}s{comma}{rest}" if number > 1 and not first.endswith("s") else measure
    count = "½ " if number == 0.5 else f"{number:g} "
    # "6 oz container" says by itself how many.
    count = "" if number == 1 and measure[:1].isdigit() else count
    return f"{count}{words} ({grams:,.0f} g)"
