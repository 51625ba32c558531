"""Totals and profiles become verdicts: the shipped tables meet the methods."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.schema import ADEQUACY, GATES, TARGETS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pandas import DataFrame

    from nutrigap.profile import Profile
    from nutrigap.totals import Totals

_B12 = "vitamin_b12"
_FIFTY = 50
_HARD_TO_TAKE_UP = {"metformin", "acid_blocker"}


class Verdicts(NamedTuple):
    """TARGETS by person, ADEQUACY and GATES; all empty where nobody is described."""

    targets: DataFrame
    adequacy: DataFrame
    gates: DataFrame


def judge(
    totals: Totals,
    profiles: Mapping[str, Profile],
    authority: str,
    composition: Callable[[], DataFrame],
) -> Verdicts:
    """A verdict for every person and nutrient, from the tables that ship.

    Parameters
    ----------
    totals : Totals
        What was eaten.
    profiles : mapping of str to Profile
        Who is assessed.
    authority : str
        Name of a reference set, or the path of a CSV in its shape.
    composition : callable
        Gives COMPOSITION of the foods used [per 100 g], where it matters what was added to them.

    Returns
    -------
    Verdicts
        The tables.
    """
    import pandas as pd

    from nutrigap import adequacy, gates, reference, tables
    from nutrigap.by_day import amounts_by_day
    from nutrigap.wording import house_wording

    if not profiles:
        nobody = TARGETS.empty().assign(person=pd.Series(dtype="str"))
        return Verdicts(nobody, ADEQUACY.empty(), GATES.empty())
    found = {person: reference.targets(who, authority) for person, who in profiles.items()}
    targets = pd.concat(found, names=["person"]).reset_index(level="person").reset_index(drop=True)
    method = adequacy.MethodTables(
        within_person=tables.read_rows("within_person"),
        thresholds=tables.read_constants("thresholds"),
        wording=house_wording(),
        gates=tables.read_rows("gates"),
        resting_energy=tables.read_rows("resting_energy"),
        small_bodies=tables.read_rows("small_bodies"),
    )
    contributions = totals.simulated.contributions
    verdicts = adequacy.assess(
        totals.average,
        targets,
        profiles,
        method,
        all_days=totals.all_days,
        by_day=amounts_by_day(contributions, totals.days),
        taken=adequacy.Taken(
            totals.tablets, totals.all_tablets, _added(totals, profiles, composition)
        ),
    )
    return Verdicts(targets, verdicts, gates.gate_table(profiles, method.gates, method.wording))


def _added(
    totals: Totals, profiles: Mapping[str, Profile], composition: Callable[[], DataFrame]
) -> dict[tuple[str, str], float]:
    """Added B12 of the people whom it concerns."""
    from nutrigap.fortified import added_amounts

    concerned = [person for person, profile in profiles.items() if _wants_added(profile)]
    if not concerned:
        return {}
    rows = totals.simulated.contributions
    rows = rows[rows["person"].isin(concerned)]
    return added_amounts(rows, composition(), totals.days, totals.average, {_B12: f"{_B12}_added"})


def _wants_added(profile: Profile) -> bool:
    """Whether it matters what of the B12 was added: it is taken up where food-bound B12 is not."""
    return profile.age_years > _FIFTY or bool(_HARD_TO_TAKE_UP & set(profile.conditions))


def with_injections(
    profiles: Mapping[str, Profile], entries: DataFrame, schedule: DataFrame
) -> dict[str, Profile]:
    """The profiles; whoever is known to inject B12 has said so.

    Parameters
    ----------
    profiles : mapping of str to Profile
        Who is assessed.
    entries : DataFrame
        DIARY rows that count.
    schedule : DataFrame
        SCHEDULE.
    """
    from nutrigap.dose_text import mentioned
    from nutrigap.doses import injections
    from nutrigap.nutrients import find

    rows = injections(entries)
    named = zip(rows["person"], rows["food"], strict=True)
    injecting = {person for person, food in named if mentioned(food, [find(_B12)])}
    plans = schedule[(schedule["route"] != "oral") & (schedule["nutrient"] == _B12)]
    injecting |= set(profiles if plans["person"].isna().any() else plans["person"])
    return {
        person: _injecting(profile) if person in injecting else profile
        for person, profile in profiles.items()
    }


def _injecting(profile: Profile) -> Profile:
    denied = tuple(c for c in profile.without_conditions if c != "b12_injection")
    said = tuple(dict.fromkeys((*profile.conditions, "b12_injection")))
    return replace(profile, conditions=said, without_conditions=denied)
