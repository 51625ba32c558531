"""One food idea from the person's own diary, where nothing speaks against it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import isnan, nan
from typing import TYPE_CHECKING

from nutrigap.charts.bars import marks_of_row
from nutrigap.charts.ranking import KNOWN
from nutrigap.tables import read_rows

if TYPE_CHECKING:
    from pandas import DataFrame

    from nutrigap.report.person import PersonTables

# An idea is worth telling from 3 % of a target a day; it is not about more than three more days a
# week; 2,000 kcal are what a share of energy is compared with, as on food labels.
_LEAST_SHARE, _MORE_DAYS, _KCAL = 0.03, 3, 2000.0
_NO_IDEAS = (
    "kidney_disease", "dialysis", "potassium_raising_medicine", "diuretic", "tube_feeding",
    "eating_disorder",
)  # fmt: skip
_NEVER = re.compile(
    r"\b(liver|cod[- ]liver|swordfish|shark|marlin|king mackerel|salt substitute|beer|wine|spirits"
    r"|cocktail|liqueur|pizza|burger|fries|chips|crisps|cake|cookie|biscuit|ice cream|chocolate"
    r"|candy|doughnut|donut|pie|sausage|bacon|hot dog|pudding|soda|lemonade)s?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Idea:
    """A food of the diary on more days a week, and what it adds a day by nutrient."""

    food: str
    more_days: int
    day: str
    portion: str
    adds: dict[str, float]


def food_idea(tables: PersonTables) -> Idea | None:
    """The food of the diary that would add most of what looks short, or ``None``.

    Only foods that are known to carry the nutrient (``food_sources.csv``) are offered, and none to
    people under 18 or where a condition speaks against it.
    """
    if not ideas_allowed(tables):
        return None
    wanted = _wanted(tables)
    offered = _offered(tables, wanted)
    rows = tables.used[tables.used["food"].isin(offered)]
    ideas = [_idea(tables, str(food), group) for food, group in rows.groupby("food", sort=False)]
    scored = [(_score(idea, wanted), idea) for idea in ideas if idea is not None]
    scored = [pair for pair in scored if pair[0] >= _LEAST_SHARE]
    return max(scored, key=lambda pair: pair[0])[1] if scored else None


def ideas_allowed(tables: PersonTables) -> bool:
    """Whether food ideas may be shown at all."""
    return tables.profile is not None and tables.profile.age_years >= 18 and not tables.has(
        *_NO_IDEAS
    )  # fmt: skip


def source_words(nutrient: str) -> list[tuple[str, re.Pattern[str], str]]:
    """Usual big sources of a nutrient: name, pattern of its words, who must avoid it."""
    return [
        (row["food"], re.compile(rf"\b({row['words']})s?\b", re.IGNORECASE), row["avoid"])
        for row in read_rows("food_sources")
        if row["nutrient"] == nutrient
    ]


def _wanted(tables: PersonTables) -> dict[str, float]:
    """Targets of the nutrients that look short or are close to the line, if more may be eaten."""
    wanted = {}
    for _, row in tables.adequacy.iterrows():
        short = row["verdict"] == "likely_short" or row["reason_code"] == "close_to_line"
        if short and row["upper_level"] not in {"above", "maybe_above"} and _may_rise(tables, row):
            amounts = [mark.amount for mark in marks_of_row(row)]
            wanted[str(row["nutrient"])] = max(amounts, default=nan)
    return {nutrient: target for nutrient, target in wanted.items() if target > 0}


def _may_rise(tables: PersonTables, row: object) -> bool:
    nutrient = row["nutrient"]  # type: ignore[index]
    if nutrient in {"calcium", "vitamin_d"} and tables.has("kidney_stones", "high_blood_calcium"):
        return False
    gut = tables.has("bariatric_surgery", "gut_disease", "b12_injection", "vegan")
    return not (nutrient == "vitamin_b12" and gut)


def _offered(tables: PersonTables, wanted: dict[str, float]) -> list[str]:
    """Foods of the diary that usually carry a nutrient wanted, by what was written and found."""
    avoided = {"greens"} if tables.has("warfarin") else set()
    avoided |= {"stones"} if tables.has("kidney_stones") else set()
    patterns = [
        pattern
        for nutrient in wanted
        for _, pattern, avoid in source_words(nutrient)
        if not avoided & set(avoid.split("|"))
    ]
    found = tables.matches.set_index("match_id")["description"]
    pairs = tables.entries[["food", "match_id"]].dropna().drop_duplicates()
    names = pairs["food"] + " | " + pairs["match_id"].map(found).fillna("")
    return [
        food
        for food, name in zip(pairs["food"], names, strict=True)
        if not _NEVER.search(name) and any(pattern.search(name) for pattern in patterns)
    ]


def _idea(tables: PersonTables, food: str, rows: DataFrame) -> Idea | None:
    """The last portion of a food, on up to three more days a week."""
    counted = max(len(tables.usable), 1)
    usual = 7 * rows["day"].nunique() / counted
    more = min(_MORE_DAYS, int(7 - usual))
    entry = rows[rows["source_class"].str.startswith("food")]
    if more < 1 or entry.empty:
        return None
    entry = entry[entry["entry_id"] == entry["entry_id"].max()]
    amounts = entry["amount"].where(entry["basis"].isin(KNOWN)) * more / 7
    adds = dict(zip(entry["nutrient"], amounts, strict=True))
    day = str(entry["day"].iloc[0])
    return Idea(food, more, day, _portion(tables, int(entry["entry_id"].iloc[0])), adds)


def _portion(tables: PersonTables, entry_id: int) -> str:
    """The amount as written, else its weight."""
    entry = tables.entries[tables.entries["entry_id"] == entry_id].iloc[0]
    if isinstance(entry["amount_text"], str) and entry["amount_text"].strip():
        return entry["amount_text"].strip()
    grams = tables.weighed.loc[tables.weighed["entry_id"] == entry_id, "grams"]
    if grams.empty or isnan(grams.iloc[0]):
        return "the same amount"
    return f"{grams.iloc[0]:.0f} g"


def _score(idea: Idea, wanted: dict[str, float]) -> float:
    """What an idea adds of the targets wanted, less its share of a day's energy."""
    added = [idea.adds.get(n, nan) / target for n, target in wanted.items()]
    gain = sum(share for share in added if not isnan(share))
    energy = idea.adds.get("energy", nan)
    return gain - (0.0 if isnan(energy) else energy / _KCAL / 2)
