"""Which formats there are, and which one a file is."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING

from nutrigap.diary import formats as folder
from nutrigap.diary.base import DiaryFormat
from nutrigap.errors import AmbiguousFormatError, UnknownFormatError, UnknownNameError

if TYPE_CHECKING:
    from nutrigap.diary.source import Source

_SHOWN_CHARACTERS = 300


@cache
def known_formats() -> dict[str, DiaryFormat]:
    """Formats by name; a module in ``formats/`` is one, its name the module's.

    Examples
    --------
    >>> "plain" in known_formats()
    True
    """
    names = sorted(module.name for module in pkgutil.iter_modules(folder.__path__))
    modules = {name: importlib.import_module(f"{folder.__name__}.{name}") for name in names}
    return {name: module.FORMAT for name, module in modules.items()}


def find_format(name: str) -> DiaryFormat:
    """The format of this name.

    Raises
    ------
    UnknownNameError
        There is none.
    """
    if name not in known_formats():
        raise UnknownNameError("format", name, known_formats())
    return known_formats()[name]


def identify_source(source: Source) -> str:
    """The name of the one format that claims a file.

    Raises
    ------
    UnknownFormatError
        No format does.
    AmbiguousFormatError
        Several do.
    DiaryReadError
        The file cannot be opened or is empty.
    """
    source.opening  # noqa: B018  # an empty file is an error of its own
    for last_resort in (False, True):
        asked = {n: f for n, f in known_formats().items() if f.last_resort is last_resort}
        claims = [name for name, format in asked.items() if format.claims(source)]
        if len(claims) > 1:
            raise AmbiguousFormatError(source.name, claims)
        if claims:
            return claims[0]
    raise UnknownFormatError(source.name, _shown(source), known_formats())


def _shown(source: Source) -> str:
    """What a person sees of a file's beginning."""
    if source.binary:
        return source.binary
    lines = (line.strip() for line in source.opening_text.splitlines())
    return next((line for line in lines if line), "nothing")[:_SHOWN_CHARACTERS]
