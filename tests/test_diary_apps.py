"""Exports of diary apps: the reference files are read as their description says."""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrigap.cli.imports import wide_entries
from nutrigap.composition import counted
from nutrigap.diary import Diary, formats, identify, read_diary
from nutrigap.diary.base import Source
from nutrigap.errors import DiaryError, DiaryReadError, UnknownFormatError, UnknownNameError

SAMPLES = Path(__file__).parent / "diary"
APPS = (
    *("fatsecret", "fitbit", "lifesum", "loseit", "macrofactor", "myfitnesspal", "mynetdiary"),
    *("opennutritracker", "sparkyfitness", "waistline", "yazio"),
)
FIVE = ["vitamin_d", "magnesium", "calcium", "potassium", "vitamin_b12"]

# file: entries, totals, set aside, parts of an entry, problems, days
COUNTS = {
    "myfitnesspal_nutrition_summary.csv": (0, 10, 0, 0, 0, 3),
    "myfitnesspal_nutrition_summary_es.csv": (0, 7, 0, 0, 0, 2),
    "myfitnesspal_nutrition_summary_with_time.csv": (0, 8, 0, 0, 0, 2),
    "myfitnesspal_printable_diary.html": (6, 0, 8, 0, 0, 2),
    "loseit_food-logs.csv": (13, 0, 1, 0, 0, 3),
    "loseit_daily_or_weekly_report.csv": (6, 0, 3, 0, 0, 2),
    "fatsecret_diary_detailed_en.csv": (9, 0, 23, 9, 0, 2),
    "fatsecret_diary_detailed_ru.csv": (6, 0, 9, 6, 0, 2),
    "macrofactor_food_log.csv": (10, 0, 0, 0, 0, 3),
    "lifesum_food.csv": (8, 0, 0, 0, 0, 2),
    "mynetdiary_food_sheet_as_csv.csv": (8, 0, 0, 0, 0, 3),
    "waistline_diary_export_de.csv": (0, 7, 1, 0, 0, 7),
    "waistline_diary_export_en.csv": (0, 7, 1, 0, 0, 7),
    "waistline_export.json": (4, 0, 0, 0, 0, 2),
    "opennutritracker_user_intake.csv": (5, 0, 0, 0, 0, 2),
    "opennutritracker_user_intake.json": (2, 0, 0, 0, 0, 1),
    "sparkyfitness_food_diary_import.csv": (6, 0, 0, 0, 0, 2),
    "fitbit_export_foods.csv": (0, 2, 5, 16, 0, 2),
    "fitbit_takeout_food_logs-0.json": (8, 0, 0, 0, 0, 2),
    "yazio_days.json": (5, 2, 0, 0, 0, 1),
    "yazio_consumed.csv": (7, 0, 0, 0, 1, 2),
    "yazio_nutrients.json": (0, 1, 1, 0, 0, 1),
    "yazio_products.json": (0, 0, 4, 0, 0, 0),
}


def reference(shared: Path, name: str, **asked: Any) -> Diary:
    return read_diary(shared / "formats" / "samples" / name, **asked)


