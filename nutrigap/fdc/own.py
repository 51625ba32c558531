"""A food store with the user's own foods in front of USDA's."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from nutrigap.errors import FoodFileError
from nutrigap.fdc.store import FoodStore
from nutrigap.names import Query
from nutrigap.names.own import Named, OwnFinder
from nutrigap.nutrients import nutrients
from nutrigap.own_foods import OwnFoods, read_own_foods

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from pandas import DataFrame

    from nutrigap.names import Finder
    from nutrigap.recipes import Ingredient

_LEAST_SURE = 0.5


class OwnFoodStore(FoodStore):
    """A store in which the user's own foods have the numbers −1, −2 and so on.

    Parameters
    ----------
    path : Path
        The store file.
    own_file : Path
        The user's own foods; see ``read_own_foods``. Ingredients of recipes are looked up in the
        store.

    Raises
    ------
    FoodStoreMissingError, FoodStoreError
        The store cannot be used.
    FoodFileError
        The user's file cannot be used, or no line of it.
    """

    def __init__(self, path: Path, own_file: Path) -> None:
        super().__init__(path)
        self._own_finder: OwnFinder | None = None
        self.own: OwnFoods = read_own_foods(own_file, self._densities)
        self.own_file = own_file
        if not self.own.foods:
            first = "".join(self.own.problems[:1]).rstrip(".")
            found = f"no food in it can be used ({first or 'it has only a header'})"
            raise FoodFileError(own_file, found, "at least one food with its nutrients")

    @property
    def name(self) -> str:
        """Name of the store, and of the user's file."""
        return f"{super().name}, with {len(self.own.foods)} foods of {self.own_file.name}"

    @property
    def finder(self) -> Finder:
        """Finds the user's own foods first, then those of the store."""
        if self._own_finder is None:
            named = (Named(f.fdc_id, f.name, f.brand, f.gtin) for f in self.own.foods)
            self._own_finder = OwnFinder(super().finder, named)
        # It answers every question that is asked of a finder of names.
        return cast("Finder", self._own_finder)

    def foods(self, fdc_ids: Iterable[int]) -> DataFrame:
        """FOODS; see ``FoodStore``."""
        from nutrigap.schema import FOODS

        wanted = set(fdc_ids)
        rows = [
            {
                "fdc_id": f.fdc_id,
                "data_type": "user",
                "description": f.name,
                "brand": f.brand or None,
                "release": self.own_file.name,
                "usual_grams": f.serving_g,
            }
            for f in self.own.foods
            if f.fdc_id in wanted
        ]
        return _together(FOODS.frame(rows), super().foods(wanted))

    def portions(self, fdc_ids: Iterable[int]) -> DataFrame:
        """PORTIONS [g of one measure]; see ``FoodStore``."""
        from nutrigap.schema import PORTIONS

        wanted = set(fdc_ids)
        rows = [
            {
                "fdc_id": f.fdc_id,
                "seq": 1,
                "measure": "serving",
                "grams": f.serving_g,
                "label": "serving",
                "role": "portion",
            }
            for f in self.own.foods
            if f.fdc_id in wanted and f.serving_g > 0
        ]
        return _together(PORTIONS.frame(rows), super().portions(wanted))

    def composition(self, fdc_ids: Iterable[int]) -> DataFrame:
        """COMPOSITION [canonical units per 100 g]; see ``FoodStore``."""
        wanted = set(fdc_ids)
        return _together(self._own_amounts(wanted), super().composition(wanted))

    def eaten(
        self, fdc_ids: Iterable[int] | None = None, *, keys: Sequence[str] | None = None
    ) -> DataFrame:
        """Composition of foods and how people eat them; see ``FoodStore``."""
        if fdc_ids is None:
            return super().eaten(keys=keys)
        wanted = set(fdc_ids)
        found = super().eaten(wanted, keys=keys)
        own = self._own_amounts(wanted)
        serving = {f.fdc_id: f.serving_g for f in self.own.foods}
        own["usual_grams"] = own["fdc_id"].map(serving).astype("float64")
        return _together(own.reindex(columns=found.columns).astype(found.dtypes), found)

    def _own_amounts(self, wanted: set[int]) -> DataFrame:
        from nutrigap.schema import COMPOSITION

        rows = ({"fdc_id": f.fdc_id, **f.amounts} for f in self.own.foods if f.fdc_id in wanted)
        return COMPOSITION.frame(rows)

    def _densities(self, ingredient: Ingredient) -> Mapping[str, float]:
        """What 100 g of an ingredient hold.

        Raises
        ------
        LookupError
            No food is called that, or several may be meant.
        """
        fdc_id = int(ingredient.fdc_id) if ingredient.fdc_id else None
        query = Query(ingredient.name or None, food_code=ingredient.food_code, fdc_id=fdc_id)
        found = super().finder.find(query, limit=3)
        said = ingredient.name or ingredient.food_code or ingredient.fdc_id
        if not found:
            msg = f"no food is called {said!r}"
            raise LookupError(msg)
        if found[0].probability < _LEAST_SURE:
            near = "; ".join(f"{c.description} (fdc_id {c.fdc_id})" for c in found)
            msg = f"{said!r} may be {near}"
            raise LookupError(msg)
        row = super().composition([found[0].fdc_id])
        return {key: float(row[key].iloc[0]) for key in nutrients()}


def _together(own: DataFrame, found: DataFrame) -> DataFrame:
    """Rows of both, the user's own first."""
    import pandas as pd

    if not len(own) or not len(found):
        return own if len(own) else found
    return pd.concat([own, found], ignore_index=True)
