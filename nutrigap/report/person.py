"""The tables of an analysis that are about one person."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from nutrigap.doubts import foods_in_doubt
from nutrigap.errors import UnknownNameError
from nutrigap.gates import Gate, gates
from nutrigap.match import given_up
from nutrigap.nutrients import Nutrient, shown
from nutrigap.tables import read_constants, read_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pandas import DataFrame, Series

    from nutrigap.analysis import Analysis
    from nutrigap.ideas import Ideas
    from nutrigap.profile import Profile


@dataclass(frozen=True)
class PersonTables:
    """The tables of one person; ``matches`` are those of rank 1 that the person's entries use."""

    name: str
    profile: Profile | None
    authority: str
    entries: DataFrame
    matches: DataFrame
    weighed: DataFrame
    contributions: DataFrame
    daily: DataFrame
    days: DataFrame
    average: DataFrame
    by_source: DataFrame
    targets: DataFrame
    adequacy: DataFrame
    doubts: DataFrame
    gates: DataFrame
    tablets: DataFrame
    given_up: Collection[int]
    provenance: Mapping[str, str]
    ideas: Ideas | None = None

    @property
    def nutrients(self) -> tuple[Nutrient, ...]:
        """The nutrients that people see and the diary has a total for."""
        there = set(self.average["nutrient"]) | set(self.adequacy["nutrient"])
        return tuple(n for n in shown() if n.key in there) or shown()

    def verdict(self, nutrient: str) -> Series | None:
        """The ADEQUACY row of a nutrient, or ``None``."""
        rows = self.adequacy[self.adequacy["nutrient"] == nutrient]
        return None if rows.empty else rows.iloc[0]

    def mean(self, nutrient: str) -> Series | None:
        """The AVERAGE row of a nutrient, or ``None``."""
        rows = self.average[self.average["nutrient"] == nutrient]
        return None if rows.empty else rows.iloc[0]

    def has(self, *conditions: str) -> bool:
        """Whether the person said yes to any of these conditions."""
        return self.profile is not None and bool(set(conditions) & set(self.profile.conditions))

    @property
    def discreet(self) -> bool:
        """Whether nothing may be said of energy, body weight or percentages."""
        return self.profile is not None and self.profile.discreet

    @cached_property
    def answers(self) -> tuple[Gate, ...]:
        """What the answers about health stop; nobody was asked where nobody is described."""
        return gates(self.profile, read_rows("gates"))

    @property
    def usable(self) -> DataFrame:
        """The days that averages use."""
        return self.days[self.days["usable"]]

    @cached_property
    def used(self) -> DataFrame:
        """The contributions of the days that averages use."""
        return self.contributions[self.contributions["day"].isin(self.usable["day"])]

    @cached_property
    def in_doubt(self) -> DataFrame:
        """What each food leaves in doubt, as ``nutrigap.doubts`` says."""
        return foods_in_doubt(
            self.contributions,
            self.entries,
            self.matches,
            self.weighed,
            self.days,
            table_probability=read_constants("range_constants")["table_probability"],
            given_up=self.given_up,
        )


def persons_of(analysis: Analysis) -> list[str]:
    """Everybody the diary is about, in its order."""
    return [str(person) for person in analysis.diary.entries["person"].unique()]


def tables_of(analysis: Analysis, person: str | None = None) -> PersonTables:
    """The tables of one person; the only one if none is named.

    Raises
    ------
    UnknownNameError
        Nobody is called that, or there are several and none is named.
    """
    persons = persons_of(analysis)
    if person is None and len(persons) == 1:
        person = persons[0]
    if person not in persons:
        raise UnknownNameError("person", person or "", persons)
    entries = _rows(analysis.diary.entries, person)
    first = analysis.matches[analysis.matches["rank"] == 1]
    return PersonTables(
        name=person,
        profile=analysis.profiles.get(person),
        authority=analysis.authority,
        entries=entries,
        matches=first[first["match_id"].isin(entries["match_id"])],
        weighed=analysis.weighed[analysis.weighed["entry_id"].isin(entries["entry_id"])],
        contributions=_rows(analysis.contributions, person),
        daily=_rows(analysis.daily, person),
        days=_rows(analysis.days, person),
        average=_rows(analysis.average, person),
        by_source=_rows(analysis.by_source, person),
        targets=_rows(analysis.targets, person),
        adequacy=_rows(analysis.adequacy, person),
        doubts=_rows(analysis.doubts, person),
        gates=_rows(analysis.gates, person),
        tablets=_rows(analysis.tablets, person),
        given_up=given_up(entries, analysis.remembered.answers),
        provenance=analysis.provenance,
    )


def _rows(table: DataFrame, person: str) -> DataFrame:
    if "person" not in table.columns:
        return table
    return table[table["person"] == person].reset_index(drop=True)
