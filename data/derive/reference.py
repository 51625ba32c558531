"""Write ``nutrigap/tables/reference/*.csv`` and ``label_values.csv`` from the collected values.

Run from the repository: ``python data/derive/reference.py``. Reads
``$NUTRIGAP_SHARED/method/reference_intakes.csv`` (default ``../shared``). Rows known from memory
only are left out; rows whose sources disagree keep the value given and say so.
"""

import csv
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("NUTRIGAP_SHARED", ROOT.parent / "shared"))
TABLES = ROOT / "nutrigap" / "tables"

Row = dict[str, str]

FILES = {
    "NASEM DRI (US/Canada)": "us_dri",
    "NASEM DRI (US/Canada) SUPERSEDED": "superseded/us_dri_2005",
    "EFSA DRV": "efsa",
    "UK DRV (COMA 1991; SACN 2016 vit D)": "uk",
    "UK EVM": "uk",
    "Nordic NNR": "nnr2023",
    "NHMRC/NZ MoH NRV": "au_nz",
    "D-A-CH (DGE/ÖGE/SGE)": "dach",
    "FAO/WHO": "fao_who",
    "Japan DRI (MHLW)": "japan",
    "ICMR-NIN": "india",
}
LABEL_SETS = {
    "FDA Daily Value": "fda_dv",
    "FDA Daily Value OLD": "fda_dv_old",
    "EU NRV (labelling)": "eu_nrv",
    "Canada Daily Value": "ca_dv",
}
# The collection's word -> (kind, the authority's own word).
KINDS = {
    "EAR": ("average_requirement", "EAR"),
    "AR": ("average_requirement", "AR"),
    "RDA": ("recommended", "RDA"),
    "RDI": ("recommended", "RDI"),
    "PRI": ("recommended", "PRI"),
    "RI": ("recommended", "RI"),
    "RNI": ("recommended", "RNI"),
    "recommended (RDA)": ("recommended", "recommended (RDA)"),
    "AI": ("adequate_intake", "AI"),
    "estimated value (AI)": ("adequate_intake", "estimated value (AI)"),
    "Safe intake": ("adequate_intake", "Safe intake"),
    "LRNI": ("lower_threshold", "LRNI"),
    "UL": ("upper_limit", "UL"),
    "CDRR": ("chronic_disease", "CDRR"),
    "SDT": ("chronic_disease", "SDT"),
    "DG": ("chronic_disease", "DG"),
    "provisional AR": ("guidance", "provisional AR"),
    "guideline minimum": ("guidance", "guideline minimum"),
    "Guidance level": ("guidance", "Guidance level"),
}
SEXES = {"B": "any", "F": "female", "M": "male"}
STAGES = {"none": "general", "infant": "general", "pregnancy": "pregnant", "lactation": "lactating"}
COLUMNS = [
    "nutrient", "kind", "label", "sex", "age_from_years", "age_to_years", "life_stage",
    "trimester", "amount", "unit", "applies_to", "includes_added", "requirement_cv",
    "requirement_cv_basis", "edition", "source", "confidence", "note",
]  # fmt: skip
LABEL_COLUMNS = [
    "label_set", "nutrient", "group", "age_from_years", "age_to_years", "amount", "unit",
    "edition", "source", "confidence", "note",
]  # fmt: skip
NUTRIENTS = ("vitamin_d", "magnesium", "calcium", "potassium", "vitamin_b12")
# Increments are for women who may be pregnant: bands that begin in these years [years].
FERTILE = (12, 50)
# Mothers of 18 years or less are one band, however young.
UP_TO_18 = "<=18 y"
PROVISIONAL = "infant values provisional"
SAME = "no increment"
IMPLIED = "requirement CV implied by recommended amount = average requirement + 2 SD"
OLDER_D = (
    "the recommended amount of this age allows for more than the spread of the requirement; the "
    "requirement CV is that of the younger adults"
)


