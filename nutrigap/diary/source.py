"""One file as it was handed in: its name, its bytes, its text, its rows."""

from __future__ import annotations

import codecs
import io
import json
import os
import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nutrigap.diary.sheet import Sheet, parse_sheet
from nutrigap.errors import DiaryReadError

if TYPE_CHECKING:
    from typing import IO

# Enough for a banner and a header of a hundred columns; gigabytes of XML are never read for it.
_OPENING_BYTES = 65536
_BINARY = (
    (b"PK\x03\x04", "an Excel workbook or a zip archive that no format knows: save it as CSV"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file: save its sheet as CSV"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x1f\x8b", "a gzip archive: unpack it"),
)
_JSON = re.compile(r'\s*(\{\s*["}]|\[\s*[\[{"\]])')
# Letters of Windows' code pages beyond ASCII.
_FOREIGN_LETTERS = re.compile(rb"[\xa8\xb8\xc0-\xff]+")
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


class Source:
    """A diary file, read no further than a question about it needs.

    Parameters
    ----------
    where : str, Path or file object
        A path, or a text or binary stream.
    name : str, optional
        What to call the file; its own name if left out, never its folder.
    """

    def __init__(self, where: str | Path | IO[str] | IO[bytes], *, name: str | None = None) -> None:
        self.path = Path(where) if isinstance(where, str | os.PathLike) else None
        self.name = name or _name_of(where)
        self._content = None if self.path else _drain(where)

    @cached_property
    def opening(self) -> bytes:
        """The first 64 KB.

        Raises
        ------
        DiaryReadError
            The file cannot be opened or is empty.
        """
        data = self._read(_OPENING_BYTES)
        if not data.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
            raise DiaryReadError(
                self.name, "the file is empty", "a header and rows", "Export the diary again."
            )
        return data

    @cached_property
    def data(self) -> bytes:
        """All bytes."""
        return self._read(-1)

    @property
    def binary(self) -> str | None:
        """What kind of binary file this is, ``None`` if it is text."""
        for magic, kind in _BINARY:
            if self.opening.startswith(magic):
                return kind
        if any(self.opening.startswith(mark) for mark, _ in _MARKS):
            return None
        return "binary data (it holds NUL bytes)" if b"\x00" in self.opening else None

    @cached_property
    def text(self) -> str:
        """The whole file as text.

        Raises
        ------
        DiaryReadError
            The file is binary.
        """
        return self._text(self.data)

    @cached_property
    def encoding(self) -> str:
        """How the bytes were read: utf-8-sig, utf-16, cp1252 or cp1251."""
        return _encoding(self.data)

    @cached_property
    def opening_text(self) -> str:
        """The first 64 KB as text; empty for a binary file."""
        return "" if self.binary else _decode(self.opening, _encoding(self.opening))

    @cached_property
    def opening_sheet(self) -> Sheet:
        """Rows of the first 64 KB; none for a binary file."""
        return parse_sheet(self.opening_text)

    @cached_property
    def sheet(self) -> Sheet:
        """All rows; the opening of a short file is all of it."""
        whole = self.text == self.opening_text
        return self.opening_sheet if whole else parse_sheet(self.text)

    @cached_property
    def json(self) -> Any:
        """The parsed file, ``None`` if it does not begin as JSON does.

        Raises
        ------
        DiaryReadError
            It begins so and is no JSON: most often a download that broke off.
        """
        if not _JSON.match(self.opening_text):
            return None
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError) as error:
            raise DiaryReadError(
                self.name,
                f"the file begins as JSON and cannot be read as such ({_reason(error)})",
                "whole JSON",
                "Export or download it again.",
                line=getattr(error, "lineno", None),
            ) from error

    def beside(self, name: str) -> Source | None:
        """A file of this name in the same place, ``None`` if there is none."""
        path = self.path.with_name(name) if self.path else None
        return Source(path) if path and path.is_file() else None

    def like(self, pattern: str) -> list[Source]:
        """Files in the same place with names such as ``*food_info*.csv``, this one included."""
        paths = sorted(self.path.parent.glob(pattern)) if self.path else []
        return [Source(path) for path in paths if path.is_file()]

    def open(self) -> IO[bytes]:
        """The bytes as a stream, for files too large to hold.

        Raises
        ------
        DiaryReadError
            The file cannot be opened.
        """
        if self.path is None:
            return io.BytesIO(self._content or b"")
        try:
            return self.path.open("rb")
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise DiaryReadError(
                self.path, f"cannot be opened ({reason})", "a readable file", "Check the path."
            ) from error

    def _read(self, size: int) -> bytes:
        try:
            with self.open() as file:
                return file.read(size)
        except OSError as error:
            reason = error.strerror or str(error)
            raise DiaryReadError(
                self.name, f"cannot be read ({reason})", "a readable file", "Check the path."
            ) from error

    def _text(self, data: bytes) -> str:
        text = "" if self.binary else _decode(data, self.encoding)
        if self.binary or "\x00" in text:
            kind = self.binary or "binary data (it holds NUL bytes)"
            raise DiaryReadError(
                self.name,
                f"the file is {kind}",
                "a text file, such as CSV",
                "Export the diary as CSV.",
            )
        return text


def _reason(error: ValueError | RecursionError) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return str(getattr(error, "msg", error))


def _name_of(where: object) -> str:
    name = where if isinstance(where, str | os.PathLike) else getattr(where, "name", None)
    return Path(name).name if isinstance(name, str | os.PathLike) else "diary"


def _drain(stream: object) -> bytes:
    content = stream.read() if isinstance(stream, io.IOBase) or hasattr(stream, "read") else b""
    return content.encode("utf-8", "surrogatepass") if isinstance(content, str) else bytes(content)


def _encoding(data: bytes) -> str:
    """The mark at the start decides; without one UTF-8, unless it fits only here and there."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, final=False)
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        broken = text.count("\ufffd")
        foreign = sum(letter > "\x7f" for letter in text)
        return "utf-8-sig" if broken * 10 < foreign else _code_page(data)
    return "utf-8-sig"


def _code_page(data: bytes) -> str:
    """Windows' Cyrillic or Western letters: in Western words foreign letters stand alone."""
    words = _FOREIGN_LETTERS.findall(data)
    together = sum(len(word) for word in words if len(word) > 2)
    return "cp1251" if together * 2 > sum(map(len, words)) else "cp1252"


def _decode(data: bytes, encoding: str) -> str:
    # Excel's cp1252 leaves five bytes undefined; a lost letter must not lose the file.
    return data.decode(encoding, "replace")