def raw(shared: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(shared / "formats" / "samples" / name)


def column(diary: Diary, nutrient: str) -> list[float | None]:
    """What each entry states, ``None`` where nothing."""
    amounts = wide_entries(diary)[nutrient]
    return [None if amount != amount else round(amount, 6) for amount in amounts]


def as_list(column: pd.Series[float]) -> list[float | None]:
    return [None if amount != amount else round(amount, 6) for amount in column]


@pytest.mark.parametrize(("name", "expected"), COUNTS.items(), ids=COUNTS)
def test_every_record_is_accounted_for(shared: Path, name: str, expected: tuple[int, ...]) -> None:
    diary = reference(shared, name)
    found = diary.records["outcome"].value_counts()
    outcomes = ("entry", "total", "set_aside", "part", "problem")
    assert tuple(found.get(o, 0) for o in outcomes) == expected[:5]
    assert found.sum() == sum(expected[:5])
    assert diary.entries["day"].nunique() == expected[5]


@pytest.mark.parametrize("path", sorted(p for app in APPS for p in (SAMPLES / app).iterdir()))
def test_no_two_formats_claim_a_sample(path: Path) -> None:
    if ".expected" in path.name or ".problems" in path.name:
        return
    claims = [name for name, f in formats().items() if not f.last_resort and f.claims(Source(path))]
    assert claims == [path.parent.name]


def test_no_two_formats_claim_a_reference_file(shared: Path) -> None:
    for path in sorted((shared / "formats" / "samples").iterdir()):
        claims = [n for n, f in formats().items() if not f.last_resort and f.claims(Source(path))]
        assert len(claims) <= 1, path.name


@pytest.mark.parametrize("app", APPS)
def test_no_format_is_known_by_its_file_name(app: str, tmp_path: Path) -> None:
    for path in (SAMPLES / app).iterdir():
        if ".expected" in path.name or ".problems" in path.name:
            continue
        renamed = tmp_path / "export (1).txt"
        shutil.copy(path, renamed)
        assert identify(renamed) == app


# MyFitnessPal


def test_a_zero_of_myfitnesspal_is_unknown(shared: Path) -> None:
    name = "myfitnesspal_nutrition_summary.csv"
    diary, table = reference(shared, name), raw(shared, name)
    for nutrient, heading in (("potassium", "Potassium"), ("sodium", "Sodium (mg)")):
        assert column(diary, nutrient) == as_list(table[heading].where(table[heading] != 0))
    assert column(diary, "energy") == table["Calories"].tolist()
    assert set(diary.entries["kind"]) == {"meal_total"}


def test_calcium_in_percent_is_never_milligrams(shared: Path) -> None:
    diary = reference(shared, "myfitnesspal_nutrition_summary.csv")
    assert "calcium" not in set(diary.reported["nutrient"])
    assert any("'Calcium' is a percentage" in note and "1,300 mg" in note for note in diary.notes)


def test_calcium_is_worked_out_from_the_daily_value_that_the_user_names(shared: Path) -> None:
    diary = reference(shared, "myfitnesspal_nutrition_summary.csv", daily_values="fda_dv_old")
    # 27.3 % of 1000 mg; a zero stays unknown
    assert column(diary, "calcium")[:5] == [273.0, 100.0, None, 165.0, None]
    assert any("1,000 mg being 100 %: an estimate" in note for note in diary.notes)
    spanish = reference(shared, "myfitnesspal_nutrition_summary_es.csv", daily_values="fda_dv")
    assert column(spanish, "calcium")[0] == 286.0  # 22 % of 1300 mg
    with pytest.raises(UnknownNameError, match="fda_dv_old"):
        reference(shared, "myfitnesspal_nutrition_summary.csv", daily_values="fda_dv_odl")


def test_rows_of_one_meal_at_several_times_all_count(shared: Path) -> None:
    diary = reference(shared, "myfitnesspal_nutrition_summary_with_time.csv")
    used = counted(diary.entries)
    assert len(used) == 8
    assert used.groupby("day")["energy_kcal"].sum().round(1).tolist() == [1506.2, 930.0]


def test_the_printable_page_gives_foods_and_amounts(shared: Path) -> None:
    entries = reference(shared, "myfitnesspal_printable_diary.html").entries
    assert entries["food"].iloc[[0, 4]].tolist() == [
        "Generic - Oatmeal, Cooked With Water",
        "Tuna - Canned In Water, Drained",
    ]
    assert entries["amount_text"].tolist() == [
        *("1.5 cup", "200 ml", "2 serving(s)", "0.25 cup", "1 can (120 g)", "150 calories")
    ]
    assert entries["energy_kcal"].tolist() == [249, 124, 612, 186, 139, 150]


# Lose It!


@pytest.mark.parametrize("name", ["loseit_food-logs.csv", "loseit_daily_or_weekly_report.csv"])
def test_deleted_foods_and_exercise_are_set_aside(shared: Path, name: str) -> None:
    diary, table = reference(shared, name), raw(shared, name)
    eaten = table[
        ~table["Deleted"].astype(str).isin(["1", "true", "True"]) & (table["Calories"] >= 0)
    ]
    assert diary.entries["energy_kcal"].tolist() == eaten["Calories"].tolist()
    assert column(diary, "sodium") == as_list(pd.to_numeric(eaten["Sodium (mg)"], errors="coerce"))
    assert not set(FIVE) & set(diary.reported["nutrient"])
    assert any("they come from the food table" in note for note in diary.notes)


# FatSecret


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("fatsecret_diary_detailed_en.csv", {"2026-03-02": 1120, "2026-03-03": 143}),
        ("fatsecret_diary_detailed_ru.csv", {"2026-03-02": 612, "2026-03-03": 143}),
    ],
)
def test_foods_of_fatsecret_add_up_to_the_days_it_states(
    shared: Path, name: str, days: dict[str, int]
) -> None:
    entries = reference(shared, name).entries
    assert entries.groupby("day")["energy_kcal"].sum().to_dict() == days


