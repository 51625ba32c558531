"""Reports of many people: a file each, an index and a summary table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nutrigap.errors import NutrigapError, ReportError
from nutrigap.report.faces import FACES, write_bytes
from nutrigap.report.html import render_index
from nutrigap.report.pages import page_of
from nutrigap.report.person import persons_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from pandas import DataFrame

    from nutrigap.analysis import Analysis
    from nutrigap.report.model import Page
    from nutrigap.report.request import Request

_SUMMARY = ["person", "days", "nutrient", "unit", "mean", "low", "high", "recommended",
            "recommended_label", "authority", "verdict", "reason_code", "upper_level"]  # fmt: skip


def write_folder(
    analysis: Analysis, folder: Path, request: Request, tell: Callable[[str], None]
) -> Path:
    """A report a person, ``index.html`` and ``summary.csv``.

    Parameters
    ----------
    analysis : Analysis
        The whole run.
    folder : Path
        Where to write; made where it does not exist.
    request : Request
        Which face and sheet, and what the professional adds.
    tell : callable
        Hears which report is being written.

    Raises
    ------
    ReportError
        Reports that could not be written; all others are.
    """
    persons, face = persons_of(analysis), FACES[request.face]
    pages: list[tuple[str, Page]] = []
    failed: list[str] = []
    for number, person in enumerate(persons, start=1):
        tell(f"{number} of {len(persons)}: {person}")
        name = _file_name(person, {name for name, _ in pages}, request.face)
        try:
            page = page_of(analysis, person, request)
            write_bytes(folder / name, face(page, folder / name, request))
        except NutrigapError as error:
            failed.append(f"{person}: {error}")
        else:
            pages.append((name, page))
    write_bytes(folder / "index.html", render_index(pages).encode())
    table = summary_of(analysis, {page.person: name for name, page in pages})
    write_bytes(folder / "summary.csv", table.to_csv(index=False, lineterminator="\n").encode())
    if failed:
        raise ReportError(folder, "; ".join(failed), "a report of everybody; all others are there")
    return folder


def summary_of(analysis: Analysis, reports: Mapping[str, str]) -> DataFrame:
    """One row a person and nutrient: amounts a day, verdict, and the file of the report."""
    shown = analysis.adequacy[_SUMMARY]
    return shown.assign(report=shown["person"].map(dict(reports)))


def _file_name(person: str, taken: set[str], ending: str) -> str:
    """A name every file system takes; two people never share one."""
    plain = re.sub(r"[^\w-]+", "-", person).strip("-_")[:60] or "person"
    names = [f"{plain}{ending}", *(f"{plain}-{n}{ending}" for n in range(2, len(taken) + 3))]
    used = {name.casefold() for name in taken} | {"index.html"}
    return next(name for name in names if name.casefold() not in used)
