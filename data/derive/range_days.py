"""Days whose totals are known, to judge ranges by: real recall days, and days made of names.

Real days are those of the reference files, with the codes withheld and the wording of the table
("long") or cut down to what a diary might say ("short"). A made day has 8 to 21 entries whose names
are labelled examples or wording of popular foods; its truth is one of the foods the name may mean,
as the oldest release gives it, in a usual portion times exp(0.5 z).
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import math
import random
import re
from typing import TYPE_CHECKING, NamedTuple

from name_examples import SHARED, Example, read_examples

from nutrigap import tables
from nutrigap.ranges.wording import is_long

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pandas import DataFrame

    from nutrigap.fdc import FoodStore

SHOWN = {"vitamin_d": "vitamin_d_mcg", "magnesium": "magnesium_mg", "calcium": "calcium_mg",
         "potassium": "potassium_mg", "vitamin_b12": "vitamin_b12_mcg"}  # fmt: skip
# Language of the table that nobody writes in a diary.
_TABLE_WORDS = re.compile(r"\([^()]*\)|\bNS as to [^,]*|\bNFS\b|\braw\b|\bno added fat\b")
INGREDIENTS = ("fcid_curated", "fcid_curated_corrected")
STRANGERS = ("asa24_terms", "dev_queries")
_POPULAR_SHARE = 0.75
_NAMELESS_SHARE = 0.2


class Line(NamedTuple):
    """One entry: energy [kcal] is NaN where the diary does not state it."""

    person: str
    date: str
    food: str
    grams: float
    energy: float = math.nan


class Days(NamedTuple):
    """A set of days, one a person: what was written, and the true totals by person."""

    name: str
    lines: list[Line]
    truth: dict[str, dict[str, float]]


def shortened(description: str) -> str:
    """What a diary might say for a food: its second segment before its first, without table words.

    >>> shortened("Milk, whole"), shortened("Bread, NS as to major flour")
    ('whole milk', 'bread')
    """
    text = _TABLE_WORDS.sub("", description)
    parts = [part.strip() for part in text.split(",") if part.strip()] or [description]
    return " ".join([*parts[1:2], parts[0]]).lower()


def recall_days(release: str, wording: str, energy: Mapping[str, float] | None = None) -> Days:
    """The real recall days coded with one release.

    With ``energy``, densities [kcal per 100 g] by food code, a fifth of the entries has no name,
    but its energy with 10 % noise.
    """
    folder = SHARED / "recalls"
    with (folder / "nhanes_2017_2020_totals.csv").open(encoding="utf-8", newline="") as file:
        totals = [r for r in csv.DictReader(file) if r["fndds_version"] == f"FNDDS {release}"]
    truth = {r["person"]: {n: float(r[c]) for n, c in SHOWN.items()} for r in totals}
    path = folder / "nhanes_2017_2020_days.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["person"] in truth]
    draw = random.Random(f"{release} {wording}")
    lines = []
    for row in rows:
        name = row["food"] if wording == "long" else shortened(row["food"])
        line = Line(row["person"], row["date"], name, float(row["grams"]))
        if energy is not None and draw.random() < _NAMELESS_SHARE:
            noise = math.exp(draw.gauss(0, 0.1))
            stated = energy.get(row["food_code"], math.nan) * line.grams / 100 * noise
            line = line._replace(food=f"zqxj{len(lines)}", energy=stated)
        lines.append(line)
    kind = f"real days, {release}, {wording}" + ", nameless" * (energy is not None)
    return Days(kind, lines, truth)


class Maker:
    """Makes days of the names of one half, by a hash of the name.

    Parameters
    ----------
    store : FoodStore
        What the names mean.
    half : int
        0 or 1; constants are fitted on the other half.
    """

    def __init__(self, store: FoodStore, half: int) -> None:
        foods = store.eaten()
        complete = foods["usual_grams"].gt(0) & foods["energy"].notna()
        self._foods = foods[complete].set_index("fdc_id")
        self._texts = dict(store.read("SELECT fdc_id, description FROM food"))
        self._half = half
        known = set(self._foods.index)
        self._examples = [
            example._replace(right=example.right & known)
            for example in read_examples(store.connection)[0]
            if example.right & known and half_of(example.query.food or "") == half
        ]
        self._oldest = _oldest(self._foods)

    def days(self, wording: str, count: int, *, nameless: bool = False) -> Days:
        """Made days; wording is short, long or strangers.

        With ``nameless`` a fifth of the entries has no name, but its energy with 10 % noise.
        """
        draw = random.Random(wording)
        labelled, (popular, weights) = self._labelled(wording), self._popular(wording)
        lines, truth = [], {}
        for number in range(count):
            person = f"{wording} {number}"
            truth[person] = dict.fromkeys(SHOWN, 0.0)
            for _ in range(draw.randint(8, 21)):
                if popular and draw.random() < _POPULAR_SHARE:
                    name, food = draw.choices(popular, weights)[0]
                else:
                    example = draw.choice(labelled[draw.choice(sorted(labelled))])
                    name, food = example.query.food or "", draw.choice(sorted(example.right))
                row = self._foods.loc[food]
                grams = round(float(row["usual_grams"]) * math.exp(draw.gauss(0, 0.5)), 1)
                energy = float(row["energy"]) * grams / 100 * math.exp(draw.gauss(0, 0.1))
                hidden = draw.random() < _NAMELESS_SHARE and nameless
                name, energy = (f"zqxj{len(lines)}", energy) if hidden else (name, math.nan)
                lines.append(Line(person, "2026-03-02", name, grams, energy))
                for nutrient in SHOWN:
                    truth[person][nutrient] += self._oldest[nutrient][food] * grams / 100
        return Days(f"made days, {wording}" + ", nameless" * nameless, lines, truth)

    def _labelled(self, wording: str) -> dict[str, list[Example]]:
        """Labelled names of a wording by source."""
        found: dict[str, list[Example]] = {}
        for example in self._examples:
            fits = is_long(example.query.food or "") == (wording == "long")
            if wording == "strangers":
                fits = example.source in STRANGERS
            if fits and example.source not in INGREDIENTS:
                found.setdefault(example.source, []).append(example)
        return found

    def _popular(self, wording: str) -> tuple[list[tuple[str, int]], list[float]]:
        """Names of popular foods of a wording, with the people who report them."""
        names, weights = [], []
        people = self._foods["popularity"].dropna()
        for food, count in people.items() if wording != "strangers" else ():
            text = self._texts[food]
            name = text if wording == "long" else shortened(text)
            if half_of(name) == self._half and is_long(name) == (wording == "long"):
                names.append((name, food))
                weights.append(count)
        return names, weights


def half_of(name: str) -> int:
    """Which half of the names a name belongs to: a fixed function of its text."""
    return hashlib.sha256(name.casefold().encode()).digest()[-1] % 2


def _oldest(foods: DataFrame) -> dict[str, dict[int, float]]:
    """Values per 100 g in the oldest release, by nutrient and fdc_id."""
    rows = tables.read_rows("release_changes")
    oldest = min(row["release"] for row in rows)
    older = {row["food_code"]: row for row in rows if row["release"] == oldest}
    values = {}
    for nutrient in SHOWN:
        pairs = zip(foods.index, foods["food_code"], foods[nutrient], strict=True)
        values[nutrient] = {
            food: float(older.get(code, {}).get(nutrient) or value) for food, code, value in pairs
        }
    return values
