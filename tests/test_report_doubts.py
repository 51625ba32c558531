"""The report names the same doubts as the command, in the same order."""

from dataclasses import replace
from math import inf, nan

import pandas as pd
import pytest
from fixtures import NASTY, analysis

from nutrigap.names import Answer, Answers
from nutrigap.remembered import Remembered
from nutrigap.report.doubts import first_doubt, foods_in_doubt
from nutrigap.report.pages import page_of
from nutrigap.report.person import tables_of

TABLET = "Vitamin D3 1000 IU"
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


def with_an_unread_tablet():
    """The tablet of vitamin D also holds calcium, and nobody could look up how much."""
    result = analysis()
    of_tablet = result.by_source["source_class"] == "supplement"
    tablet = result.by_source[of_tablet]
    calcium = tablet.assign(nutrient="calcium", unit="mg", amount=0.0, high=inf)
    sources = pd.concat([result.by_source.assign(high=nan), calcium], ignore_index=True)
    sources.loc[(sources["source_class"] == "supplement"), "high"] = inf
    taken = result.contributions["source_class"] == "supplement"
    contributions = result.contributions.copy()
    contributions.loc[taken, ["amount", "low", "high"]] = [nan, nan, inf]
    doubts = result.doubts.copy()
    first = (doubts["nutrient"] == "vitamin_b12") & (doubts["rank"] == 1)
    doubts.loc[first, ["kind", "what", "sentence"]] = ["tablet", TABLET, "Read the label."]
    blank = contributions[taken].assign(nutrient="vitamin_b12", unit="µg")
    contributions = pd.concat([contributions, blank], ignore_index=True)
    return replace(result, by_source=sources, contributions=contributions, doubts=doubts)


def test_a_tablet_nobody_could_look_up_is_asked_for_before_any_food() -> None:
    page = page_of(with_an_unread_tablet())
    (reason,) = [row.reason for row in page.first.rows if row.key == "vitamin_b12"]
    assert reason == "Read the label."
    label = page.first.actions[0]
    assert label.title == f"Read the label of “{TABLET}”."
    assert label.note == "This could settle vitamin B12."
    assert not [a for a in page.first.actions if "about foods" in a.title]
    (row,) = [row for row in page.unknown.foods.rows if row[0] == TABLET]
    assert row[2:] == ("how much vitamin B12 it holds", "the label", "vitamin B12: not known")


def test_what_a_tablet_holds_is_not_known_and_never_zero() -> None:
    shares = page_of(with_an_unread_tablet()).shares.classes
    (row,) = [row for row in shares.rows if row[0] == "Supplements"]
    held = dict(zip(shares.heads, row, strict=True))
    assert held["Calcium, mg"] == "not known"
    assert held["Vitamin D, µg"].endswith(" and what is not known")
    assert held["Magnesium, mg"] == "0"
