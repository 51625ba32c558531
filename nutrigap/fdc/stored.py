"""A release that a food store already holds, to be written into the next one."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from nutrigap.fdc.connect import connect
from nutrigap.fdc.rows import Food, Portion
from nutrigap.fdc.values import nutrient_ids

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FOOD = "SELECT {} FROM food WHERE release = ? ORDER BY fdc_id"


@dataclass(frozen=True)
class StoredRelease:
    """One release of a store; it is read as an ``FdcRelease`` is.

    Parameters
    ----------
    store : Path
        The store that holds it.
    name, dataset, source, sha256, note : str
        As the store says.
    log : Counter
        Nothing: what was left out is in the note.
    """

    store: Path
    name: str
    dataset: str
    source: str
    sha256: str
    note: str
    log: Counter[str] = field(default_factory=Counter)

    @property
    def path(self) -> Path:
        """The file the release was read from when the store was built."""
        return Path(self.source)

    def foods(self, log: Counter[str]) -> Iterator[tuple[Food, list[Portion]]]:  # noqa: ARG002
        """Its foods and their portions [g]."""
        columns = "fdc_id, data_type, food_code, description, category, brand, gtin"
        with closing(connect(self.store)) as store:
            portions = store.cursor()
            for row in store.execute(_FOOD.format(columns), (self.name,)):
                found = portions.execute(
                    "SELECT fdc_id, seq, measure, grams, label, role FROM portion"
                    " WHERE fdc_id = ? ORDER BY seq",
                    row[:1],
                )
                yield Food(*row), [Portion(*portion) for portion in found]

    def synonyms(self) -> Iterator[tuple[int, str]]:
        """Additional descriptions and common names."""
        with closing(connect(self.store)) as store:
            yield from store.execute(
                "SELECT fdc_id, text FROM synonym WHERE fdc_id IN"
                f" ({_FOOD.format('fdc_id')}) ORDER BY fdc_id, seq",
                (self.name,),
            )

    def values(
        self,
        fdc_ids: Sequence[int],
        log: Counter[str],  # noqa: ARG002
    ) -> Iterator[tuple[int, list[float]]]:
        """Amounts of these foods per 100 g; nutrients that the store lacks are NaN."""
        with closing(connect(self.store)) as store:
            held = {row[1] for row in store.execute("PRAGMA table_info(composition)")}
            columns = (f'"{i}"' if f"{i}" in held else "NULL" for i in nutrient_ids())
            query = f"SELECT fdc_id, {', '.join(columns)} FROM composition WHERE fdc_id = ?"
            for fdc_id in fdc_ids:
                for row in store.execute(query, (fdc_id,)):
                    yield row[0], list(row[1:])


def stored_releases(store: Path) -> list[StoredRelease]:
    """The releases of a store.

    Raises
    ------
    FoodStoreMissingError
        There is no such file.
    FoodStoreError
        Not a food store, or one of another version.
    """
    with closing(connect(store)) as opened:
        rows = opened.execute("SELECT release, dataset, source, sha256, note FROM release")
        return [StoredRelease(store, *row) for row in rows]
