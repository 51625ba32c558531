"""Who is being assessed."""

from dataclasses import dataclass

from nutrigap.errors import ProfileError, UnknownNameError

SEXES = ("female", "male")
LIFE_STAGES = ("general", "pregnant", "lactating")
ACTIVITIES = ("low", "moderate", "active", "very_active")
CONDITIONS = (
    "acid_blocker",
    "antibiotic",
    "b12_injection",
    "bariatric_surgery",
    "dialysis",
    "diuretic",
    "eating_disorder",
    "gut_disease",
    "heart_disease",
    "high_blood_calcium",
    "kidney_disease",
    "kidney_stones",
    "metformin",
    "osteoporosis_medicine",
    "parathyroid_disease",
    "potassium_raising_medicine",
    "sarcoidosis",
    "thyroid_medicine",
    "trying_for_pregnancy",
    "tube_feeding",
    "vegan",
    "warfarin",
)


_SEX_SPELLINGS = {
    **dict.fromkeys(("f", "w", "woman", "girl"), "female"),
    **dict.fromkeys(("m", "man", "boy"), "male"),
}


def sex_of(text: str) -> str:
    """The sex that people mean by a word; one that is no word for it comes back as it is.

    Examples
    --------
    >>> sex_of("F"), sex_of("Male"), sex_of("x")
    ('female', 'male', 'x')
    """
    word = text.strip().lower()
    return _SEX_SPELLINGS.get(word, word)


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
    trimester : int, optional
        1, 2 or 3 of a pregnancy; some authorities set values for one of them.
    weight_kg, height_cm : float, optional
        Body weight [kg] and height [cm]; they are only used to ask whether the logged energy is
        plausible.
    activity : str, optional
        ``low``, ``moderate``, ``active`` or ``very_active``.
    conditions : tuple of str
        What changes the judgement or the words, of ``CONDITIONS``.
    without_conditions : tuple of str
        What was asked and denied, of the same. A condition in neither was not asked about, and
        counts as maybe.
    hide_energy : bool
        Whether energy, body weight and percentages are to be left out on request.

    Raises
    ------
    ProfileError
        A value outside these lists, or a number no person has.
    UnknownNameError
        A condition that does not exist.

    Examples
    --------
    >>> Profile(sex="female", age_years=34).life_stage
    'general'
    """

    sex: str
    age_years: float
    life_stage: str = "general"
    trimester: int | None = None
    weight_kg: float | None = None
    height_cm: float | None = None
    activity: str | None = None
    conditions: tuple[str, ...] = ()
    without_conditions: tuple[str, ...] = ()
    hide_energy: bool = False

    def __post_init__(self) -> None:
        """Refuse what no reference table could answer."""
        _one_of("sex", self.sex, SEXES)
        _one_of("life stage", self.life_stage, LIFE_STAGES)
        _within("age", self.age_years, (0, 120), "years", "--age")
        _within("weight", self.weight_kg, (1, 500), "kg", "--weight-kg")
        _within("height", self.height_cm, (30, 260), "cm", "--height-cm")
        if self.activity is not None:
            _one_of("activity", self.activity, ACTIVITIES)
        if self.life_stage != "general" and self.sex == "male":
            message = f"life stage {self.life_stage!r} needs --sex female: found 'male'."
            raise ProfileError(message)
        self._check_trimester()
        self._check_conditions()

    @property
    def discreet(self) -> bool:
        """Whether nothing may be said of energy, body weight or percentages."""
        return self.hide_energy or "eating_disorder" in self.conditions

    def _check_conditions(self) -> None:
        for condition in (*self.conditions, *self.without_conditions):
            if condition not in CONDITIONS:
                raise UnknownNameError("condition", condition, CONDITIONS)
        both = sorted(set(self.conditions) & set(self.without_conditions))
        if both:
            message = f"condition {both[0]!r} is answered with yes and with no: expected one."
            raise ProfileError(message)

    def _check_trimester(self) -> None:
        if self.trimester is None:
            return
        if self.trimester not in (1, 2, 3):
            message = f"trimester {self.trimester}: expected 1, 2 or 3 (--trimester)."
            raise ProfileError(message)
        if self.life_stage != "pregnant":
            message = (
                f"trimester {self.trimester} needs --life-stage pregnant: "
                f"found {self.life_stage!r}."
            )
            raise ProfileError(message)


def _one_of(what: str, found: str, known: tuple[str, ...]) -> None:
    if found not in known:
        message = f"{what} {found!r}: expected {' or '.join(known)}."
        raise ProfileError(message)


def _within(
    what: str, found: float | None, ends: tuple[float, float], unit: str, option: str
) -> None:
    if found is not None and not ends[0] <= found <= ends[1]:
        message = (
            f"{what} {found:g} {unit}: expected a number from {ends[0]:g} to {ends[1]:g} "
            f"({option})."
        )
        raise ProfileError(message)
