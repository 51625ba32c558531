"""A made-up full download in FoodData Central's CSV layout, as large as wanted.

    python tests/benchmarks/release.py FOLDER [FOODS] [VERSIONS]

Branded foods with 13 nutrients each, so many versions of every bar code (USDA keeps each version of
a product as a food of its own), every cell quoted. Two million foods are 26 million nutrient rows.
Names are words of the packaged foods behind made-up brands.
"""

import random
import sqlite3
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

PER_FOOD, VERSIONS = 13, 4
FIRST_ID = 20_000_000  # beyond the generic foods
FOLDER = "FoodData_Central_csv_2025-12-18"
STORE = Path(__file__).resolve().parents[2] / "nutrigap" / "tables" / "foods.sqlite"
NUTRIENTS = (1003, 1004, 1005, 1008, 1079, 1087, 1089, 1092, 1093, 1104, 1110, 1162, 1235, 1253,
             1257, 1258, 1292, 2000)  # fmt: skip
_BATCH = 2_000
_UNITS = ("g", "g", "g", "GRM", "ml", "MLT", "GM")
SYLLABLES = [
    "ba",
    "da",
    "fe",
    "ga",
    "ho",
    "ka",
    "li",
    "ma",
    "no",
    "pe",
    "ra",
    "su",
    "ta",
    "vi",
    "wo",
    "zu",
]


class Words:
    """The words that names are made of."""

    def __init__(self) -> None:
        random.seed(0)
        with sqlite3.connect(f"file:{STORE}?mode=ro&immutable=1", uri=True) as store:
            rows = store.execute("SELECT description FROM food ORDER BY fdc_id").fetchall()
        self.names = [description.upper().replace('"', "") for (description,) in rows]
        self.brands = sorted({_brand() for _ in range(30_000)})

    def of(self, number: int) -> tuple[str, str]:
        """Brand and description of a product."""
        brand = self.brands[number * 7919 % len(self.brands)]
        name = self.names[number * 104_729 % len(self.names)]
        return brand, f"{brand}, {name}" if number % 3 else name


def _brand() -> str:
    return "".join(random.choices(SYLLABLES, k=random.randint(2, 4))).upper()


def foods(count: int, versions: int) -> Iterator[str]:
    """Lines of food.csv."""
    yield _line("fdc_id", "data_type", "description", "food_category_id", "publication_date")
    words = Words()
    products = max(count // versions, 1)
    for n in range(count):
        name = words.of(n % products)[1]
        yield f'"{FIRST_ID + n}","branded_food","{name}","","2023-{1 + n % 12:02d}-16"\n'


def labels(count: int, versions: int) -> Iterator[str]:
    """Lines of branded_food.csv."""
    yield _line("fdc_id", "brand_owner", "brand_name", "subbrand_name", "gtin_upc", "ingredients",
                "not_a_significant_source_of", "serving_size", "serving_size_unit",
                "household_serving_fulltext", "branded_food_category", "data_source",
                "package_weight", "modified_date", "available_date", "market_country",
                "discontinued_date", "preparation_state_code", "trade_channel",
                "short_description")  # fmt: skip
    words = Words()
    products = max(count // versions, 1)
    ingredients = "SUGAR, SALT, WATER, NATURAL FLAVOR, " * 6
    for n in range(count):
        code = 10**10 + n % products
        year = 2017 + n // products % 8
        brand = words.of(n % products)[0]
        yield (
            f'"{FIRST_ID + n}","{brand} FOODS INC.","{brand}","",'
            f'"{code * 10 + _check_digit(code):012d}","{ingredients}","",'
            f'"{n % 90 + 10.5}","{_UNITS[n % 7]}","{n % 4 + 1} cups","Snacks","LI","",'
            f'"{year}-{1 + n % 12:02d}-12","{year}-{1 + n % 11:02d}-13",'
            f'"United States","","","",""\n'
        )


def amounts(count: int, _versions: int) -> Iterator[str]:
    """Lines of food_nutrient.csv."""
    yield _line("id", "fdc_id", "nutrient_id", "amount", "data_points", "derivation_id", "min",
                "max", "median", "loq", "footnote", "min_year_acquired")  # fmt: skip
    random.seed(1)
    tails = [
        [f'"{nutrient}","{round(random.random() * 90, 2)}","","70","","","","","",""\n'
         for nutrient in random.sample(NUTRIENTS, PER_FOOD)]
        for _ in range(5_003)
    ]  # fmt: skip
    row = 13_000_000
    for n in range(count):
        food = FIRST_ID + n
        tail = tails[n % 5_003]
        yield "".join([f'"{row + k}","{food}",{rest}' for k, rest in enumerate(tail)])
        row += PER_FOOD


def _line(*cells: str) -> str:
    return ",".join(f'"{cell}"' for cell in cells) + "\n"


def _check_digit(code: int) -> int:
    digits = f"{code:013d}"
    total = sum(int(d) * (3 if at % 2 == 0 else 1) for at, d in enumerate(digits))
    return -total % 10


TABLES = {"food": foods, "branded_food": labels, "food_nutrient": amounts}


def write_release(path: Path, count: int, versions: int = VERSIONS) -> Path:
    """Write the zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, rows in TABLES.items():
            with archive.open(f"{FOLDER}/{name}.csv", "w", force_zip64=True) as file:
                _write(file, rows(count, versions))
    return path


def _write(file, lines: Iterator[str]) -> None:  # type: ignore[no-untyped-def]
    batch: list[str] = []
    for line in lines:
        batch.append(line)
        if len(batch) == _BATCH:
            file.write("".join(batch).encode())
            batch.clear()
    file.write("".join(batch).encode())


def main() -> None:
    folder, *rest = sys.argv[1:]
    count, versions = (int(text) for text in (*rest, 2_000_000, VERSIONS)[:2])
    print(write_release(Path(folder) / f"{FOLDER}.zip", count, versions))


if __name__ == "__main__":
    main()
