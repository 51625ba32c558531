"""Which method answers for a nutrient, an authority and a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, Self

from nutrigap.methods import normal, posterior, qualitative
from nutrigap.methods.facts import NAN, Answer, Intake, Spread, Target, Thresholds, cannot_tell
from nutrigap.profile import Profile

_NOT_FOR_A_DIARY = {
    "vitamin_b12": {"b12_injection", "dialysis", "tube_feeding"},
}
_NOT_FOR_ANY_DIARY = {"dialysis", "tube_feeding"}


_NONE = Target("average_requirement", "", NAN)


@dataclass(frozen=True)
class References:
    """The reference values of one nutrient for one person; absent ones are ``None``."""

    requirement: Target | None = None
    recommended: Target | None = None
    adequate_intake: Target | None = None
    lower_threshold: Target | None = None
    guidance: Target | None = None
    upper_limit: Target | None = None

    @classmethod
    def of(cls, targets: Iterable[Target]) -> Self:
        """The values by their kind. Levels for supplements are limits only, no aims.

        A provisional requirement decides nothing; the guide amount beside it is the aim.
        """
        found = {
            t.kind: t
            for t in targets
            if t.kind == "upper_limit" or (t.applies_to == "total" and t.amount == t.amount)
        }
        if "adequate_intake" in found and found.get("average_requirement", _NONE).provisional:
            del found["average_requirement"]
        return cls(
            requirement=found.get("average_requirement"),
            recommended=found.get("recommended"),
            adequate_intake=found.get("adequate_intake"),
            lower_threshold=found.get("lower_threshold"),
            guidance=found.get("guidance"),
            upper_limit=found.get("upper_limit"),
        )

    @property
    def guide(self) -> Target | None:
        """What to reach where no average requirement is set."""
        return self.adequate_intake or self.recommended or self.guidance


class Case(NamedTuple):
    """One nutrient of one person: what was eaten, and what it is compared with.

    ``spread`` is ``None`` where nobody has measured how much days differ in the person's group.
    """

    nutrient: str
    profile: Profile
    intake: Intake
    references: References
    spread: Spread | None = None


def find_answer(case: Case, limits: Thresholds) -> Answer:
    """The verdict on one nutrient of one person, before the diary as a whole is doubted.

    Parameters
    ----------
    case : Case
        Intake, reference values and who it is.
    limits : mapping of str to float
        ``thresholds.csv``.

    References
    ----------
    .. [1] Institute of Medicine, *Dietary Reference Intakes: Applications in Dietary Assessment*,
       2000: which reference value allows which conclusion.
    """
    need, guide = case.references.requirement, case.references.guide
    if _NOT_FOR_A_DIARY.get(case.nutrient, _NOT_FOR_ANY_DIARY) & set(case.profile.conditions):
        return Answer("not_judged", "gate", "none")
    aim = need or guide
    if aim is None:
        return cannot_tell("no_reference")
    if case.intake.days == 0 or case.intake.mean != case.intake.mean:
        return cannot_tell("missing_data")
    if qualitative.below_threshold(case.intake, case.references.lower_threshold, limits):
        return Answer("likely_short", "lrni", "lrni")
    against = _against_requirement if need else _against_guide
    answer = against(case, aim, limits)
    if answer.verdict == "likely_short" and case.nutrient == "vitamin_d":
        return answer._replace(reason_code="food_only_sun")
    return answer


def _against_requirement(case: Case, need: Target, limits: Thresholds) -> Answer:
    intake, spread = case.intake, case.spread
    if spread and need.requirement_sd > 0:
        if normal.usable(spread, limits):
            return normal.assess_requirement(intake, need, spread, limits)
        if posterior.suits(intake, case.nutrient, case.profile, limits):
            return posterior.assess_requirement(intake, need, spread, limits)
    return qualitative.assess_requirement(intake, need, case.references.recommended, limits)


def _against_guide(case: Case, guide: Target, limits: Thresholds) -> Answer:
    intake, spread = case.intake, case.spread
    if spread and normal.usable(spread, limits):
        answer = normal.assess_guide(intake, guide, spread, limits)
    elif spread and posterior.suits(intake, case.nutrient, case.profile, limits):
        answer = posterior.assess_guide(intake, guide, spread, limits)
    else:
        answer = qualitative.assess_guide(intake, guide, limits)
    return answer._replace(method="lrni") if case.references.lower_threshold else answer
