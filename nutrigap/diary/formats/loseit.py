"""Lose It!: food logs of the full export, and the older daily or weekly report."""

from __future__ import annotations

from nutrigap.diary.base import (
    Answer,
    Day,
    DiaryFormat,
    NutrientColumns,
    Quantity,
    Record,
    Table,
    Text,
)


class FoodLogs(Table):
    """One row a food, or an exercise; foods that the user deleted are still there, marked."""

    required = ("Date", "Name", "Icon", "Quantity", "Units", "Deleted")
    quick = ("calories",)
    notes = (
        "Lose It! exports carry none of the vitamins and minerals but sodium: they come from the "
        "food table",
    )

    day = Day("Date", usual="month-first")
    meal = Text("Meal", "Type")
    food = Text("Name")
    amount = Quantity("Quantity")
    unit = Text("Units")
    calories = Text("Calories")
    deleted = Answer("Deleted")
    nutrients = NutrientColumns()

    def set_aside(self, record: Record) -> str | None:
        """Deleted foods, and exercise: it is told by its name or by the energy it takes away."""
        if self.deleted.read(record.text("deleted")):
            return "deleted by the user"
        burned = record.text("calories").startswith("-")
        return "exercise" if burned or record.text("meal") == "Exercise" else None


FORMAT = DiaryFormat(
    title="Lose It!",
    how_to_export=(
        "On the website: Settings, Export Data. Give the archive, or food-logs.csv in it; the "
        "daily and weekly reports of Insights work too."
    ),
    verified="header and values as other projects read them; no real file seen",
    layouts=(FoodLogs(),),
)
