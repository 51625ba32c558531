"""A made-up analysis for charts and reports: invented person, meals and numbers.

Two weeks at most: food known and not known, a tablet twice a week, a day set aside, a day of which
the person logged nothing. Amounts are per entry, so that means can be checked by hand.
"""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from functools import cache
from math import inf, nan, sqrt
from typing import TYPE_CHECKING, Any

import pandas as pd

from nutrigap.analysis import Analysis
from nutrigap.doubts import Sayings, find_doubts, foods_in_doubt
from nutrigap.gates import gate_table
from nutrigap.nutrients import nutrients
from nutrigap.profile import Profile
from nutrigap.schema import (
    ADEQUACY,
    AVERAGE,
    BY_SOURCE,
    CONTRIBUTIONS,
    DAILY,
    DAYS,
    DIARY,
    MATCHES,
    PORTIONS,
    PROBLEMS,
    RECORDS,
    REPORTED,
    TARGETS,
    WEIGHED,
)
from nutrigap.tables import read_constants, read_rows
from nutrigap.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

UNITS = {"vitamin_d": "µg", "magnesium": "mg", "calcium": "mg", "potassium": "mg",
         "vitamin_b12": "µg", "energy": "kcal"}  # fmt: skip
START = date(2026, 3, 3)
NASTY = '<b>Mum\'s</b> pie & "chips"'


class Store:
    """Stands in for the food store: the diary's foods, in 100 g, and no others."""

    def eaten(self, fdc_ids: Iterable[int] | None = None) -> pd.DataFrame:
        """Composition; sodium and vitamin K are 10 in 100 g, unknown amounts are 0."""
        rows = []
        for match, (name, food) in enumerate(FOODS.items(), start=1):
            _, _, grams, _, description, amounts, _ = food
            if description is not None:
                held = dict.fromkeys(nutrients(), 10.0) | {
                    key: 0.0 if amount != amount else amount * 100 / grams
                    for key, amount in zip(UNITS, amounts, strict=True)
                }
                rows.append({"fdc_id": 1000 + match, **held, "popularity": 1.0,
                             "usual_grams": grams, "food_code": None,
                             "category": CATEGORIES.get(name, "")})  # fmt: skip
        frame = pd.DataFrame(rows)
        return frame if fdc_ids is None else frame[frame["fdc_id"].isin(list(fdc_ids))]

    def composition(self, fdc_ids: Iterable[int]) -> pd.DataFrame:
        return self.eaten(fdc_ids)[["fdc_id", *nutrients()]]

    def foods(self, fdc_ids: Iterable[int]) -> pd.DataFrame:
        return pd.DataFrame({"fdc_id": list(fdc_ids)}).assign(description="")

    def portions(self, fdc_ids: Iterable[int]) -> pd.DataFrame:
        return PORTIONS.empty()


class Diary:
    """Stands in for the diary of the real reader: the same four tables and notes."""

    def __init__(self, entries: pd.DataFrame, records: pd.DataFrame, problems: pd.DataFrame):
        self.entries, self.records, self.problems = entries, records, problems
        self.reported, self.notes = REPORTED.empty(), ("Amounts in cups are US cups.",)


