"""Phone and research exports of the reference samples, against an independent simple reading."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections import defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest

from nutrigap.cli.imports import wide_entries
from nutrigap.composition import counted
from nutrigap.diary import read_diaries, read_diary
from nutrigap.diary.base import Diary

UNITS = {"g": 1.0, "mg": 1e-3, "mcg": 1e-6, "µg": 1e-6}
MICROGRAMS = ("vitamin_d", "vitamin_b12")


def sample(shared: Path, name: str) -> Path:
    (path,) = (shared / "formats" / "samples").glob(name)
    return path


def stated(diary: Diary) -> dict[str, float]:
    """Sums over the whole diary by nutrient."""
    return dict(diary.reported.groupby("nutrient")["amount"].sum())


def in_unit(key: str, grams: float) -> float:
    return grams * (1e6 if key in MICROGRAMS else 1e3)


# -- Apple Health ----------------------------------------------------------------------------------


def test_apple_health_counts_each_record_of_one_app_once(shared: Path) -> None:
    path = sample(shared, "apple_health_export.xml")
    names = {
        "VitaminD": "vitamin_d",
        "Magnesium": "magnesium",
        "Calcium": "calcium",
        "Potassium": "potassium",
        "VitaminB12": "vitamin_b12",
    }
    expected: dict[str, float] = defaultdict(float)
    for record in ElementTree.parse(path).getroot().findall("Record"):
        key = names.get(record.get("type", "").removeprefix("HKQuantityTypeIdentifierDietary"))
        if key and record.get("sourceName") == "Cronometer":
            grams = float(record.get("value", "")) * UNITS[record.get("unit", "")]
            expected[key] += in_unit(key, grams)
    diary = read_diary(path)
    assert stated(diary) == pytest.approx(expected)
    assert stated(diary) == pytest.approx(
        {"vitamin_d": 39.9, "magnesium": 152.72, "calcium": 382.6, "potassium": 652.6,
         "vitamin_b12": 11.41}
    )  # fmt: skip


def test_apple_health_keeps_the_day_as_written(shared: Path) -> None:
    diary = read_diary(sample(shared, "apple_health_export.xml"))
    # 23:30 at -0500 is the next day in UTC and stays on its own.
    assert diary.entries["day"].tolist() == ["2026-03-02"] * 3 + ["2026-03-03"]
    assert diary.entries["kind"].tolist() == ["food", "food", "supplement", "food"]
    outcomes = diary.records["outcome"].value_counts().to_dict()
    assert outcomes == {"part": 9, "set_aside": 5, "entry": 4}


def test_another_app_of_apple_health_is_read_when_asked_for(shared: Path) -> None:
    path = sample(shared, "apple_health_export.xml")
    diary = read_diaries([path], apps=["MyFitnessPal"]).diary
    assert stated(diary) == {"potassium": 1910.0, "calcium": 640.0}
    assert diary.entries["energy_kcal"].tolist() == [1420.0]


# -- Health Connect --------------------------------------------------------------------------------


def test_health_connect_states_what_the_database_holds(shared: Path) -> None:
    path = sample(shared, "health_connect_export.db")
    keys = ("vitamin_d", "magnesium", "calcium", "potassium", "vitamin_b12")
    expected: dict[str, float] = defaultdict(float)
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as base:
        rows = base.execute(
            f"SELECT local_date, energy, {', '.join(keys)} FROM nutrition_record_table "
            "WHERE app_info_id = 1 ORDER BY row_id"
        ).fetchall()
    base.close()
    for _, _, *amounts in rows:
        for key, grams in zip(keys, amounts, strict=True):
            if grams != 5e-324:
                expected[key] += in_unit(key, grams)
    diary = read_diary(path)
    assert stated(diary) == pytest.approx({**expected, "sodium": 1060.0})
    days = [(date(1970, 1, 1) + timedelta(days=row[0])).isoformat() for row in rows]
    assert diary.entries["day"].tolist() == days
    kcal = [row[1] / 1000 if row[1] > 1 else float("nan") for row in rows]
    assert diary.entries["energy_kcal"].tolist() == pytest.approx(kcal, nan_ok=True)


def test_health_connect_tells_a_zero_from_what_was_not_recorded(shared: Path) -> None:
    wide = wide_entries(read_diary(sample(shared, "health_connect_export.db")))
    assert wide["vitamin_d"].iloc[0] == 0.0  # the oatmeal, where 0.0 was recorded
    assert wide["magnesium"].isna().tolist() == [False, False, True, True, True]


def test_health_connect_counts_a_meal_of_two_apps_once(shared: Path) -> None:
    diary = read_diary(sample(shared, "health_connect_export.db"))
    assert diary.entries["food"].tolist()[3] == "Restaurant bowl"
    assert "copied" not in " ".join(diary.entries["food"].dropna())
    aside = diary.records[diary.records["outcome"] == "set_aside"]
    assert aside["reason"].item() == "recorded by Other Diary; the day is read from Sample Diary"


# -- Google Fit ------------------------------------------------------------------------------------


def test_google_fit_states_what_its_points_hold(shared: Path) -> None:
    path = sample(shared, "googlefit_*.json")
    points = json.loads(path.read_text(encoding="utf-8"))["Data Points"]
    expected: dict[str, float] = defaultdict(float)
    for point in points:
        for pair in point["fitValue"][0]["value"]["mapVal"]:
            expected[pair["key"]] += pair["value"]["fpVal"]
    diary = read_diary(path)
    assert stated(diary) == pytest.approx(
        {key: expected[key] for key in ("calcium", "potassium", "sodium")}
    )
    assert diary.entries["energy_kcal"].sum() == pytest.approx(expected["calories"])
    assert diary.entries["meal"].tolist() == ["Breakfast", "Lunch", "Dinner", "Snack"]
    assert diary.entries["food"].isna().tolist() == [False, True, False, False]
    assert any("UTC" in note for note in diary.notes)


# -- Samsung Health --------------------------------------------------------------------------------


def samsung(path: Path) -> list[dict[str, str]]:
    _, header, *rows = csv.reader(path.read_text(encoding="utf-8").splitlines())
    return [dict(zip(header, row, strict=False)) for row in rows]


def test_samsung_days_are_those_of_the_eater(shared: Path) -> None:
    path = sample(shared, "samsung_*food_intake*.csv")
    expected = []
    for row in samsung(path):
        hours = int(re.fullmatch(r"UTC([+-]\d{2})00", row["time_offset"])[1])  # type: ignore[index]
        local = datetime.fromisoformat(row["start_time"]) + timedelta(hours=hours)
        expected.append((local.date().isoformat(), f"{local:%H:%M}"))
    entries = read_diary(path).entries
    assert list(zip(entries["day"], entries["time"], strict=True)) == expected
    assert expected[5] == ("2026-03-02", "23:59")


def test_samsung_nutrients_are_those_of_the_food_times_what_was_eaten(shared: Path) -> None:
    wide = wide_entries(read_diary(sample(shared, "samsung_*food_intake*.csv")))
    nan = float("nan")
    # 60 g of 100 g; 0.75 of 244 ml; a 0 is unknown; no food; 113 g of 100; no value; 2 eggs.
    calcium = [31.2, 207.0, nan, nan, 16.95, nan, 56.0, nan, nan]
    assert wide["calcium"].tolist() == pytest.approx(calcium, nan_ok=True)
    assert wide["vitamin_d"].tolist()[:2] == pytest.approx([nan, 2.025], nan_ok=True)
    assert wide["magnesium"].isna().all()
    assert wide["grams"].tolist() == pytest.approx(
        [60, nan, nan, nan, 113, nan, 100, nan, nan], nan_ok=True
    )
    assert wide["brand"].tolist()[1:3] == ["Valley", "Harbor, Deli"]


def test_samsung_sums_of_meals_are_left_out_where_foods_are_given(shared: Path) -> None:
    paths = sorted((shared / "formats" / "samples").glob("samsung_*.csv"))
    diary = read_diary(paths)
    assert diary.entries["kind"].value_counts().to_dict() == {"food": 9, "meal_total": 5}
    assert set(counted(diary.entries)["kind"]) == {"food"}
    energy = sum(float(row["calorie"]) for row in samsung(paths[1]))
    assert counted(diary.entries)["energy_kcal"].sum() == pytest.approx(energy)
    alone = read_diary(paths[2])
    assert set(alone.entries["kind"]) == {"meal_total"}
    assert stated(alone)["potassium"] == pytest.approx(459 + 434 + 138)


# -- Intake24 and NHANES ---------------------------------------------------------------------------


def test_intake24_is_what_was_served_less_what_was_left(shared: Path) -> None:
    path = sample(shared, "intake24_*.csv")
    raw = pd.read_csv(path, na_values=["N/A"])
    diary = read_diary(path)
    wide = wide_entries(diary)
    served = raw["Serving size (g/ml)"] - raw["Leftovers (g/ml)"]
    assert wide["grams"].tolist() == pytest.approx(served.tolist(), nan_ok=True)
    for heading, key in (("Vitamin D", "vitamin_d"), ("Magnesium", "magnesium")):
        assert wide[key].tolist() == pytest.approx(raw[heading].tolist(), nan_ok=True)
    assert diary.entries["person"].tolist() == ["P1"] * 4 + ["P2"] * 2
    assert diary.entries["food"][3] == "bean stew with kale"
    assert diary.problems["value"].tolist() == ["one bowl"]


def test_nhanes_as_transport_file_is_nhanes_as_csv(shared: Path, tmp_path: Path) -> None:
    from xpt import from_csv

    path = sample(shared, "nhanes_DR1IFF_extract.csv")
    (tmp_path / "DR1IFF.XPT").write_bytes(from_csv(path))
    transport, table = read_diary(tmp_path / "DR1IFF.XPT"), read_diary(path)
    left, right = (
        wide_entries(diary).drop(columns=["source_file", "source_line"])
        for diary in (transport, table)
    )
    pd.testing.assert_frame_equal(left, right)
    assert len(left) == 6
