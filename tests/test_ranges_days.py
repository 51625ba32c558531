"""The promise, on real recall days: nine true totals in ten lie in the range.

A sample of the reference files' days, with names and grams only; the constants were not fitted on
them. ``data/derive/score_ranges.py`` measures all days.
"""

import csv
import gzip
from pathlib import Path

import pandas as pd
import pytest

import nutrigap as ng
from nutrigap.fdc import packaged_store

DAYS = 60
PUBLISHED = {"vitamin_d": "vitamin_d_mcg", "magnesium": "magnesium_mg", "calcium": "calcium_mg",
             "potassium": "potassium_mg", "vitamin_b12": "vitamin_b12_mcg"}  # fmt: skip


@pytest.fixture(scope="module")
def published(shared: Path) -> pd.DataFrame:
    totals = pd.read_csv(shared / "recalls" / "nhanes_2017_2020_totals.csv")
    by_release = totals.groupby("fndds_version", sort=True)
    return by_release.head(DAYS // 2).set_index("person")


def brief(description: str) -> str:
    """What a diary might say: the second segment before the first, without table language."""
    parts = [p.strip() for p in description.split(",") if not p.strip().startswith(("NS ", "NFS"))]
    return " ".join([*parts[1:2], *parts[:1]]).lower()


@pytest.fixture(scope="module", params=["long", "short"])
def daily(
    request: pytest.FixtureRequest,
    shared: Path,
    published: pd.DataFrame,
    tmp_path_factory: pytest.TempPathFactory,
) -> pd.DataFrame:
    source = shared / "recalls" / "nhanes_2017_2020_days.csv.gz"
    with gzip.open(source, "rt", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["person"] in published.index]
    path = tmp_path_factory.mktemp("days") / "days.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["person", "date", "food", "grams"])
        for row in rows:
            name = row["food"] if request.param == "long" else brief(row["food"])
            out.writerow([row["person"], row["date"], name, row["grams"]])
    store = ng.open_store(packaged_store())
    table = ng.analyze(ng.read_diary(path), store=store).daily
    return table[table["nutrient"].isin(PUBLISHED)].set_index(["nutrient", "person"])


def test_true_totals_lie_in_the_range(daily: pd.DataFrame, published: pd.DataFrame) -> None:
    inside = {}
    for nutrient, column in PUBLISHED.items():
        ends = daily.loc[nutrient].reindex(published.index)
        truth = published[column]
        inside[nutrient] = float(((truth >= ends["low"]) & (truth <= ends["high"])).mean())
    assert min(inside.values()) >= 0.78, inside
    assert 0.86 <= sum(inside.values()) / len(inside) <= 0.99, inside


def test_ranges_are_narrow_where_the_name_says_enough(daily: pd.DataFrame) -> None:
    width = (daily["high"] - daily["low"]) / daily["estimate"]
    assert width.loc["magnesium"].median() < 0.48
    assert width.loc["potassium"].median() < 0.45
