"""What was added to a product is read from its ingredients, and nothing else is."""

import csv
import io
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrigap.fdc import FoodStore, read_release, write_store
from nutrigap.fdc.additions import Additions, find_additions, read_additions
from nutrigap.fdc.cells import Cells, listed_cells, quoted_cells
from nutrigap.fdc.scan import Span
from nutrigap.fdc.stored import stored_releases
from nutrigap.nutrients import nutrients
from nutrigap.tables import read_rows

FULL = Path(__file__).parent / "fdc" / "FoodData_Central_csv_2026-01-15"
UNKNOWN = {""}


def added(*lists: str, before: str = "") -> list[set[str]]:
    """What is found in each list of ingredients."""
    pieces = [text.encode() for text in lists]
    lengths = np.array([len(piece) for piece in pieces])
    starts = len(before.encode()) + np.concatenate(([0], np.cumsum(lengths + 1)[:-1]))
    block = before.encode() + b";".join(pieces)
    found: list[set[str]] = [set() for _ in lists]
    pairs = find_additions(np.arange(len(lists), dtype=float), block, Span(starts, lengths))
    for row, nutrient in pairs.pairs():
        found[row].add(nutrient)
    return found


@pytest.mark.parametrize(
    ("ingredients", "nutrients"),
    [
        ("OATS, CYANOCOBALAMIN.", {"vitamin_b12"}),
        ("Oats, vitamin B-12, salt", {"vitamin_b12"}),
        ("MILK, BIFIDOBACTERIUM BB-12, L. CASEI", set()),  # a culture of yogurt
        ("MILK, VITAMIN D3", {"vitamin_d"}),
        ("MILK, CHOLECALCIFEROL (VITAMIN D3)", {"vitamin_d"}),
        ("PYRIDOXINE HYDROCHLORIDE", {"vitamin_b6"}),
        ("COCOA, MAGNESIUM OXIDE", {"magnesium"}),
        ("COCOA, DIMAGNESIUM PHOSPHATES", {"magnesium"}),
        ("SUGAR, MAGNESIUM STEARATE", set()),
        ("MINERALS (MAGNESIUM)", {"magnesium"}),
        ("TOFU (WATER, SOYBEANS, MAGNESIUM CHLORIDE)", set()),
        ("WATER, MAGNESIUM CHLORIDE, VITAMIN B12", {"magnesium", "vitamin_b12"}),
        ("FLOUR, CALCIUM CARBONATE", {"calcium"}),
        ("FLOUR, MONOCALCIUM PHOSPHATE", set()),
        ("FLOUR, CALCIUM PROPIONATE, CALCIUM PANTOTHENATE", set()),
        ("SALT, POTASSIUM CHLORIDE, POTASSIUM SORBATE", {"potassium"}),
        ("ACESULFAME POTASSIUM", set()),
        ("WATER, SALT", set()),
        ("", UNKNOWN),
    ],
)
def test_words_mean_what_the_table_says(ingredients: str, nutrients: set[str]) -> None:
    assert added(ingredients) == [nutrients]


def test_each_food_has_its_own_list() -> None:
    lists = "CYANOCOBALAMIN", "", "SALT", "VITAMIN D", "MAGNESIUM CHLORIDE"
    assert added(*lists) == [{"vitamin_b12"}, UNKNOWN, set(), {"vitamin_d"}, set()]


@given(before=st.text("ab ", max_size=9), after=st.text("ab ", max_size=9))
def test_words_are_found_wherever_they_stand(before: str, after: str) -> None:
    assert added(f"{before}cobalamin, {after}", before=before) == [{"vitamin_b12"}]
    assert added("salt", before="vitamin d, ") == [set()]  # of another column


def test_a_number_that_is_none_is_left_out() -> None:
    spans = Span(np.array([0]), np.array([9]))
    assert list(find_additions(np.array([np.nan]), b"COBALAMIN", spans).pairs()) == []


def test_some_foods_are_taken() -> None:
    every = Additions(np.array([9, 3, 5]), np.array([0, 0, 0]))
    assert every.of(np.array([1, 3, 9])).fdc_ids.tolist() == [9, 3]
    assert every.of(np.array([], dtype="int64")).fdc_ids.tolist() == []


def test_quoted_and_listed_cells_give_the_same() -> None:
    rows = [("1", 'x, ""A"" MAGNESIUM OXIDE', "VITAMIN D"), ("2", "SALT,\nVITAMIN B12", "")]
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    quoted = next(quoted_cells(io.BytesIO(out.getvalue().encode()), 3, (0, 1)))
    listed = next(listed_cells(iter([row[:2] for row in rows])))

    def found(cells: Cells) -> list[tuple[int, str]]:
        return list(find_additions(cells.numbers(0), *cells.raw(1)).pairs())

    assert found(quoted) == found(listed) == [(1, "magnesium"), (2, "vitamin_b12")]


def test_the_table_of_words_is_whole() -> None:
    for row in read_rows("addition_words"):
        assert row["nutrient"] in nutrients()
        assert row["added"] in {"yes", "no", "with vitamins"}
        assert row["meaning"]
        assert row["source"]
        assert row["confidence"]
        for word in row["words"].split("|"):
            assert len(word) >= 7, word
            assert word == word.lower()


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the hand-made release in which crackers hold B12 and nuts have no ingredients."""
    folder = tmp_path_factory.mktemp("additions")
    release = folder / FULL.name
    shutil.copytree(FULL, release)
    table = release / "branded_food.csv"
    text = table.read_text(encoding="utf-8-sig").replace("SALT", "VITAMIN B12")
    table.write_text(text.replace("PEANUTS", ""), encoding="utf-8")
    return write_store([read_release(release)], folder / "foods.sqlite")


def test_a_store_tells_what_was_added(path: Path) -> None:
    ids = [2_400_002, 2_400_003, 2_400_004, 1, -1]
    assert read_additions(FoodStore(path), ids) == {
        2_400_002: frozenset(),
        2_400_003: frozenset({"vitamin_b12"}),
    }


def test_a_store_made_from_another_tells_the_same(path: Path, tmp_path: Path) -> None:
    again = FoodStore(write_store(stored_releases(path), tmp_path / "again.sqlite"))
    ids = range(2_400_001, 2_400_010)
    assert read_additions(again, ids) == read_additions(FoodStore(path), ids)
