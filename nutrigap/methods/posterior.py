"""Usual intake of one person where days vary too much for normal deviates.

Daily intakes are normal on a Box-Cox scale around the person's own level, and the levels of people
are normal around that of the group. A person's days pull the group's distribution towards them; the
usual intake is what that level means on the natural scale, averaged over days.
"""

from __future__ import annotations

from functools import cache
from math import ceil, erf, log, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.methods.facts import (
    INFINITE,
    NAN,
    Answer,
    Intake,
    Spread,
    Target,
    Thresholds,
    cannot_tell,
)
from nutrigap.methods.settle import judge_guide, judge_requirement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import ndarray

    from nutrigap.profile import Profile

_NODES, _REACH = 41, 8.0
_FARTHEST = 4.0


class Level(NamedTuple):
    """Mean and variance of a person's level on the Box-Cox scale."""

    mean: float
    variance: float


def own_weight(days: float, spread: Spread) -> float:
    """Share that the person's own days have in the answer, 0–1.

    Examples
    --------
    >>> women = Spread(4.8, 0.4, 1.16, 0.2, 1.0076, 0.7381, 1.2939)
    >>> round(own_weight(7, women), 2)
    0.69
    """
    between, within = spread.boxcox_sd_between**2, spread.boxcox_sd_within**2
    return 1.0 if days == INFINITE else days * between / (days * between + within)


def level(days: Sequence[float], count: float, spread: Spread) -> Level:
    """The level of a person whose days so far are ``days``, if ``count`` such days were logged.

    Parameters
    ----------
    days : sequence of float
        Amounts of single days, without supplements.
    count : float
        How many days to count; 0 gives the group's own distribution.
    spread : Spread
        Parameters of the group.

    References
    ----------
    .. [1] Tooze et al. 2010, Statistics in Medicine 29:2857: the model; the mean and variance are
       those of a normal level observed with normal errors.
    """
    if count == 0:
        return Level(spread.boxcox_mean, spread.boxcox_sd_between**2)
    weight = own_weight(count, spread)
    observed = sum(scaled(day, spread) for day in days) / len(days)
    mean = weight * observed + (1 - weight) * spread.boxcox_mean
    return Level(mean, (1 - weight) * spread.boxcox_sd_between**2)


def scaled(amount: float, spread: Spread) -> float:
    """A day on the Box-Cox scale of its group.

    Where that scale has no place for nothing, a day counts at least as half the smallest amount
    that anybody of the group had.
    """
    power = spread.boxcox_lambda
    if power > 0:
        return (float(max(amount, 0.0) ** power) - 1) / power
    floored = max(amount, spread.smallest / 2)
    return log(floored) if power == 0 else (float(floored**power) - 1) / power


def usual_intake(levels: ndarray, spread: Spread) -> ndarray:
    """Mean over days of the intake that each level means, in the nutrient's unit.

    References
    ----------
    .. [1] Tooze et al. 2006, J Am Diet Assoc 106:1575: the mean over days, not the median, is the
       usual intake. Quadrature with 41 nodes.
    """
    nodes, weights = _quadrature()
    daily = levels[:, None] + spread.boxcox_sd_within * nodes[None, :]
    usual: ndarray = unscaled(daily, spread.boxcox_lambda) @ weights
    return usual


def unscaled(levels: ndarray, power: float) -> ndarray:
    """Amounts of days from the Box-Cox scale; zero below its domain."""
    import numpy as np

    if power == 0:
        return np.asarray(np.exp(levels))
    return np.asarray(np.maximum(power * levels + 1, 0.0) ** (1 / power))


@cache
def _quadrature() -> tuple[ndarray, ndarray]:
    """Nodes and weights for the mean over a standard normal deviate.

    Even steps are as exact as Gauss-Hermite nodes under a normal density (Goodwin 1949, Proceedings
    of the Cambridge Philosophical Society 45:241), and need no eigenvalues.
    """
    import numpy as np

    nodes = np.linspace(-_REACH, _REACH, _NODES)
    weights = np.exp(-(nodes**2) / 2)
    return nodes, weights / weights.sum()


def probability_adequate(
    at: Level, requirement: Target, spread: Spread, *, added: float = 0.0
) -> float:
    """Probability that usual food intake and what tablets add meet the requirement."""
    import numpy as np

    nodes, weights = _quadrature()
    usual = usual_intake(at.mean + sqrt(at.variance) * nodes, spread) + added
    deviates = (usual - requirement.amount) / (requirement.requirement_sd * sqrt(2))
    chances = np.array([(1 + erf(z)) / 2 for z in deviates])
    return float(chances @ weights)


def needed_level(amount: float, spread: Spread) -> float:
    """The level whose usual intake is an amount."""
    import numpy as np

    wide = 3 * _FARTHEST * spread.boxcox_sd_between
    levels = np.linspace(spread.boxcox_mean - wide, spread.boxcox_mean + wide, 801)
    return float(np.interp(amount, usual_intake(levels, spread), levels))


def confidence_reached(at: Level, needed: float) -> float:
    """Probability that a level is at or above the one that is needed."""
    if at.variance == 0:
        return float(at.mean >= needed)
    return NormalDist().cdf((at.mean - needed) / sqrt(at.variance))


def suits(intake: Intake, nutrient: str, profile: Profile, limits: Thresholds) -> bool:
    """Whether a person is one of those the group's parameters describe."""
    unlike = nutrient == "vitamin_b12" and "vegan" in profile.conditions
    adult = profile.age_years >= limits["posterior_age"]
    single_days = bool(intake.food_days or intake.blank_days)
    return adult and profile.life_stage == "general" and not unlike and single_days


