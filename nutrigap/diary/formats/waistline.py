"""Waistline: the diary as CSV, sums of days, and the backup as JSON, every food."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from nutrigap.diary.base import (
    Code,
    Day,
    DiaryFormat,
    JsonRecords,
    NutrientColumn,
    NutrientColumns,
    Quantity,
    Record,
    Source,
    Table,
    Text,
    as_number,
    fold,
    is_blank,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DATES = ("Date", "Datum", "Fecha", "Data", "Dato", "Päivämäärä", "Dátum", "Tarih", "Дата")
_WITH_UNIT = re.compile(r".+ \([^()]+\)")
_SYNONYM = re.compile(r" \([^()]*\)(?= \([^()]*\)$)")
_MEALS = ("Breakfast", "Lunch", "Dinner", "Snacks")
_USDA = "fdcId_"
_QUICK = "quick-add"
_NUTRIENTS = {
    "calories": ("energy", "kcal"),
    "kilojoules": ("energy", "kJ"),
    "proteins": ("protein", "g"),
    "carbohydrates": ("carbohydrate", "g"),
    "fat": ("fat", "g"),
    "sodium": ("sodium", "mg"),
    "potassium": ("potassium", "mg"),
    "magnesium": ("magnesium", "mg"),
    "calcium": ("calcium", "mg"),
    "vitamin-d": ("vitamin_d", "µg"),
    "vitamin-b12": ("vitamin_b12", "µg"),
}


class DailyNutrients(NutrientColumns):
    """Headings in the language of the app, with a unit and perhaps a second name in brackets."""

    def columns(self, header: Sequence[str]) -> list[NutrientColumn]:
        """``Vitamin B12 (Cobalamine) (µg)`` is ``Vitamin B12 (µg)``."""
        return super().columns([_SYNONYM.sub("", heading) for heading in header])


class DailySums(Table):
    """``diary_export.csv``: one row a day, in the language and number style of the phone."""

    notes = (
        "these are sums of days made by the app, in which a food without a value is left out: what "
        "was eaten may be more",
    )

    day = Day(*_DATES)
    nutrients = DailyNutrients()

    def claims(self, source: Source) -> bool:
        """Cells are always separated by semicolons."""
        return source.opening_sheet.separator == ";" and super().claims(source)

    def accepts(self, header: Sequence[str]) -> bool:
        """A date, and nothing but quantities with their unit; energy is always the first or so."""
        first, *others = header
        energy = any(heading.endswith(("(kcal)", "(kj)")) for heading in others)
        return first in map(fold, _DATES) and energy and all(map(_WITH_UNIT.fullmatch, others))

    def set_aside(self, record: Record) -> str | None:
        """Body measures stand in rows of their own on days without foods."""
        nutrients = record.header.nutrients
        empty = all(is_blank(record.cell(column.place)) for column in nutrients)
        return "no nutrients, only body measures" if empty and any(record.cells) else None


class Backup(JsonRecords):
    """``waistline_export.json``: foods, and how much of them was eaten when."""

    day = Day("date")
    meal = Text("meal")
    food = Text("name")
    brand = Text("brand")
    amount = Quantity("amount")
    unit = Text("unit")
    barcode = Text("barcode")
    fdc_id = Code("barcode")
    gtin = Code("barcode")
    nutrients = NutrientColumns(_NUTRIENTS)

    def recognises(self, tree: Any) -> bool:
        """A diary and a list of foods."""
        return isinstance(tree, dict) and {"diary", "foodList"} <= tree.keys()

    def records(self, source: Source) -> Iterator[Mapping[str, Any]]:
        """One record an item of a day."""
        tree = source.json
        lists = {"food": "foodList", "recipe": "recipes"}
        foods = {
            (kind, str(food.get("id"))): food
            for kind, key in lists.items()
            for food in _dicts(tree, key)
        }
        names = _dict(_dict(tree, "settings"), "diary").get("meal-names") or _MEALS
        for day in _dicts(tree, "diary"):
            for item in _dicts(day, "items"):
                food = foods.get((str(item.get("type", "food")), str(item.get("id"))), {})
                meal = _meal(item.get("category"), names)
                # Midnight UTC of the eater's own day.
                yield {"date": str(day.get("dateTime"))[:10], "meal": meal, **_eaten(item, food)}

    def code(self, record: Record, name: str) -> str:
        """Bar codes, and FoodData Central ids behind a mark of their own."""
        code = record.text(name)
        if name == "gtin":
            return code if code.isdecimal() else ""
        return code.removeprefix(_USDA) if code.startswith(_USDA) else ""

    def is_quick(self, record: Record) -> bool:
        """The app keeps a food for that, marked in place of its bar code."""
        return record.text("barcode") == _QUICK


def _dicts(tree: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    found = tree.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _dict(tree: Mapping[str, Any], key: str) -> dict[str, Any]:
    found = tree.get(key)
    return found if isinstance(found, dict) else {}


def _meal(category: object, names: Any) -> str:
    if isinstance(names, Sequence) and isinstance(category, int) and 0 <= category < len(names):
        return str(names[category])
    return ""


def _eaten(item: Mapping[str, Any], food: Mapping[str, Any]) -> dict[str, Any]:
    """A food times its portion over the portion its nutrients are for, times the quantity."""
    quantity, portion = as_number(item.get("quantity", 1)), as_number(item.get("portion"))
    whole = 1.0 if food.get("barcode") == _QUICK else as_number(food.get("portion"))
    times = portion / whole * quantity if whole else float("nan")
    nutrition = _dict(food, "nutrition")
    amounts = {key: as_number(nutrition.get(key)) * times for key in _NUTRIENTS}
    eaten = portion * quantity
    return {
        "name": food.get("name"),
        "brand": food.get("brand"),
        "barcode": food.get("barcode"),
        "amount": f"{eaten:g}" if eaten == eaten else None,
        "unit": item.get("unit"),
        **{key: amount for key, amount in amounts.items() if amount == amount},
    }


FORMAT = DiaryFormat(
    title="Waistline",
    how_to_export=(
        "In the app: Settings, Import/Export, Export Database (every food; give "
        "waistline_export.json) or Export Diary (sums of days as CSV)."
    ),
    verified="the app's own source code",
    layouts=(DailySums(), Backup()),
)
