"""Google Fit: nutrition in Google Takeout, one JSON file for each app that recorded it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from nutrigap.diary.base import DiaryFormat, Flat, Record
from nutrigap.diary.phone import Collected, Eaten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nutrigap.diary.base import Source

_TYPE = "com.google.nutrition"
_NUTRIENTS = {
    "calories": ("energy", "kcal"),
    "protein": ("protein", "g"),
    "carbs.total": ("carbohydrate", "g"),
    "fat.total": ("fat", "g"),
    "calcium": ("calcium", "mg"),
    "potassium": ("potassium", "mg"),
    "sodium": ("sodium", "mg"),
}
_MEALS = {1: "Breakfast", 2: "Lunch", 3: "Dinner", 4: "Snack"}


class Points(Collected):
    """``raw_com.google.nutrition_….json``: what one app recorded."""

    notes: ClassVar[tuple[str, ...]] = (
        "Google Fit names no time zone: days and times are those of UTC, so what was eaten near "
        "midnight may stand on the day before or after",
        "the export names no units; calcium, potassium and sodium were taken to be in mg, and it "
        "has neither vitamin D, magnesium nor vitamin B12",
    )

    def claims(self, source: Source) -> bool:
        """By the type of its data points; Google's own merge of all apps is another file."""
        return _stream(source).startswith("raw:")

    def collect(self, source: Source) -> Flat:
        """One row a data point."""
        app = _stream(source).removeprefix(f"raw:{_TYPE}:").strip(":").split(":")[0]
        points = enumerate(_points(source), start=1)
        return Flat((), [_eaten(number, point, app).row() for number, point in points])


class Merged(Points):
    """``derived_…``: what Google made of the raw files; every record stands in one of them."""

    notes = ("Google made this file from the raw_com.google.nutrition files; give those",)

    def claims(self, source: Source) -> bool:
        """By the same type."""
        return _stream(source).startswith("derived:")

    def set_aside(self, record: Record) -> str | None:  # noqa: ARG002
        """No row is read twice."""
        return "stands in a raw file as well"


def _stream(source: Source) -> str:
    """``raw:com.google.nutrition:app:`` or ``derived:…``; empty for other files."""
    tree = source.json
    name = tree.get("Data Source") if isinstance(tree, dict) else None
    return name if isinstance(name, str) and _TYPE in name else ""


def _points(source: Source) -> list[dict[str, Any]]:
    points = source.json.get("Data Points")
    return [p for p in points if isinstance(p, dict)] if isinstance(points, list) else []


def _eaten(number: int, point: dict[str, Any], app: str) -> Eaten:
    eaten = Eaten(number, _day(point.get("startTimeNanos")), app)
    for value in _values(point):
        if isinstance(value.get("mapVal"), list):
            eaten.amounts = dict(_amounts(value["mapVal"]))
        elif isinstance(value.get("intVal"), int):
            eaten.meal = _MEALS.get(value["intVal"], "")
        elif isinstance(value.get("stringVal"), str):
            eaten.food = value["stringVal"]
    return eaten


def _values(point: dict[str, Any]) -> Iterator[dict[str, Any]]:
    fields = point.get("fitValue")
    for field in fields if isinstance(fields, list) else []:
        value = field.get("value") if isinstance(field, dict) else None
        if isinstance(value, dict):
            yield value


def _amounts(pairs: list[Any]) -> Iterator[tuple[str, str]]:
    for pair in pairs:
        key = pair.get("key") if isinstance(pair, dict) else None
        value = pair.get("value") if isinstance(pair, dict) else None
        number = value.get("fpVal") if isinstance(value, dict) else None
        if isinstance(key, str) and key in _NUTRIENTS and isinstance(number, int | float):
            nutrient, unit = _NUTRIENTS[key]
            yield nutrient, f"{number} {unit}"


def _day(nanoseconds: object) -> str:
    try:
        seconds = int(str(nanoseconds)) / 1e9
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError, OSError):
        return ""


FORMAT = DiaryFormat(
    title="Google Fit",
    how_to_export=(
        "At takeout.google.com choose Fit; give the archive, or the files "
        "raw_com.google.nutrition_….json in it."
    ),
    verified="layout as other projects read it; units are guesses",
    layouts=(Points(), Merged()),
)
