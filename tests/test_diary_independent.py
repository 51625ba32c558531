"""Made-up exports of thousands of rows, read by the product and by a second reading of ours."""

from __future__ import annotations

import csv
import io
import math
import random
from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest

from nutrigap.cli.imports import wide_entries
from nutrigap.diary import Diary, read_diary

ROWS = 400
OUNCE = 28.349523125
# Heading: key and factor to the canonical unit; None for what is no nutrient of ours.
NUTRIENTS = {
    "Energy (kcal)": ("energy", 1.0),
    "Alcohol (g)": None,
    "Water (g)": ("water", 1.0),
    "B1 (Thiamine) (mg)": ("thiamin", 1.0),
    "B2 (Riboflavin) (mg)": None,
    "B6 (Pyridoxine) (mg)": ("vitamin_b6", 1.0),
    "B12 (Cobalamin) (µg)": ("vitamin_b12", 1.0),
    "Vitamin A (µg)": None,
    "Vitamin D (IU)": ("vitamin_d", 0.025),
    "Vitamin K (µg)": ("vitamin_k", 1.0),
    "Calcium (mg)": ("calcium", 1.0),
    "Magnesium (mg)": ("magnesium", 1.0),
    "Phosphorus (mg)": ("phosphorus", 1.0),
    "Potassium (mg)": ("potassium", 1.0),
    "Sodium (mg)": ("sodium", 1.0),
    "Carbs (g)": ("carbohydrate", 1.0),
    "Net Carbs (g)": None,
    "Fat (g)": ("fat", 1.0),
    "Protein (g)": ("protein", 1.0),
}
MEALS = (
    "Date,Meal,Calories,Fat (g),Saturated Fat,Polyunsaturated Fat,Monounsaturated Fat,Trans Fat,"
    "Cholesterol,Sodium (mg),Potassium,Carbohydrates (g),Fiber,Sugar,Protein (g),Vitamin A,"
    "Vitamin C,Calcium,Iron,Note"
)
FOODS = (
    *('Muesli, Bircher, "Original"', "=SUM(A1)", "-Protein bar", "@home stew", "Null Sugar Drink"),
    *("Bread\nwhole wheat", "NaN Bread", "Average Joe Coffee", "Total Yogurt, Fage", "½ & ½ cream"),
    *("M&M's; peanut", 'Cheese, 12" Pizza', "Crème brûlée", "Vitamin D3 2000 IU", "Water, tap"),
)
# How an amount is written, its quantity, measure and grams; n is the number before it.
AMOUNTS = (
    ("{n:.2f} g", 1, "g", 1),
    ("{n:.2f} oz", 1, "oz", OUNCE),
    ("{n:.2f} cup, chopped", 1, "cup, chopped", None),
    ('{n:.2f} medium - 7" to 7 7/8" long', 1, 'medium - 7" to 7 7/8" long', None),
    ("{n:.2f} full recipe", 1, "full recipe", None),
    ("{n:.2f} 1", 1, "1", None),
    ("{n:.2f}  capsule", 1, "capsule", None),
    ("{n:.2f} can (355ml)", 1, "can (355ml)", None),
    ("{n:.2f} each - each 5.3 oz", 1, "each - each 5.3 oz", 5.3 * OUNCE),
    ("{n:.2f} x 2.0 tbsp", 2, "tablespoon", None),
    ("{n:.2f} x 4.0 oz", 4, "oz", 4 * OUNCE),
    ("{n:.2f} x 250.0 g", 250, "g", 250),
    ("{n:.2f} x 2.0 tbsp (32g)", 2, "tablespoon", 32),
    ("{n:.2f} x 8.28 fl oz (245ml)", 8.28, "fl oz", None),
)


class Dialect(NamedTuple):
    """How a file is written."""

    separator: str = ","
    decimal: str = "."
    thousands: bool = False
    encoding: str = "utf-8"
    day: str = "{d.year}-{d.month:02d}-{d.day:02d}"
    end: str = "\n"
    hidden: tuple[str, ...] = ()
    shuffled: bool = False
    trailing: int = 0


DIALECTS = {
    "as exported": Dialect(),
    "2011": Dialect(day="{d.year}-{d.month}-{d.day}", hidden=("Time", "Group", "Category")),
    "free": Dialect(hidden=("Time", "Vitamin D (IU)", "Sodium (mg)")),
    "2026": Dialect(hidden=tuple(NUTRIENTS)),
    "US Excel": Dialect(day="{d.month}/{d.day}/{d.year}", end="\r\n", trailing=1),
    "European Excel": Dialect(
        ";", ",", encoding="cp1252", day="{d.day:02d}.{d.month:02d}.{d.year}", end="\r\n"
    ),
    "Unicode text": Dialect("\t", ",", thousands=True, encoding="utf-16"),
    "marked and shuffled": Dialect(encoding="utf-8-sig", thousands=True, shuffled=True),
}


def made_rows(seed: int) -> list[dict[str, Any]]:
    chance = random.Random(seed)
    day = date(2024, 1, 1)
    rows = []
    for _ in range(ROWS):
        day += timedelta(days=chance.choice([0, 0, 0, 0, 0, 1, 3]))
        amounts = {
            heading: chance.choice([None, 0.0, round(chance.random() * 2500, 2)])
            for heading in NUTRIENTS
        }
        words, times, measure, grams = chance.choice(AMOUNTS)
        n = chance.choice([0.0, 0.5, 1.0, 2.0, 39.0])
        rows.append({
            "Day": day, "Time": chance.choice(["", "9:51 AM"]), "Group": "Lunch",
            "Food Name": chance.choice(FOODS), "Amount": words.format(n=n),
            "Category": chance.choice(["", "Dairy Products"]), **amounts,
            "quantity": n * times, "measure": measure,
            "grams": math.nan if grams is None else n * grams,
        })  # fmt: skip
    return rows


