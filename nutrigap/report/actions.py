"""Things to do, in order of worth: name foods, one food idea, whom to ask what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nutrigap.nutrients import find
from nutrigap.report.doubts import NAMEABLE, TABLET, first_doubt, foods_in_doubt, nutrients_at_stake
from nutrigap.report.ideas import caution_of, first_idea
from nutrigap.report.model import Action
from nutrigap.report.phrases import inside, listed, quoted, say, some

if TYPE_CHECKING:
    from nutrigap.report.person import PersonTables

_ASK_TEAM = ("kidney_disease", "dialysis", "potassium_raising_medicine", "diuretic", "tube_feeding")


def actions(tables: PersonTables) -> tuple[Action, ...]:
    """At most three things to do."""
    found = (_label(tables) or _questions(tables), _idea(tables), _ask(tables))
    return tuple(action for action in found if action is not None)


def _label(tables: PersonTables) -> Action | None:
    """The label of a tablet, where no food could settle what it leaves open."""
    firsts = {n: first_doubt(tables, n) for n in nutrients_at_stake(tables)}
    stakes = [n for n, doubt in firsts.items() if doubt is not None and doubt["kind"] == TABLET]
    found = foods_in_doubt(tables, stakes)
    tablets = found.loc[found["kind"] == TABLET, "food"].head(3)
    if tablets.empty:
        return None
    names = listed(inside(find(n).name) for n in stakes)
    return Action(
        title=f"Read the label of {listed(quoted(tablet) for tablet in tablets)}.",
        text=f"How much of {names} is in it?",
        note=f"This could settle {names}.",
        target="unknown",
    )


def _questions(tables: PersonTables) -> Action | None:
    stakes = nutrients_at_stake(tables)
    foods = foods_in_doubt(tables, stakes)
    foods = foods[foods["kind"].isin(NAMEABLE)].head(3)
    if foods.empty:
        return None
    settled = [inside(find(n).name) for n in stakes if _hangs_on_foods(tables, n)]
    return Action(
        title=f"Answer {some(len(foods), 'question')} about foods.",
        text=f"What exactly was {listed(quoted(food) for food in foods['food'])}?",
        note=f"This could settle {listed(settled)}." if settled else "",
        target="unknown",
    )


def _hangs_on_foods(tables: PersonTables, nutrient: str) -> bool:
    verdict = tables.verdict(nutrient)
    return verdict is not None and verdict["reason_code"] == "missing_data"


def _idea(tables: PersonTables) -> Action | None:
    idea = first_idea(tables)
    if idea is None:
        return None
    return Action(
        title=str(idea["what"]),
        text=str(idea["portion_sentence"]),
        note=str(idea["changes"]),
        caution=caution_of(tables),
        target="ideas",
        more="all ideas",
    )


def _ask(tables: PersonTables) -> Action:
    """Whom to ask: the first of these that applies."""
    levels = dict(zip(tables.adequacy["nutrient"], tables.adequacy["upper_level"], strict=True))
    high = [inside(find(n).name) for n, x in levels.items() if x in {"above", "maybe_above"}]
    codes = set(tables.adequacy["reason_code"])
    if high:
        return Action(f"Ask a pharmacist about {listed(high)}.", say("ask.limit"))
    if tables.has(*_ASK_TEAM):
        return Action("Ask your team first.", say("ask.gate"))
    if tables.profile is not None and tables.profile.age_years < 18:
        return Action("Show this page to a professional.", say("ask.minor"))
    if "food_only_sun" in codes:
        return Action("Ask about vitamin D.", say("ask.sun"))
    if "likely_short" in set(tables.adequacy["verdict"]):
        return Action("Show this page to a dietitian.", say("ask.short"))
    return Action("Ask about your cramps.", say("ask.cramps"))
