"""Supplements taken by habit: ``supplements.csv``."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.diary.numbers import Numbers
from nutrigap.dose_numbers import dose_readings, is_iu
from nutrigap.dose_text import doses_in
from nutrigap.doses import suggested_nutrients
from nutrigap.errors import DiaryReadError, UnitError, UnknownNameError
from nutrigap.nutrients import find, shown
from nutrigap.salts import salt_fraction
from nutrigap.schema import SCHEDULE
from nutrigap.tables import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pandas import DataFrame

    from nutrigap.nutrients import Nutrient

_NAN = float("nan")
_NAMES = ("name", "product", "supplement")
_MOST = 1e7
# Days of a period: a month is a twelfth of a year of 365.25 days.
_DAYS = {"day": 1.0, "week": 7.0, "month": 365.25 / 12}
_NUMERIC = re.compile(r"dose$|(?:times_)?per_|times$")
_ORAL = {"", "oral", "by mouth", "mouth", "sublingual", "tablet", "capsule", "drops"}
_SHARE = re.compile(r"^%\s*(?P<set>dv|rda|rdi|nrv|daily value)?$")
_EXPECTED = (
    "name, dose and unit (mg, µg, IU, %, or tablet), a nutrient unless the name says it, and "
    "times_per_day, times_per_week or times_per_month"
)


class _Dose(NamedTuple):
    nutrient: Nutrient
    amount: float


def read_schedule(path: Path) -> DataFrame:
    """Who takes what how often.

    Parameters
    ----------
    path : Path
        CSV with ``name`` (or ``product``), ``dose``, ``unit`` and ``times_per_day``,
        ``times_per_week`` or ``times_per_month`` (or ``times`` and ``per``). ``nutrient`` may be
        left out where the name states what one tablet holds: the dose then counts tablets. A
        product with several nutrients has a row for each. ``route`` is oral unless it says
        otherwise; ``compound`` names the salt whose mass the dose is; ``label`` the daily value
        that a dose in per cent refers to (``fda_dv``, ``fda_dv_old``, ``eu_nrv``, ``ca_dv``);
        ``person`` whose it is, everybody's if it is empty. Whether 2,000 is two or two thousand is
        settled for the file; a number that stays open is refused.

    Returns
    -------
    DataFrame
        SCHEDULE. ``dose`` is elemental, as on US Supplement Facts panels [1]_, unless a compound
        is named, and NaN where a product may hold a nutrient and nobody says how much.

    Raises
    ------
    DiaryReadError
        The file or a row cannot be read.

    References
    ----------
    .. [1] US Code of Federal Regulations, title 21, section 101.36(b)(2)(ii).
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        advice = "Check --supplements."
        raise DiaryReadError(path, str(error), "a CSV file in UTF-8", advice) from error
    table = csv.DictReader(lines)
    table.fieldnames = [_heading(name) for name in table.fieldnames or ()]
    lined = [(table.line_num, row) for row in table]
    numbers = Numbers.of(text for _, row in lined for text in _numeric(row))
    rows = [found for line, row in lined for found in _rows(path, line, row, numbers)]
    return SCHEDULE.check(SCHEDULE.frame(rows))


def _heading(name: str) -> str:
    return re.sub(r"[\s_]+", "_", name.strip().lower())


def _numeric(row: Mapping[str, str]) -> Iterator[str]:
    """The cells of a row that hold numbers."""
    return (text for name, text in row.items() if text and name and _NUMERIC.match(name))


