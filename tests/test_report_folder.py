"""Many people in one go, codes instead of names, and an audit folder that makes itself again."""

import csv
import json
import os
import shlex
import subprocess
import sys
from dataclasses import fields, replace
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest
from fixtures import analysis

from nutrigap.cli import main
from nutrigap.diary import Diary
from nutrigap.errors import ReportError
from nutrigap.people import Client
from nutrigap.report import Request, folder, under_codes, write_report
from nutrigap.report.anonymous import codes_of

ROOT = Path(__file__).resolve().parents[1]
GROUP = ROOT / "data" / "samples" / "group"
WHO = ["--sex", "female", "--age", "34"]
WEEK = "date,food,amount\n2026-03-01,whole milk,1 cup\n2026-03-02,oatmeal,200 g\n"


def two():
    """Two people; the diary is a real one, so that its tables can be replaced."""
    made = analysis(days=3, persons=("anna", "ben"))
    entries = made.diary.entries.assign(
        source_file=made.diary.entries["person"] + ".csv", note="said Anna"
    )
    records = made.diary.records.assign(source_file="anna.csv")
    diary = Diary(entries, made.diary.reported, made.diary.problems, records, ("anna.csv: x",))
    return replace(made, diary=diary, notes=("Reference values of anna changed.",))


def summary(folder: Path) -> list[dict[str, str]]:
    with (folder / "summary.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# Folders


def test_a_summary_has_a_row_a_person_and_nutrient(tmp_path: Path) -> None:
    heard: list[str] = []
    written = write_report(two(), tmp_path / "out", tell=heard.append)
    rows = summary(written)
    assert len(rows) == 2 * 5
    assert {(row["person"], row["report"]) for row in rows} == {
        ("anna", "anna.html"), ("ben", "ben.html"),
    }  # fmt: skip
    assert heard == ["1 of 2: anna", "2 of 2: ben"]


def test_a_folder_may_hold_another_face(tmp_path: Path) -> None:
    written = write_report(two(), tmp_path / "out", request=Request(face=".md", sheet="client"))
    assert {p.name for p in written.iterdir()} == {
        "anna.md", "ben.md", "index.html", "summary.csv",
    }  # fmt: skip
    assert 'href="anna.md"' in (written / "index.html").read_text("utf-8")


def test_one_report_that_fails_does_not_stop_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page_of = folder.page_of

    def fails(result, person, request):
        if person == "anna":
            raise ReportError("anna.html", "the disk is full", "more room")
        return page_of(result, person, request)

    monkeypatch.setattr(folder, "page_of", fails)
    with pytest.raises(ReportError, match=r"anna: .*disk is full.*all others are there"):
        write_report(two(), tmp_path / "out")
    assert (tmp_path / "out" / "ben.html").exists()
    assert {row["report"] for row in summary(tmp_path / "out")} == {"", "ben.html"}


# Codes


def test_codes_are_the_clients_own_else_numbers() -> None:
    clients = {"ana": Client("C-7"), "ben": Client("C-7"), "eva": Client("")}
    assert codes_of(["ana", "ben", "eva"], clients) == {
        "ana": "C-7", "ben": "client-2", "eva": "client-3",
    }  # fmt: skip


def test_no_name_and_no_note_is_left(tmp_path: Path) -> None:
    request = Request(clients={"anna": Client("C-7", "Anna likes oats.")}, earlier=two())
    result, coded = under_codes(two(), request)
    written = write_report(result, tmp_path / "out", request=coded)
    texts = {path.name: path.read_text("utf-8") for path in written.iterdir()}
    assert set(texts) == {"C-7.html", "client-2.html", "index.html", "summary.csv"}
    for name, text in texts.items():
        assert "anna" not in text.lower(), name
        assert "likes oats" not in text, name
    assert "Before and now" in texts["C-7.html"]
    tables = [getattr(result, f.name) for f in fields(result)]
    for table in tables:
        if isinstance(table, pd.DataFrame) and "person" in table:
            assert set(table["person"]) <= {"C-7", "client-2"}


# The command


@pytest.fixture
def clients(tmp_path: Path) -> Path:
    for name in ("ana", "ben"):
        (tmp_path / f"{name}.csv").write_text(WEEK, encoding="utf-8")
    (tmp_path / "broken.csv").write_text("what,is,this\n1,2,3\n", encoding="utf-8")
    people = "person,sex,age,birth_date,client_code\nana,female,34,,C-1\nkim,male,,1990-01-01,\n"
    (tmp_path / "people.csv").write_text(people, encoding="utf-8")
    return tmp_path


def test_a_file_that_fails_is_named_and_the_others_are_reported(
    clients: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [str(clients / name) for name in ("ana.csv", "broken.csv", "ben.csv")]
    out = clients / "reports"
    people = ["--people", str(clients / "people.csv")]
    assert main(["report", *files, *people, "-o", str(out)]) == 1
    said = capsys.readouterr().err
    assert "broken.csv" in said
    assert "ben: no row in --people, so nothing is compared." in said
    assert {p.name for p in out.iterdir()} == {
        "ana.html", "ben.html", "index.html", "summary.csv",
    }  # fmt: skip


def test_an_audit_folder_makes_the_same_report_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    diary, comment = tmp_path / "diary.csv", tmp_path / "comment.txt"
    diary.write_text(WEEK, encoding="utf-8")
    comment.write_text("Words of \"mine\" & 'yours'.", encoding="utf-8")
    answers = tmp_path / "home"
    words = ["--comment", str(comment), "--compare", str(diary), "--made", "2026-03-18"]
    bundle = tmp_path / "audit"
    out = ["-o", str(tmp_path / "r.html"), "--bundle", str(bundle)]
    assert main(["report", str(diary), *WHO, *words, *out]) == 0
    command = (bundle / "command.txt").read_text("utf-8")
    assert str(tmp_path) not in command
    for path in (diary, comment, tmp_path / "r.html"):
        path.unlink()
    again = shlex.split(command)[1:]
    environment = {**os.environ, "NUTRIGAP_HOME": str(answers)}
    subprocess.run(
        [sys.executable, "-m", "nutrigap", *again], cwd=bundle, check=True, env=environment,
        capture_output=True,
    )  # fmt: skip
    made = (bundle / "report.html").read_bytes()
    assert (bundle / "again.html").read_bytes() == made
    assert b"made 18 March 2026" in made
    facts = json.loads((bundle / "made.json").read_text("utf-8"))
    assert facts["sha256"]["report.html"] == sha256(made).hexdigest()
    assert facts["provenance"]["seed"] == "0"
    assert facts["provenance"]["made"] == "2026-03-18"
    assert {"python", "pandas", "nutrigap"} <= facts["versions"].keys()
    table = pd.read_csv(bundle / "tables" / "adequacy.csv")
    assert len(table) == 5


def test_an_audit_folder_has_names_or_there_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--anonymous", "--bundle", str(tmp_path / "audit")]
    assert main(["report", "diary.csv", *WHO, *words]) == 2
    assert "names included" in " ".join(capsys.readouterr().err.replace("│", " ").split())


def test_today_is_printed_where_no_day_is_given(tmp_path: Path) -> None:
    from datetime import date

    diary = tmp_path / "diary.csv"
    diary.write_text(WEEK, encoding="utf-8")
    before = date.today().isoformat()
    assert main(["report", str(diary), *WHO, "-o", str(tmp_path / "r.md")]) == 0
    text = (tmp_path / "r.md").read_text("utf-8")
    assert f"Made: {before}" in text or f"Made: {date.today().isoformat()}" in text


def test_the_group_of_samples_has_a_row_for_each_diary() -> None:
    with (GROUP / "people.csv").open(encoding="utf-8", newline="") as file:
        persons = {row["person"] for row in csv.DictReader(file)}
    assert {path.stem for path in GROUP.glob("*.csv")} == persons | {"people"}
