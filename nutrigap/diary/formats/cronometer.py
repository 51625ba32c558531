"""Cronometer: servings, one row a food, and daily nutrition, one row a day or meal group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    from collections.abc import Sequence

# Cronometer itself writes ISO days; only Excel with American settings turns them round.
_RESAVED = "month-first"


class Servings(Table):
    """``servings.csv``: every layout from 2011 to 2026, with and without nutrients."""

    required = ("Day", "Food Name", "Amount")
    excluded = ("Date", "Serving Size", "Quantity")
    decimal = "."

    day = Day("Day", usual=_RESAVED)
    time = Text("Time")
    meal = Text("Group", "Meal")
    food = Text("Food Name")
    amount = Quantity("Amount")
    category = Text("Category")
    nutrients = NutrientColumns()

    def kind(self, record: Record, columns: dict[str, Any]) -> str:
        """A row of the category Supplements is one, unless it is a medicine."""
        kind = super().kind(record, columns)
        tablet = columns["category"] == "Supplements" and kind == "food"
        return "supplement" if tablet else kind


class DailyNutrition(Table):
    """``dailysummary.csv``: sums as the app shows them; blanks inside them count as zero there."""

    required = ("Date", "Completed")
    excluded = ("Food Name",)
    notes = (
        "these are sums made by the app, in which a food without a value counts as zero: "
        "what was eaten may be more",
    )

    day = Day("Date", usual=_RESAVED)
    meal = Text("Group")
    complete = Answer("Completed")
    nutrients = NutrientColumns()

    def accepts(self, header: Sequence[str]) -> bool:
        """Energy is always among the columns, in the user's unit."""
        return super().accepts(header) and any(name.startswith("energy (") for name in header)

    def set_aside(self, record: Record) -> str | None:
        """The Total row turns unknown amounts into 0.00; the groups above it do not."""
        return "total of the groups" if record.text("meal") == "Total" else None


FORMAT = DiaryFormat(
    title="Cronometer",
    how_to_export=(
        "On the website: More, Account, Export Data. Choose the dates, then 'Export Servings' "
        "(best: every food) or 'Export Daily Nutrition' (sums of the day)."
    ),
    verified="layouts of 2011 to 2025 from real files, those of 2026 from another parser's notes",
    layouts=(Servings(), DailyNutrition()),
)
