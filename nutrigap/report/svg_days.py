"""Day bars as inline SVG."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from markupsafe import Markup

from nutrigap.charts.bars import figure, mark_figures
from nutrigap.report.svg_parts import group_at, line, percent, picture, rectangle, tag, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nutrigap.charts.day_bars import DayBar, DayPanel
    from nutrigap.report.model import SymptomPlace

# The plot leaves a margin at the right for the amounts of the lines; pixels downwards.
_PLOT, _TALL, _FOOT, _LABEL = 0.875, 96.0, 100.0, 113.0
_APART = 13.5
_SYMPTOM_FOOT, _MOST_MARKS = 48.0, 3
# A bar is never wider than one of a week.
_FEWEST = 7
_LINES = {"need": "yl ydash", "covers": "yl", "guide": "yl ydot", "threshold": "yl ydash"}
_SIGNS = {
    "need": tag("path", d="M9 -4.5v9l-6 -4.5z", class_="mk"),
    "covers": tag("line", x1=1, x2=10, y1=0, y2=0, class_="rda"),
    "guide": tag("path", d="M5.5 -4.5l4.5 4.5 -4.5 4.5 -4.5 -4.5z", class_="mk"),
    "threshold": tag("path", d="M2 3h9l-4.5 -6z", class_="mk"),
}


def day_bars(panel: DayPanel, title: str, description: str) -> Markup:
    """One nutrient's days, the lines across, their amounts in the margin."""
    parts = [_zone(panel)]
    for place, bar in enumerate(panel.bars):
        parts += _day(panel, bar, place)
    parts.append(line(0, _PLOT, _FOOT + 0.5, "base"))
    parts += _lines(panel)
    key = f"days-{panel.nutrient.key}"
    return picture(key, "dplot", 116, title, description, parts)


def _y(panel: DayPanel, amount: float) -> float:
    return _FOOT - _TALL * panel.height(amount)


def _zone(panel: DayPanel) -> Markup:
    amounts = {mark.kind: mark.amount for mark in panel.marks}
    if not {"need", "covers"} <= amounts.keys():
        return Markup()
    top, foot = _y(panel, amounts["covers"]), _y(panel, amounts["need"])
    return rectangle(0, _PLOT, top, foot - top, "zone")


def _day(panel: DayPanel, bar: DayBar, place: int) -> list[Markup]:
    """Bar and number of one day; a place without entries stays empty."""
    pitch = _PLOT / max(len(panel.bars), _FEWEST)
    left, width = (place + 0.14) * pitch, 0.72 * pitch
    parts = [_hover(panel, bar)]
    if bar.entries and not isnan(bar.estimate):
        parts += _stack(panel, bar, left, width)
    elif bar.entries and not bar.set_aside:
        parts.append(text(left + width / 2, 97, ("?",), "dl", anchor="middle"))
    drawn = tag("g", *parts)
    if place % panel.label_step:
        return [drawn]
    kind = f"dl{' we' if bar.weekend else ''}{' as' if bar.set_aside else ''}"
    return [drawn, text(left + width / 2, _LABEL, (bar.label,), kind, anchor="middle")]


def _hover(panel: DayPanel, bar: DayBar) -> Markup:
    amount = figure(panel.nutrient, bar.estimate)
    unit = "" if isnan(bar.estimate) else f" {panel.nutrient.unit}"
    aside = ", set aside" if bar.set_aside else ""
    return tag("title", f"{bar.title}: {amount}{unit}{aside}")


def _stack(panel: DayPanel, bar: DayBar, left: float, width: float) -> list[Markup]:
    """Known, not known, tablet on top of each other; cut at the top edge with a sign."""
    if bar.set_aside:
        top = _y(panel, bar.estimate)
        return [rectangle(left, width, top, _FOOT - top, "ghost")]
    ends = [0.0, bar.known, bar.known + bar.unknown, bar.estimate]
    levels = [_y(panel, amount) for amount in ends]
    cut = panel.height(bar.estimate) >= 1
    if not cut and bar.tablet > 0 and bar.known + bar.unknown > 0:
        levels[3] = min(levels[3], levels[2] - 1)
    kinds = ("food", "hatch", "tab")
    parts = [
        rectangle(left, width, levels[n + 1], levels[n] - levels[n + 1], kind)
        for n, kind in enumerate(kinds)
        if levels[n] - levels[n + 1] > 0.05
    ]
    if cut:
        sign = tag("path", d="M-4 -1l4 -4.5 4 4.5z", class_="over")
        parts.append(group_at(left + width / 2, sign, top=_FOOT - _TALL))
    if bar.lowest_to_highest:
        parts.append(_upright(panel, bar, left + width / 2))
    return parts


def _upright(panel: DayPanel, bar: DayBar, middle: float) -> Markup:
    ends = {"y1": _y(panel, bar.high), "y2": _y(panel, bar.low)}
    x = percent(middle)
    lines = (tag("line", x1=x, x2=x, **ends, class_=kind) for kind in ("halo", "wh"))
    return Markup("").join(lines)


def _lines(panel: DayPanel) -> Iterable[Markup]:
    figures = mark_figures(panel.nutrient, panel.marks)
    for mark, shift in zip(panel.marks, _shifts(panel), strict=True):
        y = _y(panel, mark.amount)
        yield line(0, _PLOT, y, "yh")
        yield line(0, _PLOT, y, _LINES[mark.kind])
        number = tag("text", figures[mark.kind], x=14, y=4.0 + shift, class_="rl")
        yield group_at(_PLOT + 0.011, _SIGNS[mark.kind], number, top=y)


def _shifts(panel: DayPanel) -> list[float]:
    """How far the amounts of close lines move apart, in pixels."""
    ys = [_y(panel, mark.amount) for mark in panel.marks]
    shifts = [0.0] * len(ys)
    for _ in ys:
        for n in range(1, len(ys)):
            missing = _APART - (ys[n - 1] + shifts[n - 1] - ys[n] - shifts[n])
            if missing > 0:
                shifts[n - 1] += missing / 2
                shifts[n] -= missing / 2
    return shifts


def symptom_marks(places: tuple[SymptomPlace, ...], sentence: str) -> Markup:
    """Symptoms in the places of the day bars: a triangle each, a number for more than three."""
    pitch = _PLOT / max(len(places), _FEWEST)
    parts = [line(0, _PLOT, _SYMPTOM_FOOT + 0.5, "base")]
    for number, place in enumerate(places):
        middle = (number + 0.5) * pitch
        marks = [tag("title", place.title)]
        for level in range(min(place.count, _MOST_MARKS)):
            top = _SYMPTOM_FOOT - 3 - 11 * level
            marks.append(group_at(middle, tag("path", d="M-5 0h10l-5 -9z", class_="mk"), top=top))
        if place.count > _MOST_MARKS:
            marks.append(text(middle, 9, (f"{place.count}",), "rl", anchor="middle"))
        parts.append(tag("g", *marks))
    told = "; ".join(place.title for place in places if place.count)
    description = f"{sentence} {told}."
    return picture("symptoms", "dplot", 54, "Symptoms, as written down", description, parts)
