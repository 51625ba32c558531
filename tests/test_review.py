"""The questions of ``nutrigap review``, answered from a script."""

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from nutrigap.cli import app
from nutrigap.cli.review import _grams
from nutrigap.names import Answer
from nutrigap.remembered import read_remembered, remember, remembered_path

DIARY = "date,food,amount\n" + "".join(
    f"2026-03-0{day},{line}\n"
    for day in (1, 2)
    for line in ("porridge,1 bowl", "qwxz vbnq,900 g", "whole milk,1 cup", "Vitamin D 10 µg,1")
)


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    path = tmp_path / "diary.csv"
    path.write_text(DIARY, encoding="utf-8")
    return path


def run(*words: object, typed: str = "") -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], input=typed)


def answers() -> list[tuple[str, str, str]]:
    return [(a.food, a.answer, a.description) for a in read_remembered().answers]


def table(*words: object) -> list[dict[str, str]]:
    return list(csv.DictReader(run(*words, "--csv").stdout.splitlines()))


def first_option(text: str) -> str:
    line = next(line for line in text.splitlines() if line.startswith("1  "))
    return line[3:].split("  ")[0].strip()


def test_the_name_with_most_at_stake_comes_first_and_enter_passes_on(diary: Path) -> None:
    found = run("review", diary, typed="\n")
    assert found.exit_code == 0
    assert "Question 1 of 3" in found.stdout
    assert found.stdout.index("qwxz vbnq") < found.stdout.index("Question 2")
    assert "Nothing in the food tables fits" in found.stdout
    assert "Vitamin D 10" not in found.stdout
    assert not remembered_path().exists()


def test_an_answer_is_kept_at_once_and_used_by_every_command(diary: Path) -> None:
    found = run("review", diary, typed="s beef stew\n1\n")
    chosen = first_option(found.stdout[found.stdout.index("beef stew") :])
    assert answers() == [("qwxz vbnq", "use", chosen)]
    assert "1 answer kept in" in found.stdout
    assert "before" in found.stdout
    rows = [row for row in table("matches", diary) if row["food"] == "qwxz vbnq"]
    assert {(row["description"], row["method"], row["probability"]) for row in rows} == {
        (chosen, "user", "1.0")
    }
    again = run("review", diary)
    assert "Question 1 of 2" in again.stdout
    assert "qwxz" not in again.stdout


def test_what_nobody_knows_is_never_asked_again(diary: Path) -> None:
    run("review", diary, typed="u\nq\n")
    assert answers() == [("qwxz vbnq", "unknown", "")]
    assert "qwxz" not in run("review", diary).stdout
    assert "nobody knows" in run("review", diary, typed="u\n").stdout


def test_a_food_ruled_out_is_not_offered_again(diary: Path) -> None:
    diary.write_text("date,food,amount\n2026-03-01,whole milk,1 cup\n", encoding="utf-8")
    found = run("review", diary, typed="b 1\nq\n")
    assert answers() == [("whole milk", "block", "Milk, whole")]
    before, after = found.stdout.split("> b 1")
    assert first_option(before) == "Milk, whole"
    assert first_option(after) != "Milk, whole"
    (row,) = table("matches", diary)
    assert row["description"] == first_option(after)


def test_a_mass_told_once_counts_everywhere(diary: Path) -> None:
    found = run("review", diary, typed="g 50\nn\ng\n300\nq\n")
    assert "The diary states this mass already" in found.stdout
    (answer,) = read_remembered().answers
    assert (answer.measure, answer.grams_per_unit, answer.names_food) == ("bowl", 300, False)
    assert "one bowl is 300 g" in found.stdout
    rows = [row for row in table("matches", diary) if row["food"] == answer.food]
    assert {(row["grams"], row["grams_basis"]) for row in rows} == {("300.0", "portion")}


def test_keys_that_mean_nothing_are_told_and_nothing_is_kept(diary: Path) -> None:
    found = run("review", diary, typed="9\nx\nb\ng nothing\ns\n\nq\n")
    assert found.exit_code == 0
    assert found.stdout.count("does not fit here") == 3
    assert not remembered_path().exists()


def test_answers_may_live_in_a_file_of_their_own(diary: Path, tmp_path: Path) -> None:
    shared = tmp_path / "team" / "answers.csv"
    assert run("review", diary, "--remembered", shared, typed="u\nq\n").exit_code == 0
    assert shared.exists()
    assert not remembered_path().exists()
    rows = table("matches", diary, "--remembered", shared)
    assert {row["method"] for row in rows if row["food"] == "qwxz vbnq"} == {"none"}
    assert run("totals", diary, "--remembered", tmp_path / "absent.csv").exit_code == 1


def test_names_in_a_file_are_matched_with_the_answers(diary: Path, tmp_path: Path) -> None:
    run("review", diary, typed="s beef stew\n1\nq\n")
    remember(Answer("porridge", grams_per_unit=310, measure="bowl"))
    names = tmp_path / "names.csv"
    names.write_text("food,amount\nqwxz vbnq,200 g\nporridge,2 bowls\n", encoding="utf-8")
    rows = table("foods", "match", names, "--limit", "1")
    assert rows[0]["probability"] == "1.0"
    assert [row["grams"] for row in rows] == ["200.0", "620.0"]


def test_a_bad_line_is_told_and_the_others_are_used(diary: Path) -> None:
    remembered_path().parent.mkdir(parents=True)
    header = "food,answer,data_type,food_code\n"
    lines = "qwxz vbnq,unknown,,\nwhole milk,perhaps,,\n"
    remembered_path().write_text(header + lines, encoding="utf-8")
    found = run("review", diary, typed="q\n")
    assert "line 3: column 'answer' has 'perhaps'" in found.output
    assert "qwxz" not in found.stdout
    said = run("gaps", diary, "--sex", "female", "--age", "34")
    assert "line 3: column 'answer'" in " ".join(said.stdout.split())


def test_nothing_to_ask_is_said(tmp_path: Path) -> None:
    path = tmp_path / "coded.csv"
    path.write_text("date,food_code,grams\n2026-03-01,11100000,200\n", encoding="utf-8")
    assert "No food name is worth a question" in run("review", path).stdout


@pytest.mark.parametrize(
    ("text", "grams"), [("240", 240.0), ("240 g", 240.0), ("0.5 kg", 500.0), (" 12.5", 12.5)]
)
def test_masses_are_read_in_any_unit(text: str, grams: float) -> None:
    assert _grams(text) == pytest.approx(grams)


@pytest.mark.parametrize("text", ["", "a bowl", "2 cups", "-3"])
def test_other_words_are_no_mass(text: str) -> None:
    assert not _grams(text) > 0
