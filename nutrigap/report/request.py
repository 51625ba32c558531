"""What a report is asked to hold besides the analysis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nutrigap.errors import UnknownNameError

if TYPE_CHECKING:
    from nutrigap.analysis import Analysis
    from nutrigap.people import Client
    from nutrigap.symptoms import Symptom

SHEETS = ("full", "client", "doctor")
PAPERS = ("a4", "letter")
ENDINGS = (".html", ".pdf", ".xlsx", ".md")


@dataclass(frozen=True)
class Request:
    """The professional's own words, the client's facts, and which sheet.

    Parameters
    ----------
    sheet : str
        ``full``, or one page: ``client``, or ``doctor`` (for a doctor or pharmacist).
    face : str
        Ending of the files of a folder: ``.html``, ``.pdf``, ``.xlsx`` or ``.md``.
    paper : str
        Paper of a PDF: ``a4`` or ``letter``.
    summary : str
        The professional's summary; the counted sentence stands in for it where there is none.
    comment : str
        The professional's comment, printed as it is.
    reviewed_by : str
        Name and credentials.
    clients : mapping of str to Client
        Code, notes, medicines and laboratory values by person; shown, never judged.
    symptoms : tuple of Symptom
        What was felt on which day; shown on the doctor's sheet.
    earlier : Analysis, optional
        The same people before, to compare with.
    without : tuple of str
        Foods that no idea may name: dairy, fish, nuts, gluten, vegan …
    guide_amounts : bool
        Whether ideas aim at guide amounts too.
    anonymous : bool
        Codes instead of names, and no notes.

    Raises
    ------
    UnknownNameError
        There is no such sheet, face or paper.
    """

    sheet: str = "full"
    face: str = ".html"
    paper: str = "a4"
    summary: str = ""
    comment: str = ""
    reviewed_by: str = ""
    clients: Mapping[str, Client] = field(default_factory=dict)
    symptoms: tuple[Symptom, ...] = ()
    earlier: Analysis | None = None
    without: tuple[str, ...] = ()
    guide_amounts: bool = False
    anonymous: bool = False

    def __post_init__(self) -> None:
        """Refuse what does not exist."""
        for kind, name, known in (
            ("sheet", self.sheet, SHEETS),
            ("paper", self.paper, PAPERS),
            ("kind of report", self.face, ENDINGS),
        ):
            if name not in known:
                raise UnknownNameError(kind, name, known)
