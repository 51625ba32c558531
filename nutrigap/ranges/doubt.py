"""What a simulation takes and what it gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from pandas import DataFrame

    from nutrigap.twins import Imputed


class Doubt(NamedTuple):
    """What is not certain about the entries, and what it is drawn from.

    Parameters
    ----------
    weighed : DataFrame
        WEIGHED [g].
    candidates : DataFrame
        CANDIDATES; what their weights lack to 1 is "none of these".
    masses : DataFrame
        ``match_id``, ``fdc_id`` and ``grams`` [g]: what the amount weighs if it is this candidate;
        a candidate without a row weighs what the food that is used weighs.
    foods : DataFrame
        COMPOSITION of all candidates [per 100 g] with ``popularity`` [people], ``usual_grams``
        [g], ``food_code`` and ``category``.
    eaten : DataFrame
        The same of the foods that people eat: what a food that nobody could match is drawn from.
    changes : sequence of mapping
        Rows of ``release_changes.csv``.
    constants : mapping of str to float
        ``range_constants.csv``.
    twins : mapping, optional
        Values of ``foods`` that were imputed from other foods, by fdc_id and nutrient.
    """

    weighed: DataFrame
    candidates: DataFrame
    masses: DataFrame
    foods: DataFrame
    eaten: DataFrame
    changes: Sequence[Mapping[str, str]]
    constants: Mapping[str, float]
    twins: Mapping[int, Mapping[str, Imputed]] | None = None


class Simulated(NamedTuple):
    """Contributions with imputed amounts and ends, and the draws behind them.

    Parameters
    ----------
    contributions : DataFrame
        CONTRIBUTIONS.
    days : DataFrame
        ``person`` and ``day`` of each row of the arrays.
    nutrients : list of str
        The nutrients of the arrays' last axis.
    draws : ndarray, shape (days, draws, nutrients)
        Totals of each day [canonical units].
    unbounded : ndarray of bool, shape (days, nutrients)
        Something was taken whose amount has no upper bound.
    guessed : ndarray, shape (days, draws, nutrients), optional
        The part of ``draws`` that foods nobody could match gave; None where there are none.
    """

    contributions: DataFrame
    days: DataFrame
    nutrients: list[str]
    draws: np.ndarray
    unbounded: np.ndarray
    guessed: np.ndarray | None = None
