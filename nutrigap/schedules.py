"""Supplements taken by habit: ``supplements.csv``."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.dose_text import doses_in, salt_fraction
from nutrigap.doses import suggested_nutrients
from nutrigap.errors import DiaryReadError, UnitError, UnknownNameError
from nutrigap.nutrients import find, shown
from nutrigap.schema import SCHEDULE
from nutrigap.tables import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pandas import DataFrame

    from nutrigap.nutrients import Nutrient

_NAN = float("nan")
_NAMES = ("name", "product", "supplement")
# Days of a period: a month is a twelfth of a year of 365.25 days.
_DAYS = {"day": 1.0, "week": 7.0, "month": 365.25 / 12}
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
        ``person`` whose it is, everybody's if it is empty.

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
    rows = [found for row in table for found in _rows(path, table.line_num, row)]
    return SCHEDULE.check(SCHEDULE.frame(rows))


def _heading(name: str) -> str:
    return re.sub(r"[\s_]+", "_", name.strip().lower())


def _rows(path: Path, line: int, row: Mapping[str, str]) -> Iterator[dict[str, object]]:
    cells = {name: (text or "").strip() for name, text in row.items() if name}
    try:
        product = next(cells[name] for name in _NAMES if cells.get(name))
        doses, per_day = list(_doses(product, cells)), _times_a_day(cells)
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


def _times_a_day(cells: Mapping[str, str]) -> float:
    for period, days in _DAYS.items():
        times = cells.get(f"times_per_{period}") or cells.get(f"per_{period}")
        if times:
            return _number(times) / days
    return _number(cells["times"]) / _DAYS[cells["per"].lower().removesuffix("s")]


def _number(text: str) -> float:
    number = float(text.replace(",", "."))
    if not 0 <= number < 1e7:
        message = f"{text}: expected a number that is not negative"
        raise ValueError(message)
    return number


def _doses(product: str, cells: Mapping[str, str]) -> list[_Dose]:
    """What one time gives of each nutrient."""
    if cells.get("nutrient"):
        nutrient = find(cells["nutrient"])
        amount = _number(cells["dose"]) if cells.get("dose") else _NAN
        return [_Dose(nutrient, _canonical(nutrient, amount, cells))]
    count = _number(cells["dose"]) if cells.get("dose") else 1.0
    unit = cells.get("unit", "")
    stated = f"{product} {cells.get('dose', '')} {unit}" if _is_mass(unit) else product
    known = [
        _Dose(find(dose.nutrient), dose.amount * (1.0 if _is_mass(unit) else count))
        for dose in doses_in(stated, shown())
    ]
    told = {dose.nutrient.key for dose in known}
    maybe = suggested_nutrients(product, shown())
    return known + [_Dose(nutrient, _NAN) for nutrient in maybe if nutrient.key not in told]


def _is_mass(unit: str) -> bool:
    return unit.lower().replace(".", "") in {"iu", "ie", "ui", "mcg", "µg", "μg", "ug", "mg", "g"}


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
