"""What professionals need: evidence, comparison, own words, sheets; nothing concluded for them."""

import re
from dataclasses import replace
from datetime import date
from math import sqrt
from pathlib import Path

import pytest
from fixtures import analysis

from nutrigap.errors import DiaryReadError
from nutrigap.people import Client, read_clients
from nutrigap.profile import Profile
from nutrigap.report import Request, to_html, to_markdown
from nutrigap.report.pages import page_of
from nutrigap.report.spread import comparable, group_spread, within_days
from nutrigap.symptoms import Symptom, read_symptoms
from nutrigap.wording import house_wording

WOMAN = Profile("female", 34)
RESULT = analysis(days=9)
CLIENT = Client("C-7", "Likes oats.", "levothyroxine", (("25(OH)D (nmol/L)", "41"),))
REQUEST = Request(
    summary="My own summary.", comment="My own comment.", reviewed_by="Jane Roe, RD",
    clients={"me": CLIENT}, symptoms=(Symptom("2026-03-05", "calf cramp", "strong"),),
)  # fmt: skip
PAGE = page_of(RESULT, None, REQUEST)


# Own words


def test_own_words_stand_where_they_belong() -> None:
    words = to_html(RESULT, request=REQUEST)
    assert "My own summary." in words.split('id="professional"')[1]
    assert "My own comment." in words.split('id="answers"')[0]
    assert "Prepared for the signature of Jane Roe, RD. Draft until signed." in words
    assert "My own summary." not in words.split('id="answers"')[0]


def test_without_own_words_the_counted_sentence_is_the_draft() -> None:
    page = page_of(RESULT)
    assert page.remarks.summary == page.first.headline
    assert page.remarks.status == "Draft until signed."
    assert page.remarks.facts == ()


def test_client_facts_are_shown_as_given() -> None:
    assert dict(PAGE.remarks.facts) == {
        "Client code": "C-7", "Medicines, as given": "levothyroxine", "Notes": "Likes oats.",
    }  # fmt: skip
    assert PAGE.remarks.laboratory.rows == (("25(OH)D (nmol/L)", "41"),)
    anonymous = page_of(RESULT, None, replace(REQUEST, anonymous=True))
    assert "Likes oats." not in str(anonymous)


def test_laboratory_values_change_nothing() -> None:
    low = replace(CLIENT, laboratory=(("25(OH)D (nmol/L)", "9"),))
    other = page_of(RESULT, None, replace(REQUEST, clients={"me": low}))
    assert other.first == PAGE.first
    assert other.professional.measures == PAGE.professional.measures


# Appendix


def test_the_inputs_give_the_deviate_back() -> None:
    found = {(r[0], r[1]): r[2] for r in PAGE.appendix.inputs.rows}
    value = {
        name: found["Magnesium", name].value
        for name in (
            "Mean",
            "Days, n",
            "SD within person, one day",
            "EAR",
            "SD of requirement",
            "z",
        )
    }
    spread = sqrt(
        value["SD of requirement"] ** 2 + value["SD within person, one day"] ** 2 / value["Days, n"]
    )
    assert value["z"] == pytest.approx((value["Mean"] - value["EAR"]) / spread)
    # EAR 265 mg with a CV of 10 %.
    assert found["Magnesium", "SD of requirement"] == "26.5"
    assert ("Vitamin B12", "z") not in found


def test_every_input_names_its_source() -> None:
    assert all(row[4] for row in PAGE.appendix.inputs.rows)


def test_every_day_is_listed_with_its_reason() -> None:
    rows = PAGE.appendix.days.rows
    assert [row[0] for row in rows] == list(RESULT.days["day"])
    assert [row[1] for row in rows if row[1] != "yes"] == [
        "no: much less energy than this person's other days"
    ]
    harmed = Profile("female", 34, conditions=("eating_disorder",))
    heads = page_of(analysis(days=3, profile=harmed)).appendix.days.heads
    assert not any("Energy" in head for head in heads)


# Food, tablets, meals


def test_parts_of_the_diary_add_up_to_the_average() -> None:
    for grid in (PAGE.shares.classes, PAGE.shares.meals, PAGE.shares.groups):
        total = sum(row[2].value for row in grid.rows if row[2] != "–")
        mean = RESULT.average.set_index("nutrient").loc["magnesium", "estimate"]
        assert total == pytest.approx(mean), grid.heads[0]


def test_tablets_stand_apart() -> None:
    rows = {row[0]: row[1:] for row in PAGE.shares.classes.rows}
    assert list(rows) == ["Food and drink", "Supplements"]
    # 10 µg on three of the eight days that count.
    assert rows["Supplements"][0].value == pytest.approx(10 * 3 / 8)


