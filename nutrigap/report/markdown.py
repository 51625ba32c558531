"""Report pages as Markdown: the same words and numbers, without pictures."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from nutrigap.charts.bars import mark_figures
from nutrigap.charts.ranking import source_figure
from nutrigap.report.phrases import say

if TYPE_CHECKING:
    from nutrigap.report.model import Page

_SIGNS = re.compile(r"([\\`*_\[\]<>|#~&])")


def escape_markdown(value: object) -> str:
    r"""Text that Markdown shows as it is, on one line.

    Examples
    --------
    >>> print(escape_markdown("2 * <b>pie</b> | x"))
    2 \* \<b\>pie\</b\> \| x
    """
    return _SIGNS.sub(r"\\\1", " ".join(str(value).split()))


@cache
def _environment() -> Environment:
    """Everything a template inserts is escaped, whoever wrote it."""
    environment = Environment(
        loader=PackageLoader("nutrigap.report"),
        autoescape=False,
        finalize=escape_markdown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(say=say, source_figure=source_figure, mark_figures=mark_figures)
    return environment


def render_markdown(page: Page) -> str:
    """One person's report."""
    return _environment().get_template("report.md").render(page=page, first=page.first)
