"""CPU of a report against importing what any plotting script imports; prints ratios.

    python tests/benchmarks/report.py

The diary has 1,000 lines over 30 days with 150 distinct names, as in ``commands.py``.
"""

import statistics
import sys
import tempfile
from pathlib import Path

from commands import STORE, cpu_seconds, write_diary

ROUNDS = 5
BAR = 4.0
BASELINE = "import pandas, matplotlib.pyplot"


def measure(folder: Path) -> dict[str, float]:
    diary = folder / "diary.csv"
    write_diary(diary)
    who = ["--sex", "female", "--age", "34", "--store", str(STORE)]
    report = [sys.executable, "-m", "nutrigap", "report", str(diary), *who, "-o"]
    programs = {BASELINE: [sys.executable, "-c", BASELINE]}
    programs |= {
        f"report {ending}": [*report, str(folder / f"report{ending}")]
        for ending in (".html", ".pdf", ".xlsx", ".md")
    }
    taken: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(ROUNDS):
        for name, words in programs.items():
            taken[name].append(cpu_seconds(words))
    return {name: statistics.median(times) for name, times in taken.items()}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        seconds = measure(Path(folder))
    print(f"CPU seconds, median of {ROUNDS} interleaved rounds")
    for name, value in seconds.items():
        ratio = value / seconds[BASELINE]
        wanted = f"   bar {BAR:g}" if name == "report .html" else ""
        print(f"  {name:34}{value:8.3f}{ratio:8.2f} × the imports{wanted}")


if __name__ == "__main__":
    main()