def test_food_groups_follow_the_numbers_of_the_foods() -> None:
    result = analysis(days=5)
    codes = {"Oatmeal, cooked": "56203000", "Soy milk": "11320000", "Cheese, Cheddar": "1009"}
    code = result.matches["description"].map(codes)
    coded = replace(result, matches=result.matches.assign(food_code=code))
    rows = {row[0]: row[1:] for row in page_of(coded).shares.groups.rows}
    # Oatmeal on all five days: 30 mg of magnesium a day.
    assert rows["Grain products"][1].value == pytest.approx(30.0)
    assert {"Milk products and eggs", "not in a food table", "tablets"} <= set(rows)


# Care process


def test_only_evidence_is_drafted() -> None:
    steps = {step.title: step for step in PAGE.professional.care}
    evidence = steps["Diagnosis: evidence to cite"]
    assert [line.split(" ")[1] for line in evidence.lines] == ["vitamin", "magnesium"]
    assert "against EAR 265 mg, P(adequate) 0.06." in evidence.lines[1]
    assert evidence.open_lines == ("Problem", "Related to", "As evidenced by")
    assert steps["Intervention"].lines == ()
    said = " ".join(line for step in steps.values() for line in step.lines)
    assert not re.search(r"deficien|should take|diagnos", said)
    assert "25(OH)D (nmol/L) 41" in said


# Two visits


def compared(change: float, **verdicts: object) -> dict[str, str]:
    """Sentences by nutrient, where magnesium of the later diary is so much more."""
    later = analysis(days=9)
    amounts = ["mean", "low", "high"]
    mine = later.adequacy["nutrient"] == "magnesium"
    later.adequacy.loc[mine, amounts] = later.adequacy.loc[mine, amounts] + change
    page = page_of(later, None, Request(earlier=RESULT))
    assert page.comparison is not None
    return {row.name: row.sentence for row in page.comparison.rows}


def test_the_limit_of_chance_by_hand() -> None:
    # 1.96 × 86 × √(1/8 + 1/8) = 84.28
    assert within_days(86, 8, 8) == pytest.approx(84.28)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (84.0, "84 mg higher. Days alone can make 84 mg, so this shows no change."),
        (-84.0, "84 mg lower. Days alone can make 84 mg, so this shows no change."),
        (90.0, "90 mg higher. Days alone would make less than 84 mg."),
    ],
)
def test_a_difference_is_called_only_beyond_chance(change: float, words: str) -> None:
    assert words in compared(change)["Magnesium"]


def test_what_is_not_known_may_explain_a_difference() -> None:
    later = analysis(days=9)
    mine = later.adequacy["nutrient"] == "magnesium"
    later.adequacy.loc[mine, "mean"] += 120
    later.adequacy.loc[mine, "high"] += 140
    comparison = page_of(later, None, Request(earlier=RESULT)).comparison
    assert comparison is not None
    (row,) = (row for row in comparison.rows if row.name == "Magnesium")
    assert "foods not known could explain it" in row.sentence


def test_nutrients_whose_days_differ_too_much_are_not_judged() -> None:
    assert not comparable(group_spread("vitamin_b12", WOMAN))
    assert "differ too much" in compared(0.0)["Vitamin B12"]


def test_nobody_measured_days_in_pregnancy() -> None:
    pregnant = Profile("female", 30, "pregnant")
    later = analysis(days=5, profile=pregnant)
    comparison = page_of(later, None, Request(earlier=RESULT)).comparison
    assert comparison is not None
    assert all("Nobody has measured" in row.sentence for row in comparison.rows)


def test_nothing_is_compared_with_another_persons_diary() -> None:
    two = analysis(days=3, persons=("anna", "ben"))
    other = analysis(days=3, persons=("eva", "kim"))
    assert page_of(two, "anna", Request(earlier=other)).comparison is None
    assert page_of(two, "anna", Request(earlier=two)).comparison is not None


# The doctor's sheet


def test_the_doctors_sheet_concludes_nothing() -> None:
    words = to_markdown(RESULT, request=replace(REQUEST, sheet="doctor"))
    plain = re.sub(r"\\(.)", r"\1", words).replace("My own comment.", "")
    labels = {house_wording().label(f"{v}.requirement", a) for a in ("people", "professional")
              for v in ("likely_enough", "likely_short")}  # fmt: skip
    labels |= {row.label for row in PAGE.first.rows}
    assert [label for label in labels if label in plain] == []
    assert "in 100" not in plain
    for piece in (
        "Vitamin D3 1000 IU",
        "levothyroxine",
        "calf cramp",
        "strong",
        "Questions",
        "EAR 265, RDA 320",
        "UL 350, tablets only",
        "do not show blood levels",
    ):
        assert piece in plain


def test_symptoms_are_laid_beside_the_days() -> None:
    kinds = {day.number: day.kind for day in PAGE.doctor.symptom_days}
    assert kinds["5"] == "felt"
    assert kinds["4"] == "logged"
    assert len(kinds) == 9


