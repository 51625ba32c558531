"""A phone holds the records of several apps: a day is read from one of them."""

from __future__ import annotations

import pytest

from nutrigap.diary.draft import Draft
from nutrigap.diary.merge import merge_drafts
from nutrigap.diary.origins import settle_origins
from nutrigap.errors import UnknownNameError

NAN = float("nan")


def draft(*eaten: tuple[str, str, str | None, str], file: str = "phone") -> Draft:
    """Entries as (origin, day, food, kind)."""
    made = Draft(file, "apple_health", "me")
    for line, (origin, day, food, kind) in enumerate(eaten, start=1):
        columns = {
            "day": day,
            "food": food,
            "kind": kind,
            "origin": origin,
            "energy_kcal": NAN,
        }
        made.enter(line, columns, {"calcium": 10.0})
    return made


def foods(*drafts: Draft, apps: tuple[str, ...] = ()) -> list[str]:
    settle_origins(drafts, apps)
    return [entry.columns["food"] for one in drafts for entry in one.entries]


def test_a_day_is_read_from_the_app_with_most_entries() -> None:
    one = draft(("A", "1", "oats", "food"), ("B", "1", "meal", "food"), ("A", "1", "milk", "food"))
    assert foods(one) == ["oats", "milk"]
    records = merge_drafts([one]).records
    assert records["outcome"].tolist() == ["entry", "set_aside", "entry"]
    assert records["reason"][1] == "recorded by B; the day is read from A"
    assert records["entry_id"].isna().tolist() == [False, True, False]
    assert "--app NAME" in one.notes[0]


def test_each_day_is_settled_for_itself() -> None:
    one = draft(("A", "1", "oats", "food"), ("B", "2", "rice", "food"))
    assert foods(one) == ["oats", "rice"]
    assert one.notes == []


def test_tablets_and_water_are_settled_apart_from_food() -> None:
    one = draft(
        ("A", "1", "oats", "food"),
        ("B", "1", "vitamin d", "supplement"),
        ("C", "1", "water", "water"),
        ("D", "1", "ibuprofen", "medicine"),
    )
    assert foods(one) == ["oats", "vitamin d", "water"]


def test_the_apps_asked_for_all_count_and_no_other() -> None:
    eaten = (("A", "1", "oats", "food"), ("B", "1", "rice", "food"), ("C", "2", "tea", "food"))
    assert foods(draft(*eaten), apps=("B",)) == ["rice"]
    assert foods(draft(*eaten), apps=("A", "B")) == ["oats", "rice"]


def test_an_app_that_nobody_used_is_an_error_with_a_hint() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'Cronometer'"):
        foods(draft(("Cronometer", "1", "oats", "food")), apps=("Cronometr",))


def test_files_of_one_app_each_are_left_alone() -> None:
    plain = draft(("", "1", "oats", "food"), file="plain.csv")
    assert foods(plain, apps=("Anything",)) == ["oats"]


def test_two_collections_of_one_phone_are_settled_together() -> None:
    one = draft(("A", "1", "oats", "food"), ("A", "1", "milk", "food"), file="one")
    two = draft(("B", "1", "meal", "food"), file="two")
    assert foods(one, two) == ["oats", "milk"]


def test_parts_follow_their_entry() -> None:
    one = draft(("A", "1", "oats", "food"), ("B", "1", "rice", "food"))
    one.entries[0].stated["iron"] = 1.0
    one.part(9, one.entries[1])
    settle_origins([one])
    assert one.records[9].outcome == "set_aside"
