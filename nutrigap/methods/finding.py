"""One verdict with everything that its sentences draw on."""

from typing import NamedTuple

from nutrigap.gates import Gate
from nutrigap.methods.choose import Case
from nutrigap.methods.energy import EnergyCheck
from nutrigap.methods.facts import NAN, Answer
from nutrigap.methods.upper import Upper
from nutrigap.nutrients import Nutrient


class Doubt(NamedTuple):
    """What the days that were set aside would have changed."""

    days_all: int = 0
    with_them: str = ""
    without_them: str = ""


class Precision(NamedTuple):
    """Half the interval of the mean as a share of it, and the days that a stated one takes."""

    after: float = NAN
    stated: float = NAN
    days: float = NAN


class Finding(NamedTuple):
    """One row of ADEQUACY before it is put into words.

    ``food`` is the answer for food and water alone, ``second_opinion`` the probability that the
    posterior gives where another method answers, ``below_upper`` the confidence that the usual
    intake is below the upper limit, ``added`` what of the amount was added to food or
    comes from tablets.
    """

    case: Case
    nutrient: Nutrient
    authority: str
    answer: Answer
    upper: Upper
    energy: EnergyCheck = EnergyCheck()
    doubt: Doubt = Doubt()
    coverage_nutrient: float = NAN
    food: Answer | None = None
    second_opinion: float = NAN
    precision: Precision = Precision()
    below_upper: float = NAN
    added: float = NAN
    gates: tuple[Gate, ...] = ()

    @property
    def code(self) -> str:
        """Verdict and reason as one code of ``wording.csv``."""
        return f"{self.answer.verdict}.{self.answer.reason_code}"

    @property
    def discreet(self) -> str:
        """The ending of codes whose words leave out energy, weight and percentages."""
        return ".hidden" if self.case.profile.discreet else ""

    def number(self, amount: float) -> str:
        """An amount without its unit, as people read it."""
        if amount != amount:
            return "not known"
        text = f"{amount:,.{self.nutrient.decimals}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text

    def amount(self, amount: float) -> str:
        """An amount with its unit, as people read it."""
        number = self.number(amount)
        return number if amount != amount else f"{number} {self.nutrient.unit}"
