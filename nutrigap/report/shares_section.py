"""How food, fortified food and tablets, meals and food groups share the average day."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from nutrigap.charts.bars import TABLETS
from nutrigap.report.figures import nutrient_amount
from nutrigap.report.model import Grid, SharesSection
from nutrigap.tables import read_rows

if TYPE_CHECKING:
    from pandas import DataFrame, Series

    from nutrigap.nutrients import Nutrient
    from nutrigap.report.person import PersonTables

_CLASSES = (
    ("Food and drink", ("food", "water")),
    ("Fortified food", ("food_fortified",)),
    ("Supplements", ("supplement",)),
    ("Medicines", ("medicine",)),
)
_NO_MEAL, _NO_GROUP, _TABLET_ROW = "no meal named", "not in a food table", "tablets"
_MOST_MEALS = 12


def shares_section(tables: PersonTables) -> SharesSection:
    """Three tables of means a day; their rows add up to the average."""
    used = tables.used
    return SharesSection(_classes(tables), _by(tables, _meals(used)), _groups(tables, used))


def _classes(tables: PersonTables) -> Grid:
    """What each class gave; a class that was not taken is 0, one not known says so."""
    rows = []
    for name, classes in _CLASSES:
        mine = tables.by_source[tables.by_source["source_class"].isin(classes)]
        if not mine.empty:
            rows.append((name, *(_class_amount(mine, n) for n in tables.nutrients)))
    return Grid(("From", *_heads(tables)), tuple(rows), _right(tables))


def _class_amount(rows: DataFrame, nutrient: Nutrient) -> str:
    mine = rows[rows["nutrient"] == nutrient.key]
    total = 0.0 if mine.empty else float(mine["amount"].sum(min_count=1))
    text = nutrient_amount(nutrient, total)
    open_tablet = mine["source_class"].isin(TABLETS) & (mine["high"] == inf)
    if total != total or not open_tablet.any():
        return text
    return f"{text} and what is not known" if total > 0 else "not known"


def _meals(used: DataFrame) -> Series:
    """The meal of each contribution, however it is capitalised; the first spelling is shown."""
    written = used["meal"].str.strip().replace("", None)
    shown = written.groupby(written.str.casefold()).transform("first")
    return shown.fillna(_NO_MEAL).rename("Meal")


def _groups(tables: PersonTables, used: DataFrame) -> Grid:
    """Food groups by the number of the food that each entry was taken for."""
    groups = tables.matches.set_index("match_id").apply(_group, axis=1)
    by_entry = tables.entries.set_index("entry_id")["match_id"].map(dict(groups.items()))
    found = used["entry_id"].map(by_entry).fillna(_NO_GROUP)
    found = found.mask(used["source_class"].isin(TABLETS), _TABLET_ROW)
    return _by(tables, found.rename("Food group"))


def _group(match: Series) -> str:
    code = match["food_code"]
    if not isinstance(code, str):
        return _NO_GROUP
    scheme, prefix = ("fndds", code[:1]) if len(code) == 8 else ("ndb", code[:-3])
    for row in read_rows("food_groups"):
        if (row["scheme"], row["prefix"]) == (scheme, prefix):
            return row["group"]
    return "Other foods"


def _by(tables: PersonTables, parts: Series) -> Grid:
    """Means a day by the parts of the diary, the most entries first."""
    used = tables.used
    count = max(len(tables.usable), 1)
    order = parts.groupby(parts).size().sort_values(ascending=False, kind="stable").index
    sums = used.groupby([parts, used["nutrient"]], sort=False)["amount"].sum(min_count=1) / count
    rows = tuple(
        (str(part), *(_cell(sums, part, n) for n in tables.nutrients))
        for part in order[:_MOST_MEALS]
    )
    left = len(order) - len(rows)
    more = f"And {left} more." if left > 0 else ""
    return Grid((str(parts.name), *_heads(tables)), rows, _right(tables), more)


def _cell(sums: Series, part: object, nutrient: Nutrient) -> str:
    amount = sums.get((part, nutrient.key))
    return "–" if amount is None else nutrient_amount(nutrient, float(amount))


def _heads(tables: PersonTables) -> tuple[str, ...]:
    return tuple(f"{n.name}, {n.unit}" for n in tables.nutrients)


def _right(tables: PersonTables) -> frozenset[int]:
    return frozenset(range(1, len(tables.nutrients) + 1))
