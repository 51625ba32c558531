"""Branded foods: the newest version of each bar code, and what its label says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nutrigap.fdc.additions import Additions, find_additions
from nutrigap.fdc.places import places_of
from nutrigap.fdc.rows import Numbers, Products, gtin, plain

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Sequence

    import numpy as np

    from nutrigap.fdc.cells import Cells
    from nutrigap.fdc.source import FdcSource

# Millilitres stand for grams: USDA gives these foods' nutrients per 100 ml.
_SERVING_UNITS = {"g": "g", "grm": "g", "gm": "g", "ml": "ml", "mlt": "ml"}
_LONGEST, _ROUND = 10**14, 10**5
_COLUMNS = (
    "fdc_id", "gtin_upc", "available_date?", "modified_date?", "serving_size?",
    "serving_size_unit?", "household_serving_fulltext?", "branded_food_category?", "brand_name?",
    "brand_owner?", "ingredients?",
)  # fmt: skip
_ID, _GTIN, _AVAILABLE, _MODIFIED, _SIZE, _UNIT, _HOUSEHOLD, _CATEGORY, _BRAND, _OWNER = range(10)
_INGREDIENTS = 10
_CODED = _UNIT, _HOUSEHOLD, _CATEGORY, _BRAND


class _Facts(NamedTuple):
    """Rows of ``branded_food.csv`` as numbers; texts as numbers of ``Numbers``."""

    fdc_id: np.ndarray
    gtin: np.ndarray  # 0: none
    available: np.ndarray
    modified: np.ndarray
    serving: np.ndarray
    unit: np.ndarray
    household: np.ndarray
    category: np.ndarray
    brand: np.ndarray


class Labels:
    """What ``branded_food.csv`` says of the newest version of each bar code.

    Of one code that with the newest available date counts, then the newest modified date, then the
    greatest fdc_id. A food without a bar code has no other versions.

    Parameters
    ----------
    source : FdcSource
        Where the table is; without it there are no labels.
    """

    def __init__(self, source: FdcSource) -> None:
        import numpy as np

        numbers = {column: Numbers() for column in _CODED}
        blocks, added = [], []
        for cells in source.cells("branded_food", *_COLUMNS):
            blocks.append(_facts(cells, numbers))
            added.append(find_additions(cells.numbers(_ID), *cells.raw(_INGREDIENTS)))
        facts = _Facts(*map(np.concatenate, zip(*blocks, strict=True))) if blocks else None
        self._facts = _newest(facts) if facts else None
        kept = np.empty(0, "int64") if self._facts is None else self._facts.fdc_id
        every = np.empty(0, "int64") if facts is None else np.sort(facts.fdc_id)
        self.kept, self.older = kept, every[places_of(every, kept) < 0]
        self._added = added
        self._texts = {column: _texts(known) for column, known in numbers.items()}
        units = [_SERVING_UNITS.get((unit or "").lower()) for unit in self._texts[_UNIT]]
        self._texts[_UNIT] = np.array(units, dtype=object)

    def additions(self) -> Iterator[Additions]:
        """What ingredients show to be added to the foods ``kept``."""
        return (found.of(self.kept) for found in self._added)

    def products(self, places: np.ndarray, descriptions: list[str], log: Counter[str]) -> Products:
        """The foods at these places of ``kept``, with what their labels say.

        Servings that cannot be used are counted in ``log``.
        """
        assert self._facts is not None
        facts = _Facts(*(column[places] for column in self._facts))
        texts = (self._texts[column] for column in _CODED)
        numbers = (facts.unit, facts.household, facts.category, facts.brand)
        units, households, categories, brands = (
            text[n] for text, n in zip(texts, numbers, strict=True)
        )
        unusable = ~(facts.serving > 0) | (units == None)  # noqa: E711 - by element
        log["branded foods without a serving size in g or ml"] += int(unusable.sum())
        servings = facts.serving.astype(object)
        servings[unusable] = units[unusable] = households[unusable] = None
        codes = facts.gtin.astype(object)
        codes[facts.gtin == 0] = None
        columns = (categories, brands, codes, servings, units, households)
        return Products(facts.fdc_id.tolist(), descriptions, *(c.tolist() for c in columns))


def without_label(fdc_ids: Sequence[int], descriptions: Sequence[str]) -> Products:
    """Branded foods that ``branded_food.csv`` does not know."""
    n = len(fdc_ids)
    return Products(
        list(fdc_ids), list(descriptions), [None] * n, [None] * n, [None] * n, [None] * n,
        [None] * n, [None] * n,
    )  # fmt: skip


def _facts(cells: Cells, numbers: dict[int, Numbers]) -> _Facts:
    """The rows of a block that have an fdc_id."""
    import numpy as np

    ids = cells.numbers(_ID)
    rows = np.flatnonzero(ids == np.floor(ids))
    coded = {column: cells.texts(column, rows) for column in _CODED}
    nameless = [row for row, brand in enumerate(coded[_BRAND]) if not brand or brand.isspace()]
    owners = cells.texts(_OWNER, rows[nameless]) if nameless else []
    for row, owner in zip(nameless, owners, strict=True):
        coded[_BRAND][row] = owner
    return _Facts(
        ids[rows].astype("int64"),
        _codes(cells)[rows],
        cells.days(_AVAILABLE)[rows],
        cells.days(_MODIFIED)[rows],
        cells.numbers(_SIZE)[rows],
        *(np.array([*map(numbers[c].__getitem__, coded[c])], dtype="int32") for c in _CODED),
    )


def _codes(cells: Cells) -> np.ndarray:
    """Bar codes as numbers; 0 is none."""
    import numpy as np

    codes = cells.numbers(_GTIN)
    whole = (codes > 0) & (codes < _LONGEST) & (codes == np.floor(codes))
    whole &= codes % _ROUND > 0  # else maybe 8.77448E+11
    odd = np.flatnonzero(~whole)
    found = np.where(whole, codes, 0.0).astype("int64")
    found[odd] = [int(gtin(text) or 0) for text in cells.texts(_GTIN, odd)]
    return found


def _newest(facts: _Facts) -> _Facts:
    """The newest version of each bar code, by fdc_id."""
    import numpy as np

    order = np.lexsort((facts.fdc_id, facts.modified, facts.available, facts.gtin))
    codes = facts.gtin[order]
    newest = order[np.append(codes[1:] != codes[:-1], True) | (codes == 0)]
    _, first = np.unique(facts.fdc_id[newest], return_index=True)
    return _Facts(*(column[newest[first]] for column in facts))


def _texts(numbers: Numbers) -> np.ndarray:
    """The texts by number, on one line; ``None`` for an empty one."""
    import numpy as np

    return np.array([plain(text) or None for text in numbers], dtype=object)
