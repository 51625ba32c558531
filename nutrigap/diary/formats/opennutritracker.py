"""OpenNutriTracker: its intakes as CSV or JSON, with nutrients per 100 g of the food."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nutrigap.diary.base import (
    Code,
    Day,
    DiaryFormat,
    Doubt,
    JsonRecords,
    NutrientColumns,
    Quantity,
    Record,
    Settled,
    Source,
    Table,
    Text,
    is_blank,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_CODES = {"fdc_id": "fdc", "gtin": "off"}
# Until August 2026 what Open Food Facts gives in grams was kept as if it were mg or µg.
_LEAST = {
    "vitamin_d": 0.001,
    "vitamin_b12": 0.001,
    **dict.fromkeys(("magnesium", "calcium", "potassium", "sodium", "phosphorus"), 1.0),
}
_NUTRIENTS = {
    "kcal": ("energy", "kcal"),
    "carbs": ("carbohydrate", "g"),
    "fat": ("fat", "g"),
    "protein": ("protein", "g"),
    "sodium": ("sodium", "mg"),
    "potassium": ("potassium", "mg"),
    "magnesium": ("magnesium", "mg"),
    "calcium": ("calcium", "mg"),
    "phosphorus": ("phosphorus", "mg"),
    "vitamin_d": ("vitamin_d", "µg"),
    "vitamin_b6": ("vitamin_b6", "mg"),
    "vitamin_b12": ("vitamin_b12", "µg"),
}
_IN_JSON = {
    "kcal": "energyKcal",
    "carbs": "carbohydrates",
    "protein": "proteins",
    "vitamin_d": "vitaminD",
    "vitamin_b6": "vitaminB6",
    "vitamin_b12": "vitaminB12",
}


class Intakes(Table):
    """One row a food; a food of USDA's carries its FoodData Central id."""

    required = ("date_time", "amount", "unit", "meal_name", "kcal_per_100g")
    decimal = "."
    notes = (
        "nutrients are per 100 g of a food and were multiplied by what was eaten; minerals below "
        "1 mg and vitamins below 0.001 µg per 100 g of a food of Open Food Facts count as unknown, "
        "because the app long kept them in the wrong unit",
    )

    day = Day("date_time", "dateTime")
    meal = Text("type")
    food = Text("meal_name", "meal.name")
    brand = Text("meal_brands", "meal.brands")
    amount = Quantity("amount")
    unit = Text("unit")
    database = Text("meal_source", "meal.source")
    fdc_id = Code("meal_code", "meal.code")
    gtin = Code("meal_code", "meal.code")
    serving = Text("meal_serving_quantity", "meal.servingQuantity")
    serving_unit = Text("meal_serving_unit", "meal.servingUnit")
    nutrients = NutrientColumns(
        {f"{name}_per_100g": named for name, named in _NUTRIENTS.items()}
        | {
            f"meal.nutriments.{_IN_JSON.get(name, name)}100": named
            for name, named in _NUTRIENTS.items()
        }
    )

    def code(self, record: Record, name: str) -> str:
        """One column holds FoodData Central ids and bar codes; the database says which."""
        return record.text(name) if record.text("database") == _CODES.get(name) else ""

    def amount_of(self, record: Record) -> tuple[str, str]:
        """A serving of known size is that size; ``g/ml`` means that the food does not matter."""
        amount, unit = super().amount_of(record)
        size = record.text("serving")
        if unit == "serving" and not is_blank(size):
            return f"{amount} x {size} {record.text('serving_unit') or 'g'}", ""
        return amount, "g" if unit == "g/ml" else unit

    def stated(
        self, record: Record, amounts: dict[str, float], settled: Settled
    ) -> dict[str, float]:
        """Per 100 g or ml, times what was eaten; nothing where that is not known."""
        size = self._size(record, settled)
        foreign = record.text("database") == "off"
        return {
            key: amount * size / 100
            for key, amount in amounts.items()
            if size == size and not (foreign and 0 < amount < _LEAST.get(key, 0))
        }

    def doubts(self, record: Record) -> list[Doubt]:
        """A serving of unknown size leaves all nutrients unknown."""
        amount, unit = self.amount_of(record)
        if unit != "serving":
            return []
        problem = "the size of a serving is not stated; its nutrients count as unknown"
        return [Doubt(record.heading("unit"), f"{amount} {unit}", problem)]

    def _size(self, record: Record, settled: Settled) -> float:
        """What was eaten [g or ml]."""
        from nutrigap.amounts import parse_amount

        text = settled.amounts.normal(" ".join(self.amount_of(record)))
        amount = parse_amount(text) if text else None
        if amount is None:
            return float("nan")
        return amount.grams if amount.grams == amount.grams else amount.millilitres


class IntakesJson(JsonRecords, Intakes):
    """``user_intake.json``: the same, one record a food."""

    def recognises(self, tree: Any) -> bool:
        """A list of records with a time, an amount and a meal."""
        first = tree[0] if isinstance(tree, list) and tree else None
        if not isinstance(first, dict):
            return False
        return {"dateTime", "amount", "unit"} <= first.keys() and isinstance(
            first.get("meal"), dict
        )

    def records(self, source: Source) -> Iterable[Mapping[str, Any]]:
        """The list itself."""
        return source.json  # type: ignore[no-any-return]


FORMAT = DiaryFormat(
    title="OpenNutriTracker",
    how_to_export=(
        "In the app: Settings, Export / Import App Data, Export. Give the archive, or "
        "user_intake.csv or user_intake.json, not both."
    ),
    verified="the app's own documentation of its export",
    layouts=(Intakes(), IntakesJson()),
)
