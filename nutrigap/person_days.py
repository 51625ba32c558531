"""Rows of some days of a diary."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pandas import DataFrame

PersonDay = tuple[str, str]


def person_days(table: DataFrame) -> list[PersonDay]:
    """Person and day of each row.

    Parameters
    ----------
    table : DataFrame
        Any table with ``person`` and ``day``.

    Examples
    --------
    >>> import pandas as pd
    >>> person_days(pd.DataFrame({"person": ["me", "me"], "day": ["1", "2"]}))
    [('me', '1'), ('me', '2')]
    """
    return list(zip(table["person"].tolist(), table["day"].tolist(), strict=True))


def of_usable_days(table: DataFrame, days: DataFrame) -> DataFrame:
    """The rows of usable days.

    Parameters
    ----------
    table : DataFrame
        Any table with ``person`` and ``day``.
    days : DataFrame
        DAYS.

    Examples
    --------
    >>> import pandas as pd
    >>> days = pd.DataFrame({"person": "me", "day": ["1", "2"], "usable": [True, False]})
    >>> of_usable_days(pd.DataFrame({"person": "me", "day": ["2", "1", "1"]}), days).index.tolist()
    [1, 2]
    """
    usable = set(person_days(days[days["usable"]]))
    return table.loc[[day in usable for day in person_days(table)]]
