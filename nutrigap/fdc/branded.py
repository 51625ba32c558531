"""Branded foods: the newest version of each bar code, and the serving on the label."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nutrigap.fdc.portions import parse_measures
from nutrigap.fdc.rows import Food, Portion, gtin, iso_date, number, plain, whole

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Mapping

    from nutrigap.fdc.source import FdcSource

# Millilitres stand for grams: USDA gives these foods' nutrients per 100 ml.
_SERVING_UNITS = {"g": "g", "grm": "g", "gm": "g", "ml": "ml", "mlt": "ml"}


_Version = tuple[str, str, int]  # available, modified, fdc_id


class Versions(NamedTuple):
    """fdc_ids of ``branded_food.csv``: those with a newer version, and all."""

    older: set[int]
    labelled: set[int]


def read_versions(source: FdcSource) -> Versions:
    """Which branded foods are older versions: another has the same bar code and newer dates."""
    newest: dict[str, _Version] = {}
    found = Versions(set(), set())
    columns = "fdc_id", "gtin_upc", "available_date?", "modified_date?"
    for fdc, code, available, modified in source.rows("branded_food", *columns):
        fdc_id, key = whole(fdc), gtin(code)
        if fdc_id is None:
            continue
        found.labelled.add(fdc_id)
        if key is None:
            continue
        version = iso_date(available), iso_date(modified), fdc_id
        known = newest.setdefault(key, version)
        if known != version:
            newest[key] = max(known, version)
            found.older.add(min(known, version)[2])
    return found


def read_branded(
    source: FdcSource, described: Mapping[int, str], log: Counter[str]
) -> Iterator[tuple[Food, list[Portion]]]:
    """The branded foods described, with what ``branded_food.csv`` says of them.

    Parameters
    ----------
    source : FdcSource
        Where the tables are.
    described : mapping of int to str
        Descriptions of the foods wanted, by fdc_id.
    log : Counter
        Counts servings that cannot be used.
    """
    columns = "fdc_id", "gtin_upc", "brand_owner?", "brand_name?", "branded_food_category?"
    servings = "serving_size?", "serving_size_unit?", "household_serving_fulltext?"
    for fdc, code, owner, brand, category, size, unit, household in source.rows(
        "branded_food", *columns, *servings
    ):
        fdc_id = whole(fdc)
        if fdc_id is None or fdc_id not in described:
            continue
        label = plain(category) or None, plain(brand) or plain(owner) or None, gtin(code)
        portions = _servings(fdc_id, number(size), unit, household)
        if not portions:
            log["branded foods without a serving size in g or ml"] += 1
        yield Food(fdc_id, "branded", None, described[fdc_id], *label), portions


def _servings(fdc_id: int, size: float | None, unit: str, household: str) -> list[Portion]:
    """The serving on the label, and the household measure it is said to equal."""
    basis = _SERVING_UNITS.get(unit.strip().lower())
    if size is None or size <= 0 or basis is None:
        return []
    found = [Portion(fdc_id, 1, "serving", size, f"serving ({size:g} {basis})", "portion")]
    count, measure = parse_measures(household)
    if count > 0 and measure and measure != "serving":
        grams = round(size / count, 4)
        found.append(Portion(fdc_id, 2, measure, grams, plain(household), "portion"))
    return found
