"""FoodData Central tables, read by name from a zip as USDA publishes it or from a folder."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, NoReturn, Protocol

from nutrigap.errors import FoodSourceError
from nutrigap.fdc.cells import listed_cells, quoted_cells
from nutrigap.fdc.inflate import open_member
from nutrigap.fdc.records import Rewritten, records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    from nutrigap.fdc.cells import Cells

_TABLES = (
    "food", "food_nutrient", "nutrient", "food_portion", "measure_unit", "food_category",
    "foundation_food", "sr_legacy_food", "survey_fndds_food", "wweia_food_category",
    "food_attribute", "branded_food",
)  # fmt: skip
# Columns of food_nutrient.csv that never hold a comma or a line break.
_NUMERIC = {
    "id", "fdc_id", "nutrient_id", "amount", "data_points", "derivation_id", "min", "max", "median",
    "loq",
}  # fmt: skip
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, csv.Error)
_ADVICE = "Download the CSV release from USDA again, or name its zip or the folder with its tables."


class Bytes(Protocol):
    """Something bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """The next bytes; none at the end."""


class _Counted:
    """A stream that tells how much of it was read."""

    def __init__(self, stream: Bytes, on_bytes: Callable[[int], None]) -> None:
        self._stream, self._on_bytes = stream, on_bytes

    def read(self, size: int, /) -> bytes:
        read = self._stream.read(size)
        self._on_bytes(len(read))
        return read


