"""Tables that no format knows, read by what somebody says of their columns."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from nutrigap.cli import main
from nutrigap.diary import read_diaries
from nutrigap.diary.mapping import mapping_template, meanings, read_mapping
from nutrigap.diary.source import Source
from nutrigap.errors import DiaryReadError, UnknownFormatError

TABLE = (
    "exported by Somebody 1.0\n"
    "When;Plate;How much;Ca;VitD;Who ate;Junk\n"
    "02.03.2026;Dal;1,5 cup;40;;anna;#REF!\n"
    "03.03.2026;Milk;200 ml;240;100;ben;\n"
)
MAPPING = (
    "column,means,unit\nWhen,day,\nPlate,Food,\nHow much,amount,\nCa,calcium,mg\n"
    "VitD,Vitamin D,IU\nwho_ate,person,\nJunk,,\n"
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "odd.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def mapping(folder: Path, text: str = MAPPING) -> Path:
    path = folder / "mapping.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_is_read_as_the_mapping_says(table: Path, tmp_path: Path) -> None:
    diary = read_diaries([table], columns=mapping(tmp_path)).diary
    rows = diary.entries[["person", "day", "food", "quantity", "measure", "format", "source_line"]]
    assert rows.to_numpy().tolist() == [
        ["anna", "2026-03-02", "Dal", 1.5, "cup", "plain", 3],
        ["ben", "2026-03-03", "Milk", 200.0, "ml", "plain", 4],
    ]
    assert diary.reported["amount"].tolist() == [40.0, 240.0, 2.5]
    assert diary.problems.empty
    assert diary.notes[-1] == "odd.csv: columns were read as mapping.csv says."


def test_a_column_without_a_meaning_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "named.csv"
    path.write_text("date,food,amount,calcium_mg\n2026-03-02,oats,60 g,31\n", encoding="utf-8")
    columns = mapping(tmp_path, "column,means\ndate,day\nfood,food\n")
    diary = read_diaries([path], columns=columns).diary
    assert diary.reported.empty
    assert diary.entries["grams"].isna().all()


def test_a_unit_of_the_amount_may_be_told(tmp_path: Path) -> None:
    path = tmp_path / "sized.csv"
    path.write_text("x,y,z\n2026-03-02,oats,60\n", encoding="utf-8")
    for unit, measure in (("g", "g"), ("ml", "ml"), ("cups", "cup")):
        text = f"column,means,unit\nx,day,\ny,food,\nz,amount,{unit}\n"
        entries = read_diaries([path], columns=mapping(tmp_path, text)).diary.entries
        assert entries[["quantity", "measure"]].to_numpy().tolist() == [[60.0, measure]]


def test_files_of_known_apps_are_read_as_ever_beside_it(table: Path, tmp_path: Path) -> None:
    known = Path(__file__).parent / "diary" / "cronometer" / "servings-2026.csv"
    diary = read_diaries([table, known], columns=mapping(tmp_path)).diary
    assert set(diary.entries["format"]) == {"plain", "cronometer"}


def test_a_file_that_it_does_not_fit_says_which_columns_are_absent(
    table: Path, tmp_path: Path
) -> None:
    columns = mapping(tmp_path, "column,means,unit\nWhen,day,\nPlatter,food,\n")
    (error,) = read_diaries([table], columns=columns).errors
    assert "odd.csv: no format knows the file" in str(error)
    assert "mapping.csv names columns that are not in it: 'platter'" in str(error)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,2\n", "line 1: the first row is 'a, b'"),
        ("column,means,unit\nWhen,day,\nPlate,fod,\n", "line 3: .*Did you mean 'food'"),
        ("column,means,unit\nWhen,day,\nCa,calcium,\n", "line 3: 'Ca' is Calcium without a unit"),
        ("column,means,unit\nWhen,day,\nCa,calcium,IU\n", "line 3: 'IU' is no unit of Calcium"),
        ("column,means,unit\nWhen,day,\nx,amount,heaps\n", "'heaps' is no unit of an amount"),
        ("column,means,unit\nA,day,\nB,day,\n", "'B' and 'A' both mean day"),
        ("column,means,unit\n,day,\n", "a meaning without a column"),
        ("column,means,unit\nPlate,food,\n", "no column means day"),
        ("column,means,unit\nWhen,day,\n", "no column means food"),
    ],
)
def test_a_bad_mapping_says_what_is_wrong(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DiaryReadError, match=message):
        read_mapping(mapping(tmp_path, text))


def test_the_template_lists_every_column_and_guesses_the_plain_ones() -> None:
    text = "Eaten;date;Mg (mg);meal\nDal;2026-03-02;60;Dinner\n"
    rows = list(csv.DictReader(io.StringIO(mapping_template(Source(io.StringIO(text))))))
    assert [tuple(row.values()) for row in rows] == [
        ("Eaten", "food", "", "Dal"),
        ("date", "day", "", "2026-03-02"),
        ("Mg (mg)", "magnesium", "mg", "60"),
        ("meal", "meal", "", "Dinner"),
    ]
    assert all(row["means"] in meanings() for row in rows)


def test_a_file_without_columns_has_no_template() -> None:
    with pytest.raises(DiaryReadError, match="the file is no table"):
        mapping_template(Source(io.StringIO("just words\n")))


def test_from_an_unknown_table_to_a_diary(
    table: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["identify", str(table)]) == 1
    out, err = capfd.readouterr()
    assert "nutrigap identify FILE --columns" in err
    assert out == mapping_template(Source(table))
    made = tmp_path / "made.csv"
    assert main(["identify", str(table), "--columns", str(made)]) == 0
    assert "fill in the column 'means'" in capfd.readouterr().err
    assert main(["identify", str(table), "--columns", str(made)]) == 2
    capfd.readouterr()
    filled = made.read_text(encoding="utf-8").replace("When,,", "When,day,")
    filled = filled.replace("Plate,,", "Plate,food,").replace("vitamin_d,,", "vitamin_d,IU,")
    made.write_text(filled, encoding="utf-8")
    for command in (["entries"], ["totals"], ["matches"]):
        words = [*command, str(table), "--columns", str(made), "--csv"]
        assert main(words) == 0
        assert capfd.readouterr().out.count("\n") >= 3


def test_without_a_mapping_the_table_stays_unknown(table: Path) -> None:
    (error,) = read_diaries([table]).errors
    assert isinstance(error, UnknownFormatError)


def test_any_heading_of_the_plain_format_says_what_a_column_means(tmp_path: Path) -> None:
    diary = tmp_path / "diary.csv"
    diary.write_text("Wann;Was;Wie viel\n02.03.2026;Dal;200 g\n", encoding="utf-8")
    mapping = tmp_path / "mapping.csv"
    mapping.write_text("column,means\nWann,Date\nWas,Item\nWie viel,Qty\n", encoding="utf-8")
    entry = read_diaries([diary], columns=mapping).diary.entries.iloc[0]
    assert (entry["day"], entry["food"], entry["grams"]) == ("2026-03-02", "Dal", 200)
