"""Report pages as PDF, laid out by Typst from the same model."""

from __future__ import annotations

import json
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from nutrigap.report.document import document_of
from nutrigap.report.extras import load_extra

if TYPE_CHECKING:
    from pathlib import Path

    from nutrigap.report.model import Page

_PAPERS = {"a4": "a4", "letter": "us-letter"}


def render_pdf(page: Page, path: str | Path, *, sheet: str = "full", paper: str = "a4") -> bytes:
    """One person's report, or one of its sheets; the same page gives the same bytes.

    Parameters
    ----------
    page : Page
        The report as data.
    path : str or Path
        Where it will stand, for the message.
    sheet : str
        ``full``, ``client`` or ``doctor``.
    paper : str
        ``a4`` or ``letter``.

    Raises
    ------
    ReportError
        Typst is not installed.
    """
    typst = load_extra("typst", path)
    data = json.dumps(document_of(page, sheet), ensure_ascii=False, allow_nan=False)
    inputs = {"data": data, "paper": _PAPERS[paper]}
    with as_file(files("nutrigap.report") / "templates" / "report.typ") as template:
        # Only the fonts that Typst brings: a report looks the same on every machine.
        made: bytes = typst.compile(
            str(template), sys_inputs=inputs, ignore_system_fonts=True, pdf_standards="ua-1"
        )
    return made