def test_a_blank_of_fatsecret_is_unknown_and_a_zero_is_not(shared: Path) -> None:
    diary = reference(shared, "fatsecret_diary_detailed_en.csv")
    assert column(diary, "potassium") == [217, 242, None, 335, 435, 91, None, 0, 138]
    grams = diary.entries["grams"].round(1)
    assert [None if g != g else g for g in grams] == [
        *(60.0, None, None, None, 113.0, None, None, None, None)
    ]


def test_decimal_commas_in_cyrillic(shared: Path) -> None:
    diary = reference(shared, "fatsecret_diary_detailed_ru.csv")
    assert diary.entries["fat_g"].tolist() == [1.12, 10.31, 5.2, 0, 1.77, 9.5]
    assert diary.entries["grams"].dropna().tolist() == [150, 90, 101.5, 100]
    assert any("has no header" in note for note in diary.notes)


def test_a_headless_report_in_another_order_is_refused() -> None:
    path = SAMPLES / "fatsecret" / "report-ru.csv"
    text = path.read_text("utf-8").replace('411,"15,2"', '411,"75,2"')
    with pytest.raises(DiaryReadError, match="no header"):
        read_diary(io.StringIO(text))


# Tables with amounts of the five nutrients


@pytest.mark.parametrize(
    ("name", "headings"),
    [
        (
            "macrofactor_food_log.csv",
            {
                "vitamin_d": ("Vitamin D (mcg)", 1),
                "magnesium": ("Magnesium (mg)", 1),
                "calcium": ("Calcium (mg)", 1),
                "potassium": ("Potassium (mg)", 1),
                "vitamin_b12": ("B12, Cobalamin (mcg)", 1),
                "energy": ("Calories (kcal)", 1),
            },
        ),
        (
            "mynetdiary_food_sheet_as_csv.csv",
            {
                "vitamin_d": ("Vitamin D, mcg", 1),
                "magnesium": ("Magnesium, mg", 1),
                "calcium": ("Calcium, mg", 1),
                "potassium": ("Potassium, mg", 1),
                "vitamin_b12": ("Vitamin B12, mcg", 1),
                "carbohydrate": ("Total Carbs, g", 1),
            },
        ),
        (
            "lifesum_food.csv",
            {
                "potassium": ("potassium", 1000),
                "sodium": ("sodium", 1000),
                "energy": ("calories", 1),
            },
        ),
        (
            "sparkyfitness_food_diary_import.csv",
            {"potassium": ("potassium", 1), "calcium": ("calcium", 1), "sodium": ("sodium", 1)},
        ),
    ],
)
def test_what_a_table_states_is_there_and_blanks_are_unknown(
    shared: Path, name: str, headings: dict[str, tuple[str, float]]
) -> None:
    diary, table = reference(shared, name), raw(shared, name)
    for nutrient, (heading, factor) in headings.items():
        assert column(diary, nutrient) == as_list(table[heading] * factor), nutrient


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("macrofactor_food_log.csv", "Serving Weight (g)"),
        ("lifesum_food.csv", "amount_in_grams"),
        ("mynetdiary_food_sheet_as_csv.csv", "Weight, g"),
    ],
)
def test_stated_grams_are_the_total(shared: Path, name: str, heading: str) -> None:
    assert as_list(reference(shared, name).entries["grams"]) == as_list(raw(shared, name)[heading])


