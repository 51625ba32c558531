"""Print how well magnesium and B12 that a label leaves out are imputed from generic twins.

Both are hidden in foods that have them: in survey and SR foods, each in turn taken for a product
of its own name (the food itself may not be its twin, nor a food of the same description), and in
the branded sample, of which few products state them, mostly those to which they were added: such
a label is not what twins are for, and the figures show what they would do there. Columns: foods
that have the nutrient, share imputed, share of those whose true value lies in the range, median
width of the range [ln], median error of the twins and of the mean of the food group (the WWEIA or
USDA category; for a product that of its first twin), as a share of the larger of true value and
the amount too small to matter.

``--fit`` prints the base and slope of each nutrient that cover nine in ten at the least width.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
from collections.abc import Iterable
from math import exp, log
from pathlib import Path
from statistics import median, pstdev
from typing import NamedTuple

from nutrigap.fdc import FoodStore, packaged_store, read_release, write_store
from nutrigap.tables import read_constants
from nutrigap.twin_search import Product, find_twins, products_of

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("NUTRIGAP_SHARED", ROOT.parent / "shared"))
HIDDEN = ("magnesium", "vitamin_b12")
# What US labels state by law since 2020, and energy.
STATED = ("energy", "protein", "carbohydrate", "fat", "sodium", "calcium", "potassium", "vitamin_d")
SAMPLE, SEED = 3000, 0


class Case(NamedTuple):
    """One hidden value: what it is, what was imputed (or nothing), the mean of its group."""

    truth: float
    group_mean: float
    amount: float | None
    low: float
    high: float
    logs: tuple[float, ...]


def main() -> None:
    """Print both tests."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--fit", action="store_true")
    fit = options.parse_args().fit
    constants = read_constants("twin_constants")
    generic = FoodStore(packaged_store())
    sets = {"survey and SR foods": _generic_products(generic), "branded sample": _branded()}
    print(f"{'':40}{'foods':>8}{'imputed':>9}{'inside':>8}{'width':>7}{'twins':>8}{'group':>8}")
    for name, products in sets.items():
        cases = _cases(products, generic, constants)
        for nutrient in HIDDEN:
            offset = constants[f"offset_{nutrient}"]
            print(f"{name + ', ' + nutrient:40}" + _row(cases[nutrient], offset))
            if fit:
                print("   base, slope, width:", _fitted(cases[nutrient], offset))


def _generic_products(store: FoodStore) -> list[Product]:
    rows = store.read("SELECT fdc_id FROM food WHERE data_type <> 'foundation' ORDER BY fdc_id")
    chosen = random.Random(SEED).sample([row[0] for row in rows], SAMPLE)
    foods = store.foods(chosen).assign(data_type="branded")
    return [_unless_added(p) for p in products_of(foods, store.composition(chosen))]


def _unless_added(product: Product) -> Product:
    """Without B12 where some was added: a label would have to state it."""
    if not product.amounts.get("vitamin_b12_added", 0.0) > 0:
        return product
    return product._replace(
        amounts={key: v for key, v in product.amounts.items() if key != "vitamin_b12"}
    )


def _branded() -> list[Product]:
    """Products of the branded sample that state magnesium or B12."""
    archive = next((SHARED / "fdc" / "branded_2023-10-26_sample").glob("*.zip"))
    with tempfile.TemporaryDirectory() as folder:
        store = FoodStore(write_store([read_release(archive)], Path(folder) / "branded.sqlite"))
        ids = [r[0] for r in store.read("SELECT fdc_id FROM food WHERE data_type = 'branded'")]
        products = products_of(store.foods(ids), store.composition(ids))
        store.close()
    return [p for p in products if any(key in p.amounts for key in HIDDEN)]


def _cases(
    products: Iterable[Product], store: FoodStore, constants: dict[str, float]
) -> dict[str, list[Case]]:
    groups = _Groups(store)
    cases: dict[str, list[Case]] = {nutrient: [] for nutrient in HIDDEN}
    for product in products:
        stated = {key: v for key, v in product.amounts.items() if key in STATED}
        hidden = product._replace(amounts=stated)
        same = groups.called(product.name)
        found = find_twins([hidden], store, constants, wanted=HIDDEN, without=same)
        values = found.get(product.fdc_id, {})
        first = next((value.fdc_ids[0] for value in values.values()), product.fdc_id)
        for nutrient in HIDDEN:
            if nutrient not in product.amounts:
                continue
            got = values.get(nutrient)
            offset = constants[f"offset_{nutrient}"]
            twins = got.fdc_ids if got else ()
            logs = tuple(log(groups.amount(i, nutrient) + offset) for i in twins)
            mean = groups.mean(first, nutrient, without={product.fdc_id, *same})
            amounts = (got.amount, got.low, got.high) if got else (None, 0.0, 0.0)
            cases[nutrient].append(Case(product.amounts[nutrient], mean, *amounts, logs))
    return cases


class _Groups:
    """Means of food groups, and foods by description."""

    def __init__(self, store: FoodStore) -> None:
        rows = store.read("SELECT fdc_id, description, category FROM food").fetchall()
        table = store.composition([row[0] for row in rows]).set_index("fdc_id")
        self._amounts = {n: table[n].to_dict() for n in HIDDEN}
        self._category = {row[0]: row[2] for row in rows}
        self._members: dict[str, list[int]] = {}
        self._called: dict[str, set[int]] = {}
        for fdc_id, description, category in rows:
            self._members.setdefault(category, []).append(fdc_id)
            self._called.setdefault(description.casefold(), set()).add(fdc_id)

    def amount(self, fdc_id: int, nutrient: str) -> float:
        return self._amounts[nutrient][fdc_id]

    def called(self, name: str) -> set[int]:
        return self._called.get(name.casefold(), set())

    def mean(self, fdc_id: int, nutrient: str, *, without: set[int]) -> float:
        members = self._members.get(self._category.get(fdc_id, ""), [])
        held = [self._amounts[nutrient][i] for i in members if i not in without]
        known = [amount for amount in held if amount == amount]
        return sum(known) / len(known) if known else float("nan")


def _row(cases: list[Case], offset: float) -> str:
    got = [c for c in cases if c.amount is not None]
    if not got:
        return f"{len(cases):8}"
    inside = sum(c.low <= c.truth <= c.high for c in got) / len(got)
    width = median(log((c.high + offset) / (c.low + offset)) for c in got)
    errors = [abs(c.amount - c.truth) / max(c.truth, offset) for c in got]
    by_group = [abs(c.group_mean - c.truth) / max(c.truth, offset) for c in got
                if c.group_mean == c.group_mean]  # fmt: skip
    return (f"{len(cases):8}{len(got) / len(cases):9.0%}{inside:8.1%}{width:7.2f}"
            f"{median(errors):8.1%}{median(by_group):8.1%}")  # fmt: skip


def _fitted(cases: list[Case], offset: float) -> tuple[float, float, float]:
    """The narrowest ranges on average that hold nine in ten."""
    got = [c for c in cases if c.amount is not None]
    best = (9.0, 9.0, 99.0)
    for slope in (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0):
        needed = sorted(
            abs(log((c.truth + offset) / (c.amount + offset))) - slope * pstdev(c.logs)
            for c in got if c.amount is not None
        )  # fmt: skip
        base = max(needed[min(int(0.905 * len(needed)), len(needed) - 1)], 0.0)
        width = sum(exp(min(base + slope * pstdev(c.logs), 5)) for c in got) / len(got)
        best = min(best, (round(base, 3), slope, round(width, 3)), key=lambda fitted: fitted[2])
    return best


if __name__ == "__main__":
    main()
