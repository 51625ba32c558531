"""Fit ``nutrigap/tables/match_coefficients.csv`` on the labelled names.

Ranking: a conditional logistic model over the candidates of each name, one for short names and one
for table-like wording, drawn towards starting values set by hand (a ridge about them), so that a
feature the examples say nothing about keeps its reasoned value. Sources count as trusted below;
names that survey foods would have in a diary (their wording cut down by rule, weighted by the
people who reported them) are added for short names. Probability: logistic regression on
out-of-fold ranks. Weights for ranges: softness and outside part by maximum likelihood on the same
ranks.
"""

from __future__ import annotations

import csv
import hashlib
import math
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np
from name_examples import ROOT, SHARED, Example, Judge, read_examples
from name_lines import made, simulated
from scipy.optimize import minimize

from nutrigap.fdc import packaged_store, read_release, write_store
from nutrigap.names import evidence, ranking
from nutrigap.names.asking import Asked
from nutrigap.names.features import NAMES
from nutrigap.names.finder import Finder
from nutrigap.names.index import Index
from nutrigap.names.ranking import CHANCE

TABLE = ROOT / "nutrigap" / "tables" / "match_coefficients.csv"
FOLDS = 5
# Weight of a whole source (not of one name of it).
TRUST = {
    "short": {
        "asa24_terms": 5.0,
        "dev_queries": 1.5,
        "made": 2.0,
        "daily_chow_display_names, SR only": 1.5,
        "fcid_curated, SR only": 1.0,
        "nhanes_former_descriptions": 0.5,
        "wweia_discontinued_curated": 0.5,
        "usda_discontinued_code_crosswalk_1516_1718": 0.5,
    },
    "long": {
        "dev_queries": 0.5,
        "daily_chow_display_names, SR only": 1.5,
        "fcid_curated, SR only": 1.0,
        "nhanes_former_descriptions": 2.0,
        "wweia_discontinued_curated": 1.5,
        "usda_discontinued_code_crosswalk_1516_1718": 2.0,
        "daily_chow_display_names": 1.2,
        "fcid_curated": 0.1,
    },
}
# Weight of a source in the probability. Lines that state energy count as the diary lines they are.
CHANCE_TRUST = {
    "asa24_terms": 4.0,
    "dev_queries": 4.0,
    "simulated": 3.0,
    "nhanes_former_descriptions": 2.0,
    "wweia_discontinued_curated": 1.5,
    "usda_discontinued_code_crosswalk_1516_1718": 2.0,
    "daily_chow_display_names": 1.2,
    "daily_chow_display_names, SR only": 1.5,
    "fcid_curated, SR only": 1.0,
    "fcid_curated": 0.1,
}
SR_SOURCES = ("daily_chow_display_names", "fcid_curated")
TIED = np.isin(NAMES, ("portion", "dry_heavy", "energy", "macros"))
# Share of the likelihood that asks for the very code; the rest asks for an equivalent food.
EXACT_SHARE = 0.8
NAMES_IN_ALL = 400.0
RIDGE = 0.3
START = {
    "coverage": 9.0, "described": 3.0, "hinted": 1.0, "unexplained": -0.9,
    "unexplained_share": -2.0, "first_unexplained": -0.5, "head": 2.0, "opening": 0.3,
    "headed": 1.0, "exact": 1.5, "exact_first": 0.5, "exact_synonym": 1.2, "default_synonym": 0.5,
    "broad_nfs": 2.0, "nfs": 0.5, "ns_as_to": 0.5, "default_rule": 0.3, "unsaid_agrees": 1.5,
    "no_fat": 0.4, "fat_added": 0.0, "fat_agrees": 1.0, "fat_differs": -1.0, "special": -3.0,
    "variant": -1.0, "brand": -1.0, "brand_named": 1.5, "shout": -2.0, "state_agrees": 1.0,
    "state_differs": -2.5, "raw_missing": -0.5, "raw_unasked": 0.0, "sr_raw_unasked": -1.5,
    "dry_unasked": -1.0,
    "dry_heavy": -2.0, "negation_differs": -2.0, "negation_agrees": 1.0, "popularity": 0.35,
    "never_reported": -0.5, "sr_legacy": -1.5, "foundation": -2.0, "letters": 0.0,
    "own_wording": 0.0, "portion": -0.5, "energy": -1.5, "macros": -6.0,
}  # fmt: skip
START |= {
    "skin_agrees": 1.0, "skin_differs": -1.5, "skinless_unasked": 0.0, "lean_agrees": 1.0,
    "lean_differs": -1.5, "lean_unasked": -0.5, "salt_agrees": 0.5, "salt_differs": -1.0,
    "graded_unasked": -0.5, "part_only": -3.0,
}  # fmt: skip
START_LONG = START | {
    "nfs": 0.3, "ns_as_to": 0.3, "popularity": 0.15, "never_reported": 0.0, "sr_legacy": -0.7,
    "foundation": -1.2, "letters": 6.0, "own_wording": 1.5,
}  # fmt: skip
# How far the fit may easily go from the starting value; rules with few examples stay near it.
FIRM = {
    "broad_nfs", "dry_heavy", "negation_differs", "portion", "energy", "macros", "special",
    "brand_named", "part_only", "skin_differs", "lean_differs", "salt_differs",
}  # fmt: skip


