"""What a command was asked for, and the reading and analysing that follow from it."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from nutrigap.cli import options, output

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nutrigap.analysis import Analysis
    from nutrigap.diary import Diary, Reading
    from nutrigap.errors import DiaryError
    from nutrigap.fdc import FoodStore
    from nutrigap.profile import Profile
    from nutrigap.remembered import Remembered


class Who(NamedTuple):
    """Who is assessed."""

    sex: options.Sex = None
    age: options.Age = None
    life_stage: options.LifeStage = "general"
    trimester: options.Trimester = None
    weight_kg: options.Weight = None
    height_cm: options.Height = None
    activity: options.Activity = None
    condition: options.Condition = None
    no_condition: options.NoCondition = None
    hide_energy: options.HideEnergy = False
    people: options.People = None
    authority: options.Authority = "us_dri"

    def require(self, command: str) -> None:
        """Refuse an assessment of nobody.

        Raises
        ------
        BadParameter
            Neither sex and age nor a file of people.
        """
        if self.people is None and (self.sex is None or self.age is None):
            message = (
                f"{command} compares with what somebody needs: give --sex and --age, or --people "
                "people.csv ('nutrigap totals' works without)."
            )
            raise typer.BadParameter(message)

    def profiles(self, diary: "Diary") -> "Profile | Mapping[str, Profile]":
        """One profile for everybody, or one for each person of the diary."""
        from nutrigap.people import read_people
        from nutrigap.profile import Profile, sex_of

        if self.people is not None:
            persons = {str(person) for person in diary.entries["person"].unique()}
            found = read_people(self.people, last_days(diary), persons)
            return {person: self._hiding(profile) for person, profile in found.items()}
        assert self.sex is not None
        assert self.age is not None
        mine = Profile(
            sex_of(self.sex),
            self.age,
            self.life_stage,
            self.trimester,
            self.weight_kg,
            self.height_cm,
            self.activity,
            tuple(self.condition or ()),
            tuple(self.no_condition or ()),
        )
        return self._hiding(mine)

    def _hiding(self, profile: "Profile") -> "Profile":
        """The profile; hiding energy asks for the same care as an eating disorder."""
        return replace(profile, hide_energy=True) if self.hide_energy else profile


class Run(NamedTuple):
    """An analysis, and the files that had no part in it."""

    analysis: "Analysis"
    errors: "Sequence[DiaryError]"

    def finish(self) -> None:
        """Let the exit status say that a file could not be read."""
        if self.errors:
            raise typer.Exit(1)


class Read(NamedTuple):
    """Diaries, and what they are looked up in; the files that could not be read."""

    diary: "Diary"
    store: "FoodStore"
    remembered: "Remembered"
    errors: "Sequence[DiaryError]"


class Part(NamedTuple):
    """Which part of the diaries, and with what foods."""

    start: options.From = None
    end: options.To = None
    last: options.Last = None
    prefer: options.Prefer = "stated"
    store: options.Store = None
    foods: options.Foods = None
    remembered: options.Remembered = None
    supplements: options.Supplements = None
    water: options.Water = None
    format_name: options.Format = None
    dates: options.Dates = None
    daily_values: options.DailyValues = None
    columns: options.Columns = None
    app: options.App = None

    def run(
        self,
        files: list[Path],
        who: Who | None = None,
        *,
        made: str | None = None,
        person: str | None = None,
    ) -> Run:
        """Read the files and run every stage.

        Parameters
        ----------
        files : list of Path
            Diary exports.
        who : Who, optional
            Who is assessed.
        made : str, optional
            The day of the run as an ISO date; today if left out.
        person : str, optional
            Whose files these are where they name nobody; else the names of the files say it.

        Raises
        ------
        Exit
            No file could be read: each has had its message.
        NutrigapError
            The store, the period, the authority, the people, the supplements or the answers are at
            fault.
        """
        from nutrigap.analysis import analyze
        from nutrigap.schedules import read_schedule
        from nutrigap.water import parse_minerals

        schedule = None if self.supplements is None else read_schedule(self.supplements)
        minerals = None if self.water is None else parse_minerals(self.water)
        by_file = who is not None and who.people is not None
        read = self.read(files, by_file=by_file, person=person)
        result = analyze(
            read.diary,
            None if who is None else who.profiles(read.diary),
            store=read.store,
            remembered=read.remembered,
            authority="us_dri" if who is None else who.authority,
            supplements=schedule,
            water=minerals,
            prefer=self.prefer,
        )
        facts = {**result.provenance, "made": made or date.today().isoformat()}
        return Run(replace(result, provenance=facts), read.errors)

    def read(
        self,
        files: list[Path],
        *,
        by_file: bool = False,
        answering: bool = False,
        person: str | None = None,
    ) -> Read:
        """Read the files, and open what they are looked up in.

        Parameters
        ----------
        files : list of Path
            Diary exports.
        by_file : bool
            The person is the name of the file.
        answering : bool
            New answers follow: their file need not exist.
        person : str, optional
            Whose files these are where they name nobody.

        Raises
        ------
        Exit
            No file could be read: each has had its message.
        NutrigapError
            The store, the period or the answers are at fault.
        """
        from nutrigap.period import Period, in_period
        from nutrigap.remembered import read_remembered

        period = Period.parse(self.start, self.end, self.last)
        store = self._store()
        remembered = read_remembered(self.remembered, new=answering)
        reading = self._read(files, by_file=by_file and person is None, person=person)
        return Read(in_period(reading.diary, period), store, remembered, reading.errors)

    def _store(self) -> "FoodStore":
        """The food store, with the user's own foods in front if they are named."""
        from nutrigap.fdc import open_store

        store = open_store(self.store)
        if self.foods is None:
            return store
        from nutrigap.fdc.own import OwnFoodStore

        with_own = OwnFoodStore(store.path, self.foods)
        for problem in with_own.own.problems:
            output.say(problem)
        return with_own

    def _read(self, files: list[Path], *, by_file: bool, person: str | None) -> "Reading":
        """What the readable files hold; a message for each of the others."""
        from nutrigap.diary import read_diaries

        reading = read_diaries(
            files,
            format=self.format_name,
            dates=self.dates,
            person=person,
            person_from_file=by_file,
            daily_values=self.daily_values,
            columns=self.columns,
            apps=self.app or (),
        )
        for error in reading.errors:
            output.fail(error)
        if reading.errors and reading.diary.records.empty:
            raise typer.Exit(1)
        return reading


def last_days(diary: "Diary") -> "dict[str, date]":
    """The last dated day of each person."""
    newest = diary.entries.dropna(subset=["date"]).groupby("person")["date"].max()
    return {str(person): day.date() for person, day in newest.items()}
