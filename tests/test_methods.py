"""The methods on numbers from the books, and what must hold for all numbers."""

import math
import runpy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrigap.methods import energy, normal, posterior, qualitative
from nutrigap.methods.choose import Case, References, find_answer
from nutrigap.methods.facts import INFINITE, Answer, Intake, Spread, Target
from nutrigap.methods.inputs import spread_of, target_of
from nutrigap.methods.upper import assess_upper, confidence_below
from nutrigap.profile import Profile
from nutrigap.reference import targets
from nutrigap.tables import read_constants, read_rows

NAN = float("nan")
LIMITS = read_constants("thresholds")
WOMAN = Profile("female", 34)
EAR_MG = Target("average_requirement", "EAR", 265, requirement_cv=0.10)
EAR_CA = Target("average_requirement", "EAR", 800, requirement_cv=0.125)
EAR_D = Target("average_requirement", "EAR", 10, requirement_cv=0.25)
RDA_MG = Target("recommended", "RDA", 320)
AI_K = Target("adequate_intake", "AI", 2600)


def spread(nutrient: str, profile: Profile = WOMAN) -> Spread:
    found = spread_of(nutrient, profile, read_rows("within_person"))
    assert found is not None
    return found


def intake(days: int, mean: float, low: float = NAN, high: float = NAN, **more: object) -> Intake:
    low = mean if math.isnan(low) else low
    high = mean if math.isnan(high) else high
    given = {"known": mean, "coverage": 1.0, "tablets_low": more.get("tablets", 0.0), **more}
    return Intake(days, mean, low, high, **given)  # type: ignore[arg-type]


MG, CA, K, D = (spread(n) for n in ("magnesium", "calcium", "potassium", "vitamin_d"))


@pytest.mark.parametrize(
    ("mean", "days", "need", "group", "probability"),
    [
        (196, 6, EAR_MG, MG, 0.06),
        (180, 6, EAR_MG, MG, 0.03),
        (212, 6, EAR_MG, MG, 0.11),
        (268, 28, EAR_MG, MG, 0.54),
        (1060, 6, EAR_CA, CA, 0.94),
        (980, 6, EAR_CA, CA, 0.86),
        (640, 2, EAR_CA, CA, 0.26),
    ],
)
def test_published_probabilities(
    mean: float, days: int, need: Target, group: Spread, probability: float
) -> None:
    assert round(normal.probability_adequate(mean, days, need, group), 2) == probability


def test_the_book_s_own_example_of_calcium_and_magnesium() -> None:
    # IOM 2000, ch. 3: a woman of 40, 3 days, 320 mg of magnesium: z = 55 / 56.2, about 0.98.
    assert round(normal.probability_adequate(320, 3, EAR_MG, MG), 2) == 0.84
    assert round((320 - 265) / math.sqrt(26.5**2 + 86**2 / 3), 2) == 0.98


def test_confidence_of_potassium() -> None:
    assert round(normal.confidence_reached(3100, 6, 2600, K.sd_within), 2) == 0.93


@pytest.mark.parametrize("mean", range(239, 292, 4))
def test_magnesium_between_238_and_292_never_settles(mean: float) -> None:
    answer = normal.assess_requirement(intake(1000, mean), EAR_MG, MG, LIMITS)
    assert (answer.verdict, answer.reason_code) == ("cannot_tell", "close_to_line")
    assert answer.days_needed == INFINITE


@pytest.mark.parametrize(("mean", "verdict"), [(236, "likely_short"), (294, "likely_enough")])
def test_magnesium_outside_the_band_settles_with_time(mean: float, verdict: str) -> None:
    assert normal.assess_requirement(intake(3000, mean), EAR_MG, MG, LIMITS).verdict == verdict
    short = normal.assess_requirement(intake(7, mean), EAR_MG, MG, LIMITS)
    assert (short.verdict, short.reason_code) == ("cannot_tell", "few_days")
    assert 7 < short.days_needed < INFINITE


