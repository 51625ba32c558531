"""Who is being assessed."""

from dataclasses import dataclass

from nutrigap.errors import ProfileError

SEXES = ("female", "male")
LIFE_STAGES = ("general", "pregnant", "lactating")


@dataclass(frozen=True)
class Profile:
    """The person whose intake is compared with reference values.

    Parameters
    ----------
    sex : str
        ``female`` or ``male``: the column of the reference table to use.
    age_years : float
        Age on the last day of the diary [years].
    life_stage : str
        ``general``, ``pregnant`` or ``lactating``.

    Raises
    ------
    ProfileError
        A value outside these lists, or an age below 0 or above 120.

    Examples
    --------
    >>> Profile(sex="female", age_years=34).life_stage
    'general'
    """

    sex: str
    age_years: float
    life_stage: str = "general"

    def __post_init__(self) -> None:
        """Refuse what no reference table could answer."""
        _one_of("sex", self.sex, SEXES)
        _one_of("life stage", self.life_stage, LIFE_STAGES)
        if not 0 <= self.age_years <= 120:
            message = f"age {self.age_years:g} years: expected a number from 0 to 120 (--age)."
            raise ProfileError(message)
        if self.life_stage != "general" and self.sex == "male":
            message = f"life stage {self.life_stage!r} needs --sex female: found 'male'."
            raise ProfileError(message)


def _one_of(what: str, found: str, known: tuple[str, ...]) -> None:
    if found not in known:
        message = f"{what} {found!r}: expected {' or '.join(known)}."
        raise ProfileError(message)
