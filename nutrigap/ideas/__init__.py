"""Food ideas: the smallest change of somebody's week that closes all likely gaps at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from nutrigap.gates import ALL, Gate, cautions
from nutrigap.ideas.aims import GAP, NONE, Aim, Allowance, aims
from nutrigap.ideas.changes import Change, find_changes
from nutrigap.ideas.rules import excluded_tags
from nutrigap.ideas.solver import Choice, choose
from nutrigap.ideas.telling import closing_rows, idea_rows
from nutrigap.nutrients import find
from nutrigap.schema import CLOSING, IDEA_NOTES, IDEAS

if TYPE_CHECKING:
    from pandas import DataFrame

    from nutrigap.ideas.foods import Food
    from nutrigap.wording import Wording

__all__ = ["Allowance", "Eater", "IdeaTables", "Ideas", "Wishes", "find_ideas"]

_SURE = ("likely_enough", "likely_short")


@dataclass(frozen=True)
class IdeaTables:
    """The shipped tables that ideas need.

    Parameters
    ----------
    constants : mapping of str to float
        ``idea_constants.csv``.
    exclusions : iterable of mapping
        ``exclusions.csv``.
    words : Wording
        ``page_words.csv``.
    verdict_words : Wording
        ``wording.csv``, for the sentences of gates.
    """

    constants: Mapping[str, float]
    exclusions: Sequence[Mapping[str, str]]
    words: Wording
    verdict_words: Wording


@dataclass(frozen=True)
class Eater:
    """One person: where they stand, what they answered, what they eat.

    Parameters
    ----------
    person : str
        Who.
    adequacy : DataFrame
        ADEQUACY of the person.
    gates : tuple of Gate
        What answers about health stop.
    own : sequence of Food
        What the diary has.
    allowance : Allowance
        Energy [kcal] and sodium [mg] a day now.
    first_step : str
        The sentence of the doubt to settle first, where an answer is open.
    """

    person: str
    adequacy: DataFrame
    gates: tuple[Gate, ...]
    own: Sequence[Food]
    allowance: Allowance
    first_step: str = ""


class Wishes(NamedTuple):
    """What somebody wants of ideas: foods to leave out, and guide amounts as aims too."""

    without: tuple[str, ...] = ()
    guide_amounts: bool = False


class Ideas(NamedTuple):
    """IDEAS, CLOSING and IDEA_NOTES of everybody."""

    ideas: DataFrame
    closing: DataFrame
    notes: DataFrame

    def of(self, person: str) -> Ideas:
        """The rows of one person."""
        mine = (table[table["person"] == person].reset_index(drop=True) for table in self)
        return Ideas(*mine)


def find_ideas(
    eaters: Iterable[Eater],
    common: Sequence[Food],
    tables: IdeaTables,
    wishes: Wishes = Wishes(),  # noqa: B008
) -> Ideas:
    """The smallest change for each person that closes what is likely short.

    From the own foods first, then from common ones; aimed at the recommended amount, within upper
    limits, energy and sodium. Whoever a gate keeps from food ideas gets none, and is told so.

    Parameters
    ----------
    eaters : iterable of Eater
        The people.
    common : sequence of Food
        Foods that many people eat.
    tables : IdeaTables
        Rules, constants and words.
    wishes : Wishes
        What to leave out, and whether guide amounts are aims.

    Returns
    -------
    Ideas
        No rows of ideas where there is no gap, no food that helps, or a gate in the way.

    Raises
    ------
    UnknownNameError
        A food to leave out is not known.
    """
    without = excluded_tags(wishes.without, tables.exclusions)
    ideas: list[dict[str, Any]] = []
    closing: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    for eater in eaters:
        goals = aims(
            eater.adequacy,
            eater.gates,
            tables.constants,
            allowance=eater.allowance,
            guide_amounts=wishes.guide_amounts,
        )
        choice = _chosen(eater, common, goals, tables, without)
        ideas += idea_rows(eater.person, choice, tables.words)
        closing += closing_rows(eater.person, choice, goals, tables.words)
        said = _notes(eater, choice, goals, tables, wishes)
        notes += (
            {"person": eater.person, "rank": rank, "kind": kind, "sentence": sentence}
            for rank, (kind, sentence) in enumerate(said, start=1)
        )
    return Ideas(
        IDEAS.check(IDEAS.frame(ideas)),
        CLOSING.check(CLOSING.frame(closing)),
        IDEA_NOTES.check(IDEA_NOTES.frame(notes)),
    )


def _chosen(
    eater: Eater,
    common: Sequence[Food],
    goals: Sequence[Aim],
    tables: IdeaTables,
    without: frozenset[str],
) -> Choice:
    """The best choice: own foods first, and of these what gives most to the gaps."""
    if _stopping(eater):
        return Choice((), {})
    changes = find_changes(eater.own, common, goals, eater.gates, tables.constants, without=without)
    choice = choose(changes, goals, tables.constants)
    wanted = [goal for goal in goals if goal.role != NONE and goal.missing > 0]

    def worth(chosen: tuple[Change, int]) -> tuple[bool, float]:
        change, times = chosen
        shares = (change.counts[goal.nutrient] * times / 7 / goal.missing for goal in wanted)
        return not change.food.own, -sum(min(share, 1.0) for share in shares)

    return choice._replace(changes=tuple(sorted(choice.changes, key=worth)))


def _stopping(eater: Eater) -> list[Gate]:
    """The gates that stop every idea."""
    return [gate for gate in eater.gates if ALL in gate.stops]


def _notes(
    eater: Eater,
    choice: Choice,
    goals: Sequence[Aim],
    tables: IdeaTables,
    wishes: Wishes,
) -> list[tuple[str, str]]:
    """What must be read before, beside or instead of ideas."""
    stopping = _stopping(eater)
    if stopping:
        return [("stopped", _sentence(gate, tables)) for gate in stopping[:1]]
    some = [gate for gate in eater.gates if gate.stops and _short(eater, gate)]
    found = [("stopped", _sentence(gate, tables)) for gate in some]
    if not choice.changes:
        gaps = [goal for goal in goals if goal.role == GAP]
        if gaps:
            return [*found, ("none", _say("idea.none_found", tables))]
        return found or [("none", sentence) for sentence in _nothing_short(eater, tables)]
    others = [gate for gate in eater.gates if gate not in some]
    found += [("caution", sentence) for sentence in cautions(others, tables.verdict_words)]
    found.append(("note", _say("idea.doubt", tables)))
    if wishes.without:
        found.append(("note", _say("idea.labels", tables)))
    return found


def _nothing_short(eater: Eater, tables: IdeaTables) -> list[str]:
    """Why nothing is proposed: nothing is short, or too little is known to say so."""
    sure = eater.adequacy["verdict"].isin(_SURE)
    if sure.all():
        return [_say("idea.none_needed", tables)]
    steps = [eater.first_step] if eater.first_step else []
    if not sure.any():
        return [_say("idea.too_little_known", tables), *steps]
    names = [find(str(n)).name for n in eater.adequacy.loc[~sure, "nutrient"]]
    words = {"nutrients": ", ".join(name[:1].lower() + name[1:] for name in names)}
    return [tables.words.say("idea.none_short_but_open", "people", words), *steps]


def _short(eater: Eater, gate: Gate) -> bool:
    """Whether a gate stops ideas about something that is likely short."""
    short = eater.adequacy[eater.adequacy["verdict"] == "likely_short"]
    return any(gate.stopping(str(nutrient)) for nutrient in short["nutrient"])


def _sentence(gate: Gate, tables: IdeaTables) -> str:
    return tables.verdict_words.say(gate.code, "people", {})


def _say(code: str, tables: IdeaTables) -> str:
    return tables.words.say(code, "people", {})
