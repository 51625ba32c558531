"""``food_nutrient.csv`` becomes one row of amounts a food; what nobody measured stays unknown."""

from __future__ import annotations

from functools import cache
from math import nan
from typing import TYPE_CHECKING

from nutrigap.fdc.places import places_of
from nutrigap.fdc.scan import scan
from nutrigap.nutrients import nutrients
from nutrigap.tables import read_constants
from nutrigap.units import GRAMS, KCAL

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Sequence

    import numpy as np

    from nutrigap.fdc.scan import Picked
    from nutrigap.fdc.source import FdcSource

_CHUNK = 4096  # foods


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
def nutrient_columns() -> dict[str, int]:
    """Column of each way to write a nutrient: its id or its number, also as a float.

    Ids are above 1000 and numbers below, so they never collide; a number is compared as text,
    because 205 and 205.2 are two nutrients.

    Examples
    --------
    >>> columns = nutrient_columns()
    >>> columns["1090"] == columns["304"] == columns["304.0"], "304.2" in columns
    (True, False)
    """
    found = {}
    for nutrient in nutrients().values():
        for fdc_id, nbr in zip(nutrient.fdc_ids, nutrient.fdc_numbers, strict=True):
            column = nutrient_ids().index(fdc_id)
            found.update(dict.fromkeys((f"{fdc_id}", f"{fdc_id}.0", nbr, f"{nbr}.0"), column))
    return found


def read_values(
    source: FdcSource, fdc_ids: Sequence[int], log: Counter[str]
) -> Iterator[tuple[int, list[float]]]:
    """Amounts per 100 g of the foods named: one for each column of a store, in FDC's own units.

    An absent row and an empty, unreadable, negative or impossible amount are all NaN. Where a food
    repeats a nutrient the first amount is taken. Of a food with an impossible energy everything is
    NaN: its label was scaled by a wrong serving.

    Parameters
    ----------
    source : FdcSource
        Where ``food_nutrient.csv`` is.
    fdc_ids : sequence of int
        The foods wanted, ascending.
    log : Counter
        Counts amounts that were not taken, by reason.

    Raises
    ------
    FoodSourceError
        The table cannot be read.
    """
    import numpy as np

    width = len(nutrient_ids())
    wanted = np.array(fdc_ids, dtype="int64")
    amounts = np.full(len(wanted) * width, nan)
    taken, wrong = 0, []
    with source.numbers("food_nutrient", "fdc_id", "nutrient_id", "amount") as (stream, places):
        for picked in scan(stream, places, nutrient_columns()):
            taken += _fill(amounts, wanted, picked, log)
            wrong.append(_too_much_energy(wanted, picked))
    repeated = taken - int(np.count_nonzero(amounts == amounts))
    if repeated:
        log["repeated amounts left out, the first was taken"] += repeated
    foods = np.unique(np.concatenate(wrong)) if wrong else np.empty(0, dtype="int64")
    if len(foods):
        log["foods with an impossible energy left unknown altogether"] += len(foods)
        amounts.reshape(-1, width)[foods] = nan
    for start in range(0, len(wanted), _CHUNK):
        rows = amounts[start * width : (start + _CHUNK) * width].reshape(-1, width)
        yield from zip(fdc_ids[start : start + _CHUNK], rows.tolist(), strict=True)


def _fill(amounts: np.ndarray, wanted: np.ndarray, picked: Picked, log: Counter[str]) -> int:
    """Put the possible amounts where none stands yet; how many there were."""
    import numpy as np

    if not len(wanted):
        return 0
    rows = places_of(picked.ids, wanted)
    ours = rows >= 0
    limits = np.array(_limits())[picked.columns]
    possible = (picked.amounts >= 0) & (picked.amounts <= limits)
    if not possible[ours].all():
        _count(picked, ours & ~possible, log)
    here = np.flatnonzero(ours & possible)[::-1]  # backwards: of equal places the first one stays
    places = rows[here] * (len(amounts) // len(wanted)) + picked.columns[here]
    free = np.isnan(amounts[places])
    amounts[places[free]] = picked.amounts[here[free]]
    return len(here)


def _too_much_energy(wanted: np.ndarray, picked: Picked) -> np.ndarray:
    """Places of the foods whose energy is impossible."""
    import numpy as np

    energies = [column for column, unit in enumerate(_units().values()) if unit in KCAL]
    impossible = picked.amounts > np.array(_limits())[picked.columns]
    places = places_of(picked.ids[impossible & np.isin(picked.columns, energies)], wanted)
    found: np.ndarray = places[places >= 0]
    return found


def _count(picked: Picked, refused: np.ndarray, log: Counter[str]) -> None:
    import numpy as np

    amounts, empty = picked.amounts[refused], picked.empty[refused]
    unreadable = np.isnan(amounts) & ~empty
    kinds = {"empty": empty, "unreadable": unreadable, "negative": amounts < 0}
    kinds["impossible"] = amounts > 0
    for kind, rows in kinds.items():
        if rows.any():
            log[f"{kind} amounts left unknown"] += int(rows.sum())


@cache
def _limits() -> list[float]:
    """The most that 100 g can hold of each column, in its FDC unit."""
    per_iu = {i: n.micrograms_per_iu for n in nutrients().values() for i in n.fdc_ids}
    return [_limit(unit, per_iu[fdc_id]) for fdc_id, unit in _units().items()]


def _limit(unit: str, micrograms_per_iu: float | None) -> float:
    most = read_constants("label_limits")
    if unit in KCAL:
        return most["most_kcal"] / KCAL[unit]
    grams = GRAMS["µg"] * (micrograms_per_iu or 1.0) if unit == "IU" else GRAMS[unit]
    return most["most_grams"] / grams
