"""What verdicts rest on, in a few lines: days, energy, reference set, food tables, gates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nutrigap.cli import output

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pandas import DataFrame

    from nutrigap.analysis import Analysis


def basis_of(result: Analysis, person: str) -> Iterator[str]:
    """Paragraphs about one person's days, targets and what was asked about health."""
    yield " ".join((*_days(result, person), *_energy(result, person)))
    profile = result.profiles[person]
    stage = "" if profile.life_stage == "general" else f", {profile.life_stage}"
    yield (
        f"Target: {_authority(result.authority)}, {profile.sex}, "
        f"{profile.age_years:g} years{stage}. Foods: {result.provenance['releases']}."
    )
    yield from _gates(_rows(result.gates, person))


def _rows(table: DataFrame, person: str) -> DataFrame:
    return table[table["person"] == person]


def _days(result: Analysis, person: str) -> Iterator[str]:
    """Calendar, logged and used days; what the averages divide by."""
    for row in _rows(result.day_counts, person).to_dict("records"):
        logged, used = row["logged_days"], row["usable_days"]
        aside = f", {logged - used} set aside" if logged > used else ""
        yield f"Averages divide by the {output.count(used, 'day that counts', 'days that count')}:"
        yield f"{logged} logged{_calendar(row)}{aside}{_weekend(row)}."


def _calendar(row: Mapping[Any, Any]) -> str:
    days = row["calendar_days"]
    return (
        f" of {output.count(days, 'calendar day', 'calendar days')}"
        if days == days and days
        else ""
    )


def _weekend(row: Mapping[Any, Any]) -> str:
    days = row["weekend_days"]
    if days is None or days != days:
        return ""
    return f", {output.count(days, 'weekend day', 'weekend days')}" if days else ", no weekend day"


def _energy(result: Analysis, person: str) -> Iterator[str]:
    """Mean energy and whether it is plausible; nothing for people whom the number may harm."""
    from nutrigap.nutrients import find, format_amount

    mean = _rows(result.average, person).query("nutrient == 'energy'")["estimate"]
    hidden = result.profiles[person].discreet
    checked = _rows(result.adequacy, person)["energy_check"]
    if not hidden and len(mean) and len(checked):
        amount = format_amount(find("energy"), mean.iloc[0])
        yield f"About {amount} a day ({checked.iloc[0]})."


def _authority(name: str) -> str:
    from nutrigap.reference import authorities

    known = authorities() | authorities(superseded=True)
    return known[name].title if name in known else name


def _gates(gates: DataFrame) -> Iterator[str]:
    """What answers of yes change; what was not asked."""
    yield from gates.loc[gates["state"] == "yes", "sentence"].dropna()
    asked = (gates["state"] == "not_asked") & gates["sentence"].notna()
    if asked.any():
        listed = "; ".join(gates.loc[asked, "question"])
        yield f"Not asked yet (--condition, --no-condition), so ideas are limited: {listed}."
