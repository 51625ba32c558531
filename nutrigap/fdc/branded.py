"""Branded foods: the newest version of each bar code, and the serving on the label."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nutrigap.fdc.portions import parse_measures
from nutrigap.fdc.rows import Food, Portion, gtin, number, plain

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    import numpy as np

    from nutrigap.fdc.cells import Cells
    from nutrigap.fdc.source import FdcSource

# Millilitres stand for grams: USDA gives these foods' nutrients per 100 ml.
_SERVING_UNITS = {"g": "g", "grm": "g", "gm": "g", "ml": "ml", "mlt": "ml"}
_LONGEST = 10**14


class Versions(NamedTuple):
    """fdc_ids of ``branded_food.csv``, ascending: those to keep, and those with a newer version."""

    kept: np.ndarray
    older: np.ndarray


def read_versions(source: FdcSource) -> Versions:
    """Which branded foods are the newest of their bar code.

    Of one code that with the newest available date counts, then the newest modified date, then the
    greatest fdc_id. A food without a bar code has no other versions.
    """
    import numpy as np

    columns = "fdc_id", "gtin_upc", "available_date?", "modified_date?"
    blocks = [_version_facts(cells) for cells in source.cells("branded_food", *columns)]
    if not blocks:
        return Versions(np.empty(0, dtype="int64"), np.empty(0, dtype="int64"))
    fdc_ids, codes, available, modified = (
        np.concatenate(part) for part in zip(*blocks, strict=True)
    )
    order = np.lexsort((fdc_ids, modified, available, codes))
    fdc_ids, codes = fdc_ids[order], codes[order]
    newest = np.append(codes[1:] != codes[:-1], True) | (codes == 0)
    kept, older = np.sort(fdc_ids[newest]), np.sort(fdc_ids[~newest])
    return Versions(kept, older[~is_among(kept, older)])


def is_among(ascending: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Which of the numbers wanted are among those ascending."""
    import numpy as np

    if not len(ascending):
        return np.zeros(len(wanted), dtype=bool)
    at = np.searchsorted(ascending, wanted).clip(max=len(ascending) - 1)
    among: np.ndarray = ascending[at] == wanted
    return among


def _version_facts(cells: Cells) -> tuple[np.ndarray, ...]:
    """fdc_id, bar code (0: none) and both dates of the rows that have an fdc_id."""
    import numpy as np

    ids, codes = cells.numbers(0), cells.numbers(1)
    plain_code = (codes > 0) & (codes < _LONGEST) & (codes == np.floor(codes))
    odd = np.flatnonzero(~plain_code)
    codes = np.where(plain_code, codes, 0.0).astype("int64")
    codes[odd] = [int(gtin(text) or 0) for text in cells.texts(1, odd)]
    has_id = ids == np.floor(ids)
    facts = ids[has_id].astype("int64"), codes[has_id]
    return (*facts, cells.days(2)[has_id], cells.days(3)[has_id])


class Descriptions:
    """Descriptions of many foods, as bytes one behind the other."""

    def __init__(self) -> None:
        self._text = bytearray()
        self._ids: list[np.ndarray] = []
        self._ends: list[np.ndarray] = []

    def add(self, fdc_ids: np.ndarray, texts: list[str]) -> None:
        """Take more of them."""
        import numpy as np

        pieces = [plain(text).encode() for text in texts]
        start = len(self._text)
        self._text += b"".join(pieces)
        self._ids.append(fdc_ids)
        self._ends.append(start + np.cumsum([len(piece) for piece in pieces], dtype="int64"))

    def __len__(self) -> int:
        return sum(map(len, self._ids))

    def find(self) -> _Found:
        """All of them, by fdc_id."""
        import numpy as np

        if not self._ids:
            nothing = np.empty(0, dtype="int64")
            return _Found(nothing, nothing, nothing, b"")
        ids, ends = np.concatenate(self._ids), np.concatenate(self._ends)
        starts = np.concatenate(([0], ends[:-1]))
        order = np.argsort(ids, kind="stable")
        return _Found(ids[order], starts[order], ends[order], self._text)


class _Found(NamedTuple):
    """fdc_ids ascending, and where the description of each stands."""

    ids: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    text: bytes | bytearray

    def places(self, fdc_ids: np.ndarray) -> np.ndarray:
        """Place of each food; −1 for one that is not described."""
        import numpy as np

        if not len(self.ids):
            return np.full(len(fdc_ids), -1)
        at = np.searchsorted(self.ids, fdc_ids).clip(max=len(self.ids) - 1)
        return np.where(self.ids[at] == fdc_ids, at, -1)

    def of(self, place: int) -> str:
        """The description at a place."""
        return bytes(self.text[self.starts[place] : self.ends[place]]).decode()


def read_branded(
    source: FdcSource, described: Descriptions, log: Counter[str]
) -> Iterator[tuple[Food, list[Portion]]]:
    """The branded foods described, with what ``branded_food.csv`` says of them.

    Parameters
    ----------
    source : FdcSource
        Where the tables are.
    described : Descriptions
        Descriptions of the foods wanted, by fdc_id.
    log : Counter
        Counts servings that cannot be used.
    """
    import numpy as np

    if not len(described):
        return
    found = described.find()
    columns = "fdc_id", "gtin_upc", "brand_owner?", "brand_name?", "branded_food_category?"
    servings = "serving_size?", "serving_size_unit?", "household_serving_fulltext?"
    for cells in source.cells("branded_food", *columns, *servings):
        fdc_ids = cells.numbers(0)
        places = found.places(fdc_ids)
        wanted = np.flatnonzero(places >= 0)
        texts = (cells.texts(column, wanted) for column in range(1, 8))
        rows = zip(
            fdc_ids[wanted].astype("int64").tolist(), places[wanted].tolist(), *texts, strict=True
        )
        for fdc_id, place, code, owner, brand, category, size, unit, household in rows:
            label = plain(category) or None, plain(brand) or plain(owner) or None, gtin(code)
            portions = _servings(fdc_id, number(size), unit, household)
            if not portions:
                log["branded foods without a serving size in g or ml"] += 1
            yield Food(fdc_id, "branded", None, found.of(place), *label), portions


def _servings(fdc_id: int, size: float | None, unit: str, household: str) -> list[Portion]:
    """The serving on the label, and the household measure it is said to equal."""
    basis = _SERVING_UNITS.get(unit.strip().lower())
    if size is None or size <= 0 or basis is None:
        return []
    found = [Portion(fdc_id, 1, "serving", size, f"serving ({size:g} {basis})", "portion")]
    count, measure = parse_measures(household)
    if count > 0 and measure and measure != "serving":
        grams = round(size / count, 4)
        found.append(Portion(fdc_id, 2, measure, grams, plain(household), "portion"))
    return found
