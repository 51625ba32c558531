"""CPU of the commands against named baselines, interleaved in one run; prints ratios.

    python tests/benchmarks/commands.py

The diary has 1,000 lines over 30 days with 150 distinct names, taken from the packaged foods. As
after an installation all modules are compiled: a first round that is not counted sees to that.
"""

import csv
import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STORE = ROOT / "nutrigap" / "tables" / "foods.sqlite"
ROUNDS = 5
LINES, NAMES, DAYS = 1000, 150, 30
AMOUNTS = ("1 cup", "120 g", "2 tbsp", "1 slice", "1", "250 ml")

COMPILING = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

EMPTY_PROGRAM = """
import typer
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
def make(number):
    def command(): "One."
    command.__name__ = f"command{number}"
    return command
for number in range(COMMANDS): app.command()(make(number))
app(["--help"])
"""


def cpu_seconds(words: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(words, check=True, capture_output=True, cwd=ROOT, env=COMPILING)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def write_diary(path: Path) -> None:
    with sqlite3.connect(STORE) as store:
        found = store.execute(
            "SELECT description FROM food WHERE data_type = 'survey'"
            " ORDER BY popularity DESC LIMIT ?",
            (NAMES,),
        )
        names = [name.lower().replace(", nfs", "") for (name,) in found]
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["date", "meal", "food", "amount"])
        for line in range(LINES):
            day = f"2026-03-{1 + line * DAYS // LINES:02d}"
            amount = AMOUNTS[line % NAMES % len(AMOUNTS)]
            writer.writerow([day, "Meal", names[line * 7 % NAMES], amount])


def count_commands() -> int:
    from nutrigap.cli import app

    return len(app.registered_commands) + len(app.registered_groups)


def measure(diary: Path) -> dict[str, float]:
    python = [sys.executable, "-m", "nutrigap"]
    who = ["--sex", "female", "--age", "34", "--store", str(STORE)]
    empty = EMPTY_PROGRAM.replace("COMMANDS", str(count_commands()))
    programs = {
        "import pandas": [sys.executable, "-c", "import pandas"],
        "empty typer program": [sys.executable, "-c", empty],
        "gaps, 1,000 lines": [*python, "gaps", str(diary), *who, "--csv"],
        "--help": [*python, "--help"],
        "formats": [*python, "formats"],
        "foods search": [*python, "foods", "search", "rolled oats"],
    }
    taken: dict[str, list[float]] = {name: [] for name in programs}
    for words in programs.values():
        cpu_seconds(words)
    for _ in range(ROUNDS):
        for name, words in programs.items():
            taken[name].append(cpu_seconds(words))
    return {name: statistics.median(times) for name, times in taken.items()}


BARS = (
    ("gaps, 1,000 lines", "import pandas", 2.5),
    ("--help", "empty typer program", 1.5),
    ("formats", "empty typer program", 1.5),
    ("foods search", "empty typer program", None),
)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        diary = Path(folder) / "diary.csv"
        write_diary(diary)
        seconds = measure(diary)
    print(f"CPU seconds, median of {ROUNDS} interleaved rounds")
    for name, value in seconds.items():
        print(f"  {name:22}{value:8.3f}")
    for name, baseline, bar in BARS:
        ratio = seconds[name] / seconds[baseline]
        wanted = f"   bar {bar}" if bar else ""
        print(f"{name} / {baseline}: {ratio:.2f}{wanted}")


if __name__ == "__main__":
    main()
