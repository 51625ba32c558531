"""A release that a food store already holds, to be copied into the next one."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nutrigap.errors import DamagedStoreError
from nutrigap.fdc.connect import connect
from nutrigap.fdc.values import nutrient_ids

if TYPE_CHECKING:
    from collections.abc import Mapping

_OURS = "(SELECT fdc_id FROM main.stored_food WHERE release_id = ?1) ORDER BY fdc_id"
_WANTED = """
    o.release_id = (SELECT id FROM held.release WHERE release = ?1)
    AND o.data_type IN (SELECT value FROM json_each(?2))
"""
# What no newer release has; releases come newest first.
_FREE = """
    o.fdc_id NOT IN (SELECT fdc_id FROM main.stored_food)
    AND (o.gtin IS NULL
         OR o.gtin NOT IN (SELECT gtin FROM main.stored_food WHERE gtin IS NOT NULL))
    AND (o.food_code IS NULL
         OR (o.food_code, o.data_type) NOT IN
            (SELECT food_code, data_type FROM main.stored_food WHERE food_code IS NOT NULL))
"""


@dataclass(frozen=True)
class StoredRelease:
    """One release of a store.

    Parameters
    ----------
    store : Path
        The store that holds it.
    name, dataset, source, sha256, note : str
        As the store says.
    holds : frozenset of str
        The data sets of which the store has foods of this release. Only those named here are
        copied, so a release with fewer of them is a part of it.
    """

    store: Path
    name: str
    dataset: str
    source: str
    sha256: str
    note: str
    holds: frozenset[str]

    @property
    def path(self) -> Path:
        """The file the release was read from when the store was built."""
        return Path(self.source)


def stored_releases(store: Path) -> list[StoredRelease]:
    """The releases of a store that it has foods of, newest first.

    Raises
    ------
    FoodStoreMissingError
        There is no such file.
    FoodStoreError
        Not a food store, or one of another version.
    """
    with closing(connect(store)) as opened:
        try:
            return _held(store, opened)
        except sqlite3.DatabaseError as error:
            raise DamagedStoreError(store, str(error)) from error


def _held(store: Path, opened: sqlite3.Connection) -> list[StoredRelease]:
    holds: dict[int, set[str]] = {}
    for number, data_type in opened.execute(
        "SELECT DISTINCT release_id, data_type FROM stored_food"
    ):
        holds.setdefault(number, set()).add(data_type)
    rows = opened.execute(
        "SELECT id, release, dataset, source, sha256, note FROM release ORDER BY id"
    )
    return [
        StoredRelease(store, name, dataset, source, sha256, note, frozenset(holds[number]))
        for number, name, dataset, source, sha256, note in rows
        if number in holds
    ]


def names_of(store: Path) -> list[tuple[str, str, int]]:
    """Name, data set and number of foods of a store's releases, as far as it can be read.

    Parameters
    ----------
    store : Path
        A store of any version, damaged perhaps.
    """
    address = f"{store.resolve().as_uri()}?mode=ro&immutable=1"
    with suppress(sqlite3.Error), closing(sqlite3.connect(address, uri=True)) as opened:
        query = "SELECT release, dataset, foods FROM release WHERE foods > 0 ORDER BY release"
        return opened.execute(query).fetchall()
    return []


def copy_release(
    connection: sqlite3.Connection,
    release: StoredRelease,
    number: int,
    brands: Mapping[str, int],
) -> None:
    """Copy a release's foods that the store does not have of a newer one.

    If it fails the connection is of no use any more.

    Parameters
    ----------
    connection : sqlite3.Connection
        The store that is being written, opened by URI, with no transaction open.
    release : StoredRelease
        What to copy.
    number : int
        The release's number in the new store.
    brands : mapping
        Numbers of brands in the new store; one that is new is given a number.

    Raises
    ------
    DamagedStoreError
        The store that holds the release cannot be read to its end.
    """
    try:
        _copy(connection, release, number, brands)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        raise DamagedStoreError(release.store, str(error)) from error


def _copy(
    connection: sqlite3.Connection,
    release: StoredRelease,
    number: int,
    brands: Mapping[str, int],
) -> None:
    connection.execute(
        "ATTACH ? AS held", (f"{release.store.resolve().as_uri()}?mode=ro&immutable=1",)
    )
    connection.execute("BEGIN")
    connection.execute("CREATE TEMP TABLE renumbered(id INTEGER PRIMARY KEY, number INTEGER)")
    held = connection.execute(
        "SELECT id, brand FROM held.brand WHERE id IN"
        f" (SELECT brand_id FROM held.stored_food AS o WHERE {_WANTED}) ORDER BY id",
        _wanted(release),
    ).fetchall()
    rows = ((old, brands[brand]) for old, brand in held)
    connection.executemany("INSERT INTO renumbered VALUES (?, ?)", rows)
    _copy_foods(connection, release, number)
    columns = _columns(connection)
    connection.execute(
        f"INSERT INTO composition(fdc_id, {columns}) SELECT fdc_id, {columns}"
        f" FROM held.composition WHERE fdc_id IN {_OURS}",
        (number,),
    )
    for table in ("portion", "synonym", "addition"):
        chosen = f"INSERT INTO {table} SELECT * FROM held.{table} WHERE fdc_id IN {_OURS}, 2"
        connection.execute(chosen, (number,))
    connection.execute("DROP TABLE renumbered")
    connection.execute("COMMIT")
    connection.execute("DETACH held")


def _copy_foods(connection: sqlite3.Connection, release: StoredRelease, number: int) -> None:
    connection.execute(
        "INSERT INTO stored_food SELECT fdc_id, data_type, food_code, description, category,"
        " renumbered.number, gtin, ?3, popularity, usual_grams, serving_unit, household"
        " FROM held.stored_food AS o LEFT JOIN renumbered ON renumbered.id = o.brand_id"
        f" WHERE {_WANTED} AND {_FREE} ORDER BY fdc_id",
        (*_wanted(release), number),
    )


def _wanted(release: StoredRelease) -> tuple[str, str]:
    return release.name, json.dumps(sorted(release.holds))


def _columns(connection: sqlite3.Connection) -> str:
    """The nutrients that both stores have."""
    held = {row[1] for row in connection.execute("PRAGMA held.table_info(composition)")}
    return ", ".join(f'"{i}"' for i in nutrient_ids() if f"{i}" in held)
