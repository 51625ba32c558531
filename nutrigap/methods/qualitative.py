"""What can be said without a probability: where the whole range lies."""

from nutrigap.methods.facts import INFINITE, NAN, Answer, Intake, Target, Thresholds
from nutrigap.methods.settle import below_guide, covered


def assess_requirement(
    intake: Intake, requirement: Target, recommended: Target | None, limits: Thresholds
) -> Answer:
    """Short below the average requirement even at ``high``, enough from the recommended at ``low``.

    References
    ----------
    .. [1] Institute of Medicine, *Dietary Reference Intakes: Applications in Dietary Assessment*,
       2000, ch. 3, the qualitative rule.
    """
    upper = recommended.amount if recommended else INFINITE
    known = covered(intake, limits)
    if intake.end("least") >= upper:
        return _if_days(intake, "likely_enough", "requirement", limits)
    if intake.high < requirement.amount and known:
        return _if_days(intake, "likely_short", "requirement", limits)
    between = requirement.amount <= intake.mean < upper
    return _answer("cannot_tell", _between(intake, limits) if between and known else "missing_data")


def assess_guide(intake: Intake, guide: Target, limits: Thresholds) -> Answer:
    """Reached where the whole range lies above; otherwise no conclusion, never short."""
    if intake.mean < guide.amount:
        return _answer("cannot_tell", below_guide(intake, guide.amount, limits))
    if intake.end("least") < guide.amount:
        return _answer("cannot_tell", "missing_data")
    return _if_days(intake, "likely_enough", "at_ai", limits)


def below_threshold(intake: Intake, threshold: Target | None, limits: Thresholds) -> bool:
    """Whether an intake lies at or below what almost nobody can do with, even at ``high``.

    References
    ----------
    .. [1] Department of Health, *Dietary Reference Values for Food Energy and Nutrients for the
       United Kingdom*, Report 41, 1991: the LRNI is enough for only a few people.
    """
    if threshold is None or intake.days < limits["qualitative_days"]:
        return False
    return intake.high <= threshold.amount and covered(intake, limits)


def _between(intake: Intake, limits: Thresholds) -> str:
    return "close_to_line" if intake.days >= limits["close_days"] else "few_days"


def _if_days(intake: Intake, verdict: str, reason: str, limits: Thresholds) -> Answer:
    """A verdict once there are days enough for one."""
    needed = limits["qualitative_days"]
    if intake.days < needed:
        return _answer("cannot_tell", "few_days", needed)
    return _answer(verdict, reason, needed)


def _answer(verdict: str, reason: str, days_needed: float = INFINITE) -> Answer:
    return Answer(verdict, reason, "qualitative", NAN, days_needed=days_needed)
