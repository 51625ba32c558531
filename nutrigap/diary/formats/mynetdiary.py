"""MyNetDiary: the food sheet of its yearly workbook, saved as CSV."""

from __future__ import annotations

from nutrigap.diary.base import (
    Asked,
    Day,
    DiaryFormat,
    Draft,
    Grams,
    Layout,
    NutrientColumns,
    Quantity,
    Source,
    Table,
    Text,
)
from nutrigap.errors import DiaryReadError

_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADING = "Calories, cals"


class FoodSheet(Table):
    """One row a food; days are text, or numbers where a spreadsheet saved them so."""

    required = ("Date & Time", "Name", "Amount", _HEADING)

    day = Day("Date & Time", usual="month-first")
    meal = Text("Meal")
    food = Text("Name")
    amount = Quantity("Amount")
    grams = Grams("Weight, g")
    nutrients = NutrientColumns()


class Workbook(Layout):
    """The workbook itself, an old binary one: it is known, and refused with advice."""

    def claims(self, source: Source) -> bool:
        """A heading of the food sheet stands among the workbook's texts."""
        if not source.opening.startswith(_OLD_WORKBOOK):
            return False
        return any(_HEADING.encode(code) in source.data for code in ("latin-1", "utf-16-le"))

    def read(self, source: Source, draft: Draft, asked: Asked) -> None:  # noqa: ARG002
        """Always an error."""
        raise DiaryReadError(
            source.name,
            "the file is an old Excel workbook (.xls) of MyNetDiary",
            "its food sheet as CSV",
            "Open it in a spreadsheet program, save the first sheet as CSV and give that file.",
        )


FORMAT = DiaryFormat(
    title="MyNetDiary",
    how_to_export=(
        "On the website: Community or Account, Export my data; open the workbook in a spreadsheet "
        "program and save its first sheet, the foods, as CSV."
    ),
    verified="names of columns as other projects read them; the order and some names are guesses",
    layouts=(FoodSheet(), Workbook()),
)
