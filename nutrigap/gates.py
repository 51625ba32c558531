"""What somebody's answers about health stop: three states, yes, no and not asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nutrigap.schema import GATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pandas import DataFrame

    from nutrigap.profile import Profile
    from nutrigap.wording import Wording

ALL = "all"
# Never suggested to anybody.
NEVER = frozenset({"salt_substitute", "potassium_tablet"})
# Asked before anybody reads of foods to eat more of; and gates whose sentence stands there once
# they were answered with yes.
_ASKED_FIRST = ("kidney", "heart")
_CAUTIONS = ("heart", "warfarin", "stones", "pregnancy", "absorption", "timing")
_ADULT_YEARS = 18
_FERTILE_YEARS = (12, 56)


class Gate(NamedTuple):
    """One gate of one person.

    ``state`` is ``yes``, ``no`` or ``not_asked``, which counts as maybe. ``stops`` are the
    nutrients that no food idea may be about (``all`` for every one), ``avoids`` the kinds of food
    that none may name, ``supplements`` whether an idea may speak of supplements.
    """

    name: str
    question: str
    state: str
    stops: frozenset[str] = frozenset()
    avoids: frozenset[str] = frozenset()
    supplements: bool = True
    source: str = ""

    @property
    def code(self) -> str:
        """The sentence's code in ``wording.csv``."""
        return f"gate.{self.name}.{self.state}"

    def stopping(self, nutrient: str) -> bool:
        """Whether this gate stops every food idea about a nutrient."""
        return ALL in self.stops or nutrient in self.stops


def gates(profile: Profile | None, rows: Iterable[Mapping[str, str]]) -> tuple[Gate, ...]:
    """Every gate in its state for a person.

    Parameters
    ----------
    profile : Profile or None
        Its ``conditions`` were answered with yes, its ``without_conditions`` with no; of nobody
        everything is still to be asked.
    rows : iterable of mapping
        ``gates.csv``.

    Examples
    --------
    >>> from nutrigap.profile import Profile
    >>> from nutrigap.tables import read_rows
    >>> asked = Profile("male", 60, conditions=("warfarin",), without_conditions=("heart_disease",))
    >>> {g.name: g.state for g in gates(asked, read_rows("gates"))
    ...     if g.name in ("warfarin", "heart", "kidney")}
    {'kidney': 'not_asked', 'heart': 'no', 'warfarin': 'yes'}
    """
    return tuple(_gate(profile, row) for row in rows)


def _gate(profile: Profile | None, row: Mapping[str, str]) -> Gate:
    state = "not_asked" if profile is None else _state(profile, row)
    known = profile is not None and row["unless_no"] in profile.without_conditions
    stops = _words(row["stops"]) if state == "yes" and not known else frozenset()
    avoids = {"yes": row["avoids"], "no": "", "not_asked": row["avoids_not_asked"]}[state]
    allowed = state == "no" or row["supplements"] == "yes"
    return Gate(row["gate"], row["question"], state, stops, _words(avoids), allowed, row["source"])


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split("|")) - {""}


def _state(profile: Profile, row: Mapping[str, str]) -> str:
    """Yes where one condition holds, no where every one was denied."""
    conditions = _words(row["conditions"])
    told = _told_by_profile(profile, row["gate"])
    if conditions & set(profile.conditions) or told == "yes":
        return "yes"
    denied = conditions <= set(profile.without_conditions)
    return "no" if told == "no" or (denied and conditions) else "not_asked"


def _told_by_profile(profile: Profile, gate: str) -> str:
    """What sex, age and life stage answer by themselves; empty where they do not."""
    if gate == "hidden_energy":
        return "yes" if profile.hide_energy else "no"
    if gate == "minor":
        return "yes" if profile.age_years < _ADULT_YEARS else "no"
    if gate == "pregnancy":
        first, last = _FERTILE_YEARS
        if profile.life_stage != "general":
            return "yes"
        possible = profile.sex == "female" and first <= profile.age_years < last
        return "" if possible else "no"
    return ""


def may_suggest(found: Iterable[Gate], nutrient: str, tags: Iterable[str] = ()) -> bool:
    """Whether a food idea about a nutrient may be shown.

    Parameters
    ----------
    found : iterable of Gate
        The person's gates.
    nutrient : str
        Key of the nutrient the idea is about.
    tags : iterable of str
        What kinds of food the idea names: ``greens``, ``liver``, ``high_mercury_fish`` …

    Examples
    --------
    >>> kidney = Gate("kidney", "kidney disease", "yes", stops=frozenset({"all"}))
    >>> may_suggest([kidney], "calcium"), may_suggest([], "calcium", ["salt_substitute"])
    (False, False)
    """
    kinds = set(tags)
    if kinds & NEVER:
        return False
    return not any(gate.stopping(nutrient) or kinds & gate.avoids for gate in found)


def cautions(found: Iterable[Gate], wording: Wording) -> tuple[str, ...]:
    """What must be read above any list of foods that hold much of something.

    Parameters
    ----------
    found : iterable of Gate
        The person's gates.
    wording : Wording
        The words of one language.

    Examples
    --------
    >>> from nutrigap.wording import house_wording
    >>> cautions([Gate("heart", "heart disease", "yes")], house_wording())
    ('With heart disease, ask before eating more of these foods.',)
    """
    states = {gate.name: gate.state for gate in found}
    codes = [f"gate.{name}.yes" for name in _CAUTIONS if states.get(name) == "yes"]
    if any(states.get(name) == "not_asked" for name in _ASKED_FIRST):
        codes.insert(0, "gate.kidney.not_asked")
    return tuple(wording.say(code, "people", {}) for code in codes)


def gate_table(
    profiles: Mapping[str, Profile], rows: Iterable[Mapping[str, str]], wording: Wording
) -> DataFrame:
    """The gates of every person with their sentences.

    Parameters
    ----------
    profiles : mapping of str to Profile
        Who is assessed.
    rows : iterable of mapping
        ``gates.csv``.
    wording : Wording
        The words of one language.

    Returns
    -------
    DataFrame
        GATES.
    """
    table = list(rows)
    return GATES.frame(
        _row(person, gate, wording)
        for person, profile in profiles.items()
        for gate in gates(profile, table)
    )


def _row(person: str, gate: Gate, wording: Wording) -> dict[str, object]:
    sentence = wording.say(gate.code, "people", {}) if gate.state != "no" else ""
    return {
        "person": person,
        "gate": gate.name,
        "question": gate.question,
        "state": gate.state,
        "sentence": sentence or None,
        "stops": "|".join(sorted(gate.stops)) or None,
        "avoids": "|".join(sorted(gate.avoids)) or None,
        "supplements": gate.supplements,
        "source": gate.source,
    }
