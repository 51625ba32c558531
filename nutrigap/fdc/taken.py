"""Foods that a store already has of a newer release."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING

from nutrigap.fdc.places import places_of
from nutrigap.fdc.rows import Products

if TYPE_CHECKING:
    import sqlite3

    import numpy as np

    from nutrigap.fdc.ingest import Listed


class Taken:
    """The foods of a store that is being written, releases coming newest first.

    Parameters
    ----------
    connection : sqlite3.Connection
        The store.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._ids = _ascending(connection, "fdc_id")
        self._gtins = _ascending(connection, "gtin")
        codes = "SELECT data_type, food_code FROM stored_food WHERE food_code IS NOT NULL"
        self._codes: set[tuple[str, str | None]] = set(connection.execute(codes))

    def free_products(self, foods: Products) -> Products:
        """Those whose fdc_id and bar code no newer release has."""
        import numpy as np

        if not len(self._ids):
            return foods
        gtins = np.array([code or 0 for code in foods.gtin], dtype="int64")
        free = (places_of(np.array(foods.fdc_id), self._ids) < 0) & (
            places_of(gtins, self._gtins) < 0
        )
        return Products._make(list(compress(column, free.tolist())) for column in foods)

    def free_listed(self, foods: Listed) -> Listed:
        """Those whose fdc_id and food code nothing newer has, by fdc_id; the first of a code."""
        free = []
        for food, portions in foods:
            code = food.data_type, food.food_code
            if code not in self._codes and not self._has(food.fdc_id):
                free.append((food, portions))
            if food.food_code is not None:
                self._codes.add(code)
        return sorted(free, key=lambda listed: listed[0].fdc_id)

    def _has(self, fdc_id: int) -> bool:
        import numpy as np

        return bool(places_of(np.array([fdc_id]), self._ids)[0] >= 0)


def _ascending(connection: sqlite3.Connection, column: str) -> np.ndarray:
    import numpy as np

    rows = connection.execute(
        f"SELECT {column} FROM stored_food WHERE {column} IS NOT NULL ORDER BY 1"
    )
    return np.array([number for (number,) in rows], dtype="int64")
