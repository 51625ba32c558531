"""Where it came from: ranked foods, and usual big sources that hardly appear."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nutrigap.charts.ranking import rank_sources
from nutrigap.report.model import SourcesOf
from nutrigap.tables import read_rows

if TYPE_CHECKING:
    from nutrigap.report.person import PersonTables


def sources_section(tables: PersonTables) -> tuple[SourcesOf, ...]:
    """The sources of every nutrient people see."""
    names = _all_names(tables)
    return tuple(
        SourcesOf(
            rank_sources(tables.contributions, nutrient.key, days=tables.days),
            _missing(nutrient.key, names),
        )
        for nutrient in tables.nutrients
    )


def _all_names(tables: PersonTables) -> str:
    """Everything the person ate, as written and as found."""
    written = tables.entries["food"].dropna().unique()
    return " | ".join([*written, *tables.matches["description"].dropna().unique()])


def _missing(nutrient: str, names: str) -> str:
    """The usual big sources of which no word is in the diary."""
    missing = [food for food, pattern in _usual(nutrient) if not pattern.search(names)]
    if not missing:
        return "No usual big source is missing."
    return f"Not in this diary: {', '.join(missing)}."


def _usual(nutrient: str) -> list[tuple[str, re.Pattern[str]]]:
    """Usual big sources of a nutrient: name, and pattern of its words."""
    return [
        (row["food"], re.compile(rf"\b({row['words']})s?\b", re.IGNORECASE))
        for row in read_rows("food_sources")
        if row["nutrient"] == nutrient
    ]
