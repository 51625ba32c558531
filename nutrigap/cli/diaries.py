"""Commands from an export to totals, verdicts and a report."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nutrigap.cli import options, output, screen
from nutrigap.cli.asked import Part, Who
from nutrigap.cli.groups import grouped

if TYPE_CHECKING:
    from nutrigap.analysis import Analysis

_TOTALS = [
    *("nutrient", "unit", "known", "estimate", "low", "high"),
    *("coverage", "coverage_nutrient", "entries", "unknown_entries"),
]


@grouped
def report(
    files: options.Files,
    who: Who,
    part: Part,
    units: options.Units = "si",
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", help="Report file (.html), or a folder for many people."),
    ] = None,
) -> None:
    """Verdicts on screen, and a report to keep."""
    who.require("report")
    run = part.run(files, who)
    screen.show_verdicts(run.analysis, units)
    path = run.analysis.write_report(out or _report_path(files, run.analysis))
    output.say(f"Report: {path}")
    run.finish()


def _report_path(files: list[Path], result: "Analysis") -> Path:
    many = len(set(result.days["person"])) > 1
    return Path("reports") if many else Path(f"{files[0].stem}-report.html")


@grouped
def gaps(
    files: options.Files,
    who: Who,
    part: Part,
    units: options.Units = "si",
    csv: options.Csv = False,
) -> None:
    """Does the diary fall short, how sure is that, and why."""
    who.require("gaps")
    run = part.run(files, who)
    if csv:
        output.print_frame(run.analysis.verdicts_with_doubts())
    else:
        screen.show_verdicts(run.analysis, units)
    run.finish()


@grouped
def totals(
    files: options.Files,
    part: Part,
    by: options.By = "day",
    units: options.Units = "si",
    csv: options.Csv = False,
) -> None:
    """What each day, or each person on average, took in."""
    run = part.run(files)
    heads = ["person", "day"] if by == "day" else ["person", "days"]
    table = (run.analysis.daily if by == "day" else run.analysis.average)[[*heads, *_TOTALS]]
    if csv:
        output.print_frame(table)
    else:
        screen.show_totals(table, units)
    run.finish()


@grouped
def matches(files: options.Files, part: Part, csv: options.Csv = False) -> None:
    """Which food each entry was taken for, in how many grams, and how sure that is."""
    run = part.run(files)
    table = run.analysis.matched_entries()
    if csv:
        output.print_frame(table)
    else:
        screen.show_matches(table)
    run.finish()


COMMANDS = (report, gaps, totals, matches)