def test_days_needed_are_the_fewest_that_settle() -> None:
    answer = normal.assess_requirement(intake(2, 640), EAR_CA, CA, LIMITS)
    assert (answer.reason_code, answer.days_needed) == ("few_days", 8)
    assert normal.assess_requirement(intake(7, 640), EAR_CA, CA, LIMITS).verdict == "cannot_tell"
    assert normal.assess_requirement(intake(8, 640), EAR_CA, CA, LIMITS).verdict == "likely_short"


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (intake(28, 268), "close_to_line"),
        (intake(3, 268), "few_days"),
        (intake(7, 240, 170, 330, known=190.0, coverage=0.58), "missing_data"),
        # The mean alone would be short; the range does not let it.
        (intake(7, 196, 100, 262), "missing_data"),
        # Short by the numbers, but so little is known that the total is a lower bound.
        (intake(7, 150, 140, 160, coverage=0.5), "missing_data"),
        # 330 more days would do, but finding out what is not known is sooner done.
        (intake(7, 340, 294, 400, coverage=0.7), "missing_data"),
        (intake(7, 340, 294, 400), "missing_data"),
        (intake(7, 300, 294, 310), "few_days"),
    ],
)
def test_reasons(found: Intake, reason: str) -> None:
    answer = normal.assess_requirement(found, EAR_MG, MG, LIMITS)
    assert (answer.verdict, answer.reason_code) == ("cannot_tell", reason)


@pytest.mark.parametrize(
    ("mean", "days", "reason"),
    [
        (3100, 6, "at_ai"),
        (2110, 7, "below_ai"),
        (2590, 60, "below_ai"),
        (2700, 2, "few_days"),
        (2600, 7, "below_ai"),
        (2610, 10, "below_ai"),
    ],
)
def test_guide_amounts(mean: float, days: int, reason: str) -> None:
    answer = normal.assess_guide(intake(days, mean), AI_K, K, LIMITS)
    assert answer.reason_code == reason
    assert math.isnan(answer.probability) == (mean < 2600)


@given(
    mean=st.floats(0, 6000),
    days=st.integers(1, 60),
    spread_of_range=st.floats(0, 1),
    coverage=st.floats(0, 1),
)
def test_a_guide_amount_is_never_likely_short(
    mean: float, days: int, spread_of_range: float, coverage: float
) -> None:
    found = intake(
        days, mean, mean * (1 - spread_of_range), mean * (1 + spread_of_range), coverage=coverage
    )
    for answer in (
        normal.assess_guide(found, AI_K, K, LIMITS),
        qualitative.assess_guide(found, AI_K, LIMITS),
    ):
        assert answer.verdict != "likely_short"


def test_the_guard_refuses_what_varies_too_much() -> None:
    assert normal.usable(MG, LIMITS)
    assert normal.usable(CA, LIMITS)
    for nutrient in ("vitamin_d", "vitamin_b12"):
        for sex in ("female", "male"):
            for age in (16, 25, 60, 80):
                assert not normal.usable(spread(nutrient, Profile(sex, age)), LIMITS)
    assert not normal.usable(None, LIMITS)


# Posterior.

DAYS = (4.0, 5.0, 3.0, 9.0, 2.0, 6.0, 6.0)


def test_weight_of_a_week_and_the_answer_without_a_diary() -> None:
    found = intake(7, 5, 4.5, 5.5, food_days=DAYS)
    answer = posterior.assess_requirement(found, EAR_D, D, LIMITS)
    assert answer.method == "posterior"
    assert round(answer.details["own_weight"], 2) == 0.69
    assert round(answer.probability_without_diary, 2) == 0.05
    assert answer.probability_low < answer.probability < answer.probability_high < 0.15
    assert answer.details["usual_low"] < answer.details["usual"] < answer.details["usual_high"]


def test_usual_intake_is_the_mean_over_days_not_the_median() -> None:
    import numpy as np

    # On the log scale the mean of a lognormal is known: exp(level + variance / 2).
    logs = Spread(1, 0.1, 1, 0.0, 1.0, 0.5, 0.8)
    assert posterior.usual_intake(np.array([1.0]), logs)[0] == pytest.approx(
        math.exp(1 + 0.8**2 / 2), rel=1e-9
    )