def written(rows: list[dict[str, Any]], dialect: Dialect) -> bytes:
    headings = [h for h in (*list(rows[0])[:6], *NUTRIENTS) if h not in dialect.hidden]
    headings = list(dict.fromkeys(headings))
    if dialect.shuffled:
        random.Random(1).shuffle(headings)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=dialect.separator, lineterminator=dialect.end)
    spare = [""] * dialect.trailing
    writer.writerow([*headings, *spare])
    for row in rows:
        writer.writerow([*(cell(row[heading], dialect) for heading in headings), *spare])
    return out.getvalue().rstrip("\r\n").encode(dialect.encoding)


def cell(value: object, dialect: Dialect) -> str:
    if isinstance(value, date):
        return dialect.day.format(d=value)
    if not isinstance(value, float):
        return value if isinstance(value, str) else ""
    text = f"{value:,.2f}" if dialect.thousands else f"{value:.2f}"
    turned = str.maketrans(",.", ".,") if dialect.decimal == "," else {}
    return text.translate(turned)


def same(found: Diary, rows: list[dict[str, Any]], hidden: tuple[str, ...]) -> None:
    wide = wide_entries(found)
    assert len(wide) == len(rows)
    assert wide["day"].tolist() == [row["Day"].isoformat() for row in rows]
    assert wide["food"].tolist() == [row["Food Name"] for row in rows]
    assert wide["amount_text"].tolist() == [row["Amount"] for row in rows]
    assert wide["measure"].tolist() == [row["measure"] for row in rows]
    for column in ("quantity", "grams"):
        expected = [row[column] for row in rows]
        assert wide[column].tolist() == pytest.approx(expected, nan_ok=True)
    for heading, known in NUTRIENTS.items():
        if known is not None:
            key, factor = known
            absent = heading in hidden
            expected = [
                math.nan if absent or row[heading] is None else row[heading] * factor
                for row in rows
            ]
            assert wide[key].tolist() == pytest.approx(expected, nan_ok=True), heading
    assert found.problems.empty


@pytest.mark.parametrize("name", DIALECTS)
def test_every_row_amount_and_blank_of_cronometer(name: str) -> None:
    dialect = DIALECTS[name]
    rows = made_rows(seed=len(name))
    same(read_diary(io.BytesIO(written(rows, dialect))), rows, dialect.hidden)


def test_a_daily_summary_states_each_group_once_and_never_its_total() -> None:
    chance = random.Random(3)
    headings = [h for h, known in NUTRIENTS.items() if known]
    lines, expected = [",".join(["Date", "Group", *headings, "Completed"])], []
    for number in range(200):
        day = (date(2025, 1, 1) + timedelta(days=number)).isoformat()
        for group in ("Breakfast", "Meal 1 8am", "Total"):
            amounts = [chance.choice(["", "0.00", "12.50"]) for _ in headings]
            shown = [amount or "0.00" for amount in amounts] if group == "Total" else amounts
            lines.append(",".join([day, group, *shown, "true"]))
            if group != "Total" and any(amounts):
                expected.append((day, group, amounts))
    wide = wide_entries(read_diary(io.StringIO("\n".join(lines) + "\n")))
    assert list(zip(wide["day"], wide["meal"], strict=True)) == [row[:2] for row in expected]
    assert set(wide["kind"]) == {"meal_total"}
    for place, heading in enumerate(headings):
        key, factor = NUTRIENTS[heading] or ("", 1.0)
        stated = [float(row[2][place] or "nan") * factor for row in expected]
        assert wide[key].tolist() == pytest.approx(stated, nan_ok=True)


@pytest.mark.parametrize("separator", [",", ";"])
def test_a_zero_of_a_myfitnesspal_summary_is_blank_everywhere_but_in_energy(separator: str) -> None:
    chance = random.Random(5)
    headings = next(csv.reader([MEALS]))
    stated = {
        "energy": "Calories", "fat": "Fat (g)", "sodium": "Sodium (mg)", "potassium": "Potassium",
        "carbohydrate": "Carbohydrates (g)", "protein": "Protein (g)",
    }  # fmt: skip
    rows = [
        {h: chance.choice([0.0, 1.5, 456.7, 2345.0]) for h in headings[2:-1]}
        | {
            "Date": date(2025, 1, 1) + timedelta(days=n // 3),
            "Meal": f"Meal {n % 3}",
            "Note": "a, b",
        }
        for n in range(ROWS)
    ]
    dialect = Dialect(separator, "," if separator == ";" else ".")
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerows([headings, *([cell(row[h], dialect) for h in headings] for row in rows)])
    wide = wide_entries(read_diary(io.StringIO(out.getvalue())))
    assert wide["day"].tolist() == [row["Date"].isoformat() for row in rows]
    assert wide["calcium"].isna().all()
    for key, heading in stated.items():
        unknown = math.nan if key != "energy" else 0.0
        assert wide[key].tolist() == pytest.approx(
            [r[heading] or unknown for r in rows], nan_ok=True
        )
