"""Read a file of food names."""

from __future__ import annotations

import csv
import math
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.amounts import parse_amount
from nutrigap.errors import DiaryReadError
from nutrigap.names import Query

if TYPE_CHECKING:
    from pathlib import Path

    from nutrigap.amounts import Amount

_EXPECTED = "a CSV with a column 'food'"
_ADVICE = "Name the column with the food names 'food'; amount, brand and the like may stand beside."


class NamedFood(NamedTuple):
    """One row: its id (its line if it has none), what it asks, and its amount."""

    id: str
    query: Query
    amount: Amount | None


def read_names(path: Path) -> list[NamedFood]:
    """Rows of a names file in order; rows without a food are kept, they match nothing.

    Parameters
    ----------
    path : Path
        CSV in UTF-8 with a column ``food``.

    Raises
    ------
    DiaryReadError
        The file is missing, is no text in UTF-8, is empty or has no column ``food``.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DiaryReadError(path, error.strerror or "not readable", _EXPECTED, _ADVICE) from error
    except UnicodeDecodeError as error:
        found = f"not UTF-8 at byte {error.start}"
        raise DiaryReadError(path, found, _EXPECTED, "Save it as UTF-8.") from error
    rows = list(csv.reader(text.splitlines(keepends=True)))
    header = [cell.strip().casefold() for cell in rows[0]] if rows else []
    if "food" not in header:
        found = f"columns {', '.join(map(repr, header))}" if header else "nothing"
        raise DiaryReadError(path, f"found {found}", _EXPECTED, _ADVICE, line=1)
    return [
        _named(dict(zip(header, cells, strict=False)), number)
        for number, cells in enumerate(rows[1:], start=1)
        if any(cell.strip() for cell in cells)
    ]


def _named(row: dict[str, str], number: int) -> NamedFood:
    cells = {name: cell.strip() for name, cell in row.items()}
    amount = parse_amount(cells.get("amount", ""))
    energy = _number(cells.get("energy_kcal", ""))
    query = Query(
        cells.get("food") or None,
        brand=cells.get("brand") or None,
        amount=cells.get("amount") or None,
        grams=_grams(amount, energy),
        energy_kcal=energy,
        protein_g=_number(cells.get("protein_g", "")),
        carbohydrate_g=_number(cells.get("carbohydrate_g", "")),
        fat_g=_number(cells.get("fat_g", "")),
    )
    return NamedFood(cells.get("id") or str(number), query, amount)


def _grams(amount: Amount | None, energy_kcal: float) -> float:
    """The stated mass; a volume as if it were water, where no energy could be misread by it."""
    if amount is None:
        return math.nan
    mass_only = not math.isnan(amount.grams) or not math.isnan(energy_kcal)
    return amount.grams if mass_only else amount.millilitres


def _number(text: str) -> float:
    """A number, NaN for anything else: evidence that cannot be read is no evidence."""
    try:
        value = float(text.replace(",", ".") if text.count(",") == 1 else text)
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan
