"""Older values of survey foods: what the table holds, and that it is what USDA published."""

import csv
import io
import zipfile
from pathlib import Path

from nutrigap.nutrients import shown
from nutrigap.tables import read_rows

ROWS = read_rows("release_changes")
KEYS = [nutrient.key for nutrient in shown()]


def test_every_row_is_one_food_in_one_older_release_with_a_value() -> None:
    assert list(ROWS[0]) == ["food_code", "release", *KEYS, "source", "confidence"]
    assert len({(row["food_code"], row["release"]) for row in ROWS}) == len(ROWS)
    assert {row["release"] for row in ROWS} == {"2017-2018", "2019-2020"}
    for row in ROWS:
        assert len(row["food_code"]) == 8
        assert any(row[key] for key in KEYS)
        assert all(float(row[key] or 0) >= 0 for key in KEYS)


def test_older_releases_differ_more() -> None:
    cells = {
        release: sum(bool(row[key]) for row in ROWS if row["release"] == release for key in KEYS)
        for release in ("2019-2020", "2017-2018")
    }
    # the design notes count about 1,400 and 3,500
    assert 1300 < cells["2019-2020"] < 1500
    assert 3300 < cells["2017-2018"] < 3700


def test_values_are_those_of_the_release(shared: Path) -> None:
    (path,) = shared.glob("fdc/survey_2022-10-28/*.zip")
    with zipfile.ZipFile(path) as archive:
        codes = {row["fdc_id"]: row["food_code"] for row in _table(archive, "survey_fndds_food")}
        magnesium = {
            codes[row["fdc_id"]]: float(row["amount"])
            for row in _table(archive, "food_nutrient")
            if row["nutrient_id"] in ("1090", "304")
        }
    changed = [row for row in ROWS if row["release"] == "2019-2020" and row["magnesium"]]
    assert len(changed) > 100
    assert all(float(row["magnesium"]) == magnesium[row["food_code"]] for row in changed)


def _table(archive: zipfile.ZipFile, name: str) -> csv.DictReader:
    (member,) = (n for n in archive.namelist() if n.endswith(f"/{name}.csv") or n == f"{name}.csv")
    return csv.DictReader(io.TextIOWrapper(archive.open(member), encoding="utf-8"))
