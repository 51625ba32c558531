"""What must hold for every verdict: losing days or data creates none, and gates hold back."""

from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from verdicts import TABLES, day_rows, mean, verdicts

from nutrigap.methods.choose import Case, References, find_answer
from nutrigap.methods.facts import Answer, Intake
from nutrigap.methods.inputs import spread_of, target_of
from nutrigap.profile import Profile
from nutrigap.reference import targets
from nutrigap.tables import read_rows

# An ordinary amount a day of each nutrient, in its unit.
USUAL = {"vitamin_d": 10, "magnesium": 280, "calcium": 850, "potassium": 2600, "vitamin_b12": 2.4}
AUTHORITIES = ("us_dri", "efsa", "uk", "nnr2023", "au_nz", "dach", "japan")
PEOPLE = (
    Profile("female", 34),
    Profile("male", 60),
    Profile("female", 16),
    Profile("male", 8),
    Profile("female", 28, "pregnant"),
    Profile("female", 75, conditions=("vegan",)),
)
few = settings(max_examples=150)


class Diary(NamedTuple):
    """The same food and tablets every day, known up to a range."""

    nutrient: str
    food: float
    tablets: float
    below: float
    above: float
    coverage: float


DIARIES = st.builds(
    Diary,
    nutrient=st.sampled_from(sorted(USUAL)),
    food=st.floats(0, 3),
    tablets=st.sampled_from([0.0, 0.0, 0.0, 0.5, 2.0]),
    below=st.floats(0, 1),
    above=st.floats(0, 1),
    coverage=st.sampled_from([0.3, 0.75, 0.8, 0.95, 1.0]),
)
DAYS = st.integers(1, 60)
WHO, AUTHORITY = st.sampled_from(PEOPLE), st.sampled_from(AUTHORITIES)
_REFERENCES: dict[tuple[str, int, str], References] = {}


def references(profile: Profile, authority: str, nutrient: str) -> References:
    key = authority, PEOPLE.index(profile), nutrient
    if key not in _REFERENCES:
        rows = targets(profile, authority).to_dict("records")
        for name in USUAL:
            own = (target_of(row) for row in rows if row["nutrient"] == name)
            _REFERENCES[(*key[:2], name)] = References.of(own)
    return _REFERENCES[key]


def answer(diary: Diary, days: int, profile: Profile, authority: str) -> Answer:
    usual = USUAL[diary.nutrient]
    food, tablets = diary.food * usual, diary.tablets * usual
    intake = Intake(
        days=days,
        mean=food + tablets,
        low=food * (1 - diary.below) + tablets,
        high=food * (1 + diary.above) + tablets,
        known=food * diary.coverage + tablets,
        coverage=diary.coverage,
        food_days=(food,) * days,
        tablets=tablets,
        tablets_low=tablets,
        tablets_high=tablets,
    )
    spread = spread_of(diary.nutrient, profile, read_rows("within_person"))
    known = references(profile, authority, diary.nutrient)
    return find_answer(Case(diary.nutrient, profile, intake, known, spread), TABLES.thresholds)


def undecided(found: Answer) -> bool:
    return found.verdict in ("cannot_tell", "not_judged")


@few
@given(DIARIES, DAYS, DAYS, WHO, AUTHORITY)
def test_fewer_days_create_no_verdict(
    diary: Diary, some: int, more: int, profile: Profile, authority: str
) -> None:
    fewer, many = sorted((some, more))
    before, after = (answer(diary, n, profile, authority) for n in (many, fewer))
    assert after.verdict == before.verdict or undecided(after)


@few
@given(DIARIES, DAYS, WHO, AUTHORITY, st.floats(0, 1), st.floats(0, 1))
def test_a_wider_range_creates_no_verdict(
    diary: Diary, days: int, profile: Profile, authority: str, down: float, up: float
) -> None:
    wider = diary._replace(
        below=min(1.0, diary.below + down), above=diary.above + up, coverage=diary.coverage / 2
    )
    before, after = (answer(d, days, profile, authority) for d in (diary, wider))
    assert after.verdict == before.verdict or undecided(after)


@few
@given(DIARIES, DAYS, WHO, AUTHORITY)
def test_nothing_is_short_against_a_guide_amount(
    diary: Diary, days: int, profile: Profile, authority: str
) -> None:
    found = answer(diary, days, profile, authority)
    known = references(profile, authority, diary.nutrient)
    if known.requirement is None and known.lower_threshold is None:
        assert found.verdict != "likely_short"
        assert found.method not in ("ear",)
    if found.method == "ai" and diary.food + diary.tablets < 0.01:
        assert found.probability != found.probability


@few
@given(DIARIES, DAYS, WHO, AUTHORITY)
def test_a_probability_stands_between_its_ends(
    diary: Diary, days: int, profile: Profile, authority: str
) -> None:
    found = answer(diary, days, profile, authority)
    if found.probability == found.probability:
        assert found.probability_low <= found.probability + 1e-12
        assert found.probability <= found.probability_high + 1e-12
    if found.verdict == "likely_short":
        assert diary.coverage >= TABLES.thresholds["full_coverage"]


@few
@given(DIARIES, DAYS, WHO, AUTHORITY)
def test_the_days_needed_do_settle_it(
    diary: Diary, days: int, profile: Profile, authority: str
) -> None:
    found = answer(diary, days, profile, authority)
    if found.method == "ear" and 0 < found.days_needed < 1000:
        settled = answer(diary, int(found.days_needed), profile, authority)
        assert not undecided(settled)


@pytest.mark.parametrize(("share", "level"), [(0.9, "below"), (1.1, "above")])
@pytest.mark.parametrize("authority", ["us_dri", "efsa", "au_nz", "nnr2023"])
def test_limits_of_magnesium_never_count_food(authority: str, share: float, level: str) -> None:
    limit = {"us_dri": 350, "efsa": 250, "au_nz": 350, "nnr2023": 250}[authority]
    days = day_rows("magnesium", [(900.0, share * limit)] * 7)
    row = verdicts(mean("magnesium", 7, 900 + share * limit), days=days, authority=authority)
    found = row.loc["magnesium", "upper_level"]
    sees_added = authority in ("us_dri", "au_nz")
    assert found == (level if level == "above" or sees_added else "scope_unknown")
