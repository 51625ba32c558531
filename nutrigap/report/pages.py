"""An analysis becomes the report of one person."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nutrigap.report.appendix_section import appendix_section
from nutrigap.report.background_section import background_section
from nutrigap.report.comparison_section import comparison_section
from nutrigap.report.days_section import days_section
from nutrigap.report.doctor_sheet import doctor_sheet
from nutrigap.report.first import first_screen
from nutrigap.report.ideas import ideas_section
from nutrigap.report.import_section import import_section
from nutrigap.report.method_section import method_section
from nutrigap.report.model import Page
from nutrigap.report.person import tables_of
from nutrigap.report.professional_section import professional_section
from nutrigap.report.remarks_section import remarks_section
from nutrigap.report.request import Request
from nutrigap.report.ring_section import ring_section
from nutrigap.report.shares_section import shares_section
from nutrigap.report.sources_section import sources_section
from nutrigap.report.symptoms_strip import symptoms_strip
from nutrigap.report.unknown_section import unknown_section
from nutrigap.schema import SECOND_RING

if TYPE_CHECKING:
    from pandas import DataFrame

    from nutrigap.analysis import Analysis
    from nutrigap.ideas import Ideas
    from nutrigap.report.model import DaysSection, FirstScreen
    from nutrigap.report.person import PersonTables


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
    full = request.sheet == "full"
    if request.sheet != "doctor":
        tables = replace(tables, ideas=_ideas(analysis, tables.name, request))
    first, sources = first_screen(tables), sources_section(tables, request.without)
    return Page(
        person=tables.name,
        first=first,
        remarks=remarks_section(tables, request, first.headline),
        comparison=comparison_section(tables, request.earlier),
        days=_days(tables, first, request),
        sources=sources,
        ideas=ideas_section(tables),
        shares=shares_section(tables),
        ring=ring_section(_ring(analysis, tables.name) if full else SECOND_RING.empty()),
        unknown=unknown_section(tables),
        imported=import_section(analysis, tables.name, discreet=tables.discreet),
        method=method_section(tables),
        professional=professional_section(tables, request, sources.parts),
        appendix=appendix_section(tables),
        doctor=doctor_sheet(tables, request),
        background=background_section(tables) if full else (),
        version=tables.provenance.get("version", ""),
    )


def _ideas(analysis: Analysis, person: str, request: Request) -> Ideas:
    found = analysis.find_ideas(
        without=request.without, guide_amounts=request.guide_amounts, persons=[person]
    )
    return found.of(person)


def _ring(analysis: Analysis, person: str) -> DataFrame:
    return analysis.second_ring(persons=[person])


def _days(tables: PersonTables, first: FirstScreen, request: Request) -> DaysSection:
    """The days, and the symptoms in their places."""
    days = days_section(tables, first.rows)
    panel = days.days[0].panel if days.days else None
    strip = symptoms_strip(tables, panel, request.symptoms, notes=not request.anonymous)
    return replace(days, symptoms=strip)
