"""The smallest change that closes all gaps at once, as a mixed-integer programme."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from math import inf, isfinite
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.ideas.aims import GAP, NONE, Aim
from nutrigap.ideas.changes import SWAP, Change, group_of

if TYPE_CHECKING:
    from numpy import ndarray

_WEEK = 7
_CLOSED = 1e-6
_KCAL = 100.0
# HiGHS repairs solutions that miss a row by more than its tolerance, and says so on standard output
# whatever it was told. Of 4,000 programmes 9 met that with rows in milligrams, 2 with rows whose
# largest factor is 1, none with 0.01.
_LARGEST_FACTOR = 0.01


class Choice(NamedTuple):
    """Chosen changes with their times a week, and the share of each gap left open."""

    changes: tuple[tuple[Change, int], ...]
    open_shares: Mapping[str, float]

    def open_gaps(self, aims: Collection[Aim]) -> float:
        """The shares of gaps that stay open, added up."""
        return sum(self.open_shares.get(aim.nutrient, 0.0) for aim in aims if aim.role == GAP)


class _Rule(NamedTuple):
    """A row of the programme: factor by variable, and the ends of the sum."""

    factors: Mapping[int, float]
    low: float
    high: float


def choose(
    changes: Sequence[Change], aims: Collection[Aim], constants: Mapping[str, float]
) -> Choice:
    """The least burden that closes the gaps, or comes as near as possible within the limits.

    For every change there is an integer (times a week) and a yes or no; for every gap and aim the
    share that stays open, and whether any does. Open gaps weigh far more than any change.

    Parameters
    ----------
    changes : sequence of Change
        What may be done.
    aims : collection of Aim
        What is missing, and what may not be passed.
    constants : mapping of str to float
        ``idea_constants.csv``.

    Returns
    -------
    Choice
        No changes where nothing helps; more than ``most_changes`` only where those leave a gap.
    """
    few, many = int(constants["most_changes"]), int(constants["most_changes_needed"])
    first = _solve(changes, aims, constants, few)
    if first.open_gaps(aims) < _CLOSED:
        return first
    more = _solve(changes, aims, constants, many)
    gained = first.open_gaps(aims) - more.open_gaps(aims)
    return more if gained >= constants["worth_more"] else first


def _solve(
    changes: Sequence[Change], aims: Collection[Aim], constants: Mapping[str, float], most: int
) -> Choice:
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    wanted = [aim for aim in aims if aim.role != NONE and aim.missing > 0]
    if not changes or not wanted:
        return Choice((), {aim.nutrient: 1.0 for aim in wanted})
    number = len(changes)
    rules = [*_rules(changes, aims, constants["spare"]), *_shapes(changes, most)]
    open_gaps = range(2 * number, 2 * number + len(wanted))
    rules += [_Rule({n: 1.0, n + len(wanted): -1.0}, -inf, 0.0) for n in open_gaps]
    rules = [_scaled(rule) for rule in rules]
    matrix = np.zeros((len(rules), 2 * (number + len(wanted))))
    for place, rule in enumerate(rules):
        matrix[place, list(rule.factors)] = list(rule.factors.values())
    ends = [r.low for r in rules], [r.high for r in rules]
    top = [float(c.most) for c in changes] + [1.0] * (number + 2 * len(wanted))
    solved = milp(
        _burdens(changes, wanted, constants),
        constraints=LinearConstraint(matrix, *ends),
        integrality=[1] * (2 * number) + [0] * len(wanted) + [1] * len(wanted),
        bounds=Bounds(np.zeros(len(top)), np.array(top)),
        # Presolve off: what it undoes misses rows by more, and HiGHS then prints a line of its own.
        options={"mip_rel_gap": 0.02, "node_limit": 2000, "presolve": False},
    )
    if solved.x is None:
        return Choice((), {aim.nutrient: 1.0 for aim in wanted})
    return _choice(solved.x, changes, wanted)


def _scaled(rule: _Rule) -> _Rule:
    """The same row with its largest factor at ``_LARGEST_FACTOR``."""
    largest = max(map(abs, rule.factors.values()), default=0.0)
    scale = _LARGEST_FACTOR / largest if largest else 1.0
    factors = {place: factor * scale for place, factor in rule.factors.items()}
    return _Rule(factors, rule.low * scale, rule.high * scale)


def _choice(values: ndarray, changes: Sequence[Change], wanted: Sequence[Aim]) -> Choice:
    times = [round(float(x)) for x in values[: len(changes)]]
    chosen = tuple((c, n) for c, n in zip(changes, times, strict=True) if n)
    left = values[2 * len(changes) : 2 * len(changes) + len(wanted)]
    return Choice(chosen, {aim.nutrient: float(x) for aim, x in zip(wanted, left, strict=True)})


def _burdens(
    changes: Sequence[Change], wanted: Sequence[Aim], constants: Mapping[str, float]
) -> list[float]:
    """What a time a week, a change, a share left open and a gap not closed weigh."""
    energy = constants["cost_energy"] / _KCAL / _WEEK
    times = [
        constants["cost_time"] + energy * max(change.adds.get("energy", 0.0), 0.0)
        for change in changes
    ]
    left = [constants["cost_gap" if aim.role == GAP else "cost_aim"] for aim in wanted]
    flags = [constants["cost_open"] if aim.role == GAP else 0.0 for aim in wanted]
    return [*times, *(change.burden for change in changes), *left, *flags]


def _rules(changes: Sequence[Change], aims: Collection[Aim], spare: float) -> Iterator[_Rule]:
    """What is missing is reached, and no limit passed: means a day of a week's changes."""
    left = 2 * len(changes)
    for aim in aims:
        if aim.role != NONE and aim.missing > 0:
            need = aim.missing + spare * aim.amount
            factors = {n: c.counts[aim.nutrient] / _WEEK for n, c in enumerate(changes)}
            yield _Rule({**factors, left: need}, need, inf)
            left += 1
        if isfinite(aim.most) or isfinite(aim.least):
            factors = {n: c.adds[aim.nutrient] / _WEEK for n, c in enumerate(changes)}
            yield _Rule(factors, aim.least, aim.most)


def _shapes(changes: Sequence[Change], most: int) -> Iterator[_Rule]:
    """At most so many changes, one a food group; no group and no own food more than there is."""
    number = len(changes)
    for n, change in enumerate(changes):
        yield _Rule({n: 1.0, number + n: -float(change.most)}, -inf, 0.0)
    yield _Rule({number + n: 1.0 for n in range(number)}, -inf, float(most))
    groups: dict[str, list[int]] = {}
    replaced: dict[str, list[int]] = {}
    for n, change in enumerate(changes):
        groups.setdefault(group_of(change.food), []).append(n)
        if change.kind == SWAP and change.instead is not None:
            replaced.setdefault(change.instead.name, []).append(n)
    for members in groups.values():
        yield _Rule({number + n: 1.0 for n in members}, -inf, 1.0)
    for members in replaced.values():
        times = max(float(changes[n].most) for n in members)
        yield _Rule(dict.fromkeys(members, 1.0), -inf, times)
