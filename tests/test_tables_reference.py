"""Facts about the shipped reference values that no edit may break."""

import csv
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from nutrigap.profile import Profile
from nutrigap.reference import KINDS, authorities, read_reference, targets
from nutrigap.tables import read_rows

NAMES = [*authorities(), *authorities(superseded=True)]
ROOT = Path(__file__).resolve().parents[1]
AGES = (0.1, 0.8, 2, 5, 8, 10, 13, 16, 18, 20, 24, 28, 34, 50, 51, 60, 66, 70, 71, 75, 90)


def everybody() -> list[Profile]:
    general = [Profile(sex, age) for sex in ("female", "male") for age in AGES]
    stages = [Profile("female", a, s) for s in ("pregnant", "lactating") for a in (16, 20, 34, 52)]
    return general + stages


@pytest.mark.parametrize("name", NAMES)
def test_every_row_is_traceable(name: str) -> None:
    table = read_reference(name)
    assert len(table)
    assert set(table["kind"]) <= set(KINDS)
    assert table["source"].str.len().min() > 5
    assert set(table["confidence"]) <= {"two sources agree", "one source", "sources disagree"}
    assert table["edition"].str.fullmatch(r"\d{4}").all()
    disagree = table[table["confidence"] == "sources disagree"]
    assert disagree["note"].notna().all()


@pytest.mark.parametrize("name", NAMES)
def test_units_are_canonical_and_amounts_are_positive(name: str) -> None:
    table = read_reference(name)
    expected = table["nutrient"].map(
        {"vitamin_d": "µg", "vitamin_b12": "µg", "magnesium": "mg", "calcium": "mg",
         "potassium": "mg"}
    )  # fmt: skip
    assert (table["unit"] == expected).all()
    assert (table["amount"].dropna() > 0).all()
    assert table[table["amount"].isna()]["note"].str.contains("none set|no UL").all()


@pytest.mark.parametrize("name", NAMES)
def test_age_bands_neither_overlap_nor_leave_a_gap(name: str) -> None:
    columns = ["nutrient", "kind", "label", "life_stage", "trimester", "edition", "applies_to"]
    for sex in ("female", "male"):
        own = read_reference(name)
        own = own[own["sex"].isin([sex, "any"])].assign(trimester=own["trimester"].fillna(0))
        for key, rows in own.groupby(columns):
            bands = sorted(
                zip(rows["age_from_years"], rows["age_to_years"].fillna(999), strict=True)
            )
            for (_, end), (start, _) in pairwise(bands):
                assert start == end, (name, key, bands)


@pytest.mark.parametrize("name", NAMES)
def test_a_requirement_is_at_most_the_recommended_amount_and_that_at_most_the_limit(
    name: str,
) -> None:
    for profile in everybody():
        table = targets(profile, name)
        whole = table[(table["applies_to"] == "total") & table["amount"].notna()]
        for _, rows in whole.groupby("nutrient"):
            found = rows.set_index("kind")["amount"].groupby(level=0).max().to_dict()
            order = ["lower_threshold", "average_requirement", "recommended", "upper_limit"]
            values = [found[kind] for kind in order if kind in found]
            assert values == sorted(values), (name, profile, found)
            assert found.get("adequate_intake", 0) <= found.get("upper_limit", 1e9)


@pytest.mark.parametrize("name", NAMES)
def test_every_requirement_has_a_plausible_variation(name: str) -> None:
    table = read_reference(name)
    needs = table[table["kind"] == "average_requirement"]
    given = needs[needs["requirement_cv"].notna()]
    assert given["requirement_cv"].between(0.02, 0.30).all()
    assert set(given["requirement_cv_basis"]) <= {"stated", "implied"}
    assert table[table["kind"] != "average_requirement"]["requirement_cv"].isna().all()


def test_every_age_and_stage_has_a_value_of_the_five_nutrients_in_the_us() -> None:
    for profile in everybody():
        table = targets(profile)
        enough = table[table["kind"].isin(["average_requirement", "adequate_intake"])]
        assert enough["nutrient"].nunique() == 5, profile


