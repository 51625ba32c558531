"""people.csv: who the persons of a diary are."""

from datetime import date
from pathlib import Path

import pytest

from nutrigap.errors import DiaryReadError
from nutrigap.people import read_people
from nutrigap.profile import Profile


def people(tmp_path: Path, text: str) -> dict[str, Profile]:
    path = tmp_path / "people.csv"
    path.write_text(text, encoding="utf-8")
    return read_people(path, {"ana": date(2026, 3, 8)})


def test_age_or_birth_date(tmp_path: Path) -> None:
    found = people(
        tmp_path,
        "person,sex,age,birth_date,life_stage,client code\n"
        "ana,female,,1991-03-09,,C-1\n"
        "ben,M,60,,,\n"
        "eva,female,30,,pregnant,\n",
    )
    assert found["ana"] == Profile("female", 34)  # a day before her birthday
    assert found["ben"] == Profile("male", 60)
    assert found["eva"].life_stage == "pregnant"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name,sex\nana,female\n", "line 1: columns name, sex"),
        ("person,sex,age\nana,lady,34\n", "line 2: sex 'lady'"),
        ("person,sex,age\nana,female,young\n", "line 2: could not convert"),
        ("person,sex,birth_date\nben,male,1960-01-01\n", "no dated diary day"),
    ],
)
def test_a_row_that_describes_nobody_says_where(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(DiaryReadError, match=words):
        people(tmp_path, text)


def test_a_missing_file_is_one_message(tmp_path: Path) -> None:
    with pytest.raises(DiaryReadError, match=r"people\.csv: "):
        read_people(tmp_path / "people.csv", {})


def test_what_was_asked_and_denied(tmp_path: Path) -> None:
    found = people(
        tmp_path,
        "person,sex,age,conditions,without_conditions\n"
        "ana,female,34,vegan,kidney_disease; heart_disease|diuretic\n",
    )
    assert found["ana"].conditions == ("vegan",)
    assert found["ana"].without_conditions == ("kidney_disease", "heart_disease", "diuretic")
    with pytest.raises(DiaryReadError, match="with yes and with no"):
        people(tmp_path, "person,sex,age,conditions,without_conditions\nx,male,3,vegan,vegan\n")
