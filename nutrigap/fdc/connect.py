"""Open a store file, once it is known to be one."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self, cast

from nutrigap.errors import DamagedStoreError, FoodStoreError, FoodStoreMissingError
from nutrigap.fdc.layout import APPLICATION_ID, STORE_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REBUILD = "Make it again with 'nutrigap foods fetch' or 'foods build', or leave --store out."
LEAVE_OUT = "Leave --store out to use the packaged foods."
_PAGE_SIZE, _PAGES = slice(16, 18), slice(28, 32)  # of a SQLite file's header


class _Store(sqlite3.Connection):
    """A connection whose rows know what to say of damage."""

    path: Path
    advice: str

    def execute(self, query: str, values: Any = ()) -> sqlite3.Cursor:
        return _Rows(self).execute(query, values)


class _Rows(sqlite3.Cursor):
    """Rows of a store; some damage is met only when they are fetched."""

    def execute(self, query: str, values: Any = ()) -> Self:
        with self._checked():
            return super().execute(query, values)

    def fetchone(self) -> Any:
        with self._checked():
            return super().fetchone()

    def fetchall(self) -> list[Any]:
        with self._checked():
            return super().fetchall()

    def __iter__(self) -> Iterator[Any]:  # type: ignore[override]
        with self._checked():
            yield from iter(super().__next__, None)

    @contextmanager
    def _checked(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:
            store = cast("_Store", self.connection)
            raise DamagedStoreError(store.path, str(error), store.advice) from error


def connect(path: Path, advice: str = REBUILD, instead: str = LEAVE_OUT) -> sqlite3.Connection:
    """A read-only connection to a store.

    Parameters
    ----------
    path : Path
        The file.
    advice, instead : str
        What to do if it is no store, and if there is none: it depends on who named the file.

    Raises
    ------
    FoodStoreMissingError
        There is no such file.
    FoodStoreError
        A folder, no SQLite file, one cut short, one of something else or of another version; a
        ``DamagedStoreError`` also when rows are read from the connection.
    """
    if path.is_dir():
        raise FoodStoreError(path, "a folder", "a food store file", advice)
    if not path.exists():
        raise FoodStoreMissingError(path, instead)
    # Immutable: no lock files are made, so a read-only place works as well.
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(address, uri=True, factory=_Store)
    connection.path, connection.advice = path, advice
    found = _unlike(path, connection)
    if found:
        connection.close()
        raise FoodStoreError(path, found, f"a food store of version {STORE_VERSION}", advice)
    return connection


def _unlike(path: Path, connection: sqlite3.Connection) -> str:
    """What is wrong with a file, or nothing."""
    if _is_cut(path):
        return "only the beginning of a food store"
    try:
        application, version = (
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("application_id", "user_version")
        )
    except (sqlite3.DatabaseError, DamagedStoreError):
        return "not a SQLite file"
    if application != APPLICATION_ID:
        return "a SQLite file of something else"
    return "" if version == STORE_VERSION else f"a food store of version {version}"


def _is_cut(path: Path) -> bool:
    with path.open("rb") as file:
        header = file.read(100)
    if not header.startswith(b"SQLite format 3"):
        return False
    page = int.from_bytes(header[_PAGE_SIZE], "big")
    whole = (page if page > 1 else 65_536) * int.from_bytes(header[_PAGES], "big")
    return path.stat().st_size < whole
