"""Print how well what a label leaves out is imputed from generic twins.

Magnesium and B12 are hidden in foods that have them: in survey and SR foods, each in turn taken for
a product of its own name (the food itself may not be its twin, nor a food of the same description),
and in the branded sample. Few of its products state them, mostly those to which they were added, so
calcium, potassium and vitamin D, which most labels must state, are hidden there as well, one at a
time: they show how far real products are from their twins. Hardly any product of the sample comes
with its ingredients. Columns: foods that have the nutrient, share imputed, share of those whose
true value lies in the range, median width of the range [ln], median error of the twins and of the
mean of the food group (the WWEIA or USDA category; for a product that of its first twin), as a
share of the larger of true value and the amount too small to matter.

Then the share of products that do not state them which are imputed, with unknown ingredients and as
if the ingredients showed no addition.

``--fit`` prints, for foods with even and with odd numbers and for all, the base, slope and far of
each nutrient by which ranges cover nine in ten, and the share they cover of the other foods and of
survey and SR foods.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from math import log
from pathlib import Path
from statistics import median, pstdev
from typing import NamedTuple

from nutrigap.fdc import FoodStore, packaged_store, read_release, write_store
from nutrigap.fdc.additions import read_additions
from nutrigap.tables import read_constants
from nutrigap.twin_search import Product, find_twins, products_of
from nutrigap.twins import distance

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("NUTRIGAP_SHARED", ROOT.parent / "shared"))
HIDDEN = ("magnesium", "vitamin_b12")
ALONE = ("calcium", "potassium", "vitamin_d")
# What US labels state by law since 2020, and energy.
STATED = ("energy", "protein", "carbohydrate", "fat", "sodium", "calcium", "potassium", "vitamin_d")
SAMPLE, SEED = 3000, 0
# Few labels state magnesium: its ranges are fitted with those of potassium, another mineral.
TOGETHER = {"magnesium": ("magnesium", "potassium")}


class Case(NamedTuple):
    """One hidden value: what it is, what was imputed (or nothing), the mean of its group."""

    fdc_id: int
    nutrient: str
    truth: float
    group_mean: float
    amount: float | None
    low: float
    high: float
    spread: float
    far: float


def main() -> None:
    """Print the tests."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--fit", action="store_true")
    fit = options.parse_args().fit
    constants = read_constants("twin_constants")
    store = FoodStore(packaged_store())
    generic, branded = _generic_products(store), _branded()
    cases = {
        "survey and SR foods": _cases(map(_by_law, generic), generic, store, constants),
        "branded sample": _cases(branded, branded, store, constants),
    }
    print(f"{'':40}{'foods':>8}{'imputed':>9}{'inside':>8}{'width':>7}{'twins':>8}{'group':>8}")
    for name, found in cases.items():
        for nutrient in (*HIDDEN, *ALONE):
            some = [case for case in found if case.nutrient == nutrient]
            print(f"{name + ', ' + nutrient:40}" + _row(some, constants[f"offset_{nutrient}"]))
    for nutrient in HIDDEN:
        print(f"not stated, {nutrient}:", _shares(branded, nutrient, store, constants))
    if fit:
        _print_fits(cases["branded sample"], cases["survey and SR foods"], constants)


def _generic_products(store: FoodStore) -> list[Product]:
    rows = store.read("SELECT fdc_id FROM food WHERE data_type <> 'foundation' ORDER BY fdc_id")
    chosen = random.Random(SEED).sample([row[0] for row in rows], SAMPLE)
    foods = store.foods(chosen).assign(data_type="branded")
    return [_unless_added(p) for p in products_of(foods, store.composition(chosen))]


def _by_law(product: Product) -> Product:
    """What a label of it would state."""
    return product._replace(amounts={k: v for k, v in product.amounts.items() if k in STATED})


def _unless_added(product: Product) -> Product:
    """Without B12 where some was added: a label would have to state it."""
    if not product.amounts.get("vitamin_b12_added", 0.0) > 0:
        return product
    return product._replace(
        amounts={key: v for key, v in product.amounts.items() if key != "vitamin_b12"}
    )


def _branded() -> list[Product]:
    """Products of the branded sample, with what their ingredients show where these are known."""
    archive = next((SHARED / "fdc" / "branded_2023-10-26_sample").glob("*.zip"))
    with tempfile.TemporaryDirectory() as folder:
        store = FoodStore(write_store([read_release(archive)], Path(folder) / "branded.sqlite"))
        ids = [r[0] for r in store.read("SELECT fdc_id FROM food WHERE data_type = 'branded'")]
        added = read_additions(store, ids)
        products = products_of(store.foods(ids), store.composition(ids), added)
        store.close()
    return products


def _cases(
    labels: Iterable[Product],
    products: Iterable[Product],
    store: FoodStore,
    constants: dict[str, float],
) -> list[Case]:
    """Every nutrient that a product has, imputed from its label without it."""
    groups = _Groups(store)
    cases = []
    for label, food in zip(labels, products, strict=True):
        cases += _hidden(label, food, HIDDEN, groups, store, constants)
        for nutrient in ALONE:
            cases += _hidden(label, food, (nutrient,), groups, store, constants)
    return cases


