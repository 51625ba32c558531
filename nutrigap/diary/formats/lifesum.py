"""Lifesum: the food file of the data archive."""

from __future__ import annotations

from nutrigap.diary.base import (
    Day,
    DiaryFormat,
    Grams,
    NutrientColumns,
    Quantity,
    Record,
    Table,
    Text,
    fold,
)


class Foods(Table):
    """One row a food, its nutrients for the amount eaten; potassium and sodium in grams."""

    required = ("date", "meal_type", "title", "serving_name", "amount_in_grams")
    decimal = "."

    day = Day("date")
    meal = Text("meal_type")
    food = Text("title")
    brand = Text("brand")
    amount = Quantity("amount")
    unit = Text("serving_name")
    grams = Grams("amount_in_grams")
    nutrients = NutrientColumns(
        {
            "calories": ("energy", "kcal"),
            "protein": ("protein", "g"),
            "carbs": ("carbohydrate", "g"),
            "fat": ("fat", "g"),
            "potassium": ("potassium", "g"),
            "sodium": ("sodium", "g"),
        }
    )

    def is_quick(self, record: Record) -> bool:
        """Its amount is in calories."""
        return fold(record.text("unit")) == "calories"


FORMAT = DiaryFormat(
    title="Lifesum",
    how_to_export=(
        "On the website: Account, Privacy, Download my data. Give the archive, or the file of "
        "foods in it; each holds seven days, so give several."
    ),
    verified="header and units from another project's parser",
    layouts=(Foods(),),
)
