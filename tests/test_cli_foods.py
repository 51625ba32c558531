"""The foods commands: tables to standard output, one message and exit status 1 for bad input."""

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

from nutrigap.cli import main

FOLDER = Path(__file__).parent / "fdc"
FULL = FOLDER / "FoodData_Central_csv_2026-01-15"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("cli") / "f.sqlite"
    assert main(["foods", "build", str(FULL), "--store", str(target)]) == 0
    return target


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_build_says_what_it_built(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "new" / "f.sqlite"
    assert main(["foods", "build", str(FULL), str(FOLDER / "survey_by_number"),
                 "--store", str(target)]) == 0  # fmt: skip
    out, err = capfd.readouterr()
    assert out == ""
    assert "full_2026-01-15: 11 foods" in err
    assert "survey_2024-10-31: 0 foods" in err
    assert target.is_file()


def test_info_names_sources_and_checksums(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["foods", "info", "--store", str(path)]) == 0
    out, _ = capfd.readouterr()
    for part in ("f.sqlite", "full_2026-01-15: 11 foods", "sha256 ", "Built with:", "FoodData"):
        assert part in out
    assert main(["foods", "info", "--csv", "--store", str(path)]) == 0
    (row,) = rows(capfd.readouterr()[0])
    assert (row["release"], row["dataset"], row["foods"]) == ("full_2026-01-15", "full", "11")
    assert len(row["sha256"]) == 64


def test_show_says_what_is_not_known(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["foods", "show", "2400002", "--store", str(path)]) == 0
    out, _ = capfd.readouterr()
    assert "OAT DRINK BARISTA" in out
    assert "bar code 00070038000563" in out
    assert out.count("not known") == 3  # magnesium, potassium, B12
    assert "1.0 µg" in out  # 40 IU
    assert main(["foods", "show", "2705383", "--csv", "--store", str(path)]) == 0
    amounts = rows(capfd.readouterr()[0])
    assert {row["amount"] for row in amounts} == {""}
    assert {row["food_code"] for row in amounts} == {"11000000"}


def test_rich_lists_portions(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["foods", "rich", "calcium", "--csv", "--store", str(path)]) == 0
    (first, *_) = rows(capfd.readouterr()[0])
    assert (first["description"], first["usual_grams"], first["unit"]) == (
        "Milk, whole",
        "244.0",
        "mg",
    )
    assert main(["foods", "rich", "Vitamin D", "--store", str(path)]) == 0
    assert "2.7 µg" in capfd.readouterr()[0]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["show", "1"], "there is no food '1'"),
        (["rich", "calcum"], "Did you mean 'calcium'?"),
        (["build", "absent.zip", "--store", "x.sqlite"], "absent.zip: no such file"),
    ],
)
def test_bad_input_is_one_message(
    path: Path,
    words: list[str],
    message: str,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NUTRIGAP_STORE", str(path))
    assert main(["foods", *words]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert message in err
    assert err.count("\n") == 1


def test_bad_words_are_wrong_usage(path: Path) -> None:
    assert main(["foods", "rich", "calcium", "--limit", "0", "--store", str(path)]) == 2
    assert main(["foods", "build", str(FULL)]) == 2


@pytest.mark.parametrize("words", [["info"], ["show", "11111000"], ["rich", "calcium"], ["--help"]])
def test_no_pandas_is_imported(path: Path, words: list[str]) -> None:
    code = (
        "import sys; from nutrigap.cli import main; status = main(sys.argv[1:]);"
        "sys.exit(status or any(m in sys.modules for m in ('pandas', 'numpy', 'matplotlib')))"
    )
    call = [sys.executable, "-c", code, "foods", *words]
    store = [] if words == ["--help"] else ["--store", str(path)]
    assert subprocess.run([*call, *store], capture_output=True).returncode == 0
