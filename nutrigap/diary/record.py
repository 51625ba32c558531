"""Rows below a header, their cells found by the names of the declared columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from nutrigap.diary.columns import NutrientColumn
    from nutrigap.diary.sheet import Row

# A row in which only these are filled is one that a template left there.
_FRAME = ("day", "time", "meal", "person")

# "nan" and "na" are bread and a shorthand: where words stand they are kept.
_NOTHING = {"", ".", "-", "--", "–", "—", "n/a", "#n/a", "null"}


class Header(NamedTuple):
    """The header of a file, and where the declared columns stand in it.

    ``unit`` is the one that the heading of the amounts gives, if it gives any.
    """

    line: int
    cells: list[str]
    places: dict[str, int]
    unit: str
    nutrients: list[NutrientColumn]


class Doubt(NamedTuple):
    """A cell that cannot be read: its heading, what stands there, what was done about it."""

    column: str | None
    value: str | None
    problem: str


class Record:
    """One row below the header."""

    def __init__(self, header: Header, row: Row) -> None:
        self.header, self.line, self.cells = header, row.line, row.cells
        self._texts = {name: self.cell(place) for name, place in header.places.items()}

    def text(self, name: str) -> str:
        """What stands in a declared column, without blanks around it; empty if it is absent."""
        return self._texts.get(name, "")

    def words(self, name: str) -> str | None:
        """What stands in a declared column, ``None`` where that is nothing or a sign for it."""
        text = self.text(name)
        return None if text.casefold() in _NOTHING else text

    def cell(self, place: int) -> str:
        """What stands at a place of the header; empty where the row is too short."""
        return self.cells[place].strip() if place < len(self.cells) else ""

    def heading(self, name: str) -> str | None:
        """A declared column's heading as written, ``None`` if it is absent."""
        place = self.header.places.get(name)
        return None if place is None else self.header.cells[place].strip("\ufeff ")

    def doubt(self, name: str, problem: str) -> Doubt:
        """What is wrong with the cell of a declared column."""
        return Doubt(self.heading(name), self.text(name), problem)

    @property
    def surplus(self) -> list[str]:
        """Cells beyond the header that are not blank."""
        return [cell for cell in self.cells[len(self.header.cells) :] if cell.strip()]

    @property
    def idle(self) -> str | None:
        """Why there is nothing to read here: a blank row, or the header once more."""
        frame = {self.header.places.get(name) for name in _FRAME}
        if not any(cell.strip() for place, cell in enumerate(self.cells) if place not in frame):
            return "blank row"
        return "header" if self.cells == self.header.cells else None
