"""What the nutrient columns of a row state, in canonical units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nutrigap.diary.columns import PERCENT
from nutrigap.diary.daily_values import adult_values, daily_value
from nutrigap.diary.numbers import NAN, is_blank
from nutrigap.diary.record import Doubt
from nutrigap.errors import UnitError
from nutrigap.nutrients import shown

if TYPE_CHECKING:
    from nutrigap.diary.columns import NutrientColumn
    from nutrigap.diary.numbers import Numbers, Reading
    from nutrigap.diary.record import Record

# These four are columns of DIARY: evidence for matching as well as amounts.
MACROS = {
    "energy": "energy_kcal",
    "protein": "protein_g",
    "carbohydrate": "carbohydrate_g",
    "fat": "fat_g",
}
_UNKNOWN = "it counts as unknown"


def read_statements(
    record: Record, numbers: Numbers, daily_values: str | None = None
) -> tuple[dict[str, float], list[Doubt]]:
    """Amounts by nutrient key, and the cells that cannot be read; a blank cell states nothing.

    A share of a daily value states nothing either, unless the user says which value it is.
    """
    stated: dict[str, float] = {}
    doubts = []
    for column in record.header.nutrients:
        cell = record.cell(column.place)
        if is_blank(cell) or column.nutrient.key in stated:
            continue
        share = _share(column, daily_values)
        if share is None:
            continue
        amount, problem = _amount(cell, column, numbers)
        if problem:
            doubts.append(Doubt(column.heading, cell, f"{problem}; {_UNKNOWN}"))
        elif amount or not column.zero_is_unknown:
            stated[column.nutrient.key] = amount * share
    return stated, doubts


def _share(column: NutrientColumn, daily_values: str | None) -> float | None:
    """What one in the cell stands for; ``None`` where nobody says."""
    if column.unit != PERCENT:
        return 1.0
    return daily_value(daily_values, column.nutrient.key) / 100 if daily_values else None


def _amount(cell: str, column: NutrientColumn, numbers: Numbers) -> tuple[float, str | None]:
    reading = numbers.read(cell)
    if reading is None:
        return NAN, numbers.readings(cell) or "cannot be read as a number"
    if reading.value < 0:
        return NAN, "an amount cannot be negative"
    unit = PERCENT if column.unit == PERCENT else _unit(reading, column)
    if unit is None:
        return NAN, "the heading does not say whether this is in IU or µg"
    if unit in (column.nutrient.unit, PERCENT):
        return reading.value, None
    try:
        return column.nutrient.to_canonical(reading.value, unit), None
    except UnitError as error:
        return NAN, str(error).rstrip(".")


def _unit(reading: Reading, column: NutrientColumn) -> str | None:
    """The cell's own unit, the heading's, or the canonical one where no other is likely."""
    if reading.unit or column.unit:
        return reading.unit or column.unit
    doubtful = column.nutrient.micrograms_per_iu and column.heading != column.nutrient.key
    return None if doubtful else column.nutrient.unit


def notes_on(columns: list[NutrientColumn], daily_values: str | None = None) -> list[str]:
    """What a reader must know of a file with these nutrient columns."""
    shares = [_note_on_share(c, daily_values) for c in columns if c.unit == PERCENT]
    assumed = [
        f"{c.heading!r} in {c.nutrient.unit}"
        for c in columns
        if c.unit is None and c.nutrient.key != "energy" and not c.nutrient.micrograms_per_iu
    ]
    there = {column.nutrient.key for column in columns}
    silent = [n.name for n in shown() if n.key not in there]
    notes = [f"columns without a unit were read as: {', '.join(assumed)}"] if assumed else []
    if silent and len(silent) < len(shown()):
        notes.append(f"there is no column for {', '.join(silent)}: the export says nothing of it")
    return [*notes, *shares]


def _note_on_share(column: NutrientColumn, daily_values: str | None) -> str:
    key, unit = column.nutrient.key, column.nutrient.unit
    if daily_values:
        whole = daily_value(daily_values, key)
        return (
            f"{column.heading!r} was worked out from percentages, {whole:,.0f} {unit} being 100 %: "
            "an estimate"
        )
    known = ", ".join(f"{name} ({value:,.0f} {unit})" for name, value in adult_values(key).items())
    return (
        f"{column.heading!r} is a percentage of a daily value that the file does not name, so it "
        f"counts as unknown unless --daily-values says which value is 100 %: {known}"
    )
