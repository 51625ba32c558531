"""How well a mean over days is known, and how many days a stated precision takes."""

from math import ceil, sqrt
from statistics import NormalDist

from nutrigap.methods.facts import NAN


def days_for_precision(cv_within: float, precision: float, *, confidence: float = 0.95) -> float:
    """Days after which a mean is known within a share of itself.

    Parameters
    ----------
    cv_within : float
        Coefficient of variation of one person's days in the group [0-1].
    precision : float
        Half the width of the interval as a share of the mean [0-1].
    confidence : float
        How sure it shall be, 0-1.

    Returns
    -------
    float
        Whole days, (Z × CV / D)² rounded up; NaN where nobody has measured the variation.

    Examples
    --------
    Magnesium of women from 19 to 50 years, within 20 and within 10 %:

    >>> days_for_precision(0.38, 0.20), days_for_precision(0.38, 0.10)
    (14.0, 56.0)

    References
    ----------
    .. [1] Basiotis et al. 1987, Journal of Nutrition 117:1638.
    """
    if cv_within != cv_within:
        return NAN
    return float(ceil((_deviate(confidence) * cv_within / precision) ** 2))


def precision_after(days: float, cv_within: float, *, confidence: float = 0.95) -> float:
    """Half the interval of a mean that so many days leave, as a share of the mean.

    Examples
    --------
    >>> round(precision_after(6, 0.38), 2)
    0.3

    References
    ----------
    .. [1] Basiotis et al. 1987, Journal of Nutrition 117:1638, solved for the precision.
    """
    return _deviate(confidence) * cv_within / sqrt(days) if days > 0 else NAN


def _deviate(confidence: float) -> float:
    return NormalDist().inv_cdf((1 + confidence) / 2)
