"""Derive ``nutrigap/tables/popularity.csv``: how many people reported each survey food.

Source: NHANES 2017 to March 2020, one recall day of 11,325 people, as counted in
``matching/popularity_nhanes_2017_2020.csv`` of the reference files.

The survey years were coded with two releases of FNDDS. A food whose wording did not change between
them has one row over all people; a food that was reworded has two rows, each over the people of its
own release, with the same denominator. Each person's day was coded once, so the two rows count
different people and are summed; the median portion of the two is weighted by their entries.
"""

import csv
import os
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("NUTRIGAP_SHARED", ROOT.parent / "shared"))
SOURCE = "NHANES 2017-March 2020"


def main() -> None:
    """Write the table."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    path = SHARED / "matching" / "popularity_nhanes_2017_2020.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["food_code"]].append(row)
    target = ROOT / "nutrigap" / "tables" / "popularity.csv"
    with target.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["food_code", "persons", "median_grams", "source", "confidence"])
        out.writerows(pooled(code, found[code]) for code in sorted(found))
    print(f"{target.name}: {len(found)} foods, {sum(len(r) > 1 for r in found.values())} pooled")


def pooled(code: str, rows: list[dict[str, str]]) -> list[str]:
    """One row for a food code."""
    persons = sum(int(row["persons_reporting"]) for row in rows)
    entries = sum(int(row["entries"]) for row in rows)
    grams = sum(float(row["median_grams"]) * int(row["entries"]) for row in rows) / entries
    confidence = "counted" if len(rows) == 1 else "two wordings summed"
    return [code, str(persons), f"{round(grams, 1):g}", SOURCE, confidence]


if __name__ == "__main__":
    main()
