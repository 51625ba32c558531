"""Write releases into one food store."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from contextlib import closing
from functools import cache
from itertools import islice
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from nutrigap.errors import FoodStoreError
from nutrigap.fdc.layout import statements
from nutrigap.fdc.values import nutrient_ids
from nutrigap.tables import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nutrigap.fdc.ingest import FdcRelease
    from nutrigap.fdc.rows import Food, Portion
    from nutrigap.fdc.stored import StoredRelease

_BATCH = 5_000  # foods
_TAKEN = "EXISTS (SELECT 1 FROM food WHERE fdc_id = ?1 AND release = ?{})"


def write_store(releases: Iterable[FdcRelease | StoredRelease], path: str | Path) -> Path:
    """Build a store and move it into place once it is whole.

    The same food (data type and food code, bar code, or fdc_id) of two releases is taken from the
    newer one.

    Parameters
    ----------
    releases : iterable of FdcRelease or StoredRelease
        In any order.
    path : str or Path
        The file to write; one that is there is replaced. Its folder is made if need be.

    Returns
    -------
    Path
        ``path``.

    Raises
    ------
    FoodSourceError
        A release cannot be read to its end.
    FoodStoreError
        The file cannot be written.
    """
    path = Path(path)
    newest_first = sorted(releases, key=_date, reverse=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        with closing(sqlite3.connect(unfinished, isolation_level=None)) as connection:
            _build(connection, newest_first)
        unfinished.replace(path)
    except (OSError, sqlite3.OperationalError) as error:
        found = f"cannot be written ({error})"
        raise FoodStoreError(path, found, "a file that can be written", "Name another.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return path


def _date(release: FdcRelease | StoredRelease) -> tuple[str, str]:
    date = release.name.rpartition("_")[2]
    return date if date[:1].isdigit() else "", release.name


def _build(connection: sqlite3.Connection, releases: Sequence[FdcRelease | StoredRelease]) -> None:
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -100000")
    for statement in statements():
        connection.execute(statement)
    connection.execute("BEGIN")
    for release, name in zip(releases, _names(releases), strict=True):
        _add(connection, release, name)
    _describe(connection)
    connection.execute("COMMIT")
    _index(connection)
    connection.execute("VACUUM")


def _names(releases: Sequence[FdcRelease | StoredRelease]) -> list[str]:
    """Release names; two sources of one name are told apart by a number."""
    seen: Counter[str] = Counter()
    names = []
    for release in releases:
        seen[release.name] += 1
        again = seen[release.name]
        names.append(release.name if again == 1 else f"{release.name} ({again})")
    return names


def _add(connection: sqlite3.Connection, release: FdcRelease | StoredRelease, name: str) -> None:
    log = Counter(release.log)
    foods = release.foods(log)
    while batch := list(islice(foods, _BATCH)):
        # The unique indexes let the first food of a code stand: releases come newest first.
        before = connection.total_changes
        connection.executemany(
            "INSERT OR IGNORE INTO food VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            ((*food, name, *_habits(food, portions)) for food, portions in batch),
        )
        _add_portions(
            connection, batch, name, every=connection.total_changes == before + len(batch)
        )
    connection.executemany(
        f"INSERT INTO synonym SELECT ?1, ?2, ?3 WHERE {_TAKEN.format(4)}", _phrases(release, name)
    )
    rows = connection.execute("SELECT fdc_id FROM food WHERE release = ? ORDER BY 1", (name,))
    taken = [fdc_id for (fdc_id,) in rows]
    connection.executemany(
        f"INSERT INTO composition VALUES (?{', ?' * len(nutrient_ids())})",
        ((fdc_id, *amounts) for fdc_id, amounts in release.values(taken, log)),
    )
    connection.execute(
        "INSERT INTO release VALUES (?, ?, ?, ?, ?, ?)",
        (name, release.dataset, release.path.name, release.sha256, len(taken), _note(release, log)),
    )


def _add_portions(
    connection: sqlite3.Connection,
    batch: Sequence[tuple[Food, list[Portion]]],
    name: str,
    *,
    every: bool,
) -> None:
    """The portions of the foods that were taken; ``every`` food was, more often than not."""
    found = (portion for _, portions in batch for portion in portions)
    if every:
        connection.executemany("INSERT INTO portion VALUES (?, ?, ?, ?, ?, ?)", found)
        return
    connection.executemany(
        f"INSERT INTO portion SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE {_TAKEN.format(7)}",
        ((*portion, name) for portion in found),
    )


def _phrases(release: FdcRelease | StoredRelease, name: str) -> Iterator[tuple[int, int, str, str]]:
    """Other names, numbered from 1 for each food."""
    seen: Counter[int] = Counter()
    for fdc_id, text in release.synonyms():
        seen[fdc_id] += 1
        yield fdc_id, seen[fdc_id], text, name


def _note(release: FdcRelease | StoredRelease, log: Counter[str]) -> str:
    counts = (f"{reason[0].upper()}{reason[1:]}: {n:,}." for reason, n in log.items())
    return " ".join([*([release.note] if release.note else []), *counts])


@cache
def _reported() -> dict[str, tuple[float, float]]:
    """People who reported each survey food, and the median portion they ate [g]."""
    return {
        row["food_code"]: (float(row["persons"]), float(row["median_grams"]))
        for row in read_rows("popularity")
    }


def _habits(food: Food, portions: Sequence[Portion]) -> tuple[float | None, float | None]:
    """People who reported a food, and its usual portion [g]; ``None`` where nobody knows.

    The usual portion is the default one, of a branded food the serving on the label; else the
    median people reported, else the median portion.
    """
    people, reported = None, None
    if food.data_type == "survey" and food.food_code in _reported():
        people, reported = _reported()[food.food_code]
    defaults = sorted((p for p in portions if p.role == "default"), key=lambda p: len(p.label))
    if food.data_type == "branded":
        defaults = list(portions)
    if defaults:
        return people, defaults[0].grams
    counted = [portion.grams for portion in portions if portion.role == "portion"]
    middle = round(median(counted), 4) if counted else None
    return people, middle if reported is None else reported


def _describe(connection: sqlite3.Connection) -> None:
    """Facts about the whole store, for ``foods info``."""
    sources = connection.execute("SELECT source FROM release ORDER BY release")
    command = f"nutrigap foods build {' '.join(name for (name,) in sources)} --store STORE"
    facts = {"command": command, "nutrients": " ".join(map(str, nutrient_ids()))}
    connection.executemany("INSERT INTO meta VALUES (?, ?)", facts.items())


def _index(connection: sqlite3.Connection) -> None:
    from nutrigap.names.branded import write_brands
    from nutrigap.names.index import write_index

    write_brands(connection)
    write_index(connection)
