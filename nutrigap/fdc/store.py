"""A food store: composition, portions and names of foods, read-only."""

from __future__ import annotations

import json
import os
import sqlite3
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nutrigap.errors import DamagedStoreError, FoodStoreError
from nutrigap.fdc.connect import LEAVE_OUT, REBUILD, connect
from nutrigap.fdc.layout import amount_of
from nutrigap.fdc.rows import Portion
from nutrigap.fdc.servings import serving_portions
from nutrigap.home import home_folder
from nutrigap.nutrients import nutrients

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pandas import DataFrame

    from nutrigap.names import Finder
    from nutrigap.schema import Table


STORE = "NUTRIGAP_STORE"
_UNSET = f"Set {STORE} to another, or unset it to use the foods fetched or packaged."
_REBUILD_NAMED = f"Make it again with 'nutrigap foods build', or unset {STORE}."
_FETCH_AGAIN = "Make it again with 'nutrigap foods fetch', or delete it to use the packaged foods."


_WANTED = "WHERE fdc_id IN (SELECT value FROM json_each(?))"


def packaged_store() -> Path:
    """The store that ships with nutrigap.

    Examples
    --------
    >>> packaged_store().name
    'foods.sqlite'
    """
    return Path(str(files("nutrigap") / "tables" / "foods.sqlite"))


def open_store(path: str | Path | None = None) -> FoodStore:
    """Open a food store: the one named, or else the first there is.

    Parameters
    ----------
    path : str or Path, optional
        A file made by ``write_store``. Without it: the file that ``NUTRIGAP_STORE`` names, the
        fetched ``foods.sqlite`` in the user's data folder if there is one, the packaged store.

    Returns
    -------
    FoodStore
        Read-only.

    Raises
    ------
    FoodStoreMissingError
        There is no such file.
    FoodStoreError
        Not a food store, or one of another version.

    Examples
    --------
    >>> open_store("absent.sqlite")
    Traceback (most recent call last):
    nutrigap.errors.FoodStoreMissingError: absent.sqlite: no food store here. Expected ...
    """
    if path:
        return FoodStore(Path(path))
    named = os.environ.get(STORE)
    if named:
        return FoodStore(Path(named), _REBUILD_NAMED, _UNSET)
    fetched = home_folder() / "foods.sqlite"
    if fetched.is_file():
        return FoodStore(fetched, _FETCH_AGAIN)
    return FoodStore(packaged_store())


