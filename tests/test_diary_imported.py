"""The import report accounts for every record of every file."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from nutrigap.cli import main
from nutrigap.diary import read_diary
from nutrigap.diary.imported import import_report
from nutrigap.schema import IMPORTED

SAMPLES = Path(__file__).parent / "diary"
TABLE = (
    "person,date,food,amount,calcium_mg,complete\n"
    "anna,2026-03-02,oats,60 g,31,yes\n"
    "anna,2026-03-03,milk,#REF!,,no\n"
    "ben,2026-03-03,tea,1 cup,,\n"
    "ben,not a day,rice,1 cup,,\n"
    "Total,,,,,\n"
    ",,,,,\n"
    ",,,,,\n"
)


def test_counts_by_hand() -> None:
    report = IMPORTED.check(import_report(read_diary(io.StringIO(TABLE))))
    row = report.iloc[0].to_dict()
    assert row["records"] == 7
    assert row["kept"] == 3
    assert row["set_aside"] == 3
    assert row["refused"] == 1
    assert row["duplicates"] == 0
    assert row["doubts"] == 2
    assert row["days"] == 3  # two of anna's, one of ben's
    assert row["incomplete_days"] == 1
    assert row["persons"] == 2
    assert row["person"] != row["person"]
    assert row["reasons"] == "2 blank row; 1 total or average"
    assert row["silent"] == "Vitamin D, Magnesium, Potassium, Vitamin B12"


def test_one_person_is_named_and_a_second_file_repeats_the_first() -> None:
    path = SAMPLES / "cronometer" / "servings-2026.csv"
    report = import_report(read_diary([path, path]))
    assert report["person"].tolist()[0] == "me"
    assert report["kept"].tolist()[1] == 0
    assert report["duplicates"].tolist() == [0, report["kept"][0]]


@pytest.mark.parametrize("name", ["apple_health/export.xml", "samsung_health/food_intake.csv"])
def test_every_record_counts_once(name: str) -> None:
    diary = read_diary(SAMPLES / name)
    row = import_report(diary).iloc[0]
    assert row[["kept", "set_aside", "duplicates", "refused"]].sum() == row["records"]
    assert row["records"] == len(diary.records)


def test_notes_of_the_file_tell_the_units_assumed() -> None:
    report = import_report(read_diary(SAMPLES / "samsung_health" / "food_intake.csv"))
    assert "taken to be in µg" in report["notes"].item()
    assert report["silent"].item() == "Magnesium, Vitamin B12"


def test_a_diary_of_nothing_has_an_empty_report() -> None:
    report = import_report(read_diary([]))
    assert report.empty
    assert list(report.columns) == IMPORTED.names


def test_entries_shows_it_on_screen_and_never_in_the_table(
    capfd: pytest.CaptureFixture[str],
) -> None:
    path = str(SAMPLES / "apple_health" / "export.xml")
    assert main(["entries", path]) == 0
    out = capfd.readouterr().out
    assert "set aside" in out
    assert "not about food" in out
    assert main(["entries", path, "--csv"]) == 0
    assert "set aside" not in capfd.readouterr().out


def test_entries_of_the_app_asked_for(capfd: pytest.CaptureFixture[str]) -> None:
    path = str(SAMPLES / "apple_health" / "export.xml")
    assert main(["entries", path, "--csv", "--app", "Copycat"]) == 0
    out = capfd.readouterr().out
    assert "Ramen with egg" in out
    assert "Kefir" not in out
    assert main(["entries", path, "--app", "Copycatt"]) == 1
    assert "Did you mean 'Copycat'" in capfd.readouterr().err


def test_sums_beside_their_foods_are_said_not_to_count(tmp_path: Path) -> None:
    foods = tmp_path / "foods.csv"
    foods.write_text("date,food,amount\n2026-03-02,rolled oats,60 g\n", encoding="utf-8")
    sums = tmp_path / "sums.csv"
    sums.write_text("date,calcium_mg\n2026-03-02,600\n2026-03-03,700\n", encoding="utf-8")
    notes = read_diary([foods, sums]).notes
    assert [note for note in notes if "not counted" in note] == [
        "sums.csv: sums of days or meals that are not counted, because the foods or meals in them "
        "are given: 1."
    ]
