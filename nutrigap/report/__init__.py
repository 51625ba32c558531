"""One report model, and its faces: what to read, what it rests on, for people and professionals."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from nutrigap.errors import ReportError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nutrigap.analysis import Analysis
    from nutrigap.report.model import Page

__all__ = ["to_html", "to_markdown", "write_report"]


def to_html(analysis: Analysis, person: str | None = None) -> str:
    """The report of one person as one HTML file.

    Parameters
    ----------
    analysis : Analysis
        What ``analyze`` returned. The day in ``provenance["made"]`` is printed, where there is one.
    person : str, optional
        Whose report; may be left out where there is one person.

    Returns
    -------
    str
        HTML with styles and charts inside: it needs no network and no scripts.

    Raises
    ------
    UnknownNameError
        Nobody is called that, or there are several and none is named.
    """
    from nutrigap.report.html import render_page
    from nutrigap.report.pages import page_of

    return render_page(page_of(analysis, person))


def to_markdown(analysis: Analysis, person: str | None = None) -> str:
    """The report of one person as Markdown: the same words and numbers, without pictures.

    Parameters
    ----------
    analysis : Analysis
        What ``analyze`` returned.
    person : str, optional
        Whose report; may be left out where there is one person.

    Returns
    -------
    str
        Markdown with tables; whatever people wrote is escaped.

    Raises
    ------
    UnknownNameError
        Nobody is called that, or there are several and none is named.
    """
    from nutrigap.report.markdown import render_markdown
    from nutrigap.report.pages import page_of

    return render_markdown(page_of(analysis, person))


_FACES = {".html": to_html, ".md": to_markdown}


def write_report(analysis: Analysis, path: str | Path) -> Path:
    """Write the report of one person to a file, or of everybody to a folder.

    Parameters
    ----------
    analysis : Analysis
        What ``analyze`` returned.
    path : str or Path
        A file ending in ``.html`` or ``.md``, or a folder: then an HTML file a person and
        ``index.html``.

    Returns
    -------
    Path
        The file or the folder.

    Raises
    ------
    ReportError
        The ending is not one that can be written, or several people need a folder.
    """
    from nutrigap.report.person import persons_of

    path = Path(path)
    persons = persons_of(analysis)
    if path.is_dir() or not path.suffix:
        return _write_folder(analysis, path, persons)
    face = _FACES.get(path.suffix.lower())
    if face is None:
        endings = " or ".join(_FACES)
        raise ReportError(
            path, f"no report ends in {path.suffix!r}", f"a file ending in {endings}, or a folder"
        )
    if len(persons) != 1:
        raise ReportError(path, f"one file for {len(persons)} people", "a folder, such as reports")
    _write(path, face(analysis))
    return path


def _write_folder(analysis: Analysis, folder: Path, persons: Iterable[str]) -> Path:
    from nutrigap.report.html import render_index, render_page
    from nutrigap.report.pages import page_of

    pages: list[tuple[str, Page]] = []
    for person in persons:
        page = page_of(analysis, person)
        name = _file_name(person, {name for name, _ in pages})
        _write(folder / name, render_page(page))
        pages.append((name, page))
    _write(folder / "index.html", render_index(pages))
    return folder


def _file_name(person: str, taken: set[str]) -> str:
    """A name every file system takes; two people never share one."""
    plain = re.sub(r"[^\w-]+", "-", person).strip("-_")[:60] or "person"
    names = [f"{plain}.html", *(f"{plain}-{n}.html" for n in range(2, len(taken) + 3))]
    used = {name.casefold() for name in taken} | {"index.html"}
    return next(name for name in names if name.casefold() not in used)


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ReportError(path, str(error), "a place that can be written to") from error
