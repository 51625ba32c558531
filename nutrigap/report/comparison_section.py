"""Two visits side by side: what changed, and whether days alone could have made it."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from nutrigap.charts.bars import Bar, bar_of, figure
from nutrigap.nutrients import format_amount
from nutrigap.report.model import Comparison, ComparisonRow
from nutrigap.report.person import persons_of, tables_of
from nutrigap.report.phrases import inside, period_text, say, say_to_professional
from nutrigap.report.spread import comparable, group_spread, within_days

if TYPE_CHECKING:
    from nutrigap.analysis import Analysis
    from nutrigap.methods.facts import Spread
    from nutrigap.nutrients import Nutrient
    from nutrigap.report.person import PersonTables


def comparison_section(tables: PersonTables, earlier: Analysis | None) -> Comparison | None:
    """The comparison of a person with an earlier diary; ``None`` where there is none."""
    before = _before(tables, earlier)
    if before is None:
        return None
    rows = [row for nutrient in tables.nutrients if (row := _row(before, tables, nutrient))]
    periods = (period_text(list(before.days["day"])), period_text(list(tables.days["day"])))
    return Comparison(
        periods, tuple(rows), say_to_professional("compare.method"), _notes(before, tables)
    )


def _before(tables: PersonTables, earlier: Analysis | None) -> PersonTables | None:
    """The same person earlier; a diary of one person who is not named is that person's."""
    if earlier is None:
        return None
    persons = persons_of(earlier)
    if tables.name in persons:
        return tables_of(earlier, tables.name)
    return tables_of(earlier) if len(persons) == 1 else None


def _notes(before: PersonTables, after: PersonTables) -> tuple[str, ...]:
    """What makes the two hard to compare."""
    found = []
    if before.authority != after.authority:
        found.append("The two diaries were compared with different reference values.")
    dosed = [set(t.by_source["source_class"]) & {"supplement", "medicine"} for t in (before, after)]
    if dosed[0] or dosed[1]:
        found.append(say("compare.tablets"))
    return tuple(found)


def _row(before: PersonTables, after: PersonTables, nutrient: Nutrient) -> ComparisonRow | None:
    earlier, later = before.verdict(nutrient.key), after.verdict(nutrient.key)
    if earlier is None or later is None:
        return None
    bars = (
        bar_of(earlier, by_source=before.by_source, targets=before.targets),
        bar_of(later, by_source=after.by_source, targets=after.targets),
    )
    days = int(earlier["days"]), int(later["days"])
    sentence, professional = _judged(bars, days, group_spread(nutrient.key, after.profile))
    return ComparisonRow(*bars, _change(bars), sentence, professional)


def _change(bars: tuple[Bar, Bar]) -> str:
    """The difference with its sign."""
    before, after = bars
    change = after.estimate - before.estimate
    if isnan(change):
        return "not known"
    sign = "+" if change > 0 else "−" if change < 0 else "±"
    return f"{sign}{format_amount(after.nutrient, abs(change))}"


def _judged(bars: tuple[Bar, Bar], days: tuple[int, int], spread: Spread | None) -> tuple[str, str]:
    """Whether days alone could have made the difference, for people and for professionals."""
    before, after = bars
    change, nutrient = after.estimate - before.estimate, inside(after.nutrient.name)
    if isnan(change) or 0 in days:
        return say("compare.not_known", nutrient=nutrient), "A mean is not known; no comparison."
    if spread is None:
        return say("compare.no_spread", nutrient=nutrient), "No within-person SD for this group."
    if not comparable(spread):
        detail = f"Within-person CV {spread.cv_within:.2f}: the normal formula is not used."
        return say("compare.too_varied", nutrient=nutrient), detail
    limit = within_days(spread.sd_within, *days)
    words = {
        "nutrient": nutrient,
        "change": format_amount(after.nutrient, abs(change)),
        "limit": format_amount(after.nutrient, limit),
        "direction": "higher" if change > 0 else "lower",
    }
    return say(f"compare.{_finding(bars, change, limit)}", **words), _detail(bars, days, spread)


def _finding(bars: tuple[Bar, Bar], change: float, limit: float) -> str:
    if abs(change) <= limit:
        return "within"
    before, after = bars
    overlap = min(before.high, after.high) >= max(before.low, after.low)
    return "beyond_but_unknown" if overlap else "beyond"


def _detail(bars: tuple[Bar, Bar], days: tuple[int, int], spread: Spread) -> str:
    after = bars[1]
    unit, limit = after.nutrient.unit, within_days(spread.sd_within, *days)
    return (
        f"Difference {_change(bars)}; SD within {spread.sd_within:.4g} {unit}, "
        f"n = {days[0]} and {days[1]}: "
        f"95 of 100 pairs within ±{figure(after.nutrient, limit)} {unit}."
    )
