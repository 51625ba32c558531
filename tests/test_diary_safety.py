"""Whatever bytes come in, the answer is a diary or an error of the diary."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nutrigap.diary import formats, read_diaries
from nutrigap.diary.imported import import_report
from nutrigap.diary.source import Source
from nutrigap.diary.workbook import sheet_names
from nutrigap.errors import DiaryError
from nutrigap.schema import DIARY, IMPORTED, PROBLEMS, RECORDS, REPORTED

SAMPLES = Path(__file__).parent / "diary"
MINE = (
    *("apple_health", "google_fit", "health_connect", "intake24", "nhanes", "samsung_health"),
    "plain",
)
FILES = [
    path
    for name in MINE
    for path in sorted((SAMPLES / name).iterdir())
    if not any(mark in path.name for mark in (".expected", ".problems"))
]
BEGINNINGS = (
    b"",
    b"SQLite format 3\x00",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"<?xml version='1.0'?><HealthData>",
    b"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!",
    b'{"Data Source": "raw:com.google.nutrition:", "Data Points": ',
    b"com.samsung.health.food_intake,1,2\nstart_time,amount,food_info_id\n",
    b"date,food\n",
    b"\xff\xfe",
)
POINTS = '{"Data Source":"raw:com.google.nutrition:x","Data Points":'


def read(data: bytes) -> None:
    reading = read_diaries([io.BytesIO(data)])
    assert all(isinstance(error, DiaryError) for error in reading.errors)
    for table, frame in (
        (DIARY, reading.diary.entries),
        (REPORTED, reading.diary.reported),
        (PROBLEMS, reading.diary.problems),
        (RECORDS, reading.diary.records),
        (IMPORTED, import_report(reading.diary)),
    ):
        table.check(frame)


@given(st.sampled_from(BEGINNINGS), st.binary(max_size=400))
@settings(max_examples=80)
def test_random_bytes_give_a_diary_or_an_error_of_it(beginning: bytes, rest: bytes) -> None:
    read(beginning + rest)


@given(st.data())
@settings(max_examples=120)
def test_damaged_samples_give_a_diary_or_an_error_of_it(data: st.DataObject) -> None:
    sample = bytearray(data.draw(st.sampled_from(FILES)).read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(sample) - 1))
        length = data.draw(st.integers(0, 12))
        sample[place : place + length] = data.draw(st.binary(max_size=12))
        if not sample:
            break
    read(bytes(sample))


@given(st.data())
@settings(max_examples=60)
def test_samples_that_break_off_give_a_diary_or_an_error_of_it(data: st.DataObject) -> None:
    sample = data.draw(st.sampled_from(FILES)).read_bytes()
    read(sample[: data.draw(st.integers(0, len(sample)))])


@given(st.data())
@settings(max_examples=60)
def test_damaged_archives_give_a_diary_or_an_error_of_it(data: st.DataObject) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/diary.csv", "date,food,amount\n2026-03-02,oats,60 g\n" * 20)
        archive.write(FILES[0], "b/export.xml")
    packed = bytearray(made.getvalue())
    for _ in range(data.draw(st.integers(1, 4))):
        packed[data.draw(st.integers(4, len(packed) - 1))] = data.draw(st.integers(0, 255))
    read(bytes(packed))


@given(st.text(max_size=300))
@example(
    '{"Data Source":"raw:com.google.nutrition:x","Data Points":[{"fitValue":[1,{"value":2}]}]}'
)
@example('{"Data Source":"raw:com.google.nutrition:x","Data Points":7}')
@example("Day,Day\n1,2\n")
def test_random_text_gives_a_diary_or_an_error_of_it(text: str) -> None:
    read(text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("name", formats())
@given(rest=st.binary(max_size=80))
@settings(max_examples=4)
def test_claims_never_fail(name: str, rest: bytes) -> None:
    for beginning in BEGINNINGS:
        source = Source(io.BytesIO(beginning + rest + b"."))
        with suppress(DiaryError):
            assert formats()[name].claims(source) in (True, False)


@pytest.mark.parametrize("doctype", ["", '<!DOCTYPE workbook [<!ENTITY name "Food Log">]>'])
def test_a_workbook_with_a_document_type_has_no_sheets(doctype: str) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as book:
        sheets = '<workbook><sheets><sheet name="Food Log"/></sheets></workbook>'
        book.writestr("xl/workbook.xml", doctype + sheets)
    assert sheet_names(made.getvalue()) == ([] if doctype else ["Food Log"])
