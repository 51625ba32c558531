"""Plain diaries: tables that people write themselves, in a spreadsheet or a script."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from nutrigap.diary.base import (
    Answer,
    Asked,
    Code,
    Day,
    DiaryFormat,
    Doubt,
    Draft,
    Grams,
    NutrientColumn,
    NutrientColumns,
    Quantity,
    Record,
    Settled,
    Sheet,
    Table,
    Text,
    When,
    fold,
    is_blank,
    spreadsheet_damage,
)
from nutrigap.diary.filling import fill_days
from nutrigap.errors import UnitError
from nutrigap.nutrients import Nutrient, find, nutrients
from nutrigap.tables import read_rows
from nutrigap.units import find_measure, nutrient_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

_KINDS = ("food", "supplement", "medicine", "water", "meal_total", "day_total")
_ENERGY = {"kcal": "kcal", "kj": "kJ"}
_CODES = ("food_code", "fdc_id", "gtin")
# Headings that belong to apps: there a row, a zero or a missing unit means something of its own.
_FOREIGN = (
    {"icon", "deleted"},
    {"serving qty", "serving weight (g)"},
    {"meal type", "meal name", "saturated fat"},
    {"daytime", "product id"},
    {"amount in grams", "serving name"},
    {"food id", "date & time"},
    {"saturated fat", "polyunsaturated fat", "sugar"},
    {"grasas saturadas", "grasas poliinsaturadas"},
    {"kcal per 100g"},
    {"meal code", "meal source"},
    {"intake24 food code"},
    {"date", "calories in"},
    {"food info id"},
    {"deviceuuid"},
    {"cals ( kcal)"},
)
_TOTAL_OF = re.compile(r"(sub|grand |daily )?totals? (for|of)\b")
_WRITTEN_ONCE = (
    "the day is written only once for all its rows; a row without one was counted to the day above"
)
# Under these headings people number or name days instead of dating them.
_NAMED_DAYS = {
    "day", "tag", "día", "dia", "jour", "giorno", "dag", "päivä",
    "recall", "recall no", "recall number", "recallno", "recall day", "recall id",
}  # fmt: skip
_SIZES = {"serving size", "portion size", "size", "portionsgröße"}
_UNIT_AT_END = re.compile(r"(?P<name>.+?)(?: in)?\s*[(\[]?\s*(?P<unit>[^\s()\[\]]+)\s*[)\]]?")
_NUTRIENT_LIKE = re.compile(r".*[\s(\[,](g|mg|µg|μg|mcg|ug|iu|kcal|cal|cals|kj)\s*[)\]]?")


@cache
def _headings(column: str) -> tuple[str, ...]:
    rows = {row["column"]: row["headings"] for row in read_rows("diary_columns")}
    return tuple(rows[column].split("|"))


@cache
def _total_words() -> frozenset[str]:
    words = (word for row in read_rows("total_words") for word in row["words"].split("|"))
    return frozenset(words)


class PlainNutrients(NutrientColumns):
    """Nutrients in any spelling: by name, by symbol (``Ca (mg)``), energy by its unit alone."""

    def columns(self, header: Sequence[str]) -> list[NutrientColumn]:
        """The nutrient columns; water needs its unit, or it is something people drank."""
        named = [c for c in super().columns(header) if c.unit or c.nutrient.key != "water"]
        known = {column.place for column in named}
        others = (
            NutrientColumn(place, heading.strip(), *found)
            for place, heading in enumerate(header)
            if place not in known and (found := _symbol(heading)) is not None
        )
        return [*named, *others]


def _symbol(heading: str) -> tuple[Nutrient, str] | None:
    if fold(heading) in _ENERGY:
        return find("energy"), _ENERGY[fold(heading)]
    parts = _UNIT_AT_END.fullmatch(heading.replace("_", " ").strip("\ufeff "))
    name = _symbols().get(parts["name"].strip()) if parts else None
    try:
        return (find(name), nutrient_unit(parts["unit"])) if parts and name else None
    except UnitError:
        return None


@cache
def _symbols() -> dict[str, str]:
    return {n.symbol: n.key for n in nutrients().values() if n.symbol}


class Plain(Table):
    """A date, a food and an amount, under the headings that people give them."""

    person = Text(*_headings("person"))
    day = Day(*_headings("day"), named=True)
    time = Text(*_headings("time"))
    meal = Text(*_headings("meal"))
    food = Text(*_headings("food"))
    brand = Text(*_headings("brand"))
    category = Text(*_headings("category"))
    note = Text(*_headings("note"))
    amount = Quantity(*_headings("amount"))
    servings = Quantity(*_headings("servings"))
    unit = Text(*_headings("unit"))
    grams = Grams(*_headings("grams"))
    food_code = Code(*_headings("food_code"))
    fdc_id = Code(*_headings("fdc_id"))
    gtin = Code(*_headings("gtin"))
    complete = Answer(*_headings("complete"))
    own_kind = Text(*_headings("kind"))
    nutrients = PlainNutrients()

    def accepts(self, header: Sequence[str]) -> bool:
        """A day, and a food or its code; or days of nutrients and nothing else."""
        if any(signature <= set(header) for signature in _FOREIGN):
            return False
        places, _ = self.bind(header)
        if "day" not in places:
            return False
        if places.keys() & {"food", *_CODES}:
            return True
        known = {c.place for c in self.nutrients.columns(header)}
        others = [header[i] for i in range(len(header)) if i not in {*known, *places.values()}]
        only_nutrients = all(_NUTRIENT_LIKE.fullmatch(heading) or not heading for heading in others)
        return bool(known) and only_nutrients and not places.keys() & {"amount", "grams"}

    def bind(self, header: Sequence[str]) -> tuple[dict[str, int], str]:
        """Amounts may have their unit in the heading: ``Menge (g)``, ``quantity_ml``."""
        places, unit = super().bind(header)
        if places.get("meal") == places.get("food"):
            places.pop("meal", None)  # "Comida" is the food where no other column is
        for place, heading in enumerate(header):
            measure = _unit_of_amount(heading)
            if measure == "g":
                places.setdefault("grams", place)
            elif measure and "amount" not in places:
                places["amount"], unit = place, measure
        return places, unit

    def amount_of(self, record: Record) -> tuple[str, str]:
        """Two servings of 30 g are ``2 x 30 g``."""
        amount, unit = super().amount_of(record)
        servings = record.text("servings")
        if is_blank(servings):
            return amount, unit
        if is_blank(amount):
            return servings, unit or "serving"
        sized = fold(record.heading("amount") or "") in _SIZES
        return (f"{servings} x {amount}", unit) if sized else (amount, unit)

    def read_sheet(self, sheet: Sheet, draft: Draft, asked: Asked) -> None:
        """A day that is plainly written once is the day of the rows below it too."""
        header = self.header(sheet)
        filled = fill_days(sheet, header, _is_total) if header else None
        super().read_sheet(filled or sheet, draft, asked)
        if filled:
            draft.note(f"{draft.file}: {_WRITTEN_ONCE}.")

    def doubts(self, record: Record) -> list[Doubt]:
        """Traces of a spreadsheet in the columns that mean nothing here."""
        header = record.header
        read = {*header.places.values(), *(column.place for column in header.nutrients)}
        spare = [place for place in range(len(header.cells)) if place not in read]
        found = ((place, spreadsheet_damage(record.cell(place))) for place in spare)
        return [
            Doubt(header.cells[place].strip(), record.cell(place), f"{damage}; it is not used")
            for place, damage in found
            if damage
        ]

    def set_aside(self, record: Record) -> str | None:
        """Sums and averages that people write below a day or the whole table."""
        cells = (record.text(name) for name in ("day", "meal", "food", "person"))
        return "total or average" if any(map(_is_total, cells)) else None

    def when(self, record: Record, settled: Settled) -> When | None:
        """A day that is only numbered keeps its number: under ``recall``, 1 is ``recall 1``."""
        found = super().when(record, settled)
        heading = fold(record.heading("day") or "")
        if found is None or found.date is not None:
            return found
        if heading not in _NAMED_DAYS:
            return None
        numbered = found.day.isdecimal() and heading.startswith("recall")
        return found._replace(day=f"recall {int(found.day)}") if numbered else found

    def kind(self, record: Record, columns: dict[str, Any]) -> str:
        """What the writer says it is, where there is such a column."""
        stated = fold(record.text("own_kind")).replace(" ", "_")
        return stated if stated in _KINDS else super().kind(record, columns)


def _unit_of_amount(heading: str) -> str | None:
    """The unit in the heading of an amount column, ``None`` if it is none or has none."""
    parts = _UNIT_AT_END.fullmatch(heading)
    if parts is None or parts["name"] not in _headings("amount"):
        return None
    measure = find_measure(parts["unit"])
    return measure.name if measure else None


def _is_total(cell: str) -> bool:
    text = fold(cell).rstrip(":. ")
    return text in _total_words() or _TOTAL_OF.match(text) is not None


FORMAT = DiaryFormat(
    title="Plain table",
    how_to_export=(
        "Write one row a food with the columns date, food, amount and unit (or grams); person, "
        "meal, time, brand, food_code, fdc_id, gtin and nutrients such as magnesium_mg may be "
        "added. Save it as CSV."
    ),
    verified="our own format; headings in several languages",
    layouts=(Plain(),),
    last_resort=True,
)
