"""Read a FoodData Central release as USDA publishes it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from nutrigap.errors import FoodSourceError
from nutrigap.fdc.branded import read_branded, read_servings, superseded
from nutrigap.fdc.portions import read_portions
from nutrigap.fdc.rows import Food, Portion, iso_date, plain, whole
from nutrigap.fdc.source import FdcSource
from nutrigap.fdc.values import read_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# data_type of food.csv → ours, and the table that lists the foods which are current.
_LISTED = {
    "survey_fndds_food": ("survey", "survey_fndds_food", "food_code"),
    "sr_legacy_food": ("sr_legacy", "sr_legacy_food", "ndb_number"),
    "foundation_food": ("foundation", "foundation_food", "ndb_number"),
}
_RELEASE = re.compile(
    r"FoodData_Central_(?:(foundation|sr_legacy|survey|branded)_food_)?csv_(\d{4}-\d{2}(?:-\d{2})?)"
)
_SYNONYMS = ("1000", "1001")  # food_attribute_type: common name, additional description


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
        What was left out, by reason; grows while the release is read.
    """

    name: str
    dataset: str
    path: Path
    sha256: str
    note: str
    log: Counter[str] = field(compare=False)
    _listed: tuple[Food, ...] = field(repr=False)
    _older: frozenset[int] | set[int] = field(repr=False)

    def foods(self) -> Iterator[Food]:
        """Current foods; of survey, SR Legacy and Foundation foods the newest first."""
        yield from self._listed
        with FdcSource(self.path) as source:
            yield from read_branded(source, self._older)

    def portions(self, fdc_ids: set[int]) -> Iterator[Portion]:
        """Portions of these foods [g], numbered from 1 for each food."""
        survey = {f.fdc_id for f in self._listed if f.data_type == "survey"} & fdc_ids
        others = {f.fdc_id for f in self._listed} & fdc_ids - survey
        with FdcSource(self.path) as source:
            yield from read_portions(source, survey, others, self.log)
            yield from read_servings(source, fdc_ids - survey - others, self.log)

    def synonyms(self, fdc_ids: set[int]) -> Iterator[tuple[int, str]]:
        """Additional descriptions and common names of these foods, one phrase at a time."""
        columns = "fdc_id", "food_attribute_type_id", "value"
        with FdcSource(self.path) as source:
            for fdc, kind, text in source.rows("food_attribute", *columns):
                fdc_id = whole(fdc)
                if str(whole(kind)) in _SYNONYMS and fdc_id in fdc_ids and text.strip():
                    assert fdc_id is not None
                    yield fdc_id, plain(text)

    def values(self, fdc_ids: Sequence[int]) -> Iterator[tuple[int, list[float | None]]]:
        """Amounts of these foods per 100 g; see ``fdc.values.read_values``."""
        with FdcSource(self.path) as source:
            yield from read_values(source, fdc_ids, self.log)


def read_release(source: str | Path) -> FdcRelease:
    """Open a release: USDA's zip as downloaded, or a folder in the same CSV layout.

    Tables are found by base name and columns by header name, whatever the inner folder is called.
    Only foods that are current are read: a survey, SR Legacy or Foundation food counts if its own
    table lists it, a branded food if no newer version has its bar code.

    Parameters
    ----------
    source : str or Path
        Zip or folder. Needs ``food.csv``, ``food_nutrient.csv`` and the table of each data type
        that lists its foods (``survey_fndds_food.csv`` …); all else may be absent.

    Returns
    -------
    FdcRelease
        Nothing is extracted; large tables are streamed when the release is written.

    Raises
    ------
    FoodSourceError
        Not a zip or folder of FDC tables, damaged, or a table that is needed is absent.
    """
    with FdcSource(Path(source)) as tables:
        tables.require("food_nutrient")
        log: Counter[str] = Counter()
        listed, other = _listed_foods(tables, log)
        older = superseded(tables)
        if older:
            log["older versions of branded foods left out"] = len(older)
        if not listed and not other["branded_food"]:
            raise _nothing(tables, other)
        name, dataset = _name(tables, listed, branded=bool(other["branded_food"]))
        return FdcRelease(
            name, dataset, tables.path, tables.sha256(), _note(tables, dataset), log, listed, older
        )


def _listed_foods(source: FdcSource, log: Counter[str]) -> tuple[tuple[Food, ...], Counter[str]]:
    """Current survey, SR and Foundation foods, and how many foods of other kinds there are."""
    codes = {kind: _codes(source, *listing[1:]) for kind, listing in _LISTED.items()}
    categories = _categories(source)
    found: list[Food] = []
    other: Counter[str] = Counter()
    columns = "fdc_id", "data_type", "description", "food_category_id?", "publication_date?"
    for fdc, kind, description, category, published in source.rows("food", *columns):
        fdc_id = whole(fdc)
        if fdc_id is None or fdc_id not in codes.get(kind, ()):
            other[kind] += 1
            continue
        data_type, (code, own) = _LISTED[kind][0], codes[kind][fdc_id]
        group = categories[data_type == "survey"].get(str(whole(own or category)))
        row = data_type, code, plain(description), group, None, None, iso_date(published)
        found.append(Food(fdc_id, *row))
    for kind in other.keys() & _LISTED.keys():
        log[f"{kind} rows that are not in {kind}.csv left out"] = other[kind]
    return tuple(sorted(found, key=lambda f: (f.published, f.fdc_id), reverse=True)), other


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


def _name(source: FdcSource, listed: tuple[Food, ...], *, branded: bool) -> tuple[str, str]:
    """Name and dataset by the name of the file or folder, else by what is in it."""
    for text in (source.path.name, source.folder):
        found = _RELEASE.search(text)
        if found:
            dataset = found[1] or "full"
            return f"{dataset}_{found[2]}", dataset
    kinds = {food.data_type for food in listed} | ({"branded"} if branded else set())
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
