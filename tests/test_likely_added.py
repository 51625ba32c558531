"""Where ingredients are unknown, the class of a product says what may have been added."""

import importlib.util
from pathlib import Path

import pytest

from nutrigap.likely_added import likely_added
from nutrigap.nutrients import nutrients
from nutrigap.tables import read_constants, read_rows

SHARE = read_constants("twin_constants")["fortified_share"]
SCRIPT = Path(__file__).resolve().parents[1] / "data" / "derive" / "fortified_classes.py"


def test_classes_that_makers_fortify_are_doubtful() -> None:
    assert likely_added({}, "", ["Plant-based milk"], SHARE) == {"magnesium", "vitamin_b12"}
    assert likely_added({}, "Cereal", [], SHARE) == {"vitamin_b12"}
    assert likely_added({}, "Milk", ["Milk, whole", "", "no class"], SHARE) == frozenset()
    assert likely_added({}, "Cereal", ["Milk, whole"], SHARE) == {"vitamin_b12"}


def test_a_category_of_labels_is_no_category_of_survey_foods() -> None:
    shares = {row["foods_of"]: row["share"] for row in read_rows("fortified_classes")
              if row["class"] == "Coffee"}  # fmt: skip
    assert shares == {"survey": "0.20", "label": "0.14"}
    assert likely_added({}, "Coffee", [], 0.17) == frozenset()
    assert likely_added({}, "", ["Coffee"], 0.17) == {"vitamin_b12"}


def test_a_class_of_which_few_foods_are_fortified_is_not() -> None:
    assert likely_added({}, "Pizza", [], 0.05) == {"vitamin_b12"}  # 6 in 100
    assert likely_added({}, "Pizza", [], SHARE) == frozenset()


def test_a_stated_vitamin_hints_at_others() -> None:
    assert likely_added({"vitamin_b6": 0.3}, "", [], SHARE) == {"vitamin_b12"}
    assert likely_added({"vitamin_b6": 0.0, "thiamin": 0.4}, "", [], SHARE) == frozenset()


def test_the_table_is_whole() -> None:
    rows = read_rows("fortified_classes")
    assert len({(row["foods_of"], row["class"], row["nutrient"]) for row in rows}) == len(rows)
    for row in rows:
        assert row["nutrient"] in nutrients()
        assert 0.05 <= float(row["share"]) <= 1
        assert int(row["foods"]) > 0
        assert row["source"]
        assert row["confidence"]


@pytest.mark.shared
def test_the_table_is_what_the_script_counts(shared: Path) -> None:
    spec = importlib.util.spec_from_file_location("fortified_classes", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.rows(shared) == list(read_rows("fortified_classes"))
