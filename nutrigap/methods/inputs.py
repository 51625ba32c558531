"""Rows of tables as the facts that the methods are told."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from nutrigap.methods.facts import INFINITE, NAN, Intake, Spread, Target
from nutrigap.profile import Profile

Record = Mapping[str, Any]


def intake_of(
    average: Record, days: Sequence[Record], taken: Sequence[Record] | None = None
) -> Intake:
    """The mean of a person, split into food and tablets where single days are known.

    Parameters
    ----------
    average : mapping
        A row of AVERAGE; empty where nothing is known on any day.
    days : sequence of mapping
        The rows of BY_DAY that the mean is over; may be empty.
    taken : sequence of mapping, optional
        The rows of TABLETS, already in the average. Without them tablets are those of the days.
    """
    count = int(average.get("days", 0))
    tablet_days = tuple(d["tablets"] for d in days if d["tablets"] == d["tablets"])
    unknown = any(d["open_tablets"] for d in days)
    if taken is None:
        tablets = sum(tablet_days) / count if count else 0.0
        low, high = tablets, INFINITE if unknown else tablets
    else:
        low, tablets, high = (sum(t[end] for t in taken) for end in ("low", "amount", "high"))
    planned = [t for t in taken or () if t["scheduled"] == t["scheduled"]]
    blank = sum(d["open_food"] > 0 and d["food"] != d["food"] for d in days)
    return Intake(
        days=count or (blank if average else 0),
        mean=average.get("estimate", NAN),
        low=average.get("low", NAN),
        high=average.get("high", NAN),
        known=average.get("known", NAN),
        coverage=average.get("coverage", NAN),
        food_days=tuple(d["food"] for d in days if d["food"] == d["food"]),
        tablets=tablets,
        tablets_low=low,
        tablets_high=high,
        day_totals=tuple(_both(d["food"], d["tablets"]) for d in days),
        tablet_days=tablet_days,
        water=sum(d["water"] for d in days if d["water"] == d["water"]) / max(count + blank, 1),
        tablet_water_days=tuple(_both(d["water"], d["tablets"]) for d in days),
        least=average.get("least", NAN),
        blank_days=blank,
        habitual=sum(t["low"] for t in planned),
    )


def _both(food: float, tablets: float) -> float:
    """What is known of a day; a part that is not known adds nothing to what is known."""
    return sum(part for part in (food, tablets) if part == part)


def target_of(row: Record) -> Target:
    """A row of TARGETS as a reference value."""
    basis, note = row["requirement_cv_basis"], row["note"]
    return Target(
        kind=row["kind"],
        label=row["label"],
        amount=row["amount"],
        applies_to=row["applies_to"],
        includes_added=bool(row["includes_added"]),
        requirement_cv=row["requirement_cv"],
        requirement_cv_basis=basis if isinstance(basis, str) else None,
        edition=row["edition"],
        source=row["source"],
        note=note if isinstance(note, str) else None,
    )


def spread_of(
    nutrient: str, profile: Profile, rows: Iterable[Mapping[str, str]], *, mean: float = NAN
) -> Spread | None:
    """How much days differ in the person's group; nobody has measured it in pregnancy.

    Parameters
    ----------
    nutrient : str
        Key of the nutrient.
    profile : Profile
        Sex, age and life stage.
    rows : iterable of mapping
        ``within_person.csv``.
    mean : float
        The person's own mean, for a variation that is a share of it.
    """
    if profile.life_stage != "general":
        return None
    for row in rows:
        last = float(row["age_to_years"] or "inf")
        fits = float(row["age_from_years"]) <= profile.age_years < last
        if row["nutrient"] == nutrient and row["sex"] == profile.sex and fits:
            return _spread(row, mean)
    return None


def _spread(row: Mapping[str, str], mean: float) -> Spread:
    def number(name: str) -> float:
        return float(row[name]) if row[name] else NAN

    return Spread(
        sd_within=number("sd_within") if row["sd_within"] else number("cv_within") * mean,
        sd_within_se=number("sd_within_se"),
        cv_within=number("cv_within"),
        boxcox_lambda=number("boxcox_lambda"),
        boxcox_mean=number("boxcox_mean"),
        boxcox_sd_between=number("boxcox_sd_between"),
        boxcox_sd_within=number("boxcox_sd_within"),
        source=row["source"],
        boxcox_source=row["boxcox_source"],
        confidence=row["confidence"],
        smallest=number("smallest"),
    )
