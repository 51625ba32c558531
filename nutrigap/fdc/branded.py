"""Branded foods: the newest version of each bar code, and the serving on the label."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nutrigap.fdc.portions import parse_measures
from nutrigap.fdc.rows import Food, Portion, gtin, iso_date, number, plain, whole

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Container, Iterator

    from nutrigap.fdc.source import FdcSource

# Millilitres stand for grams: USDA gives these foods' nutrients per 100 ml.
_SERVING_UNITS = {"g": "g", "grm": "g", "gm": "g", "ml": "ml", "mlt": "ml"}
_NO_BRAND = (None, None, None)


class _Version(NamedTuple):
    available: str
    modified: str
    fdc_id: int


def superseded(source: FdcSource) -> set[int]:
    """fdc_ids of older versions: another food has the same bar code and newer dates."""
    newest: dict[str, _Version] = {}
    older: set[int] = set()
    columns = "fdc_id", "gtin_upc", "available_date?", "modified_date?"
    for fdc, code, available, modified in source.rows("branded_food", *columns):
        fdc_id, key = whole(fdc), gtin(code)
        if fdc_id is None or key is None:
            continue
        version = _Version(iso_date(available), iso_date(modified), fdc_id)
        known = newest.setdefault(key, version)
        if known != version:
            newest[key] = max(known, version)
            older.add(min(known, version).fdc_id)
    return older


def read_branded(source: FdcSource, left_out: Container[int]) -> Iterator[Food]:
    """Branded foods of ``food.csv``, with what ``branded_food.csv`` says of them."""
    columns = "fdc_id", "data_type", "description", "publication_date?"
    described = {}
    for fdc, data_type, description, published in source.rows("food", *columns):
        fdc_id = whole(fdc)
        if data_type == "branded_food" and fdc_id is not None and fdc_id not in left_out:
            described[fdc_id] = (plain(description), iso_date(published))
    labels = "fdc_id", "brand_owner?", "brand_name?", "gtin_upc", "branded_food_category?"
    for fdc, owner, brand, code, category in source.rows("branded_food", *labels):
        fdc_id = whole(fdc)
        named = described.pop(fdc_id, None) if fdc_id is not None else None
        if named is not None and fdc_id is not None:
            label = plain(category) or None, plain(brand) or plain(owner) or None, gtin(code)
            yield Food(fdc_id, "branded", None, named[0], *label, named[1])
    for fdc_id, (description, published) in described.items():
        yield Food(fdc_id, "branded", None, description, *_NO_BRAND, published)


def read_servings(
    source: FdcSource, fdc_ids: Container[int], log: Counter[str]
) -> Iterator[Portion]:
    """The serving on the label, and the household measure it is said to equal."""
    columns = "fdc_id", "serving_size?", "serving_size_unit?", "household_serving_fulltext?"
    for fdc, size, unit, household in source.rows("branded_food", *columns):
        fdc_id = whole(fdc)
        if fdc_id is None or fdc_id not in fdc_ids:
            continue
        grams, basis = number(size), _SERVING_UNITS.get(unit.strip().lower())
        if grams is None or grams <= 0 or basis is None:
            log["servings without a size in g or ml left out"] += 1
            continue
        yield Portion(fdc_id, 1, "serving", grams, f"serving ({grams:g} {basis})", "portion")
        count, measure = parse_measures(household)
        if count > 0 and measure and measure != "serving":
            each = round(grams / count, 4)
            yield Portion(fdc_id, 2, measure, each, plain(household), "portion")