_MOST = set(range(14)) - {5, 9}
# kind, basis, grams, probability, USDA name, (D, Mg, Ca, K, B12, kcal), days eaten
FOODS: dict[str, tuple[str, str, float, float, str | None, tuple[float, ...], set[int]]] = {
    "Soy drink": ("food", "table", 250, 0.92, "Soy milk", (2.0, 38, 400, 280, nan, 100),
                  {0, 1, 2, 3, 6, 7, 8, 10, 11}),
    "Oatmeal": ("food", "table", 240, 0.97, "Oatmeal, cooked", (0, 30, 20, 160, 0, 160), _MOST),
    "Whole-wheat bread": ("food", "table", 80, 0.88, "Bread, whole wheat",
                          (0, 34, 230, 200, 0, 200), _MOST),
    "Boiled potatoes": ("food", "table", 300, 0.95, "Potato, boiled", (0, 60, 25, 1100, 0, 260),
                        {0, 2, 4, 7, 9, 12}),
    "Cheddar": ("food", "table", 50, 0.9, "Cheese, Cheddar", (0.3, 14, 360, 40, 0.5, 200),
                {1, 3, 4, 6, 8, 10, 12}),
    "Salmon": ("food", "table", 120, 0.93, "Salmon, baked", (13.0, 36, 18, 460, 3.4, 240), {8}),
    "Pumpkin seeds": ("food", "table", 30, 0.96, "Pumpkin seeds", (0, 160, 14, 240, 0, 170),
                      {2, 11}),
    "Pasta with tomato sauce": ("food", "table", 350, 0.81, "Pasta with tomato sauce",
                                (0, 40, 180, 620, 0, 480), _MOST - {8}),
    "Coffee": ("food", "table", 480, 0.99, "Coffee, brewed", (0, 14, 10, 240, 0, 5), _MOST | {5}),
    "Veggie burger": ("food", "imputed", 90, 0.31, "Vegetable burger",
                      (0.1, 30, 60, 250, 0.8, 180), {3, 7, 11}),
    NASTY: ("food", "imputed", 220, 0.0, None, (0.6, 40, 80, 400, 0.9, 420), {1, 4, 6, 10}),
    "Vitamin D3 1000 IU": ("supplement", "dose", nan, 0.0, None, (10.0, nan, nan, nan, nan, nan),
                           {0, 3, 7, 10}),
}  # fmt: skip
# Food groups; what has none is never an idea.
CATEGORIES = {"Soy drink": "Plant-based milk", "Oatmeal": "Oatmeal", "Cheddar": "Cheese",
              "Boiled potatoes": "White potatoes, baked or boiled", "Salmon": "Fish",
              "Pumpkin seeds": "Nuts and seeds"}  # fmt: skip
_NUTRIENTS = tuple(UNITS)
_TABLET = {"supplement": "supplement"}
# EAR, RDA or AI, UL; scope of the UL; coefficient of variation
REFERENCES: Mapping[str, tuple[float, float, float, str]] = {
    "vitamin_d": (10, 15, 100, "total"), "magnesium": (265, 320, 350, "supplements"),
    "calcium": (800, 1000, 2500, "total"), "potassium": (nan, 2600, nan, "total"),
    "vitamin_b12": (2.0, 2.4, nan, "total"),
}  # fmt: skip
SPREADS = {
    nutrient: {
        "sd_within": sd,
        "cv_within": cv,
        "spread_source": "IOM 2000, Appendix B",
        "spread_confidence": "checked",
    }
    for nutrient, sd, cv in (("magnesium", 86.0, 0.38), ("calcium", 325.0, 0.51))
}
VERDICTS: Mapping[str, tuple[str, str, str, float, str]] = {
    "vitamin_d": ("likely_short", "food_only_sun", "posterior", 0.09, "below"),
    "magnesium": ("likely_short", "requirement", "ear", 0.06, "below"),
    "calcium": ("likely_enough", "requirement", "ear", 0.95, "below"),
    "potassium": ("cannot_tell", "below_ai", "ai", nan, "none_set"),
    "vitamin_b12": ("cannot_tell", "missing_data", "qualitative", nan, "none_set"),
}  # fmt: skip


def analysis(
    *,
    days: int = 14,
    persons: Iterable[str] = ("me",),
    verdicts: Mapping[str, tuple[str, str, str, float, str]] | None = None,
    profile: Profile | None = Profile("female", 34),  # noqa: B008
    dated: bool = True,
) -> Analysis:
    """The whole analysis; ``verdicts`` replaces those of some nutrients. Tests may change it."""
    changed = tuple((verdicts or {}).items())
    made = _analysis(days, tuple(persons), changed, profile, dated)
    tables = {f.name: getattr(made, f.name) for f in fields(made)}
    copies = {n: table.copy() for n, table in tables.items() if isinstance(table, pd.DataFrame)}
    own = Diary(*(getattr(made.diary, n).copy() for n in ("entries", "records", "problems")))
    return replace(made, diary=own, **copies)


