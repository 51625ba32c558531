"""What a label does not state, from generic foods that are like the product in all it states."""

from __future__ import annotations

from math import exp, log, nan
from statistics import pstdev
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

# What must agree, with the difference that is too small to matter [kcal, g] (approach.md, 6).
_MACROS = {"energy": 20.0, "protein": 2.0, "carbohydrate": 2.0, "fat": 2.0}
# What may agree: labels state these as well [mg].
_MINERALS = {"calcium": 20.0, "potassium": 40.0, "sodium": 40.0}
# What a maker adds; where the label shows more of it than a twin has, other additions are likely.
_ADDED = ("calcium", "vitamin_d", "vitamin_b6")
_TWINS = 3


class Generic(NamedTuple):
    """A food that the product may be like.

    Parameters
    ----------
    fdc_id : int
        FoodData Central id.
    belief : float
        Share of belief that the product's name and category mean it.
    amounts : mapping of str to float
        Amounts in 100 g [canonical units]; NaN or absent is unknown.
    """

    fdc_id: int
    belief: float
    amounts: Mapping[str, float]


class Imputed(NamedTuple):
    """An amount in 100 g that was not stated, its plausible range, and the foods it is from."""

    amount: float
    low: float
    high: float
    fdc_ids: tuple[int, ...]

    @property
    def tag(self) -> str:
        """Where the amount is from.

        Examples
        --------
        >>> Imputed(12.0, 8.0, 18.0, (2705385, 2705386)).tag
        'imputed_from:2705385,2705386'
        """
        return f"imputed_from:{','.join(map(str, self.fdc_ids))}"


def twins_of(
    label: Mapping[str, float], candidates: Iterable[Generic], constants: Mapping[str, float]
) -> list[Generic]:
    """The generic foods that agree with a label, those most like it first.

    Energy, protein, carbohydrate and fat, as far as the label states them, must each agree within
    ``macro_share`` or 2 g (20 kcal). Of those that do, the likelier by name come first, and those
    nearer in macronutrients, calcium, potassium and sodium.

    Parameters
    ----------
    label : mapping of str to float
        Amounts in 100 g that the label states [canonical units].
    candidates : iterable of Generic
        Foods of a similar name and category.
    constants : mapping of str to float
        ``twin_constants.csv``.

    Returns
    -------
    list of Generic
        At most three; none where the label states fewer than two of the four.

    Examples
    --------
    >>> milk = Generic(1, 0.6, {"energy": 61, "protein": 3.2, "fat": 3.3, "magnesium": 12})
    >>> butter = Generic(2, 0.4, {"energy": 717, "protein": 0.9, "fat": 81, "magnesium": 2})
    >>> known = {"macro_share": 0.2, "nearness": 2.0}
    >>> label = {"energy": 64, "protein": 3.4, "fat": 3.5}
    >>> [twin.fdc_id for twin in twins_of(label, [milk, butter], known)]
    [1]
    """
    if sum(_known(label, key) for key in _MACROS) < 2:
        return []
    share = constants["macro_share"]
    alike = [c for c in candidates if all(_agree(label, c, key, share) for key in _MACROS)]
    scores = {c.fdc_id: _likeness(label, c, constants["nearness"]) for c in alike}
    return sorted(alike, key=lambda c: (-scores[c.fdc_id], c.fdc_id))[:_TWINS]


def _known(amounts: Mapping[str, float], key: str) -> bool:
    amount = amounts.get(key, nan)
    return amount == amount


def _agree(label: Mapping[str, float], food: Generic, key: str, share: float) -> bool:
    """Whether one amount agrees; what is not stated cannot disagree."""
    if not _known(label, key) or not _known(food.amounts, key):
        return True
    stated, held = label[key], food.amounts[key]
    return abs(stated - held) <= max(share * max(stated, held), _MACROS[key])


def _likeness(label: Mapping[str, float], food: Generic, nearness: float) -> float:
    return log(max(food.belief, 1e-6)) - nearness * distance(label, food.amounts)


def distance(label: Mapping[str, float], amounts: Mapping[str, float]) -> float:
    """Mean difference in macronutrients and minerals, each as a share of the larger amount.

    Parameters
    ----------
    label, amounts : mapping of str to float
        Amounts in 100 g [canonical units]; what one of them lacks does not count.

    Examples
    --------
    >>> distance({"energy": 100, "protein": 10}, {"energy": 80, "protein": 10, "fat": 3})
    0.1
    """
    differences = [
        abs(label[key] - amounts[key]) / max(label[key], amounts[key], floor)
        for key, floor in (_MACROS | _MINERALS).items()
        if _known(label, key) and _known(amounts, key)
    ]
    return sum(differences) / max(len(differences), 1)


