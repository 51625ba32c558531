"""Write ``nutrigap/tables/within_person.csv``: how much one person's days differ.

Run from the repository: ``python data/derive/within_person.py``. Reads
``within_person_nhanes_2015_2016.csv``, ``within_person_published.csv`` and the day totals behind
the first in ``$NUTRIGAP_SHARED/method`` (default ``../shared``). Standard deviations that were read
in the published book replace the measured ones of the same group; cells known from memory only are
left out, so that under 14 years only energy has a row. Potassium under 19 is an assumption.
"""

import csv
import gzip
import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("NUTRIGAP_SHARED", ROOT.parent / "shared"))
TABLE = ROOT / "nutrigap" / "tables" / "within_person.csv"

COLUMNS = [
    "sex", "age_from_years", "age_to_years", "nutrient", "unit", "sd_within", "sd_within_se",
    "cv_within", "boxcox_lambda", "boxcox_mean", "boxcox_sd_between", "boxcox_sd_within", "people",
    "smallest", "source", "boxcox_source", "confidence",
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
FIRST_MEASURED, ADULT = 14, 19


# Potassium under 19 years, where too few people were measured: a share of the person's own mean.
ASSUMED_CV = "0.4"
ASSUMED = (
    "assumption: 40 % of the person's own mean; IOM 2000, Applications in Dietary Assessment, "
    "Appendix B gives 31 to 38 % for adults"
)
# The two-day file's column of each nutrient.
DAY_COLUMNS = {
    "vitamin_d": "vitamin_d_ug",
    "magnesium": "magnesium_mg",
    "calcium": "calcium_mg",
    "potassium": "potassium_mg",
    "vitamin_b12": "vitamin_b12_ug",
    "energy": "energy_kcal",
}
Row = dict[str, str]


def main() -> None:
    """Write the table."""
    days = read_days(SHARED / "method" / "nhanes_2015_2016_two_days.csv.gz")
    rows = [house(row, days) for row in read("within_person_nhanes_2015_2016")]
    rows += [printed(row) for row in read("within_person_published")]
    rows += [assumed(sex) for sex in ("female", "male")]
    with TABLE.open("w", encoding="utf-8", newline="") as lines:
        out = csv.DictWriter(lines, COLUMNS, lineterminator="\n", extrasaction="ignore")
        out.writeheader()
        out.writerows(rows)
    print(f"{TABLE.relative_to(ROOT)}: {len(rows)} rows")


def read(name: str) -> Iterator[Row]:
    """The rows of a collected table."""
    with (SHARED / "method" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def read_days(path: Path) -> list[Row]:
    """Day totals of people with two recalls."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def house(row: Row, days: list[Row]) -> Row:
    """One measured group and nutrient in the house shape."""
    few = int(row["people"]) < FEW_PEOPLE
    found = row | {
        "cv_within": f"{float(row['cv_within_percent']) / 100:.4g}",
        "smallest": smallest(row, days),
        "source": MEASURED,
        "boxcox_source": MEASURED,
        "confidence": "measured, few people" if few else "measured",
    }
    book = PUBLISHED.get((row["sex"], row["age_from_years"], row["nutrient"]))
    if book:
        found |= {"sd_within": book[0], "cv_within": book[1], "sd_within_se": ""}
        found |= {"source": BOOK, "confidence": "published, read in the book"}
    if row["nutrient"] == "potassium" and int(row["age_from_years"]) < ADULT:
        found |= {"sd_within": "", "sd_within_se": "", "cv_within": ASSUMED_CV}
        found |= {"source": ASSUMED, "confidence": "assumption"}
    return found


def smallest(group: Row, days: list[Row]) -> str:
    """The smallest amount above zero that anybody of a group had in a day."""
    column, last = DAY_COLUMNS[group["nutrient"]], float(group["age_to_years"] or "inf")
    amounts = (
        float(day[column])
        for day in days
        if day["sex"] == group["sex"]
        and float(group["age_from_years"]) <= float(day["age_years"]) < last
    )
    return f"{min(amount for amount in amounts if amount > 0):g}"


def printed(row: Row) -> Row:
    """One published group in the house shape; those of the measured groups' ages end below them."""
    return row | {
        "age_to_years": str(min(int(row["age_to_years"]), FIRST_MEASURED)),
        "cv_within": f"{float(row['cv_within_percent']) / 100:.4g}",
        "people": row["n"],
        "confidence": "published, read in the book",
    }


def assumed(sex: str) -> Row:
    """Potassium of young children: no standard deviation of its own, a labelled assumption."""
    row = dict.fromkeys(COLUMNS, "")
    return row | {
        "sex": sex,
        "age_from_years": "1",
        "age_to_years": str(FIRST_MEASURED),
        "nutrient": "potassium",
        "unit": "mg",
        "cv_within": ASSUMED_CV,
        "source": ASSUMED,
        "confidence": "assumption",
    }


if __name__ == "__main__":
    main()
