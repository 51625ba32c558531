"""Commands that say more than the verdicts: ideas that close gaps, and the background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from nutrigap.cli import options, output
from nutrigap.cli.asked import Part, Who
from nutrigap.cli.groups import grouped

if TYPE_CHECKING:
    from pandas import DataFrame

    from nutrigap.ideas import Ideas

Without = Annotated[
    list[str] | None,
    typer.Option(help="Foods to leave out, such as dairy,fish,nuts,gluten,vegan; repeat."),
]
GuideAmounts = Annotated[
    bool,
    typer.Option("--guide-amounts", help="Aim at guide amounts (AI) too; they are never gaps."),
]


def words_of(without: list[str] | None) -> tuple[str, ...]:
    """The foods to leave out, whether given one by one or with commas."""
    return tuple(w.strip() for given in without or () for w in given.split(",") if w.strip())


@grouped
def ideas(
    files: options.Files,
    who: Who,
    part: Part,
    without: Without = None,
    guide_amounts: GuideAmounts = False,
    csv: options.Csv = False,
) -> None:
    """The smallest change of food that closes what is likely short."""
    who.require("ideas")
    run = part.run(files, who)
    found = run.analysis.find_ideas(without=words_of(without), guide_amounts=guide_amounts)
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


COMMANDS = (ideas,)
