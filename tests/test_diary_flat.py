"""Files that are no tables: laid out as rows, their parts and totals accounted for."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from nutrigap.diary.base import Asked, Draft, Flat, JsonRecords, NutrientColumns, Row, Source, Text
from nutrigap.diary.base import Day as DayColumn
from nutrigap.diary.dates import Days
from nutrigap.diary.flat import as_number, spread
from nutrigap.diary.page import page_rows
from nutrigap.diary.workbook import read_sheet, sheet_names
from nutrigap.errors import DiaryReadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

ASKED = Asked(date(2026, 11, 24))


class Meals(JsonRecords):
    """One record a food, under its app's own numbers for meals."""

    quick = ("just energy",)
    day = DayColumn("on")
    meal = Text("food.meal", signs={"1": "Breakfast"})
    food = Text("food.name")
    nutrients = NutrientColumns({"food.mg": ("magnesium", "mg"), "kcal": ("energy", "kcal")})

    def recognises(self, tree: Any) -> bool:
        return isinstance(tree, list)

    def records(self, source: Source) -> Iterable[Mapping[str, Any]]:
        return source.json  # type: ignore[no-any-return]


def read(layout: JsonRecords, text: str) -> Draft:
    draft = Draft("a.json", "app", "me")
    layout.read(Source(io.StringIO(text)), draft, ASKED)
    return draft


def test_nested_records_become_entries_numbered_from_1() -> None:
    draft = read(
        Meals(),
        """[{"on": "2026-03-02", "food": {"name": "Oats", "meal": 1, "mg": 82.8}},
            {"on": "2026-03-02", "food": {"name": "Rice", "meal": 9, "mg": null}},
            {"on": "2026-03-02", "food": {"name": "Just energy"}, "kcal": 200},
            "not a record", {"on": "2026-03-02"}]""",
    )
    oats, rice, quick = draft.entries
    assert (oats.line, oats.columns["meal"], oats.stated) == (1, "Breakfast", {"magnesium": 82.8})
    assert (rice.columns["meal"], rice.stated) == ("9", {})
    assert (quick.columns["food"], quick.columns["note"]) == (None, "Just energy")
    assert quick.columns["kind"] == "food"
    assert [draft.records[line].outcome for line in (4, 5)] == ["set_aside", "set_aside"]


class Report(Meals):
    """Three lines: a food, its amount, a total."""

    def flatten(self, source: Source) -> Flat:
        rows = [Row(2, ["2026-03-02", "Oats"]), Row(5, ["no date", "Rice"])]
        return Flat(["on", "food.name"], rows, {3: 2, 6: 5}, {4: "total"}, ["a clause"])


def test_parts_and_totals_are_no_entries() -> None:
    draft = read(Report(), "[]")
    outcomes = {line: record.outcome for line, record in draft.records.items()}
    assert outcomes == {2: "entry", 3: "part", 4: "set_aside", 5: "problem", 6: "set_aside"}
    assert draft.records[3].entry is draft.entries[0]
    assert draft.records[6].reason == "belongs to line 5"
    assert "a.json: a clause." in draft.notes


def test_spreading_keeps_numbers_as_written_and_leaves_lists_out() -> None:
    assert spread({"a": {"b": 3.99e-05, "c": [1]}, "d": True}) == {"a.b": "3.99e-05", "d": "True"}


def test_infinite_and_worded_numbers_are_unknown() -> None:
    assert [as_number(x) for x in ("0,5", 3, "12 g", None, 1e999)][:2] == [0.5, 3.0]
    assert all(as_number(x) != as_number(x) for x in ("12 g", None, 1e999, {}))


def test_only_what_begins_as_json_is_parsed() -> None:
    assert Source(io.StringIO("[Export of March]\ndate,food\n")).json is None
    assert Source(io.StringIO("date,food\n")).json is None
    assert Source(io.StringIO('\n [ {"a": 1} ]')).json == [{"a": 1}]


def test_deep_nesting_is_an_error_too() -> None:
    with pytest.raises(DiaryReadError, match="nested too deeply"):
        Source(io.StringIO("[" * 200_000)).json  # noqa: B018