def test_no_days_are_the_group_and_many_days_are_the_person() -> None:
    assert posterior.level((), 0, D) == (D.boxcox_mean, D.boxcox_sd_between**2)
    far = posterior.level((30.0,) * 5, INFINITE, D)
    assert far.variance == 0
    assert far.mean == pytest.approx((30**0.2 - 1) / 0.2)


def test_tablets_are_added_after_shrinking() -> None:
    found = intake(7, 25, 24.5, 25.5, food_days=DAYS, tablets=20.0, tablets_high=20.0)
    with_tablet = posterior.assess_requirement(found, EAR_D, D, LIMITS)
    assert with_tablet.verdict == "likely_enough"
    assert with_tablet.details["usual"] == pytest.approx(5.63, abs=0.01)
    assert with_tablet.details["probability_food"] == pytest.approx(0.07, abs=0.005)


@pytest.mark.parametrize("days", [1, 2, 3])
def test_too_few_days_of_their_own_are_borrowed(days: int) -> None:
    found = intake(days, 5, food_days=DAYS[:days])
    answer = posterior.assess_requirement(found, EAR_D, D, LIMITS)
    # Three days of a woman's vitamin D weigh 0.494.
    assert (answer.verdict, answer.reason_code, answer.days_needed) == (
        "cannot_tell",
        "borrowed",
        4,
    )
    assert math.isnan(answer.probability)


@pytest.mark.parametrize(
    ("profile", "nutrient", "expected"),
    [
        (WOMAN, "vitamin_b12", True),
        (Profile("female", 34, conditions=("vegan",)), "vitamin_b12", False),
        (Profile("female", 34, conditions=("vegan",)), "vitamin_d", True),
        (Profile("female", 34, "pregnant"), "vitamin_d", False),
        (Profile("female", 34, "lactating"), "vitamin_d", False),
        (Profile("female", 18), "vitamin_d", False),
    ],
)
def test_whom_the_posterior_describes(profile: Profile, nutrient: str, expected: bool) -> None:
    assert posterior.suits(intake(7, 5, food_days=DAYS), nutrient, profile, LIMITS) is expected


def test_the_population_alone_decides_nothing() -> None:
    # Men's B12: of all men 96 in 100 eat enough; this one eats 1.5 µg every day, the EAR is 2.
    # After three such days the probability is .88, after countless ones .64.
    group = spread("vitamin_b12", Profile("male", 34))
    need = Target("average_requirement", "EAR", 2, requirement_cv=0.1)
    found = intake(3, 1.5, food_days=(1.5,) * 3)
    answer = posterior.assess_requirement(found, need, group, LIMITS)
    assert answer.probability > LIMITS["likely_enough"]
    assert (answer.verdict, answer.reason_code) == ("cannot_tell", "borrowed")


B12 = spread("vitamin_b12")
EAR_B12 = Target("average_requirement", "EAR", 2, requirement_cv=0.1)
UNEVEN = (5.0, 5.0, 5.0, 150.0, 5.0, 5.0, 5.0)


@pytest.mark.parametrize("amount", [1.8, 2.0, 2.2])
def test_a_week_and_more_that_is_surely_enough_is_enough(amount: float) -> None:
    found = intake(10, amount, food_days=(amount,) * 10)
    answer = posterior.assess_requirement(found, EAR_B12, B12, LIMITS)
    assert answer.probability_low >= LIMITS["likely_enough"]
    assert round(answer.details["own_weight"], 2) == 0.78
    assert (answer.verdict, answer.reason_code) == ("likely_enough", "requirement")


@pytest.mark.parametrize(
    ("amount", "need", "cv"), [(10, 10, 0.25), (11, 10, 0.25), (12, 10, 0.25), (8, 7.5, 1 / 6)]
)
def test_an_exactly_known_amount_near_the_requirement_is_close(
    amount: float, need: float, cv: float
) -> None:
    # Were 11 µg the usual intake, 66 of 100 women would get enough: nothing to wait for.
    target = Target("average_requirement", "EAR", need, requirement_cv=cv)
    found = intake(10, amount, food_days=(float(amount),) * 10)
    answer = posterior.assess_requirement(found, target, D, LIMITS)
    assert (answer.verdict, answer.reason_code) == ("cannot_tell", "close_to_line")
    assert answer.days_needed == INFINITE


