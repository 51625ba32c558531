"""Fit the constants of the plausible range on the labelled names, and write them to their table.

For short names and for names worded like a food table: how much flatter than the matcher's belief
the range's is (t), how the matcher's "none of these" is corrected (a, b), how flat the belief in
the candidates' groups is (t2), and how much of the rest may be any food (far). A hit is any food
nutritionally equivalent to a label; the likelihood of a name is the share of belief in its hits.
Names that strangers wrote count 60 times: names made from a table's own words make a matcher look
surer than it is. The matcher's scores are those of coefficients fitted without the name.

    python data/derive/range_constants.py [store] [--half 0|1] [--dry]

Run it again after any change of the matcher.
"""

from __future__ import annotations

import argparse
import csv
from typing import NamedTuple

import match_coefficients
import numpy as np
from name_examples import ROOT, SOURCES, Judge
from range_days import INGREDIENTS, half_of
from scipy.optimize import minimize

import nutrigap as ng
from nutrigap import tables
from nutrigap.fdc import FoodStore
from nutrigap.names import ranking
from nutrigap.ranges.wording import is_long

TABLE = ROOT / "nutrigap" / "tables" / "range_constants.csv"
LISTED = 60
STRANGERS, STRANGERS_WEIGHT = "asa24_terms", 60.0
FITTED = ("t", "a", "b", "t2", "far")
# Weak priors, so that nothing runs to infinity: middle and standard deviation of ln t, a, ln b,
# ln t2 and logit far.
MIDDLE = np.array([0.0, 0.0, 0.0, 0.7, -1.7])
WIDTH = np.array([1.0, 1.0, 0.3, 0.7, 1.0])


class Name(NamedTuple):
    """One labelled name: its candidates with their weights, and what it may mean."""

    foods: list[int]
    weights: list[float]
    right: frozenset[int]
    source: str
    long: bool
    half: int


class Names(NamedTuple):
    """Labelled names as arrays; names by candidates, the last three by name."""

    log_weight: np.ndarray  # ln of the weight over the best; -inf beyond the list
    hit: np.ndarray  # the candidate is equivalent to a label
    grouped: np.ndarray  # share of equivalent foods in the candidate's group; NaN without a group
    none: np.ndarray  # log odds of "none of these"
    anything: np.ndarray  # share of equivalent foods among all foods eaten
    count: np.ndarray  # how often the name counts


def main() -> None:
    """Fit, print, and write unless told not to."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("store", nargs="?")
    options.add_argument("--half", type=int, help="fit on one half of the names only")
    options.add_argument("--dry", action="store_true", help="print and do not write")
    chosen = options.parse_args()
    store = ng.open_store(chosen.store)
    found = fit_all(read_names(store), store, chosen.half)
    for name, value in found.items():
        print(f"{name:12}{value:9.4f}")
    if not chosen.dry:
        write(found)


def fit_all(names: list[Name], store: FoodStore, half: int | None = None) -> dict[str, float]:
    """Constants by name, fitted on all labelled names or on one half of them."""
    found = {}
    for kind in ("short", "long"):
        mine = [n for n in names if n.long == (kind == "long") and half in (None, n.half)]
        fitted = fit(arrays(mine, store))
        found.update({f"{kind}_{name}": value for name, value in fitted.items()})
    return found


def read_names(store: FoodStore) -> list[Name]:
    """Labelled names with the matcher's belief by coefficients fitted without them."""
    cases = match_coefficients.read_cases(store.connection)
    scores = match_coefficients.fold_scores(cases)
    names = []
    for case, score in zip(cases, scores, strict=True):
        source, text = case.example.source, case.example.query.food or ""
        if source not in SOURCES or source in INGREDIENTS:
            continue
        order = np.argsort(-score, kind="stable")
        ranked = [ranking.Ranked(None, float(score[i]), list(case.numbers[i])) for i in order]
        weights = ranking.shares(ranked, case.asked)[:LISTED]
        foods = [case.foods[i] for i in order[:LISTED]]
        right = case.example.right
        names.append(Name(foods, weights, right, source, is_long(text), half_of(text)))
    return names


