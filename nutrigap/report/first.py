"""The first screen, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nutrigap.charts.day_bars import as_date
from nutrigap.nutrients import find, format_amount
from nutrigap.reference import authorities
from nutrigap.report.actions import actions
from nutrigap.report.limits import upper_limits
from nutrigap.report.model import FirstScreen, Gate, Link
from nutrigap.report.phrases import (
    capital,
    count_word,
    day_text,
    period_text,
    releases_text,
    say,
    some,
)
from nutrigap.report.verdicts import headline, verdict_rows
from nutrigap.tables import read_constants

if TYPE_CHECKING:
    from nutrigap.report.person import PersonTables

# Asked only where the answer is known already.
_QUIET_GATES = ("minor", "tube", "eating_disorder")
# Asked for, never asked about.
_SILENT_GATES = ("hidden_energy",)


def first_screen(tables: PersonTables) -> FirstScreen:
    """Everything a reader meets before scrolling."""
    rows = verdict_rows(tables)
    to_do = actions(tables)
    number = capital(count_word(len(to_do)))
    return FirstScreen(
        about=_about(tables),
        diary=_diary(tables),
        headline=headline(rows) if len(tables.adequacy) else say("reason.no_profile"),
        rows=rows,
        limits=upper_limits(tables),
        actions_title=f"{number} thing{'' if len(to_do) == 1 else 's'} you can do",
        actions=to_do,
        gates=_gates(tables),
        gate_sentences=_gate_sentences(tables),
        tables=_foods_text(tables),
    )


def _foods_text(tables: PersonTables) -> str:
    """The food tables, and how many names the user's own answers decided."""
    answers = int(tables.provenance.get("remembered", "0"))
    text = releases_text(tables.provenance.get("releases", ""))
    return f"{text}; {some(answers, 'remembered answer')} used" if answers else text


def _about(tables: PersonTables) -> tuple[str, ...]:
    """Period, day made, reference."""
    about = [period_text(list(tables.days["day"]))]
    made = as_date(tables.provenance.get("made", ""))
    about += [f"made {day_text(made)}"] if made else []
    if tables.profile is None:
        return (*about, "reference: none, sex and age not given")
    return (*about, f"reference: {authority_title(tables.authority)}, {who(tables)}")


def authority_title(name: str) -> str:
    """The name people know an authority by; a user's own file keeps its name."""
    known = {**authorities(), **authorities(superseded=True)}
    if name not in known:
        return name
    title, region = known[name].title, known[name].region
    short = "".join(word[0] for word in region.split()) == title
    return region if short else f"{title} ({region})"


def who(tables: PersonTables) -> str:
    """Whom the reference values are for."""
    profile = tables.profile
    if profile is None:
        return ""
    words = {("female", True): "woman", ("male", True): "man", ("female", False): "girl"}
    word = words.get((profile.sex, profile.age_years >= 18), "boy")
    stage = "" if profile.life_stage == "general" else f", {profile.life_stage}"
    return f"{word}, {profile.age_years:g}{stage}"


def _diary(tables: PersonTables) -> tuple[Link, ...]:
    """Days, foods, energy."""
    facts = [Link(some(len(tables.days), "day") + " in the file"), _days_used(tables)]
    weekend = [d for d in map(as_date, tables.usable["day"]) if d and d.weekday() >= 5]
    facts += [Link(some(len(weekend), "weekend day") if weekend else "no weekend day")]
    foods, found = foods_found(tables)
    facts += [Link(f"{some(foods, 'food')}, {found:,} found", "unknown", "more")] if foods else []
    return tuple(facts + _energy(tables))


def _days_used(tables: PersonTables) -> Link:
    used, aside = len(tables.usable), len(tables.days) - len(tables.usable)
    said = bool(used) and bool(tables.usable["complete"].eq(True).fillna(False).all())
    text = f"{used} {'complete' if said else 'counted'}"
    return Link(f"{text}, {aside} set aside", "days", "why") if aside else Link(text)


def foods_found(tables: PersonTables) -> tuple[int, int]:
    """Foods written down, and how many of them were found for sure enough to count as known."""
    foods = tables.entries[tables.entries["kind"].isin(["food", "water"])]
    likely = tables.matches["probability"] >= known_from()
    sure = tables.matches[tables.matches["fdc_id"].notna() & likely]
    return len(foods), int(foods["match_id"].isin(sure["match_id"]).sum())


def known_from() -> float:
    """Probability of a match from which its values count as known."""
    return read_constants("range_constants")["table_probability"]


def _energy(tables: PersonTables) -> list[Link]:
    """Energy a day; nothing of it for people whom the number may harm."""
    mean = tables.mean("energy")
    if mean is None or tables.discreet:
        return []
    checks = tables.adequacy["energy_check"].dropna()
    check = "not checked" if checks.empty else str(checks.iloc[0])
    amount = format_amount(find("energy"), mean["estimate"])
    return [Link(f"about {amount} a day ({check})")]


def _gate_sentences(tables: PersonTables) -> tuple[str, ...]:
    """What every answer of yes changes, in words; what was not asked limits the ideas."""
    rows = tables.gates
    found = list(rows.loc[(rows["state"] == "yes") & rows["sentence"].notna(), "sentence"])
    found += [say("gate.not_asked")] if (rows["state"] == "not_asked").any() else []
    return tuple(dict.fromkeys(map(str, found)))


def _gates(tables: PersonTables) -> tuple[Gate, ...]:
    """The questions; quiet ones, and pregnancy where it cannot be, only after a yes."""
    rows = tables.gates
    told = rows["gate"].isin(_QUIET_GATES) & (rows["state"] != "yes")
    told |= rows["gate"].isin(_SILENT_GATES)
    male = tables.profile is not None and tables.profile.sex == "male"
    shown = rows[~told & ~(male & (rows["gate"] == "pregnancy"))]
    pairs = zip(shown["question"], shown["state"], strict=True)
    return tuple(Gate(str(question), str(state)) for question, state in pairs)
