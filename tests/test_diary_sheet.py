"""Rows, separators and quotes as people leave them; text out of bytes."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrigap.diary.sheet import parse_sheet
from nutrigap.diary.source import Source
from nutrigap.errors import DiaryReadError


def cells(text: str) -> list[list[str]]:
    return [row.cells for row in parse_sheet(text).rows]


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a,b,c\n1,2,3\n", ","),
        ("a;b\nx, y;1,5\nz;2,5\n", ";"),
        ("a\tb\nx, y; z\t1\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ("sep=;\na;b\n1,5;2\n", ";"),
        ('"sep=\t"\na\tb\n', "\t"),
        ("alone\n1\n", ","),
        ("", ","),
        ("date;food, drink\n1;tea, green\n2;milk\n3;eggs\n", ";"),
    ],
)
def test_the_separator_is_the_one_that_cuts_lines_alike(text: str, separator: str) -> None:
    assert parse_sheet(text).separator == separator


def test_lines_count_from_one_whatever_ends_them() -> None:
    rows = parse_sheet("a,b\r\n\r\n1,2\r3,4\n").rows
    assert [(row.line, row.cells) for row in rows] == [
        (1, ["a", "b"]),
        (3, ["1", "2"]),
        (4, ["3", "4"]),
    ]


def test_a_cell_may_hold_a_line_break_and_doubled_quotes() -> None:
    rows = parse_sheet('a,b\n"x\ny","7"" long"\nnext,1\n').rows
    assert [(row.line, row.cells) for row in rows[1:]] == [
        (2, ["x\ny", '7" long']),
        (4, ["next", "1"]),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Nobody closes the quote: the last line, a line in the middle, one before a quoted line.
        ('a,b\n1,2\n"x,3\n', [["a", "b"], ["1", "2"], ["x", "3"]]),
        ('a,b\n"x,3\n4,5\n6,7\n', [["a", "b"], ["x", "3"], ["4", "5"], ["6", "7"]]),
        ('a,b\n"x,3\n4,5\n"y, z",7\n', [["a", "b"], ["x", "3"], ["4", "5"], ["y, z", "7"]]),
    ],
)
def test_an_unclosed_quote_costs_nothing_but_itself(text: str, expected: list[list[str]]) -> None:
    assert cells(text) == expected
    assert parse_sheet(text).unclosed == [next(i for i, c in enumerate(expected, 1) if c[0] == "x")]


def test_quotes_inside_a_bare_cell_are_inch_marks() -> None:
    assert cells('f,a\ncupcake,1 1/2 (2-3/4" dia)\n')[1] == ["cupcake", '1 1/2 (2-3/4" dia)']


def test_wrongly_doubled_quotes_lose_no_cell() -> None:
    assert cells('f,a,e\nplum,"2.00 medium (2-2/3""" dia)",5\n')[1] == [
        "plum",
        '2.00 medium (2-2/3"" dia)',
        "5",
    ]


table = st.lists(
    st.lists(
        st.text(st.characters(blacklist_categories=("Cs",)), max_size=8), min_size=2, max_size=5
    ),
    min_size=1,
    max_size=6,
)


@given(table)
def test_what_a_csv_writer_writes_comes_back(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    plain = [[cell.replace("\r\n", "\n").replace("\r", "\n") for cell in row] for row in rows]
    assert cells("sep=,\n" + out.getvalue())[1:] == plain


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Käse, µg".encode(), "Käse, µg"),
        ("Käse, µg".encode("utf-8-sig"), "Käse, µg"),
        ("Käse, µg".encode("cp1252"), "Käse, µg"),
        ("Käse, µg".encode("utf-16"), "Käse, µg"),
        ("Käse".encode("utf-16-le"), None),
        (("Käse " * 20).encode() + b"\xe4", "Käse " * 20 + "\ufffd"),
        (b"caf\xe9 \x81", "café \ufffd"),
    ],
)
def test_text_is_decoded_on_purpose(data: bytes, text: str | None) -> None:
    source = Source(io.BytesIO(data), name="a.csv")
    if text is None:
        with pytest.raises(DiaryReadError, match="NUL"):
            source.text  # noqa: B018
    else:
        assert source.text == text


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_is_called_empty(data: bytes) -> None:
    with pytest.raises(DiaryReadError, match="the file is empty"):
        Source(io.BytesIO(data)).opening  # noqa: B018


@pytest.mark.parametrize(
    ("magic", "kind"),
    [(b"PK\x03\x04rest", "zip"), (b"SQLite format 3\x00", "SQLite"), (b"%PDF-1.7", "PDF")],
)
def test_a_binary_file_is_named(magic: bytes, kind: str) -> None:
    with pytest.raises(DiaryReadError, match=kind):
        Source(io.BytesIO(magic)).text  # noqa: B018


def test_a_path_that_cannot_be_opened_says_why(tmp_path: Path) -> None:
    with pytest.raises(DiaryReadError, match=r"nothere\.csv: cannot be opened"):
        Source(tmp_path / "nothere.csv").opening  # noqa: B018
    with pytest.raises(DiaryReadError, match="cannot be opened"):
        Source(tmp_path).opening  # noqa: B018


def test_only_the_name_of_a_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("x", encoding="utf-8")
    assert Source(path).name == "mine.csv"
    with path.open(encoding="utf-8") as stream:
        assert Source(stream).name == "mine.csv"
    assert Source(io.StringIO("x")).name == "diary"
