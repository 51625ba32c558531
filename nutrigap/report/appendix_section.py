"""The appendix: what each probability was worked out from, and every day."""

from __future__ import annotations

from math import isnan, sqrt
from typing import TYPE_CHECKING, Any

from nutrigap.nutrients import find
from nutrigap.report.figures import (
    amount_of,
    count_of,
    decimal_share,
    nutrient_amount,
    share_of,
)
from nutrigap.report.model import Appendix, Grid
from nutrigap.report.phrases import say_to_professional
from nutrigap.report.spread import group_spread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pandas import Series

    from nutrigap.methods.facts import Spread
    from nutrigap.nutrients import Nutrient
    from nutrigap.report.person import PersonTables

    Input = tuple[str, str, str, str]
    Cells = tuple[str, ...]
    Columns = tuple[tuple[str, str, str, str], ...]

_THIS, _SHARE = "this diary", "0–1"
_DECIMALS = {_SHARE: 3, "%": 0, "days": 0, "kcal": 0}
# Name, column of ADEQUACY, unit where it is not the nutrient's, source where all share none.
_DIARY: Columns = (
    ("Mean", "mean", "", _THIS),
    ("Low end", "low", "", _THIS),
    ("High end", "high", "", _THIS),
    ("Mean from food and water", "food_mean", "", _THIS),
    ("Tablets, as logged", "tablets_low", "", _THIS),
    ("Tablets, if taken daily", "tablets_high", "", _THIS),
)
_SPREAD: Columns = (
    ("SD within person, one day", "sd_within", "", ""),
    ("CV within person", "cv_within", _SHARE, ""),
)
_RESULTS: Columns = (
    ("Weight of own days", "own_weight", _SHARE, ""),
    ("Usual intake from food", "usual_food", "", ""),
    ("its lower end", "usual_food_low", "", ""),
    ("its upper end", "usual_food_high", "", ""),
    ("P at the mean", "probability_adequate", _SHARE, ""),
    ("P at the low end", "probability_low", _SHARE, ""),
    ("P at the high end", "probability_high", _SHARE, ""),
    ("P of food and water alone", "food_probability", _SHARE, ""),
    ("P without diary", "probability_without_diary", _SHARE, ""),
    ("P by the posterior, beside it", "second_opinion", _SHARE, ""),
    ("For every 1,000 kcal", "per_1000_kcal", "", _THIS),
    ("Precision of the mean, ±", "precision_percent", "%", "days alone, 95 %"),
    ("Days for the precision wanted", "days_for_precision", "days", "thresholds.csv"),
)
_ENERGY: Columns = (
    ("Energy compared", "energy", "kcal", ""),
    ("Energy over resting energy", "energy_ratio", "–", ""),
    ("Least plausible ratio", "energy_least", "–", ""),
)
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
    if rows and not tables.discreet:
        row = tables.adequacy.iloc[0]
        source = f"check of the logged energy: {row['energy_check']}"
        rows += [("Energy", *facts) for facts in _columns(row, find("energy"), _ENERGY, source)]
    return Appendix(formulas, Grid(_HEADS, tuple(rows), frozenset({2})), _days(tables))


def _inputs(tables: PersonTables, nutrient: Nutrient, row: Series[Any]) -> Iterator[Input]:
    """Every number that went into one probability, or was worked out beside it."""
    yield "Days, n", count_of(int(row["days"])), "days", _THIS
    yield from _columns(row, nutrient, _DIARY)
    if isinstance(row["spread_source"], str):
        source = f"{row['spread_source']} ({row['spread_confidence']})"
        yield from _columns(row, nutrient, _SPREAD, source)
    if row["method"] == "posterior":
        yield from _posterior(nutrient, group_spread(nutrient.key, tables.profile))
    yield from _references(tables, nutrient)
    if not isnan(row["sd_requirement"]):
        basis = row["sd_requirement_basis"]
        source = f"CV of the requirement, {basis}" if isinstance(basis, str) else "CV"
        yield from _columns(
            row, nutrient, (("SD of requirement", "sd_requirement", "", ""),), source
        )
    yield from _deviate(row, nutrient)
    yield from _columns(row, nutrient, _RESULTS, f"method {row['method']}")


def _columns(
    row: Series[Any], nutrient: Nutrient, columns: Columns, source: str = ""
) -> Iterator[Input]:
    """The columns of ADEQUACY that hold a number; the unit is the nutrient's where none is set."""
    for name, column, unit, own in columns:
        value = float(row[column])
        if not isnan(value):
            text = amount_of(value, _DECIMALS[unit]) if unit in _DECIMALS else _number(value)
            yield name, text, unit or nutrient.unit, own or source


def _posterior(nutrient: Nutrient, spread: Spread | None) -> Iterator[Input]:
    """The group that a short diary borrows from, on the transformed scale."""
    if spread is None:
        return
    scale = f"scale of λ, {nutrient.unit}"
    for name, value, unit in (
        ("Box-Cox λ", spread.boxcox_lambda, "–"),
        ("Mean of people", spread.boxcox_mean, scale),
        ("SD between people", spread.boxcox_sd_between, scale),
        ("SD within person", spread.boxcox_sd_within, scale),
    ):
        yield name, amount_of(value, 4), unit, spread.boxcox_source


def _references(tables: PersonTables, nutrient: Nutrient) -> Iterator[Input]:
    targets = tables.targets[tables.targets["nutrient"] == nutrient.key]
    for _, target in targets[targets["amount"].notna()].iterrows():
        scope = ", supplements" if target["applies_to"] == "supplements" else ""
        scope += ", water, added" if scope and target["includes_added"] else ""
        label = f"{target['label']}{scope}"
        yield label, _number(float(target["amount"])), nutrient.unit, _cited(target)


def _deviate(row: Series[Any], nutrient: Nutrient) -> Iterator[Input]:
    """The two steps between the inputs and the probability of the EAR method."""
    if row["method"] != "ear" or isnan(row["sd_within"]) or isnan(row["sd_requirement"]):
        return
    deviation = sqrt(row["sd_requirement"] ** 2 + row["sd_within"] ** 2 / max(int(row["days"]), 1))
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
    energy = not tables.discreet and tables.mean("energy") is not None
    nutrients = [*tables.nutrients, *([find("energy")] if energy else [])]
    daily = {(row["nutrient"], row["day"]): row for row in tables.daily.to_dict("records")}
    covered = "Covered, 0–1" if tables.discreet else "Covered"
    heads = ("Day", "Counts", "Entries", covered, *(f"{n.name}, {n.unit}" for n in nutrients))
    share = decimal_share if tables.discreet else share_of
    rows = tuple(_day(daily, day, nutrients, share) for day in tables.days.to_dict("records"))
    return Grid(heads, rows, frozenset(range(2, len(heads))))


def _day(
    daily: Mapping[Any, Any],
    day: Mapping[Any, Any],
    nutrients: list[Nutrient],
    share: Callable[[float], str],
) -> Cells:
    """Whether a day counts, how much of it is known by energy (of the nutrient least known)."""
    mine = {n.key: daily[key] for n in nutrients if (key := (n.key, day["day"])) in daily}
    covered = min((row["coverage"] for row in mine.values()), default=float("nan"))
    return (
        day["day"],
        "yes" if day["usable"] else f"no: {day['reason']}",
        count_of(int(day["entries"])),
        share(covered),
        *(nutrient_amount(n, mine[n.key]["estimate"]) if n.key in mine else "–" for n in nutrients),
    )