@cache
def _analysis(
    days: int,
    persons: tuple[str, ...],
    verdicts: tuple[tuple[str, tuple[str, str, str, float, str]], ...],
    profile: Profile | None,
    dated: bool,
) -> Analysis:
    rows, contributed = _entries(days, persons, dated)
    contributions = CONTRIBUTIONS.frame(contributed)
    table_of_days = DAYS.frame(_days(rows))
    average = AVERAGE.frame(_average(contributions, table_of_days))
    sources = BY_SOURCE.frame(_by_source(contributions, table_of_days, average))
    diary = Diary(DIARY.frame(rows), RECORDS.frame(_records(rows)), PROBLEMS.frame(_problems()))
    profiles = {} if profile is None else dict.fromkeys(persons, profile)
    adequacy = ADEQUACY.empty() if profile is None else ADEQUACY.frame(
        _adequacy(average, {**VERDICTS, **dict(verdicts)})
    )  # fmt: skip
    targets = TARGETS.empty() if profile is None else TARGETS.frame(_targets())
    targets = pd.concat([targets.assign(person=person) for person in persons], ignore_index=True)
    matches, weighed = MATCHES.frame(_matches(rows)), WEIGHED.frame(_weighed(rows))
    doubtful = foods_in_doubt(
        contributions, diary.entries, matches, weighed, table_of_days, table_probability=0.5
    )
    sayings = Sayings(read_constants("thresholds"), Wording(read_rows("wording")))
    return Analysis(
        diary=diary,  # type: ignore[arg-type]
        profiles=profiles,
        authority="us_dri",
        matches=matches,
        weighed=weighed,
        contributions=contributions,
        daily=DAILY.frame(_daily(contributions)),
        days=table_of_days,
        average=average,
        by_source=sources,
        targets=targets,
        adequacy=adequacy,
        doubts=find_doubts(adequacy, doubtful, sayings),
        gates=gate_table(profiles, read_rows("gates"), Wording(read_rows("wording"))),
        simulated=None,  # type: ignore[arg-type]
        store=Store(),  # type: ignore[arg-type]
        provenance={
            "version": "0.1.0", "made": "2026-03-18", "store": "packaged", "seed": "0",
            "draws": "1000", "prefer": "stated",
            "releases": "survey_2024-10-31; foundation_2025-04-24; sr28",
        },
        notes=("Amounts in cups are US cups.",),
    )  # fmt: skip