def main() -> None:
    """Write every table."""
    path = SHARED / "method" / "reference_intakes.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["confidence"] != "memory only"]
    for name in dict.fromkeys(FILES.values()):
        write(TABLES / "reference" / f"{name}.csv", COLUMNS, reference(rows, name))
    write(TABLES / "label_values.csv", LABEL_COLUMNS, labels(rows))


def write(path: Path, columns: list[str], rows: list[Row]) -> None:
    """One CSV, LF line ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as lines:
        out = csv.DictWriter(lines, columns, lineterminator="\n")
        out.writeheader()
        out.writerows(rows)
    print(f"{path.relative_to(ROOT)}: {len(rows)} rows")


def reference(rows: Iterable[Row], name: str) -> list[Row]:
    """The rows of one authority in the house shape, increments expanded."""
    own = [row for row in rows if FILES.get(row["authority"]) == name]
    plain = [house(row) for row in own if "increment" not in row["kind"]]
    expanded = [new for row in own if "increment" in row["kind"] for new in expand(row, plain)]
    kept = [new for row in own if row["basis_scope"].startswith(SAME) for new in keep(row, plain)]
    found = plain + expanded + kept
    found += [not_set(row) for row in found if undetermined_for_infants(row)]
    for row in found:
        imply_cv(row, found)
    return sorted(found, key=order)


def house(row: Row) -> Row:
    """One row in the house shape."""
    kind, label = KINDS[row["kind"]]
    amount, note = amount_of(row)
    cv = row["requirement_cv_pct"]
    stated = cv and "IMPLIED" not in row["basis_scope"]
    return {
        "nutrient": row["nutrient"],
        "kind": kind,
        "label": label,
        "sex": SEXES[row["sex"]],
        "age_from_years": "0" if row["age_label"] == UP_TO_18 else row["age_min_years"] or "0",
        "age_to_years": row["age_max_years"],
        "life_stage": STAGES[row["life_stage"]],
        "trimester": "3" if row["age_label"] == "third trimester" else "",
        "amount": amount,
        "unit": row["unit"],
        "applies_to": "supplements" if supplements_only(row) else "total",
        "includes_added": "yes" if "ADDED" in row["basis_scope"].upper() and kind == "upper_limit"
        and supplements_only(row) else "no",
        "requirement_cv": f"{float(cv) / 100:g}" if stated else "",
        "requirement_cv_basis": "stated" if stated else "",
        "edition": row["edition_year"],
        "source": source_of(row),
        "confidence": row["confidence"],
        "note": note,
    }  # fmt: skip


def amount_of(row: Row) -> tuple[str, str]:
    """Amount and note; a range keeps its upper end, ND has no amount."""
    note = row["basis_scope"].split("; No single CV")[0]
    note = "" if note.startswith("No single CV") else note.strip()
    if note == PROVISIONAL and row["life_stage"] != "infant":
        note = ""
    value = row["value"]
    if value == "ND":
        return "", "; ".join(filter(None, ["none set: not determinable", note]))
    if "-" in value:
        return value.split("-")[1], f"printed as the range {value}; the upper end is used"
    return f"{float(value):g}", note


def supplements_only(row: Row) -> bool:
    """Whether the value is compared with supplements and fortificants, not with food."""
    scope = row["basis_scope"].lower()
    if row["kind"] == "Guidance level":
        return True
    return row["kind"] == "UL" and row["nutrient"] == "magnesium" and bool(scope)


def source_of(row: Row) -> str:
    """Document, and what it was checked against."""
    second = row["second_source"]
    return f"{row['source']}; compared with: {second}" if second else row["source"]


def expand(increment: Row, plain: list[Row]) -> Iterator[Row]:
    """What an increment makes of the age bands it is added to."""
    base = increment["kind"].removesuffix(" increment")
    kind, label = KINDS[base]
    same = {"nutrient": increment["nutrient"], "kind": kind, "label": label, "sex": "female"}
    for row in plain:
        fertile = FERTILE[0] <= float(row["age_from_years"]) < FERTILE[1]
        if row["life_stage"] == "general" and fertile and all(row[k] == v for k, v in same.items()):
            yield row | {
                "life_stage": STAGES[increment["life_stage"]],
                "amount": f"{float(row['amount']) + float(increment['value']):g}",
                "source": source_of(increment),
                "confidence": weaker(row["confidence"], increment["confidence"]),
                "note": f"{row['amount']} of the age band plus {increment['value']}",
            }


def keep(same: Row, plain: list[Row]) -> Iterator[Row]:
    """The other values of the age bands that a life stage without an increment shares."""
    first, last = float(same["age_min_years"]), float(same["age_max_years"])
    for row in plain:
        inside = first <= float(row["age_from_years"]) and float(row["age_to_years"] or 999) <= last
        shared = row["kind"] in ("average_requirement", "lower_threshold")
        female = row["sex"] in ("female", "any") and row["nutrient"] == same["nutrient"]
        if inside and shared and female and row["life_stage"] == "general":
            yield row | {
                "sex": "female",
                "life_stage": STAGES[same["life_stage"]],
                "note": f"{SAME}: the value of the age band",
            }


def weaker(*found: str) -> str:
    """The least certain of several confidences."""
    scale = ("sources disagree", "one source", "two sources agree")
    return min(found, key=scale.index)


def undetermined_for_infants(row: Row) -> bool:
    """Whether a note of the youngest band says that infants have no value."""
    return "ND for infants" in row["note"] and row["age_from_years"] == "1"


def not_set(row: Row) -> Row:
    """The infants' row that such a note stands for."""
    note = "none set: not determinable"
    return row | {"age_from_years": "0", "age_to_years": "1", "amount": "", "note": note}


