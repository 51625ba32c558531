"""Write releases into one food store."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from nutrigap.fdc.layout import statements
from nutrigap.fdc.values import nutrient_ids
from nutrigap.tables import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nutrigap.fdc.ingest import FdcRelease


def write_store(releases: Iterable[FdcRelease], path: str | Path) -> Path:
    """Build a store and move it into place once it is whole.

    The same food (data type and food code, bar code, or fdc_id) of two releases is taken from the
    newer one.

    Parameters
    ----------
    releases : iterable of FdcRelease
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
        A release cannot be read to its end, or holds no food.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    unfinished.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(unfinished, isolation_level=None)) as connection:
            _build(connection, sorted(releases, key=_date, reverse=True))
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path


def _date(release: FdcRelease) -> tuple[str, str]:
    return release.name.rpartition("_")[2], release.name


def _build(connection: sqlite3.Connection, releases: Sequence[FdcRelease]) -> None:
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -200000")
    for statement in statements():
        connection.execute(statement)
    connection.execute("BEGIN")
    for release, name in zip(releases, _names(releases), strict=True):
        _add(connection, release, name)
    _add_habits(connection)
    _describe(connection)
    connection.execute("COMMIT")
    _index(connection)
    connection.execute("VACUUM")


def _names(releases: Sequence[FdcRelease]) -> list[str]:
    """Release names; two sources of one name are told apart by a number."""
    seen: Counter[str] = Counter()
    names = []
    for release in releases:
        seen[release.name] += 1
        again = seen[release.name]
        names.append(release.name if again == 1 else f"{release.name} ({again})")
    return names


def _add(connection: sqlite3.Connection, release: FdcRelease, name: str) -> None:
    # The unique indexes let the first food of a code stand: releases come newest first.
    connection.executemany(
        "INSERT OR IGNORE INTO food VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)",
        ((*food[:7], name) for food in release.foods()),
    )
    rows = connection.execute("SELECT fdc_id FROM food WHERE release = ? ORDER BY 1", (name,))
    ordered = [fdc_id for (fdc_id,) in rows]
    taken = set(ordered)
    connection.executemany(
        f"INSERT INTO composition VALUES (?{', ?' * len(nutrient_ids())})",
        ((fdc_id, *amounts) for fdc_id, amounts in release.values(ordered)),
    )
    connection.executemany("INSERT INTO portion VALUES (?, ?, ?, ?, ?, ?)", release.portions(taken))
    connection.executemany("INSERT INTO synonym VALUES (?, ?, ?)", _numbered(release, taken))
    connection.execute(
        "INSERT INTO release VALUES (?, ?, ?, ?, ?, ?)",
        (name, release.dataset, release.path.name, release.sha256, len(taken), _note(release)),
    )


def _numbered(release: FdcRelease, taken: set[int]) -> Iterator[tuple[int, int, str]]:
    seen: Counter[int] = Counter()
    for fdc_id, text in release.synonyms(taken):
        seen[fdc_id] += 1
        yield fdc_id, seen[fdc_id], text


def _note(release: FdcRelease) -> str:
    counts = (f"{reason[0].upper()}{reason[1:]}: {n:,}." for reason, n in release.log.items())
    return " ".join([*([release.note] if release.note else []), *counts])


def _add_habits(connection: sqlite3.Connection) -> None:
    """How many people reported each survey food, and the portion that is usual."""
    reported = {row["food_code"]: row for row in read_rows("popularity")}
    people, usual = [], []
    portions = _portions(connection)
    for fdc_id, data_type, code in connection.execute(
        "SELECT fdc_id, data_type, food_code FROM food"
    ):
        row = reported.get(code) if data_type == "survey" else None
        if row:
            people.append((float(row["persons"]), fdc_id))
        grams = _usual(portions.get(fdc_id, ()), row["median_grams"] if row else "")
        if grams is not None:
            usual.append((grams, fdc_id))
    connection.executemany("UPDATE food SET popularity = ? WHERE fdc_id = ?", people)
    connection.executemany("UPDATE food SET usual_grams = ? WHERE fdc_id = ?", usual)


def _usual(portions: Sequence[tuple[str, float]], reported: str) -> float | None:
    """The default portion, else the median people reported, else the median portion [g]."""
    defaults = [grams for role, grams in portions if role == "default"]
    if defaults:
        return defaults[0]
    if reported:
        return float(reported)
    counted = [grams for role, grams in portions if role == "portion"]
    return round(median(counted), 4) if counted else None


def _portions(connection: sqlite3.Connection) -> dict[int, list[tuple[str, float]]]:
    """Role and grams of each food's portions; the plain default before a qualified one."""
    found = defaultdict(list)
    for fdc_id, role, grams in connection.execute(
        "SELECT fdc_id, role, grams FROM portion"
        " ORDER BY fdc_id, length(label) * (role = 'default'), seq"
    ):
        found[fdc_id].append((role, grams))
    return found


def _describe(connection: sqlite3.Connection) -> None:
    """Facts about the whole store, for ``foods info``."""
    sources = connection.execute("SELECT source FROM release ORDER BY release")
    command = f"nutrigap foods build {' '.join(name for (name,) in sources)} --store STORE"
    facts = {"command": command, "nutrients": " ".join(map(str, nutrient_ids()))}
    connection.executemany("INSERT INTO meta VALUES (?, ?)", facts.items())


def _index(connection: sqlite3.Connection) -> None:
    from nutrigap.names.index import write_index

    write_index(connection)