def _entries(
    days: int, persons: tuple[str, ...], dated: bool
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    entries: list[dict[str, Any]] = []
    contributed: list[dict[str, Any]] = []
    for person in persons:
        for n in range(days):
            when = START + timedelta(days=n)
            day = when.isoformat() if dated else f"recall {n + 1}"
            for match, (food, (kind, *_rest, eaten)) in enumerate(FOODS.items(), start=1):
                if n % 14 not in eaten:
                    continue
                entry = len(entries) + 1
                entries.append({
                    "entry_id": entry, "match_id": match, "person": person, "day": day,
                    "date": pd.Timestamp(when) if dated else pd.NaT, "kind": kind, "food": food,
                    "format": "plain", "source_file": "servings.csv", "source_line": entry + 1,
                    "meal": "breakfast", "amount_text": f"{FOODS[food][2]:g} g",
                })  # fmt: skip
                contributed += [
                    {**row, "entry_id": entry, "person": person, "day": day}
                    for row in _contributed(food)
                ]
    return entries, contributed


def _contributed(food: str) -> Iterable[dict[str, Any]]:
    kind, basis, _, _, _, amounts, _ = FOODS[food]
    for nutrient, amount in zip(_NUTRIENTS, amounts, strict=True):
        if kind == "supplement" and amount != amount:
            continue
        guessed = basis == "imputed" or amount != amount
        best = 0.6 if amount != amount else amount
        yield {
            "nutrient": nutrient, "food": food, "amount": best, "unit": UNITS[nutrient],
            "low": 0.3 * best if guessed else 0.95 * best,
            "high": 2.5 * best if guessed else 1.05 * best,
            "deviation": (0.67 if guessed else 0.03) * best,
            "basis": "imputed" if guessed else basis, "weight": 100.0,
            "source_class": _TABLET.get(kind, "food"),
        }  # fmt: skip


def _days(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    counted = pd.DataFrame(rows).groupby(["person", "day"], sort=False)
    return [
        {"person": person, "day": day, "date": group["date"].iloc[0], "entries": len(group),
         "energy": 200.0 * len(group), "complete": pd.NA, "usable": len(group) > 1,
         "reason": None if len(group) > 1 else "much less energy than this person's other days"}
        for (person, day), group in counted
    ]  # fmt: skip


def _sums(table: pd.DataFrame) -> dict[str, float]:
    known = table["basis"] != "imputed"
    estimate, sure = table["amount"].sum(), table["amount"].where(known).sum()
    guess = table["amount"].where(~known).sum()
    spread = 0.05 * estimate / sqrt(len(table))
    return {
        "known": sure, "estimate": estimate, "low": sure + 0.5 * guess - spread,
        "high": sure + 2 * guess + spread, "coverage": known.mean(),
        "coverage_nutrient": sure / estimate if estimate else nan, "entries": len(table),
        "unknown_entries": int((~known).sum()),
    }  # fmt: skip


def _daily(contributions: pd.DataFrame) -> list[dict[str, Any]]:
    groups = contributions.groupby(["person", "day", "nutrient"], sort=False)
    return [
        {"person": person, "day": day, "nutrient": nutrient, "unit": UNITS[nutrient], **_sums(g)}
        for (person, day, nutrient), g in groups
    ]


def _average(contributions: pd.DataFrame, days: pd.DataFrame) -> list[dict[str, Any]]:
    usable = days.loc[days["usable"], ["person", "day"]]
    used = contributions.merge(usable, on=["person", "day"])
    rows = []
    for (person, nutrient), group in used.groupby(["person", "nutrient"], sort=False):
        by_day = group.groupby("day")["amount"].sum()
        sums = _sums(group)
        means = {k: sums[k] / len(by_day) for k in ("known", "estimate", "low", "high")}
        names = {"person": person, "nutrient": nutrient, "unit": UNITS[nutrient]}
        rows.append({**names, "days": len(by_day), **sums, **means, "sd_days": by_day.std()})
    return rows


def _by_source(
    contributions: pd.DataFrame, days: pd.DataFrame, average: pd.DataFrame
) -> list[dict[str, Any]]:
    usable = days.loc[days["usable"], ["person", "day"]]
    used = contributions.merge(usable, on=["person", "day"])
    count = average.set_index(["person", "nutrient"])["days"]
    return [
        {"person": person, "nutrient": nutrient, "unit": UNITS[nutrient], "source_class": source,
         "amount": g["amount"].sum() / count[person, nutrient], "low": nan, "high": nan}
        for (person, nutrient, source), g in used.groupby(
            ["person", "nutrient", "source_class"], sort=False
        )
    ]  # fmt: skip


def _adequacy(
    average: pd.DataFrame, verdicts: Mapping[str, tuple[str, str, str, float, str]]
) -> list[dict[str, Any]]:
    rows = []
    for row in average[average["nutrient"] != "energy"].itertuples():
        need, recommended, upper, scope = REFERENCES[row.nutrient]
        verdict, code, method, probability, level = verdicts[row.nutrient]
        rows.append({
            "person": row.person, "nutrient": row.nutrient, "unit": row.unit,
            "authority": "us_dri", "days": row.days, "mean": row.estimate, "low": row.low,
            "high": row.high, "coverage": row.coverage,
            "coverage_nutrient": row.coverage_nutrient, "sd_days": row.sd_days,
            "requirement": need, "requirement_label": "EAR" if need == need else None,
            "recommended": recommended, "recommended_label": "RDA" if need == need else "AI",
            "percent_of_recommended": 100 * row.estimate / recommended,
            "probability_adequate": probability, "probability_low": probability - 0.02,
            "probability_high": probability + 0.03, "probability_without_diary": nan,
            "days_needed": inf if code == "close_to_line" else 8.0, "verdict": verdict,
            "reason_code": code, "reason": f"Your food gave about {row.estimate:.0f} a day.",
            "reason_professional": f"Mean {row.estimate:.1f}, n = {row.days}.", "upper": upper,
            "upper_label": "UL" if upper == upper else None, "upper_scope": scope,
            "upper_amount": 0.0 if scope == "supplements" else row.estimate,
            "upper_level": level, "method": method, "edition": "2011", "source": "IOM 2011",
            **SPREADS.get(row.nutrient, {}), "sd_requirement": 0.1 * need,
            "sd_requirement_basis": "stated" if need == need else None,
        })  # fmt: skip
    return rows


def _targets() -> list[dict[str, Any]]:
    rows = []
    for nutrient, (need, recommended, upper, scope) in REFERENCES.items():
        guide = need != need
        kinds = [("average_requirement", "EAR", need, "total"),
                 ("adequate_intake" if guide else "recommended", "AI" if guide else "RDA",
                  recommended, "total"),
                 ("upper_limit", "UL", upper, scope)]  # fmt: skip
        rows += [
            {"authority": "us_dri", "nutrient": nutrient, "kind": kind, "label": label,
             "amount": amount, "unit": UNITS[nutrient], "applies_to": applies,
             "requirement_cv": 0.1, "includes_added": False, "edition": "2011",
             "source": "Institute of Medicine 2011, table S-1", "confidence": "checked"}
            for kind, label, amount, applies in kinds
            if amount == amount or kind == "upper_limit"
        ]  # fmt: skip
    return rows


def _matches(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    seen = sorted({(row["match_id"], row["food"]) for row in rows})
    return [
        {"match_id": match, "rank": 1, "fdc_id": 1000 + match if FOODS[food][4] else pd.NA,
         "food_code": None, "description": FOODS[food][4], "data_type": "survey",
         "probability": FOODS[food][3], "weight": FOODS[food][3],
         "method": "text" if FOODS[food][4] else "none"}
        for match, food in seen
    ]  # fmt: skip


def _weighed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"entry_id": row["entry_id"], "match_id": row["match_id"], "fdc_id": pd.NA,
         "grams": FOODS[row["food"]][2], "grams_basis": "stated", "grams_spread": 0.05}
        for row in rows
    ]  # fmt: skip


def _records(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    entries = [
        {"source_file": row["source_file"], "source_line": row["source_line"], "outcome": "entry",
         "reason": None, "entry_id": row["entry_id"]}
        for row in rows
    ]  # fmt: skip
    extra = {"source_file": "servings.csv", "entry_id": pd.NA}
    return [
        *entries,
        {**extra, "source_line": 900, "outcome": "set_aside", "reason": "exercise"},
        {**extra, "source_line": 901, "outcome": "problem", "reason": None},
    ]


def _problems() -> list[dict[str, Any]]:
    return [
        {"source_file": "servings.csv", "source_line": 901, "column": "Amount",
         "value": "<i>1/2 bowl</i>", "problem": "cannot be read as an amount; not kept",
         "kept": False}
    ]  # fmt: skip
