"""What the professional adds: words, a name, facts about the client; shown, never judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nutrigap.people import Client
from nutrigap.report.model import Grid, Remarks

if TYPE_CHECKING:
    from nutrigap.report.person import PersonTables
    from nutrigap.report.request import Request


def client_of(tables: PersonTables, request: Request) -> Client:
    """The facts about a person; nothing is known of people whom nobody described."""
    return request.clients.get(tables.name, Client())


def remarks_section(tables: PersonTables, request: Request, headline: str) -> Remarks:
    """Summary (the counted sentence stands in for it), comment, name, facts, laboratory values."""
    client = client_of(tables, request)
    facts = [("Client code", client.code), ("Medicines, as given", client.medicines)]
    facts += [("Notes", client.notes)] if not request.anonymous else []
    return Remarks(
        summary=request.summary or headline,
        comment=request.comment,
        reviewed_by=request.reviewed_by,
        facts=tuple((name, text) for name, text in facts if text),
        laboratory=laboratory_of(client),
    )


def laboratory_of(client: Client) -> Grid:
    """Laboratory values as they were given."""
    return Grid(("Laboratory value", "As given"), client.laboratory, frozenset({1}))
