"""The report names the same doubts as the command, in the same order."""

from dataclasses import replace

import pytest
from fixtures import NASTY, analysis

from nutrigap.names import Answer, Answers
from nutrigap.remembered import Remembered
from nutrigap.report.doubts import first_doubt, foods_in_doubt
from nutrigap.report.pages import page_of
from nutrigap.report.person import tables_of

ALL = ["vitamin_d", "magnesium", "calcium", "potassium", "vitamin_b12"]


def test_each_answer_has_one_doubt_and_the_page_names_it() -> None:
    tables, page = tables_of(analysis()), page_of(analysis())
    doubts = [first_doubt(tables, nutrient) for nutrient in ALL]
    assert [str(d["sentence"]) for d in doubts if d is not None] == [
        sentence for _, sentence in page.unknown.doubts.rows
    ]
    assert len(page.unknown.doubts.rows) == len(ALL)


def test_foods_come_in_the_order_of_the_doubts() -> None:
    tables = tables_of(analysis())
    ranked = tables.doubts[
        (tables.doubts["nutrient"] == "vitamin_b12") & tables.doubts["what"].notna()
    ]
    shown = foods_in_doubt(tables, ["vitamin_b12"])
    expected = [food for food in ranked["what"] if food in set(shown["food"])]
    assert shown["food"].tolist() == expected
    assert NASTY in expected


def test_a_food_is_listed_once_whatever_it_matters_to() -> None:
    shown = foods_in_doubt(tables_of(analysis()), ALL)
    assert shown["food"].is_unique
    assert not set(shown["food"]) & {"Vitamin D3 1000 IU"}


def test_what_nobody_will_ever_know_is_not_named() -> None:
    told = Remembered(Answers([Answer(NASTY, answer="unknown")]))
    result = replace(analysis(), remembered=told)
    assert NASTY in set(foods_in_doubt(tables_of(analysis()), ALL)["food"])
    assert NASTY not in set(foods_in_doubt(tables_of(result), ALL)["food"])


def test_the_first_screen_says_what_to_weigh() -> None:
    result = analysis()
    first = (result.doubts["nutrient"] == "vitamin_b12") & (result.doubts["rank"] == 1)
    doubts = result.doubts.copy()
    doubts.loc[first, ["kind", "sentence"]] = ["portion", "Weigh the pie."]
    rows = page_of(replace(result, doubts=doubts)).first.rows
    assert [row.reason for row in rows if row.key == "vitamin_b12"] == ["Weigh the pie."]


def test_an_answer_that_is_open_for_another_reason_names_its_food() -> None:
    result = analysis()
    potassium = (result.doubts["nutrient"] == "potassium") & (result.doubts["rank"] == 1)
    doubts = result.doubts.copy()
    doubts.loc[potassium, ["kind", "sentence"]] = ["food", "Say what the pie was."]
    rows = page_of(replace(result, doubts=doubts)).first.rows
    (reason,) = [row.reason for row in rows if row.key == "potassium"]
    assert reason.endswith("a diary cannot judge it. Say what the pie was.")


def test_without_a_profile_foods_are_named_and_no_answer_is() -> None:
    result = analysis(profile=None)
    assert page_of(result).unknown.doubts.rows == ()
    assert len(foods_in_doubt(tables_of(result), ALL)) >= 3


@pytest.mark.parametrize(("count", "said"), [("0", False), ("12", True)])
def test_the_footer_says_how_many_answers_were_used(count: str, said: bool) -> None:
    result = analysis()
    told = replace(result, provenance={**result.provenance, "remembered": count})
    assert ("12 remembered answers used" in page_of(told).first.tables) is said
