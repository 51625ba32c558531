"""Tables of cells: a layout that declares its columns and leaves the reading to its base."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from nutrigap.diary.codes import READERS, CodeDamage
from nutrigap.diary.columns import (
    Answer,
    Column,
    Day,
    Grams,
    NutrientColumns,
    Quantity,
    Text,
    fold,
)
from nutrigap.diary.dates import Days, settle_days
from nutrigap.diary.layout import Asked, Layout
from nutrigap.diary.numbers import NAN, Numbers, is_blank
from nutrigap.diary.quantities import read_grams, read_quantity
from nutrigap.diary.record import Doubt, Header, Record
from nutrigap.diary.statements import MACROS, notes_on, read_statements
from nutrigap.errors import DiaryReadError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from nutrigap.diary.draft import Draft
    from nutrigap.diary.sheet import Sheet
    from nutrigap.diary.source import Source

_HEADER_ROWS = 40
_WORDS = ("time", "meal", "food", "brand", "category", "note", "origin")
_NO_AMOUNT = {"amount_text": None, "quantity": NAN, "measure": None, "grams": NAN}


class Settled(NamedTuple):
    """What is settled once for a file: how it writes numbers, amounts and days."""

    numbers: Numbers
    amounts: Numbers
    days: Days
    asked: Asked


class When(NamedTuple):
    """The day of a record."""

    day: str
    date: date | None
    time: str


class Table(Layout):
    """A table with a header and one record a row.

    A subclass declares its columns under the names of DIARY: ``person``, ``day``, ``time``,
    ``meal``, ``food``, ``brand``, ``category``, ``note``, ``amount``, ``unit``, ``grams``,
    ``food_code``, ``fdc_id``, ``gtin``, ``complete`` and ``nutrients``; ``origin`` is the app that
    wrote a record into a collection of several. What else is special about it, it says by
    overriding ``set_aside``, ``kind`` or ``when``.

    Parameters
    ----------
    required, excluded : tuple of str
        Headings that must, and must not, be there.
    decimal : str, optional
        The decimal mark inside amounts, where the app always writes the same.
    quick : tuple of str
        Names, folded, under which the app keeps energy that was typed in without a food.
    notes : tuple of str
        What the reader must know of every such file, each a clause that follows its name.
    """

    required: ClassVar[tuple[str, ...]] = ()
    excluded: ClassVar[tuple[str, ...]] = ()
    decimal: ClassVar[str | None] = None
    quick: ClassVar[tuple[str, ...]] = ()
    notes: ClassVar[tuple[str, ...]] = ()
    nutrients: ClassVar[NutrientColumns] = NutrientColumns()

    def accepts(self, header: Sequence[str]) -> bool:
        """Whether folded headings are those of this table."""
        needed = all(fold(heading) in header for heading in self.required)
        return needed and not any(fold(heading) in header for heading in self.excluded)

    def set_aside(self, record: Record) -> str | None:  # noqa: ARG002
        """Why a record is no entry; ``None`` if it is one."""
        return None

    def bind(self, header: Sequence[str]) -> tuple[dict[str, int], str]:
        """Where the declared columns stand in folded headings, and the unit of all amounts."""
        places = {name: column.place(header) for name, column in self._columns()}
        amount = getattr(self, "amount", None)
        unit = amount.unit if isinstance(amount, Quantity) else ""
        return {name: place for name, place in places.items() if place is not None}, unit

    def doubts(self, record: Record) -> list[Doubt]:  # noqa: ARG002
        """What is wrong in cells that are not read otherwise."""
        return []

    def amount_of(self, record: Record) -> tuple[str, str]:
        """The amount of a record and its unit, as written."""
        return record.text("amount"), record.text("unit") or record.header.unit

    def code(self, record: Record, name: str) -> str:
        """What is to be read as ``food_code``, ``fdc_id`` or ``gtin``."""
        return record.text(name)

    def stated(
        self,
        record: Record,  # noqa: ARG002
        amounts: dict[str, float],
        settled: Settled,  # noqa: ARG002
    ) -> dict[str, float]:
        """What was eaten of each nutrient [canonical units], given what the columns hold."""
        return amounts

    def is_quick(self, record: Record) -> bool:
        """Whether the record holds energy that was typed in without a food."""
        return fold(record.text("food")) in self.quick

    def kind(self, record: Record, columns: dict[str, Any]) -> str:  # noqa: ARG002
        """What the entry is: food, supplement, medicine, water, meal_total or day_total."""
        if columns["food"] or any(columns.get(code) for code in READERS):
            return _kind_of(columns["food"] or "", columns["category"], *_piece(columns))
        if columns["amount_text"] or columns["time"] or columns["brand"]:
            return "food"
        return "meal_total" if columns["meal"] else "day_total"

    def when(self, record: Record, settled: Settled) -> When | None:
        """The day of a record; ``None`` if it states none."""
        cell = record.text("day")
        found = settled.days.read(cell)
        if found is not None:
            return When(found.date.isoformat(), found.date, found.time)
        named = self._day.named and not is_blank(cell)
        return When(cell, None, "") if named else None

    def claims(self, source: Source) -> bool:
        """Whether one of the first rows is this table's header."""
        return self.header(source.opening_sheet) is not None

    def read(self, source: Source, draft: Draft, asked: Asked) -> None:
        """Every row becomes an entry, a total, or a record that says why it is none."""
        self.read_sheet(source.sheet, draft, asked)

    def read_sheet(self, sheet: Sheet, draft: Draft, asked: Asked) -> None:
        """The same, for rows that did not stand in the file as they are."""
        header = self.header(sheet)
        if header is None:
            raise _headless(draft.file, sheet, self.required)
        for row in sheet.rows:
            if row.line < header.line:
                draft.set_aside(row.line, "above the header")
        for line in sheet.unclosed:
            draft.doubt(line, None, None, "a quote is not closed; the line was read without it")
        records = [Record(header, row) for row in sheet.rows if row.line > header.line]
        settled = self._settle(header, records, sheet.separator, draft.file, asked)
        for record in records:
            self._read_record(record, settled, draft)
        reasons = [settled.days.reason] if settled.days.reason else []
        for note in (*reasons, *notes_on(header.nutrients, asked.daily_values), *self.notes):
            draft.note(f"{draft.file}: {note}.")

    @property
    def _day(self) -> Day:
        day = getattr(self, "day", None)
        return day if isinstance(day, Day) else Day()

    def _columns(self) -> Iterator[tuple[str, Column]]:
        for name in dir(type(self)):
            column = getattr(type(self), name)
            if isinstance(column, Column):
                yield name, column

    def header(self, sheet: Sheet) -> Header | None:
        """The first row that is this table's header, ``None`` if none of the first rows is."""
        for row in sheet.rows[:_HEADER_ROWS]:
            folded = [fold(cell) for cell in row.cells]
            if self.accepts(folded):
                nutrients = self.nutrients.columns(row.cells)
                return Header(row.line, row.cells, *self.bind(folded), nutrients)
        return None

    def _settle(
        self, header: Header, records: list[Record], separator: str, file: str, asked: Asked
    ) -> Settled:
        numeric = [column.place for column in header.nutrients]
        kinds = (Grams,) if self.decimal else (Grams, Quantity)
        for name, column in self._columns():
            if isinstance(column, kinds) and name in header.places:
                numeric.append(header.places[name])
        cells = (record.cell(place) for record in records for place in numeric)
        numbers = Numbers.of(cells, separator)
        days = settle_days(
            (record.text("day") for record in records),
            file,
            header.cells[header.places["day"]] if "day" in header.places else "day",
            order=self._day.order or asked.dates,
            usual=self._day.usual,
        )
        return Settled(numbers, Numbers(self.decimal) if self.decimal else numbers, days, asked)

    def _read_record(self, record: Record, settled: Settled, draft: Draft) -> None:
        reason = self.set_aside(record) or record.idle
        if reason:
            draft.set_aside(record.line, reason)
            return
        when = self.when(record, settled)
        if when is None or (when.date and when.date > settled.asked.today):
            cell = record.text("day")
            why = "lies in the future" if when else "is no date" if cell else "there is no date"
            draft.refuse(record.line, record.heading("day"), cell, f"{why}; the row is left out")
        else:
            self._enter(record, when, settled, draft)

    def _enter(self, record: Record, when: When, settled: Settled, draft: Draft) -> None:
        columns: dict[str, Any] = {name: self._words(record, name) for name in _WORDS}
        columns.update(day=when.day, date=when.date)
        columns["time"] = _clock(columns["time"], settled.days) or when.time or None
        if record.text("person"):
            columns["person"] = record.text("person")
        codes, doubts = self._codes(record)
        columns.update(codes, complete=self._complete(record, doubts))
        numbers, stated, unread = self._numbers(record, settled)
        columns.update(numbers)
        for doubt in (*doubts, *unread, *self.doubts(record)):
            draft.doubt(record.line, *doubt)
        if _says_nothing(columns, stated):
            _leave_out(record, draft)
            return
        if self.is_quick(record):
            columns.update(food=None, kind="food", note=columns["note"] or columns["food"])
        else:
            columns["kind"] = self.kind(record, columns)
        draft.enter(record.line, columns, stated)

    def _words(self, record: Record, name: str) -> str | None:
        column = getattr(self, name, None)
        words = record.words(name)
        return column.signs.get(words, words) if words and isinstance(column, Text) else words

    def _codes(self, record: Record) -> tuple[dict[str, Any], list[Doubt]]:
        columns: dict[str, Any] = {}
        doubts = []
        for name, read in READERS.items():
            text = self.code(record, name)
            try:
                columns[name] = None if is_blank(text) else read(text)
            except CodeDamage as damage:
                doubts.append(record.doubt(name, f"{damage}; it is not used"))
        return columns, doubts

    def _complete(self, record: Record, doubts: list[Doubt]) -> bool | None:
        cell = record.text("complete")
        column = getattr(self, "complete", None)
        if is_blank(cell) or not isinstance(column, Answer):
            return None
        answer = column.read(cell)
        if answer is None and column.in_words:
            doubts.append(record.doubt("complete", "is neither yes nor no; it is not used"))
        return answer

    def _numbers(
        self, record: Record, settled: Settled
    ) -> tuple[dict[str, Any], dict[str, float], list[Doubt]]:
        """Amount and energy columns, stated nutrients, and the cells that cannot be read."""
        found, doubts = read_statements(record, settled.numbers, settled.asked.daily_values)
        stated = self.stated(record, found, settled)
        amount, unread = self._amount(record, settled)
        doubts += unread
        surplus = record.surplus
        if surplus and doubts:
            # The row is shifted against its header: no figure in it is where it belongs.
            stated, amount = {}, dict(_NO_AMOUNT)
            doubts = [_surplus(surplus, "its amounts count as unknown")]
        elif surplus:
            doubts = [_surplus(surplus, "they were left out")]
        macros = {column: stated.pop(key, NAN) for key, column in MACROS.items()}
        return {**amount, **macros}, stated, doubts

    def _amount(self, record: Record, settled: Settled) -> tuple[Mapping[str, Any], list[Doubt]]:
        words = read_quantity(*self.amount_of(record), settled.amounts)
        mass = read_grams(record.text("grams"), settled.numbers)
        doubts = []
        if words.problem:
            doubts.append(record.doubt("amount", words.problem))
        if mass.problem:
            doubts.append(record.doubt("grams", mass.problem))
        if words.columns["amount_text"] is None:
            return mass.columns, doubts
        stated = mass.columns["grams"]
        merged = words.columns if stated != stated else {**words.columns, "grams": stated}
        return merged, doubts


