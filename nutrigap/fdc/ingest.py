"""Read a FoodData Central release as USDA publishes it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.errors import FoodSourceError
from nutrigap.fdc.branded import (
    Descriptions,
    Versions,
    is_among,
    read_branded,
    read_versions,
)
from nutrigap.fdc.portions import read_portions
from nutrigap.fdc.rows import Food, Portion, iso_date, plain, whole
from nutrigap.fdc.source import FdcSource
from nutrigap.fdc.values import read_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from nutrigap.fdc.cells import Cells

# data_type of food.csv → ours, and the table that lists the foods which are current.
_LISTED = {
    "survey_fndds_food": ("survey", "survey_fndds_food", "food_code"),
    "sr_legacy_food": ("sr_legacy", "sr_legacy_food", "ndb_number"),
    "foundation_food": ("foundation", "foundation_food", "ndb_number"),
}
_RELEASE = re.compile(
    r"FoodData_Central_(?:(foundation|sr_legacy|survey|branded)_food_)?csv_(\d{4}-\d{2}(?:-\d{2})?)"
)
_LARGE = ("branded_food", "food", "branded_food", "food_nutrient")  # in the order they are read
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
    log : Counter
        What ``read_release`` left out, by reason.
    """

    name: str
    dataset: str
    path: Path
    sha256: str
    note: str
    log: Counter[str]
    _listed: tuple[Food, ...] = field(repr=False)
    _branded: Descriptions = field(repr=False)
    _on_bytes: Callable[[int], None] | None = field(repr=False, default=None)

    def foods(self, log: Counter[str]) -> Iterator[tuple[Food, list[Portion]]]:
        """Current foods and their portions [g], newest first where a release repeats a food.

        ``log`` counts what is left out.
        """
        with FdcSource(self.path, self._on_bytes) as source:
            data_types = {food.fdc_id: food.data_type for food in self._listed}
            portions = read_portions(source, data_types, log)
            for food in self._listed:
                yield food, portions.get(food.fdc_id, [])
            yield from read_branded(source, self._branded, log)

    def synonyms(self) -> Iterator[tuple[int, str]]:
        """Additional descriptions and common names of survey, SR and Foundation foods."""
        listed = {food.fdc_id for food in self._listed}
        columns = "fdc_id", "food_attribute_type_id", "value"
        with FdcSource(self.path) as source:
            for fdc, kind, text in source.rows("food_attribute", *columns):
                fdc_id = whole(fdc)
                if fdc_id is not None and fdc_id in listed and whole(kind) in _SYNONYMS and text:
                    yield fdc_id, plain(text)

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
    with FdcSource(Path(source), on_bytes) as tables:
        tables.require("food_nutrient")
        log: Counter[str] = Counter()
        found = _current(tables, read_versions(tables), log)
        if not found.listed and not len(found.branded):
            raise _nothing(tables, found.other)
        name, dataset = _name(tables, found)
        facts = name, dataset, tables.path, tables.sha256(), _note(tables, dataset)
        return FdcRelease(*facts, log, found.listed, found.branded, on_bytes)


class _Read:
    """Adds up what was read of a release, and tells."""

    def __init__(self, path: Path, progress: Callable[[str, int, int | None], None]) -> None:
        with FdcSource(path) as source:
            self._all = sum(source.size(table) for table in _LARGE)
        self._name, self._progress, self._done = path.name, progress, 0

    def __call__(self, size: int) -> None:
        self._done += size
        self._progress(self._name, min(self._done, self._all), self._all)


class _Found(NamedTuple):
    """Survey, SR and Foundation foods, names of branded foods, and what else there is by kind."""

    listed: tuple[Food, ...]
    branded: Descriptions
    other: Counter[str]


def _current(source: FdcSource, versions: Versions, log: Counter[str]) -> _Found:
    foods = _Foods(source, log)
    branded = Descriptions()
    columns = "fdc_id", "data_type", "description", "food_category_id?", "publication_date?"
    for cells in source.cells("food", *columns):
        _add_foods(cells, versions, foods, branded)
    for kind in sorted(foods.other.keys() & _LISTED.keys()):
        log[f"foods that {kind}.csv does not list left out"] = foods.other[kind]
    if len(versions.older):
        log["older versions of branded foods left out"] = len(versions.older)
    return _Found(foods.newest_first(), branded, foods.other)


