"""The tables that cross a boundary: their columns, units, keys and meaning.

Text columns are pandas' string dtype, identifiers that may be absent are ``Int64``, amounts are
``float64`` where NaN is unknown and 0.0 a stated or measured zero. ``date`` is midnight of the
eater's own calendar day, without a time zone.
"""

from nutrigap.schema.assessment import (
    ADEQUACY,
    CLOSING,
    DOUBTS,
    GATES,
    IDEA_NOTES,
    IDEAS,
    REFERENCE,
    TARGETS,
)
from nutrigap.schema.base import Column, Table
from nutrigap.schema.diary import (
    DIARY,
    IMPORTED,
    PROBLEMS,
    QUESTIONS,
    RECORDS,
    REPORTED,
    SCHEDULE,
    TABLETS,
)
from nutrigap.schema.foods import (
    CANDIDATES,
    COMPOSITION,
    FOODS,
    IMPUTED,
    MATCHES,
    PORTIONS,
    READINGS,
    WEIGHED,
)
from nutrigap.schema.intakes import (
    AVERAGE,
    BY_DAY,
    BY_SOURCE,
    CONTRIBUTIONS,
    DAILY,
    DAY_COUNTS,
    DAYS,
    SECOND_RING,
)

__all__ = [
    "ADEQUACY",
    "AVERAGE",
    "BY_DAY",
    "BY_SOURCE",
    "CANDIDATES",
    "CLOSING",
    "COMPOSITION",
    "CONTRIBUTIONS",
    "DAILY",
    "DAYS",
    "DAY_COUNTS",
    "DIARY",
    "DOUBTS",
    "FOODS",
    "GATES",
    "IDEAS",
    "IDEA_NOTES",
    "IMPORTED",
    "IMPUTED",
    "MATCHES",
    "PORTIONS",
    "PROBLEMS",
    "QUESTIONS",
    "READINGS",
    "RECORDS",
    "REFERENCE",
    "REPORTED",
    "SCHEDULE",
    "SECOND_RING",
    "TABLETS",
    "TARGETS",
    "WEIGHED",
    "Column",
    "Table",
]
