"""How a food store is laid out: one SQLite file, checked before it is trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nutrigap.fdc.values import nutrient_ids

if TYPE_CHECKING:
    from nutrigap.nutrients import Nutrient

APPLICATION_ID = 0x6E676170  # "ngap"
STORE_VERSION = 2


def statements() -> tuple[str, ...]:
    """SQL that creates an empty store.

    Amounts are per 100 g in FDC's own unit, one column for each FDC nutrient id, NULL where
    nobody measured them. ``food`` is how foods are read, ``stored_food`` how they are kept: brands,
    releases and bar codes as numbers. A label's serving is its ``usual_grams``, ``serving_unit``
    (g or ml) and ``household`` measure; other foods have their portions in ``portion``.
    ``addition`` is what ingredients show to be added to a food, an empty nutrient where nobody
    knows them.
    """
    amounts = ", ".join(f'"{fdc_id}" REAL' for fdc_id in nutrient_ids())
    return (
        f"PRAGMA application_id = {APPLICATION_ID}",
        f"PRAGMA user_version = {STORE_VERSION}",
        "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID",
        "CREATE TABLE release(id INTEGER PRIMARY KEY, release TEXT UNIQUE, dataset TEXT,"
        " source TEXT, sha256 TEXT, foods INTEGER, note TEXT)",
        "CREATE TABLE brand(id INTEGER PRIMARY KEY, brand TEXT, key TEXT)",
        "CREATE TABLE stored_food(fdc_id INTEGER PRIMARY KEY, data_type TEXT, food_code TEXT,"
        " description TEXT, category TEXT, brand_id INTEGER, gtin INTEGER, release_id INTEGER,"
        " popularity REAL, usual_grams REAL, serving_unit TEXT, household TEXT)",
        "CREATE VIEW food AS SELECT fdc_id, data_type, food_code, description, category,"
        " brand.brand, CASE WHEN gtin IS NOT NULL THEN printf('%014d', gtin) END AS gtin,"
        " release.release, popularity, usual_grams FROM stored_food"
        " LEFT JOIN brand ON brand.id = brand_id LEFT JOIN release ON release.id = release_id",
        f"CREATE TABLE composition(fdc_id INTEGER PRIMARY KEY, {amounts})",
        "CREATE TABLE portion(fdc_id INTEGER, seq INTEGER, measure TEXT, grams REAL, label TEXT,"
        " role TEXT, PRIMARY KEY(fdc_id, seq)) WITHOUT ROWID",
        "CREATE TABLE addition(fdc_id INTEGER, nutrient TEXT, PRIMARY KEY(fdc_id, nutrient))"
        " WITHOUT ROWID",
        "CREATE TABLE synonym(fdc_id INTEGER, seq INTEGER, text TEXT,"
        " PRIMARY KEY(fdc_id, seq)) WITHOUT ROWID",
    )


def indexes() -> tuple[str, ...]:
    """SQL for the ways to find a food; made last, which is faster than row by row."""
    return (
        "CREATE UNIQUE INDEX food_code ON stored_food(food_code, data_type)"
        " WHERE food_code IS NOT NULL",
        "CREATE UNIQUE INDEX food_gtin ON stored_food(gtin) WHERE gtin IS NOT NULL",
        "CREATE INDEX food_brand ON stored_food(brand_id) WHERE brand_id IS NOT NULL",
        "CREATE INDEX food_generic ON stored_food(data_type) WHERE data_type != 'branded'",
        "CREATE INDEX brand_key ON brand(key)",
    )


def amount_of(nutrient: Nutrient) -> str:
    """SQL for a nutrient in its canonical unit: its first FDC id that has a value.

    Examples
    --------
    >>> from nutrigap.nutrients import find
    >>> amount_of(find("vitamin_d"))
    'coalesce("1110" * 0.025, "1114" * 1.0, NULL)'
    """
    pairs = zip(nutrient.fdc_ids, nutrient.fdc_units, strict=True)
    terms = [f'"{fdc_id}" * {nutrient.to_canonical(1.0, unit)!r}' for fdc_id, unit in pairs]
    return f"coalesce({', '.join(terms)}, NULL)"
