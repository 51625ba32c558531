"""Things to do, in order of worth: name foods, one food idea, whom to ask what."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from nutrigap.charts.bars import figure
from nutrigap.charts.day_bars import as_date
from nutrigap.nutrients import find, format_amount
from nutrigap.report.doubts import NAMEABLE, foods_in_doubt, nutrients_at_stake
from nutrigap.report.ideas import food_idea
from nutrigap.report.model import Action
from nutrigap.report.phrases import capital, day_text, inside, listed, quoted, say, some

if TYPE_CHECKING:
    from nutrigap.nutrients import Nutrient
    from nutrigap.report.ideas import Idea
    from nutrigap.report.person import PersonTables

_ASK_TEAM = ("kidney_disease", "dialysis", "potassium_raising_medicine", "diuretic", "tube_feeding")


def actions(tables: PersonTables) -> tuple[Action, ...]:
    """At most three things to do."""
    found = (_questions(tables), _idea(tables), _ask(tables))
    return tuple(action for action in found if action is not None)


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
    idea = food_idea(tables)
    if idea is None:
        return None
    when = as_date(idea.day)
    day = day_text(when, year=False) if when else idea.day
    days = "day" if idea.more_days == 1 else "days"
    return Action(
        title=f"Have {quoted(idea.food)} on {idea.more_days} more {days} a week.",
        text=f"As on {day}: {idea.portion}.",
        note=_effect(tables, idea),
        caution=say("caution.not_asked"),
    )


def _effect(tables: PersonTables, idea: Idea) -> str:
    """What an idea changes, for every nutrient people see."""
    changes, same, unknown = [], [], []
    for nutrient in tables.nutrients:
        amount = idea.adds.get(nutrient.key, float("nan"))
        name = inside(nutrient.name)
        if isnan(amount):
            unknown.append(name)
        elif _nothing(nutrient, amount):
            same.append(name)
        else:
            changes.append(f"{name} +{format_amount(nutrient, amount)}")
    text = f"A day: {', '.join(changes)}."
    text += (
        f" {capital(listed(same))} stay{'s' if len(same) == 1 else ''} the same." if same else ""
    )
    return text + (f" {capital(listed(unknown))}: not known." if unknown else "")


def _nothing(nutrient: Nutrient, amount: float) -> bool:
    return figure(nutrient, amount) == figure(nutrient, 0.0)


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
