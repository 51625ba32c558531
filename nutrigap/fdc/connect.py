"""Open a store file, once it is known to be one."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from nutrigap.errors import FoodStoreError, FoodStoreMissingError
from nutrigap.fdc.layout import APPLICATION_ID, STORE_VERSION

if TYPE_CHECKING:
    from pathlib import Path

REBUILD = "Make it again with 'nutrigap foods fetch' or 'foods build', or leave --store out."
_PAGE_SIZE, _PAGES = slice(16, 18), slice(28, 32)  # of a SQLite file's header


def connect(path: Path) -> sqlite3.Connection:
    """A read-only connection to a store.

    Raises
    ------
    FoodStoreMissingError
        There is no such file.
    FoodStoreError
        A folder, no SQLite file, one cut short, one of something else or of another version.
    """
    if path.is_dir():
        raise FoodStoreError(path, "a folder", "a food store file", REBUILD)
    if not path.exists():
        raise FoodStoreMissingError(path)
    # Immutable: no lock files are made, so a read-only place works as well.
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    found = _unlike(path, connection)
    if found:
        connection.close()
        raise FoodStoreError(path, found, f"a food store of version {STORE_VERSION}", REBUILD)
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
    except sqlite3.DatabaseError:
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