def test_a_mean_that_one_day_makes_is_neither_close_nor_short() -> None:
    # 25.7 µg a day of which 21.4 were eaten in one day; the other days are 5 µg.
    men = spread("vitamin_d", Profile("male", 40))
    found = intake(7, sum(UNEVEN) / 7, food_days=UNEVEN)
    answer = posterior.assess_requirement(found, EAR_D, men, LIMITS)
    assert (answer.verdict, answer.reason_code) == ("cannot_tell", "few_days")
    rare = (1.0,) * 13 + (150.0,)
    short = posterior.assess_requirement(
        intake(14, sum(rare) / 14, food_days=rare), EAR_D, men, LIMITS
    )
    assert short.probability_high <= LIMITS["likely_short"]
    assert (short.verdict, short.reason_code) == ("cannot_tell", "few_days")


def test_days_of_which_nothing_is_known_held_nothing_at_the_low_end() -> None:
    # Four of ten days gave 40 µg; the other six stated none. With zeros there, all ten are known.
    blank = intake(4, 40, 16, INFINITE, food_days=(40.0,) * 4, blank_days=6, coverage=0.4)
    zeros = intake(10, 16, food_days=(40.0,) * 4 + (0.0,) * 6)
    low = posterior.assess_requirement(blank, EAR_D, D, LIMITS)
    full = posterior.assess_requirement(zeros, EAR_D, D, LIMITS)
    assert low.probability_low == pytest.approx(full.probability)
    assert (low.verdict, low.reason_code) == ("cannot_tell", "missing_data")


def test_what_is_guessed_is_not_enough() -> None:
    sure = intake(10, 340, 320, 360)
    guessed = intake(10, 340, 320, 360, least=250.0)
    assert normal.assess_requirement(sure, EAR_MG, MG, LIMITS).verdict == "likely_enough"
    answer = normal.assess_requirement(guessed, EAR_MG, MG, LIMITS)
    assert (answer.verdict, answer.reason_code) == ("cannot_tell", "missing_data")


SCRIPT = Path(__file__).resolve().parents[1] / "data" / "derive" / "validate_posterior.py"


def test_second_days_fall_into_the_interval_of_the_first(shared: Path) -> None:
    """Nine of ten second recalls lie in the 90 % predictive interval, by nutrient and group."""
    script = runpy.run_path(str(SCRIPT))
    found = script["second_days"](shared / "method" / "nhanes_2015_2016_two_days.csv.gz")
    assert len(found) == 5 * 2 * 3
    for key, checked in found.items():
        assert checked.people > 300
        assert 0.87 < checked.share < 0.94, key


def test_invented_people_are_as_adequate_as_said() -> None:
    script = runpy.run_path(str(SCRIPT))
    for nutrient, sex in (("vitamin_d", "male"), ("vitamin_b12", "female")):
        amount, cv = script["REQUIREMENTS"][nutrient]
        need = Target("average_requirement", "EAR", amount, requirement_cv=cv)
        inside, said, true = script["simulate"](spread(nutrient, Profile(sex, 34)), need)
        assert 0.88 < inside < 0.92
        assert said.mean() == pytest.approx(true.mean(), abs=0.01)
        unsure = (said > 0.15) & (said < 0.85)
        assert said[unsure].mean() == pytest.approx(true[unsure].mean(), abs=0.05)


def test_a_day_of_nothing_where_the_scale_has_no_place_for_it() -> None:
    # Women over 70: B12 on the log scale; 0.08 µg is the smallest amount, its half counts.
    group = spread("vitamin_b12", Profile("female", 75))
    assert group.boxcox_lambda == 0
    assert posterior.scaled(0, group) == pytest.approx(math.log(group.smallest / 2))
    assert posterior.scaled(0, D) == -1 / 0.2


