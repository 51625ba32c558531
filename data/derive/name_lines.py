"""Names and diary lines that survey foods would have, made from their wording by rule.

Made names say how often each food is meant by them. Simulated lines also state grams, energy and
macronutrients as an export does: energy with a tenth and macronutrients with a seventh of noise
(log-normal), and one line in twelve far off, as users' own entries are. They are no diary
language; they teach what amounts and energy are worth once a name has done what it can.
"""

from __future__ import annotations

import math
import re
import sqlite3

import numpy as np
from name_examples import Example

from nutrigap.names import Query

SEED, LINES = 20241031, 1500
ENERGY_NOISE, MACRO_NOISE = 0.10, 0.15
WRONG_SHARE, WRONG = 0.08, (0.35, 0.90)
# Least and most that misleading energy is off by, either way.
MISLEADING = (1.4, 2.5)
_FOODS = (
    "SELECT fdc_id, description, popularity, usual_grams, "
    '"1008", "1003", "1005", "1004" FROM food JOIN composition USING (fdc_id) '
    "WHERE data_type = 'survey' AND popularity >= 8 ORDER BY fdc_id"
)


def made(connection: sqlite3.Connection) -> list[tuple[Example, dict[int, float]]]:
    """Names that popular survey foods would have in a diary, with how often each food is meant."""
    meant: dict[str, dict[int, float]] = {}
    for fdc_id, description, popularity, *_ in connection.execute(_FOODS):
        for name, share in _shortened(description):
            meant.setdefault(name, {})[fdc_id] = share * popularity
    examples = []
    for name, foods in meant.items():
        total = sum(foods.values())
        if total >= 15:
            truth = {food: count / total for food, count in foods.items()}
            examples.append((Example("made", Query(name), frozenset(foods)), truth))
    return examples


def simulated(
    connection: sqlite3.Connection, *, seed: int = SEED, count: int = LINES
) -> list[tuple[Example, dict[int, float]]]:
    """Diary lines of survey foods, drawn by popularity, with noise in what they state."""
    chance = np.random.default_rng(seed)
    foods = [row for row in connection.execute(_FOODS) if all(row[3:]) or (row[3] and row[4])]
    weight = np.array([row[2] for row in foods]) ** 0.75
    drawn = chance.choice(len(foods), size=count, p=weight / weight.sum())
    examples = []
    for fdc_id, description, _, usual, *values in (foods[at] for at in drawn):
        query = stated(_worded(description, chance), usual, values, chance)
        examples.append((Example("simulated", query, frozenset([fdc_id])), {fdc_id: 1.0}))
    return examples


def stated(
    name: str, usual: float, per_100_g: list[float], chance: np.random.Generator, wrong: float = 0
) -> Query:
    """A line with grams, energy and macronutrients; ``wrong`` is a logarithm that all are off by.

    Nought draws it: most lines are about right.
    """
    grams = round(usual * math.exp(0.4 * chance.normal()), 0) or usual
    if not wrong and chance.random() < WRONG_SHARE:
        wrong = float(chance.choice([-1, 1]) * chance.uniform(*WRONG))
    noise = np.array([ENERGY_NOISE, *[MACRO_NOISE] * 3]) * chance.normal(size=4) + wrong
    energy, protein, carbohydrate, fat = np.array(per_100_g, float) * grams / 100 * np.exp(noise)
    return Query(
        name, grams=grams, energy_kcal=round(energy), protein_g=round(protein, 1),
        carbohydrate_g=round(carbohydrate, 1), fat_g=round(fat, 1),
    )  # fmt: skip


def misled(examples: list[Example], *, whole: bool = False) -> list[Example]:
    """The lines with energy 0.4 to 2.5 times what it was; ``whole``: macronutrients too."""
    chance = np.random.default_rng(SEED)
    least, most = MISLEADING
    wrong = []
    for example in examples:
        factor = math.exp(chance.choice([-1, 1]) * chance.uniform(math.log(least), math.log(most)))
        query = example.query._replace(energy_kcal=example.query.energy_kcal * factor)
        if whole:
            query = query._replace(
                protein_g=query.protein_g * factor,
                carbohydrate_g=query.carbohydrate_g * factor,
                fat_g=query.fat_g * factor,
            )
        wrong.append(example._replace(query=query))
    return wrong


def _shortened(description: str) -> list[tuple[str, float]]:
    parts = _parts(description)
    names = [(parts[0], 0.5)]
    if len(parts) > 1:
        names.append((f"{parts[1]} {parts[0]}", 1.0))
    return [(name.lower(), share) for name, share in names if 1 <= len(name.split()) <= 4]


def _worded(description: str, chance: np.random.Generator) -> str:
    """One wording of a food: turned round, cut short, or as a table has it."""
    parts = _parts(description)
    kind = chance.random()
    if len(parts) == 1 or kind < 0.15:
        return parts[0].lower()
    if kind < 0.65:
        return f"{parts[1]} {parts[0]}".lower()
    return ", ".join(parts[:3] if kind < 0.85 else parts[:2]).title()


def _parts(description: str) -> list[str]:
    text = re.sub(r"\([^()]*\)|\bNS as to [^,]*|\bNFS\b|\braw\b|\bno added fat\b", "", description)
    return [p.strip() for p in text.split(",") if p.strip()] or [description]
