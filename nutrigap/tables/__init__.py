"""Open the tables that ship inside the package."""

import csv
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from nutrigap.errors import TableError, UnknownNameError

Row = dict[str, str]


def _folder() -> Traversable:
    return files("nutrigap") / "tables"


def table_names(folder: str = "") -> tuple[str, ...]:
    """Names of the shipped CSV tables, those of a sub-folder if one is given.

    Examples
    --------
    >>> "nutrients" in table_names()
    True
    """
    place = _folder() / folder if folder else _folder()
    return tuple(sorted(f.name[:-4] for f in place.iterdir() if f.name.endswith(".csv")))


@cache
def read_rows(name: str) -> tuple[Row, ...]:
    """Rows of a shipped table, as text, in file order.

    Parameters
    ----------
    name : str
        Table name without ``.csv``; ``reference/us_dri`` for one in a folder.

    Returns
    -------
    tuple of dict
        Column name to text; an empty cell is ``""`` (unknown).

    Raises
    ------
    UnknownNameError
        No such table.
    TableError
        A row has more or fewer cells than the header.

    Examples
    --------
    >>> read_rows("nutrients")[1]["unit"]
    'mg'
    """
    path = _folder() / f"{name}.csv"
    if not path.is_file():
        folder = name.rpartition("/")[0]
        raise UnknownNameError("table", name, table_names(folder))
    header, *body = csv.reader(path.read_text(encoding="utf-8").splitlines())
    for number, cells in enumerate(body, start=2):
        if len(cells) != len(header):
            raise TableError(
                name, f"line {number} has {len(cells)} cells, the header {len(header)}"
            )
    return tuple(dict(zip(header, cells, strict=True)) for cells in body)


@cache
def read_constants(name: str) -> dict[str, float]:
    """The numbers of a shipped table of constants, by name.

    Parameters
    ----------
    name : str
        A table with the columns ``constant`` and ``value``.

    Raises
    ------
    UnknownNameError
        No such table.

    Examples
    --------
    >>> read_constants("range_constants")["high_quantile"]
    0.95
    """
    return {row["constant"]: float(row["value"]) for row in read_rows(name)}
