"""The four faces of a page, by the ending of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nutrigap.errors import ReportError
from nutrigap.report.html import render_page
from nutrigap.report.markdown import render_markdown

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nutrigap.report.model import Page
    from nutrigap.report.request import Request

    Face = Callable[[Page, Path, Request], bytes]


def _html(page: Page, _: Path, request: Request) -> bytes:
    return render_page(page, request.sheet).encode()


def _markdown(page: Page, _: Path, request: Request) -> bytes:
    return render_markdown(page, request.sheet).encode()


def _pdf(page: Page, path: Path, request: Request) -> bytes:
    from nutrigap.report.pdf import render_pdf

    return render_pdf(page, path, sheet=request.sheet, paper=request.paper)


def _excel(page: Page, path: Path, request: Request) -> bytes:
    from nutrigap.report.workbook import render_workbook

    return render_workbook(page, path, sheet=request.sheet)


FACES: dict[str, Face] = {".html": _html, ".pdf": _pdf, ".xlsx": _excel, ".md": _markdown}


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file, and the folders above it.

    Raises
    ------
    ReportError
        It cannot be written there.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise ReportError(path, str(error), "a place that can be written to") from error
