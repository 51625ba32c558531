"""Reading the exports of diary apps."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple, cast

from nutrigap.diary.base import Asked, Diary, DiaryFormat, Draft, Source
from nutrigap.diary.dates import ORDERS
from nutrigap.diary.finding import find_diaries
from nutrigap.diary.registry import find_format, known_formats
from nutrigap.errors import DiaryError, DiaryReadError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nutrigap.diary.finding import Found
    from nutrigap.diary.mapping import ColumnMapping

__all__ = ["Diary", "Reading", "formats", "identify", "read_diaries", "read_diary"]

Where = str | Path | IO[str] | IO[bytes]


class Reading(NamedTuple):
    """What several files gave: a diary of those that could be read, an error for each other."""

    diary: Diary
    errors: tuple[DiaryError, ...]


def read_diary(
    source: Where | Sequence[Where],
    *,
    format: str | None = None,
    person: str = "me",
    dates: str | None = None,
    daily_values: str | None = None,
    columns: Path | None = None,
    apps: Sequence[str] = (),
) -> Diary:
    r"""The diary in a file, or in several files of one or many persons.

    Parameters
    ----------
    source : path, stream or list of them
        Exports as they came from the app.
    format : str, optional
        Name of the format; found out from the content if left out.
    person : str
        Who eats where a file names nobody.
    dates : str, optional
        ``day-first`` or ``month-first``, for dates such as 3/4/2026 that fit both.
    daily_values : str, optional
        What a percentage of a daily value is a share of: ``fda_dv``, ``fda_dv_old``, ``eu_nrv`` or
        ``ca_dv``. Left out, such percentages count as unknown.
    columns, apps : optional
        As for ``read_diaries``.

    Returns
    -------
    Diary
        DIARY entries, REPORTED amounts [canonical units], PROBLEMS, RECORDS, notes.

    Raises
    ------
    UnknownFormatError
        No format recognises a file.
    AmbiguousFormatError
        Several formats do.
    DiaryReadError
        A file cannot be read.

    Examples
    --------
    >>> import io
    >>> diary = read_diary(io.StringIO("date,food,amount\n2026-03-02,rolled oats,60 g\n"))
    >>> diary.entries[["day", "food", "grams"]].values.tolist()
    [['2026-03-02', 'rolled oats', 60.0]]
    """
    sources: Sequence[Where] = (
        source if isinstance(source, list | tuple) else [cast("Where", source)]
    )
    reading = read_diaries(
        sources,
        format=format,
        dates=dates,
        person=person,
        daily_values=daily_values,
        columns=columns,
        apps=apps,
    )
    if reading.errors:
        raise reading.errors[0]
    return reading.diary


def read_diaries(
    paths: Iterable[Where],
    *,
    format: str | None = None,
    dates: str | None = None,
    person: str | None = None,
    person_from_file: bool = False,
    daily_values: str | None = None,
    columns: Path | None = None,
    apps: Sequence[str] = (),
) -> Reading:
    """The diary in all the files that can be read, and what is wrong with the others.

    Parameters
    ----------
    paths : iterable of path or stream
        Exports as they came from the app, folders or zip archives of them too. The same meal in two
        of them counts once.
    format, dates, daily_values : str, optional
        As for ``read_diary``.
    person : str, optional
        Who eats where a file names nobody; ``me`` if left out.
    person_from_file : bool
        Take the file's name without its ending instead: that of the archive, or below a folder the
        first name that follows.
    columns : path, optional
        A mapping that says what the columns of a table mean (``nutrigap identify --columns``).
    apps : sequence of str
        The apps to read where a phone's collection holds records of several; left out, each day is
        read from the app with most entries.

    Returns
    -------
    Reading
        One diary, and an error a file that gave nothing.

    Raises
    ------
    UnknownNameError
        There is no such format, order of dates or app.
    DiaryReadError
        The mapping of columns cannot be used.
    """
    from nutrigap.diary.imported import sums_left_out
    from nutrigap.diary.merge import merge_drafts
    from nutrigap.diary.origins import settle_origins

    if dates not in (None, *ORDERS):
        raise UnknownNameError("order of dates", str(dates), ORDERS)
    mapping = _mapping(columns)
    asked = Asked(date.today(), dates, daily_values, tuple(apps))
    drafts: list[Draft] = []
    errors: list[DiaryError] = []
    notes: list[str] = []
    for source in _sources(list(paths)):
        found = find_diaries(source, format, mapping)
        errors += found.errors
        notes += found.notes
        for one in found.diaries:
            name = one.stem if person_from_file else person or "me"
            try:
                drafts.append(_read(one, name, asked, mapping))
            except DiaryError as error:
                errors.append(error)
    settle_origins(drafts, tuple(apps))
    diary = merge_drafts(drafts)
    notes = [*diary.notes, *sums_left_out(diary), *notes]
    return Reading(replace(diary, notes=tuple(notes)), tuple(errors))


def identify(source: Where) -> str:
    r"""The name of the format of a file, by its content alone.

    Of a folder or archive it is the format of the diaries in it, several joined by ``and``.

    Raises
    ------
    UnknownFormatError
        No format recognises it.
    AmbiguousFormatError
        Several formats do.
    DiaryReadError
        The file cannot be opened or is empty.

    Examples
    --------
    >>> import io
    >>> identify(io.StringIO("Day,Time,Group,Food Name,Amount,Category\n"))
    'cronometer'
    """
    return " and ".join(dict.fromkeys(identify_all(source).values()))


def identify_all(source: Where) -> dict[str, str]:
    r"""The name of the format of each diary in a file, folder or archive, by the file's name.

    Raises
    ------
    DiaryError
        As ``identify``.

    Examples
    --------
    >>> import io
    >>> identify_all(io.StringIO("Day,Time,Group,Food Name,Amount,Category\n"))
    {'diary': 'cronometer'}
    """
    found = find_diaries(Source(source))
    if found.errors:
        raise found.errors[0]
    return {one.source.name: one.format for one in found.diaries}


def formats() -> dict[str, DiaryFormat]:
    """Every format by name.

    Examples
    --------
    >>> formats()["cronometer"].title
    'Cronometer'
    """
    return dict(known_formats())


def _read(one: Found, person: str, asked: Asked, mapping: ColumnMapping | None) -> Draft:
    draft = Draft(one.source.name, one.format, person)
    if mapping is not None and mapping.fits(one.source):
        mapping.read(one.source, draft, asked)
        return draft
    format = find_format(one.format)
    layout = format.layout(one.source)
    if layout is None:
        raise DiaryReadError(
            one.source.name,
            f"the file is not one of {format.title}",
            f"a file in the format {one.format!r}",
            "Leave --format out, or name another ('nutrigap formats').",
        )
    layout.read(one.source, draft, asked)
    return draft


def _mapping(path: Path | None) -> ColumnMapping | None:
    if path is None:
        return None
    from nutrigap.diary.mapping import read_mapping

    return read_mapping(path)


def _sources(paths: list[Where]) -> list[Source]:
    """One source a file, named so that no two names are equal."""
    sources = [Source(path) for path in paths]
    names = Counter(source.name for source in sources)
    for source in sources:
        if names[source.name] > 1 and source.path is not None:
            source.name = os.path.join(source.path.parent.name, source.path.name)
    seen: Counter[str] = Counter()
    for source in sources:
        seen[source.name] += 1
        if seen[source.name] > 1:
            source.name = f"{source.name} ({seen[source.name]})"
    return sources
