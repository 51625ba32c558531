"""XML read as a stream in small memory; what could pull in or blow up text is refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.parsers import expat

from nutrigap.errors import DiaryReadError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nutrigap.diary.source import Source

_CHUNK_BYTES = 1 << 18
# One tag of an export has hundreds of bytes; what grows beyond this is no tag.
_LONGEST_TAG_BYTES = 1 << 22
_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]*\[.*?\]\s*>", re.S)


class Handlers(NamedTuple):
    """What to call at the start and the end of elements.

    ``start`` receives the element's name, names and values of its attributes in turn, and the line;
    ``end`` receives the name.
    """

    start: Callable[[str, list[str], int], None]
    end: Callable[[str], None]


class _Refused(Exception):
    """Something in the file that no export needs."""


def stream_xml(source: Source, handlers: Handlers) -> None:
    """Call the handlers for every element of a file, whatever its size.

    A declaration of elements alone, as Apple writes one, is read; where it is malformed, as in
    exports of iOS 16, it is left out.

    Raises
    ------
    DiaryReadError
        The file is no XML, breaks off, declares entities or points to other files.
    """
    try:
        _parse(source, handlers, without_doctype=False)
    except expat.ExpatError as error:
        head = source.opening
        doctype = _DOCTYPE.search(head)
        end = 0 if doctype is None else head.count(b"\n", 0, doctype.end()) + 1
        if doctype is None or error.lineno > end or b"<!ENTITY" in doctype[0]:
            raise _broken(source, error) from error
        try:
            _parse(source, handlers, without_doctype=True)
        except expat.ExpatError as again:
            raise _broken(source, again) from again


def _parse(source: Source, handlers: Handlers, *, without_doctype: bool) -> None:
    parser = _parser(handlers)
    fed = 0
    try:
        for chunk in _chunks(source, without_doctype=without_doctype):
            fed += len(chunk)
            parser.Parse(chunk, False)
            if fed - parser.CurrentByteIndex > _LONGEST_TAG_BYTES:
                raise _Refused("holds a tag of megabytes")
        parser.Parse(b"", True)
    except _Refused as refused:
        raise DiaryReadError(
            source.name,
            f"the XML {refused}",
            "elements with plain values, as an app exports them",
            "Export the diary again, and do not trust this file.",
            line=parser.CurrentLineNumber,
        ) from refused


def _parser(handlers: Handlers) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    # Defaults of attributes would be repeated in every element.
    parser.ordered_attributes = parser.specified_attributes = True
    entities = _refusal("declares entities (<!ENTITY>)")
    parser.EntityDeclHandler = parser.UnparsedEntityDeclHandler = entities
    parser.ExternalEntityRefHandler = _refusal("points to another file")
    parser.SkippedEntityHandler = _refusal("uses an entity that it does not declare")

    def doctype(name: str, system: str | None, public: str | None, own: int) -> None:  # noqa: ARG001
        if system or public:
            raise _Refused("points to another file (an external DTD)")

    def start(name: str, attributes: list[str]) -> None:
        handlers.start(name, attributes, parser.CurrentLineNumber)

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = handlers.end
    return parser


def _refusal(found: str) -> Callable[..., Any]:
    def refuse(*facts: object) -> Any:  # noqa: ARG001
        raise _Refused(found)

    return refuse


def _chunks(source: Source, *, without_doctype: bool) -> Iterator[bytes]:
    with source.open() as file:
        if without_doctype:
            head = file.read(len(source.opening))
            yield _DOCTYPE.sub(lambda found: b"\n" * found[0].count(b"\n"), head, count=1)
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk


def _broken(source: Source, error: expat.ExpatError) -> DiaryReadError:
    return DiaryReadError(
        source.name,
        f"the file is no whole XML ({expat.ErrorString(error.code)})",
        "XML that is closed at its end",
        "Export or copy it again: most often a copy has broken off.",
        line=error.lineno,
    )
