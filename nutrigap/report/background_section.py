"""Why these nutrients, what else is worth checking, popular claims: with their sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nutrigap.background import BANDS, bands, topics_for
from nutrigap.report.model import BackgroundPage, Grid

if TYPE_CHECKING:
    from nutrigap.report.person import PersonTables

_BAND_HEADS = ("Society", "Calls it", "nmol/L", "ng/mL", "Note", "Source")


def background_section(tables: PersonTables) -> tuple[BackgroundPage, ...]:
    """Every background page; the bands of vitamin D in blood as a table."""
    pages = []
    for topic in topics_for(tables.answers).values():
        said = tuple((s.heading, s.text, f"{s.source}; {s.confidence}") for s in topic.statements)
        table = _bands() if topic.name == BANDS else Grid((), ())
        pages.append(BackgroundPage(topic.title, said, table))
    return tuple(pages)


def _bands() -> Grid:
    rows = tuple(
        (b.society, b.band, b.nmol_l, b.ng_ml, b.note, f"{b.source}; {b.confidence}")
        for b in bands()
    )
    return Grid(_BAND_HEADS, rows, frozenset({2, 3}))
