"""SparkyFitness: the CSV of its food diary."""

from __future__ import annotations

from nutrigap.diary.base import Day, DiaryFormat, NutrientColumns, Quantity, Table, Text


class FoodDiary(Table):
    """One row a food; every nutrient the user made up has a column under his own name for it."""

    required = ("date", "meal_type", "food_name", "quantity", "unit", "dietary_fiber")

    day = Day("date")
    meal = Text("meal_type")
    food = Text("food_name")
    brand = Text("brand")
    amount = Quantity("quantity")
    unit = Text("unit")
    note = Text("meal_name")
    nutrients = NutrientColumns()


FORMAT = DiaryFormat(
    title="SparkyFitness",
    how_to_export="In the app: Settings, Data, export the food diary as CSV.",
    verified="header from the project's own documentation of its import; units taken as usual",
    layouts=(FoodDiary(),),
)
