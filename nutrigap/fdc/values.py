"""``food_nutrient.csv`` becomes one row of amounts a food; what nobody measured stays unknown."""

from __future__ import annotations

from array import array
from functools import cache
from math import nan
from typing import TYPE_CHECKING

from nutrigap.fdc.rows import number, whole
from nutrigap.nutrients import nutrients
from nutrigap.units import GRAMS, KCAL

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Sequence

    from nutrigap.fdc.source import FdcSource

_MOST_KCAL = 902.0  # per 100 g: fat at 9.02 kcal per g (USDA Agriculture Handbook 74, Table 13)
_MOST_GRAMS = 100.0  # per 100 g


@cache
def nutrient_ids() -> tuple[int, ...]:
    """The FDC nutrient ids of ``nutrients.csv``, in its order: the columns of a store.

    Examples
    --------
    >>> nutrient_ids()[:3]
    (1110, 1114, 1090)
    """
    return tuple(_units())


@cache
def _units() -> dict[int, str]:
    return {
        fdc_id: unit
        for nutrient in nutrients().values()
        for fdc_id, unit in zip(nutrient.fdc_ids, nutrient.fdc_units, strict=True)
    }


@cache
def _spellings() -> dict[str, int]:
    """Column of each way to write a nutrient: its id or its number, also as a float.

    Ids are above 1000 and numbers below, so they never collide; a number is compared as text,
    because 205 and 205.2 are two nutrients.
    """
    found = {}
    for nutrient in nutrients().values():
        for fdc_id, nbr in zip(nutrient.fdc_ids, nutrient.fdc_numbers, strict=True):
            column = nutrient_ids().index(fdc_id)
            found.update(dict.fromkeys((f"{fdc_id}", f"{fdc_id}.0", nbr, f"{nbr}.0"), column))
    return found


def read_values(
    source: FdcSource, fdc_ids: Sequence[int], log: Counter[str]
) -> Iterator[tuple[int, list[float | None]]]:
    """Amounts per 100 g of the foods named: one for each column of a store, in FDC's own units.

    An absent row and an empty, unreadable, negative or impossible amount are all ``None``. Where a
    food repeats a nutrient the first amount is taken.

    Parameters
    ----------
    source : FdcSource
        Where ``food_nutrient.csv`` is.
    fdc_ids : sequence of int
        The foods wanted.
    log : Counter
        Counts amounts that were not taken, by reason.

    Raises
    ------
    FoodSourceError
        The table cannot be read.
    """
    width = len(nutrient_ids())
    starts = {fdc_id: row * width for row, fdc_id in enumerate(fdc_ids)}
    amounts = array("d", [nan]) * (len(starts) * width)
    _fill(amounts, starts, source, log)
    for fdc_id, start in starts.items():
        yield fdc_id, [None if v != v else v for v in amounts[start : start + width]]


def _fill(
    amounts: array[float], starts: dict[int, int], source: FdcSource, log: Counter[str]
) -> None:
    columns, limits = _spellings(), _limits()
    for fdc, nutrient, text in source.rows("food_nutrient", "fdc_id", "nutrient_id", "amount"):
        column = columns.get(nutrient)
        if column is None:
            continue
        fdc_id = whole(fdc)
        start = None if fdc_id is None else starts.get(fdc_id)
        if start is None:
            continue
        amount = number(text)
        if amount is None or not 0 <= amount <= limits[column]:
            log[_reason(text, amount)] += 1
        elif amounts[start + column] == amounts[start + column]:
            log["repeated amounts: the first was taken"] += 1
        else:
            amounts[start + column] = amount


def _reason(text: str, amount: float | None) -> str:
    if amount is None:
        kind = "unreadable" if text.strip() else "empty"
    else:
        kind = "negative" if amount < 0 else "impossible"
    return f"{kind} amounts left unknown"


@cache
def _limits() -> list[float]:
    """The most that 100 g can hold of each column, in its FDC unit."""
    per_iu = {i: n.micrograms_per_iu for n in nutrients().values() for i in n.fdc_ids}
    return [_limit(unit, per_iu[fdc_id]) for fdc_id, unit in _units().items()]


def _limit(unit: str, micrograms_per_iu: float | None) -> float:
    if unit in KCAL:
        return _MOST_KCAL / KCAL[unit]
    grams = GRAMS["µg"] * (micrograms_per_iu or 1.0) if unit == "IU" else GRAMS[unit]
    return _MOST_GRAMS / grams
