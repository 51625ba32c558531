"""Where it came from: ranked foods, and usual big sources that hardly appear."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nutrigap.charts.ranking import rank_sources
from nutrigap.gates import cautions, may_suggest
from nutrigap.ideas.rules import excluded_tags
from nutrigap.report.model import SourcesOf, SourcesSection
from nutrigap.tables import read_rows
from nutrigap.wording import house_wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nutrigap.report.person import PersonTables


def sources_section(tables: PersonTables, without: Iterable[str] = ()) -> SourcesSection:
    """The sources of every nutrient people see.

    Parameters
    ----------
    tables : PersonTables
        The person; answers about health keep foods out of the lists, as they do of ideas.
    without : iterable of str
        Foods to leave out of them: dairy, fish, nuts …
    """
    names, excluded = _all_names(tables), excluded_tags(without, read_rows("exclusions"))
    parts = tuple(
        SourcesOf(
            rank_sources(tables.contributions, nutrient.key, days=tables.days),
            _missing(tables, nutrient.key, names, excluded),
        )
        for nutrient in tables.nutrients
    )
    named = any(part.missing for part in parts)
    return SourcesSection(cautions(tables.answers, house_wording()) if named else (), parts)


def _all_names(tables: PersonTables) -> str:
    """Everything the person ate, as written and as found; empty where food has no name."""
    counted = tables.entries["entry_id"].isin(tables.contributions["entry_id"])
    if tables.entries.loc[counted, "food"].isna().any():
        return ""
    written = tables.entries["food"].dropna().unique()
    return " | ".join([*written, *tables.matches["description"].dropna().unique()])


def _missing(tables: PersonTables, nutrient: str, names: str, excluded: frozenset[str]) -> str:
    """The usual big sources of which no word is in a diary that names all its food."""
    usual = dict(_usual(tables, nutrient, excluded)) if names else {}
    missing = [food for food, pattern in usual.items() if not pattern.search(names)]
    return f"Not in this diary: {', '.join(missing)}." if missing else ""


def _usual(
    tables: PersonTables, nutrient: str, excluded: frozenset[str]
) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Usual big sources of a nutrient that may be named: name, and pattern of its words."""
    for row in read_rows("food_sources"):
        tags = set(row["tags"].split("|"))
        allowed = may_suggest(tables.answers, nutrient, tags) and not tags & excluded
        if row["nutrient"] == nutrient and allowed:
            yield row["food"], re.compile(rf"\b({row['words']})s?\b", re.IGNORECASE)