def test_an_entry_after_midnight_keeps_its_own_day(shared: Path) -> None:
    last = reference(shared, "macrofactor_food_log.csv").entries.iloc[-1]
    assert (last["day"], last["time"]) == ("2026-03-04", "00:15")


def test_a_workbook_is_read_like_the_csv() -> None:
    entries = read_diary(SAMPLES / "macrofactor" / "workbook.xlsx").entries
    assert entries["time"].tolist() == ["06:50", "8:30 PM", "22:00"]
    assert set(entries["day"]) == {"2026-04-06"}


def test_days_as_numbers_of_a_spreadsheet(shared: Path) -> None:
    entries = reference(shared, "mynetdiary_food_sheet_as_csv.csv").entries
    assert entries["day"].tolist() == [
        *["2026-03-02"] * 5,
        *["2026-03-03"] * 2,
        "2026-03-04",
    ]
    assert entries["time"].iloc[4] == "19:40"
    assert entries["kind"].iloc[[2, 6]].tolist() == ["water", "supplement"]


def test_an_old_workbook_is_refused_with_advice() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + b"Date & Time\x00Calories, cals"
    assert identify(io.BytesIO(data)) == "mynetdiary"
    with pytest.raises(DiaryReadError, match="save the first sheet as CSV"):
        read_diary(io.BytesIO(data))
    with pytest.raises(UnknownFormatError, match="an old Excel"):
        identify(io.BytesIO(data.replace(b"Calories, cals", b"Price, EUR")))


# Waistline


def test_the_language_of_the_phone_changes_nothing(shared: Path) -> None:
    german = reference(shared, "waistline_diary_export_de.csv")
    english = reference(shared, "waistline_diary_export_en.csv")
    columns = ["day", "kind", "energy_kcal", "protein_g", "carbohydrate_g", "fat_g"]
    pd.testing.assert_frame_equal(german.entries[columns], english.entries[columns])
    pd.testing.assert_frame_equal(german.reported, english.reported)
    assert column(german, "vitamin_b12") == [1.1, None, 6.02, 0.9, 2.2, 0, 1.9]


def test_nutrients_of_a_backup_are_for_what_was_eaten(shared: Path) -> None:
    diary = reference(shared, "waistline_export.json")
    # 60 g of 379 kcal and 138 mg a 100 g; 200 ml of 113 mg; 1.5 servings of 412 kcal; 100 x 1 kcal
    assert column(diary, "energy") == [227.4, 122, 618, 100]
    assert column(diary, "magnesium") == [82.8, None, None, None]
    assert column(diary, "calcium") == [31.2, 226, None, None]
    assert diary.entries["fdc_id"].dropna().tolist() == [173904]
    assert diary.entries["gtin"].dropna().tolist() == ["4000000000017"]


# OpenNutriTracker


def test_amounts_per_100_g_are_multiplied(shared: Path) -> None:
    name = "opennutritracker_user_intake.csv"
    diary, table = reference(shared, name), raw(shared, name)
    eaten = table["amount"].where(table["unit"] != "serving", table["meal_serving_quantity"])
    for nutrient in (*FIVE, "sodium"):
        expected = table[f"{nutrient}_per_100g"] * eaten / 100
        assert column(diary, nutrient) == as_list(expected), nutrient
    assert diary.entries["fdc_id"].dropna().tolist() == [173904, 175168, 170567]
    assert diary.entries["gtin"].dropna().tolist() == ["4000000000017"]


def test_the_json_states_the_same(shared: Path) -> None:
    columns = ["day", "time", "food", "brand", "fdc_id", "grams", "energy_kcal", "protein_g"]
    table = reference(shared, "opennutritracker_user_intake.csv").entries[columns].head(2)
    json = reference(shared, "opennutritracker_user_intake.json").entries[columns]
    pd.testing.assert_frame_equal(table, json)


