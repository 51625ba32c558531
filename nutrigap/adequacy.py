"""Intake against reference values: a verdict, its reason, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.methods.choose import Case, References, find_answer
from nutrigap.methods.energy import EnergyCheck, check_energy
from nutrigap.methods.facts import NAN, Answer, Intake
from nutrigap.methods.finding import Doubt, Finding
from nutrigap.methods.inputs import Record, intake_of, spread_of, target_of
from nutrigap.methods.reasons import plain_reason, professional_reason
from nutrigap.methods.upper import assess_upper
from nutrigap.nutrients import find, nutrients
from nutrigap.schema import ADEQUACY, BY_DAY
from nutrigap.wording import Wording

if TYPE_CHECKING:
    from pandas import DataFrame

    from nutrigap.profile import Profile

Key = tuple[str, str]
_TABLETS = ("supplement", "medicine")
_ENERGY = "energy"


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
    resting_energy : iterable of mapping
        ``resting_energy.csv``.
    """

    within_person: Iterable[Mapping[str, str]]
    thresholds: Mapping[str, float]
    wording: Wording
    resting_energy: Iterable[Mapping[str, str]] = ()


def amounts_by_day(contributions: DataFrame, days: DataFrame) -> DataFrame:
    """What each day gave from food and from tablets.

    Parameters
    ----------
    contributions : DataFrame
        CONTRIBUTIONS with imputed amounts.
    days : DataFrame
        DAYS.

    Returns
    -------
    DataFrame
        BY_DAY, days that are set aside included.
    """
    tablet = contributions["source_class"].isin(_TABLETS)
    amount = contributions["amount"]
    terms = contributions[["person", "day", "nutrient"]].assign(
        food=amount.where(~tablet),
        tablets=amount.where(tablet),
        open_tablets=(tablet & amount.isna()).astype("int64"),
    )
    grouped = terms.groupby(["person", "day", "nutrient"], sort=False)
    sums = grouped[["food", "tablets"]].sum(min_count=1)
    sums["open_tablets"] = grouped["open_tablets"].sum()
    table = sums.reset_index().merge(days[["person", "day", "usable"]], on=["person", "day"])
    return table[BY_DAY.names]


def assess(
    average: DataFrame,
    targets: DataFrame,
    profiles: Mapping[str, Profile],
    tables: MethodTables,
    *,
    all_days: DataFrame | None = None,
    by_day: DataFrame | None = None,
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
        AVERAGE over all days, those set aside included. A verdict that differs becomes
        ``diary_incomplete``.
    by_day : DataFrame, optional
        BY_DAY. Without it everything counts as food, upper limits of supplements see no tablets,
        and nutrients whose days vary too much are compared qualitatively.

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
    )
    rows = []
    for person, profile in profiles.items():
        for nutrient in _assessed(inputs):
            finding = _finding((person, nutrient), profile, inputs, tables)
            average_row = inputs.best.get((person, nutrient), {})
            rows.append({"person": person, **_row(finding, average_row, tables.wording)})
    return ADEQUACY.check(ADEQUACY.frame(rows))


class _Inputs(NamedTuple):
    """The tables as rows by person and nutrient."""

    best: dict[Key, Record]
    everything: dict[Key, Record]
    days: dict[Key, list[Record]]
    targets: dict[Key, list[Record]]
    authority: str


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
    """The nutrients that people see, and others that totals were made of; not energy."""
    totalled = {nutrient for _, nutrient in inputs.best}
    keys = [n.key for n in nutrients().values() if n.shown or n.key in totalled]
    return [key for key in keys if key != _ENERGY]


def _finding(key: Key, profile: Profile, inputs: _Inputs, tables: MethodTables) -> Finding:
    person, nutrient = key
    days, record = inputs.days.get(key, []), inputs.best.get(key, {})
    used = intake_of(record, [day for day in days if day["usable"]])
    whole = intake_of(inputs.everything.get(key, {}), days)
    references = References.of(target_of(row) for row in inputs.targets.get(key, []))
    spread = spread_of(nutrient, profile, tables.within_person)
    case = Case(nutrient, profile, used, references, spread)
    energy = _energy(inputs.best.get((person, _ENERGY), {}), profile, tables)
    answer, doubt = _doubted(case, whole, energy, tables.thresholds)
    return Finding(
        case=case,
        nutrient=find(nutrient),
        authority=inputs.authority,
        answer=answer,
        upper=assess_upper(used, references.upper_limit),
        energy=energy,
        doubt=doubt,
        coverage_nutrient=record.get("coverage_nutrient", NAN),
    )


def _energy(record: Record, profile: Profile, tables: MethodTables) -> EnergyCheck:
    energy, days = record.get("estimate", NAN), int(record.get("days", 0))
    return check_energy(energy, days, profile, tables.resting_energy, tables.thresholds)


def _doubted(
    case: Case, whole: Intake, energy: EnergyCheck, limits: Mapping[str, float]
) -> tuple[Answer, Doubt]:
    """The answer, taken back where the diary itself is in doubt."""
    answer = find_answer(case, limits)
    if whole.days > case.intake.days:
        other = find_answer(case._replace(intake=whole), limits)
        doubt = Doubt(whole.days, other.verdict, answer.verdict)
        if other.verdict != answer.verdict:
            return _taken_back(answer, "diary_incomplete"), doubt
    if answer.verdict == "likely_short" and energy.too_low:
        return _taken_back(answer, "energy_low"), Doubt()
    return answer, Doubt()


def _taken_back(answer: Answer, reason_code: str) -> Answer:
    return answer._replace(verdict="cannot_tell", reason_code=reason_code)


def _row(finding: Finding, average: Record, wording: Wording) -> Record:
    """One row of ADEQUACY."""
    intake, answer, known = finding.case.intake, finding.answer, finding.case.references
    need, aim = known.requirement, known.recommended or known.guide
    limit, main = known.upper_limit, known.requirement or known.guide
    recommended = aim.amount if aim else NAN
    return {
        "nutrient": finding.nutrient.key,
        "unit": finding.nutrient.unit,
        "authority": finding.authority,
        "days": intake.days,
        "mean": intake.mean,
        "low": intake.low,
        "high": intake.high,
        "coverage": intake.coverage,
        "coverage_nutrient": finding.coverage_nutrient,
        "sd_days": average.get("sd_days", NAN),
        "requirement": need.amount if need else NAN,
        "requirement_label": need.label if need else None,
        "recommended": recommended,
        "recommended_label": aim.label if aim else None,
        "percent_of_recommended": 100 * intake.mean / recommended,
        "probability_adequate": answer.probability,
        "probability_low": answer.probability_low,
        "probability_high": answer.probability_high,
        "probability_without_diary": answer.probability_without_diary,
        "days_needed": answer.days_needed,
        "verdict": answer.verdict,
        "reason_code": answer.reason_code,
        "reason": plain_reason(finding, wording),
        "reason_professional": professional_reason(finding, wording),
        "upper": limit.amount if limit else NAN,
        "upper_label": limit.label if limit else None,
        "upper_scope": limit.applies_to if limit else None,
        "upper_amount": finding.upper.amount,
        "upper_level": finding.upper.level,
        "method": answer.method,
        "edition": main.edition if main else None,
        "source": main.source if main else None,
    }
