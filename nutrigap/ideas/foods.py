"""The foods an idea may speak of: the person's own, and common ones in sensible portions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import inf, isnan, log, nan
from typing import TYPE_CHECKING, Any, NamedTuple

from nutrigap.ideas.naming import plain_name, portion_text
from nutrigap.ideas.rules import FoodKind, FoodRules
from nutrigap.nutrients import nutrients

if TYPE_CHECKING:
    from pandas import DataFrame

_KNOWN = ("stated", "table", "dose")
_EATEN = ("food", "water")
_NUMBERS = (1.0, 2.0, 0.5, 3.0)
# Measures of recipes and rulers, which nobody eats by.
_ODD = ("inch", "fl oz", "guideline", "yield", "specified", "slice, crust", "snack-size", "restaur")


class Food(NamedTuple):
    """A food in one portion.

    ``times`` is how often a week the diary has it now, ``portions`` of which one has ``grams`` [g];
    ``amounts`` are what one portion holds [canonical units], NaN unknown; ``people`` how many of a
    survey ate it.
    """

    name: str
    description: str
    fdc_id: int | None
    food_code: str | None
    kind: FoodKind
    portion: str
    grams: float
    times: float
    people: float
    own: bool
    amounts: Mapping[str, float]


def own_foods(
    entries: DataFrame,
    matches: DataFrame,
    weighed: DataFrame,
    contributions: DataFrame,
    facts: DataFrame,
    rules: FoodRules,
    *,
    usable_days: Iterable[str],
    least_probability: float,
) -> list[Food]:
    """What the person eats, each food in the portion that stands in the middle of theirs.

    Parameters
    ----------
    entries, matches, weighed, contributions : DataFrame
        DIARY, rank 1 of MATCHES, WEIGHED and CONTRIBUTIONS of one person.
    facts : DataFrame
        Composition of 100 g [canonical units] and ``category``, by ``fdc_id``.
    rules : FoodRules
        What kinds of food there are.
    usable_days : iterable of str
        The days that count.
    least_probability : float
        A match less sure than this is no basis for an idea.

    Returns
    -------
    list of Food
        Foods whose weight is known and whose match is sure enough; what the export states, wins.
    """
    days = set(usable_days)
    if not days:
        return []
    used = entries[entries["day"].isin(days) & entries["kind"].isin(_EATEN)]
    sure = matches[(matches["probability"] >= least_probability) & matches["fdc_id"].notna()]
    used = used[["entry_id", "match_id", "food", "amount_text"]].dropna(subset=["food"])
    used = used.merge(sure[["match_id", "fdc_id", "food_code", "description"]], on="match_id")
    used = used.merge(weighed[["entry_id", "grams"]], on="entry_id").dropna(subset=["grams"])
    held = _held(contributions)
    table = {int(found["fdc_id"]): found for found in facts.to_dict("records")}
    foods = []
    for (name, _), group in used.groupby(["food", "fdc_id"], sort=False):
        row = group.sort_values("grams", kind="stable").iloc[(len(group) - 1) // 2]
        found = table.get(int(row["fdc_id"]))
        if found and row["grams"] > 0:
            times = 7 * len(group) / len(days)
            foods.append(_own(str(name), row, found, held, times, rules))
    return foods


def _held(contributions: DataFrame) -> dict[int, dict[str, float]]:
    """Known amounts of each entry."""
    known = contributions[contributions["basis"].isin(_KNOWN)]
    held: dict[int, dict[str, float]] = {}
    columns = known[["entry_id", "nutrient", "amount"]]
    for entry_id, nutrient, amount in columns.itertuples(index=False):
        held.setdefault(int(entry_id), {})[nutrient] = amount
    return held


def _own(
    name: str,
    row: Any,
    facts: Any,
    held: Mapping[int, Mapping[str, float]],
    times: float,
    rules: FoodRules,
) -> Food:
    grams = float(row["grams"])
    written = row["amount_text"]
    text = " ".join(written.split()) if isinstance(written, str) else ""
    return Food(
        name=name,
        description=str(row["description"]),
        fdc_id=int(row["fdc_id"]),
        food_code=_text(row["food_code"]),
        kind=rules.kind_of(str(facts["category"]), str(row["description"]), name),
        portion=text or portion_text(1, "", grams),
        grams=grams,
        times=times,
        people=inf,
        own=True,
        amounts={**_amounts(facts, grams), **held.get(int(row["entry_id"]), {})},
    )


def _text(cell: Any) -> str | None:
    return cell if isinstance(cell, str) else None


def _amounts(facts: Any, grams: float) -> dict[str, float]:
    return {key: float(facts[key]) * grams / 100 for key in nutrients()}


def common_foods(foods: DataFrame, portions: DataFrame, rules: FoodRules) -> list[Food]:
    """Foods that may be ideas, the most eaten one of each kind, in sensible portions.

    Parameters
    ----------
    foods : DataFrame
        Composition of 100 g [canonical units], ``description``, ``category``, ``food_code``,
        ``popularity`` and ``usual_grams`` [g], by ``fdc_id``.
    portions : DataFrame
        PORTIONS of these foods.
    rules : FoodRules
        What kinds of food there are.

    Returns
    -------
    list of Food
        The most eaten of each kind first.
    """
    eaten = foods.sort_values(["popularity", "fdc_id"], ascending=[False, True], kind="stable")
    measures = _measures(portions)
    found: dict[tuple[str, str], Food] = {}
    for row in eaten.to_dict("records"):
        kind = rules.kind_of(str(row["category"]), str(row["description"]))
        stem = kind.category, ",".join(str(row["description"]).split(",")[:2])
        if kind.offered and stem not in found:
            found[stem] = _common(row, kind, measures.get(int(row["fdc_id"]), ()))
    return list(found.values())


def offerable(foods: DataFrame, rules: FoodRules) -> list[int]:
    """Ids of the foods that ``common_foods`` may take: their portions are worth reading."""
    columns = foods[["fdc_id", "category", "description"]]
    return [
        int(fdc_id)
        for fdc_id, category, description in columns.itertuples(index=False)
        if rules.offers(str(category)) and rules.kind_of(str(category), str(description)).offered
    ]


def _measures(portions: DataFrame) -> dict[int, list[tuple[str, float]]]:
    found: dict[int, list[tuple[str, float]]] = {}
    usual = portions[portions["role"] == "portion"]
    for fdc_id, measure, grams in usual[["fdc_id", "measure", "grams"]].itertuples(index=False):
        if not any(odd in measure for odd in _ODD):
            words = measure.removesuffix(", nfs")
            found.setdefault(int(fdc_id), []).append((words, float(grams)))
    return found


def _common(row: Mapping[Any, Any], kind: FoodKind, measures: Iterable[tuple[str, float]]) -> Food:
    number, measure, grams = _sensible(float(row["usual_grams"]), kind, measures)
    return Food(
        name=plain_name(str(row["description"])),
        description=str(row["description"]),
        fdc_id=int(row["fdc_id"]),
        food_code=_text(row["food_code"]),
        kind=kind,
        portion=portion_text(number, measure, grams),
        grams=grams,
        times=0.0,
        people=float(row["popularity"]),
        own=False,
        amounts=_amounts(row, grams),
    )


def _sensible(
    usual: float, kind: FoodKind, measures: Iterable[tuple[str, float]]
) -> tuple[float, str, float]:
    """The household measure nearest to the usual portion, within the kind's ends; else grams."""
    aim = min(max(nan if isnan(usual) else usual, kind.least_grams), kind.most_grams)
    aim = kind.least_grams if isnan(aim) else aim
    fitting = [
        (abs(log(number * grams / aim)) + 0.1 * place, number, measure, number * grams)
        for measure, grams in measures
        for place, number in enumerate(_NUMBERS)
        if grams > 0 and kind.least_grams <= number * grams <= kind.most_grams
    ]
    if not fitting:
        return 1.0, "", aim
    _, number, measure, grams = min(fitting)
    return number, measure, grams
