"""From a diary to its totals: every stage before the comparison with reference values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nutrigap.errors import EmptyDiaryError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pandas import DataFrame

    from nutrigap.composition import Evidence
    from nutrigap.diary import Diary
    from nutrigap.fdc import FoodStore
    from nutrigap.intake import Ends
    from nutrigap.match import Matched
    from nutrigap.names import Answers, RememberingFinder
    from nutrigap.ranges import Simulated
    from nutrigap.twins import Imputed


class Totals(NamedTuple):
    """Every table up to the totals; see ``Analysis``."""

    entries: DataFrame
    matched: Matched
    weighed: DataFrame
    simulated: Simulated
    daily: DataFrame
    days: DataFrame
    average: DataFrame
    all_days: DataFrame
    by_source: DataFrame
    tablets: DataFrame
    all_tablets: DataFrame
    imputed: DataFrame


class Habits(NamedTuple):
    """What people do besides what days name.

    Parameters
    ----------
    schedule : DataFrame
        SCHEDULE.
    water : mapping of str to float
        Minerals of the water at home [mg a litre].
    """

    schedule: DataFrame
    water: Mapping[str, float]


def total(
    diary: Diary,
    store: FoodStore,
    finder: RememberingFinder,
    *,
    habits: Habits | None = None,
    prefer: str,
    draws: int,
    seed: int,
) -> Totals:
    """The stages up to totals, in order.

    Parameters
    ----------
    diary : Diary
        What was read.
    store : FoodStore
        Food composition.
    finder : RememberingFinder
        Finds names in this store, with the user's answers.
    habits : Habits, optional
        Supplements by schedule, and the water at home.
    prefer : str
        ``stated`` or ``table``: which value wins.
    draws, seed : int
        How often to draw for the ranges, and the seed.

    Returns
    -------
    Totals
        ``average`` and ``tablets`` are over the usable days, ``all_days`` and ``all_tablets`` over
        those set aside for their energy too; what a schedule adds is in the averages, not in single
        days.

    Raises
    ------
    EmptyDiaryError
        No entry has anything to total.
    """
    from nutrigap import composition, days, intake, match, portions, ranges, tables, tablets
    from nutrigap.portions.others import likely_others, weigh_others
    from nutrigap.schema import SCHEDULE
    from nutrigap.twin_search import imputed_table, with_imputed

    habits = habits or Habits(SCHEDULE.empty(), {})
    constants, units = tables.read_constants("range_constants"), _totalled()
    entries = composition.counted(diary.entries)
    matched = match.match_foods(entries, finder)
    chosen = match.chosen(matched.matches)
    used = chosen["fdc_id"].dropna().unique()
    told, scales = _told(entries, finder.answers), _scales()
    listed, foods, densities = _to_weigh(store, used)
    weighed = portions.weigh(entries, chosen, listed, foods, densities, **scales, told=told)
    least = constants["least_weighed"]
    others = likely_others(weighed, matched.candidates, told, least=least)
    masses = weigh_others(entries, others, *_to_weigh(store, others["fdc_id"].unique()), **scales)
    twins = _twins(store, foods, densities, units)
    looked_up = store.eaten({*used, *matched.candidates["fdc_id"]}, keys=list(units))
    candidates = with_imputed(looked_up, twins)
    known = composition.contributions(
        entries,
        weighed,
        chosen,
        candidates,
        _evidence(entries, weighed, diary.reported, habits),
        units=units,
        table_probability=constants["table_probability"],
        prefer=prefer,
        twins=twins,
    )
    if known.empty:
        raise EmptyDiaryError(dict.fromkeys(diary.records["source_file"]))
    doubt = ranges.Doubt(
        weighed=weighed,
        candidates=matched.candidates,
        masses=masses,
        foods=candidates,
        eaten=store.eaten(keys=list(units)),
        changes=tables.read_rows("release_changes"),
        constants=constants,
        twins=twins,
    )
    simulated = ranges.simulate(entries, known, doubt, draws=draws, seed=seed)
    ends: Ends = (constants["low_quantile"], constants["high_quantile"])
    sums = intake.day_sums(simulated.contributions)
    daily = intake.daily_intakes(sums, simulated, ends=ends)
    used_days = days.usable_days(entries, daily, tables.read_constants("day_constants"))
    average = intake.average_intakes(sums, simulated, used_days, ends=ends)
    everything = used_days.assign(usable=used_days["reason"].ne(days.INCOMPLETE))
    all_days = average
    if not everything["usable"].equals(used_days["usable"]):
        all_days = intake.average_intakes(sums, simulated, everything, ends=ends)
    by_source = intake.intakes_by_source(simulated.contributions, average, used_days)
    taken, all_taken = (
        tablets.tablets_taken(simulated.contributions, which, mean, habits.schedule)
        for which, mean in ((used_days, average), (everything, all_days))
    )
    return Totals(
        entries=entries,
        matched=matched,
        weighed=weighed,
        simulated=simulated,
        daily=daily,
        days=used_days,
        average=tablets.with_tablets(average, taken),
        all_days=tablets.with_tablets(all_days, all_taken),
        by_source=tablets.with_sources(by_source, taken),
        tablets=taken,
        all_tablets=all_taken,
        imputed=imputed_table(twins, units),
    )


def _twins(
    store: FoodStore, foods: DataFrame, densities: DataFrame, units: Mapping[str, str]
) -> dict[int, dict[str, Imputed]]:
    """What the labels of the foods used do not state, from foods like them."""
    from nutrigap import tables
    from nutrigap.fdc.additions import read_additions
    from nutrigap.twin_search import find_twins, products_of

    if not foods["data_type"].isin(("branded", "user")).any():
        return {}
    products = products_of(foods, densities, read_additions(store, foods["fdc_id"]))
    return find_twins(products, store, tables.read_constants("twin_constants"), wanted=units)


def _told(entries: DataFrame, answers: Answers) -> dict[int, float]:
    """What one measure weighs by the user's word [g], by match_id."""
    if not len(answers):
        return {}
    columns = ["match_id", "food", "brand", "measure", "format"]
    distinct = entries.drop_duplicates("match_id")[columns].astype(object)
    rows = distinct.where(distinct.notna(), None).itertuples(index=False)
    return {
        int(match_id): grams
        for match_id, food, brand, measure, form in rows
        if (grams := answers.grams(food, brand, measure, form)) > 0
    }


