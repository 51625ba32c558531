"""Yazio, which has no export of its own, by way of yazio-exporter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from nutrigap.diary.base import (
    Day,
    DiaryFormat,
    JsonRecords,
    NutrientColumns,
    Quantity,
    Record,
    Source,
    Text,
    as_number,
    is_blank,
)
from nutrigap.diary.yazio_table import ConsumedFile
from nutrigap.errors import DiaryReadError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUTRIENTS = {
    "energy.energy": ("energy", "kcal"),
    "nutrient.carb": ("carbohydrate", "g"),
    "nutrient.protein": ("protein", "g"),
    "nutrient.fat": ("fat", "g"),
    "vitamin.d": ("vitamin_d", "g"),
    "vitamin.b12": ("vitamin_b12", "g"),
    "mineral.calcium": ("calcium", "g"),
    "mineral.magnesium": ("magnesium", "g"),
    "mineral.potassium": ("potassium", "g"),
}
_IN_GRAMS = "vitamins and minerals were taken as grams, which nobody has documented"
# Pure fat has 9 kcal a gram: what has more in a gram is meant for 100 g.
_MOST_KCAL = 9.5


class Days(JsonRecords):
    """``days.json``: foods by number; their names stand in ``products.json`` beside it."""

    decimal = "."
    quick = ("quick entry",)
    notes = (_IN_GRAMS,)

    day = Day("date")
    time = Text("time")
    meal = Text("daytime")
    food = Text("name")
    brand = Text("producer")
    amount = Quantity("amount")
    unit = Text("unit")
    own_kind = Text("kind")
    origin = Text("origin")
    nutrients = NutrientColumns(_NUTRIENTS)

    def recognises(self, tree: Any) -> bool:
        """Dates, each with what was consumed."""
        return isinstance(tree, dict) and any(_is_day(*item) for item in tree.items())

    def records(self, source: Source) -> Iterator[Mapping[str, Any]]:
        """One record a product, recipe or entry without a product, and one a sum of a meal."""
        products, recipes = _products(source)
        scale = 0.01 if _per_100(products.values()) else 1.0
        for date, day in source.json.items():
            consumed, known = _inner(day, "consumed"), {"date": date, "origin": "days.json"}
            for item in _all(consumed, "products"):
                food = _inner(products, item.get("product_id"))
                yield {**known, **_product(item, food, scale)}
            for item in _all(consumed, "recipe_portions"):
                yield {**known, **_recipe(item, _inner(recipes, item.get("recipe_id")))}
            for item in _all(consumed, "simple_products"):
                yield {**known, **_plain(item), **_times(item, 1.0)}
            meals = _inner(_inner(day, "daily_summary"), "meals")
            for meal in meals:
                total = {"daytime": meal, "kind": "meal_total"}
                yield {"date": date, **total, **_times(_inner(meals, meal), 1.0)}

    def kind(self, record: Record, columns: dict[str, Any]) -> str:
        """Sums of meals stand beside the foods."""
        return record.text("own_kind") or super().kind(record, columns)


def _is_day(date: object, day: object) -> bool:
    dated = isinstance(date, str) and _DATE.fullmatch(date) is not None
    return dated and isinstance(day, dict) and "consumed" in day


def _products(source: Source) -> tuple[dict[str, Any], dict[str, Any]]:
    name = source.name.replace("days", "products")
    beside = source.beside(name.rpartition("/")[2])
    if beside is None or not Products().claims(beside):
        raise DiaryReadError(
            source.name,
            "the names of the foods are not in this file",
            f"a file {name} in the same folder",
            "Run the exporter again and keep its files together.",
        )
    return _inner(beside.json, "products"), _inner(beside.json, "recipes")


def _per_100(products: Any) -> bool:
    """Whether nutrients are for 100 of the unit, not for one."""
    energies = (as_number(_inner(one, "nutrients").get("energy.energy")) for one in products)
    return any(energy > _MOST_KCAL for energy in energies)


def _inner(tree: Any, key: object) -> dict[str, Any]:
    found = tree.get(str(key)) if isinstance(tree, dict) else None
    return found if isinstance(found, dict) else {}


def _all(tree: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    found = tree.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _plain(item: Mapping[str, Any]) -> dict[str, Any]:
    time = str(item.get("date") or "").partition(" ")[2]
    return {"daytime": item.get("daytime"), "name": item.get("name"), "time": time}


def _product(item: Mapping[str, Any], food: Mapping[str, Any], scale: float) -> dict[str, Any]:
    amount = as_number(item.get("amount"))
    return {
        **_plain(item),
        "name": food.get("name"),
        "producer": food.get("producer"),
        "amount": item.get("amount"),
        "unit": food.get("base_unit"),
        **_times(food, amount * scale),
    }


def _recipe(item: Mapping[str, Any], food: Mapping[str, Any]) -> dict[str, Any]:
    """The nutrients of a recipe are for one portion."""
    count = as_number(item.get("portion_count"))
    eaten = {"amount": item.get("portion_count"), "unit": "portion"}
    return {**_plain(item), "name": food.get("name"), **eaten, **_times(food, count)}


def _times(food: Mapping[str, Any], times: float) -> dict[str, float]:
    """Nutrients times an amount; what is not a number is left out."""
    found = _inner(food, "nutrients")
    amounts = {key: as_number(found.get(key)) * times for key in _NUTRIENTS}
    return {key: amount for key, amount in amounts.items() if amount == amount}


class NutrientDays(JsonRecords):
    """``nutrients.json``: sums of days of one nutrient after the other."""

    notes = (
        _IN_GRAMS,
        "these are sums of days made by the app, in which a food without a value counts as zero: "
        "what was eaten may be more, and a 0 counts as unknown",
        "a sum is never added to foods: on days of which foods are given too it is not used, and "
        "what the foods do not state comes from the food table",
    )

    day = Day("date")
    nutrients = NutrientColumns(_NUTRIENTS, zero_is_unknown=True)

    def recognises(self, tree: Any) -> bool:
        """Only nutrients in the app's names, each with values by date."""
        if not isinstance(tree, dict) or not tree:
            return False
        return all(
            re.fullmatch(r"(energy|nutrient|vitamin|mineral)\.\w+", key) for key in tree
        ) and all(isinstance(days, dict) for days in tree.values())

    def records(self, source: Source) -> Iterator[Mapping[str, Any]]:
        """One record a day."""
        tree = source.json
        for date in sorted({date for days in tree.values() for date in days}):
            yield {"date": date, **{key: days.get(date) for key, days in tree.items()}}

    def set_aside(self, record: Record) -> str | None:
        """A day on which nothing is known."""
        cells = (record.cell(column.place) for column in record.header.nutrients)
        empty = all(is_blank(cell) or not as_number(cell) for cell in cells)
        return "nothing logged" if empty else None


class Products(JsonRecords):
    """``products.json``: what foods are made of, and nothing of what was eaten."""

    notes = ("this file only names foods: give days.json, which lies beside it",)

    def recognises(self, tree: Any) -> bool:
        """Products by number."""
        first = next(iter(_inner(tree, "products").values()), None)
        return isinstance(first, dict) and "nutrients" in first

    def records(self, source: Source) -> Iterator[Mapping[str, Any]]:
        """One record a product or recipe."""
        for kind in ("products", "recipes"):
            yield from _inner(source.json, kind).values()

    def set_aside(self, record: Record) -> str | None:  # noqa: ARG002
        """Nothing here was eaten."""
        return "a product, not something eaten"


FORMAT = DiaryFormat(
    title="Yazio",
    how_to_export=(
        "The app has no export. Run yazio-exporter with your account and give its days.json, with "
        "products.json beside it; or consumed.csv, or nutrients.json for sums of days."
    ),
    verified="the exporter's own source code and tests; units of vitamins and minerals are guesses",
    layouts=(ConsumedFile(), Days(), NutrientDays(), Products()),
)
