"""Labelled diary names of the reference files, and how an answer is judged.

Every file is read where it is (``NUTRIGAP_SHARED``); no labelled name is copied into the project.
The rules of "nutritionally equivalent" and "within 20 %" are those of the matching notes.
"""

from __future__ import annotations

import csv
import math
import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from nutrigap.names import Query

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("NUTRIGAP_SHARED", ROOT.parent / "shared"))
# FDC nutrient ids with the floor per 100 g below which a difference does not matter.
FLOORS = {"1110": (0.2, 0.025), "1090": (5.0, 1.0), "1087": (15.0, 1.0), "1092": (30.0, 1.0),
          "1178": (0.05, 1.0)}  # fmt: skip
SOURCES = {
    "asa24_terms": "strangers' short names",
    "dev_queries": "short names by the notes' author",
    "daily_chow_display_names": "display names made from USDA wording",
    "nhanes_former_descriptions": "former wording of the same code",
    "wweia_discontinued_curated": "discontinued survey foods, curated",
    "usda_discontinued_code_crosswalk_1516_1718": "discontinued survey foods, USDA",
    "fcid_curated": "survey wording to SR, curated",
    "fcid_curated_corrected": "ingredients to survey foods",
}


class Example(NamedTuple):
    """A labelled name; ``right`` are the acceptable foods that the store has."""

    source: str
    query: Query
    right: frozenset[int]


def read_examples(connection: sqlite3.Connection) -> tuple[list[Example], dict[str, int]]:
    """Examples with an acceptable food in the store, and how many were left out by source."""
    known = _Known(connection)
    labels: dict[tuple[str, str], tuple[Query, set[int]]] = {}
    with (SHARED / "matching" / "dev_pairs.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = (row["source"], row["query_text"])
            labels.setdefault(key, (Query(row["query_text"]), set()))[1].update(
                known.foods(row["target_id"], row["target_id_type"])
            )
    with (SHARED / "matching" / "dev_queries.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            codes = row["acceptable_food_codes"].split("|")
            right = {i for code in codes for i in known.foods(code, "fndds_food_code")}
            labels["dev_queries", row["id"]] = (_query(row), right)
    examples = [
        Example(source, query, frozenset(right))
        for (source, _), (query, right) in labels.items()
        if right
    ]
    missing = dict.fromkeys(SOURCES, 0)
    for (source, _), (_, right) in labels.items():
        missing[source] += not right
    return examples, missing


def _query(row: dict[str, str]) -> Query:
    return Query(
        row["query"],
        amount=row["amount"],
        grams=float(row["grams"]),
        energy_kcal=float(row["diary_kcal"]),
        protein_g=float(row["diary_protein_g"]),
        carbohydrate_g=float(row["diary_carb_g"]),
        fat_g=float(row["diary_fat_g"]),
    )


class _Known:
    """Foods of the store by code."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.survey, self.sr, self.ids = {}, {}, set()
        rows = connection.execute("SELECT fdc_id, data_type, food_code FROM food")
        for fdc_id, data_type, code in rows:
            self.ids.add(fdc_id)
            if data_type == "survey":
                self.survey[code] = fdc_id
            elif data_type == "sr_legacy":
                self.sr[code] = fdc_id

    def foods(self, target: str, kind: str) -> set[int]:
        if kind == "fdc_id":
            found = int(target) if int(target) in self.ids else None
        elif kind == "sr_ndb_number":
            found = self.sr.get(target.lstrip("0"))
        else:
            found = self.survey.get(target)
        return set() if found is None else {found}


class Judge:
    """Compares foods by what they hold."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        columns = {row[1] for row in connection.execute("PRAGMA table_info(composition)")}
        energy = ", ".join(f'"{c}"' for c in ("1008", "2048", "2047") if c in columns)
        names = ", ".join(f'"{name}"' for name in FLOORS)
        rows = connection.execute(
            f"SELECT fdc_id, coalesce({energy}, NULL), {names} FROM composition"
        )
        self._known = {fdc_id: [_number(v) for v in values] for fdc_id, *values in rows}
        for values in self._known.values():
            for at, (_, factor) in enumerate(FLOORS.values(), start=1):
                values[at] *= factor

    def equivalent(self, one: int, other: int) -> bool:
        """Energy within 10 % or 15 kcal, each of the five within 25 % or its floor."""
        a, b = self._known.get(one), self._known.get(other)
        if a is None or b is None:
            return one == other
        limits = [max(15.0, 0.1 * max(a[0], b[0]))]
        limits += [
            max(floor, 0.25 * max(x, y))
            for (floor, _), x, y in zip(FLOORS.values(), a[1:], b[1:], strict=True)
        ]
        return all(not abs(x - y) > limit for x, y, limit in zip(a, b, limits, strict=True))

    def error(self, chosen: int, truth: int) -> float:
        """Mean relative error of the five nutrients, floors in the denominator."""
        a, b = self._known.get(chosen), self._known.get(truth)
        if a is None or b is None:
            return 0.0 if chosen == truth else math.inf
        parts = [
            abs(x - y) / max(y, floor)
            for (floor, _), x, y in zip(FLOORS.values(), a[1:], b[1:], strict=True)
            if not (math.isnan(x) or math.isnan(y))
        ]
        return sum(parts) / len(parts) if parts else math.inf

    def like_any(self, chosen: int, right: Iterable[int]) -> bool:
        """Whether a food is equivalent to any acceptable one."""
        return any(self.equivalent(chosen, truth) for truth in right)

    def least_error(self, chosen: int, right: Iterable[int]) -> float:
        """Error against the nearest acceptable food."""
        return min(self.error(chosen, truth) for truth in right)


def _number(value: float | None) -> float:
    return math.nan if value is None else value
