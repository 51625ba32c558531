"""A diary, matches and foods small enough to check by hand; several test files build on them."""

import pandas as pd

from nutrigap.composition import Evidence
from nutrigap.schema import CANDIDATES, COMPOSITION, DIARY, MATCHES, REPORTED, WEIGHED

UNITS = {"magnesium": "mg", "vitamin_d": "µg", "energy": "kcal"}


def diary(*rows: dict[str, object]) -> pd.DataFrame:
    base = {"person": "me", "day": "2026-03-02", "kind": "food", "format": "plain",
            "source_file": "d.csv"}  # fmt: skip
    numbered = (
        {"entry_id": i, "match_id": i, "source_line": i + 1, **base, **row}
        for i, row in enumerate(rows, start=1)
    )
    return DIARY.frame(numbered)


def weighed(entries: pd.DataFrame, grams: list[float], fdc: list[int | None]) -> pd.DataFrame:
    return WEIGHED.frame(
        {"entry_id": e, "match_id": e, "fdc_id": f, "grams": g, "grams_basis": "stated",
         "grams_spread": 0.05}
        for e, g, f in zip(entries["entry_id"], grams, fdc, strict=True)
    )  # fmt: skip


def chosen(entries: pd.DataFrame, probability: list[float]) -> pd.DataFrame:
    return MATCHES.frame(
        {"match_id": e, "rank": 1, "fdc_id": 1, "probability": p, "weight": p, "method": "text"}
        for e, p in zip(entries["entry_id"], probability, strict=True)
    )


FOODS = COMPOSITION.frame(
    [
        {"fdc_id": 1, "magnesium": 60.0, "vitamin_d": 0.0, "energy": 100.0},
        {"fdc_id": 2, "magnesium": 10.0, "energy": 50.0},
    ]
)
MASSES = pd.DataFrame({"match_id": [], "fdc_id": [], "grams": []})
NOTHING = Evidence(REPORTED.empty(), REPORTED.empty(), {})


def candidates(*rows: tuple[int, int, float]) -> pd.DataFrame:
    """CANDIDATES from (match_id, fdc_id, weight)."""
    return CANDIDATES.frame({"match_id": m, "fdc_id": f, "weight": w} for m, f, w in rows)


def eaten() -> pd.DataFrame:
    """The foods people eat: two, with how many people and how much."""
    return described(FOODS.assign(vitamin_d=[0.0, 0.0]))


def described(foods: pd.DataFrame) -> pd.DataFrame:
    """Two foods with how many people eat them, how much, their codes and groups."""
    return foods.assign(
        popularity=[30.0, 10.0],
        usual_grams=[40.0, 240.0],
        food_code=["11", "22"],
        category=["Cereals", "Drinks"],
    )
