"""Commands about reference values."""

import csv
import io
from pathlib import Path

import pytest

from nutrigap.cli import main

MAGNESIUM = ("magnesium", "EAR")
WOMAN = ("--sex", "female", "--age", "34")


def table(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, str]]:
    assert main([*words, "--csv"]) == 0
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


def test_targets_as_a_tidy_table(capsys: pytest.CaptureFixture[str]) -> None:
    rows = table(capsys, "targets", *WOMAN)
    assert list(rows[0]) == [
        *("nutrient", "kind", "label", "amount", "unit", "applies_to", "edition", "source"),
    ]
    by_label = {(row["nutrient"], row["label"]): row for row in rows}
    assert float(by_label["magnesium", "EAR"]["amount"]) == 265
    assert by_label["magnesium", "UL"]["applies_to"] == "supplements"
    assert by_label["potassium", "UL"]["amount"] == ""
    assert float(by_label["potassium", "AI"]["amount"]) == 2600


def test_targets_of_another_authority_and_stage(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--life-stage", "pregnant", "--trimester", "3", "--authority", "fao_who")
    rows = table(capsys, "targets", *WOMAN, *words)
    assert [row["amount"] for row in rows if row["nutrient"] == "calcium"] == ["1200.0"]


def test_targets_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--life-stage", "lactating", "--authority", "uk")
    assert main(["targets", *WOMAN, *words]) == 0
    out, notes = capsys.readouterr()
    assert "1.75 µg" in out
    assert "Note: lactating: no value is set, that of the age is used." in notes


def test_targets_of_several_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "people.csv"
    path.write_text(
        "person,sex,age,life_stage\nana,female,34,\nben,male,60,\neva,female,30,pregnant\n",
        encoding="utf-8",
    )
    rows = table(capsys, "targets", "--people", str(path))
    need = {r["person"]: r["amount"] for r in rows if (r["nutrient"], r["label"]) == MAGNESIUM}
    assert need == {"ana": "265.0", "ben": "350.0", "eva": "290.0"}
    assert main(["targets", "--people", str(path)]) == 0
    assert "eva, us_dri: female, 30 years, pregnant" in capsys.readouterr().out


def test_targets_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "clinic.csv"
    path.write_text(
        "nutrient,kind,label,sex,age_from_years,age_to_years,life_stage,amount,unit,applies_to,"
        "edition,source\ncalcium,recommended,RDA,any,18,,general,1,g,total,2026,protocol\n",
        encoding="utf-8",
    )
    rows = table(capsys, "targets", *WOMAN, "--authority", str(path))
    assert [(row["amount"], row["unit"]) for row in rows] == [("1000.0", "mg")]


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        ((), 2, "--sex and --age"),
        ((*WOMAN, "--authority", "efsaa"), 1, "Did you mean 'efsa'"),
        (("--sex", "male", "--age", "30", "--life-stage", "pregnant"), 1, "needs --sex female"),
        (("--sex", "male", "--age", "300"), 1, "0 to 120"),
    ],
)
def test_what_is_missing_or_wrong_is_named(
    words: tuple[str, ...], status: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["targets", *words]) == status
    out, err = capsys.readouterr()
    assert message in err
    assert out == ""


def test_authorities_name_editions_and_sources(capsys: pytest.CaptureFixture[str]) -> None:
    rows = {row["name"]: row for row in table(capsys, "authorities")}
    assert rows["us_dri"]["editions"] == "1997|1998|2011|2019"
    assert "superseded" in rows["us_dri_2005"]["title"]
    assert all(row["source"] for row in rows.values())
    assert main(["authorities"]) == 0
    assert "--authority NAME" in capsys.readouterr().out
