"""What supplements and medicines gave: as days log them, and by habit, never twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nutrigap.dose_text import product_words
from nutrigap.doses import tablet_counts
from nutrigap.nutrients import shown
from nutrigap.schema import REPORTED, TABLETS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pandas import DataFrame

CLASSES = ("supplement", "medicine")
_INFINITE = float("inf")
Record = dict[str, Any]


class _Product(NamedTuple):
    """A product in the diary, in the schedule, or in both."""

    name: str
    logged: list[Record]
    scheduled: list[Record]


def scheduled_doses(supplements: DataFrame, schedule: DataFrame, known: DataFrame) -> DataFrame:
    """Doses of tablets in the diary that only the schedule knows.

    Parameters
    ----------
    supplements : DataFrame
        DIARY rows of supplements.
    schedule : DataFrame
        SCHEDULE.
    known : DataFrame
        REPORTED: what exports and names state; it wins.

    Returns
    -------
    DataFrame
        REPORTED.
    """
    told = set(zip(known["entry_id"], known["nutrient"], strict=True))
    planned = _records(schedule.dropna(subset=["dose"]))
    rows = []
    for entry, count in zip(_records(supplements), tablet_counts(supplements), strict=True):
        for plan in planned:
            new = (entry["entry_id"], plan["nutrient"]) not in told
            if new and _concerns(plan, entry["person"]) and _same(plan["product"], entry["food"]):
                told.add((entry["entry_id"], plan["nutrient"]))
                rows.append(
                    {
                        "entry_id": entry["entry_id"],
                        "nutrient": plan["nutrient"],
                        "amount": plan["dose"] * count,
                        "unit": plan["unit"],
                    }
                )
    return REPORTED.frame(rows)


def _records(table: DataFrame) -> list[Record]:
    return [{str(k): v for k, v in row.items()} for row in table.to_dict("records")]


def _concerns(plan: Record, person: str) -> bool:
    return not isinstance(plan["person"], str) or plan["person"] == person


def _same(one: object, other: object) -> bool:
    """Whether two names mean one product: the same nutrients, and no word that contradicts."""
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    (mine, words), (theirs, others) = (product_words(name, shown()) for name in (one, other))
    return mine == theirs and (words <= others or others <= words) and bool(mine or words & others)


def tablets_taken(
    contributions: DataFrame, days: DataFrame, average: DataFrame, schedule: DataFrame
) -> DataFrame:
    """Mean a day of every product between both bounds.

    A day without an entry is not known: the product was not taken (``low``), or taken as on the
    days that name it (``high``). A schedule says what is usual and is the best estimate; the same
    product in both counts once. What is not taken by mouth is no intake.

    Parameters
    ----------
    contributions : DataFrame
        CONTRIBUTIONS.
    days : DataFrame
        DAYS.
    average : DataFrame
        AVERAGE over the usable days: how many days have entries that may hold a nutrient.
    schedule : DataFrame
        SCHEDULE; may be empty.

    Returns
    -------
    DataFrame
        TABLETS.
    """
    tablet = contributions["source_class"].isin(CLASSES)
    if schedule.empty and not tablet.any():
        return TABLETS.empty()
    usable = days.loc[days["usable"], ["person", "day"]]
    logged = _by_person(contributions[tablet].merge(usable, on=["person", "day"]))
    oral = _records(schedule[schedule["route"] == "oral"])
    over = {(row["person"], row["nutrient"]): _entry_days(row) for row in _records(average)}
    return TABLETS.frame(
        {"person": person, **_mean(row, over.get((str(person), row["nutrient"]), count))}
        for person, count in usable.groupby("person").size().items()
        for product in _products(
            logged.get(str(person), []), [plan for plan in oral if _concerns(plan, str(person))]
        )
        for row in _taken(product)
    )


def _entry_days(row: Record) -> int:
    """Days that tablets are averaged over."""
    told = row["entry_days"]
    return int(told if told == told and told is not None else row["days"])


def _by_person(rows: DataFrame) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for row in _records(rows):
        found.setdefault(row["person"], []).append(row)
    return found


def _products(logged: list[Record], plans: list[Record]) -> Iterator[_Product]:
    """Products by name, those of diary and schedule that are the same together."""
    left = list(dict.fromkeys(_name(row["food"]) for row in logged))
    for name in dict.fromkeys([*(plan["product"] for plan in plans), *left]):
        same = [food for food in left if food == name or _same(name, food)]
        left = [food for food in left if food not in same]
        mine = [row for row in logged if _name(row["food"]) in same]
        planned = [plan for plan in plans if plan["product"] == name]
        if mine or planned:
            yield _Product(name, mine, planned)


def _name(food: object) -> str:
    return food if isinstance(food, str) else "a tablet without a name"


def _taken(product: _Product) -> Iterator[Record]:
    """One row for every nutrient of a product: sums of the days, plan of a day."""
    units = {row["nutrient"]: row["unit"] for row in (*product.logged, *product.scheduled)}
    for nutrient, unit in units.items():
        rows = [row for row in product.logged if row["nutrient"] == nutrient]
        plans = [plan for plan in product.scheduled if plan["nutrient"] == nutrient]
        amounts = [row["amount"] for row in rows]
        yield {
            "product": product.name,
            "nutrient": nutrient,
            "unit": unit,
            "source_class": rows[0]["source_class"] if rows else "supplement",
            "logged": sum(amount for amount in amounts if amount == amount),
            "open": any(amount != amount for amount in amounts),
            "days_logged": len({row["day"] for row in rows}),
            "scheduled": sum(plan["dose"] * plan["per_day"] for plan in plans) if plans else None,
        }


def _mean(row: Record, days: int) -> Record:
    """Sums of the days as means, between both bounds."""
    logged, on, planned = row["logged"] / days, row["days_logged"], row["scheduled"]
    known = planned is not None and planned == planned
    never_told = not on and planned is not None and not known
    amount = planned if known else logged
    high = max(amount, logged) if known else row["logged"] / max(on, 1)
    high = _INFINITE if never_told or (row["open"] and not known) else max(high, logged)
    return {
        **{name: row[name] for name in ("product", "nutrient", "unit", "source_class")},
        "days": days,
        "days_logged": on,
        "logged": logged,
        "scheduled": planned,
        "amount": amount,
        "low": min(amount, logged) if on or not known else amount,
        "high": high,
    }


def with_tablets(average: DataFrame, tablets: DataFrame) -> DataFrame:
    """The averages with every product between both bounds.

    Parameters
    ----------
    average : DataFrame
        AVERAGE in which tablets count as the days log them.
    tablets : DataFrame
        TABLETS over the same days.

    Returns
    -------
    DataFrame
        AVERAGE.
    """
    if tablets.empty:
        return average
    moved = tablets.assign(
        best=tablets["amount"] - tablets["logged"],
        down=tablets["low"] - tablets["logged"],
        up=tablets["high"] - tablets["logged"],
    )
    sums = moved.groupby(["person", "nutrient"])[["best", "down", "up"]].sum().reset_index()
    table = average.merge(sums, on=["person", "nutrient"], how="left")
    change = table[["best", "down", "up"]].where(table["best"].notna(), 0.0)
    return average.assign(
        known=(table["known"] + change["best"]).to_numpy(),
        estimate=(table["estimate"] + change["best"]).to_numpy(),
        low=(table["low"] + change["down"]).to_numpy(),
        least=(table["least"] + change["down"]).to_numpy(),
        high=(table["high"] + change["up"]).to_numpy(),
    )


def with_sources(by_source: DataFrame, tablets: DataFrame) -> DataFrame:
    """The split by source with every product between both bounds.

    Parameters
    ----------
    by_source : DataFrame
        BY_SOURCE in which tablets count as the days log them.
    tablets : DataFrame
        TABLETS over the same days.

    Returns
    -------
    DataFrame
        BY_SOURCE.
    """
    import pandas as pd

    if tablets.empty:
        return by_source
    key = ["person", "nutrient", "unit", "source_class"]
    sums = tablets.groupby(key, sort=False)[["amount", "low", "high"]].sum().reset_index()
    rest = by_source[~by_source["source_class"].isin(CLASSES)]
    return pd.concat([rest, sums], ignore_index=True)[list(by_source.columns)]