@pytest.mark.parametrize(
    ("high", "reason"), [(2599, "below_ai"), (2600, "missing_data"), (INFINITE, "missing_data")]
)
def test_below_a_guide_amount_is_only_what_cannot_reach_it(high: float, reason: str) -> None:
    found = intake(7, 2171, 2050, high)
    for answer in (
        normal.assess_guide(found, AI_K, K, LIMITS),
        qualitative.assess_guide(found, AI_K, LIMITS),
    ):
        assert (answer.verdict, answer.reason_code) == ("cannot_tell", reason)


# Qualitative rules, lower thresholds, which method when.


@pytest.mark.parametrize(
    ("found", "verdict", "reason"),
    [
        (intake(7, 250, 240, 264), "likely_short", "requirement"),
        (intake(7, 350, 321, 380), "likely_enough", "requirement"),
        (intake(7, 300), "cannot_tell", "close_to_line"),
        (intake(4, 300), "cannot_tell", "few_days"),
        (intake(2, 100), "cannot_tell", "few_days"),
        (intake(2, 300), "cannot_tell", "few_days"),
        (intake(2, 250, 240, 270), "cannot_tell", "missing_data"),
        (intake(7, 250, 240, 270), "cannot_tell", "missing_data"),
        (intake(7, 200, coverage=0.6), "cannot_tell", "missing_data"),
    ],
)
def test_qualitative_rule(found: Intake, verdict: str, reason: str) -> None:
    answer = qualitative.assess_requirement(found, EAR_MG, RDA_MG, LIMITS)
    assert (answer.verdict, answer.reason_code) == (verdict, reason)
    assert math.isnan(answer.probability)


@pytest.mark.parametrize(("mean", "needed"), [(100, 3), (320, 3), (300, INFINITE), (265, INFINITE)])
def test_days_without_a_probability_help_only_outside_requirement_and_recommended(
    mean: float, needed: float
) -> None:
    answer = qualitative.assess_requirement(intake(2, mean), EAR_MG, RDA_MG, LIMITS)
    assert (answer.reason_code, answer.days_needed) == ("few_days", needed)


@given(share=st.floats(0.3, 3), days=st.integers(1, 40), nutrient=st.sampled_from(
    ["magnesium", "calcium", "potassium", "vitamin_d", "vitamin_b12"]))  # fmt: skip
def test_an_exact_amount_is_never_too_wide_a_range(share: float, days: int, nutrient: str) -> None:
    for authority in ("us_dri", "efsa", "uk", "nnr2023", "fao_who"):
        mean = scaled(authority, nutrient, share)
        known = KNOWN[authority, nutrient]
        found = intake(days, mean, food_days=(mean,) * days)
        answer = answer_for(found, known, nutrient, group=spread(nutrient))
        assert answer.reason_code != "missing_data"


UK_CALCIUM = References(
    requirement=Target("average_requirement", "EAR", 525, requirement_cv=1 / 6),
    recommended=Target("recommended", "RNI", 700),
    lower_threshold=Target("lower_threshold", "LRNI", 400),
)


def answer_for(
    found: Intake,
    references: References,
    nutrient: str = "calcium",
    profile: Profile = WOMAN,
    group: Spread | None = CA,
) -> Answer:
    return find_answer(Case(nutrient, profile, found, references, group), LIMITS)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (intake(7, 390, 370, 400), ("likely_short", "lrni", "lrni")),
        (intake(7, 390, 370, 401), ("cannot_tell", "few_days", "ear")),
        (intake(2, 300), ("cannot_tell", "few_days", "ear")),
        (intake(7, 390, 370, 400, coverage=0.6), ("cannot_tell", "missing_data", "ear")),
        (intake(14, 900), ("likely_enough", "requirement", "ear")),
    ],
)
def test_lower_threshold(found: Intake, expected: tuple[str, str, str]) -> None:
    answer = answer_for(found, UK_CALCIUM)
    assert (answer.verdict, answer.reason_code, answer.method) == expected


def test_bands_without_a_requirement() -> None:
    bands = References(
        recommended=Target("recommended", "RNI", 3500),
        lower_threshold=Target("lower_threshold", "LRNI", 2000),
    )
    found = [answer_for(intake(14, x), bands, "potassium", group=K) for x in (1900, 2600, 4000)]
    assert [(a.verdict, a.reason_code, a.method) for a in found] == [
        ("likely_short", "lrni", "lrni"),
        ("cannot_tell", "below_ai", "lrni"),
        ("likely_enough", "at_ai", "lrni"),
    ]