def _add_foods(cells: Cells, versions: Versions, foods: _Foods, branded: Descriptions) -> None:
    """Labelled foods by the block, all others one by one."""
    import numpy as np

    fdc_ids = cells.numbers(0)
    rows = np.arange(len(cells))
    is_branded = np.array(cells.texts(1, rows), dtype=object) == "branded_food"
    new = is_branded & is_among(versions.kept, fdc_ids)
    branded.add(fdc_ids[new].astype("int64"), cells.texts(2, rows[new]))
    others = rows[~new & ~(is_branded & is_among(versions.older, fdc_ids))]
    texts = (cells.texts(column, others) for column in range(5))
    for fdc, kind, description, category, published in zip(*texts, strict=True):
        foods.add(whole(fdc), kind, plain(description), category, published)


class _Foods:
    """Foods that are not looked up in ``branded_food.csv``: those that are current."""

    def __init__(self, source: FdcSource, log: Counter[str]) -> None:
        self._codes = {kind: _codes(source, *listing[1:]) for kind, listing in _LISTED.items()}
        self._categories = _categories(source)
        self._listed: list[tuple[str, Food]] = []
        self._log = log
        self.other: Counter[str] = Counter()

    def add(
        self, fdc_id: int | None, kind: str, description: str, category: str, published: str
    ) -> None:
        """One row of food.csv."""
        if fdc_id is None:
            self._log["rows of food.csv without an fdc_id left out"] += 1
        elif kind == "branded_food":
            food = Food(fdc_id, "branded", None, description, None, None, None)
            self._listed.append((iso_date(published), food))
            self._log["branded foods without a bar code, for they are not in branded_food.csv"] += 1
        elif fdc_id not in self._codes.get(kind, ()):
            self.other[kind] += 1
        else:
            data_type, (code, own) = _LISTED[kind][0], self._codes[kind][fdc_id]
            group = self._categories[data_type == "survey"].get(str(whole(own or category)))
            food = Food(fdc_id, data_type, code, description, group, None, None)
            self._listed.append((iso_date(published), food))

    def newest_first(self) -> tuple[Food, ...]:
        """Those that are current, by date and fdc_id."""
        self._listed.sort(key=lambda dated: (dated[0], dated[1].fdc_id), reverse=True)
        return tuple(food for _, food in self._listed)


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


def _name(source: FdcSource, foods: _Found) -> tuple[str, str]:
    """Name and dataset by the name of the file or folder, else by what is in it."""
    for text in (source.path.name, source.folder):
        found = _RELEASE.search(text)
        if found:
            dataset = found[1] or "full"
            return f"{dataset}_{found[2]}", dataset
    kinds = {food.data_type for food in foods.listed} | (
        {"branded"} if len(foods.branded) else set()
    )
    dataset = kinds.pop() if len(kinds) == 1 else "full"
    dates = (iso_date(row[0]) for row in source.rows("food", "publication_date?"))
    return f"{dataset}_{max(dates, default='') or 'undated'}", dataset


def _note(source: FdcSource, dataset: str) -> str:
    """What the reader of a value must know when the source is not USDA's own file."""
    note = source.note().removesuffix(" See ../README.md.")
    if dataset == "sr_legacy" and "SR28" in note:
        return f"SR Legacy foods with SR28 (May 2016) values; not SR Legacy values. {note}"
    if not note and re.search("REBUILT|SAMPLE", source.path.name):
        return "By its name a rebuilt copy or a sample, not USDA's own file."
    return note


def _nothing(source: FdcSource, other: Counter[str]) -> FoodSourceError:
    absent = [f"{k}.csv" for k in _LISTED if other[k] and not source.has(k)]
    found = f"there is no {' and no '.join(absent)} here" if absent else "no foods in food.csv"
    kinds = ", ".join(kind for kind in other if kind) or "no rows"
    return FoodSourceError(
        source.path,
        f"{found} (food.csv holds {kinds})",
        "current survey, SR Legacy, Foundation or branded foods",
        "Download the release again; each kind of food needs the table that lists its foods.",
    )
