"""Foods, what they hold, and which of them entries were taken for."""

from nutrigap.nutrients import nutrients
from nutrigap.schema.base import ENTRY, FDC, MATCH, Column, Table, number, text

FOODS = Table(
    "FOODS",
    (
        Column("fdc_id", "integer", "FoodData Central id"),
        text("data_type", "survey, sr_legacy, foundation, branded or user"),
        text("food_code", "FNDDS code or NDB number", missing=True),
        text("description", "USDA's name of the food"),
        text("category", "food group or WWEIA category", missing=True),
        text("brand", "brand owner or name", missing=True),
        text("gtin", "bar code, 14 digits", missing=True),
        text("release", "release the food came with"),
        number("popularity", "people who reported the food in NHANES 2017 to March 2020"),
        number("usual_grams", "default portion", "g"),
    ),
    ("fdc_id",),
)
COMPOSITION = Table(
    "COMPOSITION",
    (
        Column("fdc_id", "integer", "FoodData Central id"),
        *(
            number(n.key, f"{n.name} per 100 g of food; NaN where nobody measured it", n.unit)
            for n in nutrients().values()
        ),
    ),
    ("fdc_id",),
)
IMPUTED = Table(
    "IMPUTED",
    (
        Column("fdc_id", "integer", "product whose label does not state the nutrient"),
        text("nutrient", "key"),
        number("amount", "mean of the foods like it, per 100 g"),
        number("low", "lower end, per 100 g"),
        number("high", "upper end, per 100 g"),
        text("unit", "canonical unit of the nutrient"),
        text("tag", "imputed_from: and the fdc_ids of those foods"),
    ),
    ("fdc_id", "nutrient"),
)
PORTIONS = Table(
    "PORTIONS",
    (
        Column("fdc_id", "integer", "FoodData Central id"),
        Column("seq", "integer", "USDA's order, from 1"),
        text("measure", "canonical unit, or the words of the portion"),
        number("grams", "mass of one measure", "g"),
        text("label", "portion as USDA writes it"),
        text("role", "portion, default (quantity not specified) or guideline"),
    ),
    ("fdc_id", "seq"),
)
MATCHES = Table(
    "MATCHES",
    (
        MATCH,
        Column("rank", "integer", "1 is used"),
        FDC,
        text("food_code", "FNDDS code or NDB number", missing=True),
        text("description", "USDA's name of the food", missing=True),
        text("data_type", "food table", missing=True),
        number("probability", "chance of being nutritionally equivalent to the truth"),
        number("weight", "share of belief in this candidate for the range"),
        text("method", "user, code, barcode, alias, text or none"),
    ),
    ("match_id", "rank"),
)
CANDIDATES = Table(
    "CANDIDATES",
    (
        MATCH,
        Column("fdc_id", "integer", "FoodData Central id"),
        number("weight", "share of belief; with 'none of these' they sum to 1"),
    ),
    ("match_id", "fdc_id"),
)
WEIGHED = Table(
    "WEIGHED",
    (
        ENTRY,
        MATCH,
        FDC,
        number("grams", "mass eaten; NaN unknown", "g"),
        text("grams_basis", "stated, portion, volume, density, energy, default or unknown"),
        number("grams_spread", "standard deviation of ln grams"),
    ),
    ("entry_id",),
)
READINGS = Table(
    "READINGS",
    (
        ENTRY,
        text("reading", "amount, raw, cooked, food or entry: what is probably wrong"),
        text("sentence", "the same for people"),
    ),
    ("entry_id",),
)
