"""Report pages as an Excel workbook: a sheet a table, numbers as numbers."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from nutrigap.charts.bars import mark_figures
from nutrigap.report.extras import load_extra
from nutrigap.report.figures import Figure, count_of, nutrient_amount
from nutrigap.report.model import Grid
from nutrigap.report.phrases import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nutrigap.report.model import Page, VerdictRow

_INK, _RULE = "#1a2430", "#dcd8cc"
_NARROWEST, _WIDEST = 9, 60
# What a spreadsheet would take for a formula, were the cell ever edited or exported.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# With the day of writing in it the same report would never be the same file.
_ANY_DAY = datetime(2000, 1, 1)
_MARKS = {"need": "Average need", "covers": "Covers almost everyone", "guide": "Guide amount",
          "threshold": "Lower threshold"}  # fmt: skip


class Sheet(NamedTuple):
    """One sheet: its name, a line above the table, the table."""

    name: str
    title: str
    grid: Grid


def sheets_of(page: Page, sheet: str = "full") -> list[Sheet]:
    """The tables of a page in the order of reading; empty ones are left out.

    Parameters
    ----------
    page : Page
        One person's report.
    sheet : str
        ``full``, ``client`` or ``doctor``.
    """
    parts = {"full": _full, "client": _client, "doctor": _doctor}
    return [part for part in parts[sheet](page) if part.grid.rows]


def _client(page: Page) -> Iterator[Sheet]:
    first = page.first
    yield Sheet("Verdicts", first.headline, _verdicts(first.rows))
    said = [(row.name, row.sentences) for row in first.rows if row.sentences]
    limits = " ".join((first.limits.headline, *first.limits.sentences, first.limits.note)).strip()
    yield Sheet("Answers", "In words", Grid(("About", "Answer"), (*said, ("Upper limits", limits))))
    actions = tuple((a.caution, a.title, a.text, a.note) for a in first.actions)
    yield Sheet("To do", first.actions_title, Grid(("Caution", "What", "More", "Note"), actions))
    if page.remarks.comment:
        words = ((page.remarks.reviewed_by, page.remarks.comment),)
        yield Sheet("Comment", "Comment", Grid(("By", "Words"), words))


def _verdicts(rows: tuple[VerdictRow, ...]) -> Grid:
    """The verdict rows with every number of their bars."""
    heads = ("Nutrient", "Unit", "Verdict", "A day", "Low", "High", "Food known", "Food not known",
             "Tablets", *_MARKS.values(), "Why")  # fmt: skip
    return Grid(heads, tuple(_verdict(row) for row in rows), frozenset(range(3, 13)))


def _verdict(row: VerdictRow) -> tuple[str, ...]:
    bar, nutrient = row.bar, row.bar.nutrient
    amounts = (bar.estimate, bar.low, bar.high, bar.known, bar.unknown, bar.tablet)
    texts = mark_figures(nutrient, bar.marks)
    marks = {m.kind: _mark(texts[m.kind], m.amount) for m in bar.marks}
    return (
        row.name,
        f"{nutrient.unit} a day",
        f"{row.label} {row.aside}".strip(),
        *(nutrient_amount(nutrient, float(amount)) for amount in amounts),
        *(marks.get(kind, "") for kind in _MARKS),
        row.reason,
    )


def _mark(text: str, amount: float) -> Figure:
    return Figure(text, amount, len(text.partition(".")[2]))


def _full(page: Page) -> Iterator[Sheet]:
    yield from _client(page)
    if page.comparison is not None:
        yield Sheet("Before and now", " and ".join(page.comparison.periods), _comparison(page))
    yield Sheet("Days", "Every day, best estimates", page.appendix.days)
    if page.days.symptoms is not None:
        title = " ".join((say("cramps.cannot"), *page.days.symptoms.cautions))
        yield Sheet("Symptoms", title, page.days.symptoms.log)
    yield Sheet("Sources", "Means a day", _sources(page))
    yield Sheet("Ideas", " ".join(page.ideas.cautions), _ideas(page))
    yield Sheet("With ideas", " ".join(page.ideas.notes), _with_ideas(page))
    yield Sheet("Classes", "Food, fortified food and tablets apart", page.shares.classes)
    yield Sheet("Meals", "Means a day by meal", page.shares.meals)
    yield Sheet("Food groups", "Means a day by food group", page.shares.groups)
    yield Sheet("Not judged", page.ring.more, page.ring)
    yield Sheet("Doubts", "What would change an answer", page.unknown.doubts)
    yield Sheet("Not known", page.unknown.intro, page.unknown.foods)
    yield Sheet("Matches", "Matches to check", page.unknown.matches)
    yield Sheet("Assessment", page.remarks.status, _assessment(page))
    yield Sheet("Care lines", "Draft, edit before use", _care(page))
    yield Sheet("Laboratory", "As given, not interpreted", page.remarks.laboratory)
    yield Sheet("Inputs", " ".join(page.appendix.formulas), page.appendix.inputs)
    yield Sheet("Reference values", "Reference values used", page.method.references)
    yield Sheet("Read", "Every record of the files, counted once", page.imported.files)
    yield Sheet("Problems", "As found", page.imported.problems)
    yield Sheet("Background", say("background.intro"), _background(page))
    facts = (*page.remarks.facts, *page.method.made_with)
    yield Sheet("Made with", page.first.tables, Grid(("What", "Which"), facts))


def _comparison(page: Page) -> Grid:
    """Both visits and the difference; the words of both audiences."""
    heads = ("Nutrient", "Unit", "Before", "Now", "Change", "In words", "How judged")
    rows = tuple(
        (row.name, row.after.nutrient.unit,
         *(nutrient_amount(b.nutrient, float(b.estimate)) for b in (row.before, row.after)),
         row.change, row.sentence, row.professional)
        for row in (page.comparison.rows if page.comparison else ())
    )  # fmt: skip
    return Grid(heads, rows, frozenset({2, 3, 4}))


def _ideas(page: Page) -> Grid:
    rows = tuple((idea.what, idea.portion, idea.changes) for idea in page.ideas.ideas)
    return Grid(("What", "Portion", "What it changes a day"), rows)


def _with_ideas(page: Page) -> Grid:
    """Every nutrient now and with all ideas."""
    heads = ("Nutrient", "Unit", "Now", "With all ideas", "Change", "In words")
    rows = tuple(
        (row.name, row.after.nutrient.unit,
         *(nutrient_amount(b.nutrient, float(b.estimate)) for b in (row.before, row.after)),
         row.change, row.sentence)
        for row in page.ideas.rows
    )  # fmt: skip
    return Grid(heads, rows, frozenset({2, 3}))


def _background(page: Page) -> Grid:
    rows = tuple(
        (part.title, heading, text, source)
        for part in page.background
        for heading, text, source in part.statements
    )
    return Grid(("About", "What", "Words", "Source"), rows)


def _sources(page: Page) -> Grid:
    rows = tuple(
        (part.ranking.nutrient.name, source.name, source.kind, count_of(source.days),
         nutrient_amount(part.ranking.nutrient, source.amount), part.ranking.nutrient.unit)
        for part in page.sources.parts
        for source in part.ranking.sources
    )  # fmt: skip
    return Grid(("Nutrient", "Food", "Kind", "Days", "A day", "Unit"), rows, frozenset({3, 4}))


def _assessment(page: Page) -> Grid:
    pro = page.professional
    heads = ("Measure", *(f"{name}, {unit}" for name, unit in pro.nutrients))
    rows = tuple((measure, *cells) for measure, cells in pro.measures)
    return Grid(heads, rows, frozenset(range(1, len(heads))))


def _care(page: Page) -> Grid:
    steps = page.professional.care
    rows = [(s.title, line) for s in steps for line in (*s.lines, *(f"{o}:" for o in s.open_lines))]
    return Grid(("Step", "Line"), (("Summary", page.remarks.summary), *rows))


def _doctor(page: Page) -> Iterator[Sheet]:
    doc = page.doctor
    yield Sheet("Intake", " · ".join(doc.about), doc.intake)
    yield Sheet("Tablets", "Tablets, as written", doc.tablets)
    medicines = tuple((line,) for line in doc.medicines)
    yield Sheet("Medicines", "Medicines and conditions", Grid(("As given",), medicines))
    yield Sheet("Laboratory", "As given, not interpreted", doc.laboratory)
    yield Sheet("Symptoms", "As written down", doc.symptoms)
    yield Sheet("Questions", doc.title, Grid(("Question",), tuple((q,) for q in doc.questions)))


def render_workbook(page: Page, path: str | Path, *, sheet: str = "full") -> bytes:
    """One person's report, or one of its sheets, as a workbook.

    Numbers are numbers with the decimals of the page; text is text, whatever it begins with.

    Raises
    ------
    ReportError
        XlsxWriter is not installed.
    """
    xlsxwriter = load_extra("xlsxwriter", path)
    made = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False}  # fmt: skip
    with xlsxwriter.Workbook(made, options) as book:
        book.set_properties({"title": page.title, "created": _ANY_DAY})
        formats = _Formats(book)
        for part in sheets_of(page, sheet):
            _write(book.add_worksheet(part.name), part, formats)
    return made.getvalue()


class _Formats:
    """Cell formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book, self._made = book, {}  # type: ignore[var-annotated]

    def __call__(self, **looks: Any) -> Any:
        key = tuple(sorted(looks.items()))
        if key not in self._made:
            base = {"font_name": "Calibri", "font_color": _INK, "valign": "top"}
            self._made[key] = self._book.add_format(base | looks)
        return self._made[key]


