"""Folders and zip archives as apps hand them out: the diary in them is found, nothing unpacked."""

from __future__ import annotations

import io
import os
import re
import stat
import zipfile
import zlib
from fnmatch import fnmatchcase
from itertools import pairwise
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple, cast

from nutrigap.diary.source import Source
from nutrigap.errors import DiaryReadError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import IO

# A takeout of everything that somebody has ever done has some thousand files.
MOST_FILES = 50_000
# Health data of ten years is one XML of a few gigabytes, which is streamed.
LARGEST_TOTAL_BYTES = 16_000_000_000
# XML and JSON of real exports shrink to a twentieth; bombs to a thousandth.
LARGEST_RATIO = 250
# Below this size nothing is a bomb, however well it shrinks.
SMALLEST_BOMB_BYTES = 10_000_000
# Text is held at once, JSON many times over: years of a diary have some ten megabytes.
LARGEST_TEXT_BYTES = 100_000_000
# A phone's database holds every heart beat beside the meals.
LARGEST_DATABASE_BYTES = 1_000_000_000

_SQLITE = b"SQLite format 3\x00"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_WORKBOOK = "xl/workbook.xml"
_ABSOLUTE = re.compile(r"[/\\]|[A-Za-z]:")
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError),
    *(ValueError, OverflowError),
)


class Inside(NamedTuple):
    """A file in a folder or archive, and whose it is by the names above it."""

    source: Source
    stem: str


class Member(Source):
    """A file in a zip archive, read from there; the files beside it are those of its folder."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: str) -> None:
        super().__init__(io.BytesIO(), name=f"{place}/{info.filename}")
        self._archive, self._info, self._place = archive, info, place

    def beside(self, name: str) -> Source | None:
        """The file of this name in the same folder of the archive."""
        return next(iter(self.like(_literal(name))), None)

    def like(self, pattern: str) -> list[Source]:
        """Files in the same folder of the archive with such names."""
        folder = PurePosixPath(self._info.filename).parent
        return [
            Member(self._archive, info, self._place)
            for info in self._archive.infolist()
            if not info.is_dir()
            and PurePosixPath(info.filename).parent == folder
            and fnmatchcase(PurePosixPath(info.filename).name, pattern)
        ]

    def open(self) -> IO[bytes]:
        """The unpacked bytes as a stream.

        Raises
        ------
        DiaryReadError
            The member is damaged, or packed in a way that cannot be undone here.
        """
        try:
            file = self._archive.open(self._info)
        except _BROKEN as error:
            raise _damaged(self.name, error) from error
        return cast("IO[bytes]", _Guarded(file, self.name))

    def _read(self, size: int) -> bytes:
        database = size < 0 and self.opening.startswith(_SQLITE)
        limit = LARGEST_DATABASE_BYTES if database else LARGEST_TEXT_BYTES
        if size < 0 and self._info.file_size > limit:
            raise DiaryReadError(
                self.name,
                f"the file has {self._info.file_size / 1e6:,.0f} MB",
                f"at most {limit / 1e6:,.0f} MB inside an archive",
                "If you trust it, unpack the archive and give the file itself.",
            )
        with self.open() as file:
            return file.read(size)


class _Guarded(io.RawIOBase):
    """A stream whose damages are errors of the diary."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._file, self._name = file, name

    def read(self, size: int = -1) -> bytes:
        try:
            return self._file.read(size)
        except _BROKEN as error:
            raise _damaged(self._name, error) from error

    def close(self) -> None:
        self._file.close()
        super().close()


def open_place(source: Source) -> list[Inside] | None:
    """The files in a folder or zip archive; ``None`` where the source is neither.

    An Excel workbook is a zip archive too and counts as a file. Hidden files and links are left
    out; an archive inside an archive stays closed.

    Raises
    ------
    DiaryReadError
        The archive is damaged, encrypted, or made to do harm.
    """
    if source.path is not None and source.path.is_dir():
        return [one for path in _walk(source.path) for one in _in_folder(source.path, path)]
    if not source.opening.startswith(_ZIP):
        return None
    archive = _archive(source)
    if any(info.filename == _WORKBOOK for info in archive.infolist()):
        return None
    _refuse_harm(archive, source)
    stem = PurePosixPath(source.name).stem
    files = [info for info in archive.infolist() if not info.is_dir() and _shown(info.filename)]
    return [Inside(Member(archive, info, source.name), stem) for info in files]


