"""Sheets of an Excel workbook (.xlsx) as rows of text."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from xml.etree import ElementTree

from nutrigap.diary.sheet import Row
from nutrigap.errors import DiaryReadError

_BOOK = "xl/workbook.xml"
_TEXTS = "xl/sharedStrings.xml"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# A diary of years has a few megabytes of XML; an archive that claims more is no diary.
_LARGEST_PART = 200_000_000
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, ElementTree.ParseError, RuntimeError, StopIteration),
    *(LookupError, ValueError, EOFError, OSError),
)


def sheet_names(data: bytes) -> list[str]:
    """Names of the sheets, none where the bytes are no workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            return [sheet.get("name", "") for sheet in _named(book, _BOOK, "sheet")]
    except _BROKEN:
        return []


def read_sheet(data: bytes, name: str, file: str) -> list[Row]:
    """Rows of a sheet, with their number among those that are there.

    Days are numbers of days since 1900, times of day fractions of one, as Excel keeps them.

    Raises
    ------
    DiaryReadError
        The sheet is absent or damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            texts = [_text(item) for item in _named(book, _TEXTS, "si")]
            rows = _named(book, _part_of(book, name), "row")
            return [Row(place, _cells(row, texts)) for place, row in enumerate(rows, start=1)]
    except _BROKEN as error:
        raise DiaryReadError(
            file, f"the sheet {name!r} cannot be read", "a whole workbook", "Export it again."
        ) from error


def _named(book: zipfile.ZipFile, part: str, tag: str) -> list[ElementTree.Element]:
    """Elements of a part by their name without its namespace; none if there is no such part."""
    if part not in book.namelist():
        return []
    if book.getinfo(part).file_size > _LARGEST_PART:
        raise ValueError(part)
    parser = ElementTree.XMLParser(target=_Elements())
    root = ElementTree.fromstring(book.read(part), parser=parser)
    return [e for e in root.iter() if _tag(e) == tag]


class _Elements(ElementTree.TreeBuilder):
    """Elements alone: no workbook declares a document type, in which text could be blown up."""

    def doctype(self, name: str, public: str | None, system: str | None) -> None:  # noqa: ARG002
        message = "a document type is declared"
        raise ValueError(message)


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _part_of(book: zipfile.ZipFile, name: str) -> str:
    number = next(s.get(_RELATION) for s in _named(book, _BOOK, "sheet") if s.get("name") == name)
    relations = _named(book, "xl/_rels/workbook.xml.rels", "Relationship")
    target = next(r.get("Target", "") for r in relations if r.get("Id") == number)
    return posixpath.normpath(posixpath.join("xl", target)).lstrip("/")


def _cells(row: ElementTree.Element, texts: list[str]) -> list[str]:
    found = {_column(cell.get("r", "")): _value(cell, texts) for cell in row if _tag(cell) == "c"}
    return [found.get(place, "") for place in range(max(found, default=-1) + 1)]


def _column(reference: str) -> int:
    """The place of a cell such as ``AB12``, from 0."""
    place = 0
    for letter in re.match(r"[A-Z]*", reference)[0]:  # type: ignore[index]
        place = place * 26 + ord(letter) - 64
    return place - 1


def _value(cell: ElementTree.Element, texts: list[str]) -> str:
    value = next((e.text or "" for e in cell if _tag(e) == "v"), "")
    if cell.get("t") == "s" and value:
        return texts[int(value)]
    return _text(cell) if cell.get("t") == "inlineStr" else value


def _text(element: ElementTree.Element) -> str:
    return "".join(e.text or "" for e in element.iter() if _tag(e) == "t")
