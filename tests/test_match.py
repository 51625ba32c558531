"""Diary rows and the foods they mean, as tables."""

import named
import pandas as pd
import pytest

from nutrigap.match import chosen, match_foods
from nutrigap.names import Candidate, Query
from nutrigap.schema import CANDIDATES, DIARY, MATCHES


class Counting:
    """A finder that remembers what it was asked."""

    def __init__(self) -> None:
        self.finder, self.asked = named.finder(), list[Query]()

    def find(self, query: Query, *, limit: int = 60) -> list[Candidate]:
        self.asked.append(query)
        return self.finder.find(query, limit=limit)


def diary(*rows: dict[str, object]) -> pd.DataFrame:
    usual = {"person": "me", "day": "2026-03-04", "kind": "food", "format": "plain"}
    usual |= {"source_file": "d.csv", "source_line": 1}
    return DIARY.frame(
        usual | {"entry_id": at, "match_id": at, "quantity": None} | row
        for at, row in enumerate(rows, start=1)
    )


def test_ranks_candidates_and_schema() -> None:
    matched = match_foods(diary({"food": "milk"}), named.finder())
    matches, candidates = MATCHES.check(matched.matches), CANDIDATES.check(matched.candidates)
    assert matches["rank"].tolist() == [1, 2, 3, 4, 5]
    assert matches["description"].iloc[0] == "Milk, NFS"
    assert len(candidates) >= 5
    assert candidates["weight"].sum() <= 1
    assert chosen(matches)["fdc_id"].tolist() == [1]


def test_equal_names_are_looked_up_once() -> None:
    finder = Counting()
    rows = [{"food": "milk"}, {"food": " milk "}, {"food": "milk", "match_id": 1}, {"food": "cod"}]
    matched = match_foods(diary(*rows), finder)  # type: ignore[arg-type]
    assert [query.food for query in finder.asked] == ["milk", "cod"]
    assert sorted(matched.matches["match_id"].unique()) == [1, 2, 4]


@pytest.mark.parametrize("kind", ["supplement", "medicine", "meal_total", "day_total"])
def test_what_is_no_food_is_not_matched(kind: str) -> None:
    finder = Counting()
    matched = match_foods(diary({"food": "milk", "kind": kind}), finder)  # type: ignore[arg-type]
    assert finder.asked == []
    (row,) = matched.matches.to_dict("records")
    assert (row["method"], row["probability"], row["weight"], row["rank"]) == ("none", 0.0, 0.0, 1)
    assert pd.isna(row["fdc_id"])
    assert matched.candidates.empty


def test_nothing_that_fits_is_one_row_of_none() -> None:
    matched = match_foods(diary({"food": "qqqq zzzz"}, {"food": None}), named.finder())
    assert MATCHES.check(matched.matches)["method"].tolist() == ["none", "none"]


def test_a_code_is_certain_even_without_a_name() -> None:
    matched = match_foods(diary({"food": None, "food_code": "11111000"}), named.finder())
    (row,) = matched.matches.to_dict("records")
    assert (row["fdc_id"], row["probability"], row["method"]) == (2, 1.0, "code")


def test_order_of_rows_changes_nothing() -> None:
    entries = diary({"food": "milk"}, {"food": "cod"}, {"food": "apple"})
    one = match_foods(entries, named.finder()).matches
    other = match_foods(entries.iloc[::-1], named.finder()).matches
    key = ["match_id", "rank"]
    pd.testing.assert_frame_equal(
        one.sort_values(key, ignore_index=True), other.sort_values(key, ignore_index=True)
    )


def test_a_name_with_many_amounts_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from nutrigap.names import finder

    read: list[str | None] = []
    ask = finder.ask
    monkeypatch.setattr(
        finder, "ask", lambda query, index: read.append(query.food) or ask(query, index)
    )
    rows = [{"food": "milk", "grams": grams} for grams in (100.0, 200.0, 201.0, 400.0)]
    matches = match_foods(diary(*rows), named.finder()).matches
    assert read == ["milk"]
    assert chosen(matches)["description"].tolist() == ["Milk, NFS"] * 4


@pytest.mark.parametrize("row", [{"grams": 250.0}, {"quantity": 1.0, "measure": "cup"}])
def test_a_glass_of_milk_is_not_its_powder(row: dict[str, object]) -> None:
    matched = match_foods(diary({"food": "milk"} | row), named.finder())
    powder = matched.candidates.loc[matched.candidates["fdc_id"] == 4, "weight"]
    assert powder.sum() < 0.01
