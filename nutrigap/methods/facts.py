"""What the methods are told, and what they answer."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Self

NAN = float("nan")
INFINITE = float("inf")
Thresholds = Mapping[str, float]
# Probability at an end of the range ("low", "mean" or "high") after so many days.
Probability = Callable[[str, float], float]


class Intake(NamedTuple):
    """One person's mean a day of one nutrient, in its canonical unit.

    ``low`` and ``high`` carry composition doubt, and tablets on days that name none; ``least`` is
    ``low`` without what was guessed of foods that nobody could match. ``food_days`` are the amounts
    of single days from food and water, and ``blank_days`` counts the days of which none is known
    though food was logged. ``tablets`` is the mean of supplements and medicines between
    ``tablets_low`` and ``tablets_high``, infinite where the content of one is not known, and
    ``habitual`` what of it is taken by habit; ``water`` is the mean that water surely gave.
    ``day_totals`` holds what is known of each day, ``tablet_days`` the tablets of the days that had
    any, and ``tablet_water_days`` tablets and water of each day.
    """

    days: int
    mean: float
    low: float
    high: float
    known: float
    coverage: float
    food_days: tuple[float, ...] = ()
    tablets: float = 0.0
    tablets_low: float = 0.0
    tablets_high: float = 0.0
    day_totals: tuple[float, ...] = ()
    tablet_days: tuple[float, ...] = ()
    water: float = 0.0
    tablet_water_days: tuple[float, ...] = ()
    least: float = NAN
    blank_days: int = 0
    habitual: float = 0.0

    def end(self, name: str) -> float:
        """The mean, an end of its range, or the least it can be."""
        if name == "least":
            return self.least if self.least < self.low else self.low
        return {"low": self.low, "mean": self.mean, "high": self.high}[name]

    def tablet(self, name: str) -> float:
        """The mean of supplements and medicines, or an end of its range."""
        ends = {"mean": self.tablets, "high": self.tablets_high}
        return ends.get(name, self.tablets_low)

    @property
    def logged_days(self) -> int:
        """Days with anything logged, whether it is known or not."""
        return max(self.days, len(self.food_days) + self.blank_days)

    @property
    def unread_tablets(self) -> bool:
        """Whether the content of a tablet is not known."""
        return self.tablets_high == INFINITE

    @property
    def only_unread_tablets(self) -> bool:
        """Whether nothing that is known comes from tablets, though some were logged."""
        return self.unread_tablets and self.tablets == 0

    def food(self, name: str) -> float:
        """The same of food and water alone; as best known where a tablet has no upper bound."""
        end = "mean" if self.tablet(name) == INFINITE else name
        return max(self.end(end) - self.tablet(end), 0.0)

    def food_only(self) -> Self:
        """The same diary without supplements and medicines."""
        return self._replace(
            mean=self.food("mean"),
            low=self.food("low"),
            high=self.food("high"),
            least=self.food("least"),
            known=max(self.known - self.tablets, 0.0),
            tablets=0.0,
            tablets_low=0.0,
            tablets_high=0.0,
            day_totals=self.food_days,
            tablet_days=(),
            habitual=0.0,
        )


class Target(NamedTuple):
    """One reference value of a nutrient; ``amount`` is NaN where the authority set none."""

    kind: str
    label: str
    amount: float
    applies_to: str = "total"
    includes_added: bool = False
    requirement_cv: float = NAN
    requirement_cv_basis: str | None = None
    edition: str = ""
    source: str = ""
    note: str | None = None

    @property
    def scope(self) -> str:
        """What an upper limit is compared with: limits on what is added count water as well."""
        added = self.applies_to == "supplements" and self.includes_added
        return "supplements_water" if added else self.applies_to

    @property
    def provisional(self) -> bool:
        """Whether the authority calls the value provisional."""
        return "provisional" in (self.note or "")

    @property
    def requirement_sd(self) -> float:
        """Standard deviation of the requirement."""
        return self.requirement_cv * self.amount


class Spread(NamedTuple):
    """How much one person's days differ, and people from each other, in a group.

    ``sd_within`` is in the nutrient's unit and ``cv_within`` a share of the group's mean; the
    Box-Cox parameters describe people and days on the scale of ``boxcox_lambda``. ``smallest`` is
    the smallest amount above zero that anybody of the group had in a day.
    """

    sd_within: float
    sd_within_se: float
    cv_within: float
    boxcox_lambda: float = NAN
    boxcox_mean: float = NAN
    boxcox_sd_between: float = NAN
    boxcox_sd_within: float = NAN
    source: str = ""
    boxcox_source: str = ""
    confidence: str = ""
    smallest: float = NAN


class Answer(NamedTuple):
    """A verdict with its reason and everything its sentence needs.

    The probabilities are missing where the method forbids one. ``days_needed`` are the days after
    which the verdict would be settled if the mean and its range stayed, infinite if none are
    enough. ``details`` holds numbers and words of the method for the professional sentence.
    """

    verdict: str
    reason_code: str
    method: str
    probability: float = NAN
    probability_low: float = NAN
    probability_high: float = NAN
    probability_without_diary: float = NAN
    days_needed: float = NAN
    details: Mapping[str, Any] = {}


def cannot_tell(reason_code: str, method: str = "none") -> Answer:
    """The answer where a method does not even begin."""
    return Answer("cannot_tell", reason_code, method)
