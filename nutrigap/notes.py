"""What the reader of an assessment must know besides its tables."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nutrigap.days import count_days
from nutrigap.doses import injections
from nutrigap.reference import targets
from nutrigap.tables import read_constants

_WEEK = 7

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pandas import DataFrame

    from nutrigap.profile import Profile


def notes_on(days: DataFrame, profiles: Mapping[str, Profile], authority: str) -> tuple[str, ...]:
    """Sentences about the days behind one average, and an age that changed the targets.

    Parameters
    ----------
    days : DataFrame
        DAYS.
    profiles : mapping of str to Profile
        Who is assessed; the age is that of the last day.
    authority : str
        Name of a reference set, or a path.
    """
    return (
        *_long_spans(days),
        *_kinds_of_days(days),
        *_birthdays(days, profiles, authority),
    )


def tablet_notes(entries: DataFrame, schedule: DataFrame) -> tuple[str, ...]:
    """Sentences about what was not taken by mouth.

    Parameters
    ----------
    entries : DataFrame
        DIARY rows that count.
    schedule : DataFrame
        SCHEDULE.
    """
    names = list(injections(entries)["food"])
    names += list(schedule.loc[schedule["route"] != "oral", "product"])
    return tuple(
        f"{name!r} is not taken by mouth: it is never counted as intake."
        for name in dict.fromkeys(names)
    )


def _kinds_of_days(days: DataFrame) -> Iterator[str]:
    """Days in a row, and weeks without a weekend."""
    for row in count_days(days).to_dict("records"):
        whose = f"The {row['usable_days']} days that count of {row['person']}"
        if row["consecutive"] and row["usable_days"] < _WEEK:
            yield f"{whose} follow each other. Days apart from each other would say more."
        if row["weekday_share"] == 1.0 and row["usable_days"] > 1:
            yield f"{whose} hold no weekend day, and many people eat differently then."


def _spans(days: DataFrame) -> dict[str, int]:
    """Days from the first to the last dated day of each person."""
    dates = days.dropna(subset=["date"]).groupby("person", sort=False)["date"]
    return {str(p): span.days + 1 for p, span in (dates.max() - dates.min()).items()}


def _long_spans(days: DataFrame) -> Iterator[str]:
    longest = read_constants("day_constants")["long_span_days"]
    for person, span in _spans(days).items():
        if span > longest:
            yield (
                f"The diary of {person} spans {span} days, and one average over all of them may "
                "hide a change. Choose a part with --last 28d, or --from and --to."
            )


def _birthdays(days: DataFrame, profiles: Mapping[str, Profile], authority: str) -> Iterator[str]:
    """Persons for whom other reference values held when the diary began."""
    for person, span in _spans(days).items():
        now = profiles.get(person)
        then = now and replace(now, age_years=_age_before(now.age_years, span))
        if now and then and int(then.age_years) != int(now.age_years):
            columns = ["nutrient", "kind", "amount"]
            before, after = targets(then, authority)[columns], targets(now, authority)[columns]
            if not before.equals(after):
                yield (
                    f"Reference values of {person} changed with age during the diary; those for "
                    f"{now.age_years:g} years, the age on its last day, are used throughout."
                )


def _age_before(age_years: float, days: int) -> float:
    """The age so many days earlier; an age in whole years hides the birthday, so whole years go."""
    years = days / 365.25
    return max(0.0, age_years - (int(years) if float(age_years).is_integer() else years))
