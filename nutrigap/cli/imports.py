"""Commands about the exports themselves: which app, how to export, what stands in them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nutrigap.cli import options, output

if TYPE_CHECKING:
    from pandas import DataFrame

    from nutrigap.diary import Diary

# Of a file's name beside the counts, in columns of the screen.
_NAME_WIDTH = 22


def identify(
    files: options.Files,
    csv: options.Csv = False,
    columns: Annotated[
        Path | None,
        typer.Option(help="Write a mapping of the columns here, to fill in.", dir_okay=False),
    ] = None,
) -> None:
    """Say which app wrote each file, or write a table in which to say what its columns mean."""
    if columns is not None:
        _write_mapping(files, columns)
        return
    from nutrigap.errors import DiaryError, UnknownFormatError

    found: list[dict[str, str]] = []
    failed = False
    for file in files:
        try:
            found += _identified(file)
        except DiaryError as error:
            output.fail(error)
            failed = True
            if isinstance(error, UnknownFormatError) and len(files) == 1 and not csv:
                _show_mapping(file)
    if csv:
        output.print_rows(["file", "format"], found)
    else:
        for row in found:
            typer.echo(f"{row['file']}: {row['format']}")
    if failed:
        raise typer.Exit(1)


def _identified(file: Path) -> list[dict[str, str]]:
    """One row a file, or one a diary in a folder or archive."""
    from nutrigap.diary import identify_all

    found = identify_all(file)
    inside = file.is_dir() or len(found) > 1 or any("/" in name for name in found)
    return [
        {"file": str(file.parent / name) if inside else str(file), "format": format}
        for name, format in found.items()
    ]


def _show_mapping(file: Path) -> None:
    """The mapping to fill in, where an unknown file is a table."""
    from nutrigap.diary.mapping import mapping_template
    from nutrigap.diary.source import Source
    from nutrigap.errors import DiaryError

    try:
        text = mapping_template(Source(file))
    except DiaryError:
        return
    output.say("This is the table to fill in:")
    typer.echo(text, nl=False)


def _write_mapping(files: list[Path], path: Path) -> None:
    """A mapping for one table; a file that is there already is not overwritten."""
    from nutrigap.diary.mapping import mapping_template, meanings
    from nutrigap.diary.source import Source

    if len(files) > 1:
        message = "a mapping is for one table: give one FILE with --columns."
        raise typer.BadParameter(message)
    text = mapping_template(Source(files[0]))
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        message = f"{path}: cannot be written ({error.strerror})."
        raise typer.BadParameter(message) from error
    output.say(
        f"{path}: fill in the column 'means' with one of {', '.join(meanings())}; leave it empty "
        f"for columns that do not matter. Then give --columns {path} with the diary."
    )


def formats(
    name: Annotated[str | None, typer.Argument(help="Show all about one format.")] = None,
    csv: options.Csv = False,
) -> None:
    """List the apps whose exports can be read, and how to export from each."""
    from nutrigap import diary
    from nutrigap.errors import UnknownNameError

    known = diary.formats()
    if name is not None and name not in known:
        raise UnknownNameError("format", name, known)
    rows = [
        {"format": key, "title": f.title, "how_to_export": f.how_to_export, "verified": f.verified}
        for key, f in known.items()
        if name in (None, key)
    ]
    if csv:
        output.print_rows(["format", "title", "how_to_export", "verified"], rows)
        return
    for row in rows:
        typer.echo(f"{row['format']}: {row['title']}")
        typer.echo(f"    How to export: {row['how_to_export']}")
        if name is not None:
            typer.echo(f"    Known from: {row['verified']}")


def entries(
    files: options.Files,
    csv: options.Csv = False,
    format_name: options.Format = None,
    dates: options.Dates = None,
    daily_values: options.DailyValues = None,
    columns: options.Columns = None,
    app: options.App = None,
) -> None:
    """Show what was read from the files: every entry, and what the export states of nutrients."""
    from nutrigap import diary

    reading = diary.read_diaries(
        files,
        format=format_name,
        dates=dates,
        daily_values=daily_values,
        columns=columns,
        apps=app or (),
    )
    for error in reading.errors:
        output.fail(error)
    if csv:
        output.print_frame(wide_entries(reading.diary))
    elif not (reading.errors and reading.diary.records.empty):
        _show(reading.diary)
    if reading.errors:
        raise typer.Exit(1)


def wide_entries(found: "Diary") -> "DataFrame":
    """DIARY with one column a nutrient [canonical unit]; NaN where the export states nothing."""
    from nutrigap.diary.base import MACROS
    from nutrigap.nutrients import nutrients

    stated = found.reported.pivot_table(index="entry_id", columns="nutrient", values="amount")
    wide = stated.reindex(index=found.entries["entry_id"], columns=list(nutrients()))
    for nutrient, column in MACROS.items():
        wide[nutrient] = found.entries[column].to_numpy()
    return found.entries.join(wide, on="entry_id")


def _show(found: "Diary") -> None:
    columns = ["person", "day", "meal", "food", "amount_text", "energy_kcal"]
    shown = found.entries[columns].astype({"energy_kcal": object}).fillna("")
    rows = [
        (*map(str, row[:-1]), "" if row[-1] == "" else f"{row[-1]:.0f}")
        for row in shown.itertuples(index=False)
    ]
    headings = [*((c.replace("_text", ""), "left") for c in columns[:-1]), ("kcal", "right")]
    output.print_table(headings, rows)
    _show_report(found)
    for note in found.notes:
        output.say(note)
    for row in found.problems.fillna("").to_dict("records"):
        where = f"{row['source_file']}, line {row['source_line']}"
        output.say(f"{where}: {row['column']} {row['value']!r} {row['problem']}")


def _show_report(found: "Diary") -> None:
    """What became of every record, a line a file; why some were set aside; what is not stated."""
    from nutrigap.diary.imported import import_report

    report = import_report(found).fillna({"format": "", "person": ""})
    counts = ["records", "kept", "set_aside", "duplicates", "refused", "doubts", "days"]
    headings = [
        ("file", "left"),
        ("format", "left"),
        *((c.replace("_", " "), "right") for c in counts),
    ]
    rows = report.to_dict("records")
    typer.echo()
    output.print_table(
        headings,
        [
            (_end(row["source_file"]), row["format"], *(f"{row[c]:,}" for c in counts))
            for row in rows
        ],
    )
    for row in rows:
        if isinstance(row["reasons"], str):
            output.print_text(f"{row['source_file']}: set aside: {row['reasons']}.", indent=2)
        if isinstance(row["silent"], str):
            output.print_text(f"{row['source_file']}: states no {row['silent']}.", indent=2)
        if row["incomplete_days"]:
            days = row["incomplete_days"]
            counted = "1 day is" if days == 1 else f"{days:,} days are"
            output.print_text(f"{row['source_file']}: {counted} not fully logged.", indent=2)


def _end(name: str) -> str:
    """The end of a long name, which tells the files of an archive apart."""
    return name if len(name) <= _NAME_WIDTH else f"…{name[1 - _NAME_WIDTH :]}"


COMMANDS = (identify, formats, entries)
