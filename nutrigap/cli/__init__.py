"""The command line: each command checks its words, calls one function and prints."""

import atexit
import gc
import os
import sys
from typing import Annotated

import typer

from nutrigap.cli import advice, diaries, foods, imports, knowledge, output, review
from nutrigap.errors import NutrigapError

# Python looks for unreachable cycles of objects each time so many more are held, and when it ends.
# A command makes few; with the usual 700 the looking would take a quarter of its time.
_OBJECTS_BETWEEN_SEARCHES = 500_000

app = typer.Typer(
    name="nutrigap",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="What your food diary says about vitamin D, magnesium, calcium, potassium and B12.",
)


def _print_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"nutrigap {version('nutrigap')}")
        raise typer.Exit


_Version = Annotated[
    bool,
    typer.Option(
        "--version", help="Print the version and stop.", is_eager=True, callback=_print_version
    ),
]


@app.callback()
def _options(version: _Version = False) -> None:
    """Options of nutrigap itself."""


for _command in (
    *diaries.COMMANDS,
    *advice.COMMANDS,
    *review.COMMANDS,
    *imports.COMMANDS,
    *knowledge.COMMANDS,
):
    app.command()(_command)
app.add_typer(foods.app, name="foods")


def main(argv: list[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    argv : list of str, optional
        Words after ``nutrigap``; those of the process if left out.

    Returns
    -------
    int
        0 done, 1 the input is at fault, 2 wrong usage.
    """
    gc.set_threshold(_OBJECTS_BETWEEN_SEARCHES)
    atexit.register(gc.freeze)
    atexit.register(gc.disable)
    try:
        app(argv)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except NutrigapError as error:
        output.fail(error)
        return 1
    except BrokenPipeError:
        # The reader of our output (head, less) has gone; what is left would fail again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return 0
