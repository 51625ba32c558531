"""Three states of every gate, and that none lets through what it should stop."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from verdicts import mean, verdicts

from nutrigap.gates import NEVER, Gate, gate_table, gates, may_suggest
from nutrigap.nutrients import shown
from nutrigap.profile import CONDITIONS, Profile
from nutrigap.schema import GATES
from nutrigap.tables import read_rows
from nutrigap.wording import Wording

ROWS = read_rows("gates")
WORDS = Wording(read_rows("wording"))
MINERALS = ("magnesium", "calcium", "potassium")
ALL = tuple(nutrient.key for nutrient in shown())


def person(*yes: str, no: tuple[str, ...] = (), **who: object) -> Profile:
    given = {"sex": "female", "age_years": 34, **who}
    return Profile(**given, conditions=yes, without_conditions=no)  # type: ignore[arg-type]


def states(profile: Profile) -> dict[str, str]:
    return {gate.name: gate.state for gate in gates(profile, ROWS)}


def allowed(profile: Profile, *tags: str) -> set[str]:
    found = gates(profile, ROWS)
    return {nutrient for nutrient in ALL if may_suggest(found, nutrient, tags)}


def test_nothing_asked_is_maybe() -> None:
    found = states(person())
    assert {found.pop("minor"), found.pop("hidden_energy")} == {"no"}
    assert set(found.values()) == {"not_asked"}


def test_no_needs_every_condition_denied() -> None:
    kidney = ("kidney_disease", "dialysis", "potassium_raising_medicine")
    assert states(person(no=kidney[:2]))["kidney"] == "not_asked"
    assert states(person(no=kidney))["kidney"] == "no"
    assert states(person("dialysis", no=(kidney[0], kidney[2])))["kidney"] == "yes"


@pytest.mark.parametrize(
    ("who", "state"),
    [
        ({"life_stage": "pregnant"}, "yes"),
        ({"life_stage": "lactating"}, "yes"),
        ({"sex": "male"}, "no"),
        ({"age_years": 70}, "no"),
        ({}, "not_asked"),
    ],
)
def test_sex_age_and_stage_answer_about_pregnancy(who: dict[str, object], state: str) -> None:
    assert states(person(**who))["pregnancy"] == state
    assert states(person("trying_for_pregnancy"))["pregnancy"] == "yes"


@pytest.mark.parametrize(
    ("profile", "stopped"),
    [
        (person("kidney_disease"), ALL),
        (person("dialysis"), ALL),
        (person("potassium_raising_medicine"), ALL),
        (person("tube_feeding"), ALL),
        (person("eating_disorder"), ALL),
        (person(age_years=17), ALL),
        (person("diuretic"), ALL),
        (person("diuretic", no=("potassium_raising_medicine",)), ()),
        (person("kidney_stones"), ("calcium", "vitamin_d")),
        (person("sarcoidosis"), ("calcium", "vitamin_d")),
        (person("parathyroid_disease"), ("calcium", "vitamin_d")),
        (person("bariatric_surgery"), ("vitamin_b12",)),
        (person("b12_injection"), ("vitamin_b12",)),
        (person("warfarin"), ()),
        (person(), ()),
    ],
)
def test_what_a_gate_stops(profile: Profile, stopped: tuple[str, ...]) -> None:
    assert allowed(profile) == set(ALL) - set(stopped)


@pytest.mark.parametrize(
    ("profile", "tag"),
    [
        (person("warfarin"), "greens"),
        (person(), "vitamin_k"),
        (person("kidney_stones"), "stones"),
        (person(life_stage="pregnant"), "liver"),
        (person(life_stage="lactating"), "high_mercury_fish"),
        (person(), "cod_liver_oil"),
        (person("vegan"), "animal"),
    ],
)
def test_foods_that_no_idea_may_name(profile: Profile, tag: str) -> None:
    assert allowed(profile, tag) == set()


def test_salt_substitutes_and_potassium_tablets_are_for_nobody() -> None:
    denied = person(sex="male", age_years=40, no=CONDITIONS)
    assert set(states(denied).values()) == {"no"}
    for tag in NEVER:
        assert allowed(denied, tag) == set()
    assert allowed(denied) == set(ALL)


@given(
    yes=st.sets(st.sampled_from(CONDITIONS)),
    no=st.sets(st.sampled_from(CONDITIONS)),
    age=st.integers(1, 100),
    tags=st.sets(st.sampled_from(["greens", "stones", "liver", "animal", "milk"])),
)
def test_one_more_yes_never_lets_more_through(
    yes: set[str], no: set[str], age: int, tags: set[str]
) -> None:
    denied = tuple(sorted(no - yes))
    before = allowed(person(no=denied, age_years=age), *tags)
    after = allowed(person(*sorted(yes), no=denied, age_years=age), *tags)
    assert after <= before


@given(st.sets(st.sampled_from(CONDITIONS)))
def test_not_asked_never_lets_more_through_than_no(no: set[str]) -> None:
    tags = ["greens", "stones", "liver", "vitamin_k", "high_mercury_fish"]
    for tag in tags:
        assert allowed(person(), tag) <= allowed(person(no=tuple(sorted(no))), tag)


def test_a_medicine_that_raises_potassium_outweighs_a_denied_diuretic() -> None:
    profile = person("potassium_raising_medicine", no=("diuretic",))
    assert allowed(profile) == set()


def test_every_gate_that_is_not_denied_has_its_sentence() -> None:
    asked = person(*(c for c in CONDITIONS), age_years=16)
    for profile in (person(), asked, person(life_stage="pregnant")):
        table = gate_table({"me": profile}, ROWS, WORDS)
        assert GATES.check(table) is table
        silent = table[(table["state"] == "not_asked") & table["sentence"].isna()]
        # Who is tube-fed, has an eating disorder or is vegan is not warned of it by default.
        assert set(silent["gate"]) <= {"tube", "eating_disorder", "vegan"}
        assert table.loc[table["state"] == "yes", "sentence"].notna().all()
        for text in table["sentence"].dropna():
            assert not re.search(r"\b\d+\s*(mg|µg|IU)\b", text), "never a dose"
    assert all(row["source"] for row in ROWS)


def test_the_plain_reason_obeys_the_gates() -> None:
    stops = ("kidney_disease", "diuretic", "tube_feeding", "eating_disorder", "dialysis")
    low = {"magnesium": 150.0, "calcium": 300.0, "potassium": 900.0}
    rows = [mean(nutrient, 14, amount) for nutrient, amount in low.items()]
    for condition, nutrient in itertools.product(stops, MINERALS):
        text = verdicts(*rows, profile=person(condition)).loc[nutrient, "reason"]
        assert "sensible aim" not in text, condition
    asked = verdicts(*rows).loc["calcium", "reason"]
    assert asked.endswith("With kidney or heart disease or blood pressure medicine, ask first.")
    denied = person(no=("kidney_disease", "dialysis", "potassium_raising_medicine",
                        "heart_disease", "diuretic"))  # fmt: skip
    text = verdicts(*rows, profile=denied).loc["calcium", "reason"]
    assert text.endswith("A little more from food is a sensible aim.")


def test_a_gate_names_its_sentence() -> None:
    assert Gate("kidney", "kidney disease", "not_asked").code == "gate.kidney.not_asked"
