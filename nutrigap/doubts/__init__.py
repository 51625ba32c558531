"""The one doubt that matters: what would most likely change a verdict if it were known."""

from __future__ import annotations

from math import ceil, inf
from typing import TYPE_CHECKING, Any, NamedTuple

from nutrigap.doubts.chance import chance_of_change, lines_of
from nutrigap.doubts.foods import foods_in_doubt
from nutrigap.nutrients import find
from nutrigap.schema import DOUBTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from pandas import DataFrame

    from nutrigap.wording import Wording

__all__ = ["Sayings", "find_doubts", "foods_in_doubt"]

Record = dict[str, Any]
# What no food can settle comes first where the reason of the verdict says so.
_FIRST = {
    "few_days": "days",
    "borrowed": "days",
    "diary_incomplete": "marks",
    "energy_low": "everything",
    "close_to_line": "need",
    "no_reference": "nothing",
    "gate": "nothing",
}
_LEAST_CHANCE = 0.01
_SHOWN_WORDS = 6
# Nobody logs more full days to settle one question.
_WEEK = 7
_LONG_WAIT = 28


class Sayings(NamedTuple):
    """Thresholds of the verdicts, and the words for doubts.

    Parameters
    ----------
    thresholds : mapping of str to float
        ``thresholds.csv``.
    wording : Wording
        The words of one language.
    discreet : collection of str
        Persons to whom nothing may be said of energy, weight and percentages.
    """

    thresholds: Mapping[str, float]
    wording: Wording
    discreet: Collection[str] = ()


def find_doubts(
    adequacy: DataFrame, foods: DataFrame, sayings: Sayings, *, shown: int = 10
) -> DataFrame:
    """What would most likely change each verdict, first things first.

    A verdict about too few days, unfinished days or a need that differs between people is not
    settled by any food; for the others foods come by the chance that the verdict changes once they
    are known. Where no food could change it, that is said first.

    Parameters
    ----------
    adequacy : DataFrame
        ADEQUACY.
    foods : DataFrame
        Of ``foods_in_doubt``.
    sayings : Sayings
        Thresholds and words.
    shown : int
        At most so many a verdict.

    Returns
    -------
    DataFrame
        DOUBTS.
    """
    by_verdict: dict[tuple[str, str], list[Record]] = {}
    for food in _records(foods):
        by_verdict.setdefault((food["person"], food["nutrient"]), []).append(food)
    rows: list[Record] = []
    for verdict in _records(adequacy):
        mine = by_verdict.get((verdict["person"], verdict["nutrient"]), [])
        doubts = _ranked(verdict, mine, sayings.thresholds)[:shown]
        for rank, doubt in enumerate(doubts, start=1):
            said = _said(verdict, doubt, sayings, first=rank == 1)
            rows.append({**doubt, **said, "rank": rank})
    return DOUBTS.frame(rows)


def _records(table: DataFrame) -> Iterator[Record]:
    for row in table.to_dict("records"):
        yield {str(key): value for key, value in row.items()}


def _ranked(verdict: Record, foods: list[Record], thresholds: Mapping[str, float]) -> list[Record]:
    lines = lines_of(verdict, thresholds)
    undecided = verdict["verdict"] == "cannot_tell"
    for food in foods:
        unbounded = food["high"] == inf
        chance = chance_of_change(verdict, lines, food["share"])
        food["chance"] = float(undecided) if unbounded else chance
    foods = sorted(foods, key=lambda food: (-food["chance"], -food["share"]))
    kind = _FIRST.get(verdict["reason_code"])
    promising = bool(foods) and foods[0]["chance"] >= _LEAST_CHANCE
    if kind == "days" and promising and _LONG_WAIT < _more_days(verdict) < inf:
        return foods
    stuck = not undecided or verdict["reason_code"] == "below_ai"
    if kind is None and (not foods or (stuck and not promising)):
        kind = "nothing"
    if kind is None:
        return foods
    first = {"kind": kind, "entries": 0, "what": None}
    return [{**first, "person": verdict["person"], "nutrient": verdict["nutrient"]}, *foods]


def _said(verdict: Record, doubt: Record, sayings: Sayings, *, first: bool) -> Record:
    """The sentences of one doubt; only the first has a lead."""
    wording, hidden = sayings.wording, verdict["person"] in sayings.discreet
    words = _words(verdict, doubt, decimals=hidden)
    code = f"doubt.{doubt['kind']}{_variant(verdict, doubt)}{'.hidden' if hidden else ''}"
    text = wording.say(code, "people", words)
    lead = f"doubt_lead.{verdict['verdict']}"
    if first and doubt["kind"] not in ("need", "nothing"):
        text = f"{wording.say(lead, 'people', words)} {text}"
    return {
        "sentence": text[:1].upper() + text[1:],
        "sentence_professional": wording.say(code, "professional", words),
    }


def _variant(verdict: Record, doubt: Record) -> str:
    if doubt["kind"] == "missing" and not isinstance(doubt["what"], str):
        return ".total"
    if doubt["kind"] == "marks" and verdict["energy_check"] == "implausibly high":
        return ".amounts"
    if doubt["kind"] != "days":
        return ""
    more = _more_days(verdict)
    if not 0 < more < inf:
        return ".long" if verdict["days"] >= _WEEK else ".week"
    return ".one" if more <= 1 else ".long" if more > _LONG_WAIT else ""


def _more_days(verdict: Record) -> float:
    more: float = verdict["days_needed"] - verdict["days"]
    return more


def _words(verdict: Record, doubt: Record, *, decimals: bool) -> dict[str, str]:
    name = find(verdict["nutrient"]).name
    entries = doubt["entries"]
    needed = verdict["days_needed"]
    finite = needed < inf
    return {
        "food": _short(doubt["what"]) if isinstance(doubt["what"], str) else "",
        "nutrient": name[0].lower() + name[1:],
        "entries": f"{entries} {'entry' if entries == 1 else 'entries'}",
        "share": _share(doubt.get("share"), decimals=decimals),
        "chance": _share(doubt.get("chance"), decimals=decimals),
        "needed": f"{ceil(needed)}" if finite else "not known",
        "more": f"{ceil(needed - verdict['days'])}" if finite else "not known",
    }


def _short(name: str) -> str:
    words = name.split()
    return " ".join(words[:_SHOWN_WORDS]) + (" …" if len(words) > _SHOWN_WORDS else "")


def _share(share: float | None, *, decimals: bool) -> str:
    if share is None or share != share:
        return "not known"
    return f"{share:.2f}" if decimals else f"{100 * share:.0f} %"
