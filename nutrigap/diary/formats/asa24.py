"""ASA24, the 24-hour recall of the US National Cancer Institute: items, supplements, sums."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from nutrigap.diary.base import (
    Answer,
    Code,
    Day,
    DiaryFormat,
    Grams,
    NutrientColumns,
    Quantity,
    Record,
    Settled,
    Table,
    Text,
    When,
)
from nutrigap.diary.fndds import FNDDS_NUTRIENTS

if TYPE_CHECKING:
    from nutrigap.diary.base import Asked, Draft, Sheet, Source

_SAME_DATE = (
    "recalls are of a date that an earlier recall of the person has already; each counts as a day "
    "of its own, named by its number"
)
# Above this [kcal] a day's sum is of food; tablets and oils of a day stay below.
_TABLETS_KCAL = 200


class Recall(Table):
    """What all files share: who, which recall, when, and nutrients under the names of FNDDS."""

    person = Text("UserName")
    day = Day("IntakeStartDateTime", order="month-first")
    recall = Text("RecallNo")
    complete = Answer("RecallStatus", yes=("2",), no=("5",))
    nutrients = NutrientColumns(
        {
            **FNDDS_NUTRIENTS,
            "B12_ADD": ("vitamin_b12_added", "µg"),
            "VITD": ("vitamin_d", "µg"),
        }
    )

    def when(self, record: Record, settled: Settled) -> When | None:
        """The day eaten; the number of the recall where no day is given."""
        number = record.text("recall")
        named = When(f"recall {number}", None, "") if number else None
        return super().when(record, settled) or named

    def read_sheet(self, sheet: Sheet, draft: Draft, asked: Asked) -> None:
        """Two recalls of one person about one date are two days."""
        super().read_sheet(sheet, draft, asked)
        header = self.header(sheet)
        if header is None or "recall" not in header.places:
            return
        numbers = {row.line: Record(header, row).text("recall") for row in sheet.rows}
        first: dict[tuple[str, str], str] = {}
        parted = set()
        for entry in draft.entries:
            number = numbers[entry.line]
            person, day = entry.columns["person"], entry.columns["day"]
            if first.setdefault((person, day), number) != number:
                entry.columns["day"] = f"recall {number}"
                parted.add((person, number))
        if parted:
            draft.note(f"{draft.file}: {len(parted):,} {_SAME_DATE}.")


class Items(Recall):
    """``Items``: one row a food, with its FNDDS code and grams."""

    required = ("UserName", "RecallNo", "FoodCode", "FoodAmt")

    time = Text("Occ_Time")
    meal = Text("Occ_Name")
    food = Text("Food_Description")
    food_code = Code("FoodCode")
    grams = Grams("FoodAmt")


class Supplements(Recall):
    """``INS``: one row a supplement."""

    required = ("UserName", "RecallNo", "SupplCode")

    time = Text("Occ_Time")
    meal = Text("Occ_Name")
    food = Text("Suppl_Description")
    amount = Quantity("SupplAmount")

    def kind(self, record: Record, columns: dict[str, Any]) -> str:  # noqa: ARG002
        """Nothing else stands in this file."""
        return "supplement"


class Sums(Recall):
    """``Totals`` and ``TNS``: one row a person and day, counted only where no items are given."""

    required = ("UserName", "RecallNo", "KCAL")
    excluded = ("FoodCode", "SupplCode")

    def kind(self, record: Record, columns: dict[str, Any]) -> str:  # noqa: ARG002
        """A sum of the day."""
        return "day_total"


class SupplementSums(Sums):
    """``TS``: sums of the supplements alone, which would pass for the whole day's intake."""

    notes: ClassVar = ("these are sums of supplements alone; read the INS file instead",)

    def claims(self, source: Source) -> bool:
        """The headings are those of other sums; hardly any energy tells them apart."""
        header = self.header(source.opening_sheet)
        if header is None or "f_total" in map(str.casefold, header.cells):
            return False
        place = next(column.place for column in header.nutrients if column.heading == "KCAL")
        cells = [r.cells[place] for r in source.opening_sheet.rows if len(r.cells) > place]
        energies = [float(cell) for cell in cells if cell.replace(".", "", 1).isdecimal()]
        return bool(energies) and max(energies) < _TABLETS_KCAL

    def set_aside(self, record: Record) -> str | None:  # noqa: ARG002
        """No row is a day's intake."""
        return "sum of supplements"


FORMAT = DiaryFormat(
    title="ASA24",
    how_to_export=(
        "On the researcher site: Analysis, request the analysis files and download them. Give the "
        "archive as it is, or its Items file, and the INS file for supplements."
    ),
    verified="Items from a real file; the others from its documentation",
    layouts=(Items(), Supplements(), SupplementSums(), Sums()),
)
