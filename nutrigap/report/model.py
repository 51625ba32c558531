"""The report as data: every text and number already decided, none of it drawn yet."""

from __future__ import annotations

from dataclasses import dataclass

from nutrigap.charts.bars import Bar, figure
from nutrigap.charts.day_bars import DayPanel
from nutrigap.charts.heat import HeatCalendar
from nutrigap.charts.ranking import Ranking


@dataclass(frozen=True)
class Link:
    """A fact, and where on the page to read more."""

    text: str
    target: str = ""
    more: str = ""


@dataclass(frozen=True)
class VerdictRow:
    """One nutrient on the first screen; ``tone`` is enough, short or cannot.

    ``over`` says that an upper limit was passed, whatever the verdict.
    """

    bar: Bar
    tone: str
    glyph: str
    label: str
    aside: str
    over: bool
    amount: str
    range: str
    reason: str
    description: str
    sentences: str

    @property
    def key(self) -> str:
        """Key of the nutrient."""
        return self.bar.nutrient.key

    @property
    def name(self) -> str:
        """Name of the nutrient."""
        return self.bar.nutrient.name


@dataclass(frozen=True)
class Limits:
    """Upper limits: what was passed, in sentences."""

    headline: str
    sentences: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Action:
    """One thing to do: what, more about it, and what stands before or after it."""

    title: str
    text: str
    note: str = ""
    caution: str = ""
    target: str = ""
    more: str = "review"


@dataclass(frozen=True)
class Gate:
    """A question that changes the advice; ``state`` is yes, no or not_asked."""

    label: str
    state: str


@dataclass(frozen=True)
class FirstScreen:
    """What people read first, in order."""

    about: tuple[str, ...]
    diary: tuple[Link, ...]
    headline: str
    rows: tuple[VerdictRow, ...]
    limits: Limits
    actions_title: str
    actions: tuple[Action, ...]
    gates: tuple[Gate, ...]
    gate_sentences: tuple[str, ...]
    tables: str


@dataclass(frozen=True)
class DayTile:
    """One day of the calendar; ``kind`` is ok, as (set aside), none (no entries) or blank."""

    weekday: str
    number: str
    weekend: bool
    kind: str


@dataclass(frozen=True)
class DaysOf:
    """One nutrient day by day, and what to see in it."""

    panel: DayPanel
    mean: str
    sentence: str
    description: str


@dataclass(frozen=True)
class SymptomPlace:
    """A place of the day bars: how many symptoms, and which, in words."""

    title: str
    count: int


@dataclass(frozen=True)
class SymptomStrip:
    """Symptoms in the places of the day bars, what such a picture cannot show, and the log."""

    places: tuple[SymptomPlace, ...]
    sentence: str
    cautions: tuple[str, ...]
    log: Grid


@dataclass(frozen=True)
class DaysSection:
    """Day by day."""

    tiles: tuple[DayTile, ...]
    set_aside: str
    days: tuple[DaysOf, ...]
    months: tuple[HeatCalendar, ...] = ()
    symptoms: SymptomStrip | None = None


@dataclass(frozen=True)
class SourcesOf:
    """Where one nutrient came from, and what usual sources are missing."""

    ranking: Ranking
    missing: str


@dataclass(frozen=True)
class SourcesSection:
    """Where every nutrient came from; ``cautions`` are read before any list of other foods."""

    cautions: tuple[str, ...]
    parts: tuple[SourcesOf, ...]


