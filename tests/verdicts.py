"""Averages, days and tables small enough to check by hand, for tests of verdicts."""

from collections.abc import Mapping, Sequence

import pandas as pd

from nutrigap.adequacy import MethodTables, Taken, assess
from nutrigap.nutrients import find
from nutrigap.profile import Profile
from nutrigap.reference import targets
from nutrigap.schema import AVERAGE, BY_DAY, TABLETS
from nutrigap.tables import read_constants, read_rows
from nutrigap.wording import Wording

WOMAN = Profile("female", 34)
TABLES = MethodTables(
    within_person=read_rows("within_person"),
    thresholds=read_constants("thresholds"),
    wording=Wording(read_rows("wording")),
    gates=read_rows("gates"),
    resting_energy=read_rows("resting_energy"),
    small_bodies=read_rows("small_bodies"),
)
Day = tuple[float | None, float | None]


def mean(
    nutrient: str,
    days: int,
    amount: float,
    ends: tuple[float, float] | None = None,
    *,
    known: float | None = None,
    coverage: float = 1.0,
) -> dict[str, object]:
    """A row of AVERAGE."""
    low, high = ends or (amount, amount)
    return {
        "person": "me",
        "days": days,
        "nutrient": nutrient,
        "unit": find(nutrient).unit,
        "known": amount if known is None else known,
        "estimate": amount,
        "low": low,
        "high": high,
        "coverage": coverage,
        "coverage_nutrient": coverage,
        "entries": 20,
        "unknown_entries": 0,
    }


def day_rows(
    nutrient: str, days: Sequence[Day], *, open_tablets: int = 0
) -> list[dict[str, object]]:
    """Rows of BY_DAY: food and tablets of each day."""
    return [
        {
            "person": "me",
            "day": f"recall {i}",
            "nutrient": nutrient,
            "food": food,
            "tablets": tablets,
            "open_food": 0,
            "open_tablets": open_tablets,
            "usable": True,
        }
        for i, (food, tablets) in enumerate(days, start=1)
    ]


def tablet_row(
    nutrient: str, ends: tuple[float, float, float], *, days: int = 7, logged: int = 7
) -> dict[str, object]:
    """A row of TABLETS: as days log it, as best known, and if all days were alike."""
    low, amount, high = ends
    return {
        "person": "me",
        "product": f"{nutrient} tablet",
        "nutrient": nutrient,
        "unit": find(nutrient).unit,
        "source_class": "supplement",
        "days": days,
        "days_logged": logged,
        "logged": low,
        "amount": amount,
        "low": low,
        "high": high,
    }


def verdicts(
    *rows: Mapping[str, object],
    profile: Profile = WOMAN,
    authority: str = "us_dri",
    days: Sequence[Mapping[str, object]] = (),
    all_days: Sequence[Mapping[str, object]] = (),
    tablets: Sequence[Mapping[str, object]] = (),
    added: Mapping[tuple[str, str], float] | None = None,
) -> pd.DataFrame:
    """ADEQUACY of one person, by nutrient."""
    own = targets(profile, authority)
    own.insert(0, "person", "me")
    table = TABLETS.frame(tablets)
    found = assess(
        AVERAGE.frame(rows),
        own,
        {"me": profile},
        TABLES,
        all_days=AVERAGE.frame(all_days) if all_days else None,
        by_day=BY_DAY.frame(days) if days else None,
        taken=Taken(table, table, added or {}) if tablets or added else None,
    )
    return found.set_index("nutrient", drop=False)