def impute(
    label: Mapping[str, float],
    twins: Sequence[Generic],
    constants: Mapping[str, float],
    *,
    wanted: Iterable[str],
    explained: Collection[str] = (),
) -> dict[str, Imputed]:
    """Amounts that a label leaves out, by its twins.

    The range is (m + o) × exp(±(base + slope × s + far × d)) − o around the mean m, where s is the
    standard deviation of ln(amount + o) among the twins, d the distance of the nearest one from the
    label and o an amount too small to matter. Where the label shows more calcium, vitamin D or B6
    than the twins have, something was added to the product that they lack: nothing is imputed, for
    other things may have been added as well. The same holds where they have much more than the
    label.

    Parameters
    ----------
    label : mapping of str to float
        Amounts in 100 g that the label states [canonical units].
    twins : sequence of Generic
        As ``twins_of`` gives them.
    constants : mapping of str to float
        ``twin_constants.csv``.
    wanted : iterable of str
        The nutrients to impute where the label has none and the constants know how far to trust
        the twins.
    explained : collection of str
        Nutrients that the ingredients show to be added: more of them is no sign of anything else.

    Returns
    -------
    dict of str to Imputed
        An absent nutrient stays unknown.

    Examples
    --------
    >>> known = {"base_magnesium": 0.2, "slope_magnesium": 1.0, "far_magnesium": 2.0,
    ...          "offset_magnesium": 5.0, "added_share": 1.5, "added_calcium": 50.0}
    >>> twins = [Generic(1, 0.6, {"magnesium": 12}), Generic(2, 0.3, {"magnesium": 12})]
    >>> impute({"energy": 64}, twins, known, wanted=["magnesium"])["magnesium"].amount
    12.0
    >>> impute({"calcium": 300}, [Generic(1, 1, {"calcium": 120, "magnesium": 12})], known,
    ...        wanted=["magnesium"])
    {}
    """
    shown = {key: label[key] for key in _ADDED if key not in explained and _known(label, key)}
    alike = [t for t in twins if not _differs_by_addition(shown, t, constants)]
    if len(alike) < len(twins) or not alike:
        alike = [] if not alike or _adds_more(shown, twins, constants) else alike
    missing = [key for key in wanted if not _known(label, key) and f"base_{key}" in constants]
    far = min((distance(label, twin.amounts) for twin in alike), default=0.0)
    found = {key: _imputed(alike, far, key, constants) for key in missing}
    return {key: value for key, value in found.items() if value is not None}


def _adds_more(
    shown: Mapping[str, float], twins: Sequence[Generic], constants: Mapping[str, float]
) -> bool:
    """Whether the label shows more of what makers add than any of the twins."""
    for key, stated in shown.items():
        held = [twin.amounts[key] for twin in twins if _known(twin.amounts, key)]
        if held and _well_above(stated, max(held), key, constants):
            return True
    return False


def _differs_by_addition(
    shown: Mapping[str, float], twin: Generic, constants: Mapping[str, float]
) -> bool:
    pairs = [
        (stated, twin.amounts[key], key)
        for key, stated in shown.items()
        if _known(twin.amounts, key)
    ]
    return any(
        _well_above(stated, held, key, constants) or _well_above(held, stated, key, constants)
        for stated, held, key in pairs
    )


def _well_above(more: float, less: float, key: str, constants: Mapping[str, float]) -> bool:
    return more > constants["added_share"] * less + constants[f"added_{key}"]


def _imputed(
    twins: Sequence[Generic], far: float, key: str, constants: Mapping[str, float]
) -> Imputed | None:
    held = [(twin.fdc_id, twin.amounts[key]) for twin in twins if _known(twin.amounts, key)]
    if not held:
        return None
    offset = constants[f"offset_{key}"]
    logs = [log(amount + offset) for _, amount in held]
    middle = sum(amount for _, amount in held) / len(held)
    spread, distant = constants[f"slope_{key}"] * pstdev(logs), constants[f"far_{key}"] * far
    half = constants[f"base_{key}"] + spread + distant
    low, high = ((middle + offset) * exp(sign * half) - offset for sign in (-1, 1))
    return Imputed(middle, max(low, 0.0), high, tuple(fdc_id for fdc_id, _ in held))
