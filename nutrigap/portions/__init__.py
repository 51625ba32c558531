"""Amounts and matched foods become grams, with the rule used and its uncertainty."""

from __future__ import annotations

import math
from numbers import Integral
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.amounts import Amount, parse_amount
from nutrigap.portions.choice import Portion
from nutrigap.portions.density import Scales
from nutrigap.portions.rules import Food, Weight, grams_of
from nutrigap.schema import WEIGHED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pandas import DataFrame, Series

__all__ = ["Food", "Portion", "Scales", "Weight", "foods_of", "grams_of", "weigh"]

_NAN = math.nan
_WEIGHED_KINDS = ("food", "water")


def weigh(
    entries: DataFrame,
    chosen: DataFrame,
    portions: DataFrame,
    foods: DataFrame,
    composition: DataFrame,
    *,
    spreads: Mapping[str, float],
    densities: Iterable[Mapping[str, str]],
    told: Mapping[int, float] | None = None,
) -> DataFrame:
    """Grams of every entry, how they are known and how sure they are.

    Supplements, medicines and declared totals are weighed only by the mass they state.

    Parameters
    ----------
    entries : DataFrame
        DIARY.
    chosen : DataFrame
        MATCHES, rank 1 only.
    portions, foods, composition : DataFrame
        PORTIONS, FOODS and COMPOSITION of the foods chosen.
    spreads : mapping of str to float
        ``portion_spreads.csv``.
    densities : iterable of mapping
        Rows of ``densities.csv``.
    told : mapping of int to float, optional
        What the user says one measure weighs [g], by ``match_id``. A stated mass comes before it.

    Returns
    -------
    DataFrame
        WEIGHED, in the order of the entries.
    """
    import pandas as pd

    scales = Scales(spreads, densities)
    known = foods_of(foods, portions, composition)
    fdc_ids = entries["match_id"].map(chosen.set_index("match_id")["fdc_id"]).astype("Int64")
    done: dict[_Key, Weight] = {}
    rows = []
    columns = ["kind", "food", "amount_text", "quantity", "measure", "grams", "energy_kcal"]
    each = entries["match_id"].map(told or {})
    lines = zip(*map(_cells, [fdc_ids, *(entries[c] for c in columns), each]), strict=True)
    for fdc_id, *cells in lines:
        key = _key(fdc_id, cells)
        if key not in done:
            done[key] = _weigh_line(key, known, scales)
        rows.append(done[key])
    weighed = pd.DataFrame(rows, columns=["grams", "grams_basis", "grams_spread"])
    return pd.DataFrame(
        {
            "entry_id": entries["entry_id"].to_numpy(),
            "match_id": entries["match_id"].to_numpy(),
            "fdc_id": fdc_ids.array,
            "grams": weighed["grams"].astype("float64"),
            "grams_basis": weighed["grams_basis"].astype("str"),
            "grams_spread": weighed["grams_spread"].astype("float64"),
        }
    )[WEIGHED.names]


def foods_of(foods: DataFrame, portions: DataFrame, composition: DataFrame) -> dict[int, Food]:
    """What weighing needs to know of foods, by fdc_id.

    Parameters
    ----------
    foods, portions, composition : DataFrame
        FOODS, PORTIONS and COMPOSITION [per 100 g].
    """
    listed: dict[int, list[Portion]] = {}
    columns = (_cells(portions[c]) for c in ("fdc_id", "measure", "grams", "role"))
    for fdc_id, measure, grams, role in zip(*columns, strict=True):
        listed.setdefault(int(fdc_id), []).append(Portion(measure, float(grams), role))
    energy = dict(zip(composition["fdc_id"], composition["energy"], strict=True))
    columns = (_cells(foods[c]) for c in ("fdc_id", "description", "category", "usual_grams"))
    return {
        int(fdc_id): Food(
            _text(description),
            _text(category),
            float(usual),
            float(energy.get(fdc_id, _NAN)),
            tuple(listed.get(int(fdc_id), ())),
        )
        for fdc_id, description, category, usual in zip(*columns, strict=True)
    }


def _cells(column: Series) -> list[object]:
    """A column as plain Python values, which a loop reads several times faster."""
    cells: list[object] = column.to_numpy(dtype=object).tolist()
    return cells


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""


def _number(cell: object) -> float | None:
    """A number that may be looked up: NaN, which equals nothing, becomes ``None``."""
    return float(cell) if isinstance(cell, float) and not math.isnan(cell) else None


def _key(fdc_id: object, cells: Sequence[object]) -> _Key:
    kind, food, text, quantity, measure, grams, energy, told = cells
    return _Key(
        int(fdc_id) if isinstance(fdc_id, Integral) else None,
        _text(kind) in _WEIGHED_KINDS,
        _text(food),
        _text(text),
        _number(quantity),
        _text(measure),
        _number(grams),
        _number(energy),
        _number(told),
    )


class _Key(NamedTuple):
    """All that the weight of a diary line depends on."""

    fdc_id: int | None
    eaten: bool
    name: str
    text: str
    quantity: float | None
    measure: str
    grams: float | None
    energy: float | None
    told: float | None


def _weigh_line(key: _Key, known: Mapping[int, Food], scales: Scales) -> Weight:
    grams = _NAN if key.grams is None else key.grams
    if not key.eaten:
        stated = Weight(grams, "stated", scales.spreads["stated"])
        return stated if not math.isnan(grams) else Weight(_NAN, "unknown", _NAN)
    return grams_of(
        _amount(key),
        known.get(key.fdc_id) if key.fdc_id is not None else None,
        scales,
        name=key.name,
        grams=grams,
        energy_kcal=_NAN if key.energy is None else key.energy,
        told=_NAN if key.told is None else key.told,
    )


def _amount(key: _Key) -> Amount | None:
    """The amount of a diary row: as written where that agrees with its quantity and measure.

    A quantity that the diary leaves unknown, such as 1,250 in a file that writes both 1,5 and 2.5,
    stays unknown whatever the words look like.
    """
    if key.quantity is None:
        return None
    written = parse_amount(key.text) if key.text else None
    as_written = (key.quantity, key.measure or None)
    if written is not None and written[:2] == as_written:
        return written
    one = parse_amount(f"1 {key.measure}") if key.measure else Amount(1.0, None)
    if one is None:
        return Amount(key.quantity, key.measure)
    return one._replace(
        quantity=key.quantity,
        grams=key.quantity * one.grams,
        millilitres=key.quantity * one.millilitres,
    )