class Case(NamedTuple):
    """Candidates of one name: numbers of each, the share of the truth, and the like of it.

    ``other`` marks foods that are no survey foods: they have coefficients of their own.
    """

    example: Example
    asked: Asked
    foods: list[int]
    numbers: np.ndarray
    exact: np.ndarray
    like: np.ndarray
    ordinals: list[int]
    other: np.ndarray
    index: Index

    @property
    def kind(self) -> str:
        """Short or long."""
        return "long" if self.asked.long else "short"


def main() -> None:
    """Fit on everything and write the table."""
    path = sys.argv[1] if len(sys.argv) > 1 else str(packaged_store())
    connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    cases = read_cases(connection)
    rows = [
        (m, n, v) for m, values in models(cases).items() for n, v in zip(NAMES, values, strict=True)
    ]
    folds = fold_scores(cases)
    rows += [("weight", n, v) for n, v in weights(cases, folds).items()]
    rows += [("probability", n, v) for n, v in chances(cases, folds).items()]
    write(rows)


def read_cases(connection: sqlite3.Connection) -> list[Case]:
    """Labelled names, made ones and simulated lines, with their candidates."""
    labelled = [(e, dict.fromkeys(e.right, 1.0)) for e in read_examples(connection)[0]]
    cases = _cases(connection, [*labelled, *made(connection), *simulated(connection)])
    with sr_only() as other:
        labelled = [
            (e._replace(source=f"{e.source}, SR only"), dict.fromkeys(e.right, 1.0))
            for e in read_examples(other)[0]
            if e.source in SR_SOURCES
        ]
        return cases + _cases(other, labelled)


@contextmanager
def sr_only() -> Iterator[sqlite3.Connection]:
    """A store that holds nothing but the foods of SR Legacy."""
    archive = next((SHARED / "fdc" / "sr_legacy_2018-04").glob("*.zip"))
    with tempfile.TemporaryDirectory() as folder:
        path = write_store([read_release(archive)], Path(folder) / "sr.sqlite")
        connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
        yield connection
        connection.close()


def _cases(
    connection: sqlite3.Connection, examples: list[tuple[Example, dict[int, float]]]
) -> list[Case]:
    finder, judge = Finder(connection), Judge(connection)
    return [case for e, truth in examples if (case := _case(finder, judge, e, truth))]


def _case(finder: Finder, judge: Judge, example: Example, truth: dict[int, float]) -> Case | None:
    asked, ranked = finder.ranked(example.query)
    if asked is None or not ranked:
        return None
    foods = [item.food.fdc_id for item in ranked]
    exact = np.array([truth.get(food, 0.0) for food in foods])
    like = np.array([float(judge.like_any(food, example.right)) for food in foods])
    numbers = np.array([item.numbers for item in ranked])
    ordinals = [item.food.ordinal for item in ranked]
    other = np.array([ranking.is_other(item.food) for item in ranked])
    return Case(example, asked, foods, numbers, exact, like, ordinals, other, finder.index)


def score(case: Case, coefficients: dict[str, np.ndarray]) -> np.ndarray:
    """Scores of a case's candidates by fitted models."""
    survey, other = coefficients[case.kind], coefficients[f"{case.kind}_sr"]
    return np.where(case.other, case.numbers @ other, case.numbers @ survey)


