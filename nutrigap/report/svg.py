"""Charts as inline SVG: widths in percent, so that text keeps its size when a chart narrows."""

from __future__ import annotations

from math import isinf, isnan
from typing import TYPE_CHECKING

from markupsafe import Markup

from nutrigap.charts.bars import Bar, Mark, figure, mark_figures
from nutrigap.report.svg_parts import (
    group_at,
    line,
    picture,
    rectangle,
    tag,
    text,
    whisker,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nutrigap.charts.ranking import Ranking, Source

_TOP, _THICK = 17, 20
_CLASSES = {"known": "food", "unknown": "hatch", "tablet": "tab", "other": "food other"}
_MARK_CLASSES = {"need": "ear", "covers": "rda", "guide": "ailine", "threshold": "ear"}
_HEADS = {
    "need": "M-4.5 6h9l-4.5 6z",
    "guide": "M0 4.5l5.5 5.5 -5.5 5.5 -5.5 -5.5z",
    "threshold": "M-4.5 47h9l-4.5 -6z",
}
# Half the width of a letter of chart text, as a share of the narrowest chart, and in pixels.
_HALF_LETTER, _LETTER = 0.009, 6.4


def nutrient_bar(bar: Bar, title: str, description: str) -> Markup:
    """The signature bar: zone, baseline, parts, marks with their words, whisker."""
    parts = [
        rectangle(s.start, s.end - s.start, _TOP, _THICK, _CLASSES[s.kind]) for s in bar.segments
    ]
    ends = whisker(*bar.whisker, 27, 6, open_end=_open(bar)) if bar.whisker else Markup()
    height = 74 if bar.find_mark("threshold") else 60
    return picture(
        f"bar-{bar.nutrient.key}", "nbar", height, title, description,
        [zone(bar), line(0, 1, 37.5, "base"), *parts, *marks(bar), ends, *_part_words(bar),
         *mark_words(bar)],
    )  # fmt: skip


def zone(bar: Bar) -> Markup:
    """The band in which needs differ between people."""
    need, covers = bar.find_mark("need"), bar.find_mark("covers")
    if not need or not covers:
        return Markup()
    left, right = bar.at(need.amount), bar.at(covers.amount)
    return rectangle(left, right - left, 12, 30, "zone")


def _open(bar: Bar) -> bool:
    return isinf(bar.high) or bar.at(bar.high) >= 1


def marks(bar: Bar) -> Iterable[Markup]:
    """The lines beside a bar, with their heads."""
    for mark in bar.marks:
        top = 6 if mark.kind == "covers" else 12
        halo = tag("line", x1=0, x2=0, y1=top, y2=42, class_=_halo(mark))
        stroke = tag("line", x1=0, x2=0, y1=top, y2=42, class_=_MARK_CLASSES[mark.kind])
        head = tag("path", d=_HEADS[mark.kind], class_="mk") if mark.kind in _HEADS else Markup()
        yield group_at(bar.at(mark.amount), halo, stroke, head)


def _halo(mark: Mark) -> str:
    return "halo h5" if mark.kind == "covers" else "halo"


def mark_words(bar: Bar) -> Iterable[Markup]:
    """The number centred under its mark, the words outward, so that two never meet."""
    figures = mark_figures(bar.nutrient, bar.marks)
    for mark in bar.marks:
        number = tag("tspan", figures[mark.kind], class_="mv")
        shift = len(figures[mark.kind]) * _LETTER / 2
        y = 69 if mark.kind == "threshold" else 55
        if mark.kind in {"need", "threshold"}:
            words = (f"{mark.words} ", number)
            yield text(bar.at(mark.amount), y, words, "ml", anchor="end", dx=shift)
        else:
            yield text(bar.at(mark.amount), y, (number, f" {mark.words}"), "ml", dx=-shift)


def _part_words(bar: Bar) -> Iterable[Markup]:
    """Food and tablet named where both exist; the number of a bar that runs past the edge."""
    tablet = next((s for s in bar.segments if s.kind == "tablet"), None)
    both = tablet is not None and bar.known + bar.unknown > 0
    if bar.cut:
        whole = f"{figure(bar.nutrient, bar.estimate)} ›"
        words = f"with tablet {whole}" if bar.tablet > 0 else whole
        yield text(1, 11, (words,), "seg", anchor="end")
    if both and tablet is not None:
        food = max(tablet.start / 2, 2 * 4 * _HALF_LETTER / 2)
        if not (bar.cut and food > 0.5):
            yield text(_beside(food, "food", bar), 11, ("food",), "seg", anchor="middle")
        if not bar.cut:
            middle = max((tablet.start + tablet.end) / 2, food + 11 * _HALF_LETTER + 0.02)
            yield text(_beside(middle, "tablet", bar), 11, ("tablet",), "seg", anchor="middle")
    if isnan(bar.tablet):
        yield text(0, 11, ("with a tablet that nobody could look up",), "seg")


def _beside(place: float, word: str, bar: Bar) -> float:
    """The place of a word, moved left where a mark would cross it."""
    half = len(word) * _HALF_LETTER + 0.015
    for mark in sorted(bar.marks, key=lambda m: -m.amount):
        at = bar.at(mark.amount)
        if mark.kind != "threshold" and abs(place - at) < half:
            place = max(at - half, half)
    return place


def source_bar(source: Source, ranking: Ranking) -> Markup:
    """One source of a nutrient: as long as its amount, a whisker to what it may hold."""
    scale = ranking.largest
    width = 0.0 if isnan(source.amount) else min(source.amount / scale, 1.0) * 0.97
    parts = [rectangle(0, width, 0.75, 12.5, _CLASSES[source.kind])] if width > 0 else []
    if source.kind == "unknown" and source.high > source.low:
        end = min(source.high / scale, 1.0) * 0.97
        parts.append(whisker(source.low / scale * 0.97, end, 7, 4, open_end=isinf(source.high)))
    return tag("svg", *parts, class_="sbar", height=14, aria_hidden="true")


def glyph(kind: str) -> Markup:
    """The sign of a verdict: tick in a full circle, low level, dashed question mark or dash."""
    return tag(
        "svg", *_glyph_parts(kind), class_="gl", width=18, height=18, viewBox="0 0 18 18",
        aria_hidden="true",
    )  # fmt: skip


def _glyph_parts(kind: str) -> list[Markup]:
    if kind == "enough":
        tick = tag("path", d="M5 9.3l2.8 2.8L13 6.6", class_="gc")
        return [tag("circle", cx=9, cy=9, r=8, class_="gf"), tick]
    if kind == "short":
        low = tag("path", d="M2.6 12.2A7.2 7.2 0 0 0 15.4 12.2Z", class_="gf")
        return [tag("circle", cx=9, cy=9, r=7.2, class_="go"), low]
    ring = tag("circle", cx=9, cy=9, r=7.2, class_="gd")
    if kind == "none":
        return [ring, tag("path", d="M5.8 9h6.4", class_="gq")]
    hook = tag("path", d="M6.9 7.3a2.1 2.1 0 1 1 3 2c-.6.3-.9.7-.9 1.3", class_="gq")
    return [ring, hook, tag("circle", cx=9, cy=12.9, r=1, class_="gf")]
