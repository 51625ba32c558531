"""Single foods of a store, without data frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nutrigap.errors import UnknownFoodError
from nutrigap.fdc.rows import gtin
from nutrigap.nutrients import nutrients

if TYPE_CHECKING:
    from nutrigap.fdc.store import FoodStore

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
        " WHERE fdc_id IN (SELECT fdc_id FROM stored_food"
        " WHERE fdc_id = ?1 OR food_code = ?2 OR gtin = ?3) ORDER BY fdc_id"
    )
    text = identifier.strip()
    fdc_id = int(text) if text.isdecimal() and len(text) <= 14 else -1
    found = store.read(query, fdc_id, text.lstrip("0"), _number(gtin(text))).fetchall()
    if not found:
        raise UnknownFoodError(identifier, store.name)
    return [_page(store, dict(zip(_FACTS, row, strict=True))) for row in found]


def _number(code: str | None) -> int | None:
    return None if code is None else int(code)


def _page(store: FoodStore, facts: dict[str, Any]) -> FoodPage:
    amounts = store.read(
        f"SELECT {store.amount_columns()} FROM composition WHERE fdc_id = ?", facts["fdc_id"]
    ).fetchone()
    portions = [(p.measure, p.grams) for p in store.portion_rows([facts["fdc_id"]])]
    return FoodPage(facts, dict(zip(nutrients(), amounts, strict=True)), portions)
