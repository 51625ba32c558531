"""MacroFactor: the food log, as CSV or as a sheet of the workbook of all data."""

from __future__ import annotations

import re

from nutrigap.diary.base import (
    Day,
    DiaryFormat,
    Flat,
    Flattened,
    Grams,
    NutrientColumns,
    Quantity,
    Source,
    Table,
    Text,
    fold,
)

_SHEET = "Food Log"


class FoodLog(Table):
    """One row a food with the total grams eaten; there are no meals, only times."""

    required = ("Date", "Food Name", "Serving Size", "Serving Qty", "Serving Weight (g)")
    decimal = "."
    quick = ("quick add",)

    day = Day("Date")
    time = Text("Time")
    food = Text("Food Name")
    amount = Quantity("Serving Qty")
    unit = Text("Serving Size")
    grams = Grams("Serving Weight (g)")
    nutrients = NutrientColumns()


class Workbook(Flattened, FoodLog):
    """The sheet of foods in the workbook; days and times are numbers of the spreadsheet."""

    def claims(self, source: Source) -> bool:
        """The workbook has a sheet of that name."""
        from nutrigap.diary.workbook import sheet_names

        return source.opening.startswith(b"PK") and _SHEET in sheet_names(source.data)

    def flatten(self, source: Source) -> Flat:
        """The cells of the sheet."""
        from nutrigap.diary.workbook import read_sheet

        rows = read_sheet(source.data, _SHEET, source.name)
        header = rows[0].cells if rows else []
        times = [place for place, heading in enumerate(header) if fold(heading) == "time"]
        for row in rows[1:]:
            for place in (place for place in times if place < len(row.cells)):
                row.cells[place] = _clock(row.cells[place])
        return Flat(header, rows[1:])


def _clock(cell: str) -> str:
    """A time of day that the workbook holds as a fraction of a day."""
    if not re.fullmatch(r"0(\.\d+)?", cell):
        return cell
    minutes = min(round(float(cell) * 24 * 60), 24 * 60 - 1)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


FORMAT = DiaryFormat(
    title="MacroFactor",
    how_to_export=(
        "In the app: More, Data Management, Data Export, Granular Export, Food Log; or the export "
        "of all data as a workbook."
    ),
    verified="CSV header verbatim from a real export; the workbook from another parser",
    layouts=(FoodLog(), Workbook()),
)
