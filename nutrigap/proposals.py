"""From an analysis to food ideas: the tables, the store and the rules brought together."""

from __future__ import annotations

from functools import cache, lru_cache
from math import nan
from typing import TYPE_CHECKING

from nutrigap import tables
from nutrigap.ideas import Allowance, Eater, Ideas, IdeaTables, Wishes, find_ideas
from nutrigap.ideas.foods import Food, common_foods, offerable, own_foods
from nutrigap.ideas.rules import FoodRules
from nutrigap.match import chosen
from nutrigap.ring import second_ring
from nutrigap.wording import house_wording

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pandas import DataFrame

    from nutrigap.analysis import Analysis
    from nutrigap.fdc import FoodStore

# Below this share of known foods nobody can say how much sodium there is.
_ENOUGH_KNOWN = 0.8


def propose(
    analysis: Analysis,
    store: FoodStore,
    wishes: Wishes = Wishes(),  # noqa: B008
    *,
    persons: Iterable[str] | None = None,
) -> Ideas:
    """The smallest change for each person that closes what is likely short.

    Parameters
    ----------
    analysis : Analysis
        What ``analyze`` returned; people without a profile get nothing.
    store : FoodStore
        Composition, portions and popularity of foods.
    wishes : Wishes
        Foods to leave out, and whether guide amounts are aims.
    persons : iterable of str, optional
        Whose ideas; everybody's if left out.

    Returns
    -------
    Ideas
        IDEAS, CLOSING and IDEA_NOTES.

    Raises
    ------
    UnknownNameError
        A food to leave out is not known.
    """
    rules = _rules()
    constants = tables.read_constants("idea_constants")
    facts = store.eaten(_used(analysis))
    asked = set(analysis.profiles if persons is None else persons)
    ring = _ring(analysis, facts, asked)
    return find_ideas(
        [
            _eater(person, analysis, facts, ring, rules)
            for person in analysis.profiles
            if person in asked
        ],
        _common(store, rules, constants["least_people"]),
        IdeaTables(
            constants=constants,
            exclusions=tables.read_rows("exclusions"),
            words=house_wording("page_words"),
            verdict_words=house_wording(),
        ),
        wishes,
    )


@cache
def _rules() -> FoodRules:
    return FoodRules(tables.read_rows("idea_rules"))


def ring_of(
    analysis: Analysis, store: FoodStore, persons: Iterable[str] | None = None
) -> DataFrame:
    """SECOND_RING of some people, or of everybody."""
    asked = set(analysis.days["person"] if persons is None else persons)
    return _ring(analysis, store.composition(_used(analysis)), asked)


def _used(analysis: Analysis) -> list[int]:
    used = chosen(analysis.matches)
    return [int(fdc_id) for fdc_id in used["fdc_id"].dropna().unique()]


def _ring(analysis: Analysis, composition: DataFrame, persons: set[str]) -> DataFrame:
    contributions = analysis.contributions
    return second_ring(
        contributions[contributions["person"].isin(persons)],
        analysis.weighed,
        chosen(analysis.matches),
        analysis.diary.reported,
        composition,
        analysis.days,
        table_probability=tables.read_constants("range_constants")["table_probability"],
    )


@lru_cache(maxsize=2)
def _common(store: FoodStore, rules: FoodRules, least_people: float) -> list[Food]:
    eaten = store.eaten()
    eaten = eaten[eaten["popularity"] >= least_people]
    named = store.foods(eaten["fdc_id"])[["fdc_id", "description"]]
    foods = eaten.merge(named, on="fdc_id")
    wanted = offerable(foods, rules)
    foods = foods[foods["fdc_id"].isin(wanted)]
    return common_foods(foods, store.portions(wanted), rules)


def _eater(
    person: str, analysis: Analysis, facts: DataFrame, ring: DataFrame, rules: FoodRules
) -> Eater:
    from nutrigap.gates import gates

    diary, matches = analysis.diary.entries, chosen(analysis.matches)
    days = analysis.days[(analysis.days["person"] == person) & analysis.days["usable"]]
    entries = diary[diary["person"] == person]
    return Eater(
        person=person,
        adequacy=analysis.adequacy[analysis.adequacy["person"] == person],
        gates=gates(analysis.profiles[person], tables.read_rows("gates")),
        own=own_foods(
            entries,
            matches[matches["match_id"].isin(entries["match_id"])],
            analysis.weighed,
            analysis.contributions[analysis.contributions["person"] == person],
            facts,
            rules,
            usable_days=days["day"],
            least_probability=tables.read_constants("idea_constants")["least_probability"],
        ),
        allowance=Allowance(_energy(person, analysis.average), _sodium(person, ring)),
        first_step=_first_step(person, analysis),
    )


def _first_step(person: str, analysis: Analysis) -> str:
    """The doubt about an open answer that is the most worth settling."""
    open_ones = analysis.adequacy[analysis.adequacy["verdict"] == "cannot_tell"]
    doubts = analysis.doubts[(analysis.doubts["person"] == person) & (analysis.doubts["rank"] == 1)]
    mine = open_ones.loc[open_ones["person"] == person, "nutrient"]
    settles = doubts["nutrient"].isin(mine) & ~doubts["kind"].isin(["need", "nothing"])
    found = doubts[settles].sort_values("chance", ascending=False, kind="stable")
    return "" if found.empty else str(found["sentence"].iloc[0])


def _energy(person: str, average: DataFrame) -> float:
    mine = average[(average["person"] == person) & (average["nutrient"] == "energy")]
    return float(mine["estimate"].iloc[0]) if len(mine) else nan


def _sodium(person: str, ring: DataFrame) -> float:
    mine = ring[(ring["person"] == person) & (ring["nutrient"] == "sodium")]
    known = len(mine) and mine["coverage"].iloc[0] >= _ENOUGH_KNOWN
    return float(mine["known"].iloc[0]) if known else nan
