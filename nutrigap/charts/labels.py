"""The few words of a verdict, from ``wording.csv``."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from nutrigap.tables import read_rows
from nutrigap.wording import Wording

if TYPE_CHECKING:
    from pandas import Series


@cache
def verdict_words() -> Wording:
    """Labels and sentences of verdicts."""
    return Wording(read_rows("wording"))


def verdict_label(row: Series[Any], *, audience: str = "people") -> str:
    """The label of an ADEQUACY row.

    Examples
    --------
    >>> import pandas as pd
    >>> row = pd.Series({"verdict": "cannot_tell", "reason_code": "few_days",
    ...                  "requirement_label": "EAR", "recommended_label": "RDA"})
    >>> verdict_label(row), verdict_label(row, audience="professional")
    ('Too few days to tell', 'Insufficient days')
    """
    words = {
        "need_label": str(row["requirement_label"]),
        "guide_label": str(row["recommended_label"]),
        "threshold_label": "LRNI",
    }
    code = f"{row['verdict']}.{row['reason_code']}"
    if row["reason_code"] == "diary_incomplete" and row.get("energy_check") == "implausibly high":
        code += ".implausible"
    return verdict_words().label(code, audience, words)