@pytest.mark.parametrize(
    ("authority", "sex", "age", "expected"),
    [
        # The adult figures planners know: kind of value and amount.
        ("us_dri", "female", 34, {"vitamin_d": {"EAR": 10, "RDA": 15, "UL": 100}}),
        ("us_dri", "female", 60, {"calcium": {"EAR": 1000, "RDA": 1200, "UL": 2000}}),
        ("us_dri", "male", 60, {"calcium": {"EAR": 800, "RDA": 1000, "UL": 2000}}),
        ("efsa", "female", 30, {"calcium": {"AR": 750, "PRI": 950, "UL": 2500}}),
        ("efsa", "male", 20, {"calcium": {"AR": 860, "PRI": 1000, "UL": 2500}}),
        ("efsa", "female", 30, {"vitamin_b12": {"AI": 4}, "vitamin_d": {"AI": 15, "UL": 100}}),
        ("uk", "female", 30, {"calcium": {"EAR": 525, "RNI": 700}, "vitamin_d": {"RNI": 10}}),
        ("uk", "male", 30, {"potassium": {"LRNI": 2000, "RNI": 3500}}),
        ("au_nz", "female", 60, {"calcium": {"EAR": 1100, "RDI": 1300, "UL": 2500}}),
        ("au_nz", "male", 34, {"potassium": {"AI": 3800, "SDT": 4700}}),
        ("nnr2023", "female", 75, {"vitamin_d": {"AR": 7.5, "RI": 20, "UL": 100}}),
        ("dach", "male", 34, {"potassium": {"estimated value (AI)": 4000}}),
        ("fao_who", "female", 55, {"calcium": {"RNI": 1300}, "vitamin_d": {"RNI": 10}}),
        ("japan", "female", 34, {"potassium": {"AI": 2000, "DG": 2600}}),
        ("japan", "male", 34, {"vitamin_b12": {"AI": 4}}),
        ("india", "male", 34, {"magnesium": {"EAR": 370, "RDA": 440}}),
    ],
)
def test_adult_values(
    authority: str, sex: str, age: float, expected: dict[str, dict[str, float]]
) -> None:
    table = targets(Profile(sex, age), authority)
    table = table[table["amount"].notna() & (table["label"] != "Guidance level")]
    for nutrient, values in expected.items():
        own = table[table["nutrient"] == nutrient]
        assert dict(zip(own["label"], own["amount"], strict=True)) == values


def test_4700_mg_of_potassium_is_nobodys_current_adequate_intake() -> None:
    for name in authorities():
        table = read_reference(name)
        wrong = table[(table["amount"] == 4700) & (table["kind"] != "chronic_disease")]
        assert wrong.empty, name


def test_limits_of_magnesium_never_count_food() -> None:
    for name in authorities():
        table = read_reference(name)
        limits = table[(table["nutrient"] == "magnesium") & (table["kind"] == "upper_limit")]
        assert set(limits["applies_to"]) <= {"supplements"}, name
        others = table[(table["nutrient"] != "magnesium") & (table["kind"] == "upper_limit")]
        assert set(others["applies_to"]) <= {"total"}, name


def test_nobody_sets_an_upper_limit_of_potassium_or_b12() -> None:
    for name in authorities():
        table = read_reference(name)
        limits = table[table["nutrient"].isin(["potassium", "vitamin_b12"])]
        assert limits[limits["kind"] == "upper_limit"]["amount"].isna().all(), name


def test_european_nutrients_without_a_requirement_have_none() -> None:
    table = read_reference("efsa")
    assert set(table[table["kind"] == "average_requirement"]["nutrient"]) == {"calcium"}


def test_label_constants_are_no_authorities() -> None:
    rows = pd.DataFrame(read_rows("label_values"))
    assert set(rows["label_set"]) == {"fda_dv", "fda_dv_old", "eu_nrv", "ca_dv"}
    assert not set(rows["label_set"]) & set(NAMES)
    grown = rows[(rows["label_set"] == "fda_dv") & (rows["age_from_years"] == "4")]
    assert dict(zip(grown["nutrient"], grown["amount"], strict=True)) == {
        "calcium": "1300",
        "vitamin_d": "20",
        "magnesium": "420",
        "potassium": "4700",
        "vitamin_b12": "2.4",
    }
    assert (rows["confidence"] != "memory only").all()


def test_within_person_rows_have_a_source_and_the_book_comes_first() -> None:
    rows = read_rows("within_person")
    assert all(row["source"] and row["confidence"] for row in rows)
    women = {r["nutrient"]: r for r in rows if (r["sex"], r["age_from_years"]) == ("female", "19")}
    assert (women["magnesium"]["sd_within"], women["calcium"]["sd_within"]) == ("86", "325")
    assert women["magnesium"]["source"].startswith("IOM 2000")
    assert women["potassium"]["source"].startswith("NHANES 2015-2016")


@pytest.mark.parametrize("table", ["thresholds", "resting_energy", "authorities"])
def test_small_tables_name_their_sources(table: str) -> None:
    assert all(row["source"] for row in read_rows(table))


@pytest.mark.parametrize("script", ["reference", "within_person"])
def test_tables_are_what_their_script_writes(script: str, shared: Path, tmp_path: Path) -> None:
    code = (
        "import runpy, pathlib, sys; g = runpy.run_path(sys.argv[1]); main = g['main'];"
        "names = main.__globals__; root = pathlib.Path(sys.argv[2]); names['ROOT'] = root;"
        "(root / 'reference').mkdir(exist_ok=True);"
        "names['TABLES'] = root; names['TABLE'] = root / 'within_person.csv'; main()"
    )
    path = ROOT / "data" / "derive" / f"{script}.py"
    subprocess.run(
        [sys.executable, "-c", code, str(path), str(tmp_path)],
        check=True,
        capture_output=True,
        env={"NUTRIGAP_SHARED": str(shared), "PATH": ""},
    )
    written = sorted(tmp_path.rglob("*.csv"))
    assert written
    for new in written:
        shipped = ROOT / "nutrigap" / "tables" / new.relative_to(tmp_path)
        with new.open(encoding="utf-8") as a, shipped.open(encoding="utf-8") as b:
            assert list(csv.reader(a)) == list(csv.reader(b)), new.name
