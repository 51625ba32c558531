"""A page as a row of blocks, in the order of reading, for faces that lay out by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nutrigap.report.phrases import say
from nutrigap.report.shapes import bar_shape, days_shape, dumbbell_shape, heat_shape, sources_shape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nutrigap.report.model import FirstScreen, Grid, Page

    Block = dict[str, Any]


# Letters: a column is at least and at most so wide, compared with its neighbours.
_WIDTHS = (9, 44)


def document_of(page: Page, sheet: str = "full") -> dict[str, Any]:
    """Everything a face must show, as text, numbers and lists.

    Parameters
    ----------
    page : Page
        One person's report.
    sheet : str
        ``full``, ``client`` or ``doctor``.

    Returns
    -------
    dict
        ``title``, ``language``, ``name``, ``footer`` and ``blocks``; each block has a ``kind``.
    """
    parts = {"full": _full, "client": _client, "doctor": _doctor}
    title = page.doctor.title if sheet == "doctor" else page.title
    name = "" if page.person == "me" else page.person
    footer = say("footer.general")
    blocks = list(parts[sheet](page))
    return {"title": title, "language": "en", "name": name, "footer": footer, "blocks": blocks}


def _full(page: Page) -> Iterator[Block]:
    yield from _first(page)
    yield {"kind": "newpage"}
    yield from _comment(page)
    yield from _answers(page)
    yield from _comparison(page)
    yield from _days(page)
    yield from _sources(page)
    yield from _ideas(page)
    yield from _shares(page)
    yield from _unknown(page)
    yield from _imported(page)
    yield from _method(page)
    yield {"kind": "newpage"}
    yield from _professional(page)
    yield from _appendix(page)
    yield from _background(page)


def _client(page: Page) -> Iterator[Block]:
    yield from _first(page)
    yield from _comment(page)


def _heading(text: str, level: int = 1) -> Block:
    return {"kind": "heading", "level": level, "text": text}


def _minor(text: str) -> Block:
    """A heading of the first level on a page of its own, drawn small."""
    return {"kind": "minor", "text": text}


def _text(text: str, *, bold: str = "", small: bool = False) -> Block:
    return {"kind": "text", "bold": bold, "text": text, "small": small}


def _table(heads: list[str], rows: list[list[str]], right: list[int], *, small: bool) -> Block:
    """A table whose columns are as wide, by shares, as what stands in them."""
    narrowest, widest = _WIDTHS
    widths = [
        min(max(narrowest, *(len(row[n]) + 2 for row in [heads, *rows])), widest)
        for n in range(len(heads))
    ]
    return {"kind": "grid", "heads": heads, "rows": rows, "right": right, "small": small,
            "widths": widths}  # fmt: skip


def _grid(grid: Grid, title: str = "", *, small: bool = True) -> Iterator[Block]:
    """A table under its title; nothing where it has no rows."""
    if grid.rows:
        if title:
            yield _heading(title, 2)
        rows = [[str(cell) for cell in row] for row in grid.rows]
        yield _table(list(grid.heads), rows, sorted(grid.right), small=small)
        if grid.more:
            yield _text(grid.more, small=True)


def _first(page: Page) -> Iterator[Block]:
    """The first screen in the order of the house."""
    first = page.first
    yield {"kind": "title", "text": "What your food diary shows", "meta": list(first.about),
           "facts": [fact.text for fact in first.diary]}  # fmt: skip
    yield {"kind": "lead", "text": first.headline}
    yield {"kind": "bars", "rows": [
        {"name": row.name, "tone": row.tone, "glyph": row.glyph, "label": row.label,
         "aside": row.aside, "amount": str(row.amount), "unit": row.bar.nutrient.unit,
         "range": row.range, "reason": row.reason, "description": row.description,
         "bar": bar_shape(row.bar)}
        for row in first.rows
    ]}  # fmt: skip
    yield {"kind": "columns", "left": list(_limits_and_actions(first)),
           "right": list(_see_and_gates(first))}  # fmt: skip
    signed = page.remarks.status if page.remarks.reviewed_by else (
        "☐ Reviewed by ____________ (name, credentials, date)"
    )  # fmt: skip
    yield {"kind": "foot", "text": f"Food tables: {first.tables}. nutrigap {page.version}.",
           "bold": say("footer.general"), "sign": signed}  # fmt: skip


def _limits_and_actions(first: FirstScreen) -> Iterator[Block]:
    yield _minor("Upper limits")
    yield _text(" ".join(first.limits.sentences), bold=first.limits.headline)
    if first.limits.note:
        yield _text(first.limits.note, small=True)
    yield _minor(first.actions_title)
    yield {"kind": "items", "numbered": True, "items": [
        {"bold": a.title, "text": a.text, "note": a.note, "caution": a.caution}
        for a in first.actions
    ]}  # fmt: skip


def _see_and_gates(first: FirstScreen) -> Iterator[Block]:
    yield {"kind": "see", "lede": say("cramps.cannot"), "now": say("see.now"),
           "soon": say("see.soon")}  # fmt: skip
    yield _minor("Are any of these true?")
    yield {"kind": "gates", "items": [[gate.label, gate.state] for gate in first.gates]}
    for sentence in first.gate_sentences:
        yield _text(sentence)


def _comment(page: Page) -> Iterator[Block]:
    if page.remarks.comment:
        yield _heading("Comment")
        yield _text(page.remarks.comment, bold=page.remarks.reviewed_by)


def _answers(page: Page) -> Iterator[Block]:
    yield _heading("The answers in words")
    for row in page.first.rows:
        if row.sentences:
            yield _text(row.sentences, bold=f"{row.name}.")
    yield _text(say("cramps.nutrients"), bold="Cramps.")


def _comparison(page: Page) -> Iterator[Block]:
    two = page.comparison
    if two is not None:
        yield _heading("Before and now")
        before, now = two.periods
        notes = " ".join((say("compare.intro"), *two.notes))
        yield _text(f"Before, an open circle: {before}. Now, a full circle: {now}. {notes}")
        yield {"kind": "visits", "rows": [
            {"name": row.name, "change": f"{row.change_text} a day, {row.change}",
             "sentence": row.sentence, "bar": dumbbell_shape(row)}
            for row in two.rows
        ]}  # fmt: skip


def _days(page: Page) -> Iterator[Block]:
    weekly = bool(page.days.days) and page.days.days[0].panel.weekly
    unit = "week, the mean of its days" if weekly else "day"
    yield _heading("Day by day")
    yield _text(f"One bar a {unit}. {say('days.no_day')}; the average is what counts. "
                f"{page.days.set_aside}")  # fmt: skip
    yield {"kind": "days", "rows": [
        {"name": part.panel.nutrient.name, "mean": part.mean, "sentence": part.sentence,
         "description": part.description, "panel": days_shape(part.panel)}
        for part in page.days.days
    ]}  # fmt: skip
    yield from _symptoms(page)
    if page.days.months:
        yield {"kind": "months", "rows": [heat_shape(part) for part in page.days.months]}


def _symptoms(page: Page) -> Iterator[Block]:
    log = page.days.symptoms
    if log is not None:
        yield _heading("Symptoms, as written down", 2)
        yield _text(f"{log.sentence} {' '.join(log.cautions)}", bold=say("cramps.cannot"))
        yield from _grid(log.log)


def _sources(page: Page) -> Iterator[Block]:
    yield _heading("Where it came from")
    yield {"kind": "sources", "cautions": list(page.sources.cautions), "rows": [
        {"name": part.ranking.nutrient.name, "unit": f"{part.ranking.nutrient.unit} a day",
         "sources": sources_shape(part.ranking), "missing": part.missing}
        for part in page.sources.parts
    ]}  # fmt: skip


def _ideas(page: Page) -> Iterator[Block]:
    part = page.ideas
    if not part.cautions and not part.ideas:
        return
    yield _heading("Ideas to close the gaps")
    if part.ideas:
        yield _text(say("idea.intro"))
    for sentence in part.cautions:
        yield _text(sentence)
    if not part.ideas:
        return
    yield {"kind": "items", "numbered": True, "items": [
        {"bold": idea.what, "text": idea.portion, "note": idea.changes, "caution": ""}
        for idea in part.ideas
    ]}  # fmt: skip
    yield _heading(part.title, 2)
    yield _text("Now, an open circle. With the ideas, a full circle.", small=True)
    yield {"kind": "visits", "rows": [
        {"name": row.name, "change": f"{row.change_text} a day", "sentence": row.sentence,
         "bar": dumbbell_shape(row)}
        for row in part.rows
    ]}  # fmt: skip
    for sentence in part.notes:
        yield _text(sentence, small=True)


def _background(page: Page) -> Iterator[Block]:
    if page.background:
        yield _heading("Background")
        yield _text(say("background.intro"), bold=say("cramps.cannot"))
    for part in page.background:
        yield _heading(part.title, 2)
        for heading, text, source in part.statements:
            bold = heading if heading.endswith((".", "?", "!")) or not heading else f"{heading}."
            yield _text(f"{text} ({source})", bold=bold, small=True)
        yield from _grid(part.table)


def _shares(page: Page) -> Iterator[Block]:
    yield _heading("Food, tablets, meals")
    yield _text(say("shares.intro"))
    yield from _grid(page.shares.classes, "Food, fortified food and tablets apart")
    yield from _grid(page.shares.meals, "By meal")
    yield from _grid(page.shares.groups, "By food group")
    yield from _grid(page.ring, "Other nutrients, not judged")


def _unknown(page: Page) -> Iterator[Block]:
    yield _heading("What we could not know")
    yield _text(page.unknown.intro)
    yield from _grid(page.unknown.doubts, "What would change an answer")
    yield from _grid(page.unknown.foods, "Foods to name first")
    yield from _grid(page.unknown.matches, "Matches to check")
    for name, sentence in page.unknown.limits:
        yield _text(sentence, bold=name)


def _imported(page: Page) -> Iterator[Block]:
    yield _heading("What was read")
    yield from _grid(page.imported.files)
    for note in page.imported.notes:
        yield _text(note, small=True)
    yield from _grid(page.imported.problems, "Problems")


def _method(page: Page) -> Iterator[Block]:
    yield _heading("Method and sources")
    for name, sentence in page.method.explained:
        yield _text(sentence, bold=f"{name}.")
    yield from _grid(page.method.references, "Reference values used")
    yield _heading("Made with", 2)
    yield {"kind": "facts", "rows": [list(pair) for pair in page.method.made_with]}


def _professional(page: Page) -> Iterator[Block]:
    pro, remarks = page.professional, page.remarks
    yield _heading("For the professional")
    yield _text(pro.intro, bold=remarks.status)
    yield _text(remarks.summary, bold="Summary, to edit.")
    for name, fact in remarks.facts:
        yield _text(fact, bold=f"{name}.")
    yield from _laboratory(remarks.laboratory)
    if pro.nutrients:
        heads = ["Measure", *(f"{name}, {unit}" for name, unit in pro.nutrients)]
        rows = [[measure, *(str(cell) for cell in cells)] for measure, cells in pro.measures]
        yield _table(heads, rows, list(range(1, len(heads))), small=True)
    if page.comparison is not None:
        yield _text(page.comparison.method, bold="Before and now.", small=True)
        for row in page.comparison.rows:
            yield _text(row.professional, bold=f"{row.name}.", small=True)
    yield _heading("Draft lines for the nutrition care process", 2)
    yield _text(f"Edit before use. {pro.plausibility}", small=True)
    for step in pro.care:
        yield {"kind": "step", "title": step.title, "lines": list(step.lines),
               "open": list(step.open_lines)}  # fmt: skip
    yield {"kind": "sign", "name": remarks.reviewed_by or "Name and credentials"}


def _laboratory(grid: Grid) -> Iterator[Block]:
    if grid.rows:
        yield from _grid(grid, "Laboratory values")
        yield _text(say("sheet.laboratory"), small=True)


def _appendix(page: Page) -> Iterator[Block]:
    yield _heading("Appendix")
    yield _text(" ".join(page.appendix.formulas), small=True)
    yield from _grid(page.appendix.inputs, "Inputs of each probability")
    yield from _grid(page.appendix.days, "Every day, best estimates")


def _doctor(page: Page) -> Iterator[Block]:
    doc = page.doctor
    yield {"kind": "title", "text": doc.title, "meta": list(doc.about), "facts": []}
    yield _text(say("sheet.doctor"))
    yield from _grid(doc.intake)
    if doc.tablets.rows:
        yield _minor("Tablets")
        yield from _grid(doc.tablets)
    if doc.medicines:
        yield _minor("Medicines and conditions")
        for line in doc.medicines:
            yield _text(line)
    if doc.laboratory.rows:
        yield _minor("Laboratory values")
        yield _text(say("sheet.laboratory"), small=True)
        yield from _grid(doc.laboratory)
    if doc.symptoms.rows:
        yield _minor("Symptoms, as written down")
    if doc.symptom_days:
        yield {"kind": "tiles", "days": [
            {"weekday": d.weekday, "number": d.number, "kind": d.kind} for d in doc.symptom_days
        ]}  # fmt: skip
    yield from _grid(doc.symptoms)
    yield _minor("Questions")
    questions = [{"bold": "", "text": q, "note": "", "caution": ""} for q in doc.questions]
    yield {"kind": "items", "numbered": True, "items": questions}
    if page.remarks.comment:
        yield _text(page.remarks.comment, bold=page.remarks.reviewed_by or "Comment.")
    sign = page.remarks.status if page.remarks.reviewed_by else ""
    yield {"kind": "foot", "text": doc.footer, "bold": "", "sign": sign}
