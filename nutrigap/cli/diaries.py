"""Commands from an export to totals, verdicts and a report."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nutrigap.cli import options, output, screen
from nutrigap.cli.asked import Part, Who
from nutrigap.cli.groups import grouped
from nutrigap.cli.kept import Kept

if TYPE_CHECKING:
    from nutrigap.analysis import Analysis

_TOTALS = [
    *("nutrient", "unit", "known", "estimate", "low", "high"),
    *("coverage", "coverage_nutrient", "entries", "unknown_entries"),
]


@grouped
def report(
    context: typer.Context,
    files: options.Files,
    who: Who,
    part: Part,
    kept: Kept,
    units: options.Units = "si",
    out: Annotated[
        Path | None,
        typer.Option(
            "-o", "--out", help="Report (.html, .pdf, .xlsx or .md), or a folder for many people."
        ),
    ] = None,
) -> None:
    """Verdicts on screen, and a report to keep."""
    who.require("report")
    kept.check()
    output.notice(f"Reading {len(files)} file{'s' if len(files) > 1 else ''}")
    run = part.run(files, who, made=kept.made)
    result, request = kept.asked(run.analysis, who, part)
    screen.show_verdicts(result, units)
    from nutrigap.report import write_report

    target = out or _report_path(files, result, kept.face)
    try:
        with output.rows_only():
            path = write_report(result, target, request=request, tell=output.notice)
    finally:
        _say_who_is_missing(result)
    output.say(f"Report: {path}")
    if kept.bundle is not None:
        kept.write_bundle(context, part, result, path)
        output.say(f"Audit folder: {kept.bundle}")
    run.finish()


def _say_who_is_missing(result: "Analysis") -> None:
    """Persons of the diary whom nobody described: their reports compare with nothing."""
    for person in dict.fromkeys(result.diary.entries["person"]):
        if result.profiles and person not in result.profiles:
            output.say(f"{person}: no row in --people, so nothing is compared.")


def _report_path(files: list[Path], result: "Analysis", face: str) -> Path:
    many = len(set(result.days["person"])) > 1
    return Path("reports") if many else Path(f"{files[0].stem}-report.{face}")


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
        from nutrigap.discretion import without_energy

        discreet = [name for name, who in run.analysis.profiles.items() if who.discreet]
        output.print_frame(without_energy(run.analysis.verdicts_with_doubts(), discreet))
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
