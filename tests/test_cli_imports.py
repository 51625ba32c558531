"""The commands about exports: identify, formats, entries."""

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

from nutrigap.cli import main
from nutrigap.diary import formats
from nutrigap.nutrients import nutrients
from nutrigap.schema import DIARY

SAMPLES = Path(__file__).parent / "diary"
WEEK = Path(__file__).parents[1] / "data" / "samples"


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad.csv"
    path.write_text("date,balance\n2026-03-02,1\n", encoding="utf-8")
    return path


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_identify_names_the_app_of_each_file(capfd: pytest.CaptureFixture[str], bad: Path) -> None:
    files = [str(WEEK / "cronometer-week.csv"), str(bad), str(WEEK / "plain-diary.csv")]
    assert main(["identify", *files]) == 1
    out, err = capfd.readouterr()
    assert [line.rpartition(" ")[2] for line in out.splitlines()] == ["cronometer", "plain"]
    assert err.count("\n") == 1
    assert "bad.csv: not a diary export" in err


def test_identify_as_a_table(capfd: pytest.CaptureFixture[str]) -> None:
    file = str(WEEK / "plain-diary.csv")
    assert main(["identify", file, "--csv"]) == 0
    assert table(capfd.readouterr().out) == [{"file": file, "format": "plain"}]


def test_formats_lists_every_app_and_how_to_export(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["formats"]) == 0
    out = capfd.readouterr().out
    assert all(format.title in out for format in formats().values())
    assert main(["formats", "asa24"]) == 0
    assert "Items" in capfd.readouterr().out
    assert main(["formats", "--csv"]) == 0
    assert [row["format"] for row in table(capfd.readouterr().out)] == list(formats())
    assert main(["formats", "asa42"]) == 1
    assert "Did you mean 'asa24'" in capfd.readouterr().err


def test_entries_as_a_table_has_a_column_for_every_nutrient(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert main(["entries", str(SAMPLES / "cronometer" / "servings-2024.csv"), "--csv"]) == 0
    out, err = capfd.readouterr()
    rows = table(out)
    assert err == ""
    assert list(rows[0]) == [*DIARY.names, *nutrients()]
    assert [row["vitamin_d"] for row in rows[:5]] == ["3.111", "3.111", "", "50.0", ""]
    assert rows[2]["calcium"] == "30.0"
    assert rows[2]["magnesium"] == ""


def test_entries_reads_the_good_files_and_says_what_is_wrong_with_the_bad(
    capfd: pytest.CaptureFixture[str], bad: Path
) -> None:
    good = str(SAMPLES / "plain" / "spreadsheet.csv")
    assert main(["entries", str(bad), good]) == 1
    out, err = capfd.readouterr()
    assert "Rolled oats" in out
    assert "bad.csv" in err
    assert "spreadsheet.csv, line 4" in err
    assert main(["entries", str(bad)]) == 1
    assert capfd.readouterr().out == ""


def test_entries_takes_the_order_of_dates(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "open.csv"
    path.write_text("date,food\n3/4/2026,oats\n", encoding="utf-8")
    assert main(["entries", str(path), "--csv"]) == 1
    assert "--dates" in capfd.readouterr().err
    assert main(["entries", str(path), "--csv", "--dates", "day-first"]) == 0
    assert table(capfd.readouterr().out)[0]["day"] == "2026-04-03"


@pytest.mark.parametrize("words", [["formats"], ["identify", str(WEEK / "cronometer-week.csv")]])
def test_listing_and_identifying_load_nothing_heavy(words: list[str]) -> None:
    code = (
        "import sys; from nutrigap.cli import main; main(sys.argv[1:]); "
        "sys.exit(bool({'pandas', 'numpy', 'matplotlib'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code, *words], check=False).returncode == 0


def test_the_sample_weeks_are_whole_days_of_one_person() -> None:
    from nutrigap.diary import read_diary

    for name in ("cronometer-week.csv", "cronometer-week-nutrients.csv", "plain-diary.csv"):
        diary = read_diary(WEEK / name)
        assert diary.problems.empty
        assert diary.entries["quantity"].notna().all()
    energy = read_diary(WEEK / "cronometer-week-nutrients.csv").entries
    assert energy.groupby("day")["energy_kcal"].sum().between(1500, 2300).all()
