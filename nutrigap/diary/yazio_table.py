"""What yazio-exporter writes of a Yazio diary as a table: ``consumed.csv``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nutrigap.diary.columns import Day, NutrientColumns, Quantity, Text, fold
from nutrigap.diary.flat import Flat, Flattened, as_number
from nutrigap.diary.sheet import Row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nutrigap.diary.source import Source

# The same meals stand in days.json, which says more of them.
_ORIGIN = "the table consumed.csv"
# Pure fat has 9 kcal a gram: what has more in a gram is meant for 100 g, or counts pieces.
_MOST_KCAL = 9.5
# A whole diary below it was divided by 100 too often, as yazio-exporter does in its CSV.
_LEAST_KCAL = _MOST_KCAL / 100
_SHRUNK = (
    "energy, carbohydrate, protein and fat of products are a hundredth of what they can be, as the "
    "exporter writes them, and count as unknown"
)
_BASE_UNITS = ("", "gram", "g", "ml", "milliliter")
_COUNTED = 10


class ConsumedFile(Flattened):
    """``consumed.csv``: one row a food; its amounts are in g or ml whatever the serving says."""

    notes = (
        "amounts beside a household measure are in g or ml, the file does not say which: they were "
        "read as g",
        "the file states no vitamins and minerals: they come from the food table",
    )

    required = ("date", "daytime", "product_name", "amount")

    day = Day("date")
    meal = Text("daytime")
    food = Text("product_name")
    amount = Quantity("amount")
    origin = Text("origin")
    nutrients = NutrientColumns(
        {
            "energy": ("energy", "kcal"),
            "carb": ("carbohydrate", "g"),
            "protein": ("protein", "g"),
            "fat": ("fat", "g"),
        }
    )

    def claims(self, source: Source) -> bool:
        """By its header, which the exporter never changes."""
        rows = source.opening_sheet.rows
        needed = {"date", "daytime", "product_id", "product_name", "serving", "energy", "carb"}
        return bool(rows) and needed <= set(map(str.strip, rows[0].cells))

    def flatten(self, source: Source) -> Flat:
        """The same rows with amounts that say their unit; energies that are too small left out."""
        header, *rows = source.sheet.rows
        names = [fold(name).replace(" ", "_") for name in header.cells]
        foods = [dict(zip(names, row.cells, strict=False)) for row in rows]
        shrunk = 0 < max(map(_density, foods), default=0.0) < _LEAST_KCAL
        told = [food | _told(food, shrunk=shrunk) for food in foods]
        cells = [[*(food.get(name, "") for name in names), _ORIGIN] for food in told]
        made = [Row(row.line, told) for row, told in zip(rows, cells, strict=True)]
        return Flat([*names, "origin"], made, notes=(_SHRUNK,) if shrunk else ())


def _density(food: Mapping[str, str]) -> float:
    """Energy of a product in one unit of its amount [kcal]; zero where that says nothing."""
    amount, energy = as_number(food.get("amount")), as_number(food.get("energy"))
    known = food.get("serving") != "portion" and amount > 0 and energy == energy
    return energy / amount if known else 0.0


def _told(food: Mapping[str, str], *, shrunk: bool) -> dict[str, str]:
    amount, serving = food.get("amount", ""), food.get("serving", "").strip()
    counted = _density(food) > _MOST_KCAL or as_number(amount) < _COUNTED
    portion = serving == "portion" or (serving not in _BASE_UNITS and counted)
    unit = serving if portion or serving in ("ml", "milliliter") else "g"
    blank = dict.fromkeys(("energy", "carb", "protein", "fat"), "")
    lost = blank if shrunk and serving != "portion" else {}
    return {"amount": f"{amount} {unit}" if amount else "", **lost}
