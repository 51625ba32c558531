"""Print how well names are matched, on the labelled examples, beside simple rivals.

Columns: queries with an acceptable food in the store (and how many have none); the first answer
acceptable; one of five; the first nutritionally equivalent; its five nutrients within 20 %;
calibration error of the probability of rank 1 (ten bins of equal count); share of equivalent first
answers among the 70 % of queries with the highest probability.

"as shipped" has seen the examples when its coefficients were fitted; "cross-validated" is fitted
anew without the fifth of the names (by their text) that it is asked.
"""

from __future__ import annotations

import argparse
import sqlite3
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from match_coefficients import (
    chance_of,
    chances,
    first_numbers,
    first_of,
    fold_scores,
    read_cases,
)
from name_examples import SOURCES, Example, Judge, read_examples

from nutrigap.fdc import packaged_store
from nutrigap.names import Finder

_BINS = 10
_COVERAGE = 0.70
_HEADER = ("n", "without", "top-1", "top-5", "equiv.", "in 20 %", "calib.", "p@70 %")


class Answer(NamedTuple):
    """First five foods of an example, and the probability of the first."""

    foods: list[int]
    probability: float


Engine = Callable[[list[Example]], list[Answer]]


def main() -> None:
    """Score the matcher, and the rivals unless told not to."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--store", default=str(packaged_store()))
    options.add_argument("--quick", action="store_true", help="only what is shipped")
    chosen = options.parse_args()
    connection = sqlite3.connect(f"file:{chosen.store}?mode=ro&immutable=1", uri=True)
    examples, missing = read_examples(connection)
    judge = Judge(connection)
    engines: dict[str, Engine] = {"nutrigap, as shipped": _nutrigap(connection)}
    if not chosen.quick:
        engines["nutrigap, cross-validated"] = _cross_validated(connection)
        engines.update(_rivals(connection))
    print(f"{'':46}" + "".join(f"{name:>9}" for name in _HEADER))
    for source, meaning in SOURCES.items():
        mine = [example for example in examples if example.source == source]
        print(f"{source}: {meaning}")
        for name, engine in engines.items():
            print(f"  {name:44}" + _row(mine, missing[source], engine(mine), judge))


def _nutrigap(connection: sqlite3.Connection) -> Engine:
    finder = Finder(connection)

    def answer(examples: list[Example]) -> list[Answer]:
        answers = []
        for example in examples:
            found = finder.find(example.query, limit=5)
            first = found[0].probability if found else 0.0
            answers.append(Answer([c.fdc_id for c in found], first))
        return answers

    return answer


def _cross_validated(connection: sqlite3.Connection) -> Engine:
    cases = read_cases(connection)
    scores = fold_scores(cases)
    index = Finder(connection).index
    model = chances(cases, scores, index)
    known: dict[tuple[str, str | None], Answer] = {}
    for case, score in zip(cases, scores, strict=True):
        first, share = first_of(case, score, index)
        order = [first, *(at for at in np.argsort(-score, kind="stable") if at != first)]
        chance = chance_of(model, first_numbers(case, first, share))
        answer = Answer([case.foods[at] for at in order[:5]], chance)
        known[case.example.source, case.example.query.food] = answer

    def answer_all(examples: list[Example]) -> list[Answer]:
        return [known.get((e.source, e.query.food), Answer([], 0.0)) for e in examples]

    return answer_all


def _row(examples: list[Example], missing: int, answers: list[Answer], judge: Judge) -> str:
    count = len(examples)
    pairs = list(zip(examples, answers, strict=True))
    first = [(e.right, a.foods[0]) for e, a in pairs if a.foods]
    top_1 = sum(food in right for right, food in first) / count
    top_5 = sum(not e.right.isdisjoint(a.foods) for e, a in pairs) / count
    alike = [bool(a.foods) and judge.like_any(a.foods[0], e.right) for e, a in pairs]
    near = sum(judge.least_error(food, right) <= 0.20 for right, food in first) / count
    chances = [a.probability for a in answers]
    shares = (top_1, top_5, sum(alike) / count, near, calibration(chances, alike),
              precision(chances, alike))  # fmt: skip
    return f"{count:9}{missing:9}" + "".join(f"{share:9.3f}" for share in shares)


def calibration(chances: list[float], hits: list[bool]) -> float:
    """Mean distance of probability and share of hits over bins of equal count."""
    pairs = sorted(zip(chances, hits, strict=True))
    error = 0.0
    for at in range(_BINS):
        group = pairs[len(pairs) * at // _BINS : len(pairs) * (at + 1) // _BINS]
        if group:
            error += abs(sum(p - hit for p, hit in group)) / len(pairs)
    return error


def precision(chances: list[float], hits: list[bool]) -> float:
    """Share of hits among the surest 70 %."""
    pairs = sorted(zip(chances, hits, strict=True), key=lambda pair: -pair[0])
    kept = pairs[: round(_COVERAGE * len(pairs))]
    return sum(hit for _, hit in kept) / max(len(kept), 1)


def _rivals(connection: sqlite3.Connection) -> dict[str, Engine]:
    rows = connection.execute(
        "SELECT fdc_id, description FROM food WHERE data_type != 'branded' ORDER BY fdc_id"
    ).fetchall()
    ids, texts = [row[0] for row in rows], [row[1] for row in rows]
    return {
        "BM25 of words": _bm25(ids, texts),
        "TF-IDF of 3 to 5 letters": _letters(ids, texts),
        "rapidfuzz token_set_ratio": _rapidfuzz(ids, texts),
    }


def _texts(examples: list[Example]) -> list[str]:
    return [example.query.food or "" for example in examples]


def _bm25(ids: list[int], texts: list[str]) -> Engine:
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(token_pattern=r"[A-Za-z0-9%]+")
    counts = counter.fit_transform(texts).tocsr().astype(float)
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    present = np.asarray((counts > 0).sum(axis=0)).ravel()
    weights = np.log(1 + (len(texts) - present + 0.5) / (present + 0.5))
    rows = np.repeat(np.arange(len(texts)), np.diff(counts.indptr))
    damp = 1.2 * (0.25 + 0.75 * lengths[rows] / lengths.mean())
    counts.data = counts.data * 2.2 / (counts.data + damp) * weights[counts.indices]

    def answer(examples: list[Example]) -> list[Answer]:
        scores = (counter.transform(_texts(examples)) @ counts.T).toarray()
        return [_best(row, ids) for row in scores]

    return answer


def _letters(ids: list[int], texts: list[str]) -> Engine:
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    matrix = vectors.fit_transform(texts)

    def answer(examples: list[Example]) -> list[Answer]:
        scores = (vectors.transform(_texts(examples)) @ matrix.T).toarray()
        return [_best(row, ids) for row in scores]

    return answer


def _rapidfuzz(ids: list[int], texts: list[str]) -> Engine:
    from rapidfuzz import fuzz, process, utils

    plain = [utils.default_process(text) for text in texts]

    def answer(examples: list[Example]) -> list[Answer]:
        asked = [utils.default_process(text) for text in _texts(examples)]
        scores = process.cdist(asked, plain, scorer=fuzz.token_set_ratio, workers=1)
        return [_best(row / 100.0, ids) for row in scores]

    return answer


def _best(scores, ids: list[int]) -> Answer:  # type: ignore[no-untyped-def]

    order = np.argsort(-scores, kind="stable")[:5]
    return Answer([ids[at] for at in order], float(min(scores[order[0]], 1.0)))


if __name__ == "__main__":
    main()
