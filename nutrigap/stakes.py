"""Which food names to ask about first: those with most nutrient at stake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nutrigap.names.answers import normalised
from nutrigap.schema import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pandas import DataFrame, Series

_GUESSED = ("text", "alias", "none")
_ASKED_KINDS = ("food", "water")
# So that no food is impossible, as in the simulation.
_LEAST_PEOPLE = 0.2
_ANY = -1


def density_spread(
    candidates: DataFrame, composition: DataFrame, eaten: DataFrame, nutrients: list[str]
) -> DataFrame:
    """How much a nutrient differs among the foods that a name may mean.

    Parameters
    ----------
    candidates : DataFrame
        CANDIDATES. What their weights lack to 1 may be any food that people eat.
    composition : DataFrame
        COMPOSITION of the candidates [per 100 g]. A value that nobody measured may be that of the
        other candidates, or of any food where it was measured in none.
    eaten : DataFrame
        COMPOSITION with ``popularity`` [people] of the foods that people eat.
    nutrients : list of str
        Keys of the nutrients.

    Returns
    -------
    DataFrame
        Standard deviation [per 100 g], one row a ``match_id``, one column a nutrient. The row
        ``-1`` is that of a name without candidates.
    """
    import pandas as pd

    mean, square = _any_food(eaten[nutrients], eaten["popularity"])
    held = composition.set_index("fdc_id")[nutrients].reindex(candidates["fdc_id"])
    held.index = pd.Index(candidates["match_id"])
    weight = candidates.set_index("match_id")["weight"]
    whole = weight.groupby(level=0).sum().clip(upper=1)
    measured = held.notna().mul(weight.to_numpy(), axis=0).groupby(level=0).sum()
    sums = []
    for values, other in ((held, mean), (held**2, square)):
        known = values.mul(weight.to_numpy(), axis=0).groupby(level=0).sum() / measured
        rest = pd.DataFrame({key: (1 - whole) * other[key] for key in nutrients})
        sums.append(known.fillna(other).mul(whole, axis=0) + rest)
    spread = (sums[1] - sums[0] ** 2).clip(lower=0) ** 0.5
    spread.loc[_ANY] = (square - mean**2) ** 0.5
    return spread


def _any_food(foods: DataFrame, popularity: Series) -> tuple[Series, Series]:
    """Mean and mean square of each nutrient over what people eat."""
    people = foods.notna().mul(popularity.fillna(0.0) + _LEAST_PEOPLE, axis=0)
    return (foods * people).sum() / people.sum(), (foods**2 * people).sum() / people.sum()


def rank_questions(
    entries: DataFrame,
    weighed: DataFrame,
    chosen: DataFrame,
    contributions: DataFrame,
    spread: DataFrame,
    *,
    scales: Mapping[str, float],
    usual_grams: float,
) -> DataFrame:
    """The names to ask about, those with most nutrient at stake first.

    At stake is occurrences × grams × spread of the nutrients among the candidates, each nutrient
    over what people need of it a day, so that all count alike. What an export states is not at
    stake, and neither is a food that was given by code or named by the user.

    Parameters
    ----------
    entries, weighed, chosen, contributions : DataFrame
        DIARY, WEIGHED [g], rank 1 of MATCHES, and CONTRIBUTIONS.
    spread : DataFrame
        Of ``density_spread`` [per 100 g].
    scales : mapping of str to float
        Need a day by nutrient [canonical units].
    usual_grams : float
        Mass of an entry whose mass is not known [g].

    Returns
    -------
    DataFrame
        QUESTIONS.
    """
    guessed = chosen.loc[chosen["method"].isin(_GUESSED), "match_id"]
    asked = entries[entries["match_id"].isin(guessed) & entries["kind"].isin(_ASKED_KINDS)]
    asked = asked[asked["food"].notna()].set_index("entry_id")
    asked = asked.assign(grams=weighed.set_index("entry_id")["grams"].reindex(asked.index))
    mass = asked["grams"].fillna(usual_grams)
    names = asked["food"].map(normalised), asked["brand"].fillna("").map(normalised)
    asked = asked.assign(stake=_stakes(asked["match_id"], mass, contributions, spread, scales))
    rows = [_question(group) for _, group in asked.groupby(list(names), sort=False)]
    found = QUESTIONS.frame(rows)
    found = found[found["stake"] > 0].sort_values("stake", ascending=False, kind="stable")
    return found.assign(share=found["stake"] / found["stake"].sum()).reset_index(drop=True)


def _stakes(
    match_ids: Series,
    mass: Series,
    contributions: DataFrame,
    spread: DataFrame,
    scales: Mapping[str, float],
) -> Series:
    """What is at stake in each entry, over all nutrients that the export does not state."""
    import pandas as pd

    cells = contributions[contributions["entry_id"].isin(match_ids.index)]
    cells = cells[cells["nutrient"].isin(list(scales)) & (cells["basis"] != "stated")]
    known = cells["entry_id"].map(match_ids)
    rows = spread.index.get_indexer(pd.Index(known.where(known.isin(spread.index), _ANY)))
    columns = spread.columns.get_indexer(pd.Index(cells["nutrient"]))
    need = cells["nutrient"].map(dict(scales)).to_numpy()
    grams = cells["entry_id"].map(mass).to_numpy()
    stakes = pd.Series(spread.to_numpy()[rows, columns] * grams / 100 / need, index=cells.index)
    summed: Series = stakes.groupby(cells["entry_id"]).sum().reindex(match_ids.index)
    return summed


def _question(group: DataFrame) -> dict[str, object]:
    """One name, with its most frequent way of saying how much."""
    first = group[group["match_id"] == group["match_id"].mode().iloc[0]].iloc[0]
    told = {key: first[key] for key in ("match_id", "food", "brand", "amount_text", "grams")}
    return {**told, "times": len(group), "stake": group["stake"].sum()}
