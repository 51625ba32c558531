"""The few words of a verdict, from ``wording.csv``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nutrigap.wording import house_wording

if TYPE_CHECKING:
    from pandas import Series


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
    if row["reason_code"] == "below_ai" and row.get("mean", 0) >= row.get("recommended", 1):
        code += ".close"
    return house_wording().label(code, audience, words)
