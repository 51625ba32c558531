"""Everything at once: a diary, a profile and a food store become a verdict."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pandas import DataFrame

    from nutrigap.diary import Diary
    from nutrigap.profile import Profile


@dataclass(frozen=True)
class Analysis:
    """Every table of one run; the schema of each stands in ``nutrigap.schema``.

    Parameters
    ----------
    diary : Diary
        What was read: entries, reported values, problems, records.
    profiles : mapping of str to Profile
        Who is assessed, by person; empty where nobody was described (then ``targets`` and
        ``adequacy`` are empty).
    authority : str
        Name of the reference set.
    matches, weighed, contributions, daily, days, average, targets, adequacy : DataFrame
        The tables MATCHES, WEIGHED, CONTRIBUTIONS, DAILY, DAYS, AVERAGE, TARGETS (with a
        ``person`` column in front) and ADEQUACY.
    provenance : mapping of str to str
        What produced the numbers: store, releases, editions, version, seed, draws, thresholds.
    notes : tuple of str
        What the reader must know besides the tables, one sentence each.
    """

    diary: Diary
    profiles: Mapping[str, Profile]
    authority: str
    matches: DataFrame
    weighed: DataFrame
    contributions: DataFrame
    daily: DataFrame
    days: DataFrame
    average: DataFrame
    targets: DataFrame
    adequacy: DataFrame
    provenance: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
