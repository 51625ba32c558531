"""What the energy of an entry says where it contradicts every food that its name may mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nutrigap.names.asking import Query
from nutrigap.names.reading import Held, reading_of
from nutrigap.schema import READINGS

if TYPE_CHECKING:
    from pandas import DataFrame

# Candidates with less belief cannot excuse an entry.
_LEAST_WEIGHT = 0.1
# Grams that were made of the energy, or of nothing, cannot contradict it.
_NO_AMOUNT = ("energy", "default", "unknown")
_STATED = ("energy_kcal", "protein_g", "carbohydrate_g", "fat_g")


def find_readings(
    entries: DataFrame, weighed: DataFrame, matches: DataFrame, held: DataFrame
) -> DataFrame:
    """Entries whose stated energy no food explains, and the reading that fits.

    Parameters
    ----------
    entries : DataFrame
        DIARY, with energy and macronutrients as stated.
    weighed : DataFrame
        WEIGHED.
    matches : DataFrame
        MATCHES, all ranks.
    held : DataFrame
        Columns fdc_id, energy_kcal, protein_g, carbohydrate_g and fat_g in 100 g; NaN unknown.

    Returns
    -------
    DataFrame
        READINGS, one row for each such entry.

    Examples
    --------
    >>> from nutrigap.schema import DIARY, MATCHES, WEIGHED
    >>> import pandas as pd
    >>> held = pd.DataFrame(columns=["fdc_id", "energy_kcal", "protein_g", "carbohydrate_g",
    ...                              "fat_g"])
    >>> len(find_readings(DIARY.empty(), WEIGHED.empty(), MATCHES.empty(), held))
    0
    """
    foods = _foods(matches, held)
    grams = weighed.loc[~weighed["grams_basis"].isin(_NO_AMOUNT), ["entry_id", "grams"]]
    stated = entries.loc[entries["energy_kcal"].notna(), ["entry_id", "match_id", "food", *_STATED]]
    rows = []
    for row in stated.merge(grams, on="entry_id").itertuples(index=False):
        found = reading_of(_query(row), foods.get(row.match_id, []))
        if found:
            rows.append({"entry_id": row.entry_id, "reading": found.kind, **found._asdict()})
    return READINGS.frame(rows)


def _foods(matches: DataFrame, held: DataFrame) -> dict[Any, list[Held]]:
    """Believable foods of each match, the likeliest first."""
    likely = matches[(matches["rank"] == 1) | (matches["weight"] >= _LEAST_WEIGHT)]
    known = likely.merge(held, on="fdc_id").sort_values(["match_id", "rank"])
    foods: dict[Any, list[Held]] = {}
    for row in known.itertuples(index=False):
        food = Held(str(row.description), *(getattr(row, name) for name in _STATED))
        foods.setdefault(row.match_id, []).append(food)
    return foods


def _query(row: Any) -> Query:
    return Query(
        row.food,
        grams=row.grams,
        energy_kcal=row.energy_kcal,
        protein_g=row.protein_g,
        carbohydrate_g=row.carbohydrate_g,
        fat_g=row.fat_g,
    )
