"""Files that are no tables, laid out as tables: JSON, HTML and nested reports."""

from __future__ import annotations

import math
from abc import abstractmethod
from typing import TYPE_CHECKING, Any, NamedTuple

from nutrigap.diary.numbers import NAN
from nutrigap.diary.sheet import Row, Sheet
from nutrigap.diary.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nutrigap.diary.draft import Draft
    from nutrigap.diary.layout import Asked
    from nutrigap.diary.source import Source


class Flat(NamedTuple):
    """A file as a header and rows.

    ``parts`` leads from a line to the line of the row it belongs to, ``aside`` to the reason why it
    is no entry; ``notes`` are clauses about this one file.
    """

    header: Sequence[str]
    rows: Sequence[Row]
    parts: Mapping[int, int] = {}
    aside: Mapping[int, str] = {}
    notes: Sequence[str] = ()


class Flattened(Table):
    """A table that has to be made from the file first; its columns are declared as ever."""

    @abstractmethod
    def claims(self, source: Source) -> bool:
        """Whether the file is of this kind."""

    @abstractmethod
    def flatten(self, source: Source) -> Flat:
        """The file as a header and rows.

        Raises
        ------
        DiaryReadError
            The file as a whole cannot be read.
        """

    def read(self, source: Source, draft: Draft, asked: Asked) -> None:
        """Every row becomes an entry, a total, or a record that says why it is none."""
        flat = self.flatten(source)
        for line, reason in flat.aside.items():
            draft.set_aside(line, reason)
        self.read_sheet(Sheet([Row(0, list(flat.header)), *flat.rows], ",", []), draft, asked)
        for note in flat.notes:
            draft.note(f"{draft.file}: {note}.")
        for line, whole in flat.parts.items():
            entry = draft.records[whole].entry
            if entry is None:
                draft.set_aside(line, f"belongs to line {whole}")
            else:
                draft.part(line, entry)


class JsonRecords(Flattened):
    """Records of a JSON file; ``source_line`` is the number of the record, from 1.

    A subclass says how to know the file and what its records are.
    """

    @abstractmethod
    def recognises(self, tree: Any) -> bool:
        """Whether parsed JSON is of this kind; anything may come in."""

    @abstractmethod
    def records(self, source: Source) -> Iterable[Mapping[str, Any]]:
        """The records, each with its values by heading or nested; ``None`` is unknown."""

    def claims(self, source: Source) -> bool:
        """By the shape of the parsed file."""
        return source.json is not None and self.recognises(source.json)

    def flatten(self, source: Source) -> Flat:
        """One row a record, nested values under headings such as ``food.unit.name``."""
        found = self.records(source)
        records = [spread(record) if isinstance(record, dict) else {} for record in found]
        header = list(dict.fromkeys(key for record in records for key in record))
        rows = [
            Row(number, [record.get(heading, "") for heading in header])
            for number, record in enumerate(records, start=1)
        ]
        return Flat(header, rows)

    def accepts(self, header: Sequence[str]) -> bool:  # noqa: ARG002
        """The header was made here."""
        return True


def spread(record: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Nested values under dotted names, as text; lists are left out.

    Examples
    --------
    >>> spread({"name": "Egg", "unit": {"id": 7, "plural": None}})
    {'name': 'Egg', 'unit.id': '7', 'unit.plural': ''}
    """
    found = {}
    for key, value in record.items():
        if isinstance(value, dict):
            found.update(spread(value, f"{prefix}{key}."))
        elif not isinstance(value, list):
            found[prefix + key] = "" if value is None else str(value)
    return found


def as_number(value: object) -> float:
    """A number that JSON holds as one or as text; NaN where it is none.

    Examples
    --------
    >>> as_number("1,5"), as_number(2), as_number(None)
    (1.5, 2.0, nan)
    """
    try:
        found = float(str(value).replace(",", "."))
    except ValueError:
        return NAN
    return found if math.isfinite(found) else NAN