# Fitbit and Yazio


def test_a_day_of_fitbit_is_one_total(shared: Path) -> None:
    diary = reference(shared, "fitbit_export_foods.csv")
    assert diary.entries["kind"].tolist() == ["day_total"] * 2
    assert diary.entries["energy_kcal"].tolist() == [1842, 2010]
    assert column(diary, "sodium") == [2315, 1980]


def test_amounts_of_yazio_are_in_base_units(shared: Path) -> None:
    entries = reference(shared, "yazio_days.json").entries
    assert entries["amount_text"].head(4).tolist() == ["60 g", "200 ml", "113.0 g", "1.5 portion"]
    assert entries["energy_kcal"].round(1).tolist() == [223.2, 130, 232.8, 618, 350, 351, 233]
    assert counted(entries)["kind"].tolist() == ["food"] * 5
    sums = reference(shared, "yazio_nutrients.json")
    assert [column(sums, n) for n in FIVE] == [[39.9], [135.1], [288], [910.2], [4.1]]


def test_names_of_yazio_must_lie_beside(tmp_path: Path) -> None:
    shutil.copy(SAMPLES / "yazio" / "days.json", tmp_path / "days.json")
    with pytest.raises(DiaryReadError, match=r"products\.json in the same folder"):
        read_diary(tmp_path / "days.json")


def test_energies_divided_by_100_are_unknown() -> None:
    diary = read_diary(SAMPLES / "yazio" / "consumed.csv")
    assert as_list(diary.entries["energy_kcal"]) == [None, None, 155]
    assert any("a hundredth" in note for note in diary.notes)


def test_a_file_of_recipes_only_is_not_taken_as_divided() -> None:
    header = "date,daytime,product_id,product_name,amount,serving,energy,carb,protein,fat"
    row = "2026-04-06,lunch,r1,Möhreneintopf,0.5,portion,155.0,,,"
    diary = read_diary(io.StringIO(f"{header}\n{row}\n"))
    assert diary.entries["energy_kcal"].tolist() == [155]
    assert not any("a hundredth" in note for note in diary.notes)


# Energy without a food


@pytest.mark.parametrize(
    ("name", "note", "energy"),
    [
        ("myfitnesspal_printable_diary.html", "Quick Add", 150),
        ("loseit_food-logs.csv", "Calories", 300),
        ("macrofactor_food_log.csv", "Quick Add", 350),
        ("lifesum_food.csv", "Quick calories", 350),
        ("waistline_export.json", "Quick Add", 100),
        ("fitbit_takeout_food_logs-0.json", "Calories Only", 350),
        ("yazio_days.json", "Quick entry", 350),
    ],
)
def test_energy_without_a_food_is_an_entry_without_a_name(
    shared: Path, name: str, note: str, energy: float
) -> None:
    entries = reference(shared, name).entries
    [quick] = entries[entries["food"].isna() & (entries["kind"] == "food")].to_dict("records")
    assert (quick["note"], quick["energy_kcal"]) == (note, energy)


# Damage

JSON_SAMPLES = [path for app in APPS for path in sorted((SAMPLES / app).glob("*.json"))]


@pytest.mark.parametrize(
    "text", ['{"diary": [', '[{"logDate": "2026-03-02", "loggedFood"', '[{"a"}]']
)
def test_json_that_breaks_off_is_one_clear_error(text: str) -> None:
    with pytest.raises(DiaryReadError, match=r"line 1: the file begins as JSON and cannot be read"):
        identify(io.StringIO(text))