def _walk(folder: Path) -> Iterator[Path]:
    """Files below a folder in order of their names; links are not followed."""
    count = 0
    for top, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if _shown(name))
        for name in sorted(files):
            path = folder.__class__(top, name)
            count += 1
            if count > MOST_FILES:
                raise DiaryReadError(
                    folder, f"more than {MOST_FILES:,} files", "the folder of an export",
                    "Give the folder, or the files, of the diary alone.",
                )  # fmt: skip
            if _shown(name) and path.is_file() and not path.is_symlink():
                yield path


def _in_folder(folder: Path, path: Path) -> list[Inside]:
    """A file is its own person's, a file further below that of the folder that it is in."""
    inner = path.relative_to(folder)
    source = Source(path, name=f"{folder.name}/{inner.as_posix()}" if folder.name else str(inner))
    own = Inside(source, inner.stem if len(inner.parts) == 1 else inner.parts[0])
    if not _starts_as_zip(source):
        return [own]
    inside = open_place(source)
    return [own] if inside is None else [one._replace(stem=own.stem) for one in inside]


def _starts_as_zip(source: Source) -> bool:
    try:
        return source.opening.startswith(_ZIP)
    except DiaryReadError:
        return False  # an empty file is no archive; what it is, is asked later


def _shown(name: str) -> bool:
    return not any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)


def _archive(source: Source) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(source.path or io.BytesIO(source.data))
    except _BROKEN as error:
        raise _damaged(source.name, error) from error


def _refuse_harm(archive: zipfile.ZipFile, source: Source) -> None:
    """No export has any of this; all of it is known from attacks."""
    infos = archive.infolist()
    total = sum(info.file_size for info in infos)
    if len(infos) > MOST_FILES:
        raise _harmful(source, f"{len(infos):,} files")
    if total > LARGEST_TOTAL_BYTES:
        raise _harmful(source, f"files of {total / 1e9:,.0f} GB in all")
    if _overlap(infos):
        raise _harmful(source, "files that overlap")
    for info in infos:
        found = _harm(info)
        if found:
            raise _harmful(source, f"{found} ({info.filename[:100]!r})")


def _harm(info: zipfile.ZipInfo) -> str | None:
    """What is wrong with a member; names are judged as they stand in the archive."""
    name = info.orig_filename
    ratio = info.file_size / max(info.compress_size, 1)
    checks = {
        "an encrypted file": info.flag_bits & 0x1,
        "an absolute path": _ABSOLUTE.match(name),
        "a path that leads out of it": ".." in re.split(r"[/\\]", name),
        "a link": stat.S_ISLNK(info.external_attr >> 16),
        "a file that would grow without measure": (
            ratio > LARGEST_RATIO and info.file_size > SMALLEST_BOMB_BYTES
        ),
    }
    return next((words for words, wrong in checks.items() if wrong), None)


def _overlap(infos: Sequence[zipfile.ZipInfo]) -> bool:
    """Whether members share bytes: a bomb that no ratio of one member gives away."""
    places = sorted((info.header_offset, info.compress_size) for info in infos)
    return any(start + size >= later for (start, size), (later, _) in pairwise(places))


def _harmful(source: Source, found: str) -> DiaryReadError:
    return DiaryReadError(
        source.name,
        f"the archive holds {found}",
        "an archive as an app exports it",
        "It was not opened. If you trust it, unpack it yourself and give the diary in it.",
    )


def _damaged(name: str, error: Exception) -> DiaryReadError:
    return DiaryReadError(
        name,
        f"the archive is damaged or packed in a way that is not known ({error})",
        "a whole zip archive",
        "Export or download it again.",
    )


def _literal(name: str) -> str:
    """A pattern that only this name fits."""
    return re.sub(r"([*?\[])", r"[\1]", name)
