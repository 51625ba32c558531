"""Upper limits in sentences: always before any idea."""

from __future__ import annotations

from math import isinf, isnan
from typing import TYPE_CHECKING

from nutrigap.nutrients import find, format_amount
from nutrigap.report.model import Limits
from nutrigap.report.phrases import inside, listed, say
from nutrigap.wording import house_wording

if TYPE_CHECKING:
    from pandas import Series

    from nutrigap.report.person import PersonTables

_PASSED = ("above", "maybe_above", "day_above")


def upper_limits(tables: PersonTables) -> Limits:
    """What was passed, and for which nutrients nobody has set a limit."""
    rows = tables.adequacy
    levels = list(rows["upper_level"])
    passed = [row for _, row in rows.iterrows() if row["upper_level"] in _PASSED]
    passed.sort(key=lambda row: _PASSED.index(row["upper_level"]))
    scope = [row for _, row in rows.iterrows() if row["upper_level"] == "scope_unknown"]
    sentences = [_sentence(row) for row in passed + scope]
    unset = [inside(find(row["nutrient"]).name) for _, row in rows.iterrows()
             if row["upper_level"] == "none_set"]  # fmt: skip
    note = say("limits.none_set", nutrients=listed(unset)) if unset else ""
    if "above" in levels:
        headline = say("limits.some_passed")
    else:
        unsure = bool(passed) or any(_unread(row) for row in scope)
        headline = say("limits.none_surely_passed" if unsure else "limits.none_passed")
    return Limits(headline if len(rows) else "Not compared.", tuple(sentences), note)


def _unread(row: Series) -> bool:
    """Whether only a tablet of unknown content keeps the comparison open."""
    return isinf(row["tablets_high"]) and not isnan(row["upper_amount"])


def _open(row: Series) -> bool:
    """Whether a part of the food whose amount is not known keeps the comparison open."""
    return row["upper_scope"] == "total" and not isnan(row["upper_amount"])


def _sentence(row: Series) -> str:
    """The sentence of ``wording.csv``; it names the nutrient."""
    nutrient = find(str(row["nutrient"]))
    code = f"upper.{row['upper_level']}.{row['upper_scope']}.{nutrient.key}"
    if row["upper_level"] == "scope_unknown" and _unread(row):
        code = "upper.scope_unknown.tablet"
    elif row["upper_level"] == "scope_unknown" and _open(row):
        code = "upper.scope_unknown.open"
    elif row["upper_level"] == "day_above" and row["upper_amount"] > row["upper"]:
        code = "upper.day_above.few"
    words = {
        "Nutrient": nutrient.name,
        "nutrient": inside(nutrient.name),
        "upper_amount": format_amount(nutrient, row["upper_amount"]),
        "upper": format_amount(nutrient, row["upper"]),
        "Days_above": "Single days were",
    }
    text = house_wording().say(code, "people", words)
    return text if inside(nutrient.name) in text else f"{nutrient.name}: {text}"
