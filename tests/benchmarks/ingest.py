"""CPU and memory of reading a full download against ``unzip -p`` and pandas' defaults.

    python tests/benchmarks/ingest.py [FOODS] [VERSIONS] [ROUNDS]

The download is made up (``release.py``): so many branded foods (200,000; the real one holds two
million, 26 million nutrient rows, for which pandas takes 6 GB of memory) with so many versions of
each bar code (1: every food is kept, the most there can be to do; USDA's have several).
"""

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from release import FIRST_ID, FOLDER, TABLES, write_release

READ = f"""
import sys
from collections import Counter
from nutrigap.fdc.source import FdcSource
from nutrigap.fdc.values import read_values
with FdcSource(sys.argv[1]) as source:
    ids = range({FIRST_ID}, {FIRST_ID} + int(sys.argv[2]))
    print(sum(1 for _ in read_values(source, ids, Counter())))
"""
BUILD = """
import sys
from nutrigap.fdc import read_release, write_store
write_store([read_release(sys.argv[1])], sys.argv[1] + ".sqlite")
"""
PANDAS = """
import sys, zipfile
import pandas as pd
with zipfile.ZipFile(sys.argv[1]) as archive, archive.open(sys.argv[2]) as file:
    print(len(pd.read_csv(file)))
"""
BARS = {"nutrients read": 2.0, "store built": 5.0}


def run(words: list[str]) -> tuple[float, float]:
    """CPU seconds and peak memory [MB] of a command."""
    timed = ["/usr/bin/env", "python3", "-c", TIMED, *words]
    out = subprocess.run(timed, check=True, capture_output=True, text=True).stdout
    seconds, peak = out.split()[-2:]
    return float(seconds), float(peak)


# One process a measurement: the peak of children is that of the largest so far.
TIMED = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


def main() -> None:
    """Print the table."""
    given = [int(text) for text in sys.argv[1:]]
    count, versions, rounds = (*given, *(200_000, 1, 3)[len(given) :])
    with tempfile.TemporaryDirectory() as folder:
        path = write_release(Path(folder) / f"{FOLDER}.zip", count, versions)
        members = {name: f"{FOLDER}/{name}.csv" for name in TABLES}
        runs = {
            "unzip -p": ["unzip", "-p", str(path), members["food_nutrient"]],
            "unzip -p, all": ["unzip", "-p", str(path)],
            "nutrients read": [sys.executable, "-c", READ, str(path), str(count)],
            "store built": [sys.executable, "-c", BUILD, str(path)],
            "pandas defaults": [sys.executable, "-c", PANDAS, str(path), members["food_nutrient"]],
        }
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
        for _ in range(rounds):
            for name, words in runs.items():
                taken[name].append(run(words))
    print(f"{count:,} foods, {versions} versions of each bar code, median of {rounds} rounds")
    seconds = {name: statistics.median(s for s, _ in runs) for name, runs in taken.items()}
    for name, runs in taken.items():
        ratio, whole = seconds[name] / seconds["unzip -p"], seconds[name] / seconds["unzip -p, all"]
        bar = f"   bar {BARS[name]}" if name in BARS else ""
        peak = max(peak for _, peak in runs)
        print(f"{name:16} {seconds[name]:7.2f} s CPU {ratio:6.2f} × unzip -p of the nutrient table"
              f" {whole:6.2f} × of all tables {peak:7,.0f} MB{bar}")  # fmt: skip


if __name__ == "__main__":
    main()
