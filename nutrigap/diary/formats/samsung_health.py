"""Samsung Health: foods eaten, the foods' own table beside them, and sums of meals."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from nutrigap.diary.base import (
    Day,
    DiaryFormat,
    Doubt,
    Flat,
    Flattened,
    NutrientColumn,
    NutrientColumns,
    Quantity,
    Record,
    Row,
    Settled,
    Sheet,
    Source,
    Table,
    Text,
    When,
    as_number,
    fold,
)
from nutrigap.errors import DiaryError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_NUTRIENTS = {
    "calorie": ("energy", "kcal"),
    "protein": ("protein", "g"),
    "carbohydrate": ("carbohydrate", "g"),
    "total_fat": ("fat", "g"),
    "vitamin_d": ("vitamin_d", "µg"),
    "calcium": ("calcium", "mg"),
    "magnesium": ("magnesium", "mg"),
    "potassium": ("potassium", "mg"),
    "vitamin_b12": ("vitamin_b12", "µg"),
    "vitamin_b6": ("vitamin_b6", "mg"),
    "vitamin_k": ("vitamin_k", "µg"),
    "thiamin": ("thiamin", "mg"),
    "phosphorus": ("phosphorus", "mg"),
    "sodium": ("sodium", "mg"),
}
_MEALS = {
    "100001": "Breakfast",
    "100002": "Lunch",
    "100003": "Dinner",
    "100004": "Morning snack",
    "100005": "Afternoon snack",
    "100006": "Evening snack",
}
_UNITS = {"120001": "serving", "120002": "g", "120005": "ml"}
_OFFSET = re.compile(r"UTC([+-])(\d{2}):?(\d{2})")
_BRANDED = re.compile(r"(?P<food>.*\S)\((?P<brand>[^()]+)\)")
_UNITS_NOTE = (
    "the export names no units: vitamins D and B12 were taken to be in µg, minerals in mg; a 0 "
    "counts as unknown, because the app writes it for what it does not know"
)
# Twice as much or half is another food under an old number; rounding and edits are less.
_LARGEST_DISAGREEMENT = 1.5


class Dated(Table):
    """What all tables share: times in UTC, and the zone of the eater beside them."""

    time_offset = Text("time_offset")
    day = Day("start_time")
    meal = Text("meal_type", signs=_MEALS)

    def when(self, record: Record, settled: Settled) -> When | None:
        """The eater's own day and time of day."""
        found = super().when(record, settled)
        shift = _shift(record.text("time_offset"))
        if found is None or found.date is None or shift is None:
            return found
        hours, minutes, *_ = [*map(int, re.findall(r"\d+", found.time)), 0, 0]
        spent = timedelta(hours=hours, minutes=minutes) + shift
        date, rest = found.date + timedelta(days=spent.days), spent.seconds // 60
        return When(date.isoformat(), date, f"{rest // 60:02d}:{rest % 60:02d}")

    def doubts(self, record: Record) -> list[Doubt]:
        """A time without its zone may belong to the neighbouring day."""
        if _shift(record.text("time_offset")) is not None:
            return []
        return [
            record.doubt("time_offset", "is no offset such as UTC+0100; the day is that of UTC")
        ]


def _shift(text: str) -> timedelta | None:
    found = _OFFSET.fullmatch(text)
    if found is None:
        return None
    shift = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return -shift if found[1] == "-" else shift


class FoodIntake(Flattened, Dated):
    """``food_intake``: one row a food; its nutrients stand in ``food_info`` beside it."""

    notes = (
        f"{_UNITS_NOTE}; nutrients come from the food_info file beside it, multiplied by what was "
        "eaten, and it has neither magnesium nor vitamin B12",
    )
    decimal = "."

    food = Text("food")
    brand = Text("brand")
    amount = Quantity("eaten")
    unit_code = Text("unit")
    conflict = Text("conflict")
    note = Text("comment")
    nutrients = NutrientColumns(_NUTRIENTS, zero_is_unknown=True)

    def claims(self, source: Source) -> bool:
        """By its headings, below a banner."""
        return _header(source.opening_sheet, ("food_info_id", "start_time", "amount")) is not None

    def accepts(self, header: Sequence[str]) -> bool:  # noqa: ARG002
        """The header was made here."""
        return True

    def flatten(self, source: Source) -> Flat:
        """The rows, each with the nutrients of its food."""
        place = _header(source.sheet, ("food_info_id", "start_time", "amount"))
        rows = source.sheet.rows
        banner = {row.line: "above the header" for row in rows[:place]}
        header = [fold(cell).replace(" ", "_") for cell in rows[place or 0].cells]
        foods = _foods(source)
        made = [*header, "food", "brand", "eaten", "conflict", *_NUTRIENTS]
        header = [f"own {name}" if name in _NUTRIENTS else name for name in header]
        width = len(header)
        flat = []
        for row in rows[(place or 0) + 1 :]:
            cells = (row.cells + [""] * width)[:width]
            record = dict(zip(header, cells, strict=True))
            surplus = row.cells[width:]
            flat.append(Row(row.line, [*cells, *_eaten(record, foods), *surplus]))
        return Flat([*header, *made[width:]], flat, {}, banner)

    def doubts(self, record: Record) -> list[Doubt]:
        """A unit that is not known, a food that was changed after it was eaten."""
        conflict, unit = record.text("conflict"), record.text("unit_code")
        found = [Doubt("calorie", None, conflict)] if conflict else []
        if unit and unit not in _UNITS:
            found.append(
                record.doubt("unit_code", "is no unit that is known; the amount is unknown")
            )
        return [*super().doubts(record), *found]


