"""Grams and composition become what each entry contributes of each nutrient."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nutrigap.schema import CONTRIBUTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from pandas import DataFrame, Series

    from nutrigap.twins import Imputed

TOTALS = ("meal_total", "day_total")
COVERED_KINDS = ("food", *TOTALS)
_ORDER = {
    "stated": ("stated", "dose", "table", "imputed"),
    "table": ("table", "stated", "dose", "imputed"),
}


def counted(entries: DataFrame) -> DataFrame:
    """The entries that count: a declared total only where its meal or day has no items.

    A meal's total is left out where the meal has items, a day's total where the day has items or
    meal totals that count. A medicine is no item.

    Parameters
    ----------
    entries : DataFrame
        DIARY.

    Returns
    -------
    DataFrame
        The DIARY rows that count, in the same order.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"person": "me", "day": ["1", "1", "2"], "meal": None,
    ...                      "kind": ["food", "day_total", "day_total"]})
    >>> counted(rows).index.tolist()
    [0, 2]
    """
    kind = entries["kind"]
    if not kind.isin(TOTALS).any():
        return entries
    items = entries[~kind.isin((*TOTALS, "medicine"))]
    meals = entries[kind == "meal_total"]
    meals = meals[~_present(meals, items, ["person", "day", "meal"])]
    days = entries[kind == "day_total"]
    days = days[
        ~_present(days, items, ["person", "day"]) & ~_present(days, meals, ["person", "day"])
    ]
    return entries[~kind.isin(TOTALS) | entries.index.isin(meals.index.union(days.index))]


def _present(rows: DataFrame, others: DataFrame, key: list[str]) -> np.ndarray:
    import pandas as pd

    wanted = pd.MultiIndex.from_frame(rows[key].fillna(""))
    return wanted.isin(pd.MultiIndex.from_frame(others[key].fillna("")))


class Evidence(NamedTuple):
    """What is known of the entries' nutrients apart from the food tables.

    Parameters
    ----------
    reported : DataFrame
        REPORTED: what the export states.
    doses : DataFrame
        REPORTED: doses read from the names of supplements.
    suggested : mapping of int to sequence of str
        The nutrients that a supplement may hold by its name, of which nobody states an amount, by
        ``entry_id``.
    """

    reported: DataFrame
    doses: DataFrame
    suggested: Mapping[int, Sequence[str]]


def contributions(
    entries: DataFrame,
    weighed: DataFrame,
    chosen: DataFrame,
    composition: DataFrame,
    evidence: Evidence,
    *,
    units: Mapping[str, str],
    table_probability: float = 0.5,
    prefer: str = "stated",
    twins: Mapping[int, Mapping[str, Imputed]] | None = None,
) -> DataFrame:
    """What each entry contributes of each nutrient, and how that is known.

    ``amount`` is density [per 100 g] × grams / 100 where nothing better is stated. Where the diary
    says no amount, or none that can be read, the grams are the usual portion of the food
    (``grams_basis`` ``default``): an estimate, so that its nutrients are ``imputed``, however sure
    the food is, and coverage falls. A number that counts such portions is an amount. A supplement
    contributes what is stated or dosed; other nutrients that its name suggests are ``unknown``, and
    all others are taken as not in it.

    Parameters
    ----------
    entries : DataFrame
        DIARY rows that count.
    weighed : DataFrame
        WEIGHED [g].
    chosen : DataFrame
        MATCHES, rank 1 only.
    composition : DataFrame
        COMPOSITION of the foods chosen [per 100 g].
    evidence : Evidence
        What the export and the supplements' names state.
    units : mapping of str to str
        The nutrients to total, with their canonical units; must hold ``energy``.
    table_probability : float
        A food matched by text with at least this probability is ``table``, below it ``imputed``;
        so is any food in an amount that nobody knows.
    prefer : str
        ``stated``: the export's own values win. ``table``: the food table's.
    twins : mapping, optional
        Values of ``composition`` that were imputed from other foods, by fdc_id and nutrient: they
        are ``imputed`` however sure the food is.

    Returns
    -------
    DataFrame
        CONTRIBUTIONS; ``low`` and ``high`` equal ``amount`` until ranges are drawn.
    """
    import numpy as np

    keys = list(units)
    index = entries["entry_id"]
    layers = {
        "stated": _wide(evidence.reported, index, keys),
        "dose": _wide(evidence.doses, index, keys),
    }
    layers["stated"][:, keys.index("energy")] = entries["energy_kcal"]
    held = weighed.set_index("entry_id").reindex(index)
    looked_up = _looked_up(held, composition, keys)
    trusted = _trusted(entries, chosen, table_probability) & ~_unmeasured(entries, held)
    known = trusted[:, None] & ~_guessed(held["fdc_id"], keys, twins or {})
    layers["table"] = np.where(known, looked_up, np.nan)
    layers["imputed"] = np.where(known, np.nan, looked_up)
    amount, basis = _first_known(layers, _ORDER[prefer])
    keep = _rows_to_keep(entries, basis, evidence.suggested, keys)
    weight = _coverage_weights(entries, looked_up[:, keys.index("energy")])
    return _long(entries, held["fdc_id"], amount, basis, weight, keep, units)


def _wide(long: DataFrame, index: Series[int], keys: list[str]) -> np.ndarray:
    """Amounts of a REPORTED table as entries × nutrients, NaN where not stated."""
    import numpy as np
    import pandas as pd

    wide = np.full((len(index), len(keys)), np.nan)
    rows = pd.Index(index).get_indexer(pd.Index(long["entry_id"]))
    columns = pd.Index(keys).get_indexer(pd.Index(long["nutrient"]))
    here = (rows >= 0) & (columns >= 0)
    wide[rows[here], columns[here]] = long["amount"].to_numpy()[here]
    return wide


def _looked_up(held: DataFrame, composition: DataFrame, keys: list[str]) -> np.ndarray:
    density = composition.set_index("fdc_id")[keys].reindex(held["fdc_id"].astype("float64"))
    amounts: np.ndarray = density.to_numpy() * held["grams"].to_numpy()[:, None] / 100
    return amounts


def _guessed(
    fdc_ids: Series[int], keys: list[str], twins: Mapping[int, Mapping[str, Imputed]]
) -> np.ndarray:
    """Which values of entries × nutrients were imputed to the food."""
    import numpy as np

    guessed = np.zeros((len(fdc_ids), len(keys)), dtype=bool)
    for fdc_id, values in twins.items():
        rows = (fdc_ids == fdc_id).fillna(False).to_numpy(dtype=bool)
        guessed[np.ix_(rows, np.isin(keys, list(values)))] = True
    return guessed


def _trusted(entries: DataFrame, chosen: DataFrame, least: float) -> np.ndarray:
    probability = chosen.set_index("match_id")["probability"].reindex(entries["match_id"])
    return (probability >= least).to_numpy()


def _unmeasured(entries: DataFrame, held: DataFrame) -> np.ndarray:
    """Which entries weigh a usual portion because no amount of them is known."""
    usual = held["grams_basis"].eq("default").to_numpy()
    return usual & entries["quantity"].isna().to_numpy()


def _first_known(
    layers: Mapping[str, np.ndarray], order: Sequence[str]
) -> tuple[np.ndarray, np.ndarray]:
    import numpy as np

    amount = np.full_like(layers[order[0]], np.nan)
    basis = np.full(amount.shape, "unknown", dtype=object)
    for name in reversed(order):
        known = ~np.isnan(layers[name])
        amount[known] = layers[name][known]
        basis[known] = name
    return amount, basis


def _rows_to_keep(
    entries: DataFrame,
    basis: np.ndarray,
    suggested: Mapping[int, Sequence[str]],
    keys: list[str],
) -> np.ndarray:
    """Every nutrient of a food; of a supplement what is known and what else it may hold."""
    import numpy as np

    eaten = entries["kind"].isin((*COVERED_KINDS, "water")).to_numpy()
    keep: np.ndarray = eaten[:, None] | (basis != "unknown")
    row_of = {entry_id: row for row, entry_id in enumerate(entries["entry_id"])}
    for entry_id, maybe in suggested.items():
        keep[row_of[entry_id]] |= np.isin(keys, maybe)
    return keep


def _coverage_weights(entries: DataFrame, looked_up_energy: np.ndarray) -> np.ndarray:
    """Stated energy, else looked-up, else the person's mean, else 1; NaN where coverage ignores."""
    covered = entries["kind"].isin(COVERED_KINDS)
    stated = entries["energy_kcal"]
    energy = stated.where(stated.notna(), looked_up_energy).where(covered)
    mean = energy.groupby(entries["person"]).transform("mean")
    return energy.fillna(mean).fillna(1.0).where(covered).to_numpy()


def _long(
    entries: DataFrame,
    fdc_id: Series[int],
    amount: np.ndarray,
    basis: np.ndarray,
    weight: np.ndarray,
    keep: np.ndarray,
    units: Mapping[str, str],
) -> DataFrame:
    import numpy as np
    import pandas as pd

    row, column = np.nonzero(keep)
    head = entries[["entry_id", "person", "day", "meal", "food"]].iloc[row].reset_index(drop=True)
    classes = entries["kind"].where(
        entries["kind"].isin(("supplement", "medicine", "water")), "food"
    )
    text = {
        "nutrient": np.array(list(units), dtype=object)[column],
        "unit": np.array(list(units.values()), dtype=object)[column],
        "basis": basis[row, column],
        "source_class": classes.to_numpy(dtype=object)[row],
    }
    table = head.assign(**{name: pd.Series(values, dtype="str") for name, values in text.items()})
    table["fdc_id"] = fdc_id.to_numpy()[row]
    table["fdc_id"] = table["fdc_id"].astype("Int64")
    for name in ("amount", "low", "high"):
        table[name] = amount[row, column]
    table["deviation"] = 0.0
    table["weight"] = weight[row]
    return table[CONTRIBUTIONS.names]