def assess_requirement(
    intake: Intake, requirement: Target, spread: Spread, limits: Thresholds
) -> Answer:
    """The posterior against a requirement, or ``borrowed``.

    Endless days would show the mean itself, whatever the group.
    """
    if _borrowed(intake, spread, limits):
        return _too_short(intake, spread, limits)

    @cache
    def probability(end: str, days: float) -> float:
        if intake.end(end) == INFINITE:
            return 1.0
        if days == INFINITE:
            apart = (intake.end(end) - requirement.amount) / requirement.requirement_sd
            return NormalDist().cdf(apart)
        at = _level_at(intake, end, days, spread)
        return probability_adequate(at, requirement, spread, added=intake.tablet(end))

    answer = judge_requirement(intake, probability, limits, "posterior")
    nobody, own = level((), 0, spread), _level_at(intake, "mean", intake.days, spread)
    food = probability_adequate(own, requirement, spread)
    return answer._replace(
        probability_without_diary=probability_adequate(
            nobody, requirement, spread, added=intake.tablets
        ),
        days_needed=max(answer.days_needed, _fewest_days(spread, limits)),
        details={"probability_food": food, **_details(intake, spread, limits)},
    )


def probability_for(
    intake: Intake, requirement: Target, spread: Spread, limits: Thresholds
) -> float:
    """Probability that the usual intake meets a requirement; NaN where own days weigh too little.

    Parameters
    ----------
    intake : Intake
        Days and tablets of the person.
    requirement : Target
        Average requirement with its coefficient of variation.
    spread : Spread
        Parameters of the group.
    limits : mapping of str to float
        ``thresholds.csv``.
    """
    if _borrowed(intake, spread, limits) or not requirement.requirement_sd > 0:
        return NAN
    at = _level_at(intake, "mean", intake.days, spread)
    return probability_adequate(at, requirement, spread, added=intake.tablets)


def assess_guide(intake: Intake, guide: Target, spread: Spread, limits: Thresholds) -> Answer:
    """The posterior against a guide amount, or ``borrowed``."""
    if _borrowed(intake, spread, limits):
        return _too_short(intake, spread, limits)
    needed = {
        end: needed_level(guide.amount - intake.tablet(end), spread)
        for end in ("least", "low", "mean", "high")
        if intake.tablet(end) < guide.amount
    }

    @cache
    def confidence(end: str, days: float) -> float:
        if intake.end(end) == INFINITE or end not in needed:
            return 1.0
        if days == INFINITE:
            return float(intake.end(end) >= guide.amount)
        return confidence_reached(_level_at(intake, end, days, spread), needed[end])

    answer = judge_guide(intake, guide.amount, confidence, limits, "posterior")
    sure = answer.verdict == "likely_enough"
    enough = "mean" not in needed
    nobody = 1.0 if enough else confidence_reached(level((), 0, spread), needed["mean"])
    return answer._replace(
        probability_without_diary=nobody if sure else NAN,
        days_needed=max(answer.days_needed, _fewest_days(spread, limits)),
        details=_details(intake, spread, limits),
    )


def _borrowed(intake: Intake, spread: Spread, limits: Thresholds) -> bool:
    return len(intake.food_days) < _fewest_days(spread, limits)


def _too_short(intake: Intake, spread: Spread, limits: Thresholds) -> Answer:
    """Days are few, or it is not known what they gave."""
    fewest = _fewest_days(spread, limits)
    if len(intake.food_days) + intake.blank_days >= fewest:
        return cannot_tell("missing_data", "posterior")._replace(days_needed=INFINITE)
    return cannot_tell("borrowed", "posterior")._replace(days_needed=fewest)


def _fewest_days(spread: Spread, limits: Thresholds) -> float:
    """Days from which the person's own weigh enough."""
    share = limits["posterior_weight"]
    ratio = spread.boxcox_sd_within**2 / spread.boxcox_sd_between**2
    return float(max(limits["posterior_days"], ceil(share / (1 - share) * ratio)))


def _level_at(intake: Intake, end: str, days: float, spread: Spread) -> Level:
    """The level if every day's food were scaled to an end of the range of the mean.

    At the low end, days of which nothing is known held nothing.
    """
    blank = intake.blank_days if end in ("low", "least") else 0
    logged = len(intake.food_days) + blank
    best = sum(intake.food_days) / logged
    scale = intake.food(end) / best if best > 0 else 1.0
    amounts = [day * scale for day in intake.food_days] + [0.0] * blank
    return level(amounts, days + blank, spread)


def _details(intake: Intake, spread: Spread, limits: Thresholds) -> dict[str, object]:
    """Best estimate and interval of the usual intake, and how much of it the diary says."""
    import numpy as np

    at = _level_at(intake, "mean", intake.days, spread)
    nodes, weights = _quadrature()
    usual = usual_intake(at.mean + sqrt(at.variance) * nodes, spread)
    wide = NormalDist().inv_cdf((1 + limits["posterior_interval"]) / 2) * sqrt(at.variance)
    ends = usual_intake(np.array([at.mean - wide, at.mean + wide]), spread)
    return {
        "usual": float(usual @ weights),
        "usual_low": float(ends[0]),
        "usual_high": float(ends[1]),
        "own_weight": own_weight(intake.days, spread),
        "spread_source": spread.boxcox_source,
    }
