"""What a diary is, and everything that a format is written with.

A format is one module in ``nutrigap/diary/formats``: it declares the columns of a table and names
itself. This is a whole one::

    from nutrigap.diary.base import Day, DiaryFormat, NutrientColumns, Quantity, Table, Text


    class Meals(Table):
        required = ("Logged on", "Dish")

        day = Day("Logged on")
        meal = Text("Course")
        food = Text("Dish")
        amount = Quantity("Portion")
        nutrients = NutrientColumns()


    FORMAT = DiaryFormat(
        title="Some app",
        how_to_export="Settings, Export, CSV",
        verified="read from a real file, March 2026",
        layouts=(Meals(),),
    )
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nutrigap.diary.columns import (
    PERCENT,
    Answer,
    Code,
    Column,
    Day,
    Grams,
    NutrientColumn,
    NutrientColumns,
    Quantity,
    Text,
    fold,
)
from nutrigap.diary.draft import Draft, Entry
from nutrigap.diary.flat import Flat, Flattened, JsonRecords, as_number
from nutrigap.diary.layout import Asked, Layout
from nutrigap.diary.numbers import Numbers, is_blank
from nutrigap.diary.quantities import spreadsheet_damage
from nutrigap.diary.record import Doubt, Record
from nutrigap.diary.sheet import Row, Sheet
from nutrigap.diary.source import Source
from nutrigap.diary.statements import MACROS
from nutrigap.diary.table import Settled, Table, When

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = [
    "MACROS",
    "PERCENT",
    "Answer",
    "Asked",
    "Code",
    "Column",
    "Day",
    "Diary",
    "DiaryFormat",
    "Doubt",
    "Draft",
    "Entry",
    "Flat",
    "Flattened",
    "Grams",
    "JsonRecords",
    "Layout",
    "Numbers",
    "NutrientColumn",
    "NutrientColumns",
    "Quantity",
    "Record",
    "Row",
    "Settled",
    "Sheet",
    "Source",
    "Table",
    "Text",
    "When",
    "as_number",
    "fold",
    "is_blank",
    "spreadsheet_damage",
]


@dataclass(frozen=True)
class Diary:
    """What one or several exports say.

    Parameters
    ----------
    entries : DataFrame
        DIARY.
    reported : DataFrame
        REPORTED: amounts that the export itself states, apart from energy, protein, carbohydrate
        and fat, which are columns of DIARY.
    problems : DataFrame
        PROBLEMS: what could not be read and what was done about it.
    records : DataFrame
        RECORDS: what became of every record of the files.
    notes : tuple of str
        What the reader must know of a file as a whole, one sentence each.
    """

    entries: DataFrame
    reported: DataFrame
    problems: DataFrame
    records: DataFrame
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class DiaryFormat:
    """An app, or another origin of diaries, and the kinds of files it writes.

    Parameters
    ----------
    title : str
        The app's name as people know it.
    how_to_export : str
        Which buttons to press, in order.
    verified : str
        How the layout is known: from real files, or from whose word.
    layouts : tuple of Layout
        The kinds of files; a file is of the first that claims it.
    last_resort : bool
        Whether a file is only looked at when no other format claims it.
    """

    title: str
    how_to_export: str
    verified: str
    layouts: tuple[Layout, ...]
    last_resort: bool = False

    def claims(self, source: Source) -> bool:
        """Whether the file is one of this format."""
        return any(layout.claims(source) for layout in self.layouts)

    def layout(self, source: Source) -> Layout | None:
        """The kind of file this is, ``None`` if it is none of this format's."""
        return next((layout for layout in self.layouts if layout.claims(source)), None)
