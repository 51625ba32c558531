"""CPU of matching names, against a limit and against full-text search in SQLite; prints ratios.

    python tests/benchmarks/matching.py

A thousand distinct names, worded as diaries do from popular packaged foods (turned round, cut
short, one in twelve misspelt), go through ``nutrigap foods match --csv`` and through a whole
diary, from a cold start. Retrieval alone, the candidates of a name by its words before they are
ranked, is timed against FTS5 over the same descriptions and synonyms (any word, 60 best by bm25),
with both warm, interleaved, the same names.
"""

import csv
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from commands import COMPILING, STORE, cpu_seconds

from nutrigap.names import Finder, Query
from nutrigap.names.asking import ask
from nutrigap.names.ranking import long_list
from nutrigap.names.words import plain, tokens

NAMES, ROUNDS, LISTED = 1000, 5, 60
MOST_SECONDS, LEAST_RATIO = 5.0, 2.0


def diary_names(store: sqlite3.Connection) -> list[str]:
    """Distinct names as diaries word them."""
    rows = store.execute(
        "SELECT description FROM food WHERE data_type = 'survey' ORDER BY popularity DESC, fdc_id"
    )
    names: dict[str, None] = {}
    for number, (description,) in enumerate(rows):
        parts = [p.strip() for p in description.replace("NFS", "").split(",") if p.strip()]
        words = (" ".join(reversed(parts[:2])), ", ".join(parts[:3]), " ".join(parts[:3]))
        name = words[number % 3].lower()
        if number % 12 == 5 and len(name) > 6:
            name = name[:3] + name[4] + name[3] + name[5:]
        names.setdefault(name)
        if len(names) == NAMES:
            break
    return list(names)


def end_to_end(names: list[str]) -> dict[str, float]:
    """CPU seconds of two commands on a file of the names."""
    with tempfile.TemporaryDirectory() as folder:
        listed, diary = Path(folder) / "names.csv", Path(folder) / "diary.csv"
        with listed.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([["food", "amount"], *([name, "100 g"] for name in names)])
        with diary.open("w", newline="", encoding="utf-8") as file:
            rows = ([f"2026-03-{1 + at % 28:02d}", name, "100 g"] for at, name in enumerate(names))
            csv.writer(file).writerows([["date", "food", "amount"], *rows])
        python = [sys.executable, "-m", "nutrigap"]
        kept = ["--store", str(STORE)]
        who = ["--sex", "female", "--age", "34", *kept]
        commands = {
            "foods match --csv": [
                *python,
                "foods",
                "match",
                str(listed),
                "--store",
                str(STORE),
                "--csv",
            ],
            "gaps --csv": [*python, "gaps", str(diary), *who, "--csv"],
        }
        subprocess.run(commands["gaps --csv"], check=True, capture_output=True, env=COMPILING)
        return {
            name: statistics.median(cpu_seconds(words) for _ in range(3))
            for name, words in commands.items()
        }


def full_text(store: sqlite3.Connection) -> Callable[[str], int]:
    """Search in an FTS5 table of the same words, made in memory."""
    search = sqlite3.connect(":memory:")
    search.execute("CREATE VIRTUAL TABLE food USING fts5(description, synonyms)")
    search.executemany(
        "INSERT INTO food(rowid, description, synonyms) VALUES (?, ?, ?)",
        store.execute(
            "SELECT fdc_id, description, (SELECT group_concat(text, ' ') FROM synonym "
            "WHERE synonym.fdc_id = food.fdc_id) FROM food WHERE data_type != 'branded'"
        ).fetchall(),
    )
    question = "SELECT rowid FROM food WHERE food MATCH ? ORDER BY bm25(food, 1.0, 0.85) LIMIT ?"

    def find(name: str) -> int:
        words = " OR ".join(f'"{word}"' for word in tokens(plain(name)) if word[0].isalnum())
        return len(search.execute(question, (words, LISTED)).fetchall())

    return find


def own(store: sqlite3.Connection) -> Callable[[str], int]:
    """Our own retrieval: the name read and repaired, and its long list."""
    index = Finder(store).index

    def find(name: str) -> int:
        asked = ask(Query(name), index)
        return len(long_list(asked, index)) if asked else 0

    return find


def names_per_second(find: Callable[[str], int], names: list[str]) -> float:
    """Names a second of CPU, all names once."""
    start = time.process_time()
    for name in names:
        find(name)
    return len(names) / (time.process_time() - start)


def main() -> None:
    """Measure and print."""
    store = sqlite3.connect(f"file:{STORE}?mode=ro&immutable=1", uri=True)
    names = diary_names(store)
    print(f"{len(names)} distinct names, CPU of a cold start to the end")
    for name, seconds in end_to_end(names).items():
        print(f"  {name:22}{seconds:8.3f} s   bar {MOST_SECONDS:.0f} s")
    ways = {"nutrigap": own(store), "FTS5": full_text(store)}
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, find in ways.items():
            rates[name].append(names_per_second(find, names))
    found = {name: statistics.median(values) for name, values in rates.items()}
    print(f"candidates, names a second of CPU, median of {ROUNDS} interleaved rounds")
    for name, rate in found.items():
        print(f"  {name:22}{rate:8,.0f}")
    print(f"nutrigap / FTS5: {found['nutrigap'] / found['FTS5']:.2f}   bar {LEAST_RATIO}")


if __name__ == "__main__":
    main()
