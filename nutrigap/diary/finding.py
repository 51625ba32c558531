"""Which diaries there are in what was handed in: a file, a folder or an archive."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.diary.registry import find_format, identify_source
from nutrigap.diary.table import Table
from nutrigap.errors import AmbiguousFormatError, DiaryError, DiaryReadError, UnknownFormatError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nutrigap.diary.archive import Inside
    from nutrigap.diary.mapping import ColumnMapping
    from nutrigap.diary.source import Source

_SHOWN_NAMES = 6
_AMOUNTS = {"amount", "grams", "servings"}


class Found(NamedTuple):
    """A file that a format claims; ``stem`` says whose it is where the file names nobody."""

    source: Source
    format: str
    stem: str


class Findings(NamedTuple):
    """The diaries in a place, what is wrong with others, and what a reader must know."""

    diaries: tuple[Found, ...]
    errors: tuple[DiaryError, ...] = ()
    notes: tuple[str, ...] = ()


def find_diaries(
    source: Source, format: str | None = None, mapping: ColumnMapping | None = None
) -> Findings:
    """The file itself, or the files in a folder or archive that some format claims.

    Parameters
    ----------
    source : Source
        A file, a folder or a zip archive.
    format : str, optional
        The only format to look for.
    mapping : ColumnMapping, optional
        What the columns of a table mean that no format knows.

    Returns
    -------
    Findings
        No diaries, and at least one error, where there is nothing to read.
    """
    from nutrigap.diary.archive import open_place

    try:
        inside = open_place(source)
        if inside is not None:
            return _among(source.name, inside, format, mapping)
        name = format or _identify(source, mapping)
        return Findings((Found(source, name, PurePath(source.name).stem),))
    except DiaryError as error:
        return Findings((), (error,))


def _among(
    place: str, inside: Sequence[Inside], format: str | None, mapping: ColumnMapping | None
) -> Findings:
    diaries: list[Found] = []
    errors: list[DiaryError] = []
    others: list[str] = []
    for one in inside:
        try:
            name = _wanted(one.source, format) or _identify(one.source, mapping)
        except AmbiguousFormatError as error:
            errors.append(error)
        except DiaryError as error:
            others.append(_other(one.source, place, error))
        else:
            diaries.append(Found(one.source, name, one.stem))
    vague = [one for one in diaries if _is_vague(one, diaries)]
    others += [one.source.name.removeprefix(f"{place}/") for one in vague]
    diaries = [one for one in diaries if one not in vague]
    if not diaries and not errors:
        errors = [_nothing(place, others)]
    left_out = f"{place}: no diary, and left out: {_listed(others)}."
    return Findings(tuple(diaries), tuple(errors), (left_out,) if diaries and others else ())


def _is_vague(one: Found, diaries: Sequence[Found]) -> bool:
    """Whether a table beside an app's diary only looks like one: fasts have days and names too."""
    if not find_format(one.format).last_resort:
        return False
    folder = PurePath(one.source.name).parent
    beside = (d for d in diaries if PurePath(d.source.name).parent == folder)
    if all(find_format(d.format).last_resort for d in beside):
        return False
    layout = find_format(one.format).layout(one.source)
    header = layout.header(one.source.opening_sheet) if isinstance(layout, Table) else None
    return header is not None and not (header.nutrients or _AMOUNTS & header.places.keys())


def _wanted(source: Source, format: str | None) -> str | None:
    """The format asked for, if any is."""
    if format is not None and not find_format(format).claims(source):
        raise UnknownFormatError(source.name, "", [format])
    return format


def _identify(source: Source, mapping: ColumnMapping | None) -> str:
    """The one format that claims a file; a mapping that fits comes first."""
    if mapping is not None and mapping.fits(source):
        return "plain"
    try:
        return identify_source(source)
    except UnknownFormatError:
        if mapping is not None:
            raise mapping.misfit(source) from None
        raise


def _other(source: Source, place: str, error: DiaryError) -> str:
    """A file that is no diary; what is wrong with it, where it may have been meant to be one."""
    name = source.name.removeprefix(f"{place}/")
    return f"{name} ({error.found})" if isinstance(error, DiaryReadError) else name


def _nothing(place: str, others: Sequence[str]) -> DiaryReadError:
    return DiaryReadError(
        place,
        f"no diary is in it; it holds {_listed(others) or 'nothing'}",
        "an export of one of the apps of 'nutrigap formats', as it came from the app",
        "Export the diary again, or give the right folder.",
    )


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _SHOWN_NAMES
    return ", ".join(names[:_SHOWN_NAMES]) + (f" and {more:,} more" if more > 0 else "")
