"""An analysis becomes the report of one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nutrigap.report.appendix_section import appendix_section
from nutrigap.report.comparison_section import comparison_section
from nutrigap.report.days_section import days_section
from nutrigap.report.doctor_sheet import doctor_sheet
from nutrigap.report.first import first_screen
from nutrigap.report.import_section import import_section
from nutrigap.report.method_section import method_section
from nutrigap.report.model import Page
from nutrigap.report.person import tables_of
from nutrigap.report.professional_section import professional_section
from nutrigap.report.remarks_section import remarks_section
from nutrigap.report.request import Request
from nutrigap.report.shares_section import shares_section
from nutrigap.report.sources_section import sources_section
from nutrigap.report.unknown_section import unknown_section

if TYPE_CHECKING:
    from nutrigap.analysis import Analysis


def page_of(analysis: Analysis, person: str | None = None, request: Request | None = None) -> Page:
    """Everything the report of one person says, decided; every face of the report reads this.

    Parameters
    ----------
    analysis : Analysis
        The whole run.
    person : str, optional
        Whose report; may be left out where there is one person.
    request : Request, optional
        What the professional adds, and the diary to compare with.

    Returns
    -------
    Page
        Texts, numbers and chart data.

    Raises
    ------
    UnknownNameError
        Nobody is called that, or there are several and none is named.
    """
    request = request or Request()
    tables = tables_of(analysis, person)
    first, sources = first_screen(tables), sources_section(tables)
    return Page(
        person=tables.name,
        first=first,
        remarks=remarks_section(tables, request, first.headline),
        comparison=comparison_section(tables, request.earlier),
        days=days_section(tables, first.rows),
        sources=sources,
        shares=shares_section(tables),
        unknown=unknown_section(tables),
        imported=import_section(analysis, tables.name),
        method=method_section(tables),
        professional=professional_section(tables, request, sources),
        appendix=appendix_section(tables),
        doctor=doctor_sheet(tables, request),
        version=tables.provenance.get("version", ""),
    )