def method(authority: str, nutrient: str, profile: Profile = WOMAN) -> str:
    table = targets(profile, authority).query(f"nutrient == '{nutrient}'")
    known = References.of(
        Target(r.kind, r.label, r.amount, r.applies_to, requirement_cv=r.requirement_cv)
        for r in table.itertuples()
    )
    group = spread_of(nutrient, profile, read_rows("within_person"))
    found = intake(14, 5.0, food_days=(5.0,) * 14)
    return answer_for(found, known, nutrient, profile, group).method


@pytest.mark.parametrize(
    ("authority", "nutrient", "expected"),
    [
        ("us_dri", "magnesium", "ear"),
        ("us_dri", "calcium", "ear"),
        ("us_dri", "vitamin_b12", "posterior"),
        ("us_dri", "vitamin_d", "posterior"),
        ("us_dri", "potassium", "ai"),
        ("efsa", "calcium", "ear"),
        ("efsa", "magnesium", "ai"),
        ("efsa", "vitamin_b12", "posterior"),
        ("nnr2023", "magnesium", "ai"),
        ("uk", "vitamin_b12", "posterior"),
        ("uk", "potassium", "lrni"),
        ("fao_who", "calcium", "ai"),
        ("india", "potassium", "none"),
    ],
)
def test_the_method_follows_authority_and_nutrient(
    authority: str, nutrient: str, expected: str
) -> None:
    assert method(authority, nutrient) == expected


def test_nobody_has_measured_pregnant_women_s_days() -> None:
    assert method("us_dri", "calcium", Profile("female", 30, "pregnant")) == "qualitative"
    assert method("us_dri", "magnesium", Profile("male", 10)) == "qualitative"


def test_a_provisional_requirement_decides_nothing() -> None:
    baby = Profile("female", 0.6)
    table = targets(baby, "nnr2023").query("nutrient == 'calcium'")
    assert dict(zip(table["label"], table["kind"], strict=True))["AR"] == "average_requirement"
    known = References.of(target_of(row) for row in table.to_dict("records"))
    assert (known.requirement, known.guide.amount if known.guide else None) == (None, 310)


def test_potassium_under_19_rests_on_the_labelled_assumption() -> None:
    girl = spread("potassium", Profile("female", 17))
    assert (girl.cv_within, girl.confidence) == (0.4, "assumption")
    assert spread("potassium", Profile("female", 19)).confidence == "measured"


def test_gates() -> None:
    injected = Profile("female", 34, conditions=("b12_injection",))
    known = References(requirement=Target("average_requirement", "EAR", 2, requirement_cv=0.1))
    assert answer_for(intake(7, 5), known, "vitamin_b12", injected).verdict == "not_judged"
    assert answer_for(intake(7, 5), known, "calcium", injected).verdict != "not_judged"
    dialysis = Profile("female", 34, conditions=("dialysis",))
    assert answer_for(intake(7, 900), UK_CALCIUM, profile=dialysis).reason_code == "gate"


def test_vitamin_d_that_is_short_is_little_from_food() -> None:
    known = References(requirement=EAR_D, recommended=Target("recommended", "RDA", 15))
    found = intake(7, 5, 4.5, 5.5, food_days=DAYS)
    answer = answer_for(found, known, "vitamin_d", group=D)
    assert (answer.verdict, answer.reason_code) == ("likely_short", "food_only_sun")


# Whatever is lost, no verdict becomes surer.

NUTRIENTS = st.sampled_from(["magnesium", "calcium", "potassium", "vitamin_d", "vitamin_b12"])
AUTHORITIES = st.sampled_from(["us_dri", "efsa", "uk", "nnr2023", "fao_who"])
KNOWN = {
    (authority, nutrient): References.of(
        Target(r.kind, r.label, r.amount, r.applies_to, requirement_cv=r.requirement_cv)
        for r in targets(WOMAN, authority).query(f"nutrient == '{nutrient}'").itertuples()
    )
    for authority in ("us_dri", "efsa", "uk", "nnr2023", "fao_who")
    for nutrient in ("magnesium", "calcium", "potassium", "vitamin_d", "vitamin_b12")
}


