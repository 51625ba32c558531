"""What could not be known: foods, doubtful matches, and what no diary can show."""

from __future__ import annotations

from math import isinf, isnan
from typing import TYPE_CHECKING

from nutrigap.charts.bars import figure
from nutrigap.nutrients import find, format_amount
from nutrigap.report.doubts import TABLET, first_doubt, foods_in_doubt, nutrients_at_stake
from nutrigap.report.first import foods_found
from nutrigap.report.model import Grid, UnknownSection
from nutrigap.report.phrases import inside, listed, say, some

if TYPE_CHECKING:
    from pandas import Series

    from nutrigap.report.person import PersonTables

_ROWS = 10
_SURE = 0.9
_GUESSED_WEIGHTS = ("portion", "volume", "density", "energy", "default", "unknown")


def unknown_section(tables: PersonTables) -> UnknownSection:
    """All that the reader must not take for known."""
    return UnknownSection(
        _intro(tables), _doubts(tables), _foods(tables), _matches(tables), _limits(tables)
    )


def _intro(tables: PersonTables) -> str:
    foods, found = foods_found(tables)
    if foods == 0:
        return "The diary names no foods: it holds totals only."
    absent = tables.matches.loc[tables.matches["fdc_id"].isna(), "match_id"]
    mine = tables.entries[tables.entries["kind"].isin(["food", "water"])]
    lost = int(mine["match_id"].isin(absent).sum())
    doubtful = foods - found - lost
    parts = [f"{found:,} were found"]
    parts += [f"{doubtful:,} are doubtful"] if doubtful else []
    parts += [f"{lost:,} were not found"] if lost else []
    return f"Of {some(foods, 'food')} written down, {listed(parts)}."


def _doubts(tables: PersonTables) -> Grid:
    """The one thing that would most likely change each answer."""
    found = [(nutrient.name, first_doubt(tables, nutrient.key)) for nutrient in tables.nutrients]
    rows = tuple((name, str(doubt["sentence"])) for name, doubt in found if doubt is not None)
    return Grid(("Answer", "What would most likely change it"), rows)


def _foods(tables: PersonTables) -> Grid:
    """Foods with an amount not known, the most telling first."""
    stakes = nutrients_at_stake(tables) or [n.key for n in tables.nutrients]
    foods = foods_in_doubt(tables, stakes)
    heads = ("Food as you wrote it", "Logged", "What is not known", "What would settle it",
             "A day, may be")  # fmt: skip
    rows = [_food_row(tables, row) for _, row in foods.head(_ROWS).iterrows()]
    left = len(foods) - len(rows)
    return Grid(heads, tuple(rows), frozenset({4}), f"And {left} more." if left > 0 else "")


def _food_row(tables: PersonTables, row: Series) -> tuple[str, ...]:
    nutrient = find(str(row["nutrient"]))
    what, settles = _why(tables, row, inside(nutrient.name))
    return (
        str(row["food"]),
        some(int(row["entries"]), "time"),
        what,
        settles,
        f"{inside(nutrient.name)}: {_between(row['low'], row['high'], nutrient.key)}",
    )


def _between(low: float, high: float, nutrient: str) -> str:
    if isnan(low) or isnan(high) or (low == 0 and isinf(high)):
        return "not known"
    start = figure(find(nutrient), low)
    return (
        f"{start} or more" if isinf(high) else f"{start} to {format_amount(find(nutrient), high)}"
    )


def _why(tables: PersonTables, row: Series, nutrient: str) -> tuple[str, str]:
    """What is not known about a food, and what would settle it."""
    if row["kind"] == TABLET:
        return f"how much {nutrient} it holds", "the label"
    if row["kind"] == "unmatched":
        return "not in the food tables", "what it was made of, or the label"
    if row["kind"] == "portion":
        return "how much it was", "a measure" if tables.discreet else "a weight or a measure"
    if row["kind"] == "missing":
        return f"the tables have no {nutrient} for it", "the label, or the brand"
    mine = tables.entries.loc[tables.entries["food"] == row["food"], "match_id"]
    guess = tables.matches.loc[tables.matches["match_id"].isin(mine), "description"].iloc[0]
    return f"which food it was; best guess: {guess}", "brand, bar code, or what it was made of"


def _matches(tables: PersonTables) -> Grid:
    """Foods found by their names that may be something else, the most frequent first."""
    found = tables.matches[tables.matches["fdc_id"].notna()]
    doubtful = found[found["probability"] < _SURE]
    times = tables.entries["match_id"].value_counts()
    names = tables.entries.drop_duplicates("match_id").set_index("match_id")["food"]
    worth = (1 - doubtful["probability"]) * doubtful["match_id"].map(times)
    ranked = doubtful.assign(worth=worth).sort_values("worth", ascending=False, kind="stable")
    rows = tuple(
        (str(names[row["match_id"]]), str(row["description"]), f"{times[row['match_id']]:,}",
         f"about {round(10 * row['probability'])} in 10")
        for _, row in ranked.head(_ROWS).iterrows()
    )  # fmt: skip
    left = len(ranked) - len(rows)
    heads = ("You wrote", "We took it as", "Times", "Chance that it fits")
    return Grid(heads, rows, frozenset({2, 3}), f"And {left} more." if left > 0 else "")


def _limits(tables: PersonTables) -> tuple[tuple[str, str], ...]:
    """What no diary can show, and what this one leaves open."""
    named = tables.entries.loc[tables.entries["food"].notna(), "entry_id"]
    weighed = tables.weighed[tables.weighed["entry_id"].isin(named)]
    guessed = int(weighed["grams_basis"].isin(_GUESSED_WEIGHTS).sum())
    tablets = tables.entries["kind"].isin(["supplement", "medicine"]).any()
    found = [("Your body.", say("unknown.body")), ("Sun.", say("unknown.sun"))]
    found += [("Tablets.", say("unknown.tablets"))] if tablets else []
    found += [("Portions.", say("unknown.portions", count=f"{guessed:,}"))] if guessed else []
    found += [("Water and salt.", say("unknown.water")), ("Other weeks.", say("unknown.weeks"))]
    return tuple(found)
