"""Columns and tables: how a table that crosses a boundary is declared, made and checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nutrigap.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pandas import DataFrame

_DTYPES = {
    "text": "str",
    "integer": "int64",
    "identifier": "Int64",
    "number": "float64",
    "flag": "bool",
    "answer": "boolean",
    "date": "datetime64[us]",
}


@dataclass(frozen=True)
class Column:
    """One column: ``kind`` is text, integer, identifier, number, flag, answer or date.

    An ``identifier`` is an integer that may be missing, an ``answer`` is yes, no or missing.
    """

    name: str
    kind: str
    meaning: str
    unit: str = ""
    missing: bool = False

    @property
    def dtype(self) -> str:
        """The pandas dtype."""
        return _DTYPES[self.kind]


@dataclass(frozen=True)
class Table:
    """A table's columns in order and the columns that identify a row."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """Column names in order."""
        return [column.name for column in self.columns]

    def empty(self) -> DataFrame:
        """A frame with the columns and no rows.

        Examples
        --------
        >>> from nutrigap.schema import REPORTED
        >>> list(REPORTED.empty().columns)
        ['entry_id', 'nutrient', 'amount', 'unit']
        """
        return self.frame([])

    def frame(self, rows: Iterable[Mapping[str, Any]]) -> DataFrame:
        """A frame with these rows, columns in order and of the right kind; absent cells missing.

        Examples
        --------
        >>> from nutrigap.schema import REPORTED
        >>> REPORTED.frame([{"entry_id": 1, "nutrient": "calcium", "unit": "mg"}])["amount"].isna()
        0    True
        Name: amount, dtype: bool
        """
        import pandas as pd

        cells: dict[str, list[Any]] = {name: [] for name in self.names}
        for row in rows:
            for name, column in cells.items():
                column.append(row.get(name))
        # Arrays, since pandas would align the index of every Series with that of the others.
        data = {c.name: pd.Series(cells.pop(c.name), dtype=c.dtype).array for c in self.columns}
        return pd.DataFrame(data)

    def check(self, frame: DataFrame) -> DataFrame:
        """The frame itself, once its columns, gaps and key are as declared.

        Raises
        ------
        TableError
            A column is absent, a value that must be there is missing, or a key repeats.
        """
        absent = [name for name in self.names if name not in frame.columns]
        if absent:
            raise TableError(self.name, f"columns {absent} are absent; found {list(frame.columns)}")
        for column in self.columns:
            if column.missing or column.kind == "number":
                continue
            gaps = frame[column.name].isna()
            if gaps.any():
                raise TableError(
                    self.name,
                    f"column {column.name!r} may not be empty",
                    frame[gaps].head(3).to_string(),
                )
        twice = frame.duplicated(list(self.key), keep=False)
        if twice.any():
            raise TableError(self.name, f"key {self.key} repeats", frame[twice].head(4).to_string())
        return frame


def text(name: str, meaning: str, *, missing: bool = False) -> Column:
    """A column of words."""
    return Column(name, "text", meaning, missing=missing)


def number(name: str, meaning: str, unit: str = "") -> Column:
    """A column of amounts; NaN is unknown."""
    return Column(name, "number", meaning, unit)


PERSON = text("person", "who ate; 'me' where the file names nobody")


DAY = text("day", "ISO date, or e.g. 'recall 1' where an export has no calendar date")


ENTRY = Column("entry_id", "integer", "one diary entry")


MATCH = Column("match_id", "integer", "one distinct food text with its amount and evidence")


NUTRIENT = text("nutrient", "key of nutrients.csv")


UNIT = text("unit", "canonical unit of the nutrient")


FDC = Column("fdc_id", "identifier", "FoodData Central id", missing=True)
