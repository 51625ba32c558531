"""The second ring: other nutrients of the diary, shown and never judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nutrigap.nutrients import find
from nutrigap.report.figures import nutrient_amount
from nutrigap.report.model import Grid
from nutrigap.report.phrases import say

if TYPE_CHECKING:
    from pandas import DataFrame

_HEADS = ("Nutrient", "Unit", "At least, a day", "Covered")


def ring_section(ring: DataFrame) -> Grid:
    """Means a day of what is known, and how much of the food is covered."""
    rows = [
        (
            find(str(row["nutrient"])).name,
            find(str(row["nutrient"])).unit,
            nutrient_amount(find(str(row["nutrient"])), float(row["known"])),
            _covered(float(row["coverage"])),
        )
        for row in ring.to_dict("records")
    ]
    return Grid(_HEADS, tuple(rows), frozenset({2, 3}), say("ring.note") if rows else "")


def _covered(share: float) -> str:
    """Of a hundred parts of the food, so many; never all where something is not known."""
    if share != share:
        return "not known"
    hundreds = min(99, round(100 * share)) if share < 1 else 100
    return f"{hundreds} of 100"