def source_weights(cases: list[Case], kind: str) -> np.ndarray:
    """Weight of each case of a kind, so that every source has its share in all."""
    trust = TRUST[kind]
    mine = [c.example.source for c in cases]
    count = {source: mine.count(source) for source in trust}
    scale = NAMES_IN_ALL / sum(trust[s] for s in trust if count[s])
    return np.array([scale * trust[s] / count[s] if trust.get(s) else 0.0 for s in mine])


def models(cases: list[Case]) -> dict[str, np.ndarray]:
    """Coefficients by model, each in the order of ``NAMES``."""
    found = {}
    for kind in ("short", "long"):
        found[kind], found[f"{kind}_sr"] = fit(cases, kind)
    return found


def fit(cases: list[Case], kind: str) -> tuple[np.ndarray, np.ndarray]:
    """Coefficients of one kind of name: for survey foods, and for the others."""
    mine = [c for c in cases if c.kind == kind and (c.exact.any() or c.like.any())]
    weight = source_weights(mine, kind)
    kept = [(c, w) for c, w in zip(mine, weight, strict=True) if w > 0]
    start = np.array([(START_LONG if kind == "long" else START)[name] for name in NAMES])
    loose = np.array([0.3 if n in FIRM else 1.0 for n in NAMES]) * np.maximum(
        0.5 * np.abs(start), 0.3
    )
    start, loose = np.tile(start, 2), np.tile(loose, 2)
    blocks = np.vstack([_spread(c) for c, _ in kept])
    starts = np.cumsum([0] + [len(c.foods) for c, _ in kept])[:-1]
    sizes = np.diff([*starts, len(blocks)])
    weights_of = np.array([w for _, w in kept])
    exact = np.concatenate([_truth(c.exact) for c, _ in kept])
    like = np.concatenate([_truth(np.maximum(c.like, c.exact > 0)) for c, _ in kept])
    is_made = np.array([c.example.source == "made" for c, _ in kept])
    has_exact = np.array([c.exact.any() for c, _ in kept])

    def loss(theta: np.ndarray) -> tuple[float, np.ndarray]:
        score = blocks @ theta
        top = np.maximum.reduceat(score, starts)
        e = np.exp(score - np.repeat(top, sizes))
        p = e / np.repeat(np.add.reduceat(e, starts), sizes)
        value, gradient = 0.0, np.zeros_like(p)
        for truth, share, use in ((exact, EXACT_SHARE, has_exact), (like, 1 - EXACT_SHARE, None)):
            w = share * weights_of * (use if use is not None else 1.0)
            # Made names have a distribution as their truth, labelled ones a set.
            hit = np.add.reduceat(p * (truth > 0), starts) + 1e-6
            set_part = p * (truth > 0) / np.repeat(hit, sizes)
            q = np.where(np.repeat(is_made, sizes), truth, set_part)
            cross = -np.add.reduceat(truth * np.log(p + 1e-9), starts)
            value += float(np.sum(w * np.where(is_made, cross, -np.log(hit))))
            mass = np.add.reduceat(q, starts)
            gradient += np.repeat(w, sizes) * (p * np.repeat(mass, sizes) - q)
        pull = (theta - start) / loose
        value += 0.5 * RIDGE * float(pull @ pull)
        return value, blocks.T @ gradient + RIDGE * pull / loose

    result = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300})
    survey, other = np.split(result.x, 2)
    return survey, np.where(TIED, survey, other)


def _spread(case: Case) -> np.ndarray:
    """The numbers in the columns of survey foods or of the others; amounts count as the same."""
    size = len(NAMES)
    wide = np.zeros((len(case.foods), 2 * size))
    wide[:, :size] = np.where(case.other[:, None] & ~TIED, 0.0, case.numbers)
    wide[:, size:] = np.where(case.other[:, None] & ~TIED, case.numbers, 0.0)
    return wide


def _truth(values: np.ndarray) -> np.ndarray:
    return values / values.sum() if values.sum() > 0 else values


def fold(example: Example) -> int:
    """Fold of a name: a fixed function of its text."""
    text = (example.query.food or "").casefold()
    return hashlib.sha256(text.encode()).digest()[0] % FOLDS


