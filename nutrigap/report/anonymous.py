"""The same analysis with codes instead of names."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pandas import DataFrame

    from nutrigap.analysis import Analysis
    from nutrigap.people import Client

_DIARY = ("entries", "records", "problems")


def codes_of(persons: list[str], clients: Mapping[str, Client]) -> dict[str, str]:
    """The code of each person: the client's own, else a number; two people never share one.

    Examples
    --------
    >>> codes_of(["ana", "ben"], {})
    {'ana': 'client-1', 'ben': 'client-2'}
    """
    found: dict[str, str] = {}
    for number, person in enumerate(persons, start=1):
        own = clients[person].code if person in clients else ""
        free = own and own not in found.values()
        found[person] = own if free else f"client-{number}"
    return found


def anonymised(analysis: Analysis, codes: Mapping[str, str]) -> Analysis:
    """Codes for persons in every table, for names of files and in every note; no diary notes.

    Parameters
    ----------
    analysis : Analysis
        The whole run.
    codes : mapping of str to str
        Code by person.

    Returns
    -------
    Analysis
        What the foods are called is not changed: people sometimes write names there.
    """
    files = _files(analysis, codes)
    diary = replace(
        analysis.diary,
        notes=tuple(_said(note, codes, files) for note in analysis.diary.notes),
        **{name: _coded(getattr(analysis.diary, name), codes, files) for name in _DIARY},
    )
    tables: dict[str, Any] = {
        field.name: _coded(table, codes, files)
        for field in fields(analysis)
        if "person" in getattr(table := getattr(analysis, field.name), "columns", ())
    }
    profiles = {codes.get(person, person): who for person, who in analysis.profiles.items()}
    notes = tuple(_said(note, codes, files) for note in analysis.notes)
    return replace(analysis, diary=diary, profiles=profiles, notes=notes, **tables)


def _files(analysis: Analysis, codes: Mapping[str, str]) -> dict[str, str]:
    """New names of files: often a file is called after the person."""
    names = dict.fromkeys(analysis.diary.records["source_file"])
    owners = analysis.diary.entries.groupby("source_file")["person"].first()
    found = {}
    for number, name in enumerate(map(str, names), start=1):
        code = codes.get(str(owners.get(name, "")), "diary")
        found[name] = f"{code}-{number}{PurePath(name).suffix}"
    return found


def _coded(table: DataFrame, codes: Mapping[str, str], files: Mapping[str, str]) -> DataFrame:
    columns = {"person": codes, "source_file": files}
    new = {
        name: table[name].map(lambda cell, names=names: names.get(cell, cell)).astype("str")
        for name, names in columns.items()
        if name in table.columns
    }
    if "note" in table.columns:
        new["note"] = table["note"].where(table["note"].isna())
    return table.assign(**new)


def _said(note: str, codes: Mapping[str, str], files: Mapping[str, str]) -> str:
    for name, other in (*files.items(), *codes.items()):
        note = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", other, note)
    return note
