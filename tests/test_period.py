"""The part of a diary that an assessment is about."""

from dataclasses import dataclass

import pandas as pd
import pytest
from tiny import diary

from nutrigap.errors import PeriodError
from nutrigap.period import Period, in_period
from nutrigap.schema import REPORTED


@dataclass(frozen=True)
class Read:
    entries: pd.DataFrame
    reported: pd.DataFrame


def kept(period: Period) -> list[int]:
    days = ["2026-03-01", "2026-03-05", "2026-03-09", "recall 1"]
    entries = diary(
        *({"day": d, "date": pd.to_datetime(d, errors="coerce"), "food": "x"} for d in days)
    )
    reported = REPORTED.frame(
        {"entry_id": i, "nutrient": "calcium", "amount": 1.0, "unit": "mg"} for i in (1, 2, 3, 4)
    )
    part = in_period(Read(entries, reported), period)  # type: ignore[arg-type]
    assert part.reported["entry_id"].tolist() == part.entries["entry_id"].tolist()
    return part.entries["entry_id"].tolist()


def test_both_ends_are_included() -> None:
    assert kept(Period.parse("2026-03-01", "2026-03-05", None)) == [1, 2]


def test_the_last_days_count_from_the_newest() -> None:
    assert kept(Period.parse(None, None, "5d")) == [2, 3]


def test_no_period_keeps_undated_days() -> None:
    assert kept(Period()) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "words", [("March", None, None), (None, "2026-13-01", None), (None, None, "0d")]
)
def test_what_is_no_period_says_what_was_expected(words: tuple[str | None, ...]) -> None:
    with pytest.raises(PeriodError, match="expected a"):
        Period.parse(*words)