def places(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a tree."""
    inner: Any = tree.items() if isinstance(tree, dict) else ()
    inner = enumerate(tree) if isinstance(tree, list) else inner
    return [path, *(place for key, value in inner for place in places(value, (*path, key)))]


def replaced(tree: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    copy = dict(tree) if isinstance(tree, dict) else list(tree)
    copy[path[0]] = replaced(tree[path[0]], path[1:], value)
    return copy


@pytest.mark.parametrize("path", JSON_SAMPLES, ids=lambda p: f"{p.parent.name}/{p.name}")
@given(data=st.data())
def test_a_damaged_tree_is_an_error_or_a_diary(path: Path, data: st.DataObject) -> None:
    tree = json.loads(path.read_text("utf-8"))
    values = st.sampled_from([None, "", "x", -1, 1e999, [], {}, [1], {"a": 1}, True, "46083"])
    damaged = replaced(tree, data.draw(st.sampled_from(places(tree))), data.draw(values))
    with tempfile.TemporaryDirectory() as folder:
        beside = path.with_name("products.json")
        if beside.is_file():
            shutil.copy(beside, folder)
        copy = Path(folder) / path.name
        copy.write_text(json.dumps(damaged), "utf-8")
        try:
            diary = read_diary(copy)
        except DiaryError:
            return
    assert not diary.reported["amount"].isna().any()


@given(st.data())
def test_a_file_that_breaks_off_is_an_error_or_a_diary(data: st.DataObject) -> None:
    files = [p for app in APPS for p in sorted((SAMPLES / app).iterdir()) if ".exp" not in p.name]
    content = data.draw(st.sampled_from(files)).read_bytes()
    cut = data.draw(st.integers(1, len(content)))
    try:
        diary = read_diary(io.BytesIO(content[:cut]))
    except DiaryError:
        return
    assert diary.records["source_line"].is_unique


def test_a_report_of_fatsecret_in_a_cyrillic_code_page_reads_the_same(shared: Path) -> None:
    path = shared / "formats" / "samples" / "fatsecret_diary_detailed_ru.csv"
    there = read_diary(io.BytesIO(path.read_text(encoding="utf-8").encode("cp1251"))).entries
    here = read_diary(path).entries
    assert there["food"].tolist() == here["food"].tolist()
    assert there["grams"].tolist() == pytest.approx(here["grams"].tolist(), nan_ok=True)


@pytest.mark.parametrize("separator", [",", ";"])
def test_a_report_of_fatsecret_that_a_spreadsheet_filled_up(shared: Path, separator: str) -> None:
    path = shared / "formats" / "samples" / "fatsecret_diary_detailed_en.csv"
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows([*r, *[""] * (11 - len(r))] for r in rows)
    filled = read_diary(io.StringIO(out.getvalue())).entries
    assert filled["amount_text"].tolist() == read_diary(path).entries["amount_text"].tolist()


def test_two_recalls_about_one_date_are_two_days() -> None:
    header = "UserName,RecallNo,IntakeStartDateTime,FoodCode,FoodAmt,Food_Description\n"
    rows = [f"A,{n},3/2/2026 0:00,11111000,{100 * n},Milk\n" for n in (1, 1, 2)]
    diary = read_diary(io.StringIO(header + "".join(rows)))
    assert diary.entries["day"].tolist() == ["2026-03-02", "2026-03-02", "recall 2"]
    assert len(set(diary.entries["date"])) == 1
    assert any("named by its number" in note for note in diary.notes)


def test_both_files_of_a_yazio_export_count_a_meal_once(shared: Path, tmp_path: Path) -> None:
    samples = shared / "formats" / "samples"
    for name in ("days.json", "products.json", "consumed.csv"):
        shutil.copyfile(samples / f"yazio_{name}", tmp_path / name)
    both = read_diary(tmp_path)
    alone = read_diary(tmp_path / "days.json")
    first = both.entries[both.entries["day"] == "2026-03-02"]
    assert first["energy_kcal"].sum() == pytest.approx(alone.entries["energy_kcal"].sum())
    assert both.entries["day"].nunique() == 2  # the other day stands in the table alone
    assert any("twice" in note for note in both.notes)


def test_a_day_on_which_nothing_was_logged_is_no_problem() -> None:
    table = (
        "Date,Energy (kcal),Calcium (mg),Completed\n2026-03-02,,,false\n2026-03-03,0.00,,false\n"
    )
    diary = read_diary(io.StringIO(table))
    assert diary.records["outcome"].tolist() == ["set_aside", "total"]
    assert diary.problems.empty
