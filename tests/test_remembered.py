"""Answers about food names: kept in plain CSV, never lost, found again in another release."""

import math
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrigap.errors import AnswersError
from nutrigap.names import Answer, Answers, Candidate, Explained, Query, RememberingFinder
from nutrigap.names.answers import normalised
from nutrigap.remembered import COLUMNS, read_remembered, remember, remembered_path

PORRIDGE = Answer(
    "porridge", data_type="survey", food_code="56203000", fdc_id=10, description="Oatmeal, NFS"
)
MILK = Answer("milk", data_type="survey", food_code="11100000", description="Milk, NFS")
HEADER = ",".join(COLUMNS) + "\n"


def write(path: Path, *lines: str, header: str = HEADER) -> Path:
    path.write_text(header + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


# The file


def test_what_is_remembered_is_read_again() -> None:
    told = MILK._replace(grams_per_unit=244.5, measure="cup", decided_on="2026-03-02", note='a "b"')
    remember(PORRIDGE)
    remember(told)
    assert list(read_remembered().answers) == [PORRIDGE, told]
    assert remembered_path().read_text(encoding="utf-8").startswith(HEADER)


def test_adding_never_changes_what_is_there(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "broken line", "milk,,,survey,11100000,,,,,use,,by hand")
    before = path.read_bytes()
    remember(PORRIDGE, path)
    assert path.read_bytes().startswith(before)
    assert [a.food for a in read_remembered(path).answers] == ["milk", "porridge"]


def test_a_last_line_without_its_end_is_ended_first(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEADER + "milk,,,survey,11100000,,,,,use,,", encoding="utf-8")
    remember(PORRIDGE, path)
    assert [a.food for a in read_remembered(path).answers] == ["milk", "porridge"]


def test_columns_of_the_users_own_stay_and_their_order_is_kept(tmp_path: Path) -> None:
    header = "mine," + ",".join(reversed(COLUMNS)) + "\n"
    path = write(tmp_path / "a.csv", header=header)
    remember(PORRIDGE, path)
    assert list(read_remembered(path).answers) == [PORRIDGE]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("milk,,,survey,11100000,,,,,yes,,", "'answer' has 'yes'. Expected use, block or unknown"),
        (",,,survey,11100000,,,,,use,,", "column 'food' is empty"),
        ("milk,,,,,,,,,use,,", "no food is named"),
        ("milk,,,,,,,244,cup,block,,", "no food is named"),
        ("milk,,,survey,11100000,x1,,,,use,,", "'fdc_id' has 'x1'"),
        ("milk,,,survey,11100000,,,-3,cup,use,,", "'grams_per_unit' has '-3'"),
        ("milk,,,survey,11100000,,,a lot,cup,use,,", "'grams_per_unit' has 'a lot'"),
        ("milk,,,survey,11100000,,,nan,cup,use,,", "'grams_per_unit' has 'nan'"),
    ],
)
def test_a_bad_line_says_where_and_why_and_leaves_the_others(
    tmp_path: Path, line: str, said: str
) -> None:
    path = write(tmp_path / "a.csv", line, "porridge,,,survey,56203000,,,,,use,,")
    found = read_remembered(path)
    assert [a.food for a in found.answers] == ["porridge"]
    (problem,) = found.problems
    assert said in problem
    assert f"{path}, line 2" in problem
    assert "left out until then" in problem


def test_files_that_are_no_answers_are_refused(tmp_path: Path) -> None:
    with pytest.raises(AnswersError, match="No such file"):
        read_remembered(tmp_path / "absent.csv")
    with pytest.raises(AnswersError, match="line 1: columns 'name'"):
        read_remembered(write(tmp_path / "b.csv", header="name\n"))
    with pytest.raises(AnswersError, match="quotation mark"):
        read_remembered(write(tmp_path / "c.csv", 'milk,,,survey,"111'))
    (tmp_path / "d.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(AnswersError, match="a CSV file in UTF-8"):
        read_remembered(tmp_path / "d.csv")


def test_a_file_that_lacks_a_column_is_not_added_to(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "milk,11100000,use", header="food,food_code,answer\n")
    assert len(read_remembered(path).answers) == 1
    with pytest.raises(AnswersError, match="Add brand, format"):
        remember(PORRIDGE, path)
    assert path.read_text(encoding="utf-8").count("\n") == 2


def test_no_file_is_no_answer_and_a_new_one_may_be_begun(tmp_path: Path) -> None:
    assert len(read_remembered().answers) == 0
    assert len(read_remembered(tmp_path / "new.csv", new=True).answers) == 0


TEXT = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12)


@given(food=TEXT.filter(normalised), note=TEXT, grams=st.floats(0.1, 1e4))
def test_any_text_survives_the_file(
    tmp_path_factory: pytest.TempPathFactory, food: str, note: str, grams: float
) -> None:
    path = tmp_path_factory.mktemp("any") / "a.csv"
    remember(PORRIDGE._replace(food=food, note=note, grams_per_unit=grams), path)
    (answer,) = read_remembered(path).answers
    assert answer.note == note.strip()
    assert answer.grams_per_unit == pytest.approx(grams, rel=1e-5)
    assert Answers([answer]).about(food).use == answer


# What holds


def test_names_are_compared_without_case_accents_and_amounts() -> None:
    told = Answers([PORRIDGE._replace(food="Crème brûlée", brand="Aunt")])
    assert told.about("2 cups creme  brulee", "AUNT").use
    assert not told.about("creme brulee").use