class FdcSource:
    """The tables of one download; a context manager that closes the zip.

    Nothing is extracted: members of a zip are read by name, as a stream.

    Parameters
    ----------
    path : Path
        A zip of FoodData Central tables or a folder that holds them, at any depth.
    on_bytes : callable, optional
        Told how many bytes of a large table were read.

    Raises
    ------
    FoodSourceError
        No such file, not a zip, a truncated zip, or no ``food.csv`` in it.

    Examples
    --------
    >>> FdcSource(Path("absent.zip"))
    Traceback (most recent call last):
    nutrigap.errors.FoodSourceError: absent.zip: no such file or folder. Expected ...
    """

    def __init__(self, path: Path, on_bytes: Callable[[int], None] | None = None) -> None:
        self.path = Path(path)
        self._on_bytes = on_bytes
        self._zip: zipfile.ZipFile | None = None
        if self.path.is_dir():
            names = [p.relative_to(self.path).as_posix() for p in self.path.rglob("*.*")]
        elif self.path.is_file():
            names = self._zip_names()
        else:
            self._refuse("no such file or folder")
        self._members = self._tables(names)

    def __enter__(self) -> FdcSource:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the zip, if it is one."""
        if self._zip is not None:
            self._zip.close()

    @property
    def folder(self) -> str:
        """Name of the folder that holds the tables, as far as the source tells."""
        inner = PurePosixPath(self._members["food.csv"]).parent.name
        return inner or (self.path.resolve().name if self._zip is None else "")

    def has(self, table: str) -> bool:
        """Whether the source holds the table."""
        return f"{table}.csv" in self._members

    def require(self, *tables: str) -> None:
        """Refuse a source that lacks one of the tables.

        Raises
        ------
        FoodSourceError
            A table is absent.
        """
        for table in tables:
            if not self.has(table):
                self._refuse(f"there is no {table}.csv here", f"{table}.csv beside food.csv")

    def note(self) -> str:
        """Text of ``REBUILT_NOTE.txt`` as one line; empty in USDA's own files."""
        if "rebuilt_note.txt" not in self._members:
            return ""
        with self.stream("REBUILT_NOTE.txt") as stream:
            return " ".join(stream.read().decode("utf-8-sig", "replace").split())

    def sha256(self) -> str:
        """Checksum of the zip, or of the folder's tables one after the other by name."""
        total = hashlib.sha256()
        if self._zip is not None:
            files = [self.path]
        else:
            wanted = (f"{table}.csv" for table in sorted(_TABLES))
            files = [self.path / self._members[name] for name in wanted if name in self._members]
        for file in files:
            with file.open("rb") as stream:
                while block := stream.read(1 << 20):
                    total.update(block)
        return total.hexdigest()

    def rows(self, table: str, *columns: str) -> Iterator[tuple[str, ...]]:
        """Rows of a table as the cells of the columns asked for, by header name.

        Parameters
        ----------
        table : str
            Base name without ``.csv``. A table that is absent has no rows.
        *columns : str
            Header names. ``a|b`` takes whichever the header has; a name that ends in ``?`` gives
            ``""`` where the header lacks it.

        Raises
        ------
        FoodSourceError
            A column is absent, or the file is damaged.
        """
        if not self.has(table):
            return
        with self.stream(f"{table}.csv") as stream:
            # newline="": descriptions hold line breaks inside quotes, which csv puts together.
            lines = io.TextIOWrapper(stream, "utf-8-sig", "replace", newline="")
            header = [cell.strip().lower() for cell in next(csv.reader(lines), [])]
            places = [self._place(table, header, column) for column in columns]
            yield from records(lines, len(header), places)

    def cells(self, table: str, *columns: str) -> Iterator[Cells]:
        """Rows of a large table as the cells of the columns asked for, block by block.

        Parameters
        ----------
        table, *columns : str
            As of ``rows``.

        Raises
        ------
        FoodSourceError
            A column is absent, or the file is damaged.
        """
        if not self.has(table):
            return
        with self.stream(f"{table}.csv") as stream:
            line = stream.readline().decode("utf-8-sig", "replace")
            header = [cell.strip().lower() for cell in next(csv.reader([line]), [])]
            places = [self._place(table, header, column) for column in columns]
            if len(header) > 1 and line.endswith('"\n') and line.count('"') == 2 * len(header):
                yield from quoted_cells(self._counted(stream), len(header), places)
                return
        yield from listed_cells(self.rows(table, *columns))

    def size(self, *tables: str) -> int:
        """Bytes of these tables, unpacked; absent ones count nothing."""
        members = [self._members[f"{t}.csv"] for t in tables if self.has(t)]
        if self._zip is not None:
            return sum(self._zip.getinfo(member).file_size for member in members)
        return sum((self.path / member).stat().st_size for member in members)

    def _counted(self, stream: Bytes) -> Bytes:
        return stream if self._on_bytes is None else _Counted(stream, self._on_bytes)

    @contextmanager
    def numbers(self, table: str, *columns: str) -> Iterator[tuple[Bytes, list[int]]]:
        """A table of numbers as bytes after its header line, and where the columns stand in it.

        Raises
        ------
        FoodSourceError
            A column is absent, or the file is damaged.
        """
        with self.stream(f"{table}.csv") as stream:
            line = stream.readline().decode("utf-8-sig", "replace")
            header = [cell.strip().lower() for cell in next(csv.reader([line]), [])]
            places = [self._place(table, header, column) for column in columns]
            if _NUMERIC.issuperset(header[: max(places) + 1]):
                yield self._counted(stream), places
                return
        yield Rewritten(self.rows(table, *columns)), list(range(len(columns)))

    def _place(self, table: str, header: list[str], column: str) -> int:
        """Position of a column; past the end, where every row is padded, if it may be absent."""
        for name in column.rstrip("?").lower().split("|"):
            if name in header:
                return header.index(name)
        if column.endswith("?"):
            return len(header)
        place = f"{self._members[f'{table}.csv']} has the columns {', '.join(header) or 'none'}"
        self._refuse(place, f"a column {column.replace('|', ' or ')} in {table}.csv")

    @contextmanager
    def stream(self, name: str) -> Iterator[IO[bytes]]:
        """Bytes of a file, found by its base name.

        Raises
        ------
        FoodSourceError
            The zip is damaged or encrypted, or the table is not CSV.
        """
        member = self._members[name.lower()]
        try:
            opened = open_member(self._zip, member) if self._zip else self._opened(member)
            with opened as stream:
                yield stream
        except _BROKEN as error:
            self._refuse(f"{member} cannot be read ({error})")

    def _opened(self, member: str) -> IO[bytes]:
        return (self.path / member).open("rb")

    def _zip_names(self) -> list[str]:
        try:
            self._zip = zipfile.ZipFile(self.path)
        except zipfile.BadZipFile:
            self._refuse("not a zip file, or only the beginning of one")
        return self._zip.namelist()

    def _tables(self, names: list[str]) -> dict[str, str]:
        """Where each base name stands, in the folder of food.csv nearest the top."""
        folders = [place.parent for place in map(PurePosixPath, names) if _is(place, "food.csv")]
        depth = min((len(folder.parts) for folder in folders), default=0)
        nearest = [folder for folder in folders if len(folder.parts) == depth]
        if len(nearest) != 1:
            self.close()
            several = ", ".join(sorted(map(str, nearest)))
            found = f"several releases here: {several}" if nearest else "there is no food.csv here"
            self._refuse(found, "one release's tables as CSV files")
        places = map(PurePosixPath, names)
        return {p.name.lower(): str(p) for p in places if p.parent == nearest[0]}

    def _refuse(self, found: str, expected: str = "") -> NoReturn:
        expected = expected or "a zip or folder of FoodData Central tables as CSV files"
        raise FoodSourceError(self.path, found, expected, _ADVICE)


def _is(place: PurePosixPath, name: str) -> bool:
    return place.name.lower() == name
