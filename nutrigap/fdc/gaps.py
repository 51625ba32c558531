"""What the foods of each release in a store lack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nutrigap.nutrients import nutrients

if TYPE_CHECKING:
    from nutrigap.fdc.store import FoodStore


def missing_shares(store: FoodStore) -> dict[str, dict[str, float]]:
    """Share of the foods of each release without a value, by nutrient.

    Parameters
    ----------
    store : FoodStore
        All its foods are read.

    Returns
    -------
    dict of str to dict of str to float
        From 0 (every food has a value) to 1, in the order of ``nutrients.csv``; a release without
        foods is left out.

    Raises
    ------
    FoodStoreError
        The store was built without one of the nutrients.
    """
    known = ", ".join(f"count({key})" for key in nutrients())
    rows = store.read(
        f"SELECT release, count(*), {known} FROM (SELECT release, {store.amount_columns()}"
        " FROM food LEFT JOIN composition USING (fdc_id)) GROUP BY release ORDER BY release"
    )
    return {
        release: {key: 1 - held / foods for key, held in zip(nutrients(), counts, strict=True)}
        for release, foods, *counts in rows
    }


def released(release: str) -> str:
    """The date in the name of a release; empty if it has none.

    Examples
    --------
    >>> released("survey_2024-10-31"), released("sr_legacy_2018-04"), released("branded_undated")
    ('2024-10-31', '2018-04', '')
    """
    date = release.partition(" ")[0].rpartition("_")[2]
    return date if date[:1].isdigit() else ""