def _header(sheet: Sheet, names: Sequence[str]) -> int | None:
    """Which row is the header: the first, or the second below a banner."""
    wanted = {fold(name) for name in names}
    for place, row in enumerate(sheet.rows[:3]):
        if wanted <= {fold(cell) for cell in row.cells}:
            return place
    return None


def _foods(source: Source) -> dict[str, dict[str, str]]:
    """Foods of the ``food_info`` files beside it, by their number."""
    foods = {}
    for beside in source.like("*food_info*.csv"):
        try:
            records = list(_records(beside.sheet)) if FOOD_INFO.claims(beside) else []
        except DiaryError:
            continue  # it is handed in on its own as well, and has its message there
        foods.update({record.get("datauuid", ""): record for record in records})
    return foods


def _records(sheet: Sheet) -> Iterator[dict[str, str]]:
    place = _header(sheet, FOOD_INFO.required)
    if place is not None:
        header = [fold(cell).replace(" ", "_") for cell in sheet.rows[place].cells]
        for row in sheet.rows[place + 1 :]:
            yield dict(zip(header, map(str.strip, row.cells), strict=False))


def _eaten(record: Mapping[str, str], foods: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Name, brand, amount, what contradicts, and nutrients of a food eaten."""
    name = record.get("name", "").strip()
    branded = _BRANDED.fullmatch(name)
    words = [branded["food"], branded["brand"]] if branded else [name, ""]
    food = foods.get(record.get("food_info_id", ""), {})
    times, conflict = _times(record, food)
    amounts = [as_number(food.get(key)) * times for key in _NUTRIENTS]
    cells = ["" if amount != amount else f"{amount:.10g}" for amount in amounts]
    cells[0] = record.get("own calorie", "").strip() or cells[0]
    return [*words, _amount(record, food), conflict, *cells]


def _amount(record: Mapping[str, str], food: Mapping[str, str]) -> str:
    """The amount in words; a serving is given in grams or millilitres where the food says so."""
    amount, unit = record.get("amount", "").strip(), _UNITS.get(record.get("unit", "").strip(), "")
    size, measure = _metric(food)
    if unit == "serving" and measure:
        return f"{amount} x {size:g} {measure}"
    return f"{amount} {unit}".strip() if unit else ""


def _metric(food: Mapping[str, str]) -> tuple[float, str]:
    """How large a serving of the food is."""
    measure = food.get("metric_serving_unit", "").casefold()
    size = as_number(food.get("metric_serving_amount"))
    return (size, measure) if measure in ("g", "ml") and size > 0 else (float("nan"), "")


def _times(record: Mapping[str, str], food: Mapping[str, str]) -> tuple[float, str]:
    """How many servings were eaten, by amount and else by energy; and what contradicts."""
    amount, unit = as_number(record.get("amount")), _UNITS.get(record.get("unit", "").strip())
    size, measure = _metric(food)
    whole = as_number(food.get("calorie"))
    by_energy = as_number(record.get("own calorie")) / whole if whole > 0 else float("nan")
    by_amount = amount if unit == "serving" else amount / size if unit == measure else float("nan")
    if by_amount != by_amount or by_energy != by_energy or not by_energy:
        return (by_energy if by_amount != by_amount else by_amount), ""
    ratio = max(by_amount / by_energy, by_energy / by_amount) if by_amount else float("inf")
    if ratio > _LARGEST_DISAGREEMENT:
        return float("nan"), (
            "the energy eaten does not fit the food's own table, which was changed since; its "
            "nutrients count as unknown"
        )
    return by_amount, ""


class _NoNutrients(NutrientColumns):
    """Nothing in the file was eaten, so nothing needs to be said of its columns."""

    def columns(self, header: Sequence[str]) -> list[NutrientColumn]:  # noqa: ARG002
        """None."""
        return []


class FoodInfo(Table):
    """``food_info``: what foods contain; it says nothing of what was eaten."""

    required = ("datauuid", "metric_serving_amount", "calorie")
    notes = ("this file describes foods; what was eaten stands in food_intake",)

    nutrients = _NoNutrients()

    def set_aside(self, record: Record) -> str | None:  # noqa: ARG002
        """No row was eaten."""
        return "describes a food, not a meal"


FOOD_INFO = FoodInfo()


class Meals(Dated):
    """``nutrition``: one row a meal, counted only where its foods are not given."""

    required = ("start_time", "meal_type", "title", "calorie", "time_offset")
    notes = (_UNITS_NOTE, "these are sums of meals, counted only where no food_intake is given")

    note = Text("title")
    nutrients = NutrientColumns(_NUTRIENTS, zero_is_unknown=True)

    def kind(self, record: Record, columns: dict[str, Any]) -> str:  # noqa: ARG002
        """The sum of a meal."""
        return "meal_total"


FORMAT = DiaryFormat(
    title="Samsung Health",
    how_to_export=(
        "In the app: Settings, Download personal data; give the folder or the archive, in which "
        "food_intake and food_info belong together."
    ),
    verified="food_intake from a real file, the others as other projects read them",
    layouts=(FoodIntake(), FOOD_INFO, Meals()),
)
