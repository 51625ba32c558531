"""From probabilities to a verdict, and what would help where there is none."""

from collections.abc import Iterator
from functools import cache

from nutrigap.methods.facts import INFINITE, NAN, Answer, Intake, Probability, Thresholds

_EVEN = 0.5


def covered(intake: Intake, limits: Thresholds) -> bool:
    """Whether enough is known for a total to be called too small."""
    return intake.coverage >= limits["full_coverage"]


def below_guide(intake: Intake, amount: float, limits: Thresholds) -> str:
    """Why a mean below a guide amount tells nothing: what is not known, or the amount's nature."""
    below = intake.high < amount and covered(intake, limits)
    return "below_ai" if below else "missing_data"


def judge_requirement(
    intake: Intake, probability: Probability, limits: Thresholds, method: str
) -> Answer:
    """The verdict against a requirement: sure at both ends of the range, or undecided.

    Examples
    --------
    >>> sure = Intake(days=6, mean=1060, low=980, high=1140, known=1060, coverage=1.0)
    >>> limits = {"likely_enough": .85, "likely_short": .15, "full_coverage": .9,
    ...     "close_days": 7, "patience_days": 28, "longest_wait": 3650}
    >>> judge_requirement(sure, lambda end, days: 0.9, limits, "ear").verdict
    'likely_enough'
    """
    low, best, high = (probability(end, intake.days) for end in ("low", "mean", "high"))
    needed = _days_needed(intake, probability, limits)
    if _enough(probability, intake.days, limits):
        verdict, reason = "likely_enough", "requirement"
    elif _short(intake, probability, intake.days, limits):
        verdict, reason = "likely_short", "requirement"
    else:
        verdict, reason = "cannot_tell", _what_would_help(intake, probability, needed, limits)
    return Answer(verdict, reason, method, best, low, high, NAN, needed)


def judge_guide(
    intake: Intake, amount: float, confidence: Probability, limits: Thresholds, method: str
) -> Answer:
    """The verdict against a guide amount: reached, or no conclusion. Never short.

    Below it is only what lies below as a whole; where the high end reaches the amount, what is
    not known comes first.

    The confidence that the usual intake reaches the amount is handed out only where the mean does:
    a low one says nothing about adequacy [1]_.

    References
    ----------
    .. [1] Institute of Medicine, *Dietary Reference Intakes: Applications in Dietary Assessment*,
       2000, ch. 3.
    """
    low, best, high = (confidence(end, intake.days) for end in ("low", "mean", "high"))
    needed = _days_needed(intake, confidence, limits, short=False)
    if _enough(confidence, intake.days, limits):
        return Answer("likely_enough", "at_ai", method, best, low, high, NAN, needed)
    reached = intake.mean >= amount
    if confidence("least", intake.days) >= limits["likely_enough"]:
        reason = "borrowed"
    elif reached:
        reason = _above_guide(intake, amount, confidence, needed, limits)
    else:
        reason = below_guide(intake, amount, limits)
    answer = Answer("cannot_tell", reason, method, days_needed=needed)
    if not reached or reason == "borrowed":
        return answer
    return answer._replace(probability=best, probability_low=low, probability_high=high)


def _above_guide(
    intake: Intake, amount: float, confidence: Probability, needed: float, limits: Thresholds
) -> str:
    """Why a mean at or above a guide amount is not sure of it."""
    if _worth_waiting(intake, confidence("mean", intake.days), needed, limits):
        return "few_days"
    only_ends = confidence("mean", intake.days) >= limits["likely_enough"]
    if only_ends or intake.end("least") < amount or not covered(intake, limits):
        return "missing_data"
    uneven = confidence("least", limits["longest_wait"]) < _EVEN
    return "few_days" if uneven else "below_ai"


def _enough(probability: Probability, days: float, limits: Thresholds) -> bool:
    """Whether the least is enough, after these days and after any more of the same.

    A method that leans on other people while days are few would otherwise take back its verdict
    when more of the same days come.
    """
    return all(probability("least", n) >= limits["likely_enough"] for n in _from(days, limits))


