"""The changes that may be proposed: swaps, more of an own food, a food to add."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from math import floor, inf, isfinite, log10, nan
from typing import NamedTuple

from nutrigap.gates import Gate, may_suggest
from nutrigap.ideas.aims import GAP, NONE, Aim, counted
from nutrigap.ideas.foods import Food

SWAP, MORE, ADD = "swap", "more", "add"
_WEEK = 7
# A third of the people of the survey drink milk: nothing is eaten by many more.
_MOST_EATEN = 1500.0
_ROUNDING = 0.01


class Change(NamedTuple):
    """One portion of ``food``, at most ``most`` times a week, in place of ``instead`` if any.

    ``adds`` is what one time adds, less what it replaces [canonical units]; ``counts`` is the same
    for the nutrients that the food is a source of; ``burden`` how much it asks of a person.
    """

    kind: str
    food: Food
    instead: Food | None
    most: int
    adds: Mapping[str, float]
    counts: Mapping[str, float]
    burden: float


def find_changes(
    own: Iterable[Food],
    common: Iterable[Food],
    aims: Collection[Aim],
    gates: Iterable[Gate],
    constants: Mapping[str, float],
    *,
    without: frozenset[str] = frozenset(),
) -> list[Change]:
    """The changes worth a look, those that could fill most of what is missing first.

    Parameters
    ----------
    own, common : iterable of Food
        What the person eats, and what many people eat.
    aims : collection of Aim
        What is missing, and what may not be passed.
    gates : iterable of Gate
        The person's gates: they stop nutrients and kinds of food.
    constants : mapping of str to float
        ``idea_constants.csv``.
    without : frozenset of str
        Tags of foods that the person does not eat.

    Returns
    -------
    list of Change
        At most ``most_candidates`` of them.
    """
    found, mine = list(gates), list(own)
    wanted = [aim for aim in aims if aim.role != NONE and aim.missing > 0]
    offered = [
        food
        for food in (*mine, *common)
        if food.kind.offered and not food.kind.tags & without and _may_be_named(food, wanted, found)
    ]
    names = {food.fdc_id for food in mine}
    fresh = [food for food in offered if food.own or food.fdc_id not in names]
    changes = [
        change
        for food in fresh
        for change in _changes(food, mine, aims, constants)
        if change.most and _checkable(change, aims)
    ]
    worth = [(_worth(change, wanted), change) for change in changes]
    worth = [pair for pair in worth if pair[0] >= constants["least_share"]]
    worth.sort(key=lambda pair: (-pair[0] / pair[1].burden, pair[1].food.name))
    ranked = _few_alike((change for _, change in worth), int(constants["most_alike"]))
    return ranked[: int(constants["most_candidates"])]


def _few_alike(changes: Iterable[Change], most: int) -> list[Change]:
    """The best of each food group, kind and food replaced: the others would only cost time."""
    seen: Counter[tuple[str, str, str]] = Counter()
    kept = []
    for change in changes:
        alike = (
            group_of(change.food),
            change.kind,
            change.instead.name if change.instead else "",
        )
        seen[alike] += 1
        if seen[alike] <= most:
            kept.append(change)
    return kept


def _may_be_named(food: Food, wanted: Iterable[Aim], gates: list[Gate]) -> bool:
    """Whether every gate lets the food be named for something that is missing."""
    return any(may_suggest(gates, aim.nutrient, food.kind.tags) for aim in wanted)


def _checkable(change: Change, aims: Iterable[Aim]) -> bool:
    """Whether amounts are known wherever something must not be passed, or not be given up."""
    limited = (aim.nutrient for aim in aims if isfinite(aim.most) or isfinite(aim.least))
    known = all(isfinite(change.adds.get(nutrient, nan)) for nutrient in limited)
    return known and all(isfinite(amount) for amount in change.counts.values())


def _changes(
    food: Food, own: Sequence[Food], aims: Collection[Aim], constants: Mapping[str, float]
) -> Iterator[Change]:
    """A food as more of it or as an addition, and in place of the own foods of its family."""
    rare = 0.0 if food.own else log10(max(_MOST_EATEN / max(food.people, 1.0), 1.0))
    dear = 1 + constants["cost_rare"] * rare
    kind, burden = (MORE, "cost_more") if food.own else (ADD, "cost_add")
    room = food.kind.most_a_week - sum(o.times for o in own if group_of(o) == group_of(food))
    most = floor(min(_WEEK - food.times, room))
    yield _change(kind, food, None, most, aims, constants[burden] * dear)
    burden = "cost_swap_own" if food.own else "cost_swap"
    for other in own:
        alike = other.kind.family and other.kind.family == food.kind.family
        if alike and other.fdc_id != food.fdc_id:
            same = group_of(other) == group_of(food)
            free = food.kind.most_a_week if same else room
            swaps = floor(min(other.times + _ROUNDING, free, _WEEK - food.times))
            like = _as_much(food, other) if same else food
            yield _change(SWAP, like, other, swaps, aims, constants[burden] * dear)


def _as_much(food: Food, other: Food) -> Food:
    """A food in the portion of the one it replaces: a larger glass of milk is no swap."""
    share = other.grams / food.grams
    amounts = {key: amount * share for key, amount in food.amounts.items()}
    return food._replace(grams=other.grams, portion=other.portion, amounts=amounts)


def group_of(food: Food) -> str:
    """What kinds of a food are one food for a week's plan: milk is milk, whole or not."""
    return food.kind.category.partition(",")[0]


def _change(
    kind: str, food: Food, instead: Food | None, most: int, aims: Iterable[Aim], burden: float
) -> Change:
    lost = {} if instead is None else instead.amounts
    known = food.amounts.keys() if instead is None else food.amounts.keys() & lost.keys()
    adds = {key: food.amounts[key] - lost.get(key, 0.0) for key in sorted(known)}
    counts = {
        aim.nutrient: counted(food, aim) - _given_up(instead, aim)
        for aim in aims
        if aim.role != NONE
    }
    return Change(kind, food, instead, max(most, 0), adds, counts, burden)


def _given_up(instead: Food | None, aim: Aim) -> float:
    """What a replaced food may have held; without a value nothing can be gained by the swap."""
    if instead is None:
        return 0.0
    amount = instead.amounts.get(aim.nutrient, inf)
    return inf if amount != amount else amount


def _worth(change: Change, wanted: Iterable[Aim]) -> float:
    """What the change could fill at its most, as shares of what is missing; a gap counts more."""
    return sum(
        (1.0 if aim.role == GAP else 0.3)
        * min(max(change.counts[aim.nutrient] * change.most / _WEEK / aim.missing, 0.0), 1.0)
        for aim in wanted
    )
