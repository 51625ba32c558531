"""SAS transport files: numbers of mainframes, missing values, rows."""

from __future__ import annotations

import io
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from xpt import ibm, transport

from nutrigap.diary import read_diary
from nutrigap.diary.source import Source
from nutrigap.diary.xport import ibm_number, read_rows, variables
from nutrigap.errors import DiaryReadError

COLUMNS = ("SEQN", "DR1IFDCD", "DR1IGRMS", "DR1ICALC", "NOTE")
ROWS = (
    (900001.0, 11111000.0, 122.5, 138.0, "milk"),
    (900001.0, 56203000.0, None, 0.0, ""),
    (900002.0, 27111000.0, 0.1, -1.0, "café"),
)


def test_cells_are_what_was_written() -> None:
    source = Source(io.BytesIO(transport(COLUMNS, ROWS)))
    assert [one.name for one in variables(source.opening)] == list(COLUMNS)
    assert list(read_rows(source, COLUMNS)) == [
        dict(zip(COLUMNS, ("900001", "11111000", "122.5", "138", "milk"), strict=True)),
        dict(zip(COLUMNS, ("900001", "56203000", "", "0", ""), strict=True)),
        dict(zip(COLUMNS, ("900002", "27111000", "0.1", "-1", "café"), strict=True)),
    ]


def test_another_reader_sees_the_same() -> None:
    # Without the column of text, whose blanks at the end pandas takes for the end of the file.
    columns = COLUMNS[:-1]
    data = transport(columns, [row[:-1] for row in ROWS])
    frame = pd.read_sas(io.BytesIO(data), format="xport")
    own = pd.DataFrame(read_rows(Source(io.BytesIO(data)), columns))
    for name in columns:
        expected = frame[name].where(frame[name].abs().gt(1e-70) | frame[name].isna(), 0.0)
        assert pd.to_numeric(own[name]).tolist() == pytest.approx(expected.tolist(), nan_ok=True)


@given(st.floats(1e-60, 1e60) | st.floats(-1e60, -1e-60) | st.just(0.0))
def test_numbers_come_back(number: float) -> None:
    assert ibm_number(ibm(number)) == number


def test_what_is_missing_is_no_number() -> None:
    for letter in b"._AZ":
        assert math.isnan(ibm_number(bytes([letter]) + bytes(7)))
    assert math.isnan(ibm_number(b""))
    assert ibm_number(bytes.fromhex("0010000000000000")) == 0.0


def test_a_respondent_is_a_person_and_a_zero_a_statement() -> None:
    diary = read_diary(io.BytesIO(transport(COLUMNS, ROWS)))
    assert diary.entries["person"].tolist() == ["900001", "900001", "900002"]
    assert diary.entries["food_code"].tolist() == ["11111000", "56203000", "27111000"]
    assert diary.entries["grams"].tolist() == pytest.approx([122.5, math.nan, 0.1], nan_ok=True)
    assert diary.reported["amount"].tolist() == [138.0, 0.0]
    assert diary.problems["problem"].tolist() == [
        "an amount cannot be negative; it counts as unknown"
    ]


def test_a_file_without_its_rows_is_an_error() -> None:
    data = transport(COLUMNS, ROWS)
    with pytest.raises(DiaryReadError, match="no rows that can be read"):
        read_diary(io.BytesIO(data[: data.index(b"OBS     HEADER")]))
