"""The commands that find foods: tables to standard output, one message for a bad file."""

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

from nutrigap.cli import main
from nutrigap.fdc import packaged_store

COLUMNS = ["id", "food", "rank", "fdc_id", "food_code", "description", "data_type", "probability",
           "weight", "grams", "grams_basis"]  # fmt: skip

pytestmark = pytest.mark.skipif(not packaged_store().is_file(), reason="no packaged store")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def names_file(folder: Path, text: str) -> str:
    path = folder / "names.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_search_prints_foods(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["foods", "search", "semi", "skimmed", "milk", "--limit", "2", "--csv"]) == 0
    found = rows(capfd.readouterr().out)
    assert [row["description"] for row in found][:1] == ["Milk, reduced fat (2%)"]
    assert len(found) == 2


def test_search_that_finds_nothing_says_so(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["foods", "search", "qqqq zzzz"]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert "qqqq zzzz" in err


def test_search_needs_no_pandas() -> None:
    code = (
        "import sys; from nutrigap.cli import main; main(['foods', 'search', 'milk']);"
        "sys.exit('pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_match_gives_foods_and_grams(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = names_file(
        tmp_path,
        "\ufeffid,Food,amount\na,banana,100 g\nb,whole milk,1 cup\n,qqqq zzzz,30 g\nd,,\n",
    )
    assert main(["foods", "match", path, "--limit", "2", "--csv"]) == 0
    out, err = capfd.readouterr()
    assert err == ""
    found = rows(out)
    assert list(found[0]) == COLUMNS
    assert [(r["id"], r["rank"]) for r in found] == [
        ("a", "1"), ("a", "2"), ("b", "1"), ("b", "2"), ("3", "1"), ("d", "1"),
    ]  # fmt: skip
    assert found[0]["description"] == "Banana, raw"
    assert float(found[0]["grams"]) == 100
    assert found[0]["grams_basis"] == "stated"
    assert 230 < float(found[2]["grams"]) < 260
    assert (found[4]["fdc_id"], found[4]["probability"], found[4]["grams"]) == ("", "0.0", "30.0")


@pytest.mark.parametrize(
    ("text", "found"), [("name,amount\nmilk,1 cup\n", "'name', 'amount'"), ("", "nothing")]
)
def test_a_file_without_food_is_one_clear_message(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], text: str, found: str
) -> None:
    assert main(["foods", "match", names_file(tmp_path, text), "--csv"]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert found in err
    assert "'food'" in err
    assert len(err.splitlines()) == 1


def test_a_file_that_is_not_there(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["foods", "match", "nowhere.csv"]) == 1
    assert "nowhere.csv" in capfd.readouterr().err


def test_explain_is_for_people(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = names_file(tmp_path, "food\nmilk\n")
    assert main(["foods", "match", path, "--explain", "--limit", "2"]) == 0
    first, other = capfd.readouterr().out.split("%  ")[1:]
    assert "for:     the words of the name are in it +" in " ".join(first.split(" "))
    assert "behind:" in other
    assert main(["foods", "match", path, "--explain", "--csv"]) == 2


def test_points_add_up_and_every_feature_has_words() -> None:
    from nutrigap import tables
    from nutrigap.fdc import open_store
    from nutrigap.names import Query
    from nutrigap.names.features import NAMES

    assert [row["feature"] for row in tables.read_rows("feature_words")] == list(NAMES)
    explained = open_store().finder.explain(Query("baked potato with skin", grams=200.0))
    assert len(explained) == 5
    for candidate, features, points in explained:
        assert sum(points.values()) == pytest.approx(candidate.score)
        assert points.keys() <= features.keys()


def test_features_are_those_of_the_table_of_coefficients() -> None:
    from nutrigap.names.features import NAMES
    from nutrigap.names.ranking import coefficients

    for model in ("short", "long"):
        assert set(coefficients(model)) == set(NAMES)
