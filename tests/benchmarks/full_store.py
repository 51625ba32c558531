"""A store with two million branded foods beside the packaged one; prints ratios.

    python tests/benchmarks/full_store.py [FOODS] [VERSIONS] [STORE]

Without STORE one is made of a made-up download (``release.py``) and the packaged foods. Measured:
500 random foods looked up in process against a bare sqlite3 script; a diary of 1,000 lines against
the same diary with the packaged store; brands and names found in a second; and whether names
without a brand mean the same foods as with the packaged store.
"""

import random
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

from commands import cpu_seconds, write_diary
from release import FOLDER, VERSIONS, write_release

from nutrigap.fdc import FoodStore, packaged_store, read_release, write_store
from nutrigap.fdc.stored import stored_releases
from nutrigap.names import Query

ROUNDS, LOOKED_UP, NAMES = 7, 500, 500
SHARED_NAMES = 400


def build(folder: Path, count: int, versions: int) -> Path:
    """A store of the packaged foods and a made-up download."""
    archive = write_release(folder / f"{FOLDER}.zip", count, versions)
    releases = [read_release(archive), *stored_releases(packaged_store())]
    return write_store(releases, folder / "full.sqlite")


def bare(path: Path, ids: list[int]) -> float:
    """CPU seconds of a script that reads the same rows of the same tables."""
    begun = time.process_time()
    connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    marks = ", ".join("?" * len(ids))
    for table in ("food", "composition", "portion"):
        connection.execute(f"SELECT * FROM {table} WHERE fdc_id IN ({marks})", ids).fetchall()
    connection.close()
    return time.process_time() - begun


def ours(path: Path, ids: list[int]) -> float:
    """CPU seconds of the store's own look-ups, as data frames."""
    begun = time.process_time()
    store = FoodStore(path)
    store.foods(ids), store.composition(ids), store.portions(ids)
    store.close()
    return time.process_time() - begun


def look_ups(path: Path) -> None:
    """Print the ratio of both."""
    connection = sqlite3.connect(path)
    every = [i for (i,) in connection.execute("SELECT fdc_id FROM food")]
    ids = random.Random(0).sample(every, LOOKED_UP)
    ours(path, ids)  # imports pandas
    pairs = [(bare(path, ids), ours(path, ids)) for _ in range(ROUNDS)]
    base, own = (statistics.median(times) for times in zip(*pairs, strict=True))
    print(f"{LOOKED_UP} foods of {len(every):,}: {own * 1000:.1f} ms, bare sqlite3 "
          f"{base * 1000:.1f} ms: {own / base:.2f}   bar 2")  # fmt: skip


def diaries(path: Path, folder: Path) -> None:
    """Print the ratio of a diary with both stores."""
    diary = folder / "diary.csv"
    write_diary(diary)
    words = [sys.executable, "-m", "nutrigap", "gaps", str(diary), "--sex", "female", "--age", "34",
             "--csv", "--store"]  # fmt: skip
    stores = (packaged_store(), path)
    taken = [[cpu_seconds([*words, str(store)]) for store in stores] for _ in range(ROUNDS)]
    small, full = (statistics.median(times) for times in zip(*taken, strict=True))
    print(f"diary of 1,000 lines: {full:.2f} s CPU, packaged {small:.2f} s: {full / small:.2f}"
          "   bar 1.5")  # fmt: skip


def brands(path: Path) -> None:
    """Print how many brands with names are found in a second, and how many rightly."""
    store = FoodStore(path)
    rows = store.read(
        "SELECT description, brand FROM food WHERE data_type = 'branded' AND brand IS NOT NULL"
        " ORDER BY random() LIMIT ?", NAMES
    ).fetchall()  # fmt: skip
    store.finder.find(Query("milk"))  # reads the index
    begun = time.process_time()
    found = [store.finder.find(Query(name.title(), brand=brand.title())) for name, brand in rows]
    taken = time.process_time() - begun
    right = sum(
        bool(f) and f[0].description == name for f, (name, _) in zip(found, rows, strict=True)
    )
    print(f"branded names: {len(rows) / taken:,.0f} a second, {right / len(rows):.0%} the product"
          " itself   bar 50")  # fmt: skip


def generic_names(path: Path) -> None:
    """Print whether names without a brand mean the same foods in both stores."""
    full, packaged = FoodStore(path).finder, FoodStore(packaged_store()).finder
    rows = FoodStore(packaged_store()).read(
        "SELECT description FROM food WHERE data_type = 'survey' ORDER BY popularity DESC LIMIT ?",
        SHARED_NAMES,
    )
    names = [name.lower().replace(", nfs", "") for (name,) in rows]
    same = sum(full.find(Query(name)) == packaged.find(Query(name)) for name in names)
    print(f"names without a brand: {same} of {len(names)} mean the same in both stores")


def main() -> None:
    """Print everything."""
    given = [int(text) for text in sys.argv[1:3]]
    count, versions = (*given, *(2_000_000, VERSIONS)[len(given) :])
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        path = Path(sys.argv[3]) if len(sys.argv) > 3 else build(folder, count, versions)
        print(f"store of {path.stat().st_size / 1e6:,.0f} MB")
        look_ups(path)
        brands(path)
        generic_names(path)
        diaries(path, folder)


if __name__ == "__main__":
    main()