def test_a_file_beside_another_is_found(tmp_path: Path) -> None:
    (tmp_path / "days.json").write_text("{}")
    (tmp_path / "products.json").write_text('{"a": 1}')
    source = Source(tmp_path / "days.json")
    beside = source.beside("products.json")
    assert beside is not None
    assert beside.json == {"a": 1}
    assert source.beside("recipes.json") is None
    assert Source(io.StringIO("x")).beside("products.json") is None


def test_rows_of_a_page_on_one_line_have_lines_of_their_own() -> None:
    page = "<h2>Mon</h2><table><tr><td>a<b>b</b></td></tr><tr><td>c</td></tr></table>\n<h2>Tue</h2>"
    rows = page_rows(page + "<table id='x'><tfoot><tr class='t u'><td> d\n e</td></tr></tfoot>")
    assert [row.line for row in rows] == [1, 2, 3]
    assert [row.cells for row in rows] == [["ab"], ["c"], ["d e"]]
    assert rows[2][1:5] == ("Tue", "x", "tfoot", "t u")


def workbook(sheet: str) -> bytes:
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relation = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as book:
        book.writestr(
            "xl/workbook.xml",
            f'<workbook {main} {relation}><sheets><sheet name="Log" r:id="r7"/></sheets>'
            "</workbook>",
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships><Relationship Id="r7" Target="/xl/worksheets/s.xml"/></Relationships>',
        )
        book.writestr(
            "xl/sharedStrings.xml", f"<sst {main}><si><r><t>Sk</t></r><r><t>yr</t></r></si></sst>"
        )
        book.writestr(
            "xl/worksheets/s.xml", f"<worksheet {main}><sheetData>{sheet}</sheetData></worksheet>"
        )
    return content.getvalue()


def test_cells_of_a_workbook_stand_where_their_names_say() -> None:
    data = workbook(
        '<row r="3"><c r="A3" t="s"><v>0</v></c><c r="C3"><v>46083</v></c>'
        '<c r="AB3" t="inlineStr"><is><t>far</t></is></c></row><row r="4"/>'
    )
    assert sheet_names(data) == ["Log"]
    [row, empty] = read_sheet(data, "Log", "a.xlsx")
    assert row.cells[:4] == ["Skyr", "", "46083", ""]
    assert (len(row.cells), row.cells[27]) == (28, "far")
    assert empty.cells == []


@pytest.mark.parametrize("sheet", ["<row><c", '<row><c r="A1" t="s"><v>9</v></c></row>'])
def test_a_damaged_sheet_is_an_error_of_the_file(sheet: str) -> None:
    with pytest.raises(DiaryReadError, match=r"a\.xlsx: the sheet 'Log' cannot be read"):
        read_sheet(workbook(sheet), "Log", "a.xlsx")


def test_what_is_no_workbook_has_no_sheets() -> None:
    assert sheet_names(b"PK\x03\x04 and so on") == []
    with pytest.raises(DiaryReadError):
        read_sheet(workbook(""), "Other", "a.xlsx")


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("понедельник, марта 2, 2026", "2026-03-02"),
        ("lunes, 2 de marzo de 2026", "2026-03-02"),
        ("2 мая 2026 г.", "2026-05-02"),
        ("lundi, août 3, 2026", "2026-08-03"),
        ("1. März 2026", "2026-03-01"),
        ("Tuesday, May 1, 2018", "2018-05-01"),
        ("03 11 2026 6:44 PM", "2026-03-11"),
    ],
)
def test_days_in_words_of_several_languages(cell: str, day: str) -> None:
    found = Days("month-first").read(cell)
    assert found is not None
    assert found.date.isoformat() == day
    assert found.time in ("", "6:44 PM")


@pytest.mark.parametrize(
    "cell", ["2 Foo 2026", "32 марта 2026", "marzo 2026", "Lunch, 2 eggs, 2026"]
)
def test_other_words_are_no_days(cell: str) -> None:
    assert Days("month-first").read(cell) is None
