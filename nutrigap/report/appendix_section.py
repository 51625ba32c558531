"""The appendix: what each probability was worked out from, and every day."""

from __future__ import annotations

from math import isnan, sqrt
from typing import TYPE_CHECKING, Any

from nutrigap.nutrients import find
from nutrigap.report.figures import amount_of, count_of, nutrient_amount, share_of
from nutrigap.report.model import Appendix, Grid
from nutrigap.report.phrases import say_to_professional
from nutrigap.report.spread import group_spread

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pandas import Series

    from nutrigap.methods.facts import Spread
    from nutrigap.nutrients import Nutrient
    from nutrigap.report.person import PersonTables

    Input = tuple[str, str, str, str]
    Cells = tuple[str, ...]

_THIS = "this diary"
_HEADS = ("Nutrient", "Input", "Value", "Unit", "Source")
_FORMULAS = {"ear": "formula.ear", "ai": "formula.ai", "posterior": "formula.posterior"}


def appendix_section(tables: PersonTables) -> Appendix:
    """Formulas, inputs and days."""
    methods = set(tables.adequacy["method"])
    formulas = tuple(
        say_to_professional(code) for method, code in _FORMULAS.items() if method in methods
    )
    rows = [
        (nutrient.name, *values)
        for nutrient in tables.nutrients
        if (row := tables.verdict(nutrient.key)) is not None
        for values in _inputs(tables, nutrient, row)
    ]
    return Appendix(formulas, Grid(_HEADS, tuple(rows), frozenset({2})), _days(tables))


def _inputs(tables: PersonTables, nutrient: Nutrient, row: Series[Any]) -> Iterator[Input]:
    """Every number that went into one probability."""
    unit = nutrient.unit
    yield "Days, n", count_of(int(row["days"])), "days", _THIS
    for name, column in (("Mean", "mean"), ("Low end", "low"), ("High end", "high")):
        yield name, _number(row[column]), unit, _THIS
    spread = group_spread(nutrient.key, tables.profile)
    if spread is not None and row["method"] in {"ear", "ai", "posterior"}:
        yield from _spread_inputs(str(row["method"]), spread, unit)
    yield from _reference_inputs(tables, nutrient, row, spread)
    for name, column in (("P at the mean", "probability_adequate"), ("P at the low end",
                         "probability_low"), ("P at the high end", "probability_high"),
                         ("P without diary", "probability_without_diary")):  # fmt: skip
        if not isnan(row[column]):
            yield name, amount_of(float(row[column]), 3), "0–1", f"method {row['method']}"


def _spread_inputs(method: str, spread: Spread, unit: str) -> Iterator[Input]:
    if method != "posterior":
        yield "SD within person, one day", _number(spread.sd_within), unit, spread.source
        yield "CV within person", amount_of(spread.cv_within, 2), "0–1", spread.source
        return
    scale = f"scale of λ, {unit}"
    for name, value, of in (
        ("Box-Cox λ", spread.boxcox_lambda, "–"),
        ("Mean of people", spread.boxcox_mean, scale),
        ("SD between people", spread.boxcox_sd_between, scale),
        ("SD within person", spread.boxcox_sd_within, scale),
    ):
        yield name, amount_of(value, 4), of, spread.boxcox_source


def _reference_inputs(
    tables: PersonTables, nutrient: Nutrient, row: Series[Any], spread: Spread | None
) -> Iterator[Input]:
    targets = tables.targets[tables.targets["nutrient"] == nutrient.key]
    total = targets[(targets["applies_to"] == "total") & targets["amount"].notna()]
    need = float("nan")
    for _, target in total.iterrows():
        amount, cv = float(target["amount"]), float(target["requirement_cv"])
        yield str(target["label"]), _number(amount), nutrient.unit, _cited(target)
        if target["kind"] == "average_requirement" and not isnan(cv):
            need = cv * amount
            yield "SD of requirement", _number(need), nutrient.unit, f"CV {cv:g} × requirement"
    if row["method"] == "ear" and spread is not None and not isnan(need):
        deviation = sqrt(need**2 + spread.sd_within**2 / max(int(row["days"]), 1))
        z = (float(row["mean"]) - float(row["requirement"])) / deviation
        yield "SD of the difference", _number(deviation), nutrient.unit, "formula"
        yield "z", amount_of(z, 2), "–", "formula"


def _cited(target: Series[Any]) -> str:
    return f"{target['source']} ({target['edition']})"


def _number(value: float) -> str:
    """As many decimals as an appendix needs."""
    return amount_of(float(value), 1 if abs(value) >= 10 else 2)


def _days(tables: PersonTables) -> Grid:
    """Every day with its best estimates, how much of it is known, and whether it counts."""
    energy = not tables.has("eating_disorder") and tables.mean("energy") is not None
    nutrients = [*tables.nutrients, *([find("energy")] if energy else [])]
    daily = {(row["nutrient"], row["day"]): row for row in tables.daily.to_dict("records")}
    heads = ("Day", "Counts", "Entries", "Covered", *(f"{n.name}, {n.unit}" for n in nutrients))
    rows = tuple(_day(daily, day, nutrients) for day in tables.days.to_dict("records"))
    return Grid(heads, rows, frozenset(range(2, len(heads))))


def _day(daily: Mapping[Any, Any], day: Mapping[Any, Any], nutrients: list[Nutrient]) -> Cells:
    """Whether a day counts, how much of it is known by energy (of the nutrient least known)."""
    mine = {n.key: daily[key] for n in nutrients if (key := (n.key, day["day"])) in daily}
    covered = min((row["coverage"] for row in mine.values()), default=float("nan"))
    return (
        day["day"],
        "yes" if day["usable"] else f"no: {day['reason']}",
        count_of(int(day["entries"])),
        share_of(covered),
        *(nutrient_amount(n, mine[n.key]["estimate"]) if n.key in mine else "–" for n in nutrients),
    )
