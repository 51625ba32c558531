"""Everything at once: a diary, a profile and a food store become a verdict."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nutrigap.remembered import Remembered, read_remembered
from nutrigap.schema import DAY_COUNTS, DOUBTS, GATES, IMPUTED, SCHEDULE, TABLETS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from pandas import DataFrame

    from nutrigap.diary import Diary
    from nutrigap.fdc import FoodStore
    from nutrigap.ideas import Ideas
    from nutrigap.names import RememberingFinder
    from nutrigap.profile import Profile
    from nutrigap.ranges import Simulated
    from nutrigap.report import Request
    from nutrigap.totals import Totals

_MATCHED = [
    *("person", "source_file", "source_line", "day", "food", "brand"),
    *("amount_text", "quantity", "measure", "grams", "grams_basis"),
    *("fdc_id", "food_code", "description", "data_type", "probability", "method", "reading"),
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
    remembered : Remembered
        The user's answers about food names.
    doubts : DataFrame
        DOUBTS: what would most likely change each verdict, rank 1 first.
    gates : DataFrame
        GATES: what answers about health stop, and what was not asked.
    imputed : DataFrame
        IMPUTED: what labels of products do not state, and from which foods it was taken.
    tablets : DataFrame
        TABLETS: every supplement and medicine between both bounds, over the usable days.
    day_counts : DataFrame
        DAY_COUNTS: calendar, logged, complete and usable days of each person.
    simulated : Simulated
        The draws behind all ranges, to aggregate them further.
    provenance : mapping of str to str
        What produced the numbers: store, releases, version, seed, draws, and how many names were
        decided by ``remembered`` answers.
    notes : tuple of str
        What the reader must know besides the tables, one sentence each.
    store : FoodStore, optional
        The foods it was made with; ideas look there for others.
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
    remembered: Remembered = field(default_factory=Remembered)
    doubts: DataFrame = field(default_factory=DOUBTS.empty)
    gates: DataFrame = field(default_factory=GATES.empty)
    imputed: DataFrame = field(default_factory=IMPUTED.empty)
    tablets: DataFrame = field(default_factory=TABLETS.empty)
    day_counts: DataFrame = field(default_factory=DAY_COUNTS.empty)
    notes: tuple[str, ...] = ()
    store: FoodStore | None = field(default=None, repr=False, compare=False)

    def find_ideas(
        self,
        *,
        without: Iterable[str] = (),
        guide_amounts: bool = False,
        persons: Iterable[str] | None = None,
    ) -> Ideas:
        """The smallest change of each person's week that closes what is likely short.

        Parameters
        ----------
        without : iterable of str
            Foods to leave out: dairy, fish, nuts, gluten, vegan … (``exclusions.csv``).
        guide_amounts : bool
            Whether a guide amount (AI) that is not reached is an aim; it is never a gap.
        persons : iterable of str, optional
            Whose ideas; everybody's if left out.

        Returns
        -------
        Ideas
            IDEAS, CLOSING (every nutrient now and with all ideas) and IDEA_NOTES.

        Raises
        ------
        UnknownNameError
            A food to leave out is not known.
        """
        from nutrigap.ideas import Wishes
        from nutrigap.proposals import propose

        wishes = Wishes(tuple(without), guide_amounts)
        return propose(self, self._foods(), wishes, persons=persons)

    def second_ring(self, *, persons: Iterable[str] | None = None) -> DataFrame:
        """Sodium, thiamin, vitamins B6 and K, phosphorus and water a day, as far as known.

        Parameters
        ----------
        persons : iterable of str, optional
            Whose; everybody's if left out.

        Returns
        -------
        DataFrame
            SECOND_RING: for display, never judged.
        """
        from nutrigap.proposals import ring_of

        return ring_of(self, self._foods(), persons)

    def _foods(self) -> FoodStore:
        from nutrigap import fdc

        return self.store or fdc.open_store()

    def matched_entries(self) -> DataFrame:
        """One row an entry: what was written, and the food and grams it was taken for.

        Returns
        -------
        DataFrame
            Columns of DIARY, WEIGHED [g] and rank 1 of MATCHES; an entry that does not count (a
            total beside its items) has none of the latter. At the end ``reading``: what is probably
            wrong where the stated energy fits no such food.
        """
        from nutrigap.match import chosen

        facts = self.diary.entries.drop(columns=["grams", "fdc_id", "food_code"])
        held = self.weighed[["entry_id", "grams", "grams_basis"]]
        found = chosen(self.matches).drop(columns="rank")
        table = facts.merge(held, on="entry_id", how="left").merge(found, on="match_id", how="left")
        said = self.find_readings()[["entry_id", "sentence"]]
        table = table.merge(said.rename(columns={"sentence": "reading"}), on="entry_id", how="left")
        return table[_MATCHED]

    def find_readings(self) -> DataFrame:
        """What the stated energy says where it contradicts every food that a name may mean.

        Returns
        -------
        DataFrame
            READINGS: wrong amount, raw for cooked, wrong food, or an entry at odds with itself.
        """
        from nutrigap.readings import find_readings

        held = self._foods().energies(self.matches["fdc_id"].dropna().unique())
        return find_readings(self.diary.entries, self.weighed, self.matches, held)

    def verdicts_with_doubts(self) -> DataFrame:
        """The verdicts, and beside each the one thing that would most likely change it.

        Returns
        -------
        DataFrame
            ADEQUACY with ``doubt_kind`` and ``doubt``, the sentence for people, at the end.
        """
        first = self.doubts[self.doubts["rank"] == 1]
        names = {"kind": "doubt_kind", "sentence": "doubt"}
        beside = first[["person", "nutrient", *names]].rename(columns=names)
        return self.adequacy.merge(beside, on=["person", "nutrient"], how="left")

    def write_report(self, path: str | Path, *, request: Request | None = None) -> Path:
        """Write the report; the ending of ``path`` says which kind.

        Parameters
        ----------
        path : str or Path
            A file ending in ``.html``, ``.pdf``, ``.xlsx`` or ``.md``, or a folder.
        request : nutrigap.report.Request, optional
            Which sheet, what a professional adds, and the diary to compare with.

        Returns
        -------
        Path
            The file, or the folder for many people.
        """
        from nutrigap.report import write_report

        return write_report(self, path, request=request)


def analyze(
    diary: Diary,
    profile: Profile | Mapping[str, Profile] | None = None,
    *,
    store: FoodStore | None = None,
    remembered: Remembered | None = None,
    authority: str = "us_dri",
    supplements: DataFrame | None = None,
    water: Mapping[str, float] | None = None,
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
    remembered : Remembered, optional
        Answers about food names; those of the user's own file if left out.
    authority : str
        Name of a reference set, or the path of a CSV in its shape.
    supplements : DataFrame, optional
        SCHEDULE: what is taken by habit (``read_schedule``).
    water : mapping of str to float, optional
        Minerals of the water at home [mg a litre].
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
    from nutrigap.days import count_days, discreet_days
    from nutrigap.names import RememberingFinder
    from nutrigap.notes import notes_on, tablet_notes
    from nutrigap.totals import Habits, total
    from nutrigap.twin_search import twin_notes
    from nutrigap.verdicts import judge, with_injections

    store = store or fdc.open_store()
    remembered = remembered or read_remembered()
    finder = RememberingFinder(store.finder, remembered.answers, store.connection)
    schedule = SCHEDULE.empty() if supplements is None else supplements
    habits = Habits(schedule, water or {})
    totals = total(diary, store, finder, habits=habits, prefer=prefer, draws=draws, seed=seed)
    profiles = _by_person(profile, totals.entries["person"].unique())
    profiles = with_injections(profiles, totals.entries, schedule)
    discreet = {person for person, who in profiles.items() if who.discreet}
    totals = totals._replace(days=discreet_days(totals.days, discreet))
    used = totals.weighed["fdc_id"].dropna().unique()
    judged = judge(totals, profiles, authority, lambda: store.composition(used))
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
        targets=judged.targets,
        adequacy=judged.adequacy,
        gates=judged.gates,
        tablets=totals.tablets,
        imputed=totals.imputed,
        day_counts=count_days(totals.days),
        simulated=totals.simulated,
        remembered=remembered,
        doubts=_doubts(totals, judged.adequacy, remembered, discreet),
        provenance=_provenance(store, finder, draws, seed, prefer),
        notes=(
            *diary.notes,
            *remembered.problems,
            *twin_notes(totals.imputed),
            *finder.notes,
            *_dose_notes(totals.entries),
            *tablet_notes(totals.entries, schedule),
            *notes_on(totals.days, profiles, authority),
        ),
        store=store,
    )


def _doubts(
    totals: Totals, adequacy: DataFrame, remembered: Remembered, discreet: Collection[str]
) -> DataFrame:
    """What would most likely change each verdict."""
    from nutrigap import doubts, tables
    from nutrigap.match import chosen, given_up
    from nutrigap.wording import house_wording

    if adequacy.empty:
        return DOUBTS.empty()
    foods = doubts.foods_in_doubt(
        totals.simulated.contributions,
        totals.entries,
        chosen(totals.matched.matches),
        totals.weighed,
        totals.days,
        table_probability=tables.read_constants("range_constants")["table_probability"],
        given_up=given_up(totals.entries, remembered.answers),
    )
    sayings = doubts.Sayings(tables.read_constants("thresholds"), house_wording(), discreet)
    return doubts.find_doubts(adequacy, foods, sayings)


def _dose_notes(entries: DataFrame) -> tuple[str, ...]:
    from nutrigap.doses import dose_notes
    from nutrigap.nutrients import shown

    return dose_notes(entries[entries["kind"] == "supplement"], shown())


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


def _provenance(
    store: FoodStore, finder: RememberingFinder, draws: int, seed: int, prefer: str
) -> dict[str, str]:
    from importlib.metadata import version

    return {
        "version": version("nutrigap"),
        "store": store.name,
        "releases": ", ".join(row["release"] for row in store.releases()),
        "remembered": str(finder.used),
        "prefer": prefer,
        "draws": str(draws),
        "seed": str(seed),
    }
