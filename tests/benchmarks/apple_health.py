"""Read a made-up Apple Health export of any size, and print what it took.

    python tests/benchmarks/apple_health.py [MEGABYTES] [SHARE OF DIETARY RECORDS]

The file is written to a temporary folder and removed. 2000 MB must stay below 300 MB of memory.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

LIMIT_MB = 300
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!ELEMENT HealthData (ExportDate,Me,(Record|Workout)*)>
]>
<HealthData locale="en_US">
 <ExportDate value="2026-05-20 08:00:00 -0700"/>
"""
RECORD = (
    ' <Record type="HKQuantityTypeIdentifier{kind}" sourceName="{source}" sourceVersion="9.1" '
    'device="&lt;&lt;HKDevice: 0x2830a1c20&gt;, name:Watch, manufacturer:Nobody Inc.&gt;" '
    'unit="{unit}" creationDate="{when}" startDate="{when}" endDate="{when}" value="{value}"{end}\n'
)
FOOD = '  <MetadataEntry key="HKFoodType" value="{food}"/>\n </Record>\n'
NUTRIENTS = (
    *(("EnergyConsumed", "Cal"), ("Protein", "g"), ("Carbohydrates", "g"), ("FatTotal", "g")),
    *(("VitaminD", "mcg"), ("Magnesium", "mg"), ("Calcium", "mg"), ("Potassium", "mg")),
    *(("VitaminB12", "mcg"), ("Fiber", "g"), ("Iron", "mg"), ("Sodium", "mg")),
)


def lines(share: float) -> Iterator[str]:
    """Records without end: a food with its nutrients, then steps and heart beats."""
    dice = random.Random(1)
    food = 0
    while True:
        day = date(2016, 1, 1) + timedelta(days=food // 12 % 3600)
        when = f"{day} {7 + food % 12:02d}:{food // 43200 % 60:02d}:00 -0700"
        name = f"Food {food % 400}"
        for kind, unit in NUTRIENTS:
            yield RECORD.format(
                kind=f"Dietary{kind}", source="Diary", unit=unit, when=when,
                value=round(dice.uniform(0, 90), 2), end=">",
            ) + FOOD.format(food=name)  # fmt: skip
        for beat in range(round(len(NUTRIENTS) * (1 - share) / share)):
            yield RECORD.format(
                kind="HeartRate", source="Watch", unit="count/min", when=when, value=50 + beat % 90,
                end="/>",
            )  # fmt: skip
        food += 1


def write(path: Path, megabytes: float, share: float) -> int:
    """The file; how many foods are in it."""
    foods = written = 0
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for line in lines(share):
            whole = 'DietaryEnergyConsumed"' in line
            if whole and written > megabytes * 1e6:
                break
            foods += whole
            written += file.write(line)
        file.write("</HealthData>\n")
    return foods


def main(megabytes: float = 2000, share: float = 0.05) -> None:
    from nutrigap.diary import read_diary

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.xml"
        foods = write(path, megabytes, share)
        started = time.process_time()
        diary = read_diary(path)
        seconds = time.process_time() - started
        size = path.stat().st_size / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    assert len(diary.entries) == foods
    print(f"{size:,.0f} MB, {foods:,} foods: {seconds:.1f} s of CPU, {peak:,.0f} MB at most")
    if megabytes >= 2000 and peak > LIMIT_MB:
        sys.exit(f"more than {LIMIT_MB} MB")


if __name__ == "__main__":
    main(*map(float, sys.argv[1:]))