def _rows(
    path: Path, line: int, row: Mapping[str, str], numbers: Numbers
) -> Iterator[dict[str, object]]:
    cells = {name: (text or "").strip() for name, text in row.items() if name}
    try:
        product = next(cells[name] for name in _NAMES if cells.get(name))
        doses, per_day = _doses(product, cells, numbers), _times_a_day(cells, numbers)
    except (StopIteration, KeyError, ValueError, UnitError, UnknownNameError) as error:
        found = f"cannot read {', '.join(filter(None, cells.values())) or 'an empty row'!r}"
        found += f" ({error})" if str(error) else ""
        raise DiaryReadError(path, found, _EXPECTED, "Correct the row.", line=line) from error
    for dose in doses:
        yield {
            "line": line,
            "person": cells.get("person") or None,
            "product": product,
            "route": _route(cells.get("route", "")),
            "nutrient": dose.nutrient.key,
            "unit": dose.nutrient.unit,
            "dose": dose.amount,
            "per_day": per_day,
        }


def _route(text: str) -> str:
    return "oral" if text.lower() in _ORAL else text.lower()


def _times_a_day(cells: Mapping[str, str], numbers: Numbers) -> float:
    for period, days in _DAYS.items():
        times = cells.get(f"times_per_{period}") or cells.get(f"per_{period}")
        if times:
            return _number(times, numbers) / days
    return _number(cells["times"], numbers) / _DAYS[cells["per"].lower().removesuffix("s")]


def _number(text: str, numbers: Numbers) -> float:
    found = numbers.read(text)
    if found is None or found.unit or not 0 <= found.value < _MOST:
        message = f"{text}: expected a number that is not negative"
        raise ValueError(message)
    return found.value


def _dose(cells: Mapping[str, str], numbers: Numbers, missing: float) -> float:
    """The number of a dose, on which the file's way to write numbers and the dose's own agree."""
    text = re.sub(r"(?<=\d)\s(?=\d{3}(?!\d))", "", cells.get("dose", ""))
    if not text:
        return missing
    readings, unit = dose_readings(text, cells.get("unit", "")), cells.get("unit", "")
    if is_iu(unit) and readings:
        return readings[0]
    number = _number(text, numbers)
    if readings and readings != (number,):
        both = " or ".join(f"{reading:g}" for reading in dict.fromkeys((*readings, number)))
        message = f"{text} may be {both}"
        raise ValueError(message)
    return number


def _doses(product: str, cells: Mapping[str, str], numbers: Numbers) -> list[_Dose]:
    """What one time gives of each nutrient."""
    unit = cells.get("unit", "")
    if cells.get("nutrient"):
        nutrient = find(cells["nutrient"])
        return [_Dose(nutrient, _canonical(nutrient, _dose(cells, numbers, _NAN), cells))]
    dose, mass = _dose(cells, numbers, 1.0), _is_mass(unit)
    stated = f"{product} {dose:.6f} {unit}" if mass and cells.get("dose") else product
    known = [
        _Dose(find(found.nutrient), found.amount * (1.0 if mass else dose))
        for found in doses_in(stated, shown())
    ]
    told = {found.nutrient.key for found in known}
    maybe = suggested_nutrients(product, shown())
    return known + [_Dose(nutrient, _NAN) for nutrient in maybe if nutrient.key not in told]


def _is_mass(unit: str) -> bool:
    return is_iu(unit) or unit.lower() in {"mcg", "µg", "μg", "ug", "mg", "g"}


def _canonical(nutrient: Nutrient, amount: float, cells: Mapping[str, str]) -> float:
    unit = cells.get("unit", "")
    share = _SHARE.match(unit.lower())
    if share:
        label = cells.get("label") or ("eu_nrv" if share["set"] == "nrv" else "")
        return amount / 100 * _daily_value(nutrient, label)
    grams = nutrient.to_canonical(amount, unit)
    return grams * salt_fraction(cells["compound"].lower()) if cells.get("compound") else grams


def _daily_value(nutrient: Nutrient, label: str) -> float:
    """What 100 % is for adults: labels before 2020 and after mean different amounts."""
    values = {
        row["label_set"]: float(row["amount"])
        for row in read_rows("label_values")
        if row["nutrient"] == nutrient.key and float(row["age_from_years"]) in (4.0, 18.0)
    }
    if label not in values:
        kind = f"label for % of {nutrient.name}"
        raise UnknownNameError(kind, label, values)
    return values[label]
