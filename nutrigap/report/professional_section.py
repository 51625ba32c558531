"""For the professional: measures as rows, nutrients as columns, draft sentences to edit."""

from __future__ import annotations

from math import isinf, isnan
from typing import TYPE_CHECKING

from nutrigap.charts.bars import TABLETS, figure, part_figure
from nutrigap.charts.labels import verdict_label
from nutrigap.nutrients import Nutrient, find, format_amount
from nutrigap.report.care import care_steps
from nutrigap.report.figures import decimal_share
from nutrigap.report.first import authority_title, who
from nutrigap.report.model import ProfessionalSection, SourcesOf
from nutrigap.tables import read_constants

if TYPE_CHECKING:
    from collections.abc import Callable

    from pandas import Series

    from nutrigap.report.person import PersonTables
    from nutrigap.report.request import Request

    Measure = Callable[[PersonTables, Nutrient, Series], str]
_SCOPES = {
    "supplements": "supplements only",
    "supplements_water": "supplements, water and what is added to food",
}


def professional_section(
    tables: PersonTables, request: Request, sources: tuple[SourcesOf, ...]
) -> ProfessionalSection:
    """Every number of the assessment."""
    rows = [(n, row) for n in tables.nutrients if (row := tables.verdict(n.key)) is not None]
    return ProfessionalSection(
        _intro(tables),
        tuple((n.name, f"{n.unit} a day") for n, _ in rows),
        _measures(tables, rows, sources),
        tuple((n.name, str(row["reason_professional"])) for n, row in rows),
        _plausibility(tables),
        care_steps(tables, request, sources),
    )


