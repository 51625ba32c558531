"""Print how well names are matched, on the labelled examples, beside simple rivals.

Columns: queries with an acceptable food in the store (and how many have none); the first answer
acceptable; one of five; the first nutritionally equivalent; its five nutrients within 20 %; their
mean relative error; calibration error of the probability of rank 1 (ten bins of equal count);
share of equivalent first answers among the 70 % of queries with the highest probability.

"as shipped" has seen the examples when its coefficients were fitted; "cross-validated" is fitted
anew without the fifth of the names (by their text) that it is asked. "SR only" is a store of SR
Legacy alone. Last come lines with energy and macronutrients: the notes' own and simulated ones, as
they are, by their names alone, and with every energy misleading (0.4 to 2.5 times the true one).

    python data/derive/score_matching.py [--store FILE] [--quick] [--chart FILE]
"""

from __future__ import annotations

import argparse
import math
import sqlite3
from pathlib import Path

import match_coefficients as fitting
import numpy as np
from name_examples import SOURCES, Example, Judge, read_examples
from name_lines import misled, simulated
from name_rivals import Answer, Engine, rivals

from nutrigap.fdc import packaged_store
from nutrigap.names import Finder, Query
from nutrigap.names.branded import BrandedFinder, has_brands

_BINS = 10
_COVERAGE = 0.70
_HEADER = (
    "n", "without", "top-1", "top-5", "equiv.", "in 20 %", "error", "calib.", "p@70 %",
)  # fmt: skip
_NO_ANSWER = Answer([], 0.0)
_WORST_ERROR = 5.0
_SHIPPED, _CROSS = "nutrigap, as shipped", "nutrigap, cross-validated"