def _short(intake: Intake, probability: Probability, days: float, limits: Thresholds) -> bool:
    """Whether the high end is short, after these days and after any more of the same.

    Nothing is short whose mean is not: a few days may hold most of it.
    """
    if not covered(intake, limits) or probability("high", INFINITE) > _EVEN:
        return False
    most = limits["likely_short"]
    return all(probability("high", n) <= most for n in _from(days, limits))


def _from(days: float, limits: Thresholds) -> Iterator[float]:
    """These days, and steps of a tenth from there to the longest wait."""
    yield days
    yield from (n for n in _steps(int(limits["longest_wait"])) if n > days)


@cache
def _steps(last: int) -> tuple[int, ...]:
    """Numbers of days from 1 to the last, each at most a tenth more than the one before."""
    found = [1]
    while found[-1] < last:
        found.append(min(last, max(found[-1] + 1, found[-1] * 11 // 10)))
    return tuple(found)


def _worth_waiting(intake: Intake, best: float, needed: float, limits: Thresholds) -> bool:
    """Whether days settle it, and sooner than finding out what is not known."""
    soon = needed - intake.days <= limits["patience_days"]
    undecided = limits["likely_short"] < best < limits["likely_enough"]
    return needed < INFINITE and (soon or (undecided and covered(intake, limits)))


def _what_would_help(
    intake: Intake, probability: Probability, needed: float, limits: Thresholds
) -> str:
    enough, short = limits["likely_enough"], limits["likely_short"]
    least, best, high = (probability(end, intake.days) for end in ("least", "mean", "high"))
    if _worth_waiting(intake, best, needed, limits):
        return "few_days"
    if least >= enough or (high <= short and covered(intake, limits)):
        against = least < enough and probability("high", INFINITE) > _EVEN
        return "few_days" if against else "borrowed"
    if needed == INFINITE and _uneven(intake, probability, limits):
        return "few_days"
    if best >= enough or best <= short or not _narrow(intake, probability, limits):
        return "missing_data"
    if intake.days < limits["close_days"]:
        return "few_days"
    decided = not short < probability("mean", INFINITE) < enough
    range_decides = decided and not _kept(intake, probability, limits)
    return "missing_data" if range_decides else "close_to_line"


def _narrow(intake: Intake, probability: Probability, limits: Thresholds) -> bool:
    """Whether the data are good enough for the amount itself to be the difficulty."""
    low, high = probability("low", INFINITE), probability("high", INFINITE)
    spans = low <= limits["likely_short"] or high >= limits["likely_enough"]
    return covered(intake, limits) or not spans


def _uneven(intake: Intake, probability: Probability, limits: Thresholds) -> bool:
    """Whether the mean is enough and well known, but not the days: a few of them hold most."""
    return covered(intake, limits) and probability("least", INFINITE) >= limits["likely_enough"]


def _kept(
    intake: Intake, probability: Probability, limits: Thresholds, *, short: bool = True
) -> bool:
    """Whether the whole range is decided if the mean is what many days would show."""
    least, most = probability("least", INFINITE), probability("high", INFINITE)
    below = short and covered(intake, limits) and most <= limits["likely_short"]
    return below or least >= limits["likely_enough"]


def _settled(
    intake: Intake, probability: Probability, days: float, limits: Thresholds, *, short: bool = True
) -> bool:
    """Whether so many days would give a verdict if the mean and its range stayed."""
    enough = _enough(probability, days, limits)
    return enough or (short and _short(intake, probability, days, limits))


def _days_needed(
    intake: Intake, probability: Probability, limits: Thresholds, *, short: bool = True
) -> float:
    """Fewest days that give a verdict; none are promised where the mean itself decides nothing."""
    most = int(limits["longest_wait"])
    settled = _settled(intake, probability, intake.days, limits, short=short)
    hopeless = not (settled or _kept(intake, probability, limits, short=short))
    if hopeless or not _settled(intake, probability, most, limits, short=short):
        return INFINITE
    too_few, enough = 0, most
    while enough - too_few > 1:
        middle = (too_few + enough) // 2
        if _settled(intake, probability, middle, limits, short=short):
            enough = middle
        else:
            too_few = middle
    return float(enough)