def verdict(authority: str, nutrient: str, found: Intake) -> str:
    known = KNOWN[authority, nutrient]
    return answer_for(found, known, nutrient, group=spread(nutrient)).verdict


def scaled(authority: str, nutrient: str, share: float) -> float:
    known = KNOWN[authority, nutrient]
    main = known.requirement or known.guide
    return share * (main.amount if main else 1.0)


@given(
    authority=AUTHORITIES,
    nutrient=NUTRIENTS,
    share=st.floats(0.05, 3),
    days=st.integers(1, 40),
    fewer=st.floats(0.02, 1),
    wider=st.floats(0, 0.8),
    coverage=st.floats(0, 1),
)
def test_losing_days_or_data_only_moves_towards_cannot_tell(
    authority: str,
    nutrient: str,
    share: float,
    days: int,
    fewer: float,
    wider: float,
    coverage: float,
) -> None:
    mean = scaled(authority, nutrient, share)
    full = intake(days, mean, food_days=(mean,) * days)
    left = max(1, int(days * fewer))
    less = intake(
        left,
        mean,
        mean * (1 - wider),
        mean * (1 + wider),
        coverage=coverage,
        food_days=(mean,) * left,
    )
    assert verdict(authority, nutrient, less) in (
        verdict(authority, nutrient, full),
        "cannot_tell",
    )


@given(
    authority=AUTHORITIES,
    nutrient=NUTRIENTS,
    share=st.floats(0.05, 3),
    more=st.floats(0, 1),
    days=st.integers(1, 40),
)
def test_eating_more_never_lowers_the_verdict(
    authority: str, nutrient: str, share: float, more: float, days: int
) -> None:
    order = ["likely_short", "cannot_tell", "likely_enough"]
    mean = scaled(authority, nutrient, share)
    less = verdict(authority, nutrient, intake(days, mean, food_days=(mean,) * days))
    mean *= 1 + more
    greater = verdict(authority, nutrient, intake(days, mean, food_days=(mean,) * days))
    assert order.index(greater) >= order.index(less)


# Upper limits.

UL_D = Target("upper_limit", "UL", 100)
UL_MG = Target("upper_limit", "UL", 350, applies_to="supplements")
UL_MG_EU = Target("upper_limit", "UL", 250, applies_to="supplements", includes_added=True)


