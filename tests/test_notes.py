"""What the reader must know besides the tables."""

import pandas as pd
import pytest
from tiny import diary

from nutrigap.notes import notes_on, tablet_notes
from nutrigap.profile import Profile
from nutrigap.schema import DAYS, SCHEDULE
from nutrigap.verdicts import with_injections

WOMAN = {"me": Profile("female", 34.5)}


def days(*dates: str) -> pd.DataFrame:
    return DAYS.frame(
        {"person": "me", "day": date, "date": pd.Timestamp(date), "entries": 1, "usable": True}
        for date in dates
    )


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        # Monday to Wednesday.
        (("2026-03-02", "2026-03-03", "2026-03-04"), ["follow each other", "no weekend day"]),
        # Friday to Sunday.
        (("2026-03-06", "2026-03-07", "2026-03-08"), ["follow each other"]),
        (("2026-03-02", "2026-03-05"), ["no weekend day"]),
        (("2026-03-02", "2026-03-07"), []),
        (("2026-03-02",), []),
        ([f"2026-03-{n:02d}" for n in range(2, 9)], []),
        (("2026-01-03", "2026-05-02"), ["spans 120 days", "changed with age"]),
    ],
)
def test_days_that_say_less(dates: tuple[str, ...], words: list[str]) -> None:
    older = {"me": Profile("female", 31.1)} if "2026-01-03" in dates else WOMAN
    notes = notes_on(days(*dates), older, "us_dri")
    assert len(notes) == len(words)
    for note, word in zip(notes, words, strict=True):
        assert word in note


def plan(route: str, person: str | None = None) -> pd.DataFrame:
    row = {"line": 2, "product": "B12", "route": route, "nutrient": "vitamin_b12", "unit": "µg",
           "dose": 1000.0, "per_day": 0.03, "person": person}  # fmt: skip
    return SCHEDULE.frame([row])


def test_what_is_not_swallowed_is_said_and_is_no_intake() -> None:
    entries = diary({"food": "B12 injection 1 mg", "kind": "supplement"}, {"food": "bread"})
    notes = tablet_notes(entries, plan("injection"))
    assert [note.split(" is ")[0] for note in notes] == ["'B12 injection 1 mg'", "'B12'"]
    assert tablet_notes(diary({"food": "bread"}), plan("oral")) == ()


@pytest.mark.parametrize(
    ("food", "schedule", "injecting"),
    [
        ("B12 injection", SCHEDULE.empty(), True),
        ("Vitamin D injection", SCHEDULE.empty(), False),
        ("B12 1 mg", SCHEDULE.empty(), False),
        ("bread", plan("injection"), True),
        ("bread", plan("injection", "me"), True),
        ("bread", plan("injection", "ben"), False),
        ("bread", plan("oral"), False),
    ],
)
def test_whoever_injects_b12_has_said_so(
    food: str, schedule: pd.DataFrame, injecting: bool
) -> None:
    denied = {"me": Profile("female", 34, without_conditions=("b12_injection", "warfarin"))}
    kind = "food" if food == "bread" else "supplement"
    found = with_injections(denied, diary({"food": food, "kind": kind}), schedule)["me"]
    assert ("b12_injection" in found.conditions) is injecting
    assert ("b12_injection" in found.without_conditions) is not injecting
    assert "warfarin" in found.without_conditions
