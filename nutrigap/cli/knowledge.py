"""Commands about what nutrigap knows: reference values and who sets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from nutrigap.cli import options, output

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pandas import DataFrame

    from nutrigap.profile import Profile

_TARGET_COLUMNS = [
    *("nutrient", "kind", "label", "amount", "unit", "applies_to", "edition", "source"),
]
_AUTHORITY_COLUMNS = ("name", "title", "region", "editions", "nutrients", "source", "note")


def targets(
    sex: options.Sex = None,
    age: options.Age = None,
    life_stage: options.LifeStage = "general",
    trimester: options.Trimester = None,
    people: options.People = None,
    authority: options.Authority = "us_dri",
    csv: options.Csv = False,
) -> None:
    """Reference values of one person: requirement, recommended amount, upper limit."""
    from nutrigap import reference
    from nutrigap.people import read_people
    from nutrigap.profile import Profile, sex_of

    if people is not None:
        profiles = read_people(people, {})
    elif sex is None or age is None:
        message = (
            "the values depend on who it is for: give --sex and --age, or --people people.csv."
        )
        raise typer.BadParameter(message)
    else:
        profiles = {"": Profile(sex_of(sex), age, life_stage, trimester)}
    found = {name: reference.targets(profile, authority) for name, profile in profiles.items()}
    if csv:
        _print_targets(found, named=people is not None)
        return
    for name, table in found.items():
        _show_targets(table, _title(name, profiles[name], authority))


def _print_targets(found: Mapping[str, DataFrame], *, named: bool) -> None:
    """One table; the person in front where there may be several."""
    import pandas as pd

    table = pd.concat(found, names=["person"]).reset_index(level="person")
    output.print_frame(table[[*(["person"] if named else []), *_TARGET_COLUMNS]])


def _title(name: str, profile: Profile, authority: str) -> str:
    who = f"{profile.sex}, {profile.age_years:g} years, {profile.life_stage}"
    return f"{name}, {authority}: {who}" if name else f"{authority}: {who}"


def _show_targets(table: DataFrame, title: str) -> None:
    from nutrigap.nutrients import find

    rows = []
    for row in table.to_dict("records"):
        nutrient = find(row["nutrient"])
        none = row["amount"] != row["amount"]
        # As the authority prints it: 1.25 µg stays 1.25 µg.
        amount = "none set" if none else f"{row['amount']:,.6g} {row['unit']}"
        words = row["kind"].replace("_", " ")
        scope = "supplements only" if row["applies_to"] == "supplements" else ""
        rows.append((nutrient.name, words, row["label"], amount, scope, row["edition"]))
    left = ("nutrient", "kind", "label")
    columns = [*((name, "left") for name in left), ("amount", "right"), ("", "left")]
    output.print_table([*columns, ("edition", "left")], rows, title=title)
    choices = (note.rpartition("; ")[2] for note in table["note"].dropna())
    for choice in dict.fromkeys(c for c in choices if c.endswith("is used")):
        output.say(f"Note: {choice}.")


def authorities(csv: options.Csv = False) -> None:
    """Who sets the reference values that ship, and which editions."""
    from nutrigap import reference

    current, older = reference.authorities(), reference.authorities(superseded=True)
    found = [*current.values(), *older.values()]
    if csv:
        rows = [
            vars(a) | {"editions": "|".join(a.editions), "nutrients": "|".join(a.nutrients)}
            for a in found
        ]
        output.print_rows(_AUTHORITY_COLUMNS, rows)
        return
    columns = [(name, "left") for name in ("name", "region", "editions", "source")]
    lines = [(a.name, a.region, ", ".join(a.editions), a.source) for a in found]
    output.print_table(columns, lines, title="Reference sets (--authority NAME)")


COMMANDS = (targets, authorities)
