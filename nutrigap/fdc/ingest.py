"""Read a FoodData Central release as USDA publishes it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from nutrigap.errors import FoodSourceError
from nutrigap.fdc.additions import Additions, unlisted
from nutrigap.fdc.branded import Labels, without_label
from nutrigap.fdc.places import places_of
from nutrigap.fdc.portions import read_portions
from nutrigap.fdc.rows import Food, Portion, Products, iso_date, plain, whole
from nutrigap.fdc.source import FdcSource
from nutrigap.fdc.values import read_values

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy as np

    from nutrigap.fdc.cells import Cells

Listed = list[tuple[Food, list[Portion]]]

# data_type of food.csv → ours, and the table that lists the foods which are current.
_LISTED = {
    "survey_fndds_food": ("survey", "survey_fndds_food", "food_code"),
    "sr_legacy_food": ("sr_legacy", "sr_legacy_food", "ndb_number"),
    "foundation_food": ("foundation", "foundation_food", "ndb_number"),
}
_DATASETS = {kind: listing[0] for kind, listing in _LISTED.items()} | {"branded_food": "branded"}
_FOOD = "fdc_id", "data_type", "description", "food_category_id?", "publication_date?"
_RELEASE = re.compile(
    r"FoodData_Central_(?:(foundation|sr_legacy|survey|branded)_food_)?csv_(\d{4}-\d{2}(?:-\d{2})?)"
)
_LARGE = ("branded_food", "food", "food_nutrient")  # in the order they are read
_SYNONYMS = (1000, 1001)  # food_attribute_type: common name, additional description


@dataclass(frozen=True)
class FdcRelease:
    """One release; its foods, portions and amounts are read from the source when asked for.

    Parameters
    ----------
    name : str
        Dataset and date, such as ``survey_2024-10-31``.
    dataset : str
        ``survey``, ``sr_legacy``, ``foundation``, ``branded`` or ``full``.
    path : Path
        The zip or folder.
    sha256 : str
        Checksum of the zip, or of the folder's tables.
    note : str
        How the source differs from USDA's own file; empty if it does not say.
    holds : frozenset of str
        The data sets that it holds: its own, or those of a full download.
    only : frozenset of str
        Data sets that are read; all of them where none is named.
    """

    name: str
    dataset: str
    path: Path
    sha256: str
    note: str
    holds: frozenset[str]
    _on_bytes: Callable[[int], None] | None = field(repr=False, default=None)
    only: frozenset[str] = frozenset()

    def foods(self, log: Counter[str]) -> Iterator[Products | Additions | Listed]:
        """Current foods: branded ones some thousands at a time, then those that tables list.

        What was added to branded foods follows them. Listed foods come with their portions [g],
        newest first where a release repeats a food.

        Parameters
        ----------
        log : Counter
            Counts what is left out, by reason.

        Raises
        ------
        FoodSourceError
            There are no current foods, or a table cannot be read.
        """
        with FdcSource(self.path, self._on_bytes) as source:
            labels, listed = Labels(source), _Listed(source)
            if len(labels.older):
                log["older versions of branded foods left out"] += len(labels.older)
            some = False
            for cells in source.cells("food", *_FOOD):
                for part in _products(cells, labels, listed, log):
                    if self._reads("branded"):
                        some = True
                        yield part
            yield from labels.additions() if self._reads("branded") else ()
            found = [food for food in listed.newest_first(log) if self._reads(food.data_type)]
            if not some and not found:
                _refuse(source, listed.other)
            portions = read_portions(source, {f.fdc_id: f.data_type for f in found}, log)
            yield [(food, portions.get(food.fdc_id, [])) for food in found]

    def _reads(self, data_type: str) -> bool:
        return not self.only or data_type in self.only

    def synonyms(self) -> Iterator[tuple[int, str]]:
        """Additional descriptions and common names, by fdc_id."""
        import numpy as np

        columns = "fdc_id", "food_attribute_type_id", "value"
        with FdcSource(self.path) as source:
            for cells in source.cells("food_attribute", *columns):
                rows = np.flatnonzero(np.isin(cells.numbers(1), _SYNONYMS))
                texts = cells.texts(2, rows)
                for fdc_id, text in zip(cells.numbers(0)[rows].tolist(), texts, strict=True):
                    if fdc_id == fdc_id and text:
                        yield int(fdc_id), plain(text)

    def values(
        self, fdc_ids: Sequence[int], log: Counter[str]
    ) -> Iterator[tuple[int, list[float]]]:
        """Amounts of these foods, ascending, per 100 g; see ``fdc.values.read_values``."""
        with FdcSource(self.path, self._on_bytes) as source:
            yield from read_values(source, fdc_ids, log)


def read_release(
    source: str | Path, *, progress: Callable[[str, int, int | None], None] | None = None
) -> FdcRelease:
    """Open a release: USDA's zip as downloaded, or a folder in the same CSV layout.

    Tables are found by base name and columns by header name, whatever the inner folder is called.
    Only foods that are current are read: a survey, SR Legacy or Foundation food counts if its own
    table lists it, a branded food if no newer version has its bar code.

    Parameters
    ----------
    source : str or Path
        Zip or folder. Needs ``food.csv``, ``food_nutrient.csv`` and the table of each data type
        that lists its foods (``survey_fndds_food.csv`` …); all else may be absent.
    progress : callable, optional
        Told the file's name, the bytes of its large tables read so far, here and when the release
        is written, and all that will be.

    Returns
    -------
    FdcRelease
        Nothing is extracted; large tables are streamed when the release is written.

    Raises
    ------
    FoodSourceError
        Not a zip or folder of FDC tables, damaged, or a table that is needed is absent.
    """
    on_bytes = None if progress is None else _Read(Path(source), progress)
    with FdcSource(Path(source)) as tables:
        tables.require("food_nutrient")
        name, dataset = _name(tables)
        facts = name, dataset, tables.path, tables.sha256(), _note(tables, dataset)
        return FdcRelease(*facts, _holds(tables, dataset), on_bytes)


class _Read:
    """Adds up what was read of a release, and tells."""

    def __init__(self, path: Path, progress: Callable[[str, int, int | None], None]) -> None:
        with FdcSource(path) as source:
            self._all = sum(source.size(table) for table in _LARGE)
        self._name, self._progress, self._done = path.name, progress, 0

    def __call__(self, size: int) -> None:
        self._done += size
        self._progress(self._name, min(self._done, self._all), self._all)


def _products(
    cells: Cells, labels: Labels, listed: _Listed, log: Counter[str]
) -> Iterator[Products | Additions]:
    """The branded foods of a block; all others are told to ``listed`` one by one."""
    import numpy as np

    fdc_ids = cells.numbers(0)
    places = places_of(fdc_ids, labels.kept)
    kept = np.flatnonzero(places >= 0)
    if len(kept):
        yield labels.products(places[kept], _plain(cells, kept), log)
    others = np.flatnonzero(places < 0)
    others = others[places_of(fdc_ids[others], labels.older) < 0]
    kinds = np.array(cells.texts(1, others), dtype=object)
    bare = others[(kinds == "branded_food") & (fdc_ids[others] == np.floor(fdc_ids[others]))]
    if len(bare):
        log["branded foods without a bar code, for they are not in branded_food.csv"] += len(bare)
        ids = fdc_ids[bare].astype("int64")
        yield without_label(ids.tolist(), _plain(cells, bare))
        yield unlisted(ids)
    rows = others[kinds != "branded_food"]
    texts = (cells.texts(column, rows) for column in range(5))
    for fdc, kind, text, category, published in zip(*texts, strict=True):
        listed.add(whole(fdc), kind, plain(text), category, published, log)


def _plain(cells: Cells, rows: np.ndarray) -> list[str]:
    return [plain(text) for text in cells.texts(2, rows)]


class _Listed:
    """Foods that are not in ``branded_food.csv``: those that are current."""

    def __init__(self, source: FdcSource) -> None:
        self._codes = {kind: _codes(source, *listing[1:]) for kind, listing in _LISTED.items()}
        self._categories = _categories(source)
        self._found: list[tuple[str, Food]] = []
        self.other: dict[str, int] = {}

    def add(
        self,
        fdc_id: int | None,
        kind: str,
        description: str,
        category: str,
        published: str,
        log: Counter[str],
    ) -> None:
        """One row of food.csv."""
        if fdc_id is None:
            log["rows of food.csv without an fdc_id left out"] += 1
        elif fdc_id not in self._codes.get(kind, ()):
            self.other[kind] = self.other.get(kind, 0) + 1
        else:
            data_type, (code, own) = _LISTED[kind][0], self._codes[kind][fdc_id]
            group = self._categories[data_type == "survey"].get(str(whole(own or category)))
            food = Food(fdc_id, data_type, code, description, group)
            self._found.append((iso_date(published), food))

    def newest_first(self, log: Counter[str]) -> list[Food]:
        """Those that are current, by date and fdc_id."""
        for kind in sorted(self.other.keys() & _LISTED.keys()):
            log[f"foods that {kind}.csv does not list left out"] += self.other[kind]
        self._found.sort(key=lambda dated: (dated[0], dated[1].fdc_id), reverse=True)
        return [food for _, food in self._found]


def _codes(source: FdcSource, table: str, column: str) -> dict[int, tuple[str | None, str]]:
    """Food code and own category of the foods that a table lists."""
    columns = "fdc_id", column, "wweia_category_number|wweia_category_code?"
    return {
        fdc_id: (_code(code), category)
        for fdc, code, category in source.rows(table, *columns)
        if (fdc_id := whole(fdc)) is not None
    }


def _code(text: str) -> str | None:
    """A food code without leading zeros or a pandas ``.0``."""
    number = whole(text)
    return (text.strip() or None) if number is None else str(number)


def _categories(source: FdcSource) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Names of food groups and of WWEIA categories, by number."""
    groups = source.rows("food_category", "id", "description")
    wweia = source.rows(
        "wweia_food_category",
        "wweia_food_category|wweia_food_category_code",
        "wweia_food_category_description",
    )
    return (
        {str(whole(key)): plain(name) for key, name in groups},
        {str(whole(key)): plain(name) for key, name in wweia},
    )