def _write(sheet: Any, part: Sheet, formats: _Formats) -> None:
    """A title, frozen headers, rows, widths that fit; printed as wide as the paper."""
    grid = part.grid
    sheet.write_string(0, 0, part.title, formats(bold=True, font_size=12))
    for column, head in enumerate(grid.heads):
        side = "right" if column in grid.right else "left"
        looks = formats(bold=True, bottom=2, align=side, text_wrap=True)
        sheet.write_string(2, column, head, looks)
    for line, row in enumerate(grid.rows, start=3):
        for column, cell in enumerate(row):
            _write_cell(sheet, line, column, cell, column in grid.right, formats)
    for column, head in enumerate(grid.heads):
        longest = max(len(head), *(len(row[column]) for row in grid.rows))
        sheet.set_column(column, column, min(max(longest + 1, _NARROWEST), _WIDEST))
    sheet.freeze_panes(3, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.hide_gridlines(2)


def _write_cell(
    sheet: Any, line: int, column: int, cell: str, right: bool, formats: _Formats
) -> None:
    looks: dict[str, Any] = {"bottom": 1, "bottom_color": _RULE}
    if isinstance(cell, Figure):
        looks |= {"num_format": cell.number_format, "align": "right"}
        sheet.write_number(line, column, cell.stored, formats(**looks))
        return
    looks |= {"align": "right" if right else "left", "text_wrap": len(cell) > _WIDEST}
    looks |= {"quote_prefix": True} if cell.startswith(_FORMULA_STARTS) else {}
    sheet.write_string(line, column, cell, formats(**looks))
