"""Draft lines for the nutrition care process: evidence only; the professional writes the rest."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

from nutrigap.charts.bars import figure
from nutrigap.nutrients import format_amount
from nutrigap.report.model import CareStep
from nutrigap.report.phrases import inside, listed, period_text, quoted, some
from nutrigap.report.remarks_section import client_of
from nutrigap.report.spread import comparable, group_spread, within_days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pandas import Series

    from nutrigap.nutrients import Nutrient
    from nutrigap.report.model import SourcesOf
    from nutrigap.report.person import PersonTables
    from nutrigap.report.request import Request

_MOST_FOODS = 3


def care_steps(
    tables: PersonTables, request: Request, sources: tuple[SourcesOf, ...]
) -> tuple[CareStep, ...]:
    """Assessment and evidence filled in; diagnosis, intervention and goals left open."""
    rows = [(n, row) for n in tables.nutrients if (row := tables.verdict(n.key)) is not None]
    top = {part.ranking.nutrient.key: part for part in sources}
    return (
        CareStep("Assessment", tuple(_assessment(tables, request, rows, top))),
        CareStep("Diagnosis: evidence to cite", tuple(_evidence(rows)),
                 ("Problem", "Related to", "As evidenced by")),
        CareStep("Intervention", (), ("Goal", "Plan")),
        CareStep("Monitoring and evaluation", tuple(_monitoring(tables, rows)), ("Next diary",)),
    )  # fmt: skip


def _assessment(
    tables: PersonTables,
    request: Request,
    rows: list[tuple[Nutrient, Series[Any]]],
    top: dict[str, SourcesOf],
) -> Iterator[str]:
    used, period = len(tables.usable), period_text(list(tables.days["day"]))
    yield f"Food and nutrition history: {some(used, 'day')} of a food diary, {period}."
    for nutrient, row in rows:
        yield f"{nutrient.name}: {row['reason_professional']}{_carried(top.get(nutrient.key))}"
    tablets = tables.entries[tables.entries["kind"].isin(["supplement", "medicine"])]["food"]
    taken = listed(quoted(str(name)) for name in tablets.dropna().unique()) or "none written down"
    yield f"Supplements and medicines in the diary: {taken}."
    client = client_of(tables, request)
    if client.laboratory:
        values = "; ".join(f"{name} {value}" for name, value in client.laboratory)
        yield f"Laboratory values as given, not interpreted: {values}."
    yield from _person(tables)


def _carried(part: SourcesOf | None) -> str:
    """The foods that carried most of a nutrient."""
    known = [s for s in part.ranking.sources if s.kind == "known"][:_MOST_FOODS] if part else []
    if part is None or not known:
        return ""
    nutrient = part.ranking.nutrient
    foods = listed(f"{s.name} {figure(nutrient, s.amount)}" for s in known)
    return f" Main sources, {nutrient.unit} a day: {foods}."


def _person(tables: PersonTables) -> Iterator[str]:
    profile = tables.profile
    if profile is None or tables.discreet:
        return
    body = [f"{profile.weight_kg:g} kg"] if profile.weight_kg else []
    body += [f"{profile.height_cm:g} cm"] if profile.height_cm else []
    if body:
        yield f"Anthropometry as given: {listed(body)}."
    if profile.conditions:
        yield f"Client history as given: {listed(c.replace('_', ' ') for c in profile.conditions)}."


def _evidence(rows: list[tuple[Nutrient, Series[Any]]]) -> Iterator[str]:
    """What a statement could cite, for the nutrients that look short."""
    for nutrient, row in rows:
        if row["verdict"] == "likely_short" and not isnan(row["requirement"]):
            chance = row["probability_adequate"]
            probability = "" if isnan(chance) else f", P(adequate) {chance:.2f}"
            yield (
                f"Mean {inside(nutrient.name)} {format_amount(nutrient, row['mean'])} a day over "
                f"{some(int(row['days']), 'day')} against {row['requirement_label']} "
                f"{format_amount(nutrient, row['requirement'])}{probability}."
            )


def _monitoring(tables: PersonTables, rows: list[tuple[Nutrient, Series[Any]]]) -> Iterator[str]:
    """Indicator, where it stands, and the smallest change that a second diary could show."""
    for nutrient, row in rows:
        spread, days = group_spread(nutrient.key, tables.profile), int(row["days"])
        if row["verdict"] == "likely_enough" or isnan(row["recommended"]):
            continue
        line = (
            f"{nutrient.name}, {nutrient.unit} a day: now {figure(nutrient, row['mean'])}, "
            f"{row['recommended_label']} {figure(nutrient, row['recommended'])}"
        )
        if spread is not None and days and comparable(spread):
            least = format_amount(nutrient, within_days(spread.sd_within, days, days))
            line += f"; between two diaries of {some(days, 'day')}, under {least} is day-to-day"
            line += " variation"
        yield f"{line}."
