"""Chosen changes as tables, with a sentence each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from math import nan
from typing import TYPE_CHECKING, Any

from nutrigap.ideas.aims import AIM, GAP, Aim
from nutrigap.ideas.changes import Change
from nutrigap.nutrients import format_amount, format_range, nutrients

if TYPE_CHECKING:
    from nutrigap.ideas.solver import Choice
    from nutrigap.nutrients import Nutrient
    from nutrigap.wording import Wording

_WEEK = 7
_BEFORE_ALSO = 3
BESIDES = ("energy", "sodium")


def told() -> list[Nutrient]:
    """The nutrients that every effect is told for: those people see, energy and sodium."""
    return [n for n in nutrients().values() if n.shown or n.key in BESIDES]


def effect(change: Change, times: int, nutrient: str) -> float:
    """What a change adds a day [canonical unit]; NaN not known."""
    return change.adds.get(nutrient, nan) * times / _WEEK


def idea_rows(person: str, choice: Choice, words: Wording) -> Iterator[dict[str, Any]]:
    """Rows of IDEAS, those with most for the gaps first.

    Parameters
    ----------
    person : str
        Whose ideas.
    choice : Choice
        What the optimiser chose.
    words : Wording
        ``page_words.csv``.
    """
    for number, (change, times) in enumerate(choice.changes, start=1):
        said = idea_sentences(change, times, words)
        food, instead = change.food, change.instead
        for nutrient in told():
            yield {
                "person": person,
                "idea": number,
                "nutrient": nutrient.key,
                "unit": nutrient.unit,
                "effect": effect(change, times, nutrient.key),
                "kind": change.kind,
                "food": food.name,
                "fdc_id": food.fdc_id,
                "food_code": food.food_code,
                "portion": food.portion,
                "grams": food.grams,
                "times_a_week": times,
                "instead_of": instead.name if instead else None,
                "instead_fdc_id": instead.fdc_id if instead else None,
                "instead_grams": instead.grams if instead else nan,
                "own": food.own,
                "what": said[0],
                "portion_sentence": said[1],
                "changes": said[2],
                "sentence": " ".join(said),
            }


def idea_sentences(change: Change, times: int, words: Wording) -> tuple[str, str, str]:
    """What to do, in which portion, and what that changes a day."""
    facts = {
        "food": _named(change.food.name, own=change.food.own),
        "instead": _named(change.instead.name, own=True) if change.instead else "",
        "days": "every day" if times == _WEEK else f"on {times} day{'s' if times > 1 else ''}",
        "more": f"{times} more day{'s' if times > 1 else ''}",
        "portion": change.food.portion,
        "instead_portion": change.instead.portion if change.instead else "",
    }
    every = ".every" if times == _WEEK else ""
    same = facts["portion"] == facts["instead_portion"]
    portion = "same" if same else change.kind
    what = words.say(f"idea.{change.kind}{every}", "people", facts)
    return what, words.say(f"idea.portion.{portion}", "people", facts), _effects(change, times)


def _named(name: str, *, own: bool) -> str:
    return f"“{name}”" if own else name


def _effects(change: Change, times: int) -> str:
    """What changes, what stays, what is not known, for every nutrient people see."""
    changed, same, unknown = [], [], []
    for nutrient in told():
        if not nutrient.shown:
            continue
        amount = effect(change, times, nutrient.key)
        name = nutrient.name[:1].lower() + nutrient.name[1:]
        if amount != amount:
            unknown.append(name)
        elif format_amount(nutrient, abs(amount)) == format_amount(nutrient, 0.0):
            same.append(name)
        else:
            sign = "+" if amount > 0 else "−"
            changed.append(f"{name} {sign}{format_amount(nutrient, abs(amount))}")
    first, rest = changed[:_BEFORE_ALSO], changed[_BEFORE_ALSO:]
    parts = [f"A day: {', '.join(first)}." if first else "Nothing else changes."]
    parts += [f"Also {', '.join(rest)}."] if rest else []
    parts += [f"No change: {', '.join(same)}."] if same and changed else []
    parts += [f"Not known: {', '.join(unknown)}."] if unknown else []
    return " ".join(parts)


def closing_rows(
    person: str, choice: Choice, aims: Collection[Aim], words: Wording
) -> Iterator[dict[str, Any]]:
    """Rows of CLOSING: every nutrient now, and with all ideas.

    Parameters
    ----------
    person : str
        Whose ideas.
    choice : Choice
        What the optimiser chose.
    aims : collection of Aim
        Where each nutrient stands, and what it should reach.
    words : Wording
        ``page_words.csv``.
    """
    known = {nutrient.key: nutrient for nutrient in told()}
    for aim in aims:
        if aim.nutrient not in known:
            continue
        adds = sum(effect(c, times, aim.nutrient) for c, times in choice.changes)
        counts = sum(c.counts.get(aim.nutrient, nan) * n / _WEEK for c, n in choice.changes)
        row = {
            "person": person,
            "nutrient": aim.nutrient,
            "unit": known[aim.nutrient].unit,
            "role": aim.role,
            "now": aim.now,
            "now_low": aim.low,
            "now_high": aim.high,
            "after": aim.now + adds,
            "after_low": aim.low + adds,
            "after_high": aim.high + adds,
            "aim": aim.amount,
            "aim_label": aim.label or None,
            "most": aim.now + aim.most,
            "closed": aim.role in (GAP, AIM) and aim.now + counts >= aim.amount,
        }
        told_about = aim.role in (GAP, AIM) and bool(choice.changes)
        few = "This brings" if len(choice.changes) == 1 else "Together they bring"
        sentence = _closing_sentence(row, known[aim.nutrient], few, words) if told_about else None
        yield {**row, "sentence": sentence}


def _closing_sentence(row: Mapping[str, Any], nutrient: Nutrient, few: str, words: Wording) -> str:
    facts = {
        "they": few,
        "nutrient": nutrient.name[:1].lower() + nutrient.name[1:],
        "now": format_amount(nutrient, row["now"]),
        "after": format_amount(nutrient, row["after"]),
        "aim": format_amount(nutrient, row["aim"]),
        "range": format_range(nutrient, row["after_low"], row["after_high"]),
    }
    state = "closed" if row["closed"] else "open"
    state = "untouched" if facts["now"] == facts["after"] else state
    kind = ".guide" if row["aim_label"] == "AI" else ""
    kind = ".sun" if row["nutrient"] == "vitamin_d" and not kind else kind
    ends = {format_amount(nutrient, row[end]) for end in ("after_low", "after_high")}
    doubt = " idea.range" if len(ends) > 1 else ""
    codes = f"idea.{state}{kind}{doubt}".split()
    return " ".join(words.say(code, "people", facts) for code in codes)
