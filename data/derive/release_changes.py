"""Derive ``nutrigap/tables/release_changes.csv``: what USDA gave for survey foods before.

Source: the "FNDDS Nutrient Values" workbooks of FNDDS 2017-2018 and 2019-2020, compared with that
of 2021-2023. A row is a food code in an older release with at least one value of the shown
nutrients that differs by more than 5 % of the larger and by more than one unit of the last digit
that USDA publishes; an empty cell is a value that did not change. Units are the canonical ones, per
100 g. A code that a release lacks has no row in it.
"""

import csv
import os
from pathlib import Path

from openpyxl import load_workbook

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("NUTRIGAP_SHARED", ROOT.parent / "shared"))
TABLE = ROOT / "nutrigap" / "tables" / "release_changes.csv"
CURRENT = ("survey_2024-10-31", "2021-2023")
OLDER = (("survey_2022-10-28", "2019-2020"), ("survey_2017-2018", "2017-2018"))
# Column of the workbook, in the unit of nutrients.csv, and one unit of its last digit.
COLUMNS = {
    "vitamin_d": ("Vitamin D (D2 + D3) (mcg)", 0.1),
    "magnesium": ("Magnesium (mg)", 1.0),
    "calcium": ("Calcium (mg)", 1.0),
    "potassium": ("Potassium (mg)", 1.0),
    "vitamin_b12": ("Vitamin B-12 (mcg)", 0.01),
}
LEAST_CHANGE = 0.05


def main() -> None:
    """Write the table."""
    current = read_workbook(*CURRENT)
    rows = [row for older in OLDER for row in changed(read_workbook(*older), current, older[1])]
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["food_code", "release", *COLUMNS, "source", "confidence"])
        out.writerows(rows)
    cells = {r: sum(c != "" for row in rows if row[1] == r for c in row[2:-2]) for _, r in OLDER}
    print(f"{TABLE.name}: {len(rows)} rows, changed cells {cells}")


def read_workbook(folder: str, release: str) -> dict[str, list[float]]:
    """Values per 100 g by food code."""
    name = f"{release} FNDDS At A Glance - FNDDS Nutrient Values.xlsx"
    book = load_workbook(SHARED / "fdc" / folder / "at_a_glance" / name, read_only=True)
    _, header, *body = book.worksheets[0].iter_rows(values_only=True)
    names = [" ".join(str(cell).split()) for cell in header]
    places = [names.index(column) for column, _ in COLUMNS.values()]
    return {str(row[0]): [float(row[at]) for at in places] for row in body if row[0]}


def changed(
    older: dict[str, list[float]], current: dict[str, list[float]], release: str
) -> list[list[str]]:
    """Rows of the table for one older release."""
    rows = []
    for code in sorted(older.keys() & current.keys()):
        cells = [
            f"{old:g}" if differs(old, new, digit) else ""
            for old, new, (_, digit) in zip(
                older[code], current[code], COLUMNS.values(), strict=True
            )
        ]
        if any(cells):
            rows.append([code, release, *cells, "USDA workbook", "as published"])
    return rows


def differs(old: float, new: float, digit: float) -> bool:
    """Whether two published values differ by more than rounding and by more than 5 %."""
    return abs(old - new) > max(LEAST_CHANGE * max(old, new), 1.01 * digit)


if __name__ == "__main__":
    main()