def main() -> None:
    """Score the matcher, and the rivals unless told not to."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--store", default=str(packaged_store()))
    options.add_argument("--quick", action="store_true", help="only what is shipped")
    options.add_argument("--chart", type=Path, help="draw the reliability of the probability")
    chosen = options.parse_args()
    connection = sqlite3.connect(f"file:{chosen.store}?mode=ro&immutable=1", uri=True)
    known = {} if chosen.quick else cross_validated(connection)
    print(f"{'':46}" + "".join(f"{name:>9}" for name in _HEADER))
    _score_sources(connection, known, SOURCES, "", rival=not chosen.quick)
    with fitting.sr_only() as other:
        sources = {name: SOURCES[name] for name in fitting.SR_SOURCES}
        _score_sources(other, known, sources, ", SR only", rival=not chosen.quick)
    _score_lines(connection, known)
    if chosen.chart:
        draw(known, chosen.chart)


Known = dict[tuple[str, Query], tuple[Answer, bool]]


def cross_validated(connection: sqlite3.Connection) -> Known:
    """Answers by coefficients fitted without the name, and whether the first is equivalent."""
    cases = fitting.read_cases(connection)
    scores = fitting.fold_scores(cases)
    known: Known = {}
    for number in range(fitting.FOLDS):
        rest = [at for at, c in enumerate(cases) if fitting.fold(c.example) != number]
        model = fitting.chances([cases[at] for at in rest], [scores[at] for at in rest])
        for case, score in zip(cases, scores, strict=True):
            if fitting.fold(case.example) == number:
                first, share = fitting.first_of(case, score)
                order = [first, *(at for at in np.argsort(-score, kind="stable") if at != first)]
                chance = fitting.chance_of(model, fitting.first_numbers(case, first, share))
                answer = Answer([case.foods[at] for at in order[:5]], chance)
                like = bool(case.like[first] or case.exact[first])
                known[case.example.source, case.example.query] = answer, like
    return known


def _score_sources(
    connection: sqlite3.Connection,
    known: Known,
    sources: dict[str, str],
    where: str,
    *,
    rival: bool,
) -> None:
    """One block a source: the matcher, and its rivals."""
    examples, missing = read_examples(connection)
    judge = Judge(connection)
    engines = {_SHIPPED: shipped(connection)}
    if known:
        engines[_CROSS] = _looked_up(known, where)
    if rival:
        engines |= rivals(connection)
    for source, meaning in sources.items():
        mine = [example for example in examples if example.source == source]
        print(f"{source}{where}: {meaning}")
        for name, engine in engines.items():
            print(f"  {name:44}" + _row(mine, missing[source], engine(mine), judge))


def _score_lines(connection: sqlite3.Connection, known: Known) -> None:
    """Lines with energy: as stated, by name alone, and misled."""
    judge, engine = Judge(connection), shipped(connection)
    noted = [e for e in read_examples(connection)[0] if e.source == "dev_queries"]
    made = [example for example, _ in simulated(connection)]
    for source, mine in (("dev_queries", noted), ("simulated", made)):
        print(f"{source}: lines with energy and macronutrients")
        if known:
            answers = _looked_up(known, "")(mine)
            print(f"  {_CROSS:44}" + _row(mine, 0, answers, judge))
        ways = {
            _SHIPPED: mine,
            "  by names alone": [_named(e) for e in mine],
            "  all energy misleading": misled(mine),
            "  and macronutrients with it": misled(mine, whole=True),
        }
        for name, examples in ways.items():
            print(f"  {name:44}" + _row(examples, 0, engine(examples), judge))


def _named(example: Example) -> Example:
    """The same without energy and macronutrients."""
    query = example.query
    return example._replace(query=Query(query.food, amount=query.amount, grams=query.grams))


def shipped(connection: sqlite3.Connection) -> Engine:
    """The matcher as it is."""
    generic = Finder(connection)
    finder = BrandedFinder(connection, generic) if has_brands(connection) else generic

    def answer(examples: list[Example]) -> list[Answer]:
        answers = []
        for example in examples:
            found = finder.find(example.query, limit=5)
            first = found[0].probability if found else 0.0
            answers.append(Answer([c.fdc_id for c in found], first))
        return answers

    return answer


def _looked_up(known: Known, where: str) -> Engine:
    def answer(examples: list[Example]) -> list[Answer]:
        keys = [(f"{e.source}{where}", e.query) for e in examples]
        return [known[key][0] if key in known else _NO_ANSWER for key in keys]

    return answer


def _row(examples: list[Example], missing: int, answers: list[Answer], judge: Judge) -> str:
    count = len(examples)
    pairs = list(zip(examples, answers, strict=True))
    first = [(e.right, a.foods[0]) for e, a in pairs if a.foods]
    top_1 = sum(food in right for right, food in first) / count
    top_5 = sum(not e.right.isdisjoint(a.foods) for e, a in pairs) / count
    alike = [bool(a.foods) and judge.like_any(a.foods[0], e.right) for e, a in pairs]
    errors = [judge.least_error(food, right) for right, food in first]
    errors += [math.inf] * (count - len(first))
    near = sum(error <= 0.20 for error in errors) / count
    mean = sum(min(error, _WORST_ERROR) for error in errors) / count
    chances = [a.probability for a in answers]
    shares = (top_1, top_5, sum(alike) / count, near, mean, calibration(chances, alike),
              precision(chances, alike))  # fmt: skip
    return f"{count:9}{missing:9}" + "".join(f"{share:9.3f}" for share in shares)


def bins(chances: list[float], hits: list[bool]) -> list[tuple[float, float, int]]:
    """Mean probability, share of hits and count of ten bins of equal count."""
    pairs = sorted(zip(chances, hits, strict=True))
    groups = [
        pairs[len(pairs) * at // _BINS : len(pairs) * (at + 1) // _BINS] for at in range(_BINS)
    ]
    return [
        (sum(p for p, _ in group) / len(group), sum(h for _, h in group) / len(group), len(group))
        for group in groups
        if group
    ]


def calibration(chances: list[float], hits: list[bool]) -> float:
    """Mean distance of probability and share of hits over bins of equal count."""
    found = bins(chances, hits)
    return sum(abs(p - share) * count for p, share, count in found) / max(len(chances), 1)


def precision(chances: list[float], hits: list[bool]) -> float:
    """Share of hits among the surest 70 %."""
    pairs = sorted(zip(chances, hits, strict=True), key=lambda pair: -pair[0])
    kept = pairs[: round(_COVERAGE * len(pairs))]
    return sum(hit for _, hit in kept) / max(len(kept), 1)


_PANELS = {
    "short names": ("asa24_terms",),
    "lines with energy": ("dev_queries", "simulated"),
    "table wording": (
        "nhanes_former_descriptions",
        "usda_discontinued_code_crosswalk_1516_1718",
        "wweia_discontinued_curated",
    ),
    "kitchen names, SR only": ("daily_chow_display_names, SR only",),
}


def draw(known: Known, path: Path) -> None:
    """Reliability of the cross-validated probability: said against found, by kind of name."""
    import matplotlib

    matplotlib.use("agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(
        1, len(_PANELS), figsize=(13, 3.6), sharey=True, layout="constrained"
    )
    for ax, (title, sources) in zip(axes, _PANELS.items(), strict=True):
        mine = [(a.probability, like) for (s, _), (a, like) in known.items() if s in sources]
        chances, hits = [p for p, _ in mine], [like for _, like in mine]
        said, found, counts = zip(*bins(chances, hits), strict=True)
        slack = [1.96 * math.sqrt(p * (1 - p) / n) for p, n in zip(said, counts, strict=True)]
        ax.plot([0, 1], [0, 1], color="0.6", linewidth=1)
        ax.errorbar(said, found, yerr=slack, fmt="o", color="#1f5f8b", capsize=2, linewidth=1)
        ax.set_title(
            f"{title} (n = {len(mine)})\nerror {calibration(chances, hits):.3f}", fontsize=10
        )
        ax.set_xlabel("probability shown")
        ax.set(xlim=(0, 1), ylim=(0, 1.02))
    axes[0].set_ylabel("share nutritionally right")
    figure.savefig(path, dpi=120, metadata={"Software": None} if path.suffix == ".png" else None)


if __name__ == "__main__":
    main()
