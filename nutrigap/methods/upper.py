"""Upper limits: only what a limit counts is compared with it."""

from typing import NamedTuple

from nutrigap.methods import normal
from nutrigap.methods.facts import INFINITE, NAN, Intake, Spread, Target, Thresholds


class Upper(NamedTuple):
    """Where an amount stands against an upper limit."""

    level: str
    amount: float = NAN
    days_above: int = 0
    unread: bool = False


def assess_upper(intake: Intake, limit: Target | None, limits: Thresholds) -> Upper:
    """The level of an intake against an upper limit.

    A part that is known to lie above is ``above``, whatever else is missing, once there are days
    enough to be usual; what is taken by habit is usual. Limits on supplements are compared with
    tablets and medicines alone. Where a limit counts salts in water and what is added to food too,
    water is compared with it; what is added, food tables do not show, so that nothing below the
    limit can be called safe. Nor where the content of a tablet, or a part of the food, is missing:
    that raises no alarm, and is said.

    Examples
    --------
    >>> food = Intake(days=7, mean=420, low=390, high=450, known=420, coverage=1.0)
    >>> limit = Target("upper_limit", "UL", 350, applies_to="supplements")
    >>> assess_upper(food, limit, {"usual_days": 3})
    Upper(level='below', amount=0.0, days_above=0, unread=False)

    References
    ----------
    .. [1] Institute of Medicine, *Dietary Reference Intakes: Applications in Dietary Assessment*,
       2000, ch. 3: usual intake is compared; the scope of each limit: column ``applies_to`` of the
       reference tables.
    """
    if limit is None or limit.amount != limit.amount:
        return Upper("none_set")
    if limit.applies_to == "supplements":
        return _of_tablets(intake, limit, limits)
    days = sum(day > limit.amount for day in intake.day_totals)
    known = intake.known - intake.tablets + intake.tablets_low
    if any(part > limit.amount for part in (intake.end("least"), known, intake.tablets_low)):
        best = intake.tablets if intake.mean != intake.mean else intake.mean
        return _passed(intake, best, days, limit, limits)
    if intake.mean != intake.mean:
        return Upper("scope_unknown")
    if intake.high == INFINITE and intake.mean <= limit.amount and not days:
        return Upper("scope_unknown", intake.mean, unread=intake.unread_tablets)
    level = _level(intake.mean, intake.high, days, limit, usual=_usual(intake, limits))
    return Upper(level, intake.mean, days)


def _of_tablets(intake: Intake, limit: Target, limits: Thresholds) -> Upper:
    """Tablets alone, or with the water that a limit on added salts counts too."""
    added = limit.includes_added
    water, by_day = (intake.water, intake.tablet_water_days) if added else (0.0, intake.tablet_days)
    best, days = intake.tablets + water, sum(day > limit.amount for day in by_day)
    if intake.tablets_low + water > limit.amount:
        return _passed(intake, best, days, limit, limits)
    if intake.unread_tablets and best <= limit.amount and not days:
        return Upper("scope_unknown", best, unread=True)
    usual = _usual(intake, limits)
    level = _level(best, intake.tablets_high + water, days, limit, usual=usual)
    return Upper("scope_unknown" if level == "below" and added else level, best, days)


def _passed(intake: Intake, best: float, days: int, limit: Target, limits: Thresholds) -> Upper:
    """What is known lies above: as a usual amount, or on the few days there are."""
    usual = _usual(intake, limits) or intake.habitual > limit.amount
    return Upper("above" if usual else "day_above", best, days or intake.days)


def _usual(intake: Intake, limits: Thresholds) -> bool:
    """Whether there are days enough for their mean to be a usual amount."""
    return max(intake.days, len(intake.day_totals)) >= limits["usual_days"]


def _level(best: float, high: float, days: int, limit: Target, *, usual: bool) -> str:
    if max(best, high) > limit.amount and (usual or not days):
        return "maybe_above"
    return "day_above" if days else "below"


def confidence_below(
    intake: Intake, limit: Target | None, spread: Spread | None, limits: Thresholds
) -> float:
    """Confidence that the usual intake is below an upper limit on all sources, 0-1.

    The variation of days is that of food; limits on supplements, whose doses do not vary like it,
    are compared with the mean alone. NaN too where days vary too much for a normal deviate: what
    other people eat is no reason to think that somebody is below a limit.

    Examples
    --------
    Women's calcium over seven days; z = (2400 - 2500) / (325 / √7):

    >>> days = Intake(days=7, mean=2400, low=2400, high=2400, known=2400, coverage=1.0)
    >>> women = Spread(sd_within=325, sd_within_se=float("nan"), cv_within=0.51)
    >>> limit = Target("upper_limit", "UL", 2500)
    >>> round(confidence_below(days, limit, women, {"guard_cv": 0.6}), 2)
    0.79

    References
    ----------
    .. [1] Institute of Medicine, *Dietary Reference Intakes: Applications in Dietary Assessment*,
       2000, ch. 3: 1 - Φ(z).
    """
    if limit is None or spread is None or limit.applies_to != "total":
        return NAN
    known = limit.amount > 0 and intake.mean >= 0 and intake.days > 0
    if not known or not normal.usable(spread, limits):
        return NAN
    return 1 - normal.confidence_reached(intake.mean, intake.days, limit.amount, spread.sd_within)
