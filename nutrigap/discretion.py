"""What is left out for people whom energy, body weight and percentages may harm."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from pandas import DataFrame

_TELLING = re.compile(r"%|\bpercent|\benergy|\bkcal|\bcalor|\bkJ\b|body.?weight", re.IGNORECASE)
_ENERGY = "energy"


def tells(text: str) -> bool:
    """Whether a text speaks of energy, body weight or percentages.

    Examples
    --------
    >>> tells("Energy (kcal)"), tells("magnesium_mg")
    (True, False)
    """
    return _TELLING.search(text.replace("_", " ")) is not None


def discreet_texts(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts that speak of nothing of the kind."""
    return tuple(text for text in texts if not tells(text))


def without_energy(
    table: DataFrame, persons: Collection[str], entries: Collection[int] = ()
) -> DataFrame:
    """A table without the energy of some people: their rows about it, and their cells of it.

    Parameters
    ----------
    table : DataFrame
        Any table; one that names neither persons nor entries is about nobody.
    persons : collection of str
        Whose energy is left out.
    entries : collection of int
        Their entries, for tables that name no person.
    """
    key, values = ("person", persons) if "person" in table else ("entry_id", entries)
    if key not in table or not values:
        return table
    if "nutrient" in table:
        table = table[~(table[key].isin(values) & table["nutrient"].eq(_ENERGY))]
    theirs = table[key].isin(values)
    columns = [name for name in table.columns if tells(str(name))]
    return table.assign(**{name: table[name].mask(theirs) for name in columns})