def fold_scores(cases: list[Case]) -> list[np.ndarray]:
    """Scores of every case by coefficients fitted without its fold."""
    scores: list[np.ndarray] = [np.empty(0)] * len(cases)
    for number in range(FOLDS):
        rest = [c for c in cases if fold(c.example) != number]
        fitted = models(rest)
        for at, case in enumerate(cases):
            if fold(case.example) == number:
                scores[at] = score(case, fitted)
    return scores


def weights(cases: list[Case], folds: list[np.ndarray]) -> dict[str, float]:
    """Softness of the weights and the part outside the list, by maximum likelihood."""
    found: dict[str, float] = {"least_outside": 0.03, "own_wording": 0.97, "evidence_margin": 3.0}
    for kind in ("short", "long"):
        at = [i for i, c in enumerate(cases) if c.kind == kind and c.example.source != "made"]
        trust = source_weights([cases[i] for i in at], kind)

        def loss(x: np.ndarray, at: list[int] = at, trust: np.ndarray = trust) -> float:
            total = 0.0
            for i, w in zip(at, trust, strict=True):
                if w:
                    score, like = folds[i], np.maximum(cases[i].like, cases[i].exact > 0)
                    e = np.exp((score - score.max()) / math.exp(x[0]))
                    inside = 1 / (1 + math.exp(x[1] - x[2] * cases[i].numbers[score.argmax(), 0]))
                    total -= w * math.log(inside * (e @ like) / e.sum() + (1 - inside) * 0.02)
            return total + 0.5 * (x[1] ** 2 / 4 + (x[2] - 1) ** 2)

        best = minimize(loss, [0.2, -1.0, 1.0], method="Nelder-Mead").x
        found[f"{kind}_softness"] = 1.25 * math.exp(best[0])
        found[f"{kind}_outside"], found[f"{kind}_outside_score"] = best[1], best[2]
    return found


def chances(cases: list[Case], folds: list[np.ndarray]) -> dict[str, float]:
    """Probability that the first candidate is equivalent to the truth."""
    from sklearn.linear_model import LogisticRegression

    sources = [case.example.source for case in cases]
    rows, hits, trust = [], [], []
    for case, scores in zip(cases, folds, strict=True):
        source = case.example.source
        if source in CHANCE_TRUST:
            first, share = first_of(case, scores)
            rows.append(first_numbers(case, first, share))
            hits.append(bool(case.like[first] or case.exact[first]))
            trust.append(NAMES_IN_ALL * CHANCE_TRUST[source] / sources.count(source))
    model = LogisticRegression(C=10.0).fit(np.array(rows), hits, sample_weight=trust)
    coefficients = map(float, model.coef_[0])
    return {"intercept": float(model.intercept_[0]), **dict(zip(CHANCE, coefficients, strict=True))}


def first_of(case: Case, scores: np.ndarray) -> tuple[int, float]:
    """Place of the candidate that is used, and the belief in foods like it."""
    order = np.argsort(-scores, kind="stable")
    beliefs = np.exp(scores[order] - scores.max())
    beliefs /= beliefs.sum()
    ordinals = [case.ordinals[at] for at in order]
    place = ranking.settled(beliefs.tolist(), ordinals, case.index)
    alike = [case.index.alike(ordinals[place], other) for other in ordinals]
    return int(order[place]), float(beliefs @ alike)


def first_numbers(case: Case, first: int, share: float) -> tuple[float, ...]:
    """What the probability of the first candidate depends on."""
    numbers = case.numbers[first]
    trust = evidence.trust(case.example.query)
    energy, macros = (numbers[NAMES.index(name)] for name in ("energy", "macros"))
    if trust:
        energy, macros = energy / trust, macros / trust
    agrees = evidence.agreement(trust, energy, macros)
    return ranking.chance_numbers(numbers, case.asked, share, agrees)


def chance_of(model: dict[str, float], numbers: tuple[float, ...]) -> float:
    """Probability of a first candidate by a fitted model."""
    odds = model["intercept"] + sum(model[n] * v for n, v in zip(CHANCE, numbers, strict=True))
    return 1 / (1 + math.exp(-odds))


def write(rows: list[tuple[str, str, float]]) -> None:
    """Write the table."""
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("model", "feature", "value", "source", "confidence"))
        for model, feature, value in rows:
            out.writerow(
                (model, feature, f"{value:.4f}", "data/derive/match_coefficients.py", "fitted")
            )


if __name__ == "__main__":
    main()
