"""The dumbbell of two visits as inline SVG: open circle before, filled circle after."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from markupsafe import Markup

from nutrigap.report.svg import mark_words, marks, zone
from nutrigap.report.svg_parts import line, percent, picture, rectangle, tag, whisker

if TYPE_CHECKING:
    from nutrigap.charts.bars import Bar
    from nutrigap.report.model import ComparisonRow

# Pixels downwards; a circle past the right edge stays whole.
_BEFORE, _AFTER, _LAST = 21.0, 33.0, 0.985


def dumbbell(row: ComparisonRow, name: str = "visits") -> Markup:
    """Both ends on the scale of the nutrient bar, with its lines; ranges at both ends."""
    bar = row.after
    parts = [zone(bar), line(0, 1, 27, "base"), *marks(bar), *mark_words(bar)]
    parts += [_link(row), *_end(row.before, bar, _BEFORE, "open"), *_end(bar, bar, _AFTER, "full")]
    title = f"{row.name}: {row.change_text}"
    return picture(
        f"{name}-{bar.nutrient.key}", "nbar", 60, title, f"{title}. {row.sentence}".strip(), parts
    )


def _link(row: ComparisonRow) -> Markup:
    if isnan(row.before.estimate) or isnan(row.after.estimate):
        return Markup()
    ends = [min(row.after.at(b.estimate), _LAST) for b in (row.before, row.after)]
    return tag(
        "line", x1=percent(ends[0]), x2=percent(ends[1]), y1=_BEFORE, y2=_AFTER, class_="link"
    )


def _end(bar: Bar, scale: Bar, y: float, kind: str) -> list[Markup]:
    """The circle of one visit and its range."""
    if isnan(bar.estimate):
        return []
    at = min(scale.at(bar.estimate), _LAST)
    ends = [whisker(scale.at(bar.low), scale.at(bar.high), y, 3)] if bar.doubtful else []
    return [*ends, tag("circle", cx=percent(at), cy=y, r=5.0, class_=f"dot {kind}")]


def track(share: float) -> Markup:
    """A short track, full at half a target; its amount stands in words beside it."""
    parts = [rectangle(0, 1, 0, 8, "track")]
    parts += [rectangle(0, share, 0, 8, "adds")] if share > 0 else []
    return tag("svg", *parts, class_="sbar", height=8, aria_hidden="true")
