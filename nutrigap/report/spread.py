"""How much days differ by chance: the spread of a group, and of the difference of two means."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from nutrigap.methods.inputs import spread_of
from nutrigap.tables import read_constants, read_rows

if TYPE_CHECKING:
    from nutrigap.methods.facts import Spread
    from nutrigap.profile import Profile

NINETY_FIVE = 1.96


def group_spread(nutrient: str, profile: Profile | None) -> Spread | None:
    """The within-person spread of the group; ``None`` where nobody has measured it."""
    return None if profile is None else spread_of(nutrient, profile, read_rows("within_person"))


def comparable(spread: Spread | None) -> bool:
    """Whether the days of a nutrient are even enough for the normal formula.

    References
    ----------
    .. [1] Institute of Medicine, *Dietary Reference Intakes: Applications in Dietary Assessment*,
       2000, ch. 3: not above a within-person CV of 60 to 70 %.
    """
    return spread is not None and spread.cv_within <= read_constants("thresholds")["guard_cv"]


def within_days(sd_within: float, days_before: int, days_after: int) -> float:
    """The largest difference of two means that days alone make in 95 of 100 pairs of diaries.

    Parameters
    ----------
    sd_within : float
        Standard deviation of one person's days [unit of the nutrient].
    days_before, days_after : int
        Days behind each mean.

    Returns
    -------
    float
        1.96 × sd_within × √(1/days_before + 1/days_after), in the same unit.

    Examples
    --------
    Women of 31 to 50 years, magnesium, two diaries of seven days:

    >>> round(within_days(86, 7, 7), 1)
    90.1

    References
    ----------
    .. [1] Institute of Medicine, *Dietary Reference Intakes: Applications in Dietary Assessment*,
       2000, ch. 3: the standard error of a mean of n days is SD within ÷ √n. The variances of two
       independent means add.
    """
    return NINETY_FIVE * sd_within * sqrt(1 / days_before + 1 / days_after)
