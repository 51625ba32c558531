"""What a report should hold besides verdicts, and the audit folder beside it."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

import typer

from nutrigap.cli import options
from nutrigap.cli.asked import Part, Who

if TYPE_CHECKING:
    from nutrigap.analysis import Analysis
    from nutrigap.report import Request

# Where the command wrote to, and the day: the same report is made elsewhere, for the same day.
_WRITTEN = {"out", "bundle", "made"}
_WORDS = "text, or a file with the text"
Sheet = Annotated[
    Literal["full", "client", "doctor"],
    typer.Option(help="The whole report, or one page: for the client, or for a doctor."),
]
As = Annotated[
    Literal["html", "pdf", "xlsx", "md"],
    typer.Option("--as", help="Kind of the files, where the report is a folder."),
]
Paper = Annotated[Literal["a4", "letter"], typer.Option(help="Paper of a PDF.")]
Summary = Annotated[str | None, typer.Option(help=f"Your own summary: {_WORDS}.")]
Comment = Annotated[str | None, typer.Option(help=f"Your own comment: {_WORDS}.")]
ReviewedBy = Annotated[
    str | None, typer.Option(help="Name and credentials; the report stays a draft until signed.")
]
Compare = Annotated[
    list[Path] | None,
    typer.Option(help="An earlier diary of the same people, to compare with; repeat."),
]
Symptoms = Annotated[
    Path | None,
    typer.Option(
        help="Symptom log: CSV with date, and any of symptom, time, place, minutes, severity, "
        "exercise, fluids, alcohol, heat, medicine, sleep, note, person."
    ),
]
Anonymous = Annotated[
    bool, typer.Option("--anonymous", help="Client codes instead of names, and no notes.")
]
Bundle = Annotated[
    Path | None,
    typer.Option(help="Folder for an audit: inputs, tables, report, versions, seed, command."),
]
Made = Annotated[
    str | None, typer.Option(help="Day to print as the day of the report; today if left out.")
]


class Kept(NamedTuple):
    """What the professional adds to a report."""

    sheet: Sheet = "full"
    face: As = "html"
    paper: Paper = "a4"
    summary: Summary = None
    comment: Comment = None
    reviewed_by: ReviewedBy = None
    compare: Compare = None
    symptoms: Symptoms = None
    without: options.Without = None
    guide_amounts: options.GuideAmounts = False
    anonymous: Anonymous = False
    bundle: Bundle = None
    made: Made = None

    def check(self) -> None:
        """Refuse an audit folder without names: it holds the files as they were."""
        if self.anonymous and self.bundle is not None:
            message = (
                "--bundle keeps the diaries as they are, names included: leave out one of both."
            )
            raise typer.BadParameter(message, param_hint="--anonymous")

    def asked(self, analysis: "Analysis", who: Who, part: Part) -> "tuple[Analysis, Request]":
        """The analysis under the names it may show, and what the report must hold."""
        from nutrigap.people import read_clients
        from nutrigap.report import Request, under_codes
        from nutrigap.symptoms import read_symptoms

        request = Request(
            sheet=self.sheet,
            face=f".{self.face}",
            paper=self.paper,
            summary=words_of(self.summary),
            comment=words_of(self.comment),
            reviewed_by=self.reviewed_by or "",
            clients=read_clients(who.people) if who.people is not None else {},
            symptoms=read_symptoms(self.symptoms) if self.symptoms is not None else (),
            earlier=self._earlier(analysis, who, part),
            without=options.parted(self.without),
            guide_amounts=self.guide_amounts,
            anonymous=self.anonymous,
        )
        return under_codes(analysis, request) if self.anonymous else (analysis, request)

    def write_bundle(
        self, context: typer.Context, part: Part, result: "Analysis", report: Path
    ) -> None:
        """The audit folder."""
        from nutrigap.remembered import remembered_path
        from nutrigap.report.bundle import write_bundle

        assert self.bundle is not None
        inputs = Inputs(context, made=result.provenance["made"])
        command = inputs.command(report)
        own = remembered_path()
        if part.remembered is None and own.is_file():
            command += f" --remembered {shlex.quote(inputs.keep(own))}"
        write_bundle(result, self.bundle, inputs=inputs.files, report=report, command=command)

    def _earlier(self, analysis: "Analysis", who: Who, part: Part) -> "Analysis | None":
        """The diary before; a file that names nobody is the only person's."""
        if not self.compare:
            return None
        persons = list(dict.fromkeys(analysis.diary.entries["person"]))
        person = persons[0] if len(persons) == 1 else None
        # The period asked for is about the later diary.
        whole = part._replace(start=None, end=None, last=None)
        return whole.run(self.compare, who, made=self.made, person=person).analysis


def words_of(given: str | None) -> str:
    """A text, or what stands in the file it names."""
    if not given:
        return ""
    try:
        is_file = len(given) < 250 and Path(given).is_file()
    except OSError:
        is_file = False
    return Path(given).read_text(encoding="utf-8-sig").strip() if is_file else given


class Inputs:
    """The files that a command read, under the names they get in a bundle.

    Parameters
    ----------
    context : typer.Context
        The command as it was given.
    made : str
        The day that the report shows.
    """

    def __init__(self, context: typer.Context, *, made: str) -> None:
        self._context, self._made = context, made
        self.files: dict[str, bytes] = {}

    def command(self, report: Path) -> str:
        """The command with the copies of its files, to be run in the bundle.

        What the option writes (``-o``, ``--bundle``) is replaced by a new report.
        """
        words = ["nutrigap", self._context.info_name or "report"]
        for parameter in self._context.command.params:
            value = self._context.params.get(parameter.name or "")
            if parameter.name in _WRITTEN or value in (None, False, [], ()):
                continue
            if value != parameter.default:
                words += self._option(parameter, value)
        return shlex.join([*words, "--made", self._made, "-o", f"again{report.suffix}"])

    def _option(self, parameter: Any, value: Any) -> list[str]:
        """One option with its values; a flag alone."""
        values = value if isinstance(value, list | tuple) else [value]
        if parameter.param_type_name == "argument":
            return [self.keep(item) for item in values]
        if value is True:
            return [parameter.opts[0]]
        keep = parameter.name != "store"
        return [
            word
            for item in values
            for word in (parameter.opts[0], self.keep(item) if keep else str(Path(item).resolve()))
        ]

    def keep(self, item: Any) -> str:
        """A value; a file or folder that it names is copied, and two of one name are kept apart."""
        path = Path(str(item))
        try:
            found = sorted(path.rglob("*")) if path.is_dir() else [path]
            files = {p.relative_to(path.parent).as_posix(): p for p in found if p.is_file()}
        except (OSError, ValueError):
            return str(item)
        if not files:
            return str(item)
        contents = {name: file.read_bytes() for name, file in files.items()}
        place, number = "", 2
        while any(self.files.get(place + name, c) != c for name, c in contents.items()):
            place, number = f"{number}/", number + 1
        self.files |= {place + name: content for name, content in contents.items()}
        return f"inputs/{place}{path.name}"