class FoodStore:
    """Foods of one store file.

    Parameters
    ----------
    path : Path
        The file; it is opened read-only and must not change while it is open.
    advice, instead : str
        What to do if it is no store, and if there is none.

    Raises
    ------
    FoodStoreMissingError
        There is no such file.
    FoodStoreError
        Not a food store, or one of another version.
    """

    def __init__(self, path: Path, advice: str = REBUILD, instead: str = LEAVE_OUT) -> None:
        self.path = path
        self.connection = connect(path, advice, instead)
        self._advice = advice
        self._finder: Finder | None = None
        self._all_finder: Finder | None = None

    @property
    def name(self) -> str:
        """``packaged``, or the name of the file."""
        return "packaged" if self.path == packaged_store() else self.path.name

    @property
    def finder(self) -> Finder:
        """Finds foods by name in this store, products where a name says whose."""
        if self._all_finder is None:
            from nutrigap.names.branded import BrandedFinder, has_brands

            generic = self.generic_finder
            branded = has_brands(self.connection)
            self._all_finder = BrandedFinder(self.connection, generic) if branded else generic
        return self._all_finder

    @property
    def generic_finder(self) -> Finder:
        """Finds generic foods by name, no products; made on first use."""
        if self._finder is None:
            from nutrigap.names import Finder

            self._finder = Finder(self.connection)
        return self._finder

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def releases(self) -> list[dict[str, str]]:
        """The releases in the store: release, dataset, source, sha256, foods, note."""
        columns = "release, dataset, source, sha256, foods, note"
        cursor = self.read(f"SELECT {columns} FROM release ORDER BY release")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, map(str, row), strict=True)) for row in cursor]

    def info(self) -> dict[str, str]:
        """Facts about the store: its name, path and command, and how much of what it holds."""
        counts = {
            table: int(self.read(f"SELECT count(*) FROM {table}").fetchone()[0])
            for table in ("food", "portion", "synonym")
        }
        labels = "SELECT count(*) FROM stored_food WHERE serving_unit IS NOT NULL"
        counts["portion"] += self.read(labels).fetchone()[0]
        facts = dict(self.read("SELECT key, value FROM meta ORDER BY key"))
        found = {key: str(count) for key, count in counts.items()}
        return {"name": self.name, "path": str(self.path), **facts, **found}

    def foods(self, fdc_ids: Iterable[int]) -> DataFrame:
        """What the foods are called and how they are eaten.

        Parameters
        ----------
        fdc_ids : iterable of int
            Foods wanted; ids that the store lacks give no row.

        Returns
        -------
        DataFrame
            FOODS, by fdc_id.
        """
        from nutrigap.schema import FOODS

        rows = self.read(
            f"SELECT {', '.join(FOODS.names)} FROM food {_WANTED} ORDER BY fdc_id",
            _ids(fdc_ids),
        ).fetchall()
        return _typed(FOODS, rows)

    def portions(self, fdc_ids: Iterable[int]) -> DataFrame:
        """Household portions of the foods.

        Parameters
        ----------
        fdc_ids : iterable of int
            Foods wanted; a food without portions gives no row.

        Returns
        -------
        DataFrame
            PORTIONS [g of one measure], in USDA's order for each food.
        """
        from nutrigap.schema import PORTIONS

        return _typed(PORTIONS, self.portion_rows(fdc_ids))

    def portion_rows(self, fdc_ids: Iterable[int]) -> list[Portion]:
        """Household portions of the foods, those of a label from its serving; see ``portions``."""
        ids, columns = _ids(fdc_ids), ", ".join(Portion._fields)
        listed = self.read(f"SELECT {columns} FROM portion {_WANTED} ORDER BY 1, 2", ids)
        labels = self.read(
            "SELECT fdc_id, usual_grams, serving_unit, household FROM stored_food"
            f" {_WANTED} AND serving_unit IS NOT NULL ORDER BY 1",
            ids,
        )
        found = [portion for row in labels for portion in serving_portions(*row)]
        rest = [Portion._make(row) for row in listed]
        return sorted(rest + found) if rest and found else rest or found

    def composition(self, fdc_ids: Iterable[int]) -> DataFrame:
        """What 100 g of each food hold.

        Where FDC gives a nutrient under several ids, the first of ``nutrients.csv`` that has a
        value is taken; they are never added.

        Parameters
        ----------
        fdc_ids : iterable of int
            Foods wanted; ids that the store lacks give no row.

        Returns
        -------
        DataFrame
            COMPOSITION [canonical units per 100 g], by fdc_id; NaN is unknown.

        Raises
        ------
        FoodStoreError
            The store was built without one of the nutrients.
        """
        rows = self.read(
            f"SELECT fdc_id, {self.amount_columns()} FROM composition {_WANTED} ORDER BY fdc_id",
            _ids(fdc_ids),
        ).fetchall()
        return _numbers(["fdc_id", *nutrients()], rows)

    def energies(self, fdc_ids: Iterable[int]) -> DataFrame:
        """Energy and macronutrients of foods, to hold against what a diary states.

        Parameters
        ----------
        fdc_ids : iterable of int
            Foods wanted; ids that the store lacks give no row.

        Returns
        -------
        DataFrame
            fdc_id, energy_kcal [kcal], protein_g, carbohydrate_g and fat_g [g] in 100 g; NaN is
            unknown.
        """
        from pandas import DataFrame

        names = ["fdc_id", "energy_kcal", "protein_g", "carbohydrate_g", "fat_g"]
        index = self.generic_finder.index
        rows = [
            (fdc_id, *index.per_100_g(ordinal))
            for fdc_id in fdc_ids
            if (ordinal := index.ordinal(fdc_id)) is not None
        ]
        return DataFrame(rows, columns=names)

    def eaten(
        self, fdc_ids: Iterable[int] | None = None, *, keys: Sequence[str] | None = None
    ) -> DataFrame:
        """Composition of foods and how people eat them.

        Parameters
        ----------
        fdc_ids : iterable of int, optional
            Foods wanted; without it the foods people report eating, which are the survey foods, or
            all foods of a store that has none.
        keys : sequence of str, optional
            Nutrients wanted; all of them if left out.

        Returns
        -------
        DataFrame
            COMPOSITION [canonical units per 100 g] with ``popularity`` [people], ``usual_grams``
            [g], ``food_code`` and ``category``, by fdc_id; NaN is unknown.

        Raises
        ------
        FoodStoreError
            The store was built without one of the nutrients.
        """
        keys = list(nutrients() if keys is None else keys)
        amounts = self.amount_columns(keys)
        query = (
            f"SELECT fdc_id, {amounts}, popularity, usual_grams, food_code, category"
            " FROM stored_food JOIN composition USING (fdc_id) {} ORDER BY fdc_id"
        )
        if fdc_ids is not None:
            return _eaten(keys, self.read(query.format(_WANTED), _ids(fdc_ids)).fetchall())
        survey = "WHERE data_type = 'survey' AND data_type != 'branded'"  # as of the index
        rows = self.read(query.format(survey)).fetchall()
        return _eaten(keys, rows or self.read(query.format("")).fetchall())

    def amount_columns(self, keys: Iterable[str] | None = None) -> str:
        """SQL for nutrients of 100 g in their canonical units, for a SELECT from composition.

        Parameters
        ----------
        keys : iterable of str, optional
            Nutrients wanted; all of them if left out.

        Raises
        ------
        FoodStoreError
            The store was built without one of the nutrients.
        """
        held = {row[1] for row in self.read("PRAGMA table_info(composition)")}
        wanted = [nutrients()[key] for key in (nutrients() if keys is None else keys)]
        for nutrient in wanted:
            if not held.issuperset(map(str, nutrient.fdc_ids)):
                ids = ", ".join(map(str, nutrient.fdc_ids))
                found = f"the store was built without {nutrient.name} (FDC {ids})"
                raise FoodStoreError(
                    self.path, found, "every nutrient of nutrients.csv", self._advice
                )
        return ", ".join(f"{amount_of(n)} AS {n.key}" for n in wanted)

    def read(self, query: str, *values: object) -> sqlite3.Cursor:
        """Rows of a query.

        Raises
        ------
        FoodStoreError
            The file is damaged.
        """
        try:
            return self.connection.execute(query, values)
        except sqlite3.DatabaseError as error:
            raise DamagedStoreError(self.path, str(error), self._advice) from error


