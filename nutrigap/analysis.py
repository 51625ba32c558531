"""Everything at once: a diary, a profile and a food store become a verdict."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pandas import DataFrame

    from nutrigap.composition import Evidence
    from nutrigap.diary import Diary
    from nutrigap.fdc import FoodStore
    from nutrigap.intake import Ends
    from nutrigap.match import Matched
    from nutrigap.profile import Profile
    from nutrigap.ranges import Simulated

_MATCHED = [
    *("person", "source_file", "source_line", "day", "food", "brand"),
    *("amount_text", "quantity", "measure", "grams", "grams_basis"),
    *("fdc_id", "food_code", "description", "data_type", "probability", "method"),
]


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
    matches, weighed, contributions, daily, days, average, by_source, targets, adequacy : DataFrame
        The tables MATCHES, WEIGHED, CONTRIBUTIONS, DAILY, DAYS, AVERAGE, BY_SOURCE, TARGETS (with a
        ``person`` column in front) and ADEQUACY.
    simulated : Simulated
        The draws behind all ranges, to aggregate them further.
    provenance : mapping of str to str
        What produced the numbers: store, releases, version, seed, draws.
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
    by_source: DataFrame
    targets: DataFrame
    adequacy: DataFrame
    simulated: Simulated
    provenance: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def matched_entries(self) -> DataFrame:
        """One row an entry: what was written, and the food and grams it was taken for.

        Returns
        -------
        DataFrame
            Columns of DIARY, WEIGHED [g] and rank 1 of MATCHES; an entry that does not count (a
            total beside its items) has none of the latter.
        """
        from nutrigap.match import chosen

        facts = self.diary.entries.drop(columns=["grams", "fdc_id", "food_code"])
        held = self.weighed[["entry_id", "grams", "grams_basis"]]
        found = chosen(self.matches).drop(columns="rank")
        table = facts.merge(held, on="entry_id", how="left").merge(found, on="match_id", how="left")
        return table[_MATCHED]

    def write_report(self, path: str | Path) -> Path:
        """Write the report; the ending of ``path`` says which kind.

        Returns
        -------
        Path
            The file, or the folder for many people.
        """
        from nutrigap.report import write_report

        return write_report(self, path)


def analyze(
    diary: Diary,
    profile: Profile | Mapping[str, Profile] | None = None,
    *,
    store: FoodStore | None = None,
    authority: str = "us_dri",
    prefer: str = "stated",
    draws: int = 1000,
    seed: int = 0,
) -> Analysis:
    """Match, weigh, total and assess a diary.

    Parameters
    ----------
    diary : Diary
        What ``read_diary`` returned.
    profile : Profile or mapping of str to Profile, optional
        Who kept the diary: one profile for everybody, or one a person. Without it totals are made
        and nothing is assessed.
    store : FoodStore, optional
        Food composition; the fetched or packaged store if left out.
    authority : str
        Name of a reference set, or the path of a CSV in its shape.
    prefer : str
        ``stated``: the export's own values win. ``table``: the food table's.
    draws : int
        How often to draw for the ranges.
    seed : int
        Seed of the draws.

    Returns
    -------
    Analysis
        Every table of the run.

    Raises
    ------
    NutrigapError
        The store, the authority or the profile cannot be used.
    """
    from nutrigap import fdc

    store = store or fdc.open_store()
    totals = _total(diary, store, prefer=prefer, draws=draws, seed=seed)
    profiles = _by_person(profile, totals.entries["person"].unique())
    targets, adequacy, notes = _assess(totals, profiles, authority)
    return Analysis(
        diary=diary,
        profiles=profiles,
        authority=authority,
        matches=totals.matched.matches,
        weighed=totals.weighed,
        contributions=totals.simulated.contributions,
        daily=totals.daily,
        days=totals.days,
        average=totals.average,
        by_source=totals.by_source,
        targets=targets,
        adequacy=adequacy,
        simulated=totals.simulated,
        provenance=_provenance(store, draws, seed, prefer),
        notes=notes,
    )


class _Totals(NamedTuple):
    entries: DataFrame
    matched: Matched
    weighed: DataFrame
    simulated: Simulated
    sums: DataFrame
    daily: DataFrame
    days: DataFrame
    average: DataFrame
    by_source: DataFrame


def _total(diary: Diary, store: FoodStore, *, prefer: str, draws: int, seed: int) -> _Totals:
    """The stages up to totals, in order."""
    from nutrigap import composition, days, intake, match, portions, ranges, tables, units

    constants = tables.read_constants("range_constants")
    entries = composition.counted(diary.entries)
    matched = match.match_foods(entries, store.finder)
    chosen = match.chosen(matched.matches)
    used = chosen["fdc_id"].dropna().unique()
    weighed = portions.weigh(
        entries,
        chosen,
        store.portions(used),
        store.foods(used),
        store.composition(used),
        measures=units.measures(),
        spreads=tables.read_constants("portion_spreads"),
    )
    candidates = store.composition({*used, *matched.candidates["fdc_id"]})
    known = composition.contributions(
        entries,
        weighed,
        chosen,
        candidates,
        _evidence(entries, diary.reported),
        units=_totalled(),
        table_probability=constants["table_probability"],
        prefer=prefer,
    )
    doubt = ranges.Doubt(weighed, matched.candidates, candidates, store.eaten(), constants)
    simulated = ranges.simulate(entries, known, doubt, draws=draws, seed=seed)
    ends: Ends = (constants["low_quantile"], constants["high_quantile"])
    sums = intake.day_sums(simulated.contributions)
    daily = intake.daily_intakes(sums, simulated, ends=ends)
    used_days = days.usable_days(entries, daily, tables.read_constants("day_constants"))
    average = intake.average_intakes(sums, simulated, used_days, ends=ends)
    by_source = intake.intakes_by_source(simulated.contributions, average, used_days)
    return _Totals(entries, matched, weighed, simulated, sums, daily, used_days, average, by_source)


def _totalled() -> dict[str, str]:
    """The nutrients people see, and energy, with their units."""
    from nutrigap.nutrients import nutrients

    return {n.key: n.unit for n in nutrients().values() if n.shown or n.key == "energy"}


def _evidence(entries: DataFrame, reported: DataFrame) -> Evidence:
    """What exports and labels state; a tablet nobody describes may hold what its name speaks of."""
    from nutrigap import composition, doses
    from nutrigap.nutrients import shown

    tablets = entries[entries["kind"] == "supplement"]
    silent = tablets[~tablets["entry_id"].isin(reported["entry_id"])]
    read = doses.read_doses(silent, shown())
    open_ones = silent[~silent["entry_id"].isin(read["entry_id"])]
    names = zip(open_ones["entry_id"], open_ones["food"], strict=True)
    suggested = {i: [n.key for n in doses.suggested_nutrients(str(f), shown())] for i, f in names}
    return composition.Evidence(reported, read, suggested)


def _by_person(
    profile: Profile | Mapping[str, Profile] | None, persons: Iterable[str]
) -> dict[str, Profile]:
    """The profile of each person of the diary who has one."""
    from nutrigap.profile import Profile

    if profile is None:
        return {}
    if isinstance(profile, Profile):
        return dict.fromkeys(persons, profile)
    return {person: profile[person] for person in persons if person in profile}


def _provenance(store: FoodStore, draws: int, seed: int, prefer: str) -> dict[str, str]:
    from importlib.metadata import version

    return {
        "version": version("nutrigap"),
        "store": store.name,
        "releases": ", ".join(row["release"] for row in store.releases()),
        "prefer": prefer,
        "draws": str(draws),
        "seed": str(seed),
    }