def arrays(names: list[Name], store: FoodStore) -> Names:
    """Everything that the likelihood needs."""
    judge, eaten = Judge(store.connection), store.eaten()
    people = np.nan_to_num(eaten["popularity"].to_numpy())
    people = people + tables.read_constants("range_constants")["least_persons"]
    groups, labels = np.unique(eaten["category"].to_numpy(dtype="str"), return_inverse=True)
    ids = eaten["fdc_id"].tolist()
    group_of = dict(zip(ids, labels.tolist(), strict=True))
    in_group = np.bincount(labels, people)
    shape = (len(names), LISTED)
    log_weight, hit, grouped = np.full(shape, -np.inf), np.zeros(shape), np.full(shape, np.nan)
    none, anything, count = (np.empty(len(names)) for _ in range(3))
    alike = Alike(judge, ids)
    for at, name in enumerate(names):
        size = len(name.foods)
        log_weight[at, :size] = np.log(np.maximum(name.weights, 1e-300) / np.array(name.weights[0]))
        rest = min(max(1 - sum(name.weights), 0.001), 0.999)
        none[at] = np.log(rest / (1 - rest))
        like = alike.any_of(name.right) * people
        of_group = np.bincount(labels, like, minlength=len(groups)) / in_group
        hit[at, :size] = [judge.like_any(food, name.right) for food in name.foods]
        grouped[at, :size] = [
            of_group[group_of[food]] if food in group_of else np.nan for food in name.foods
        ]
        anything[at] = like.sum() / people.sum()
        count[at] = STRANGERS_WEIGHT if name.source == STRANGERS else 1.0
    return Names(log_weight, hit, grouped, none, anything, count)


class Alike:
    """Which of the foods people eat are equivalent to a food; each label is compared once."""

    def __init__(self, judge: Judge, ids: list[int]) -> None:
        self._judge, self._ids = judge, ids
        self._known: dict[int, np.ndarray] = {}

    def any_of(self, right: frozenset[int]) -> np.ndarray:
        """By food whether it is equivalent to one of the labels."""
        return np.logical_or.reduce([self._one(food) for food in right])

    def _one(self, label: int) -> np.ndarray:
        if label not in self._known:
            self._known[label] = np.array(
                [self._judge.equivalent(food, label) for food in self._ids]
            )
        return self._known[label]


def fit(names: Names) -> dict[str, float]:
    """Constants of one wording, of greatest likelihood."""
    options = {"maxiter": 3000, "xatol": 1e-3, "fatol": 1e-3}
    best = minimize(loss, MIDDLE, args=(names,), method="Nelder-Mead", options=options)
    ln_t, a, ln_b, ln_t2, odds = best.x
    values = (np.exp(ln_t), a, np.exp(ln_b), np.exp(ln_t2), 1 / (1 + np.exp(-odds)))
    return dict(zip(FITTED, map(float, values), strict=True))


def loss(x: np.ndarray, names: Names) -> float:
    """Minus the log likelihood and priors; the model is that of ``nutrigap.ranges.belief``."""
    weight = np.exp(names.log_weight / np.exp(x[0]))
    inside = (weight * names.hit).sum(axis=1) / weight.sum(axis=1)
    least = tables.read_constants("range_constants")["least_outside"]
    out = np.maximum(least, 1 / (1 + np.exp(-x[1] - np.exp(x[2]) * names.none)))
    known = ~np.isnan(names.grouped)
    of_group = np.where(known, np.exp(names.log_weight / np.exp(x[3])), 0.0)
    total = of_group.sum(axis=1)
    near = (of_group * np.nan_to_num(names.grouped)).sum(axis=1) / np.maximum(total, 1e-300)
    far = np.where(total > 0, 1 / (1 + np.exp(-x[4])), 1.0)
    outside = (1 - far) * near + far * names.anything
    likelihood = (1 - out) * inside + out * outside + 1e-5
    pull = (x - MIDDLE) / WIDTH
    return float(-(names.count * np.log(likelihood)).sum() + 0.5 * pull @ pull)


def write(found: dict[str, float]) -> None:
    """Put the fitted values into the table; all other rows stay."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    value, confidence = header.index("value"), header.index("confidence")
    for row in rows:
        if row[0] in found:
            row[value], row[confidence] = f"{found[row[0]]:.3f}", "fitted"
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


if __name__ == "__main__":
    main()
