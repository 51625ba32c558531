"""Intake against reference values: a verdict, its reason, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.gates import gates
from nutrigap.methods import posterior
from nutrigap.methods.choose import Case, References, find_answer
from nutrigap.methods.columns import row_of
from nutrigap.methods.energy import EnergyCheck, check_energy
from nutrigap.methods.facts import NAN, Answer, Intake, Thresholds
from nutrigap.methods.finding import Doubt, Finding, Precision
from nutrigap.methods.inputs import Record, intake_of, spread_of, target_of
from nutrigap.methods.precision import days_for_precision, precision_after
from nutrigap.methods.upper import assess_upper, confidence_below
from nutrigap.nutrients import find, nutrients
from nutrigap.schema import ADEQUACY
from nutrigap.wording import Wording

if TYPE_CHECKING:
    from pandas import DataFrame

    from nutrigap.methods.facts import Spread
    from nutrigap.profile import Profile

Key = tuple[str, str]
_ENERGY = "energy"
# Parts of other nutrients, totalled beside them.
_PARTS = ("vitamin_b12_added",)


@dataclass(frozen=True)
class MethodTables:
    """The shipped tables that the methods need, as rows of text.

    Parameters
    ----------
    within_person : iterable of mapping
        ``within_person.csv``.
    thresholds : mapping of str to float
        ``thresholds.csv``.
    wording : Wording
        The words of one language.
    gates : iterable of mapping
        ``gates.csv``.
    resting_energy, small_bodies : iterable of mapping
        ``resting_energy.csv`` and ``small_bodies.csv``.
    """

    within_person: Iterable[Mapping[str, str]]
    thresholds: Mapping[str, float]
    wording: Wording
    gates: Iterable[Mapping[str, str]]
    resting_energy: Iterable[Mapping[str, str]] = ()
    small_bodies: Iterable[Mapping[str, str]] = ()


@dataclass(frozen=True)
class Taken:
    """What tablets gave besides the days' own entries, and what of the food was added to it.

    Parameters
    ----------
    tablets : DataFrame
        TABLETS over the usable days, already in the average.
    all_tablets : DataFrame
        TABLETS over all days.
    added : mapping of (str, str) to float
        Amount added to food, a day, by person and nutrient.
    """

    tablets: DataFrame
    all_tablets: DataFrame
    added: Mapping[Key, float]


def assess(
    average: DataFrame,
    targets: DataFrame,
    profiles: Mapping[str, Profile],
    tables: MethodTables,
    *,
    all_days: DataFrame | None = None,
    by_day: DataFrame | None = None,
    taken: Taken | None = None,
) -> DataFrame:
    """A verdict for every person and nutrient.

    Sure of enough or of short only where the whole range of the mean says so; otherwise the reason
    that would help most. Losing data or days never makes a verdict surer.

    Parameters
    ----------
    average : DataFrame
        AVERAGE over usable days, ``energy`` included where it is known.
    targets : DataFrame
        TARGETS with a ``person`` column in front.
    profiles : mapping of str to Profile
        Who is assessed; persons without a profile are left out.
    tables : MethodTables
        Parameters, thresholds and words.
    all_days : DataFrame, optional
        AVERAGE with the days set aside for their energy. A verdict that differs becomes
        ``diary_incomplete``.
    by_day : DataFrame, optional
        BY_DAY. Without it everything counts as food, upper limits of supplements see no tablets,
        and nutrients whose days vary too much are compared qualitatively.
    taken : Taken, optional
        Tablets with both bounds. Without them those of ``by_day`` count as they are logged.

    Returns
    -------
    DataFrame
        ADEQUACY.

    References
    ----------
    .. [1] Institute of Medicine, *Dietary Reference Intakes: Applications in Dietary Assessment*,
       2000.
    """
    inputs = _Inputs(
        best=_by_key(average),
        everything=_by_key(average if all_days is None else all_days),
        days=_grouped(by_day),
        targets=_grouped(targets),
        authority=str(targets["authority"].iloc[0]) if len(targets) else "none",
        tablets=_grouped(taken.tablets) if taken else None,
        all_tablets=_grouped(taken.all_tablets) if taken else None,
        added=taken.added if taken else {},
    )
    rows = []
    for person, profile in profiles.items():
        energy = _energy(person, profile, inputs, tables)
        for nutrient in _assessed(inputs):
            key = person, nutrient
            finding = _finding(key, profile, inputs, tables, energy)
            row = row_of(finding, inputs.best.get(key, {}), tables.wording)
            rows.append({"person": person, **row})
    return ADEQUACY.frame(rows)


class _Inputs(NamedTuple):
    """The tables as rows by person and nutrient."""

    best: dict[Key, Record]
    everything: dict[Key, Record]
    days: dict[Key, list[Record]]
    targets: dict[Key, list[Record]]
    authority: str
    tablets: dict[Key, list[Record]] | None
    all_tablets: dict[Key, list[Record]] | None
    added: Mapping[Key, float]


def _by_key(average: DataFrame) -> dict[Key, Record]:
    return {(r["person"], r["nutrient"]): r for r in _records(average)}


def _grouped(table: DataFrame | None) -> dict[Key, list[Record]]:
    found: dict[Key, list[Record]] = {}
    for row in _records(table) if table is not None else ():
        found.setdefault((row["person"], row["nutrient"]), []).append(row)
    return found


def _records(table: DataFrame) -> list[Record]:
    return [{str(k): v for k, v in row.items()} for row in table.to_dict("records")]


def _assessed(inputs: _Inputs) -> list[str]:
    """The nutrients that people see, and others that totals were made of; not energy, no parts."""
    totalled = {nutrient for _, nutrient in inputs.best}
    keys = [n.key for n in nutrients().values() if n.shown or n.key in totalled]
    return [key for key in keys if key not in (_ENERGY, *_PARTS)]


def _finding(
    key: Key, profile: Profile, inputs: _Inputs, tables: MethodTables, energy: EnergyCheck
) -> Finding:
    days, record = inputs.days.get(key, []), inputs.best.get(key, {})
    usable = [day for day in days if day["usable"]]
    used = intake_of(record, usable, _tablets(inputs.tablets, key))
    whole = intake_of(inputs.everything.get(key, {}), days, _tablets(inputs.all_tablets, key))
    references = References.of(target_of(row) for row in inputs.targets.get(key, []))
    spread = spread_of(key[1], profile, tables.within_person, mean=used.mean)
    case = Case(key[1], profile, used, references, spread)
    answer, doubt = _doubted(case, whole, energy, tables.thresholds)
    return Finding(
        case=case,
        nutrient=find(key[1]),
        authority=inputs.authority,
        answer=answer,
        upper=assess_upper(used, references.upper_limit, tables.thresholds),
        below_upper=confidence_below(used, references.upper_limit, spread, tables.thresholds),
        energy=energy,
        doubt=doubt,
        coverage_nutrient=record.get("coverage_nutrient", NAN),
        food=_food_only(case, whole, energy, tables.thresholds),
        second_opinion=_second_opinion(case, answer, tables.thresholds),
        precision=_precision(used, spread, tables.thresholds),
        added=inputs.added[key] + used.tablets if key in inputs.added else NAN,
        gates=gates(profile, tables.gates),
    )


def _tablets(taken: dict[Key, list[Record]] | None, key: Key) -> list[Record] | None:
    return None if taken is None else taken.get(key, [])


def _energy(person: str, profile: Profile, inputs: _Inputs, tables: MethodTables) -> EnergyCheck:
    """The check of the energy that usable days log; of the average where days are not known."""
    days = [day for day in inputs.days.get((person, _ENERGY), []) if day["usable"]]
    logged = [day["food"] for day in days if day["food"] == day["food"]]
    record = inputs.best.get((person, _ENERGY), {})
    energy, count = record.get("estimate", NAN), int(record.get("days", 0))
    if days:
        energy, count = sum(logged) / len(logged) if logged else NAN, len(logged)
    return check_energy(
        energy,
        count,
        profile,
        tables.resting_energy,
        tables.thresholds,
        small_bodies=tables.small_bodies,
    )


def _doubted(
    case: Case, whole: Intake, energy: EnergyCheck, limits: Thresholds
) -> tuple[Answer, Doubt]:
    """The answer, taken back where the diary itself is in doubt."""
    answer = find_answer(case, limits)
    doubt = Doubt(case.intake.days, answer.verdict, answer.verdict)
    if energy.too_high and answer.method != "none":
        return _taken_back(answer, "diary_incomplete"), doubt
    if whole.logged_days > case.intake.logged_days:
        other = find_answer(case._replace(intake=whole), limits)
        doubt = Doubt(whole.days, other.verdict, answer.verdict)
        if other.verdict != answer.verdict:
            return _taken_back(answer, "diary_incomplete"), doubt
    below = answer.verdict == "likely_short" or answer.reason_code == "below_ai"
    if below and energy.too_low:
        return _taken_back(answer, "energy_low"), doubt
    return answer, doubt


def _taken_back(answer: Answer, reason_code: str) -> Answer:
    return answer._replace(verdict="cannot_tell", reason_code=reason_code)


def _food_only(case: Case, whole: Intake, energy: EnergyCheck, limits: Thresholds) -> Answer | None:
    """The answer for food and water alone; ``None`` where nothing else was taken."""
    if case.intake.tablets_high == 0:
        return None
    alone = case._replace(intake=case.intake.food_only())
    return _doubted(alone, whole.food_only(), energy, limits)[0]


def _second_opinion(case: Case, answer: Answer, limits: Thresholds) -> float:
    """What the posterior says beside the method for nutrients whose days vary little."""
    need, spread, intake = case.references.requirement, case.spread, case.intake
    if answer.method != "ear" or need is None or spread is None:
        return NAN
    if not posterior.suits(intake, case.nutrient, case.profile, limits):
        return NAN
    return posterior.probability_for(intake, need, spread, limits)


def _precision(intake: Intake, spread: Spread | None, limits: Thresholds) -> Precision:
    if spread is None:
        return Precision()
    stated, sure = limits["precision_percent"] / 100, limits["precision_confidence"]
    return Precision(
        precision_after(intake.days, spread.cv_within, confidence=sure),
        stated,
        days_for_precision(spread.cv_within, stated, confidence=sure),
    )
