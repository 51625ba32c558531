"""Records that several apps wrote into a phone's own collection of health data."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nutrigap.diary.columns import Day, NutrientColumns, Quantity, Text
from nutrigap.diary.flat import Flat, Flattened
from nutrigap.diary.sheet import Row
from nutrigap.diary.statements import MACROS
from nutrigap.nutrients import nutrients

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nutrigap.diary.record import Record
    from nutrigap.diary.source import Source

_WORDS = ("day", "meal", "food", "brand", "amount", "origin")


@dataclass(slots=True)
class Eaten:
    """One food, or one statement without a name.

    Parameters
    ----------
    line : int
        Where the record begins.
    day : str
        The eater's own day, perhaps with the time behind it.
    origin, meal, food, brand, amount : str
        The app that recorded it, and what it says; empty where it does not.
    amounts : dict of str to str
        Cells by nutrient key, each with its unit or in the canonical one.
    """

    line: int
    day: str
    origin: str = ""
    meal: str = ""
    food: str = ""
    brand: str = ""
    amount: str = ""
    amounts: dict[str, str] = field(default_factory=dict)

    def row(self) -> Row:
        """The record under the headings of a collection."""
        words = [getattr(self, name) for name in _WORDS]
        return Row(self.line, [*words, *(self.amounts.get(key, "") for key in nutrients())])


class Collected(Flattened):
    """A collection of what apps recorded; a subclass says how to know it and what stands in it."""

    decimal = "."

    day = Day("day")
    meal = Text("meal")
    food = Text("food")
    brand = Text("brand")
    amount = Quantity("amount")
    origin = Text("origin")
    nutrients = NutrientColumns({n.key: (n.key, n.unit) for n in nutrients().values()})

    @abstractmethod
    def collect(self, source: Source) -> Flat:
        """The records as ``Eaten.row`` makes them; the header is filled in later.

        Raises
        ------
        DiaryReadError
            The file as a whole cannot be read.
        """

    def flatten(self, source: Source) -> Flat:
        """The records; nutrients that none of them states are no columns."""
        flat = self.collect(source)
        header = (*_WORDS, *nutrients())
        used = [
            place
            for place in range(len(header))
            if place < len(_WORDS) or any(row.cells[place] for row in flat.rows)
        ]
        rows = [Row(row.line, [row.cells[place] for place in used]) for row in flat.rows]
        return flat._replace(header=[header[place] for place in used], rows=rows)

    def accepts(self, header: Sequence[str]) -> bool:  # noqa: ARG002
        """The header was made here."""
        return True

    def kind(self, record: Record, columns: dict[str, Any]) -> str:
        """Vitamins and minerals without a name and without energy are taken for a tablet."""
        if columns["food"]:
            return super().kind(record, columns)
        amounts = record.header.nutrients
        macros = (record.cell(c.place) for c in amounts if c.nutrient.key in MACROS)
        return "food" if any(macros) else "supplement"