def _to_weigh(store: FoodStore, fdc_ids: Iterable[int]) -> tuple[DataFrame, DataFrame, DataFrame]:
    """PORTIONS, FOODS and COMPOSITION of foods."""
    return store.portions(fdc_ids), store.foods(fdc_ids), store.composition(fdc_ids)


def _scales() -> dict[str, Any]:
    """The tables to weigh with."""
    from nutrigap import tables

    constants, rows = tables.read_constants("portion_spreads"), tables.read_rows("densities")
    return {"spreads": constants, "densities": rows}


def _totalled() -> dict[str, str]:
    """The nutrients people see, and energy, with their units."""
    from nutrigap.nutrients import nutrients

    return {n.key: n.unit for n in nutrients().values() if n.shown or n.key == "energy"}


def _evidence(
    entries: DataFrame, weighed: DataFrame, reported: DataFrame, habits: Habits
) -> Evidence:
    """What exports, labels and the user state; a tablet may hold more than its name speaks of.

    What was injected is no intake, whatever is stated about it.
    """
    import pandas as pd

    from nutrigap import composition, doses, tablets, water
    from nutrigap.nutrients import shown

    injected = doses.injections(entries)["entry_id"]
    stated = reported[~reported["entry_id"].isin(injected)]
    if habits.water:
        added = water.home_water(entries, weighed, habits.water, stated)
        stated = pd.concat([stated, added], ignore_index=True)
    pills = entries[(entries["kind"] == "supplement") & ~entries["entry_id"].isin(injected)]
    read = doses.read_doses(pills, shown())
    if len(habits.schedule):
        told = pd.concat([stated, read], ignore_index=True)
        planned = tablets.scheduled_doses(pills, habits.schedule, told)
        read = pd.concat([read, planned], ignore_index=True)
    known = pd.concat([stated, read], ignore_index=True)
    suggested = doses.unknown_contents(pills, known, shown())
    return composition.Evidence(stated, read, suggested)
