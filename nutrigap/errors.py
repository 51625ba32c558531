"""Everything that can go wrong, as one tree.

::

    NutrigapError
    ├── DiaryError
    │   ├── UnknownFormatError      file, header seen, formats tried
    │   ├── AmbiguousFormatError    file, formats that claim it
    │   ├── EmptyDiaryError         files
    │   └── DiaryReadError          file, line, column, value, expected
    ├── TableError                  table, problem, first offending rows
    ├── UnitError                   amount, unit, expected
    ├── UnknownNameError            kind of thing, name, near misses
    ├── ProfileError                what is missing or impossible
    ├── PeriodError                 option, what was found
    ├── WaterError                  option, what was found
    ├── AnswersError                file, line, what was found, what was expected
    ├── ReportError                 path, what was found, what was expected
    └── FoodDataError
        ├── UnknownFoodError        number, store
        ├── FoodStoreMissingError   path, command to run
        ├── FoodStoreError          path, what was found, what was expected
        │   └── DamagedStoreError   path, what SQLite says
        ├── FoodSourceError         archive or folder, what was found
        ├── FetchError              file, address, what happened, command to run by hand
        ├── FetchOptionError        option or variable, its value, what was expected
        └── FoodFileError           file of the user's own foods, line, column, what was found

Catch them all with ``except NutrigapError as error``; ``str(error)`` is the message for people.
Every message says where, what was found, what was expected and what to do.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path


class NutrigapError(Exception):
    """Base of all errors that are about the input, not about a bug."""


class DiaryError(NutrigapError, ValueError):
    """A diary file cannot be used."""


class UnknownFormatError(DiaryError):
    """No format recognises the file."""

    def __init__(self, file: str | Path, header: str, formats: Iterable[str]) -> None:
        self.file, self.header, self.formats = str(file), header, tuple(formats)
        shown = header if len(header) <= 200 else header[:200] + " …"
        super().__init__(
            f"{self.file}: not a diary export that nutrigap knows. Found: {shown!r}. "
            f"Expected a file of one of: {', '.join(self.formats)}. "
            "Export the diary again ('nutrigap formats' shows how), give it the columns "
            "date, food, amount, unit, or say what its columns mean: 'nutrigap identify FILE "
            "--columns mapping.csv' writes a table to fill in."
        )


class AmbiguousFormatError(DiaryError):
    """Two formats claim the same file."""

    def __init__(self, file: str | Path, formats: Iterable[str]) -> None:
        self.file, self.formats = str(file), tuple(sorted(formats))
        super().__init__(
            f"{self.file}: looks like {' and like '.join(self.formats)}. Expected the header of "
            "one format only. Name the right one with --format."
        )


class EmptyDiaryError(DiaryError):
    """There is nothing to total: no entry in the files, or none in the days asked for."""

    def __init__(self, files: Iterable[str]) -> None:
        self.files = tuple(files)
        where = ", ".join(self.files) or "the diary"
        super().__init__(
            f"{where}: no entries to total. Expected at least one with a day and a food, in the "
            "days asked for. Look at 'nutrigap entries', and at --from, --to and --last."
        )


class DiaryReadError(DiaryError):
    """A diary file was recognised but cannot be read."""

    def __init__(
        self,
        file: str | Path,
        found: str,
        expected: str,
        advice: str,
        *,
        line: int | None = None,
        column: str | None = None,
    ) -> None:
        self.file, self.found, self.expected, self.advice = str(file), found, expected, advice
        self.line, self.column = line, column
        place = self.file
        place += f", line {line}" if line is not None else ""
        place += f", column {column!r}" if column is not None else ""
        super().__init__(f"{place}: {found}. Expected {expected}. {advice}")


class TableError(NutrigapError, ValueError):
    """A table breaks its schema."""

    def __init__(self, table: str, problem: str, rows: str = "") -> None:
        self.table, self.problem, self.rows = table, problem, rows
        super().__init__(f"table {table}: {problem}" + (f"\n{rows}" if rows else ""))


class UnitError(NutrigapError, ValueError):
    """An amount is in a unit that cannot become the one needed."""

    def __init__(self, unit: str, expected: str) -> None:
        self.unit, self.expected = unit, expected
        super().__init__(f"cannot read {unit!r} as a unit: expected {expected}.")


class UnknownNameError(NutrigapError, LookupError):
    """A nutrient, authority, format or table that does not exist."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind, self.name, self.known = kind, name, tuple(known)
        near = get_close_matches(name, self.known, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        super().__init__(
            f"there is no {kind} called {name!r}.{hint} Known: {', '.join(self.known)}."
        )


class ProfileError(NutrigapError, ValueError):
    """The person who is assessed is not described well enough."""


class PeriodError(NutrigapError, ValueError):
    """The part of the diary asked for is not one."""


class WaterError(NutrigapError, ValueError):
    """The minerals of the water at home cannot be read."""

    def __init__(self, text: str, part: str) -> None:
        self.text, self.part = text, part
        super().__init__(
            f"--water {text!r}: cannot read {part!r}. Expected minerals in mg a litre, such as "
            "calcium=80,magnesium=20."
        )


class ReportError(NutrigapError, ValueError):
    """A report cannot be written there, or not in that shape."""

    def __init__(self, path: str | Path, found: str, expected: str) -> None:
        self.path, self.found, self.expected = str(path), found, expected
        super().__init__(f"{self.path}: {found}. Expected {expected}.")


class AnswersError(NutrigapError, ValueError):
    """A file of remembered answers cannot be used."""

    def __init__(
        self, file: str | Path, found: str, expected: str, advice: str, *, line: int | None = None
    ) -> None:
        self.file, self.found, self.expected, self.line = str(file), found, expected, line
        place = self.file + (f", line {line}" if line is not None else "")
        super().__init__(f"{place}: {found}. Expected {expected}. {advice}")


class FoodDataError(NutrigapError):
    """Something about food composition data."""


class UnknownFoodError(FoodDataError, LookupError):
    """No food of the store has the number."""

    def __init__(self, number: str, store: str) -> None:
        self.number, self.store = number, store
        super().__init__(
            f"there is no food {number!r} in the {store} store. Expected an fdc_id, a food code or "
            "a bar code. Look for it by name with 'nutrigap foods search'."
        )


class FoodStoreMissingError(FoodDataError, FileNotFoundError):
    """There is no food store at the path."""

    def __init__(
        self, path: str | Path, advice: str = "Leave --store out to use the packaged foods."
    ) -> None:
        self.path = str(path)
        super().__init__(
            f"{self.path}: no food store here. Expected a file made by 'nutrigap foods build'. "
            f"{advice}"
        )


class FoodStoreError(FoodDataError, ValueError):
    """A file is not a food store of this version."""

    def __init__(self, path: str | Path, found: str, expected: str, advice: str) -> None:
        self.path, self.found, self.expected = str(path), found, expected
        super().__init__(f"{self.path}: {found}. Expected {expected}. {advice}")


class DamagedStoreError(FoodStoreError):
    """A food store that was whole once."""

    def __init__(
        self,
        path: str | Path,
        reason: str,
        advice: str = "Make it again with 'nutrigap foods fetch' or 'foods build'.",
    ) -> None:
        super().__init__(path, f"cannot be read ({reason})", "a whole food store", advice)


class FoodSourceError(FoodDataError, ValueError):
    """A download or folder does not hold FoodData Central tables."""

    def __init__(self, path: str | Path, found: str, expected: str, advice: str) -> None:
        self.path, self.found, self.expected = str(path), found, expected
        super().__init__(f"{self.path}: {found}. Expected {expected}. {advice}")


class FetchError(FoodDataError, OSError):
    """A release of FoodData Central could not be downloaded."""

    def __init__(self, url: str, found: str, dataset: str, *, advice: str = "") -> None:
        self.url, self.found, self.dataset = url, found, dataset
        self.file = url.rpartition("/")[2]
        by_hand = (
            f"Or download {url} by hand and run "
            f"'nutrigap foods fetch {dataset} --from {self.file}'."
        )
        super().__init__(
            f"{self.file}: {found}. Expected a zip of FoodData Central tables. "
            f"{advice or 'Try again later: what has arrived is kept.'} {by_hand} "
            "The foods in use are as they were."
        )


class FetchOptionError(FoodDataError, ValueError):
    """What a download is to be, or where it is to come from, cannot be understood."""

    def __init__(self, option: str, value: str, found: str, expected: str) -> None:
        self.option, self.value, self.found, self.expected = option, value, found, expected
        super().__init__(f"{option} {value!r}: {found}. Expected {expected}.")


class FoodFileError(FoodDataError, ValueError):
    """A file of the user's own foods cannot be used."""

    def __init__(
        self,
        file: str | Path,
        found: str,
        expected: str,
        *,
        line: int | None = None,
        column: str | None = None,
    ) -> None:
        self.file, self.found, self.expected = str(file), found, expected
        self.line, self.column = line, column
        place = self.file + (f", line {line}" if line is not None else "")
        place += f", column {column!r}" if column is not None else ""
        super().__init__(f"{place}: {found}. Expected {expected}.")