@dataclass(frozen=True)
class Grid:
    """A table for people: column heads, rows of cells, the columns that are numbers."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()
    more: str = ""


@dataclass(frozen=True)
class SharesSection:
    """How food, fortified food and tablets, meals and food groups share the average."""

    classes: Grid
    meals: Grid
    groups: Grid


@dataclass(frozen=True)
class ComparisonRow:
    """One nutrient at two visits: bars on one scale, the difference, and what to make of it."""

    before: Bar
    after: Bar
    change: str
    sentence: str
    professional: str

    @property
    def name(self) -> str:
        """Name of the nutrient."""
        return self.after.nutrient.name

    @property
    def change_text(self) -> str:
        """Such as 207 to 332 mg."""
        unit = self.after.nutrient.unit
        first, last = (figure(bar.nutrient, bar.estimate) for bar in (self.before, self.after))
        return f"{first} → {last} {unit}"


@dataclass(frozen=True)
class Comparison:
    """Two visits side by side, and how the difference was judged."""

    periods: tuple[str, str]
    rows: tuple[ComparisonRow, ...]
    method: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Track:
    """What an idea adds of one nutrient; ``share`` is of half a target, from 0 to 1."""

    name: str
    share: float
    text: str


@dataclass(frozen=True)
class IdeaRow:
    """One idea: what, how much, what it changes in words and as five short tracks."""

    what: str
    portion: str
    changes: str
    tracks: tuple[Track, ...]

    @property
    def text(self) -> str:
        """All of it."""
        return f"{self.what} {self.portion} {self.changes}"


@dataclass(frozen=True)
class IdeasSection:
    """Ideas that close the gaps: what to read first, the ideas, now and with all of them."""

    title: str
    cautions: tuple[str, ...]
    ideas: tuple[IdeaRow, ...]
    rows: tuple[ComparisonRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class BackgroundPage:
    """A background page; each statement is heading, text, and source with its confidence."""

    title: str
    statements: tuple[tuple[str, str, str], ...]
    table: Grid


@dataclass(frozen=True)
class Remarks:
    """What the professional adds: summary, comment, name; and the facts about the client.

    ``facts`` (code, notes, medicines) and ``laboratory`` are shown as written, never judged.
    """

    summary: str
    comment: str
    reviewed_by: str
    facts: tuple[tuple[str, str], ...]
    laboratory: Grid

    @property
    def status(self) -> str:
        """Whether anybody has signed."""
        by = f"Prepared for the signature of {self.reviewed_by}. " if self.reviewed_by else ""
        return f"{by}Draft until signed."


@dataclass(frozen=True)
class CareStep:
    """One step of the nutrition care process, and its draft lines; none where it is left open."""

    title: str
    lines: tuple[str, ...]
    open_lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Appendix:
    """What the probabilities were worked out from, and every day."""

    formulas: tuple[str, ...]
    inputs: Grid
    days: Grid


@dataclass(frozen=True)
class SymptomDay:
    """A day of a symptom calendar: ``text`` in words, ``kind`` felt, logged or none."""

    weekday: str
    number: str
    title: str
    kind: str


@dataclass(frozen=True)
class DoctorSheet:
    """One page for a doctor or pharmacist: facts and questions, no conclusions."""

    title: str
    about: tuple[str, ...]
    intake: Grid
    tablets: Grid
    medicines: tuple[str, ...]
    laboratory: Grid
    symptoms: Grid
    symptom_days: tuple[SymptomDay, ...]
    questions: tuple[str, ...]
    footer: str


@dataclass(frozen=True)
class UnknownSection:
    """What could not be known: one doubt an answer, foods, matches, what no diary can show."""

    intro: str
    doubts: Grid
    foods: Grid
    matches: Grid
    limits: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ImportSection:
    """What became of every record of the files."""

    files: Grid
    problems: Grid
    notes: tuple[str, ...]


@dataclass(frozen=True)
class MethodSection:
    """How the answers were reached, and from what."""

    explained: tuple[tuple[str, str], ...]
    references: Grid
    made_with: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ProfessionalSection:
    """Measures as rows, nutrients as columns, and draft sentences."""

    intro: str
    nutrients: tuple[tuple[str, str], ...]
    measures: tuple[tuple[str, tuple[str, ...]], ...]
    sentences: tuple[tuple[str, str], ...]
    plausibility: str
    care: tuple[CareStep, ...]


@dataclass(frozen=True)
class Page:
    """The whole report of one person."""

    person: str
    first: FirstScreen
    remarks: Remarks
    comparison: Comparison | None
    days: DaysSection
    sources: SourcesSection
    ideas: IdeasSection
    shares: SharesSection
    ring: Grid
    unknown: UnknownSection
    imported: ImportSection
    method: MethodSection
    professional: ProfessionalSection
    appendix: Appendix
    doctor: DoctorSheet
    background: tuple[BackgroundPage, ...]
    version: str

    @property
    def title(self) -> str:
        """What the page is called, with the person where there is a name."""
        name = "What your food diary shows"
        return name if self.person == "me" else f"{name}: {self.person}"
