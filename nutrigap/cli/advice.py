"""Commands that say more than the verdicts: ideas that close gaps, and the background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from nutrigap.cli import options, output
from nutrigap.cli.asked import Part, Who
from nutrigap.cli.groups import grouped

if TYPE_CHECKING:
    from pandas import DataFrame

    from nutrigap.background import Topic
    from nutrigap.ideas import Ideas


@grouped
def ideas(
    files: options.Files,
    who: Who,
    part: Part,
    without: options.Without = None,
    guide_amounts: options.GuideAmounts = False,
    csv: options.Csv = False,
) -> None:
    """The smallest change of food that closes what is likely short."""
    who.require("ideas")
    run = part.run(files, who)
    with output.rows_only():
        found = run.analysis.find_ideas(
            without=options.parted(without), guide_amounts=guide_amounts
        )
    if csv:
        output.print_frame(found.ideas)
    else:
        persons = list(run.analysis.profiles)
        for person in persons:
            _show(found.of(person), f"\n{person}" if len(persons) > 1 else "")
    run.finish()


def _show(found: Ideas, title: str) -> None:
    """Cautions first, then the ideas, then where they lead."""
    if title:
        output.print_text(title.strip())
    notes = found.notes
    for sentence in notes.loc[notes["kind"] != "note", "sentence"]:
        output.print_text(sentence)
    for _, idea in found.ideas.drop_duplicates("idea").iterrows():
        output.print_text(f"{idea['idea']}. {idea['sentence']}", indent=3)
    if len(found.ideas):
        _show_closing(found.closing)
    for sentence in notes.loc[notes["kind"] == "note", "sentence"]:
        output.print_text(sentence)


def _show_closing(closing: DataFrame) -> None:
    from nutrigap.nutrients import find, format_amount

    rows = []
    for row in closing.to_dict("records"):
        nutrient = find(str(row["nutrient"]))
        now, after = (format_amount(nutrient, row[name]) for name in ("now", "after"))
        aim = row["aim"] == row["aim"]
        target = f"{format_amount(nutrient, row['aim'])} {row['aim_label']}" if aim else ""
        role = {"gap": "closed" if row["closed"] else "still open"}.get(str(row["role"]), "")
        rows.append((nutrient.name, now, after, target, role))
    columns = [("a day", "left"), *((name, "right") for name in ("now", "with all", "target"))]
    output.print_table([*columns, ("gap", "left")], rows)
    for sentence in closing["sentence"].dropna():
        output.print_text(sentence)


_ABOUT_COLUMNS = ("topic", "title", "heading", "text", "source", "confidence")
_CLAIM_COLUMNS = ("topic", "claim", "evidence", "source", "confidence", "sentence")
_BAND_COLUMNS = ("society", "band", "nmol_l", "ng_ml", "note", "source", "confidence")


def about(
    topic: Annotated[
        str | None, typer.Argument(help="A page, such as magnesium, cramps, other or claims.")
    ] = None,
    csv: options.Csv = False,
) -> None:
    """Background with its sources: these nutrients, cramps, other reasons, popular claims."""
    from nutrigap import background

    if topic is None:
        pages = background.topics().values()
        if csv:
            rows = ({"topic": p.name, "title": p.title, **s._asdict()} for p in pages
                    for s in p.statements)  # fmt: skip
            output.print_rows(_ABOUT_COLUMNS, rows)
            return
        output.print_table(_PAGES, [(page.name, page.title) for page in pages])
        output.say("Read one with: nutrigap about NAME")
        return
    page = background.find_topic(topic)
    if csv:
        _print_rows(page)
    else:
        _print_page(page)


_PAGES = (("name", "left"), ("about", "left"))


def _print_rows(page: Topic) -> None:
    """The table behind a page; claims and bands have their own columns."""
    from nutrigap import background

    if page.name == background.CLAIMS:
        output.print_rows(_CLAIM_COLUMNS, (c._asdict() for c in background.claims()))
    elif page.name == background.BANDS:
        output.print_rows(_BAND_COLUMNS, (b._asdict() for b in background.bands()))
    else:
        rows = ({"topic": page.name, "title": page.title, **s._asdict()} for s in page.statements)
        output.print_rows(_ABOUT_COLUMNS, rows)


def _print_page(page: Topic) -> None:
    from nutrigap import background

    output.print_text(page.title)
    for said in page.statements:
        heading = f"{said.heading}. " if said.heading else ""
        output.print_text("")
        output.print_text(f"{heading}{said.text}")
        output.print_text(f"  [{said.source}; {said.confidence}]", indent=3)
    if page.name == background.BANDS:
        columns = [("25(OH)D in blood", "left"), ("", "left"), ("nmol/L", "right")]
        rows = [(b.society, b.band, b.nmol_l, b.ng_ml, b.note) for b in background.bands()]
        output.print_text("")
        output.print_table([*columns, ("ng/mL", "right"), ("note", "left")], rows)
    output.print_text("")
    output.print_text("A food diary cannot show why you have cramps. General information, not a "
                      "diagnosis.")  # fmt: skip


COMMANDS = (ideas, about)
