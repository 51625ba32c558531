"""Write ``nutrigap/tables/within_person.csv``: how much one person's days differ.

Run from the repository: ``python data/derive/within_person.py``. Reads
``$NUTRIGAP_SHARED/method/within_person_nhanes_2015_2016.csv`` (default ``../shared``). Standard
deviations that were read in the published book replace the measured ones of the same group; cells
known from memory only are left out.
"""

import csv
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("NUTRIGAP_SHARED", ROOT.parent / "shared"))
TABLE = ROOT / "nutrigap" / "tables" / "within_person.csv"

COLUMNS = [
    "sex", "age_from_years", "age_to_years", "nutrient", "unit", "sd_within", "sd_within_se",
    "cv_within", "boxcox_lambda", "boxcox_mean", "boxcox_sd_between", "boxcox_sd_within", "people",
    "source", "boxcox_source", "confidence",
]  # fmt: skip
BOOK = (
    "IOM 2000, Dietary Reference Intakes: Applications in Dietary Assessment, Appendix B; "
    "CSFII 1994-96, foods only, women 19 to 50 (n = 2480)"
)
MEASURED = (
    "NHANES 2015-2016, computed from the day totals (foods and drinks) of people with two recalls, "
    "unweighted"
)
# sex, age from, nutrient -> standard deviation, coefficient of variation.
PUBLISHED = {
    ("female", "19", "calcium"): ("325", "0.51"),
    ("female", "19", "magnesium"): ("86", "0.38"),
}
FEW_PEOPLE = 100


def main() -> None:
    """Write the table."""
    path = SHARED / "method" / "within_person_nhanes_2015_2016.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [house(row) for row in csv.DictReader(lines)]
    with TABLE.open("w", encoding="utf-8", newline="") as lines:
        out = csv.DictWriter(lines, COLUMNS, lineterminator="\n", extrasaction="ignore")
        out.writeheader()
        out.writerows(rows)
    print(f"{TABLE.relative_to(ROOT)}: {len(rows)} rows")


def house(row: dict[str, str]) -> dict[str, str]:
    """One group and nutrient in the house shape."""
    few = int(row["people"]) < FEW_PEOPLE
    found = row | {
        "cv_within": f"{float(row['cv_within_percent']) / 100:.4g}",
        "source": MEASURED,
        "boxcox_source": MEASURED,
        "confidence": "measured, few people" if few else "measured",
    }
    book = PUBLISHED.get((row["sex"], row["age_from_years"], row["nutrient"]))
    if book:
        found |= {"sd_within": book[0], "cv_within": book[1], "sd_within_se": ""}
        found |= {"source": BOOK, "confidence": "published, read in the book"}
    return found


if __name__ == "__main__":
    main()