@pytest.mark.parametrize(
    ("found", "limit", "level"),
    [
        (intake(7, 135, 130, 140), UL_D, "above"),
        (intake(7, 135, 130, 140, coverage=0.1), UL_D, "above"),
        # One day or two are not what is usual; a habit is.
        (intake(1, 150), UL_D, "day_above"),
        (intake(2, 150, coverage=0.1), UL_D, "day_above"),
        (intake(3, 150), UL_D, "above"),
        (intake(1, 150, tablets=150.0, tablets_high=150.0, habitual=150.0), UL_D, "above"),
        # Tablets on seven days are usual, though the food of only one is known.
        (intake(1, 150, day_totals=(140.0,) * 7), UL_D, "above"),
        (intake(7, 110, 90, 130, known=85.0), UL_D, "maybe_above"),
        # What a part of the food held is not known: no alarm, but not below either.
        (intake(7, 95, 90, INFINITE, known=85.0), UL_D, "scope_unknown"),
        (intake(7, 95, 90, INFINITE, known=85.0, day_totals=(120.0,)), UL_D, "maybe_above"),
        (intake(7, 40, day_totals=(220.0, 10.0)), UL_D, "day_above"),
        (intake(7, 40), UL_D, "below"),
        (intake(7, 40), None, "none_set"),
        (intake(7, 40), Target("upper_limit", "UL", NAN), "none_set"),
        # A man's food may hold 420 mg of magnesium and raises no flag.
        (intake(7, 420), UL_MG, "below"),
        (intake(7, 700, tablets=400.0, tablets_high=400.0), UL_MG, "above"),
        (intake(7, 300, tablets=100.0, tablets_high=INFINITE), UL_MG, "scope_unknown"),
        (intake(7, 800, tablets=360.0, tablets_low=300.0, tablets_high=INFINITE), UL_MG,
         "maybe_above"),
        (intake(7, 300, tablets=100.0, tablets_high=INFINITE, tablet_days=(700.0,)), UL_MG,
         "maybe_above"),
        (intake(7, 40, 35, INFINITE, tablets_high=INFINITE), UL_D, "scope_unknown"),
        (intake(7, 105, 90, INFINITE, known=85.0, tablets_high=INFINITE), UL_D, "maybe_above"),
        (intake(7, 300, tablets=100.0, tablets_high=100.0, tablet_days=(700.0,)), UL_MG,
         "day_above"),
        (intake(7, 300), UL_MG_EU, "scope_unknown"),
        (intake(7, 600, tablets=300.0, tablets_high=300.0), UL_MG_EU, "above"),
        # Minerals of water are salts in solution: 400 > 250; NASEM's limit leaves them out.
        (intake(7, 850, water=400.0, tablet_water_days=(400.0,) * 7), UL_MG_EU, "above"),
        (intake(7, 850, water=400.0, tablet_water_days=(400.0,) * 7), UL_MG, "below"),
        (intake(7, 850, tablets=150.0, tablets_high=150.0, water=150.0), UL_MG_EU, "above"),
        (intake(7, 850, tablets=150.0, tablets_high=300.0, water=50.0), UL_MG_EU, "maybe_above"),
        (intake(7, 500, water=100.0, tablet_water_days=(400.0, 25.0)), UL_MG_EU, "day_above"),
        (intake(7, 500, water=100.0), UL_MG_EU, "scope_unknown"),
    ],
)  # fmt: skip
def test_upper_levels(found: Intake, limit: Target | None, level: str) -> None:
    assert assess_upper(found, limit, LIMITS).level == level


def test_confidence_of_being_below_a_limit() -> None:
    # Women's calcium: z = (2400 - 2500) / (325 / 7 ** 0.5) = -0.81, and the confidence .79.
    limit = Target("upper_limit", "UL", 2500)
    assert confidence_below(intake(7, 2400), limit, CA, LIMITS) == pytest.approx(0.79, abs=0.005)
    # Doses do not vary as food does, and vitamin D varies too much.
    assert math.isnan(confidence_below(intake(7, 400), UL_MG, MG, LIMITS))
    assert math.isnan(confidence_below(intake(7, 40), UL_D, D, LIMITS))


# Energy.


def test_resting_energy_by_hand() -> None:
    rows = read_rows("resting_energy")
    # Mifflin: 10 · 65 + 6.25 · 168 − 5 · 34 − 161 = 1369; Henry: 9.74 · 65 + 694 = 1327.1.
    with_height = Profile("female", 34, weight_kg=65, height_cm=168)
    assert energy.resting_energy(with_height, rows) == pytest.approx(1369)
    assert energy.resting_energy(Profile("female", 34, weight_kg=65), rows) == pytest.approx(1327.1)
    assert math.isnan(energy.resting_energy(WOMAN, rows))


@pytest.mark.parametrize(
    ("days", "activity", "least"),
    # S = sqrt(23² / d + 8.5² + 15²); least = PAL · exp(−2 S / 100).
    [(7, None, 1.05), (1, None, 0.87), (7, "very_active", 1.36)],
)
def test_least_plausible_energy(days: int, activity: str | None, least: float) -> None:
    assert round(energy.least_plausible(days, activity, LIMITS), 2) == least


@pytest.mark.parametrize(
    ("profile", "low"),
    [
        (Profile("female", 34, weight_kg=65, height_cm=168), True),
        (WOMAN, False),
        (Profile("female", 16, weight_kg=65, height_cm=168), False),
        (Profile("female", 34, "pregnant", weight_kg=65, height_cm=168), False),
    ],
)
def test_whose_energy_is_checked(profile: Profile, low: bool) -> None:
    check = energy.check_energy(1200, 7, profile, read_rows("resting_energy"), LIMITS)
    assert check.too_low is low
