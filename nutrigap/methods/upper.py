"""Upper limits: only what a limit counts is compared with it."""

from typing import NamedTuple

from nutrigap.methods.facts import NAN, Intake, Target


class Upper(NamedTuple):
    """Where an amount stands against an upper limit."""

    level: str
    amount: float = NAN
    days_above: int = 0
    unread: bool = False


def assess_upper(intake: Intake, limit: Target | None) -> Upper:
    """The level of an intake against an upper limit.

    A part that is known to lie above is ``above``, whatever else is missing. Limits on supplements
    are compared with tablets and medicines alone. Where a limit counts salts in water and what is
    added to food too, water is compared with it; what is added, food tables do not show, so that
    nothing below the limit can be called safe. Nor where only the content of a tablet is missing:
    that raises no alarm, and is said.

    Examples
    --------
    >>> food = Intake(days=7, mean=420, low=390, high=450, known=420, coverage=1.0)
    >>> assess_upper(food, Target("upper_limit", "UL", 350, applies_to="supplements"))
    Upper(level='below', amount=0.0, days_above=0, unread=False)

    References
    ----------
    .. [1] Institute of Medicine, *Dietary Reference Intakes: Applications in Dietary Assessment*,
       2000, ch. 3; the scope of each limit: column ``applies_to`` of the reference tables.
    """
    if limit is None or limit.amount != limit.amount:
        return Upper("none_set")
    if limit.applies_to == "supplements":
        return _of_tablets(intake, limit)
    days = sum(day > limit.amount for day in intake.day_totals)
    known = intake.known - intake.tablets + intake.tablets_low
    if any(part > limit.amount for part in (intake.low, known, intake.tablets_low)):
        best = intake.tablets if intake.mean != intake.mean else intake.mean
        return Upper("above", best, days)
    if intake.mean != intake.mean:
        return Upper("scope_unknown")
    if _only_unread(intake, intake.mean, days, limit):
        return Upper("scope_unknown", intake.mean, unread=True)
    return Upper(_level(intake.mean, intake.high, days, limit), intake.mean, days)


def _of_tablets(intake: Intake, limit: Target) -> Upper:
    """Tablets alone, or with the water that a limit on added salts counts too."""
    added = limit.includes_added
    water, by_day = (intake.water, intake.tablet_water_days) if added else (0.0, intake.tablet_days)
    best, days = intake.tablets + water, sum(day > limit.amount for day in by_day)
    if intake.tablets_low + water > limit.amount:
        return Upper("above", best, days)
    if _only_unread(intake, best, days, limit):
        return Upper("scope_unknown", best, unread=True)
    level = _level(best, intake.tablets_high + water, days, limit)
    return Upper("scope_unknown" if level == "below" and added else level, best, days)


def _only_unread(intake: Intake, best: float, days: int, limit: Target) -> bool:
    """Whether nothing but a tablet of unknown content could lie above the limit."""
    return intake.unread_tablets and best <= limit.amount and not days


def _level(best: float, high: float, days: int, limit: Target) -> str:
    if max(best, high) > limit.amount:
        return "maybe_above"
    return "day_above" if days else "below"
