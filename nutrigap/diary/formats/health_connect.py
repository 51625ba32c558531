"""Health Connect: the database that Android exports, one record a food or meal of any app."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, NamedTuple

from nutrigap.diary.base import DiaryFormat, Flat
from nutrigap.diary.phone import Collected, Eaten

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nutrigap.diary.base import Source

_SQLITE = b"SQLite format 3\x00"
_TABLE, _APPS = "nutrition_record_table", "application_info_table"
_NUTRIENTS = {
    "energy": "energy",
    "protein": "protein",
    "total_carbohydrate": "carbohydrate",
    "total_fat": "fat",
    "vitamin_d": "vitamin_d",
    "magnesium": "magnesium",
    "calcium": "calcium",
    "potassium": "potassium",
    "vitamin_b12": "vitamin_b12",
    "vitamin_b6": "vitamin_b6",
    "vitamin_k": "vitamin_k",
    "thiamin": "thiamin",
    "sodium": "sodium",
    "phosphorus": "phosphorus",
}
_WORDS = (
    *("app_info_id", "start_time", "start_zone_offset", "local_date", "meal_type", "meal_name"),
)
_MEALS = {1: "Breakfast", 2: "Lunch", 3: "Dinner", 4: "Snack"}
# Android keeps the smallest number above zero (5e-324) for what was not recorded.
_NOT_RECORDED = 1e-300
_EPOCH = date(1970, 1, 1)
_LATEST_DAY = 73_000  # in 2169
_LARGEST_OFFSET_SECONDS = 18 * 3600


class _Unit(NamedTuple):
    """What the numbers of energy are in: how many of them are a kilocalorie."""

    name: str
    per_kcal: float


# Three readers of this table divide by 1000; one document says joules.
_CALORIES = _Unit("small calories", 1000.0)
_UNITS = (_CALORIES, _Unit("joules", 4184.0), _Unit("kilocalories", 1.0), _Unit("kJ", 4.184))


class Database(Collected):
    """``health_connect_export.db``; nutrients are in grams."""

    notes = ("Health Connect keeps no amounts of food; what an app did not pass on is unknown",)

    def claims(self, source: Source) -> bool:
        """By the table of nutrition records."""
        if not source.opening.startswith(_SQLITE):
            return False
        from nutrigap.diary.database import table_columns

        return {"start_time", "energy"} <= set(table_columns(source, _TABLE))

    def collect(self, source: Source) -> Flat:
        """One row a record."""
        from nutrigap.diary.database import read_table

        columns = (*_WORDS, *_NUTRIENTS)
        records = [
            dict(zip(columns, row, strict=True)) for row in read_table(source, _TABLE, columns)
        ]
        named = read_table(source, _APPS, ("row_id", "app_name", "package_name"))
        apps = {number: str(name or package or "") for number, name, package in named}
        unit, checked = _energy_unit(records)
        fits = f"which fits protein, carbohydrate and fat of {checked:,} records"
        why = fits if checked else "as other readers take it; no record could be checked"
        numbered = enumerate(records, start=1)
        rows = [_eaten(number, record, apps, unit).row() for number, record in numbered]
        return Flat((), rows, notes=(f"energy was read as {unit.name}, {why}",))


def _energy_unit(records: Iterable[Mapping[str, Any]]) -> tuple[_Unit, int]:
    """The unit in which energy fits 4 kcal/g of protein and carbohydrate and 9 of fat.

    Returns the unit, and how many records could be checked.
    """
    ratios = sorted(ratio for record in records if (ratio := _per_kcal(record)) > 0)
    if not ratios:
        return _CALORIES, 0
    middle = ratios[len(ratios) // 2]
    return min(_UNITS, key=lambda unit: abs(math.log(middle / unit.per_kcal))), len(ratios)


def _per_kcal(record: Mapping[str, Any]) -> float:
    parts = (("protein", 4.0), ("total_carbohydrate", 4.0), ("total_fat", 9.0))
    grams = [(_amount(record[name]), factor) for name, factor in parts]
    kcal = sum(amount * factor for amount, factor in grams)
    ratio = _amount(record["energy"]) / kcal if kcal > 0 else 0.0
    return ratio if math.isfinite(ratio) else 0.0


def _amount(value: object) -> float:
    """A recorded amount, NaN where there is none."""
    if not isinstance(value, int | float) or 0 < abs(value) < _NOT_RECORDED:
        return math.nan
    return float(value)


def _eaten(number: int, record: Mapping[str, Any], apps: Mapping[Any, str], unit: _Unit) -> Eaten:
    amounts = {}
    for column, nutrient in _NUTRIENTS.items():
        amount = _amount(record[column])
        if nutrient == "energy":
            amounts[nutrient] = f"{amount / unit.per_kcal:.10g} kcal"
        else:
            amounts[nutrient] = f"{amount:.10g} g"
    return Eaten(
        number,
        _day(record),
        apps.get(record["app_info_id"]) or f"app {record['app_info_id']}",
        meal=_MEALS.get(record["meal_type"], ""),
        food=str(record["meal_name"] or ""),
        amounts={key: cell for key, cell in amounts.items() if not cell.startswith("nan")},
    )


def _day(record: Mapping[str, Any]) -> str:
    """The eater's own day and time of day; empty where neither can be read."""
    started, offset, day = (record[n] for n in ("start_time", "start_zone_offset", "local_date"))
    moment = _moment(started, offset)
    if isinstance(day, int) and 0 <= day <= _LATEST_DAY:
        local = _EPOCH + timedelta(days=day)
        return f"{local.isoformat()} {moment:%H:%M}" if moment else local.isoformat()
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""


def _moment(started: object, offset: object) -> datetime | None:
    seconds = offset if isinstance(offset, int) and abs(offset) < _LARGEST_OFFSET_SECONDS else 0
    if not isinstance(started, int) or not 0 <= started <= _LATEST_DAY * 86_400_000:
        return None
    zone = timezone(timedelta(seconds=seconds))
    return datetime.fromtimestamp(started / 1000, zone)


FORMAT = DiaryFormat(
    title="Health Connect",
    how_to_export=(
        "On the phone: Settings, Health Connect, Backup and restore, Scheduled export; give the "
        "archive, or the health_connect_export.db in it."
    ),
    verified="Android's own source code, and how other projects read it",
    layouts=(Database(),),
)
