"""Simple ways to find a food by its name, to compare with: BM25, letters, and edit ratios."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from name_examples import Example


class Answer(NamedTuple):
    """First five foods of an example, and the probability of the first."""

    foods: list[int]
    probability: float


Engine = Callable[[list[Example]], list[Answer]]


def rivals(connection: sqlite3.Connection) -> dict[str, Engine]:
    """Each rival over the descriptions of a store."""
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


def _best(scores: np.ndarray, ids: list[int]) -> Answer:
    order = np.argsort(-scores, kind="stable")[:5]
    return Answer([ids[at] for at in order], float(min(scores[order[0]], 1.0)))
