"""Write releases into one food store."""

from __future__ import annotations

import os
import re
import sqlite3
from collections import Counter
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from nutrigap.errors import FoodStoreError
from nutrigap.fdc.additions import Additions
from nutrigap.fdc.layout import indexes, statements
from nutrigap.fdc.rows import Numbers, Products
from nutrigap.fdc.stored import StoredRelease, copy_release
from nutrigap.fdc.taken import Taken
from nutrigap.fdc.values import nutrient_ids
from nutrigap.names.branded import brand_key
from nutrigap.names.index import write_index
from nutrigap.tables import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nutrigap.fdc.ingest import FdcRelease, Listed
    from nutrigap.fdc.rows import Food, Portion

_OURS = "EXISTS (SELECT 1 FROM stored_food WHERE fdc_id = ?1 AND release_id = ?{})"
_PRAGMAS = {"journal_mode": "OFF", "synchronous": "OFF", "cache_size": -100_000}


def write_store(
    releases: Iterable[FdcRelease | StoredRelease],
    path: str | Path,
    *,
    advice: str = "Name another.",
) -> Path:
    """Build a store and move it into place once it is whole.

    The same food (data type and food code, bar code, or fdc_id) of two releases is taken from the
    newer one.

    Parameters
    ----------
    releases : iterable of FdcRelease or StoredRelease
        In any order.
    path : str or Path
        The file to write; one that is there is replaced. Its folder is made if need be.
    advice : str
        What to do if it cannot be written.

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
    newest_first = sorted(releases, key=_age, reverse=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        with closing(_new(unfinished)) as connection:
            _build(connection, newest_first)
        unfinished.replace(path)
    except (OSError, sqlite3.OperationalError) as error:
        found = f"cannot be written ({_reason(error)})"
        raise FoodStoreError(path, found, "a file that can be written", advice) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return path


def _reason(error: Exception) -> str:
    return "the disk is full" if "disk is full" in str(error) else str(error)


def _new(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path.resolve().as_uri(), uri=True, isolation_level=None)


def _age(release: FdcRelease | StoredRelease) -> tuple[str, str, bool]:
    """What a newer release has more of: its date, its name, and that it has just been read."""
    name = _bare(release)
    date = name.rpartition("_")[2]
    return date if date[:1].isdigit() else "", name, not isinstance(release, StoredRelease)


def _bare(release: FdcRelease | StoredRelease) -> str:
    """The name without the number that told it apart in another store."""
    return re.sub(r"( \(\d+\))+$", "", release.name)


def _build(connection: sqlite3.Connection, releases: Sequence[FdcRelease | StoredRelease]) -> None:
    for name, value in _PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {value}")
    for statement in statements():
        connection.execute(statement)
    brands = Numbers()
    for number, (release, name) in enumerate(zip(releases, _names(releases), strict=True), 1):
        log: Counter[str] = Counter()
        if isinstance(release, StoredRelease):
            copy_release(connection, release, number, brands)
        else:
            _add(connection, release, number, brands, log)
        _record(connection, release, number, name, log)
    connection.execute("BEGIN")
    rows = ((number, brand, brand_key(brand)) for brand, number in brands.items())
    connection.executemany("INSERT INTO brand VALUES (?, ?, ?)", rows)
    _describe(connection)
    connection.execute("COMMIT")
    for statement in indexes():
        connection.execute(statement)
    write_index(connection)


def _names(releases: Sequence[FdcRelease | StoredRelease]) -> list[str]:
    """Release names; two sources of one name are told apart by a number."""
    seen: Counter[str] = Counter()
    names = []
    for release in releases:
        name = _bare(release)
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names


def _add(
    connection: sqlite3.Connection,
    release: FdcRelease,
    number: int,
    brands: Numbers,
    log: Counter[str],
) -> None:
    taken = Taken(connection)
    connection.execute("BEGIN")
    for foods in release.foods(log):
        if isinstance(foods, Products):
            _add_products(connection, taken.free_products(foods), number, brands)
        elif isinstance(foods, Additions):
            _add_additions(connection, foods, number)
        else:
            _add_listed(connection, taken.free_listed(foods), number)
    connection.executemany(
        f"INSERT INTO synonym SELECT ?1, ?2, ?3 WHERE {_OURS.format(4)}",
        _phrases(release, number),
    )
    chosen = "SELECT fdc_id FROM stored_food WHERE release_id = ? ORDER BY 1"
    ids = [fdc_id for (fdc_id,) in connection.execute(chosen, (number,))]
    connection.executemany(
        f"INSERT INTO composition VALUES (?{', ?' * len(nutrient_ids())})",
        ((fdc_id, *amounts) for fdc_id, amounts in release.values(ids, log)),
    )
    connection.execute("COMMIT")


def _add_products(
    connection: sqlite3.Connection, foods: Products, number: int, brands: Numbers
) -> None:
    numbers = [None if brand is None else brands[brand] for brand in foods.brand]
    fdc_ids, descriptions, categories, _, *label = foods
    connection.executemany(
        "INSERT OR IGNORE INTO stored_food"
        f" VALUES (?, 'branded', NULL, ?, ?, ?, ?, {number}, NULL, ?, ?, ?)",
        zip(fdc_ids, descriptions, categories, numbers, *label, strict=True),
    )


def _add_additions(connection: sqlite3.Connection, additions: Additions, number: int) -> None:
    connection.executemany(
        f"INSERT OR IGNORE INTO addition SELECT ?1, ?2 WHERE {_OURS.format(3)}",
        ((*pair, number) for pair in additions.pairs()),
    )


def _add_listed(connection: sqlite3.Connection, foods: Listed, number: int) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO stored_food"
        f" VALUES (?, ?, ?, ?, ?, NULL, NULL, {number}, ?, ?, NULL, NULL)",
        ((*food, *_habits(food, portions)) for food, portions in foods),
    )
    connection.executemany(
        "INSERT OR IGNORE INTO portion VALUES (?, ?, ?, ?, ?, ?)",
        sorted(portion for _, portions in foods for portion in portions),
    )


def _record(
    connection: sqlite3.Connection,
    release: FdcRelease | StoredRelease,
    number: int,
    name: str,
    log: Counter[str],
) -> None:
    """The release itself, with how many foods were taken; one held before only if any were."""
    chosen = "SELECT count(*) FROM stored_food WHERE release_id = ?"
    (foods,) = connection.execute(chosen, (number,)).fetchone()
    if not foods and isinstance(release, StoredRelease):
        return
    facts = name, release.dataset, release.path.name, release.sha256, foods, _note(release, log)
    connection.execute("INSERT INTO release VALUES (?, ?, ?, ?, ?, ?, ?)", (number, *facts))


def _phrases(release: FdcRelease, number: int) -> Iterator[tuple[int, int, str, int]]:
    """Other names, numbered from 1 for each food."""
    seen: Counter[int] = Counter()
    for fdc_id, text in release.synonyms():
        seen[fdc_id] += 1
        yield fdc_id, seen[fdc_id], text, number


def _note(release: FdcRelease | StoredRelease, log: Counter[str]) -> str:
    counts = (f"{reason[0].upper()}{reason[1:]}: {n:,}." for reason, n in log.items() if n)
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

    The usual portion is the default one, else the median people reported, else the median portion.
    """
    people, reported = None, None
    if food.data_type == "survey" and food.food_code in _reported():
        people, reported = _reported()[food.food_code]
    defaults = sorted((p for p in portions if p.role == "default"), key=lambda p: len(p.label))
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
