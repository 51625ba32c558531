"""Whether the logged energy could keep a body's weight."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import exp, sqrt
from typing import NamedTuple

from nutrigap.methods.facts import INFINITE, NAN, Thresholds
from nutrigap.profile import Profile

Rows = Iterable[Mapping[str, str]]


class EnergyCheck(NamedTuple):
    """Logged energy [kcal a day] over resting energy, and the least that is plausible.

    ``basis`` is ``own_size`` (Goldberg limit of a body of this size), ``small_body`` (the resting
    energy of a small body of this sex and age) or ``none``: not checked, numbers NaN. ``most`` is
    what nobody eats in a day, whatever the size [kcal].
    """

    energy: float = NAN
    ratio: float = NAN
    least: float = NAN
    basis: str = "none"
    most: float = INFINITE

    @property
    def too_low(self) -> bool:
        """Whether less was logged than can be true at a steady weight."""
        return self.ratio < self.least

    @property
    def too_high(self) -> bool:
        """Whether more was logged than anybody eats."""
        return self.energy > self.most

    @property
    def word(self) -> str:
        """``plausible``, ``low``, ``implausibly high`` or ``not checked``."""
        if self.too_high:
            return "implausibly high"
        if self.basis == "none":
            return "not checked"
        return "low" if self.too_low else "plausible"

    def density(self, amount: float) -> float:
        """An amount a day for every 1,000 kcal logged; NaN where no energy is known."""
        return 1000 * amount / self.energy if self.energy > 0 else NAN


def resting_energy(profile: Profile, equations: Rows) -> float:
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
    equations: Rows,
    limits: Thresholds,
    *,
    small_bodies: Rows = (),
) -> EnergyCheck:
    """Compare logged energy with what a body needs.

    The Goldberg limit needs the weight, and people who neither grow nor carry or feed a child. All
    others are compared with the resting energy of a small body of their sex and age, a floor that
    does not depend on the number of days; under three years no floor is checked. The ceiling is the
    same for everybody.

    Parameters
    ----------
    energy : float
        Mean of the days [kcal a day]; NaN unknown.
    days : int
        Days the mean is over.
    profile : Profile
        Who it is.
    equations, small_bodies : iterable of mapping
        ``resting_energy.csv`` and ``small_bodies.csv``.
    limits : mapping of str to float
        ``thresholds.csv``.
    """
    if days == 0 or energy != energy:
        return EnergyCheck()
    steady = profile.age_years >= limits["energy_age"] and profile.life_stage == "general"
    own = resting_energy(profile, equations) if steady else NAN
    if own == own:
        least = least_plausible(days, profile.activity, limits)
        return EnergyCheck(energy, energy / own, least, "own_size", limits["energy_most"])
    small = _of_small_body(profile, equations, small_bodies)
    basis = "small_body" if small == small else "none"
    least, most = limits["energy_small_body"], limits["energy_most"]
    return EnergyCheck(energy, energy / small, least, basis, most)


def _of_small_body(profile: Profile, equations: Rows, bodies: Rows) -> float:
    """Resting energy of a small body of the same sex and age."""
    weight = next((float(row["weight_kg"]) for row in bodies if _fits(row, profile)), None)
    body = replace(profile, weight_kg=weight, height_cm=None)
    return resting_energy(body, equations)
