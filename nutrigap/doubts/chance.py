"""How likely a verdict changes once one unknown is known."""

from __future__ import annotations

from math import inf, isfinite, nan, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

_NORMAL = NormalDist()
# From the 5th to the 95th percentile of a normal distribution, in standard deviations.
_WIDTH = 2 * _NORMAL.inv_cdf(0.95)
_ALMOST = 1e-6


class Lines(NamedTuple):
    """Means a day up to which a diary is short, and from which it is enough; NaN where none is."""

    short: float
    enough: float


def lines_of(row: Mapping[str, Any], thresholds: Mapping[str, float]) -> Lines:
    """The means at which a verdict begins.

    The deviate of the probability is taken as linear in the mean, which it is in the EAR and AI
    methods; without probabilities the reference values themselves are the lines.

    Parameters
    ----------
    row : mapping
        A row of ADEQUACY.
    thresholds : mapping of str to float
        ``thresholds.csv``: ``likely_enough`` and ``likely_short``.

    Examples
    --------
    Half of the people need less than 265, and 0.85 are reached 33 above it:

    >>> row = {"low": 232, "mean": 265, "high": 298, "requirement": 265, "recommended": 320,
    ...     "probability_low": 0.15, "probability_adequate": 0.5, "probability_high": 0.85}
    >>> [round(line) for line in lines_of(row, {"likely_enough": 0.85, "likely_short": 0.15})]
    [232, 298]
    """
    need, aim = row["requirement"], row["recommended"]
    guide = need != need
    slope = _slope(row, aim if guide else need)
    if slope is None:
        return Lines(need, _guide_line(row, aim) if guide else aim)
    steepness, mean, deviate = slope
    short, enough = (
        mean + (_NORMAL.inv_cdf(thresholds[name]) - deviate) / steepness
        for name in ("likely_short", "likely_enough")
    )
    return Lines(nan if guide else short, enough)


def _guide_line(row: Mapping[str, Any], guide: float) -> float:
    """The mean that reaches a guide amount for sure after the days there are.

    The margin shrinks with the root of the days, and at ``days_needed`` the low end has it.
    """
    needed, days = row["days_needed"], row["days"]
    if not (row["low"] > guide and days < needed < inf):
        return guide
    line: float = guide + (row["low"] - guide) * sqrt(needed / days)
    return line


def _slope(row: Mapping[str, Any], middle: float) -> tuple[float, float, float] | None:
    """Deviates by unit of the mean, with one point of the line; None if nothing gives it."""
    ends = (("low", "low"), ("mean", "adequate"), ("high", "high"))
    known = [(row[x], row[f"probability_{p}"]) for x, p in ends]
    points = [
        (x, _NORMAL.inv_cdf(p)) for x, p in known if isfinite(x) and _ALMOST < p < 1 - _ALMOST
    ]
    if not points:
        return None
    points = sorted({*points, *([(middle, 0.0)] if len(set(points)) < 2 else [])})
    (first, least), (last, most) = points[0], points[-1]
    rises = last > first and most > least
    return ((most - least) / (last - first), first, least) if rises else None


def chance_of_change(row: Mapping[str, Any], lines: Lines, share: float) -> float:
    """The chance that a verdict becomes another once a part of its doubt is settled.

    What is settled moves the mean by as much as it may be wrong, and narrows the range by its share
    of the variance. Where the range lies beyond a line and nothing can be told all the same, the
    difficulty is elsewhere (coverage, days) and the share itself is taken.

    Parameters
    ----------
    row : mapping
        A row of ADEQUACY.
    lines : Lines
        Where verdicts begin.
    share : float
        Share of the variance of the mean that would be settled, 0–1.

    Returns
    -------
    float
        0–1; 0 for a verdict that no diary gives.

    Examples
    --------
    All doubt is one food, and the line lies in the middle of the range:

    >>> row = {"low": 80, "mean": 100, "high": 120, "verdict": "cannot_tell"}
    >>> chance_of_change(row, Lines(short=float("nan"), enough=100), 1.0)
    0.5
    """
    low, mean, high = row["low"], row["mean"], row["high"]
    moves = (high - low) / _WIDTH * sqrt(share)
    if not 0 < moves < inf:
        return 0.0
    if row["verdict"] == "cannot_tell" and (low >= lines.enough or high <= lines.short):
        return share
    left = sqrt(max(0.0, 1 - share))
    enough = _below(mean - (mean - low) * left - lines.enough, moves)
    short = _below(lines.short - mean - (high - mean) * left, moves)
    chances = {
        "likely_enough": 1 - enough if lines.enough == lines.enough else 0.0,
        "likely_short": 1 - short if lines.short == lines.short else 0.0,
        "cannot_tell": enough + short,
    }
    return min(1.0, chances.get(row["verdict"], 0.0))


def _below(distance: float, deviation: float) -> float:
    """Chance of a move of at most this distance; 0 where there is no line to reach."""
    return 0.0 if distance != distance else _NORMAL.cdf(distance / deviation)