def _says_nothing(columns: Mapping[str, Any], stated: Mapping[str, float]) -> bool:
    """Whether there is neither a food nor an amount of any nutrient."""
    named = columns["food"] or any(columns.get(code) for code in READERS)
    return not named and not stated and all(columns[m] != columns[m] for m in MACROS.values())


def _leave_out(record: Record, draft: Draft) -> None:
    """A day of sums without one is a day on which nothing was logged; a food is missed."""
    if record.heading("food") is None:
        draft.set_aside(record.line, "nothing logged")
    else:
        draft.refuse(record.line, record.heading("food"), None, "there is no food; left out")


@cache
def _kind_of(food: str, category: str | None, unit: str | None, energy: float) -> str:
    """A diary repeats its foods; listing the formats needs no kinds."""
    from nutrigap.kinds import kind_of

    return kind_of(food, category, unit=unit, energy=energy)


def _piece(columns: Mapping[str, Any]) -> tuple[str | None, float]:
    """The tablets that are counted, and the energy of one [kcal]; a code says itself what it is."""
    from nutrigap.kinds import is_dosage_form

    unit, coded = columns["measure"], columns.get("food_code") or columns.get("fdc_id")
    if unit is None or coded or not is_dosage_form(unit):
        return None, 0.0
    energy, count = columns["energy_kcal"], columns["quantity"]
    return unit, energy / (count if count > 0 else 1.0) if energy > 0 else 0.0


def _clock(cell: str | None, days: Days) -> str | None:
    """The time of day as written, without a date before it."""
    dated = days.read(cell) if cell else None
    return dated.time if dated and dated.time else cell


def _surplus(cells: list[str], done: str) -> Doubt:
    advice = "a name with a separator in it needs quotes"
    return Doubt(None, " | ".join(cells), f"cells without a heading; {done} ({advice})")


def _headless(file: str, sheet: Sheet, required: Sequence[str]) -> DiaryReadError:
    first = " | ".join(sheet.rows[0].cells)[:200] if sheet.rows else "nothing"
    wanted = ", ".join(required) or "a date and a food"
    return DiaryReadError(
        file, f"no header; the first row is {first!r}", f"the headings {wanted}", "Check --format."
    )
