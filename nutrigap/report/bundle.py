"""An audit folder: what went in, every table, and what made them."""

from __future__ import annotations

import json
import platform
from dataclasses import fields
from hashlib import sha256
from importlib.metadata import version
from typing import TYPE_CHECKING

from nutrigap.discretion import without_energy
from nutrigap.report.faces import write_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from nutrigap.analysis import Analysis

_LIBRARIES = ("nutrigap", "pandas", "numpy", "jinja2")
_ABOUT = """An audit folder of one nutrigap report.

inputs/       the files that were read, as they were
tables/       every table of the run as CSV: full precision, blank = not known or hidden on request
report.*      the report
made.json     versions, food tables, seed, SHA-256 of every input and of the report
command.txt   run it in this folder to make the same report again
"""


def write_bundle(
    analysis: Analysis, folder: Path, *, inputs: Mapping[str, bytes], report: Path, command: str
) -> Path:
    """Write the folder.

    Parameters
    ----------
    analysis : Analysis
        The whole run.
    folder : Path
        Where to write; made where it does not exist.
    inputs : mapping of str to bytes
        What was read, by its name in the bundle.
    report : Path
        The report that was written.
    command : str
        What makes it again, to be run inside the folder.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    ReportError
        It cannot be written there.
    """
    kept = {f"report{report.suffix}": report.read_bytes()}
    files = {**{f"inputs/{name}": content for name, content in inputs.items()}, **kept}
    for name, content in files.items():
        write_bytes(folder / name, content)
    for name, text in _tables(analysis).items():
        write_bytes(folder / "tables" / f"{name}.csv", text.encode())
    sums = {name: sha256(content).hexdigest() for name, content in files.items()}
    made = json.dumps(_made(analysis) | {"sha256": sums}, indent=1, ensure_ascii=False)
    write_bytes(folder / "made.json", f"{made}\n".encode())
    write_bytes(folder / "command.txt", f"{command}\n".encode())
    write_bytes(folder / "ABOUT.txt", _ABOUT.encode())
    return folder


def _tables(analysis: Analysis) -> dict[str, str]:
    """Every table of the analysis and the diary as CSV."""
    import pandas as pd

    found = {f.name: getattr(analysis, f.name) for f in fields(analysis)}
    found |= {name: getattr(analysis.diary, name) for name in
              ("entries", "reported", "records", "problems")}  # fmt: skip
    discreet = {person for person, who in analysis.profiles.items() if who.discreet}
    entries = analysis.diary.entries
    theirs = set(entries.loc[entries["person"].isin(discreet), "entry_id"])
    return {
        name: without_energy(table, discreet, theirs).to_csv(index=False, lineterminator="\n")
        for name, table in found.items()
        if isinstance(table, pd.DataFrame)
    }


def _made(analysis: Analysis) -> dict[str, object]:
    versions = {name: version(name) for name in _LIBRARIES}
    return {
        "provenance": dict(analysis.provenance),
        "authority": analysis.authority,
        "versions": {"python": platform.python_version(), **versions},
        "notes": list(analysis.notes),
    }
