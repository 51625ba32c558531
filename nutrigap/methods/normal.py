"""The published methods for days that vary moderately: normal deviates of the mean."""

from math import sqrt
from statistics import NormalDist

from nutrigap.methods.facts import INFINITE, Answer, Intake, Spread, Target, Thresholds
from nutrigap.methods.settle import judge_guide, judge_requirement

_PHI = NormalDist().cdf


def usable(spread: Spread | None, limits: Thresholds) -> bool:
    """Whether the days vary little enough for a normal deviate.

    The upper end of what the coefficient of variation may be (one standard error) is what counts,
    so that a group of few people does not pass by luck.

    References
    ----------
    .. [1] Institute of Medicine, *Dietary Reference Intakes: Applications in Dietary Assessment*,
       2000, ch. 3: unreliable above a coefficient of variation of 60 to 70 %.
    """
    if spread is None or not spread.sd_within > 0:
        return False
    error = spread.sd_within_se if spread.sd_within_se == spread.sd_within_se else 0.0
    return spread.cv_within * (1 + error / spread.sd_within) <= limits["guard_cv"]


def probability_adequate(mean: float, days: float, requirement: Target, spread: Spread) -> float:
    """Probability that the usual intake meets this person's requirement.

    Parameters
    ----------
    mean : float
        Mean of the days, in the nutrient's unit.
    days : float
        How many they are; infinite for a mean known exactly.
    requirement : Target
        Average requirement with its coefficient of variation.
    spread : Spread
        Within-person standard deviation of the group; never the person's own of a few days.

    Returns
    -------
    float
        Φ of the deviate, 0–1.

    Examples
    --------
    Women of 31 to 50 years, 196 mg of magnesium a day over six days:

    >>> ear = Target("average_requirement", "EAR", 265, requirement_cv=0.10)
    >>> women = Spread(sd_within=86, sd_within_se=float("nan"), cv_within=0.38)
    >>> round(probability_adequate(196, 6, ear, women), 2)
    0.06

    References
    ----------
    .. [1] Institute of Medicine, *Dietary Reference Intakes: Applications in Dietary Assessment*,
       2000, ch. 3 and Appendix B.
    """
    if mean == INFINITE:
        return 1.0
    deviation = sqrt(requirement.requirement_sd**2 + spread.sd_within**2 / days)
    return _PHI((mean - requirement.amount) / deviation)


def confidence_reached(mean: float, days: float, amount: float, sd_within: float) -> float:
    """Confidence that the usual intake is at or above an amount.

    Examples
    --------
    >>> round(confidence_reached(3100, 6, 2600, 822), 2)
    0.93

    References
    ----------
    .. [1] Institute of Medicine, *Dietary Reference Intakes: Applications in Dietary Assessment*,
       2000, ch. 3: no variance of requirement enters, because none is known.
    """
    if mean == INFINITE:
        return 1.0
    if days == INFINITE:
        return float(mean >= amount)
    return _PHI((mean - amount) * sqrt(days) / sd_within)


def assess_requirement(
    intake: Intake, requirement: Target, spread: Spread, limits: Thresholds
) -> Answer:
    """The EAR method."""

    def probability(end: str, days: float) -> float:
        return probability_adequate(intake.end(end), days, requirement, spread)

    answer = judge_requirement(intake, probability, limits, "ear")
    food = probability_adequate(intake.food("mean"), intake.days, requirement, spread)
    return answer._replace(details={"probability_food": food, **_inputs(spread)})


def assess_guide(intake: Intake, guide: Target, spread: Spread, limits: Thresholds) -> Answer:
    """The AI method."""

    def confidence(end: str, days: float) -> float:
        return confidence_reached(intake.end(end), days, guide.amount, spread.sd_within)

    answer = judge_guide(intake, guide.amount, confidence, limits, "ai")
    return answer._replace(details=_inputs(spread))


def _inputs(spread: Spread) -> dict[str, object]:
    return {"sd_within": spread.sd_within, "spread_source": spread.source}
