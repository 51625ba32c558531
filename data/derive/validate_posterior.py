"""Check the usual-intake posterior: second recalls against first ones, and known people.

Run from the repository: ``python data/derive/validate_posterior.py``. Reads the day totals of
people with two recalls in ``$NUTRIGAP_SHARED/method`` (default ``../shared``) and prints, for every
nutrient and group, how often the second day lies in the 90 % predictive interval of the first.
Then it invents people from the parameters of each group, lets them keep diaries of some days, and
prints how often their true usual intake lies in the 90 % interval, and how often people whose
probability of adequacy was said to be about p are adequate indeed.
"""

import csv
import gzip
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from nutrigap.methods import posterior
from nutrigap.methods.facts import Spread, Target
from nutrigap.methods.inputs import spread_of
from nutrigap.profile import Profile
from nutrigap.tables import read_rows

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("NUTRIGAP_SHARED", ROOT.parent / "shared"))
DAYS = SHARED / "method" / "nhanes_2015_2016_two_days.csv.gz"

COLUMNS = {
    "vitamin_d": "vitamin_d_ug",
    "magnesium": "magnesium_mg",
    "calcium": "calcium_mg",
    "potassium": "potassium_mg",
    "vitamin_b12": "vitamin_b12_ug",
}
# Average requirement and its coefficient of variation of women of 31 to 50 years (IOM).
REQUIREMENTS = {"vitamin_d": (10, 0.25), "vitamin_b12": (2, 0.10)}
AGES = (19, 51, 71)
NINETY = 1.6448536269514722
PEOPLE, DIARY_DAYS, SEED = 2000, 7, 1


class Checked(NamedTuple):
    """How many second days lie inside, of how many."""

    inside: int
    people: int

    @property
    def share(self) -> float:
        """The share inside."""
        return self.inside / self.people


def main() -> None:
    """Print both checks."""
    print("second day inside the 90 % predictive interval of the first")
    for (nutrient, sex, age), found in second_days(DAYS).items():
        print(f"{nutrient:12} {sex:6} {age}+  {found.share:.3f}  n = {found.people}")
    print(f"\ninvented people with {DIARY_DAYS} days")
    for nutrient in REQUIREMENTS:
        for sex in ("female", "male"):
            report(nutrient, sex)


def second_days(path: Path) -> dict[tuple[str, str, int], Checked]:
    """The check of second recalls, by nutrient, sex and first year of the age group."""
    found: dict[tuple[str, str, int], list[bool]] = defaultdict(list)
    for sex, age, days in people(path):
        profile, group = Profile(sex, age), max(first for first in AGES if first <= age)
        for nutrient, column in COLUMNS.items():
            first, second = (float(day[column]) for day in days)
            found[nutrient, sex, group].append(covered(first, second, spread(nutrient, profile)))
    return {key: Checked(sum(inside), len(inside)) for key, inside in sorted(found.items())}


def people(path: Path) -> Iterator[tuple[str, float, list[dict[str, str]]]]:
    """Adults with two days each."""
    by_person: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            by_person[row["seqn"]][row["recall_day"]] = row
    for days in by_person.values():
        age = float(days["1"]["age_years"])
        if len(days) == 2 and age >= AGES[0]:
            yield days["1"]["sex"], age, [days["1"], days["2"]]


def spread(nutrient: str, profile: Profile) -> Spread:
    """Parameters of a group; every adult group has them."""
    found = spread_of(nutrient, profile, read_rows("within_person"))
    assert found is not None
    return found


def covered(first: float, second: float, group: Spread) -> bool:
    """Whether a day lies in the 90 % predictive interval that another one gives."""
    at = posterior.level((first,), 1, group)
    wide = NINETY * np.sqrt(at.variance + group.boxcox_sd_within**2)
    return bool(abs(posterior.scaled(second, group) - at.mean) <= wide)


def report(nutrient: str, sex: str) -> None:
    """Simulate one group and print what came of it."""
    group = spread(nutrient, Profile(sex, 34))
    amount, cv = REQUIREMENTS[nutrient]
    need = Target("average_requirement", "EAR", amount, requirement_cv=cv)
    inside, said, true = simulate(group, need)
    print(f"{nutrient:12} {sex:6} usual intake inside 90 %: {inside:.3f}")
    for low, high in ((0, 0.15), (0.15, 0.5), (0.5, 0.85), (0.85, 1.0)):
        chosen = (said >= low) & (said <= high)
        if chosen.sum() >= 30:
            means = f"said {said[chosen].mean():.2f}, true {true[chosen].mean():.2f}"
            print(f"    probability {low:.2f} to {high:.2f}: {means}, n = {chosen.sum()}")


def simulate(group: Spread, need: Target) -> tuple[float, np.ndarray, np.ndarray]:
    """Share of true usual intakes in their interval; probabilities said, and what is true."""
    rng = np.random.default_rng(SEED)
    levels = rng.normal(group.boxcox_mean, group.boxcox_sd_between, PEOPLE)
    truth = posterior.usual_intake(levels, group)
    noise = rng.normal(0, group.boxcox_sd_within, (PEOPLE, DIARY_DAYS))
    days = posterior.unscaled(levels[:, None] + noise, group.boxcox_lambda)
    needs = rng.normal(need.amount, need.requirement_sd, PEOPLE)
    inside, said = [], []
    for own, usual in zip(days, truth, strict=True):
        at = posterior.level(tuple(own), DIARY_DAYS, group)
        wide = NINETY * np.sqrt(at.variance)
        low, high = posterior.usual_intake(np.array([at.mean - wide, at.mean + wide]), group)
        inside.append(low <= usual <= high)
        said.append(posterior.probability_adequate(at, need, group))
    return float(np.mean(inside)), np.array(said), truth >= needs


if __name__ == "__main__":
    main()