def imply_cv(row: Row, rows: list[Row]) -> None:
    """Fill an unstated requirement CV from the recommended amount of the same group."""
    if row["kind"] != "average_requirement" or row["requirement_cv"]:
        return
    group = ("nutrient", "sex", "life_stage", "age_from_years", "edition")
    pair = [r for r in rows if r["kind"] == "recommended" and all(r[k] == row[k] for k in group)]
    if not pair:
        return
    need, recommended = float(row["amount"]), float(pair[0]["amount"])
    notes = [row["note"], IMPLIED]
    if row["nutrient"] == "vitamin_d" and float(row["age_from_years"]) > 70:
        younger = [r for r in rows if r["kind"] == "recommended" and younger_adults(r, row)]
        recommended = float(younger[0]["amount"])
        notes.append(OLDER_D)
    row["requirement_cv"] = f"{(recommended - need) / (2 * need):.6g}"
    row["requirement_cv_basis"] = "implied"
    row["note"] = "; ".join(filter(None, notes))


def younger_adults(row: Row, older: Row) -> bool:
    """Whether a row is the band just below the oldest one."""
    group = ("nutrient", "sex", "life_stage")
    ends_there = row["age_to_years"] == older["age_from_years"]
    return ends_there and all(row[k] == older[k] for k in group)


def order(row: Row) -> tuple[object, ...]:
    """Nutrient, kind, sex, life stage, age."""
    kinds = list(dict.fromkeys(kind for kind, _ in KINDS.values()))
    stages = ("general", "pregnant", "lactating")
    return (
        NUTRIENTS.index(row["nutrient"]),
        kinds.index(row["kind"]),
        row["label"],
        stages.index(row["life_stage"]),
        row["sex"],
        float(row["age_from_years"]),
    )


def labels(rows: Iterable[Row]) -> list[Row]:
    """Constants that label percentages are made of; no reference intakes."""
    return [
        {
            "label_set": LABEL_SETS[row["authority"]],
            "nutrient": row["nutrient"],
            "group": row["age_label"],
            "age_from_years": row["age_min_years"],
            "age_to_years": row["age_max_years"],
            "amount": f"{float(row['value']):g}",
            "unit": row["unit"],
            "edition": row["edition_year"],
            "source": source_of(row),
            "confidence": row["confidence"],
            "note": row["basis_scope"].strip(),
        }
        for row in rows
        if row["authority"] in LABEL_SETS
    ]


if __name__ == "__main__":
    main()
