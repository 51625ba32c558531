"""How the answers were reached, and from what."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from nutrigap.nutrients import find, format_amount
from nutrigap.report.model import Grid, MethodSection
from nutrigap.report.phrases import say
from nutrigap.tables import read_constants

if TYPE_CHECKING:
    from nutrigap.report.person import PersonTables

_NAMES = {
    "version": "nutrigap",
    "store": "Food store",
    "releases": "Food tables",
    "remembered": "Remembered answers used",
    "seed": "Seed of the draws",
    "draws": "Draws",
    "prefer": "Where export and table differ",
    "made": "Made",
}


def method_section(tables: PersonTables) -> MethodSection:
    """Rules, reference values and provenance."""
    return MethodSection(_explained(tables), _references(tables), _made_with(tables))


def _explained(tables: PersonTables) -> tuple[tuple[str, str], ...]:
    limits = read_constants("thresholds")
    enough, short = (round(100 * limits[name]) for name in ("likely_enough", "likely_short"))
    found = [
        ("Likely enough, likely short", say("method.probability", enough=enough, short=short)),
        ("Guide amounts", say("method.guide")),
        ("The range", say("method.range")),
        ("Days set aside", say(f"method.days{'.hidden' if tables.discreet else ''}")),
        ("Not known is never zero", say("method.unknown")),
    ]
    if "posterior" in set(tables.adequacy["method"]):
        found.insert(1, ("Vitamin D", say("method.vitamin_d")))
    return tuple(found)


def _references(tables: PersonTables) -> Grid:
    """Every reference value used, with the document it stands in."""
    used = tables.targets[tables.targets["nutrient"].isin([n.key for n in tables.nutrients])]
    rows = []
    for _, row in used.iterrows():
        nutrient = find(str(row["nutrient"]))
        unset = isnan(row["amount"])
        amount = "none set" if unset else format_amount(nutrient, row["amount"])
        scope = "supplements" if row["applies_to"] == "supplements" else "all sources"
        if row["applies_to"] == "supplements" and row["includes_added"]:
            scope = "supplements, water and what is added to food"
        rows.append((nutrient.name, str(row["label"]), amount, scope, str(row["edition"]),
                     str(row["source"])))  # fmt: skip
    heads = ("Nutrient", "Value", "Amount a day", "Applies to", "Edition", "Source")
    return Grid(heads, tuple(rows), frozenset({2}))


def _made_with(tables: PersonTables) -> tuple[tuple[str, str], ...]:
    facts = tables.provenance
    known = [(name, str(facts[key])) for key, name in _NAMES.items() if facts.get(key)]
    return (*known, *((key, str(x)) for key, x in facts.items() if key not in _NAMES and x))
