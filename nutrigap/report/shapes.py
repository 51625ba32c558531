"""Charts as plain numbers, for faces that draw them in a language of their own."""

from __future__ import annotations

from math import isinf, isnan
from typing import TYPE_CHECKING, Any

from nutrigap.charts.bars import figure, mark_figures
from nutrigap.charts.ranking import source_figure

if TYPE_CHECKING:
    from nutrigap.charts.bars import Bar
    from nutrigap.charts.day_bars import DayBar, DayPanel
    from nutrigap.charts.heat import HeatCalendar
    from nutrigap.charts.ranking import Ranking, Source
    from nutrigap.report.model import ComparisonRow

Shape = dict[str, Any]


def bar_shape(bar: Bar) -> Shape:
    """The nutrient bar: places are shares of its width."""
    need, covers = bar.find_mark("need"), bar.find_mark("covers")
    figures = mark_figures(bar.nutrient, bar.marks)
    ends = bar.whisker
    return {
        "segments": [[s.kind, s.start, s.end] for s in bar.segments],
        "zone": [bar.at(need.amount), bar.at(covers.amount)] if need and covers else None,
        "marks": [
            {"kind": m.kind, "at": bar.at(m.amount), "figure": figures[m.kind], "words": m.words}
            for m in bar.marks
        ],
        "whisker": [*ends, bool(isinf(bar.high) or bar.at(bar.high) >= 1)] if ends else None,
        "cut": f"{figure(bar.nutrient, bar.estimate)} ›" if bar.cut else "",
        "both": bool(bar.tablet > 0 and bar.known + bar.unknown > 0),
    }


def dumbbell_shape(row: ComparisonRow) -> Shape:
    """Two visits on the scale of the later bar; nothing where an amount is not known."""
    shape = bar_shape(row.after)
    ends = [
        None if isnan(bar.estimate) else _end(bar, row.after) for bar in (row.before, row.after)
    ]
    return {**shape, "segments": [], "whisker": None, "ends": ends}


def _end(bar: Bar, scale: Bar) -> Shape:
    reach = [scale.at(bar.low), scale.at(bar.high)] if bar.doubtful else None
    return {"at": min(scale.at(bar.estimate), 0.985), "whisker": reach}


def days_shape(panel: DayPanel) -> Shape:
    """Day bars: heights are shares of the panel's height."""
    figures = mark_figures(panel.nutrient, panel.marks)
    return {
        "bars": [_day_shape(panel, bar) for bar in panel.bars],
        "step": panel.label_step,
        "marks": [
            {"kind": m.kind, "at": panel.height(m.amount), "figure": figures[m.kind]}
            for m in panel.marks
        ],
    }


def _day_shape(panel: DayPanel, bar: DayBar) -> Shape:
    shape = {"label": bar.label, "weekend": bar.weekend, "aside": bar.set_aside, "parts": []}
    if not bar.entries:
        return {**shape, "kind": "none"}
    if isnan(bar.estimate):
        return {**shape, "kind": "unknown"}
    ends = [0.0, bar.known, bar.known + bar.unknown, bar.estimate]
    levels = [panel.height(amount) for amount in ends]
    kinds = ("known", "unknown", "tablet")
    parts = [[k, levels[n], levels[n + 1]] for n, k in enumerate(kinds) if ends[n + 1] > ends[n]]
    reach = [panel.height(bar.low), panel.height(bar.high)] if bar.lowest_to_highest else None
    cut = bool(panel.height(bar.estimate) >= 1)
    return {**shape, "kind": "day", "parts": parts, "top": levels[3], "reach": reach, "cut": cut}


def sources_shape(ranking: Ranking) -> list[Shape]:
    """Ranked sources: lengths are shares of the longest."""
    return [_source_shape(ranking, source) for source in ranking.sources]


def _source_shape(ranking: Ranking, source: Source) -> Shape:
    scale = ranking.largest
    reach = None
    if source.kind == "unknown" and source.high > source.low:
        reach = [source.low / scale, min(source.high / scale, 1.0), isinf(source.high)]
    return {
        "name": source.name,
        "days": source.days,
        "kind": source.kind,
        "width": 0.0 if isnan(source.amount) else min(source.amount / scale, 1.0),
        "reach": reach,
        "amount": source_figure(ranking.nutrient, source),
    }


def heat_shape(calendar: HeatCalendar) -> Shape:
    """The calendar: weeks of tiles."""
    return {
        "name": calendar.nutrient.name,
        "unit": f"{calendar.nutrient.unit} a day",
        "weekdays": list(calendar.weekdays),
        "weeks": [
            [
                None
                if day is None
                else {
                    "day": str(day.when.day),
                    "text": calendar.text(day),
                    "step": day.step,
                    "kind": day.kind,
                }
                for day in week
            ]
            for week in calendar.weeks
        ],
    }
