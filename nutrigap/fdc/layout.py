"""How a food store is laid out: one SQLite file, checked before it is trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nutrigap.fdc.values import nutrient_ids

if TYPE_CHECKING:
    from nutrigap.nutrients import Nutrient

APPLICATION_ID = 0x6E676170  # "ngap"
STORE_VERSION = 1


def statements() -> tuple[str, ...]:
    """SQL that creates an empty store.

    Amounts are per 100 g in FDC's own unit, one column for each FDC nutrient id, NULL where
    nobody measured them. The indexes are unique so that the food written first, which is that of
    the newest release, stays.
    """
    amounts = ", ".join(f'"{fdc_id}" REAL' for fdc_id in nutrient_ids())
    return (
        f"PRAGMA application_id = {APPLICATION_ID}",
        f"PRAGMA user_version = {STORE_VERSION}",
        "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID",
        "CREATE TABLE release(release TEXT PRIMARY KEY, dataset TEXT, source TEXT, sha256 TEXT,"
        " foods INTEGER, note TEXT) WITHOUT ROWID",
        "CREATE TABLE food(fdc_id INTEGER PRIMARY KEY, data_type TEXT, food_code TEXT,"
        " description TEXT, category TEXT, brand TEXT, gtin TEXT, release TEXT, popularity REAL,"
        " usual_grams REAL)",
        "CREATE UNIQUE INDEX food_code ON food(food_code, data_type) WHERE food_code IS NOT NULL",
        "CREATE UNIQUE INDEX food_gtin ON food(gtin) WHERE gtin IS NOT NULL",
        f"CREATE TABLE composition(fdc_id INTEGER PRIMARY KEY, {amounts})",
        "CREATE TABLE portion(fdc_id INTEGER, seq INTEGER, measure TEXT, grams REAL, label TEXT,"
        " role TEXT, PRIMARY KEY(fdc_id, seq)) WITHOUT ROWID",
        "CREATE TABLE synonym(fdc_id INTEGER, seq INTEGER, text TEXT,"
        " PRIMARY KEY(fdc_id, seq)) WITHOUT ROWID",
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