def _measures(
    tables: PersonTables, rows: list[tuple[Nutrient, Series]], sources: tuple[SourcesOf, ...]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Measures by name; the verdict stands last."""
    top = {part.ranking.nutrient.key: _top_source(part) for part in sources}
    table = {name: m for name, m in _MEASURES.items() if not tables.discreet or name not in _SHARES}
    *measures, verdict = (
        (name, tuple(measure(tables, n, row) for n, row in rows)) for name, measure in table.items()
    )
    measures += _decimals(rows) if tables.discreet else []
    return (*measures, ("Top source", tuple(top.get(n.key, "–") for n, _ in rows)), verdict)


def _decimals(rows: list[tuple[Nutrient, Series]]) -> list[tuple[str, tuple[str, ...]]]:
    """What stands in per cent for others."""
    return [
        ("9 in 10 range of the mean", tuple(_ends(n, row) for n, row in rows)),
        ("Coverage, 0–1", tuple(decimal_share(row["coverage"]) for _, row in rows)),
        (
            "Coverage by nutrient, 0–1",
            tuple(decimal_share(r["coverage_nutrient"]) for _, r in rows),
        ),
    ]


def _intro(tables: PersonTables) -> str:
    limits = read_constants("thresholds")
    client = who(tables) or "not described"
    return (
        f"Client: {client}. Authority: {authority_title(tables.authority)}. "
        f"Thresholds {limits['likely_enough']:.2f} and {limits['likely_short']:.2f}. "
        "An intake finding, not status."
    )


def _plausibility(tables: PersonTables) -> str:
    energy = tables.mean("energy")
    days = f"{len(tables.days) - len(tables.usable)} of {len(tables.days)} days set aside"
    if energy is None or tables.discreet:
        return f"{days}."
    amount = format_amount(find("energy"), energy["estimate"])
    checked = tables.adequacy.dropna(subset=["energy_ratio"])
    ratio = ""
    if not checked.empty:
        row = checked.iloc[0]
        ratio = f"; energy over resting energy {row['energy_ratio']:.2f}, least plausible"
        ratio += f" {row['energy_least']:.2f} ({row['energy_check']})"
    return f"Mean energy {amount} on {int(energy['days'])} days; {days}{ratio}."


def _number(value: float, nutrient: Nutrient) -> str:
    return "–" if isnan(value) else figure(nutrient, value)


def _percent(value: float) -> str:
    return "–" if isnan(value) else f"{value:.0f} %"


def _mean(_: PersonTables, n: Nutrient, row: Series) -> str:
    spread = "" if isnan(row["sd_days"]) else f" ± {figure(n, row['sd_days'])}"
    return f"{figure(n, row['mean'])}{spread}"


def _range(_: PersonTables, n: Nutrient, row: Series) -> str:
    return _ends(n, row)


def _ends(n: Nutrient, row: Series) -> str:
    if isnan(row["low"]) or isnan(row["high"]):
        return "–"
    end = "no upper end" if isinf(row["high"]) else figure(n, row["high"])
    return f"{figure(n, row['low'])}–{end}"


def _reference(row: Series, name: str, nutrient: Nutrient) -> str:
    if isnan(row[name]):
        return "none set"
    return f"{row[f'{name}_label']} {figure(nutrient, row[name])}"


def _upper(_: PersonTables, n: Nutrient, row: Series) -> str:
    if isnan(row["upper"]):
        return "none set"
    scope = _SCOPES.get(str(row["upper_scope"]), "all sources")
    return f"{row['upper_label']} {figure(n, row['upper'])}, {scope}"


def _probability(_: PersonTables, __: Nutrient, row: Series) -> str:
    if isnan(row["probability_adequate"]):
        return "not defined for an AI" if row["method"] == "ai" else "not given"
    ends = f"{row['probability_low']:.2f}–{row['probability_high']:.2f}"
    return f"{row['probability_adequate']:.2f} ({ends})"


def _days_needed(_: PersonTables, __: Nutrient, row: Series) -> str:
    if isnan(row["days_needed"]):
        return "–"
    return (
        "more days cannot settle it" if isinf(row["days_needed"]) else f"{row['days_needed']:.0f}"
    )


def _split(tables: PersonTables, n: Nutrient, _: Series) -> str:
    """Food, fortified food, tablets; a class that was not eaten is 0, one not known says so."""
    rows = tables.by_source[tables.by_source["nutrient"] == n.key]
    classes = (("food", "water"), ("food_fortified",), TABLETS)
    return " / ".join(_class_amount(rows, names, n) for names in classes)


def _class_amount(rows: object, names: tuple[str, ...], nutrient: Nutrient) -> str:
    amounts = rows.loc[rows["source_class"].isin(names), "amount"]  # type: ignore[attr-defined,index]
    if amounts.empty:
        return "0"
    return figure(nutrient, float(amounts.sum(min_count=1)))


def _top_source(part: SourcesOf) -> str:
    first = next((s for s in part.ranking.sources if s.kind == "known"), None)
    if first is None:
        return "–"
    return f"{first.name} {part_figure(part.ranking.nutrient, first.amount)}"


def _verdict(_: PersonTables, __: Nutrient, row: Series) -> str:
    return verdict_label(row, audience="professional")


_SHARES = {"90 % range of the mean", "Mean as % of recommended", "Coverage by energy",
           "Coverage by nutrient"}  # fmt: skip
_MEASURES: dict[str, Measure] = {
    "Days, n": lambda _, __, row: f"{row['days']}",
    "Mean ± SD of days": _mean,
    "90 % range of the mean": _range,
    "Average requirement": lambda _, n, row: _reference(row, "requirement", n),
    "Recommended or guide": lambda _, n, row: _reference(row, "recommended", n),
    "Upper limit, scope": _upper,
    "Mean as % of recommended": lambda _, __, row: _percent(row["percent_of_recommended"]),
    "P(adequate), low–high": _probability,
    "P without diary": lambda _, __, row: (
        "–"
        if isnan(row["probability_without_diary"])
        else f"{row['probability_without_diary']:.2f}"
    ),
    "Method": lambda _, __, row: f"{row['method']}",
    "Days that would settle it": _days_needed,
    "Coverage by energy": lambda _, __, row: _percent(100 * row["coverage"]),
    "Coverage by nutrient": lambda _, __, row: _percent(100 * row["coverage_nutrient"]),
    "Food / fortified / tablets": _split,
    "Verdict": _verdict,
}