def _ids(fdc_ids: Iterable[int]) -> str:
    return json.dumps([int(fdc_id) for fdc_id in fdc_ids])


def _typed(table: Table, rows: Sequence[tuple[Any, ...]]) -> DataFrame:
    """Rows as a table; its columns are built one by one, which is faster than to infer them."""
    import numpy as np
    import pandas as pd

    columns = zip(*rows, strict=True) if rows else ((),) * len(table.columns)
    data = {}
    for column, cells in zip(table.columns, columns, strict=True):
        dtype: Any = column.dtype
        numeric = dtype in ("int64", "float64")
        data[column.name] = np.array(cells, dtype) if numeric else pd.array(list(cells), dtype)
    return pd.DataFrame(data, copy=False)


def _numbers(columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> DataFrame:
    """Rows of numbers, the first an fdc_id; SQL's NULL becomes NaN."""
    import numpy as np
    import pandas as pd

    values = np.array(rows, dtype="float64").reshape(len(rows), len(columns))
    frame = pd.DataFrame(values[:, 1:], columns=list(columns[1:]))
    frame.insert(0, columns[0], values[:, 0].astype("int64"))
    return frame


def _eaten(keys: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> DataFrame:
    import pandas as pd

    columns = ["fdc_id", *keys, "popularity", "usual_grams"]
    frame = _numbers(columns, [row[:-2] for row in rows])
    for place, name in ((-2, "food_code"), (-1, "category")):
        frame[name] = pd.Series([row[place] for row in rows], dtype="str")
    return frame
