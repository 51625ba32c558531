"""Report pages as HTML: one file, charts inside, no scripts and nothing to load."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from nutrigap.charts.ranking import source_figure
from nutrigap.report import svg
from nutrigap.report.phrases import say
from nutrigap.report.svg_compare import dumbbell, track
from nutrigap.report.svg_days import day_bars, symptom_marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nutrigap.report.model import Page


@cache
def _environment() -> Environment:
    """Templates that escape whatever people wrote, and refuse names that do not exist."""
    environment = Environment(
        loader=PackageLoader("nutrigap.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        say=say, source_figure=source_figure, glyph=svg.glyph, nutrient_bar=svg.nutrient_bar,
        source_bar=svg.source_bar, day_bars=day_bars, dumbbell=dumbbell, track=track,
        symptom_marks=symptom_marks,
    )  # fmt: skip
    return environment


_TEMPLATES = {"full": "report.html", "client": "sheet_client.html", "doctor": "sheet_doctor.html"}


def render_page(page: Page, sheet: str = "full") -> str:
    """One person's report, or one of its one-page sheets."""
    template = _environment().get_template(_TEMPLATES[sheet])
    return template.render(page=page, first=page.first, alone=sheet != "full")


def render_index(pages: Sequence[tuple[str, Page]]) -> str:
    """A table of people and verdicts; each pair is a file name and its page."""
    return _environment().get_template("index.html").render(pages=pages)
