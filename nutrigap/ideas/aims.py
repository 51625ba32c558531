"""What ideas should reach, and what they may not pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import inf, isfinite, nan
from typing import TYPE_CHECKING, Any, NamedTuple

from nutrigap.gates import Gate

if TYPE_CHECKING:
    from pandas import DataFrame

    from nutrigap.ideas.foods import Food

_RAISED = ("above", "maybe_above")
_WARFARIN = "warfarin"
GAP, AIM, NONE = "gap", "aim", "none"


class Aim(NamedTuple):
    """One nutrient of a person, amounts a day in its canonical unit.

    ``role`` is ``gap`` (likely short: to be closed), ``aim`` (close to the line, or a guide amount
    that was asked for: welcome) or ``none``. ``stopped`` says that a gate forbids ideas about it.
    ``most`` is the most that ideas may add, ``least`` the most they may take away (negative).
    """

    nutrient: str
    role: str
    now: float
    low: float
    high: float
    amount: float
    label: str
    stopped: bool
    least: float
    most: float

    @property
    def missing(self) -> float:
        """What is missing to the aim; 0 where nothing is."""
        return max(self.amount - self.now, 0.0) if self.role != NONE else 0.0


class Allowance(NamedTuple):
    """Means a day of what ideas must not raise far: energy [kcal] and sodium [mg]; NaN unknown."""

    energy: float = nan
    sodium: float = nan


def aims(
    adequacy: DataFrame,
    gates: Iterable[Gate],
    constants: Mapping[str, float],
    *,
    allowance: Allowance,
    guide_amounts: bool = False,
) -> list[Aim]:
    """What ideas should reach for one person, energy, sodium and vitamin K included.

    Parameters
    ----------
    adequacy : DataFrame
        ADEQUACY of one person.
    gates : iterable of Gate
        The person's gates.
    constants : mapping of str to float
        ``idea_constants.csv``.
    allowance : Allowance
        Energy and sodium a day now.
    guide_amounts : bool
        Whether an AI that is not reached is an aim; it is never a gap.
    """
    found = list(gates)
    rows = [_aim(row, found, constants, guide_amounts) for row in adequacy.to_dict("records")]
    energy, sodium = allowance
    share = constants["energy_share"] * energy
    more_energy = max(share if isfinite(share) else 0.0, constants["energy_least"])
    room = constants["sodium_limit"] - sodium
    more_sodium = max(room if isfinite(room) else 0.0, constants["sodium_more"])
    limited = [_limit("energy", energy, more_energy), _limit("sodium", sodium, more_sodium)]
    if any(gate.name == _WARFARIN and gate.state == "yes" for gate in found):
        change = constants["vitamin_k_change"]
        limited.append(_limit("vitamin_k", nan, change)._replace(least=-change))
    return [*rows, *limited]


def _limit(nutrient: str, now: float, most: float) -> Aim:
    return Aim(nutrient, NONE, now, nan, nan, nan, "", False, -inf, most)


def _aim(
    row: Mapping[Any, Any], gates: list[Gate], constants: Mapping[str, float], guide: bool
) -> Aim:
    nutrient, target = str(row["nutrient"]), float(row["recommended"])
    stopped = any(gate.stopping(nutrient) for gate in gates)
    most = _room(row)
    if stopped and target > 0:
        most = min(most, constants["stopped_share"] * target)
    return Aim(
        nutrient=nutrient,
        role=NONE if stopped or most <= 0 or target != target else _role(row, guide),
        now=float(row["mean"]),
        low=float(row["low"]),
        high=float(row["high"]),
        amount=target,
        label=str(row["recommended_label"]) if target == target else "",
        stopped=stopped,
        least=_least(float(row["mean"]), target, constants["lost_share"]),
        most=most,
    )


def _least(now: float, target: float, share: float) -> float:
    """What may be taken away: hardly anything below the target, and nothing that leads below it."""
    return -inf if now != now or target != target else -max(now - target, 0.0) - share * target


def _role(row: Mapping[Any, Any], guide: bool) -> str:
    """Only what is likely short is a gap; nobody knows whether less than an AI is too little."""
    if row["mean"] != row["mean"]:
        return NONE
    if row["verdict"] == "likely_short" and row["method"] != "ai":
        return GAP
    if row["reason_code"] == "close_to_line" or (guide and row["reason_code"] == "below_ai"):
        return AIM
    return NONE


def _room(row: Mapping[Any, Any]) -> float:
    """What may still be added: to an upper limit of everything, counted from the range's end.

    A limit of supplements alone leaves food free; a limit that may be passed leaves no room.
    """
    if row["upper_level"] in _RAISED and row["upper_scope"] == "total":
        return 0.0
    if row["upper_scope"] != "total" or row["upper"] != row["upper"]:
        return inf
    high = row["high"] if row["high"] == row["high"] else row["mean"]
    return max(float(row["upper"] - high), 0.0)


def counted(food: Food, aim: Aim) -> float:
    """What a portion counts towards an aim: nothing where the food is no source of it."""
    amount = food.amounts.get(aim.nutrient, nan)
    return 0.0 if amount != amount or aim.nutrient in food.kind.not_for else amount
