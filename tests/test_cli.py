"""The command line: tables for machines, words for people, one message for bad input."""

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

from nutrigap.cli import main

ROOT = Path(__file__).resolve().parents[1]
WEEK = ROOT / "data" / "samples" / "cronometer-week.csv"
WHO = ["--sex", "female", "--age", "34"]
GOOD = "date,food,amount\n2026-03-01,whole milk,1 cup\n2026-03-02,whole milk,2 cups\n"


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    path = tmp_path / "diary.csv"
    path.write_text(GOOD, encoding="utf-8")
    return path


def shown(capsys: pytest.CaptureFixture[str], *words: object, status: int = 0) -> tuple[str, str]:
    """Standard output and standard error of a command."""
    assert main([str(word) for word in words]) == status
    out, err = capsys.readouterr()
    return out, err


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_totals_have_the_columns_of_the_contract(
    diary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, err = shown(capsys, "totals", diary, "--csv")
    found = rows(out)
    assert list(found[0]) == [
        *("person", "day", "nutrient", "unit", "known", "estimate", "low", "high"),
        *("coverage", "coverage_nutrient", "entries", "unknown_entries"),
    ]
    assert {row["day"] for row in found} == {"2026-03-01", "2026-03-02"}
    assert err == ""


def test_totals_by_person_are_the_mean_of_the_days(
    diary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by_day = rows(shown(capsys, "totals", diary, "--csv")[0])
    mean = rows(shown(capsys, "totals", diary, "--by", "person", "--csv")[0])
    calcium = [float(row["known"]) for row in by_day if row["nutrient"] == "calcium"]
    (found,) = (row for row in mean if row["nutrient"] == "calcium")
    assert found["days"] == "2"
    assert float(found["known"]) == pytest.approx(sum(calcium) / 2)
    assert calcium[1] == pytest.approx(2 * calcium[0])


def test_matches_say_what_energy_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    diary = tmp_path / "diary.csv"
    rows_of = ["2026-03-01,whole milk,244 g,300", "2026-03-01,apple,1 medium,95"]
    diary.write_text("\n".join(["date,food,amount,energy_kcal", *rows_of]), encoding="utf-8")
    out, _ = shown(capsys, "matches", str(diary))
    assert "whole milk: Wrong amount? The energy fits" in " ".join(out.split())
    milk, apple = rows(shown(capsys, "matches", str(diary), "--csv")[0])
    assert milk["reading"].startswith("Wrong amount?")
    assert apple["reading"] == ""


def test_matches_are_one_row_an_entry(capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(shown(capsys, "matches", WEEK, "--csv")[0])
    entries = rows(shown(capsys, "entries", WEEK, "--csv")[0])
    assert len(found) == len(entries)
    assert list(found[0]) == [
        *("person", "source_file", "source_line", "day", "food", "brand", "amount_text"),
        *("quantity", "measure", "grams", "grams_basis", "fdc_id", "food_code"),
        *("description", "data_type", "probability", "method", "reading"),
    ]
    assert {row["method"] for row in found} <= {"user", "code", "barcode", "alias", "text", "none"}


def test_a_guessed_weight_is_marked_and_the_uncertain_number_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "d.csv"
    lines = ["date,food,amount", '2026-01-01,milk,"0,5 l"', '2026-01-01,bread,"1,250 g"',
             "2026-01-01,banana,some", "2026-01-01,apple,200 g"]  # fmt: skip
    file.write_text("\n".join(lines), encoding="utf-8")
    shown_lines = shown(capsys, "matches", file)[0].splitlines()
    about = {line.split()[1]: "about " in line for line in shown_lines[1:]}
    assert about == {"milk": False, "bread": True, "banana": True, "apple": False}
    _, err = shown(capsys, "entries", file)
    assert err.count("\n") == 1
    assert "leaves open whether 1,250 is 1.25 or 1250; the amount counts as unknown" in err


def test_gaps_give_a_verdict_for_each_nutrient(capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(shown(capsys, "gaps", WEEK, *WHO, "--csv")[0])
    assert [row["nutrient"] for row in found] == [
        *("vitamin_d", "magnesium", "calcium", "potassium", "vitamin_b12"),
    ]
    for row in found:
        assert row["verdict"] in {"likely_enough", "likely_short", "cannot_tell", "not_judged"}
        assert row["reason"]
        assert row["source"]
        assert row["edition"]


def test_gaps_say_what_they_need(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, err = shown(capsys, "gaps", diary, status=2)
    assert "--sex and --age" in " ".join(err.replace("│", " ").split())


def test_a_report_is_written_and_the_verdicts_are_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.html"
    out, err = shown(capsys, "report", WEEK, *WHO, "-o", page)
    assert "Magnesium" in out
    assert f"Report: {page}" in err
    assert page.read_text(encoding="utf-8").lower().startswith("<!doctype html>")


def test_a_bad_file_stops_only_itself(
    diary: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.csv"
    empty.touch()
    out, err = shown(capsys, "totals", empty, diary, "--csv", status=1)
    assert len(rows(out)) == 12
    assert err.count("\n") == 1
    assert "empty.csv: the file is empty" in err


BAD = {
    "empty": b"",
    "binary": bytes(range(256)) * 20,
    "wrong separator": b"date~food~amount\n2026-03-01~milk~1 cup\n",
    "another app": b"Title,Author\nEmma,Austen\n",
}


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.parametrize("command", ["totals", "matches", "entries", "identify"])
def test_what_is_no_diary_is_one_message(
    kind: str, command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(BAD[kind])
    out, err = shown(capsys, command, path, status=1)
    if out:
        # identify shows an unknown table's columns, ready to be given a meaning.
        assert (command, out.partition("\n")[0]) == ("identify", "column,means,unit,example")
    else:
        assert err.count("\n") == 1
    assert err.startswith("nutrigap: bad.csv: ") or str(path) in err
    assert "Expected" in err


@pytest.mark.parametrize("command", ["totals", "matches", "gaps", "report", "ideas"])
@pytest.mark.parametrize("words", [[], ["--from", "2027-01-01"]])
def test_nothing_to_total_is_one_message(
    command: str, words: list[str], diary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if not words:
        diary.write_text("date,food,amount\n", encoding="utf-8")
    who = WHO if command in ("gaps", "report", "ideas") else []
    _, err = shown(capsys, command, diary, *who, *words, status=1)
    assert "no entries to total" in err
    assert err.count("\n") == 1


BAD_ROWS = """date,food,amount
2026-03-01,milk,1 cup
2999-05-01,milk,1 cup
2026-03-01,bread,-2 slices
2026-03-01,rice,1 flurb
2026-03-01,egg,abc
some day,egg,1
"""


def test_bad_rows_are_lines_in_problems_and_nothing_is_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(BAD_ROWS, encoding="utf-8")
    out, _ = shown(capsys, "entries", path, "--csv")
    assert [row["food"] for row in rows(out)] == ["milk", "bread", "rice", "egg"]
    import nutrigap as ng

    diary = ng.read_diary(path)
    assert set(diary.problems["source_line"]) == {3, 4, 6, 7}
    assert len(diary.records) == 6


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--store", "absent.sqlite"], "no food store here"),
        (["--authority", "us_dir"], "Did you mean 'us_dri'?"),
        (["--last", "soon"], "expected a number of days"),
        (["--from", "March"], "expected a date"),
    ],
)
def test_other_bad_input_is_one_message(
    words: list[str], said: str, diary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, err = shown(capsys, "gaps", diary, *WHO, *words, status=1)
    assert said in err
    assert err.count("\n") == 1


def test_a_file_that_is_no_store_says_so(
    diary: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fake = tmp_path / "foods.sqlite"
    fake.write_text("not a database", encoding="utf-8")
    _, err = shown(capsys, "totals", diary, "--store", fake, status=1)
    assert "not a SQLite file" in err


@pytest.mark.parametrize(
    ("words", "absent"),
    [
        (["--help"], ("pandas", "matplotlib", "numpy", "requests")),
        (["formats"], ("pandas", "matplotlib", "numpy", "requests")),
        (["foods", "search", "oats"], ("pandas", "matplotlib", "requests")),
        (["gaps", str(WEEK), *WHO, "--csv"], ("matplotlib", "scipy", "requests")),
    ],
)
def test_a_command_loads_only_what_it_needs(words: list[str], absent: tuple[str, ...]) -> None:
    code = (
        "import sys; from nutrigap.cli import main; status = main(sys.argv[1:]); "
        f"loaded = [n for n in {absent!r} if n in sys.modules]; "
        "sys.exit(f'loaded {loaded}' if loaded else status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys, "--version")[0].startswith("nutrigap 0.")


def test_units_on_screen_follow_the_wish(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert " IU" in shown(capsys, "totals", diary, "--units", "us")[0]
    assert " IU" not in shown(capsys, "totals", diary)[0]


def test_many_people_get_a_folder_of_reports(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("ana", "ben"):
        (tmp_path / f"{name}.csv").write_text(GOOD, encoding="utf-8")
    people = tmp_path / "people.csv"
    people.write_text("person,sex,age\nana,female,34\nben,male,60\n", encoding="utf-8")
    files = [tmp_path / "ana.csv", tmp_path / "ben.csv"]
    out, _ = shown(capsys, "report", *files, "--people", people, "-o", tmp_path / "reports")
    assert "ana" in out
    assert "ben" in out
    pages = {path.name for path in (tmp_path / "reports").glob("*.html")}
    assert len(pages) >= 2
