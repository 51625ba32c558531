"""Every sample of every format is recognised and read as the file beside it says."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest

from nutrigap.cli.imports import wide_entries
from nutrigap.diary import formats, identify, read_diary
from nutrigap.diary.base import Diary
from nutrigap.errors import UnknownFormatError
from nutrigap.schema import DIARY, PROBLEMS, RECORDS, REPORTED

SAMPLES = Path(__file__).parent / "diary"
GOLDEN = (".expected", ".problems")
FILES = sorted(
    path for path in SAMPLES.glob("*/*") if not any(mark in path.name for mark in GOLDEN)
)
# What each file of the reference samples is; all others are of formats not read yet.
KNOWN = {
    name: name
    for name in (
        *("asa24", "cronometer", "fatsecret", "fitbit", "lifesum", "loseit", "macrofactor"),
        *("myfitnesspal", "mynetdiary", "nhanes", "opennutritracker", "plain", "sparkyfitness"),
        *("waistline", "yazio"),
    )
} | {
    "apple": "apple_health",
    "googlefit": "google_fit",
    "health": "health_connect",
    "intake24": "intake24",
    "samsung": "samsung_health",
}


def golden(path: Path, mark: str) -> Path:
    return path.with_name(f"{path.stem}.{mark}.csv")


def as_csv(frame: pd.DataFrame) -> str:
    text = frame.dropna(axis="columns", how="all").to_csv(index=False, lineterminator="\n")
    return text


def compare(path: Path, found: str, update: bool) -> None:
    if update:
        path.write_text(found, encoding="utf-8")
    assert path.is_file(), f"{path.name} is missing: run with --update-expected and read it"
    assert found == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", formats())
def test_every_format_has_samples_and_says_how_to_export(name: str) -> None:
    assert [path for path in FILES if path.parent.name == name]
    format = formats()[name]
    assert format.title
    assert format.how_to_export.endswith(".")
    assert format.verified


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_sample_is_recognised_and_read_as_expected(path: Path, update_expected: bool) -> None:
    assert identify(path) == path.parent.name
    diary = read_diary(path)
    check_tables(diary)
    compare(golden(path, "expected"), as_csv(wide_entries(diary)), update_expected)
    problems = diary.problems.drop(columns="source_file")
    if len(problems) or golden(path, "problems").exists():
        compare(golden(path, "problems"), as_csv(problems), update_expected)


def check_tables(diary: Diary) -> None:
    for table, frame in (
        (DIARY, diary.entries),
        (REPORTED, diary.reported),
        (PROBLEMS, diary.problems),
        (RECORDS, diary.records),
    ):
        table.check(frame)
        assert {c.name: c.dtype for c in table.columns} == frame.dtypes.astype(str).to_dict()
    assert set(diary.records["outcome"]) <= {
        *("entry", "part", "total", "set_aside", "duplicate", "problem")
    }
    counted = diary.records[diary.records["outcome"].isin(["entry", "total"])]
    assert sorted(counted["entry_id"]) == diary.entries["entry_id"].tolist()


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_golden_file_has_lost_its_sample(path: Path) -> None:
    goldens = [p for p in path.parent.iterdir() if any(mark in p.name for mark in GOLDEN)]
    stems = {p.stem for p in FILES if p.parent == path.parent}
    assert {p.name.split(".")[0] for p in goldens} <= stems


def test_every_reference_file_is_recognised_for_what_it_is(shared: Path) -> None:
    for path in sorted((shared / "formats" / "samples").iterdir()):
        expected = KNOWN.get(path.name.split("_")[0])
        if expected is None:
            with pytest.raises(UnknownFormatError):
                identify(path)
        else:
            assert identify(path) == expected, path.name
            check_tables(read_diary(path))


def read_reference(shared: Path, name: str) -> Diary:
    return read_diary(shared / "formats" / "samples" / name)


@pytest.mark.parametrize(
    ("name", "entries"),
    [
        ("cronometer_servings_paid.csv", 21),
        ("cronometer_servings_free_no_time.csv", 14),
        ("cronometer_servings_hidden_columns_24h.csv", 12),
        ("cronometer_servings_2011_layout.csv", 10),
        ("cronometer_servings_2026_no_nutrients.csv", 23),
        ("cronometer_servings_excel_eu_semicolon_cp1252.csv", 12),
        ("cronometer_dailysummary.csv", 3),
        ("cronometer_dailysummary_2026_by_group.csv", 12),
        ("cronometer_dailysummary_excel_us.csv", 3),
        ("asa24_Items.csv", 8),
        ("asa24_INS.csv", 2),
        ("nhanes_DR1IFF_extract.csv", 6),
        ("plain_minimal.csv", 10),
        ("plain_semicolon_de_cp1252.csv", 6),
        ("plain_us_dates_bom_tab.tsv", 5),
        ("plain_excel_mangled.csv", 6),
    ],
)
def test_no_record_of_a_reference_file_is_lost(shared: Path, name: str, entries: int) -> None:
    assert len(read_reference(shared, name).entries) == entries


def test_every_stated_value_of_a_paid_export_is_there_and_every_blank_unknown(
    shared: Path,
) -> None:
    path = shared / "formats" / "samples" / "cronometer_servings_paid.csv"
    raw = pd.read_csv(path)
    wide = wide_entries(read_diary(path))
    for column, nutrient, factor in (
        ("Vitamin D (IU)", "vitamin_d", 0.025),
        ("Magnesium (mg)", "magnesium", 1),
        ("Calcium (mg)", "calcium", 1),
        ("Potassium (mg)", "potassium", 1),
        ("B12 (Cobalamin) (µg)", "vitamin_b12", 1),
        ("Energy (kcal)", "energy", 1),
    ):
        expected = (raw[column] * factor).rename(nutrient)
        pd.testing.assert_series_equal(wide[nutrient], expected, check_names=False)
    assert wide["amount_text"].tolist() == raw["Amount"].tolist()


def test_re_saving_in_european_excel_changes_nothing(shared: Path) -> None:
    columns = ["day", "meal", "food", "amount_text", "grams", "energy_kcal"]
    saved = read_reference(shared, "cronometer_servings_excel_eu_semicolon_cp1252.csv")
    original = read_reference(shared, "cronometer_servings_free_no_time.csv")
    first = original.entries[columns].head(len(saved.entries))
    pd.testing.assert_frame_equal(saved.entries[columns], first)


def test_re_saving_in_american_excel_changes_nothing(shared: Path) -> None:
    columns = ["day", "date", "kind", "energy_kcal"]
    saved = read_reference(shared, "cronometer_dailysummary_excel_us.csv")
    original = read_reference(shared, "cronometer_dailysummary.csv")
    pd.testing.assert_frame_equal(saved.entries[columns], original.entries[columns])
    pd.testing.assert_frame_equal(saved.reported, original.reported)


def test_a_hidden_column_is_unknown_and_the_reader_is_told(shared: Path) -> None:
    diary = read_reference(shared, "cronometer_servings_hidden_columns_24h.csv")
    assert "vitamin_d" not in set(diary.reported["nutrient"])
    assert any("Vitamin D" in note for note in diary.notes)


def test_totals_of_groups_are_never_entries(shared: Path) -> None:
    diary = read_reference(shared, "cronometer_dailysummary_2026_by_group.csv")
    assert set(diary.entries["kind"]) == {"meal_total"}
    by_day = diary.entries.groupby("day")["energy_kcal"].sum().round(2)
    assert by_day.tolist() == [1483.39, 1373.35, 968.10]
    aside = diary.records[diary.records["outcome"] == "set_aside"]
    assert aside["source_line"].tolist() == [7, 12, 16]


def test_a_stream_is_read_like_a_file() -> None:
    path = FILES[0]
    diary = read_diary(io.BytesIO(path.read_bytes()))
    assert len(diary.entries) == len(read_diary(path).entries)
