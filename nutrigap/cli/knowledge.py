"""Commands about what nutrigap knows: reference values and who sets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from nutrigap.cli import options, output

if TYPE_CHECKING:
    from pandas import DataFrame

_TARGET_COLUMNS = [
    *("nutrient", "kind", "label", "amount", "unit", "applies_to", "edition", "source"),
]
_AUTHORITY_COLUMNS = ("name", "title", "region", "editions", "nutrients", "source", "note")


def targets(
    sex: options.Sex = None,
    age: options.Age = None,
    life_stage: options.LifeStage = "general",
    trimester: options.Trimester = None,
    authority: options.Authority = "us_dri",
    csv: options.Csv = False,
) -> None:
    """Reference values of one person: requirement, recommended amount, upper limit."""
    from nutrigap import reference
    from nutrigap.profile import Profile

    if sex is None or age is None:
        message = "the values depend on who it is for: give --sex and --age."
        raise typer.BadParameter(message)
    table = reference.targets(Profile(sex, age, life_stage, trimester), authority)
    if csv:
        output.print_frame(table[_TARGET_COLUMNS])
    else:
        _show_targets(table, f"{authority}: {sex}, {age:g} years, {life_stage}")


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
