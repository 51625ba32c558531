"""Tables to standard output, messages to standard error."""

from __future__ import annotations

import csv
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pandas import DataFrame


def print_frame(frame: DataFrame) -> None:
    """A frame as CSV for machines: full precision, ``.`` decimal, UTF-8, LF."""
    text = frame.to_csv(index=False, lineterminator="\n")
    _write(text)


def print_rows(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    """Plain rows as CSV for machines."""
    out = csv.DictWriter(_Lines(), columns, lineterminator="\n", extrasaction="ignore")
    out.writeheader()
    out.writerows(rows)


class _Lines:
    def write(self, text: str) -> int:
        _write(text)
        return len(text)


def _write(text: str) -> None:
    # Standard output may be in another encoding (Windows, LANG=C); tables are always UTF-8.
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8")) if hasattr(sys.stdout, "buffer") else (
        sys.stdout.write(text)
    )


def print_table(
    columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[str]], *, title: str | None = None
) -> None:
    """A table for people; each column is its heading and ``left`` or ``right``."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, box=None, pad_edge=False, title_justify="left", header_style="bold")
    for heading, side in columns:
        table.add_column(heading, justify="right" if side == "right" else "left")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console = Console(width=_width(), highlight=False, no_color=not sys.stdout.isatty())
    with console.capture() as shown:
        console.print(table)
    _write("".join(f"{line.rstrip()}\n" for line in shown.get().splitlines()))


def print_text(text: str, *, indent: int = 0) -> None:
    """A paragraph for people, broken at the width of the terminal."""
    import textwrap

    room = _width()
    lines = textwrap.wrap(text, room, subsequent_indent=" " * indent) or [""]
    _write("\n".join(lines) + "\n")


def _width() -> int:
    """Columns of the terminal, or those of a page where nobody watches."""
    import shutil

    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 100


@contextmanager
def rows_only() -> Iterator[None]:
    """Nothing that a library in C prints by itself gets among what goes to standard output.

    HiGHS has lines that none of its options turns off.
    """
    sys.stdout.flush()
    try:
        kept = os.dup(1)
    except OSError:
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def count(number: int, one: str, many: str) -> str:
    """A number with its noun.

    Examples
    --------
    >>> count(1, "day", "days"), count(1200, "entry", "entries")
    ('1 day', '1,200 entries')
    """
    return f"{number:,} {one if number == 1 else many}"


def say(message: str) -> None:
    """A message for people on standard error."""
    typer.echo(message, err=True)


def notice(message: str) -> None:
    """A warning or progress message: only where a person watches."""
    if sys.stderr.isatty():
        say(message)


def fail(error: Exception) -> None:
    """What is wrong with the input, in one message."""
    say(f"nutrigap: {error}")
