"""Single foods and ranked foods of a store, without data frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nutrigap.errors import UnknownFoodError
from nutrigap.fdc.rows import gtin
from nutrigap.nutrients import nutrients

if TYPE_CHECKING:
    from nutrigap.fdc.store import FoodStore
    from nutrigap.nutrients import Nutrient

_FACTS = (
    "fdc_id", "data_type", "food_code", "description", "category", "brand", "gtin", "release",
    "popularity", "usual_grams",
)  # fmt: skip


class FoodPage(NamedTuple):
    """All a store knows of one food.

    Parameters
    ----------
    facts : dict
        The columns of FOODS; ``None`` where the store has none.
    amounts : dict of str to float or None
        Amount in 100 g by nutrient [canonical units]; ``None`` is unknown.
    portions : list of tuple of str and float
        The words of each measure, and the mass of one [g].
    """

    facts: dict[str, Any]
    amounts: dict[str, float | None]
    portions: list[tuple[str, float]]


def look_up(store: FoodStore, identifier: str) -> list[FoodPage]:
    """The foods that a number names: fdc_id, food code or bar code.

    Raises
    ------
    UnknownFoodError
        No food of the store has the number.
    """
    query = (
        f"SELECT {', '.join(_FACTS)} FROM food"
        " WHERE fdc_id = ?1 OR food_code = ?2 OR gtin = ?3 ORDER BY fdc_id"
    )
    text = identifier.strip()
    fdc_id = int(text) if text.isdecimal() and len(text) <= 14 else -1
    found = store.read(query, fdc_id, text.lstrip("0"), gtin(text)).fetchall()
    if not found:
        raise UnknownFoodError(identifier, store.name)
    return [_page(store, dict(zip(_FACTS, row, strict=True))) for row in found]


def _page(store: FoodStore, facts: dict[str, Any]) -> FoodPage:
    amounts = store.read(
        f"SELECT {store.amount_columns()} FROM composition WHERE fdc_id = ?", facts["fdc_id"]
    ).fetchone()
    portions = store.read(
        "SELECT measure, grams FROM portion WHERE fdc_id = ? ORDER BY seq", facts["fdc_id"]
    ).fetchall()
    return FoodPage(facts, dict(zip(nutrients(), amounts, strict=True)), portions)


class RichFood(NamedTuple):
    """A food, its usual portion [g] and what that holds of a nutrient [canonical unit]."""

    fdc_id: int
    food_code: str | None
    description: str
    category: str | None
    usual_grams: float
    amount: float
    energy_kcal: float | None


def rich_foods(
    store: FoodStore,
    nutrient: Nutrient,
    *,
    limit: int = 20,
    least_people: int = 20,
    per_category: int = 2,
) -> list[RichFood]:
    """Foods that hold most of a nutrient in their usual portion, the richest first.

    Parameters
    ----------
    store : FoodStore
        Survey foods are taken; all foods where it has none.
    nutrient : Nutrient
        What they are to be rich in.
    limit : int
        How many foods.
    least_people : int
        Survey foods that fewer people reported are left out: rare foods would fill the list.
    per_category : int
        At most so many foods of one food group, for the list to show different foods.

    Returns
    -------
    list of RichFood
        Foods whose amount or usual portion is not known are not among them.
    """
    columns = store.amount_columns()
    survey = store.read("SELECT 1 FROM food WHERE data_type = 'survey' LIMIT 1").fetchone()
    eaten = f"AND data_type = 'survey' AND popularity >= {int(least_people)}" if survey else ""
    query = (
        f"WITH portioned AS (SELECT food.*, {columns} FROM food JOIN composition USING (fdc_id)"
        f" WHERE usual_grams > 0 {eaten}), ranked AS (SELECT *, row_number() OVER (PARTITION BY"
        f" category ORDER BY {nutrient.key} * usual_grams DESC, fdc_id) AS place FROM portioned"
        f" WHERE {nutrient.key} > 0) SELECT fdc_id, food_code, description, category, usual_grams,"
        f" {nutrient.key} * usual_grams / 100, energy * usual_grams / 100 FROM ranked"
        " WHERE place <= ? ORDER BY 6 DESC, fdc_id LIMIT ?"
    )
    return [RichFood(*row) for row in store.read(query, per_category, limit)]
