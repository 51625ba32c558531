"""Databases that were handed in are read only, and nothing in them is run."""

from __future__ import annotations

import io
import sqlite3
from pathlib import Path

import pytest

from nutrigap.diary import read_diary
from nutrigap.diary.database import read_table, table_columns
from nutrigap.diary.formats.health_connect import FORMAT
from nutrigap.diary.source import Source
from nutrigap.errors import DiaryReadError, UnknownFormatError

COUNTING = (
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
    "SELECT x AS start_time, x AS energy FROM n"
)


def database(path: Path, *statements: str) -> Path:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path


def test_a_table_is_read_in_order_and_absent_columns_are_none(tmp_path: Path) -> None:
    path = database(
        tmp_path / "a.db",
        "CREATE TABLE meals (name TEXT, grams REAL)",
        "INSERT INTO meals VALUES ('oats', 60), ('milk', NULL)",
    )
    for source in (Source(path), Source(io.BytesIO(path.read_bytes()))):
        assert table_columns(source, "meals") == ["name", "grams"]
        rows = read_table(source, "meals", ["name", "grams", "colour"])
        assert rows == [("oats", 60.0, None), ("milk", None, None)]
        assert read_table(source, "nothing", ["name"]) == []


def test_a_copy_whose_log_is_elsewhere_is_read_from_memory(tmp_path: Path) -> None:
    path = database(
        tmp_path / "wal.db",
        "PRAGMA journal_mode = WAL",
        "CREATE TABLE meals (name TEXT)",
        "INSERT INTO meals VALUES ('oats')",
    )
    data = path.read_bytes()
    assert data[18:20] == b"\x02\x02"
    assert read_table(Source(io.BytesIO(data)), "meals", ["name"]) == [("oats",)]


@pytest.mark.parametrize(
    "statement",
    [
        f"CREATE VIEW nutrition_record_table AS {COUNTING}",
        "CREATE VIRTUAL TABLE nutrition_record_table USING fts5(start_time, energy)",
    ],
)
def test_what_the_file_computes_is_no_table(tmp_path: Path, statement: str) -> None:
    path = database(tmp_path / "evil.db", statement)
    assert not FORMAT.claims(Source(path))
    with pytest.raises(UnknownFormatError, match="an SQLite database"):
        read_diary(path)


def test_a_list_of_apps_that_never_ends_is_not_read(tmp_path: Path) -> None:
    sample = Path(__file__).parent / "diary" / "health_connect" / "joules.db"
    path = tmp_path / "evil.db"
    path.write_bytes(sample.read_bytes())
    apps = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"
    database(
        path,
        "DROP TABLE application_info_table",
        f"CREATE VIEW application_info_table AS {apps} SELECT x AS row_id, 'a' AS app_name, "
        "'b' AS package_name FROM n",
    )
    assert len(read_diary(path).entries) == 2


def test_columns_that_the_file_computes_are_absent(tmp_path: Path) -> None:
    path = database(
        tmp_path / "computed.db",
        "CREATE TABLE meals (a INT, b TEXT AS (hex(zeroblob(a))) VIRTUAL)",
        "INSERT INTO meals (a) VALUES (1000)",
    )
    assert table_columns(Source(path), "meals") == ["a"]
    assert read_table(Source(path), "meals", ["a", "b"]) == [(1000, None)]


def test_a_damaged_database_is_a_clear_error(tmp_path: Path) -> None:
    path = Path(__file__).parent / "diary" / "health_connect" / "two-apps.db"
    data = bytearray(path.read_bytes())
    root = data.rindex(b"Sardines") // 4096 * 4096
    data[root : root + 4000] = b"\xff" * 4000
    with pytest.raises(DiaryReadError, match="the database cannot be read"):
        read_diary(io.BytesIO(data))


def test_reading_leaves_no_file_behind(tmp_path: Path) -> None:
    sample = Path(__file__).parent / "diary" / "health_connect" / "joules.db"
    path = tmp_path / "health_connect_export.db"
    path.write_bytes(sample.read_bytes())
    read_diary(path)
    assert [p.name for p in tmp_path.iterdir()] == ["health_connect_export.db"]
    assert path.read_bytes() == sample.read_bytes()
