"""One report model, and its faces: what to read, what it rests on, for people and professionals."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nutrigap.errors import ReportError
from nutrigap.report.request import Request

if TYPE_CHECKING:
    from collections.abc import Callable

    from nutrigap.analysis import Analysis

__all__ = ["Request", "to_excel", "to_html", "to_markdown", "to_pdf", "under_codes", "write_report"]


def to_html(
    analysis: Analysis, person: str | None = None, *, request: Request | None = None
) -> str:
    """The report of one person as one HTML file.

    Parameters
    ----------
    analysis : Analysis
        What ``analyze`` returned. The day in ``provenance["made"]`` is printed, where there is one.
    person : str, optional
        Whose report; may be left out where there is one person.
    request : Request, optional
        Which sheet, what the professional adds, and the diary to compare with.

    Returns
    -------
    str
        HTML with styles and charts inside: it needs no network and no scripts.

    Raises
    ------
    UnknownNameError
        Nobody is called that, or there are several and none is named.
    """
    return _face(".html", analysis, person, request).decode()


def to_markdown(
    analysis: Analysis, person: str | None = None, *, request: Request | None = None
) -> str:
    """The report of one person as Markdown: the same words and numbers, without pictures.

    Parameters
    ----------
    analysis : Analysis
        What ``analyze`` returned.
    person : str, optional
        Whose report; may be left out where there is one person.
    request : Request, optional
        Which sheet, what the professional adds, and the diary to compare with.

    Returns
    -------
    str
        Markdown with tables; whatever people wrote is escaped.

    Raises
    ------
    UnknownNameError
        Nobody is called that, or there are several and none is named.
    """
    return _face(".md", analysis, person, request).decode()


def to_pdf(
    analysis: Analysis, person: str | None = None, *, request: Request | None = None
) -> bytes:
    """The report of one person as a tagged PDF (PDF/UA-1); needs the extra ``pdf``.

    Parameters
    ----------
    analysis : Analysis
        What ``analyze`` returned.
    person : str, optional
        Whose report; may be left out where there is one person.
    request : Request, optional
        Which sheet and paper, what the professional adds, and the diary to compare with.

    Returns
    -------
    bytes
        The file; the same analysis gives the same bytes.

    Raises
    ------
    ReportError
        Typst is not installed.
    UnknownNameError
        Nobody is called that, or there are several and none is named.
    """
    return _face(".pdf", analysis, person, request)


def to_excel(
    analysis: Analysis, person: str | None = None, *, request: Request | None = None
) -> bytes:
    """The report of one person as an Excel workbook, a sheet a table; needs the extra ``excel``.

    Parameters
    ----------
    analysis : Analysis
        What ``analyze`` returned.
    person : str, optional
        Whose report; may be left out where there is one person.
    request : Request, optional
        Which sheet, what the professional adds, and the diary to compare with.

    Returns
    -------
    bytes
        The file: numbers are numbers that read as on the page, and text is never a formula.

    Raises
    ------
    ReportError
        XlsxWriter is not installed.
    UnknownNameError
        Nobody is called that, or there are several and none is named.
    """
    return _face(".xlsx", analysis, person, request)


def _face(ending: str, analysis: Analysis, person: str | None, request: Request | None) -> bytes:
    from nutrigap.report.faces import FACES
    from nutrigap.report.pages import page_of

    asked = request or Request()
    return FACES[ending](page_of(analysis, person, asked), Path(f"report{ending}"), asked)


def under_codes(analysis: Analysis, request: Request) -> tuple[Analysis, Request]:
    """The same analysis and request with client codes instead of names, and no notes.

    Parameters
    ----------
    analysis : Analysis
        What ``analyze`` returned.
    request : Request
        ``clients`` holds the codes by name; who has none gets a number.
    """
    from dataclasses import replace

    from nutrigap.report.anonymous import anonymised, codes_of
    from nutrigap.report.person import persons_of

    before = [] if request.earlier is None else persons_of(request.earlier)
    codes = codes_of(list(dict.fromkeys([*persons_of(analysis), *before])), request.clients)
    symptoms = (s._replace(person=codes.get(s.person, s.person)) for s in request.symptoms)
    earlier = None if request.earlier is None else anonymised(request.earlier, codes)
    clients = {codes[name]: replace(c, notes="") for name, c in request.clients.items()
               if name in codes}  # fmt: skip
    coded = replace(request, clients=clients, symptoms=tuple(symptoms), earlier=earlier)
    return anonymised(analysis, codes), replace(coded, anonymous=True)


def write_report(
    analysis: Analysis,
    path: str | Path,
    *,
    request: Request | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Path:
    """Write the report of one person to a file, or of everybody to a folder.

    Parameters
    ----------
    analysis : Analysis
        What ``analyze`` returned.
    path : str or Path
        A file ending in ``.html``, ``.pdf``, ``.xlsx`` or ``.md``, or a folder: then a file a
        person (of ``request.face``), ``index.html`` and ``summary.csv``.
    request : Request, optional
        Which sheet, what the professional adds, and the diary to compare with.
    tell : callable, optional
        Hears which report of a folder is being written.

    Returns
    -------
    Path
        The file or the folder.

    Raises
    ------
    ReportError
        The ending is not one that can be written, the library for it is not installed, several
        people need a folder, or a report of a folder failed (all others are written).
    """
    from nutrigap.report.faces import FACES, write_bytes
    from nutrigap.report.person import persons_of

    path, asked = Path(path), request or Request()
    if path.is_dir() or not path.suffix:
        from nutrigap.report.folder import write_folder

        return write_folder(analysis, path, asked, tell)
    ending = path.suffix.lower()
    if ending not in FACES:
        endings = f"{', '.join(list(FACES)[:-1])} or {list(FACES)[-1]}"
        raise ReportError(
            path, f"no report ends in {path.suffix!r}", f"a file ending in {endings}, or a folder"
        )
    persons = persons_of(analysis)
    if len(persons) != 1:
        raise ReportError(path, f"one file for {len(persons)} people", "a folder, such as reports")
    from nutrigap.report.pages import page_of

    write_bytes(path, FACES[ending](page_of(analysis, None, asked), path, asked))
    return path
