"""Write ``fortified_classes.csv``: how many foods of a class have a nutrient added to them.

Survey categories by the added vitamin B12 that FNDDS states, categories of labels by the lists of
ingredients of the branded sample (``nutrigap.fdc.additions``). FNDDS does not say where magnesium
was added: a survey category that has a label category like it takes its own share with B12 times
the share of products with B12 that hold magnesium as well. Classes in which fewer than one food in
twenty has an addition are left out.
"""

import csv
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from nutrigap.fdc import FoodStore, packaged_store
from nutrigap.fdc.branded import Labels
from nutrigap.fdc.source import FdcSource

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("NUTRIGAP_SHARED", ROOT.parent / "shared"))
TARGET = ROOT / "nutrigap" / "tables" / "fortified_classes.csv"
COLUMNS = ("foods_of", "class", "nutrient", "share", "foods", "source", "confidence")
NUTRIENTS = ("magnesium", "vitamin_b12")
LEAST_SHARE, FEW = 0.05, 10
LIKE = {
    "Nutritional beverages": "Energy, Protein & Muscle Recovery Drinks",
    "Protein and nutritional powders": "Powdered Drinks",
    "Nutrition bars": "Snack, Energy & Granola Bars",
    "Sport and energy drinks": "Sport Drinks",
    "Diet sport and energy drinks": "Sport Drinks",
    "Plant-based milk": "Plant Based Milk",
    "Ready-to-eat cereal, higher sugar (>21.2g/100g)": "Cereal",
    "Ready-to-eat cereal, lower sugar (=<21.2g/100g)": "Cereal",
}
LISTS = "ingredients of the branded sample of October 2023"

Row = dict[str, str]


def rows(shared: Path = SHARED) -> list[Row]:
    """The table, survey categories first."""
    labels = _Labels(next((shared / "fdc" / "branded_2023-10-26_sample").glob("*.zip")))
    survey = list(_survey())
    return [*survey, *_borrowed(survey, labels), *labels.rows()]


def _survey() -> Iterator[Row]:
    store = FoodStore(packaged_store())
    found = store.read(
        'SELECT category, count(*), sum("1246" > 0) FROM food JOIN composition USING (fdc_id)'
        " WHERE data_type = 'survey' AND \"1246\" IS NOT NULL GROUP BY category ORDER BY category"
    )
    for category, foods, added in found:
        yield from _row(
            ("survey", category, "vitamin_b12"), foods, added / foods, "FNDDS 2021-2023, B12 added"
        )


def _borrowed(survey: list[Row], labels: "_Labels") -> Iterator[Row]:
    for row in survey:
        if row["class"] in LIKE:
            like = LIKE[row["class"]]
            both, with_b12 = labels.both[like], labels.added[like, "vitamin_b12"]
            source = (
                f"{row['source']} {row['share']}, times {both} of {with_b12} in {like}, {LISTS}"
            )
            share = float(row["share"]) * both / with_b12
            foods = min(int(row["foods"]), with_b12)
            yield from _row(("survey", row["class"], "magnesium"), foods, share, source)


class _Labels:
    """Products with known ingredients by category, and to how many of them a nutrient was added."""

    def __init__(self, archive: Path) -> None:
        with FdcSource(archive) as source:
            labels = Labels(source)
            pairs = {pair for found in labels.additions() for pair in found.pairs()}
            kept = set(labels.kept.tolist())
            table = source.rows("branded_food", "fdc_id", "branded_food_category", "ingredients")
            rows = ((int(float(i)), name) for i, name, listed in table if name and listed)
            category = {i: name for i, name in rows if i in kept}
        self.foods = Counter(category.values())
        known = {(i, nutrient) for i, nutrient in pairs if i in category}
        self.added = Counter((category[i], nutrient) for i, nutrient in known)
        self.both = Counter(
            category[i] for i, n in known if n == "magnesium" and (i, "vitamin_b12") in known
        )

    def rows(self) -> Iterator[Row]:
        for (name, nutrient), count in sorted(self.added.items()):
            if nutrient in NUTRIENTS:
                foods = self.foods[name]
                yield from _row(("label", name, nutrient), foods, count / foods, LISTS)


def _row(key: tuple[str, str, str], foods: int, share: float, source: str) -> Iterator[Row]:
    if share >= LEAST_SHARE:
        confidence = "counted" if foods >= FEW else "counted, few foods"
        cells = *key, f"{share:.2f}", f"{foods}", source, confidence
        yield dict(zip(COLUMNS, cells, strict=True))


def main() -> None:
    """Write the table."""
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows())


if __name__ == "__main__":
    main()
