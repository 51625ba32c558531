"""Report pages as Markdown: the same words and numbers, without pictures."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from nutrigap.report.document import document_of

if TYPE_CHECKING:
    from nutrigap.report.model import Page

_SIGNS = re.compile(r"([\\`*_\[\]<>|#~&])")
_GAPS = re.compile(r"\n{3,}")


class _Finished(str):
    """Text that a part of the template has escaped already."""


def escape_markdown(value: object) -> str:
    r"""Text that Markdown shows as it is, on one line.

    Examples
    --------
    >>> print(escape_markdown("2 * <b>pie</b> | x"))
    2 \* \<b\>pie\</b\> \| x
    """
    if isinstance(value, _Finished):
        return value
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
    environment.globals.update(as_is=_Finished, hashes=lambda level: _Finished("#" * level))
    return environment


def render_markdown(page: Page, sheet: str = "full") -> str:
    """One person's report, or one of its sheets."""
    template = _environment().get_template("report.md")
    text = template.render(document=document_of(page, sheet))
    return _GAPS.sub("\n\n", text).strip() + "\n"