def _hidden(
    label: Product,
    food: Product,
    nutrients: Sequence[str],
    groups: _Groups,
    store: FoodStore,
    constants: dict[str, float],
) -> Iterator[Case]:
    sought = [nutrient for nutrient in nutrients if nutrient in food.amounts]
    if not sought:
        return
    without = {*HIDDEN, "vitamin_b12_added", *nutrients}
    shown = {key: v for key, v in label.amounts.items() if key not in without}
    same = groups.called(food.name)
    hidden = label._replace(amounts=shown)
    found = find_twins([hidden], store, constants, wanted=sought, without=same)
    values = found.get(food.fdc_id, {})
    first = next((value.fdc_ids[0] for value in values.values()), food.fdc_id)
    for nutrient in sought:
        got = values.get(nutrient)
        mean = groups.mean(first, nutrient, without={food.fdc_id, *same})
        case = Case(food.fdc_id, nutrient, food.amounts[nutrient], mean, None, 0, 0, 0, 0)
        if got:
            offset = constants[f"offset_{nutrient}"]
            logs = [log(groups.amount(i, nutrient) + offset) for i in got.fdc_ids]
            far = min(distance(shown, groups.amounts(i)) for i in got.fdc_ids)
            case = case._replace(
                amount=got.amount, low=got.low, high=got.high, spread=pstdev(logs), far=far
            )
        yield case


def _shares(
    products: Iterable[Product], nutrient: str, store: FoodStore, constants: dict[str, float]
) -> str:
    """Of products that do not state a nutrient, how many are imputed."""
    silent = [p for p in products if nutrient not in p.amounts]
    unlisted = find_twins(silent, store, constants, wanted=[nutrient])
    plain = [p._replace(added=frozenset()) for p in silent]
    listed = find_twins(plain, store, constants, wanted=[nutrient])
    return (
        f"{len(silent)} products, {len(unlisted) / len(silent):.0%} imputed,"
        f" {len(listed) / len(silent):.0%} if nothing was added"
    )


class _Groups:
    """Means of food groups, and foods by description."""

    def __init__(self, store: FoodStore) -> None:
        rows = store.read("SELECT fdc_id, description, category FROM food").fetchall()
        table = store.composition([row[0] for row in rows]).set_index("fdc_id")
        self._table = table
        self._amounts = {n: table[n].to_dict() for n in (*HIDDEN, *ALONE)}
        self._category = {row[0]: row[2] for row in rows}
        self._members: dict[str, list[int]] = {}
        self._called: dict[str, set[int]] = {}
        for fdc_id, description, category in rows:
            self._members.setdefault(category, []).append(fdc_id)
            self._called.setdefault(description.casefold(), set()).add(fdc_id)

    def amount(self, fdc_id: int, nutrient: str) -> float:
        return self._amounts[nutrient][fdc_id]

    def amounts(self, fdc_id: int) -> dict[str, float]:
        return self._table.loc[fdc_id].to_dict()

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


def _print_fits(labels: list[Case], generic: list[Case], constants: dict[str, float]) -> None:
    for nutrient in (*HIDDEN, *ALONE):
        offset = constants[f"offset_{nutrient}"]
        others = [c for c in generic if c.nutrient == nutrient and c.amount is not None]
        for rest, name in ((0, "even"), (1, "odd"), (None, "all")):
            together = TOGETHER.get(nutrient, (nutrient,))
            known = [c for c in labels if c.nutrient in together and c.amount is not None]
            used = [c for c in known if rest is None or c.fdc_id % 2 == rest]
            held_out = [c for c in known if c.nutrient == nutrient and c not in used]
            if nutrient == "vitamin_b12":  # too few labels to fit on
                used = [c for c in others if rest is None or c.fdc_id % 2 == rest]
                held_out = [c for c in known if rest is not None]
            fitted = _fitted(used, constants)
            print(f"{nutrient}, {name} ({len(used)}): base, slope, far {fitted};",
                  f"held out {_inside(held_out, fitted, offset)}",
                  f"survey and SR {_inside(others, fitted, offset)}")  # fmt: skip


def _error(case: Case, offset: float) -> float:
    return abs(log((case.truth + offset) / ((case.amount or 0.0) + offset)))


def _inside(cases: list[Case], fitted: tuple[float, float, float], offset: float) -> str:
    base, slope, far = fitted
    inside = [_error(c, offset) <= base + slope * c.spread + far * c.far for c in cases]
    return f"{sum(inside) / len(inside):.1%} of {len(inside)}" if inside else "none"


def _fitted(cases: list[Case], constants: dict[str, float]) -> tuple[float, float, float]:
    """What a quantile regression gives for nine in ten."""
    found = []
    errors = [_error(c, constants[f"offset_{c.nutrient}"]) for c in cases]
    for slope, far in product((0.0, 0.4, 0.8, 1.2, 1.6, 2.0), (0.0, 1.0, 2.0, 3.0, 4.0, 5.0)):
        beyond = sorted(
            e - slope * c.spread - far * c.far for e, c in zip(errors, cases, strict=True)
        )
        base = max(beyond[int(0.9 * len(beyond))], 0.0)
        loss = sum(max(0.9 * (b - base), 0.1 * (base - b)) for b in beyond)
        found.append((loss, (round(base, 2), slope, far)))
    return min(found)[1]


if __name__ == "__main__":
    main()
