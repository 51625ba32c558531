"""CPU of reading a full download against ``unzip -p`` of its nutrient table; prints ratios.

    python tests/benchmarks/ingest.py [FOODS]

The download is made up: so many branded foods (200,000; the real one holds two million) with 13
nutrients each, four versions of a bar code as in USDA's file, every cell quoted.
"""

import random
import resource
import statistics
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROUNDS, PER_FOOD, VERSIONS = 3, 13, 4
FIRST_ID = 400_000
NUTRIENTS = (1003, 1004, 1005, 1008, 1079, 1087, 1089, 1092, 1093, 1104, 1110, 1162, 1235, 1253,
             1257, 1258, 1292, 2000)  # fmt: skip
WORDS = ("BREAD", "CHEESE", "CHOCOLATE", "CRACKERS", "GRAIN", "MILK", "ORGANIC", "SAUCE", "TOMATO")
FOLDER = "FoodData_Central_csv_2025-12-18"
READ = f"""
import sys
from collections import Counter
from nutrigap.fdc.source import FdcSource
from nutrigap.fdc.values import read_values
with FdcSource(sys.argv[1]) as source:
    ids = range({FIRST_ID}, {FIRST_ID} + int(sys.argv[2]))
    print(sum(1 for _ in read_values(source, ids, Counter())))
"""
BUILD = """
import sys
from nutrigap.fdc import read_release, write_store
write_store([read_release(sys.argv[1])], sys.argv[1] + ".sqlite")
"""


def line(*cells: object) -> str:
    return ",".join(f'"{cell}"' for cell in cells) + "\n"


def foods(count: int) -> Iterator[str]:
    yield line("fdc_id", "data_type", "description", "food_category_id", "publication_date")
    for n in range(count):
        name = f"{' '.join(random.choices(WORDS, k=4))} {n % 9999}"
        yield line(FIRST_ID + n, "branded_food", name, "", f"2023-{1 + n % 12:02d}-16")


def labels(count: int) -> Iterator[str]:
    yield line("fdc_id", "brand_owner", "brand_name", "subbrand_name", "gtin_upc", "ingredients",
               "not_a_significant_source_of", "serving_size", "serving_size_unit",
               "household_serving_fulltext", "branded_food_category", "data_source",
               "package_weight", "modified_date", "available_date", "market_country",
               "discontinued_date", "preparation_state_code", "trade_channel",
               "short_description")  # fmt: skip
    for n in range(count):
        code = f"{10**10 + n * 7919 % (count // VERSIONS):012d}"
        yield line(FIRST_ID + n, " ".join(random.choices(WORDS, k=2)), "", "", code,
                   "SUGAR, SALT, WATER, " * 10, "", n % 90 + 10.5, "g", f"{n % 4 + 1} cups",
                   "Snacks", "LI", "", f"2020-{1 + n % 12:02d}-12", f"2021-{1 + n % 11:02d}-13",
                   "United States", "", "", "", "")  # fmt: skip


def amounts(count: int) -> Iterator[str]:
    yield line("id", "fdc_id", "nutrient_id", "amount", "data_points", "derivation_id", "min",
               "max", "median", "loq", "footnote", "min_year_acquired")  # fmt: skip
    row = 13_000_000
    for n in range(count):
        for nutrient in random.sample(NUTRIENTS, PER_FOOD):
            row += 1
            amount = round(random.random() * 90, 2)
            yield line(row, FIRST_ID + n, nutrient, amount, "", 70, "", "", "", "", "", "")


def write_release(path: Path, count: int) -> None:
    random.seed(0)
    tables = {"food": foods, "branded_food": labels, "food_nutrient": amounts}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in tables.items():
            with archive.open(f"{FOLDER}/{name}.csv", "w", force_zip64=True) as file:
                file.writelines(row.encode() for row in rows(count))


def cpu_seconds(words: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{FOLDER}.zip"
        write_release(path, count)
        runs = {
            "unzip -p": ["unzip", "-p", str(path), f"{FOLDER}/food_nutrient.csv"],
            "nutrients read": [sys.executable, "-c", READ, str(path), str(count)],
            "store built": [sys.executable, "-c", BUILD, str(path)],
        }
        taken: dict[str, list[float]] = {name: [] for name in runs}
        for _ in range(ROUNDS):
            for name, words in runs.items():
                taken[name].append(cpu_seconds(words))
    base = statistics.median(taken["unzip -p"])
    for name, seconds in taken.items():
        middle = statistics.median(seconds)
        print(f"{name:16} {middle:6.2f} s CPU, {middle / base:4.1f} × unzip -p")
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"most memory of a run: {most:,.0f} MB")


if __name__ == "__main__":
    main()