def _name(source: FdcSource) -> tuple[str, str]:
    """Name and dataset by the name of the file or folder, else by what is in it."""
    for text in (source.path.name, source.folder):
        found = _RELEASE.search(text)
        if found:
            dataset = found[1] or "full"
            return f"{dataset}_{found[2]}", dataset
    kinds, date = set(), ""
    for kind, published in source.rows("food", "data_type", "publication_date?"):
        kinds |= {_DATASETS[kind]} if kind in _DATASETS else set()
        date = max(date, iso_date(published))
    dataset = kinds.pop() if len(kinds) == 1 else "full"
    return f"{dataset}_{date or 'undated'}", dataset


def _holds(source: FdcSource, dataset: str) -> frozenset[str]:
    if dataset != "full":
        return frozenset({dataset})
    found = {name for name, table, _ in _LISTED.values() if source.has(table)}
    return frozenset(found | ({"branded"} if source.has("branded_food") else set()))


def _note(source: FdcSource, dataset: str) -> str:
    """What the reader of a value must know when the source is not USDA's own file."""
    note = source.note().removesuffix(" See ../README.md.")
    if dataset == "sr_legacy" and "SR28" in note:
        return f"SR Legacy foods with SR28 (May 2016) values; not SR Legacy values. {note}"
    if not note and re.search("REBUILT|SAMPLE", source.path.name):
        return "By its name a rebuilt copy or a sample, not USDA's own file."
    return note


def _refuse(source: FdcSource, other: Mapping[str, int]) -> NoReturn:
    absent = [f"{k}.csv" for k in _LISTED if other.get(k) and not source.has(k)]
    found = f"there is no {' and no '.join(absent)} here" if absent else "no foods in food.csv"
    kinds = ", ".join(kind for kind in other if kind) or "no rows"
    raise FoodSourceError(
        source.path,
        f"{found} (food.csv holds {kinds})",
        "current survey, SR Legacy, Foundation or branded foods",
        "Download the release again; each kind of food needs the table that lists its foods.",
    )