def test_questions_follow_what_was_taken_and_answered() -> None:
    profile = Profile("female", 34, conditions=("metformin",))
    questions = page_of(analysis(days=5, profile=profile)).doctor.questions
    assert "Is vitamin B12 worth measuring with these medicines?" in questions
    assert any("go together" in question for question in questions)


# Files beside the diary


def test_symptoms_are_read_in_order(tmp_path: Path) -> None:
    path = tmp_path / "symptoms.csv"
    path.write_text("date,symptom,severity\n2026-03-09,cramp,mild\n2026-03-02,cramp,\n", "utf-8")
    assert [s.day for s in read_symptoms(path)] == ["2026-03-02", "2026-03-09"]
    path.write_text("date,symptom\n9.3.2026,cramp\n", "utf-8")
    with pytest.raises(DiaryReadError, match=r"line 2, column 'date': '9\.3\.2026'"):
        read_symptoms(path)
    path.write_text("when,what\n", "utf-8")
    with pytest.raises(DiaryReadError, match="line 1: columns when, what"):
        read_symptoms(path)


def test_clients_are_read_from_the_same_file(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(
        "person,sex,age,Client code,notes,lab 25(OH)D (nmol/L),lab_ferritin\n"
        'ana,female,34,C-7,"Two\nlines",41,\n',
        "utf-8",
    )
    (ana,) = read_clients(path).values()
    assert (ana.code, ana.notes) == ("C-7", "Two\nlines")
    assert ana.laboratory == (("25(OH)D (nmol/L)", "41"),)


def test_a_calendar_of_months_shows_every_day() -> None:
    page = page_of(analysis(days=20))
    assert len(page.days.months) == 5
    (magnesium,) = (part for part in page.days.months if part.nutrient.key == "magnesium")
    assert magnesium.days[0].when == date(2026, 3, 3)
    assert page_of(analysis(days=14)).days.months == ()


LOG = """date,time,place,minutes,severity,exercise,fluids,alcohol,heat,medicine,sleep
2026-03-03,23:40,left calf,5,strong,long run,1.5 l,,,,5 h
2026-03-05,02:10,right foot,2,mild,,,1 beer,,,
2026-03-05,01:00,left calf,3,mild,,,,,,
2026-05-20,01:00,left calf,8,strong,,,,,,
"""


@pytest.fixture
def log(tmp_path: Path) -> tuple[Symptom, ...]:
    path = tmp_path / "cramps.csv"
    path.write_text(LOG, "utf-8")
    return read_symptoms(path)


def test_a_log_of_cramps_needs_no_column_for_the_symptom(log: tuple[Symptom, ...]) -> None:
    assert [(s.day, s.time, s.symptom) for s in log[:3]] == [
        ("2026-03-03", "23:40", "cramp"), ("2026-03-05", "01:00", "cramp"),
        ("2026-03-05", "02:10", "cramp"),
    ]  # fmt: skip
    assert log[0].words == "cramp, left calf, strong, 5 minutes"
    assert log[0].besides == "exercise: long run; fluids: 1.5 l; sleep: 5 h"


def test_symptoms_stand_in_the_places_of_the_day_bars(log: tuple[Symptom, ...]) -> None:
    page = page_of(analysis(), None, Request(symptoms=log))
    strip = page.days.symptoms
    assert strip is not None
    # The diary begins on 3 March: one mark in the first place, two in the third.
    assert [place.count for place in strip.places] == [1, 0, 2, *[0] * 11]
    assert len(strip.places) == len(page.days.days[0].panel.bars)
    assert strip.sentence == "4 entries on 3 days, 1 outside the diary's days."
    assert strip.log.heads == ("Day", "Time", "What", "Besides")


def test_weeks_hold_the_symptoms_of_their_days(log: tuple[Symptom, ...]) -> None:
    page = page_of(analysis(days=40), None, Request(symptoms=log))
    assert page.days.symptoms is not None
    # Weeks from Monday, 2 March.
    assert page.days.symptoms.places[0].count == 3


def test_the_picture_says_what_it_cannot_show_and_tests_nothing(log: tuple[Symptom, ...]) -> None:
    for face in (to_html, to_markdown):
        text = face(analysis(), request=Request(symptoms=log))
        assert "need not bring the second" in text
        assert "by chance" in text
        assert not re.search(r"correlat|p-value|significan|p = 0|r = 0", text, re.IGNORECASE)


def test_without_a_log_there_is_no_strip() -> None:
    assert page_of(analysis(days=7)).days.symptoms is None
    other = Request(symptoms=(Symptom("2026-03-05", "cramp", person="Bo"),))
    assert page_of(analysis(days=7), None, other).days.symptoms is None
