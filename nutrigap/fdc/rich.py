"""The best sources of a nutrient: by portion, by energy or by weight, without data frames."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from nutrigap.fdc.store import FoodStore
    from nutrigap.nutrients import Nutrient

# What nobody means by a food: for infants, for sports shops, and ingredients.
_LEFT_OUT = re.compile(
    r"Baby|Formula|Human milk|Not included|Protein and nutritional|Nutritional bev|Nutrition bars"
    r"|Enhanced water",
    re.IGNORECASE,
)
# Tea has 1 kcal in 100 g: nobody drinks 100 kcal of it.
_LEAST_KCAL = 10.0


class RichFood(NamedTuple):
    """A food and what it holds of a nutrient [canonical unit], in what ``rich_foods`` was asked.

    ``usual_grams`` is its usual portion [g], ``energy_kcal`` that of the same mass as ``amount``,
    ``known_as`` the name of the well-known source it stands for, if any.
    """

    fdc_id: int
    food_code: str | None
    description: str
    category: str | None
    usual_grams: float
    amount: float
    energy_kcal: float | None
    known_as: str = ""


class _Held(NamedTuple):
    """A food of the store; amounts are of 100 g."""

    fdc_id: int
    food_code: str | None
    description: str
    category: str | None
    data_type: str
    people: float
    usual_grams: float | None
    amount: float
    energy: float | None


def rich_foods(
    store: FoodStore,
    nutrient: Nutrient,
    *,
    known: Iterable[Mapping[str, str]] = (),
    plain: Callable[[str, str], bool] = lambda _group, _description: True,
    per: str = "portion",
    limit: int = 20,
    least_people: int = 20,
    per_category: int = 2,
) -> list[RichFood]:
    """Foods that hold most of a nutrient, the richest first, well-known sources among them.

    Parameters
    ----------
    store : FoodStore
        Survey foods are taken, and well-known sources that they lack; all foods where it has none.
    nutrient : Nutrient
        What they are to be rich in.
    known : iterable of mapping
        ``rich_sources.csv``: of each the food that most people eat is listed, whatever its rank,
        as long as there is room.
    plain : callable
        Whether a food of a group and name may be listed besides: no dishes, no sweets.
    per : str
        ``portion`` (the usual one), ``100kcal`` or ``100g``.
    limit : int
        How many foods.
    least_people : int
        Other survey foods that fewer people reported are left out: rare foods would fill the list.
    per_category : int
        At most so many other foods of one food group, for the list to show different foods.

    Returns
    -------
    list of RichFood
        Foods whose amount in these terms is not known are not among them.
    """
    foods = list(_foods(store, nutrient))
    survey = any(food.data_type == "survey" for food in foods)
    rows = [row for row in known if row["nutrient"] == nutrient.key]
    stand = _well_known(foods, rows)
    sources = [_rich(food, per, name) for food, name in stand.values()]
    best = sorted((f for f in sources if f is not None), key=_first)[:limit]
    taken = Counter(_group(food) for food in best)
    rest = [
        found
        for food in foods
        if food.fdc_id not in stand
        and (not survey or food.data_type == "survey")
        and (not survey or food.people >= least_people)
        and plain(food.category or "", food.description)
        and (found := _rich(food, per)) is not None
    ]
    for food in sorted(rest, key=_first):
        if len(best) < limit and taken[_group(food)] < per_category:
            taken[_group(food)] += 1
            best.append(food)
    return sorted(best, key=_first)


def _group(food: RichFood) -> str:
    """The first words of the food group: whole and skimmed milk are both milk."""
    return (food.category or "").partition(",")[0]


def _first(food: RichFood) -> tuple[float, int]:
    return -food.amount, food.fdc_id


def _foods(store: FoodStore, nutrient: Nutrient) -> Iterator[_Held]:
    """Everything that holds some of the nutrient."""
    query = (
        f"WITH held AS (SELECT fdc_id, {store.amount_columns()} FROM composition)"
        " SELECT fdc_id, food_code, description, category, data_type, coalesce(popularity, 0),"
        f" usual_grams, held.{nutrient.key}, held.energy FROM food JOIN held USING (fdc_id)"
        f" WHERE held.{nutrient.key} > 0 ORDER BY fdc_id"
    )
    for row in store.read(query):
        if not _LEFT_OUT.search(row[3] or ""):
            yield _Held(*row)


def _well_known(
    foods: Iterable[_Held], rows: Iterable[Mapping[str, str]]
) -> dict[int, tuple[_Held, str]]:
    """For every well-known source the food of its words that most people eat."""
    found: dict[str, _Held] = {}
    patterns = [(row["known_as"], row["data_type"], re.compile(row["words"])) for row in rows]
    for food in foods:
        for name, table, pattern in patterns:
            if food.data_type == table and pattern.match(food.description):
                before = found.get(name)
                if before is None or food.people > before.people:
                    found[name] = food
    return {food.fdc_id: (food, name) for name, food in found.items()}


def _rich(food: _Held, per: str, known_as: str = "") -> RichFood | None:
    """The food in the terms asked for; ``None`` where they are not known for it."""
    grams = _grams(food, per)
    if grams is None:
        return None
    energy = None if food.energy is None else food.energy * grams / 100
    return RichFood(
        food.fdc_id,
        food.food_code,
        food.description,
        food.category,
        float("nan") if food.usual_grams is None else food.usual_grams,
        food.amount * grams / 100,
        energy,
        known_as,
    )


def _grams(food: _Held, per: str) -> float | None:
    if per == "100g":
        return 100.0
    if per == "100kcal":
        enough = food.energy is not None and food.energy >= _LEAST_KCAL
        return 10_000 / food.energy if enough and food.energy else None
    return food.usual_grams if food.usual_grams and food.usual_grams > 0 else None