def test_a_later_answer_wins_and_a_food_ruled_out_is_not_used() -> None:
    other = PORRIDGE._replace(food_code="56203001", description="Oatmeal, instant")
    assert Answers([PORRIDGE, other]).about("porridge").use == other
    block = PORRIDGE._replace(answer="block")
    assert Answers([PORRIDGE, block]).about("porridge") == (None, False, (block,))
    assert Answers([block, PORRIDGE]).about("porridge") == (PORRIDGE, False, ())
    unknown = Answer("porridge", answer="unknown")
    assert Answers([PORRIDGE, unknown]).about("porridge").unknown
    assert Answers([unknown, PORRIDGE]).about("porridge").use == PORRIDGE


def test_an_answer_from_the_same_kind_of_diary_wins() -> None:
    here = PORRIDGE._replace(food_code="1", format="cronometer")
    told = Answers([here, PORRIDGE])
    assert told.about("porridge", None, "cronometer").use == here
    assert told.about("porridge", None, "plain").use == PORRIDGE


def test_a_mass_is_told_for_one_measure_only() -> None:
    bowl = Answer("porridge", grams_per_unit=310, measure="Bowl")
    told = Answers([PORRIDGE, bowl, bowl._replace(grams_per_unit=300)])
    assert told.grams("Porridge", None, "bowl") == 300
    assert math.isnan(told.grams("Porridge", None, "cup"))
    assert math.isnan(told.grams("Porridge", None, None))
    assert told.about("porridge").use == PORRIDGE


# In a store


class Finder:
    """Finds the same three foods for every name, each with one number that ranked it."""

    def explain(self, query: Query, *, limit: int = 5) -> list[Explained]:
        return [Explained(c, {"words": float(c.fdc_id)}) for c in self.find(query, limit=limit)]

    def find(self, query: Query, *, limit: int = 60) -> list[Candidate]:
        facts = [(10, "56203000", 0.5), (11, "56203001", 0.3), (12, "56203002", 0.1)]
        return [
            Candidate(i, code, f"Oatmeal {i}", "survey", 1.0, weight, weight, "text")
            for i, code, weight in facts
        ][:limit]


@pytest.fixture
def store() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE food (fdc_id, data_type, food_code, description)")
    connection.executemany(
        "INSERT INTO food VALUES (?, ?, ?, ?)",
        [(10, "survey", "56203000", "Oatmeal, NFS"), (20, "survey", "11100000", "Beer"),
         (21, "survey", "11100001", "MILK, nfs"), (30, "sr_legacy", "1001", "Butter, salted")],
    )  # fmt: skip
    return connection


def finder(store: sqlite3.Connection, *answers: Answer) -> RememberingFinder:
    return RememberingFinder(Finder(), Answers(answers), store)  # type: ignore[arg-type]


def test_a_food_named_by_the_user_is_certain(store: sqlite3.Connection) -> None:
    asked = finder(store, PORRIDGE)
    (food,) = asked.find(Query("Porridge"))
    assert (food.fdc_id, food.probability, food.weight, food.method) == (10, 1.0, 1.0, "user")
    assert len(asked.find(Query("gruel"))) == 3
    assert (asked.used, asked.notes) == (1, ())


def test_a_code_in_the_diary_comes_before_an_answer(store: sqlite3.Connection) -> None:
    asked = finder(store, PORRIDGE)
    assert asked.find(Query("porridge", food_code="11100000"))[0].method == "text"
    assert asked.used == 0


def test_what_nobody_knows_finds_nothing(store: sqlite3.Connection) -> None:
    asked = finder(store, Answer("porridge", answer="unknown"))
    assert asked.find(Query("porridge", gtin="00016000275287")) == []
    assert asked.used == 1


def test_a_food_ruled_out_leaves_its_weight_to_the_others(store: sqlite3.Connection) -> None:
    asked = finder(store, PORRIDGE._replace(answer="block"))
    found = asked.find(Query("porridge"), limit=2)
    assert [food.fdc_id for food in found] == [11, 12]
    assert [food.weight for food in found] == pytest.approx([0.6, 0.2])  # 0.3 and 0.1 over 0.5


def test_what_was_answered_needs_no_explanation(store: sqlite3.Connection) -> None:
    (food,) = finder(store, PORRIDGE).explain(Query("porridge"))
    assert (food.candidate.fdc_id, food.features) == (10, {})
    blocked = finder(store, PORRIDGE._replace(answer="block")).explain(Query("porridge"), limit=2)
    assert [e.features for e in blocked] == [{"words": 11.0}, {"words": 12.0}]


def test_a_new_release_is_met_by_code_and_then_by_name(store: sqlite3.Connection) -> None:
    renumbered = PORRIDGE._replace(fdc_id=99)
    assert finder(store, renumbered).find(Query("porridge"))[0].fdc_id == 10
    recoded = PORRIDGE._replace(food_code="1", fdc_id=99)
    assert finder(store, recoded).find(Query("porridge"))[0].fdc_id == 10
    reworded = PORRIDGE._replace(description="Oatmeal, regular")
    assert finder(store, reworded).find(Query("porridge"))[0].fdc_id == 10


def test_a_code_that_means_another_food_now_is_not_used_silently(
    store: sqlite3.Connection,
) -> None:
    asked = finder(store, MILK)
    assert asked.find(Query("milk"))[0].fdc_id == 21
    lost = finder(store, MILK._replace(description="Milk, goat"))
    assert lost.find(Query("milk"))[0].method == "text"
    (note,) = lost.notes
    assert "was 'Milk, goat' and is now 'Beer'" in note
    assert lost.used == 0


def test_a_food_that_is_gone_is_told(store: sqlite3.Connection) -> None:
    asked = finder(store, Answer("gruel", food_code="9", data_type="survey", description="Gruel"))
    assert len(asked.find(Query("gruel"))) == 3
    asked.find(Query("gruel"))
    (note,) = asked.notes
    assert "survey food 9 'Gruel' is not in the food store" in note
