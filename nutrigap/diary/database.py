"""Tables of an SQLite database that somebody handed in; nothing in it is trusted."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from nutrigap.errors import DiaryReadError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nutrigap.diary.source import Source

# Bytes 18 and 19 say how it was written to; a copy without its log is read like any other file.
_PLAIN_JOURNAL = b"\x01\x01"
# Names of meals are short; a cell of megabytes is no name, and icons of apps are never asked for.
_LONGEST_CELL_BYTES = 10_000_000


def table_columns(source: Source, table: str) -> list[str]:
    """Columns of a table, none where the database is damaged or has no such table."""
    try:
        with _opened(source) as connection:
            return _columns(connection, table)
    except sqlite3.Error:
        return []


def read_table(source: Source, table: str, columns: Sequence[str]) -> list[tuple[Any, ...]]:
    """Rows of a table in the order of ``rowid``; an absent column is ``None`` throughout.

    There are none where there is no such table.

    Raises
    ------
    DiaryReadError
        The database is damaged.
    """
    try:
        with _opened(source) as connection:
            there = set(_columns(connection, table))
            if not there:
                return []
            names = ", ".join(_quoted(c) if c in there else "NULL" for c in columns)
            found = connection.execute(f"SELECT {names} FROM {_quoted(table)} ORDER BY rowid")
            return found.fetchall()
    except (sqlite3.Error, OverflowError) as error:
        raise DiaryReadError(
            source.name,
            f"the database cannot be read ({error})",
            "a whole SQLite database",
            "Export or copy it again.",
        ) from error


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    """Only of a real table: what stands in a view or a virtual table is computed by the file."""
    question = "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?"
    sql = connection.execute(question, [table]).fetchone()
    if sql is None or not str(sql[0]).upper().startswith("CREATE TABLE"):
        return []
    rows = connection.execute(f"PRAGMA table_xinfo({_quoted(table)})").fetchall()
    # The last column of the pragma is not 0 for columns that the file computes.
    return [str(row[1]) for row in rows if row[-1] == 0]


@contextmanager
def _opened(source: Source) -> Iterator[sqlite3.Connection]:
    if source.path is not None:
        address = f"{source.path.resolve().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(address, uri=True)
    else:
        data = source.data
        connection = sqlite3.connect(":memory:")
        connection.deserialize(data[:18] + _PLAIN_JOURNAL + data[20:])
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_CELL_BYTES)
        connection.text_factory = lambda text: text.decode("utf-8", "replace")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA query_only = ON")
        yield connection
    finally:
        connection.close()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
