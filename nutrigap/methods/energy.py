"""Whether the logged energy could keep a body's weight."""

from collections.abc import Iterable, Mapping
from math import exp, sqrt
from typing import NamedTuple

from nutrigap.methods.facts import NAN, Thresholds
from nutrigap.profile import Profile


class EnergyCheck(NamedTuple):
    """Energy over resting energy, and the least that is plausible; NaN where not checked."""

    ratio: float = NAN
    least: float = NAN

    @property
    def too_low(self) -> bool:
        """Whether less was logged than can be true at a steady weight."""
        return self.ratio < self.least


def resting_energy(profile: Profile, equations: Iterable[Mapping[str, str]]) -> float:
    """Energy a body needs at rest [kcal a day]; NaN where weight is not known.

    Parameters
    ----------
    profile : Profile
        Sex, age, weight and, if known, height.
    equations : iterable of mapping
        ``resting_energy.csv``; the first equation that fits is used. One that needs the height is
        passed over where it is not known.

    References
    ----------
    .. [1] Mifflin et al. 1990, Am J Clin Nutr 51:241.
    .. [2] Henry 2005, Public Health Nutrition 8:1133.
    """
    if profile.weight_kg is None:
        return NAN
    for row in equations:
        per_cm = float(row["per_cm"])
        height = profile.height_cm or NAN
        if _fits(row, profile) and (per_cm == 0 or height == height):
            energy = float(row["per_kg"]) * profile.weight_kg
            energy += per_cm * height if per_cm else 0.0
            return energy + float(row["per_year"]) * profile.age_years + float(row["constant"])
    return NAN


def _fits(row: Mapping[str, str], profile: Profile) -> bool:
    last = float(row["age_to_years"] or "inf")
    return row["sex"] == profile.sex and float(row["age_from_years"]) <= profile.age_years < last


def least_plausible(days: float, activity: str | None, limits: Thresholds) -> float:
    """Lower Goldberg limit of energy over resting energy for one person.

    Examples
    --------
    >>> limits = {"energy_default_pal": 1.55, "energy_s": 2, "energy_cv_intake": 23,
    ...     "energy_cv_bmr": 8.5, "energy_cv_pal": 15}
    >>> round(least_plausible(7, None, limits), 2)
    1.05

    References
    ----------
    .. [1] Black 2000, International Journal of Obesity 24:1119.
    """
    pal = limits[f"energy_pal_{activity}" if activity else "energy_default_pal"]
    intake, resting = limits["energy_cv_intake"], limits["energy_cv_bmr"]
    spread = sqrt(intake**2 / days + resting**2 + limits["energy_cv_pal"] ** 2)
    return pal * exp(-limits["energy_s"] * spread / 100)


def check_energy(
    energy: float,
    days: int,
    profile: Profile,
    equations: Iterable[Mapping[str, str]],
    limits: Thresholds,
) -> EnergyCheck:
    """Compare logged energy [kcal a day] with what a body of this size needs.

    Growing, pregnant and breast-feeding people are not checked.
    """
    checkable = profile.age_years >= limits["energy_age"] and profile.life_stage == "general"
    if not checkable or days == 0:
        return EnergyCheck()
    ratio = energy / resting_energy(profile, equations)
    return EnergyCheck(ratio, least_plausible(days, profile.activity, limits))
