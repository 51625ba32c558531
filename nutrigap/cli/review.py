"""The command ``review``: questions about the foods with most at stake."""

from __future__ import annotations

import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nutrigap.cli import options, output
from nutrigap.cli.asked import Part
from nutrigap.cli.groups import grouped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nutrigap.cli.asked import Read
    from nutrigap.cli.questions import Asked, Desk
    from nutrigap.names import Answer, Answers, Candidate
    from nutrigap.totals import Totals

# Less is not worth a question.
_LEAST_SHARE = 0.005
_DRAWS, _SEED = 1000, 0
_KEYS = "1–5 it was this · s search · g weigh · b N never N · u nobody knows · n next · q stop"


@grouped
def review(
    files: options.Files,
    part: Part,
    limit: Annotated[int, typer.Option(min=1, help="How many questions at most.")] = 10,
) -> None:
    """Ask about the doubtful matches that matter most, and remember the answers."""
    from datetime import date

    from nutrigap.cli.questions import Desk

    read = part.read(files, answering=True)
    for problem in read.remembered.problems:
        output.say(problem)
    before = _totals(read, read.remembered.answers, part.prefer)
    desk = Desk(read.store, read.remembered.answers, part.remembered, date.today().isoformat())
    _ask_all(desk, _questions(before, read, limit))
    if desk.given:
        after = _totals(read, desk.answers, part.prefer)
        _say_what_changed(desk, part.remembered, before, after)
    if read.errors:
        raise typer.Exit(1)


def _totals(read: Read, answers: Answers, prefer: str) -> Totals:
    from nutrigap.names import RememberingFinder
    from nutrigap.totals import total

    finder = RememberingFinder(read.store.finder, answers, read.store.connection)
    return total(read.diary, read.store, finder, prefer=prefer, draws=_DRAWS, seed=_SEED)


def _questions(totals: Totals, read: Read, limit: int) -> list[Asked]:
    from nutrigap.cli.questions import Asked
    from nutrigap.match import chosen, given_up
    from nutrigap.stakes import density_spread, rank_questions

    scales, eaten = _needs(), read.store.eaten()
    candidates = totals.matched.candidates
    held = read.store.composition(candidates["fdc_id"].unique())
    closed = totals.entries["match_id"].isin(given_up(totals.entries, read.remembered.answers))
    ranked = rank_questions(
        totals.entries[~closed],
        totals.weighed,
        chosen(totals.matched.matches),
        totals.simulated.contributions,
        density_spread(candidates, held, eaten, list(scales)),
        scales=scales,
        usual_grams=float(eaten["usual_grams"].median()),
    )
    rows = totals.entries.drop_duplicates("match_id").set_index("match_id", drop=False)
    return [
        Asked(rows.loc[[row["match_id"]]], row["times"], row["share"])
        for row in ranked[ranked["share"] >= _LEAST_SHARE].head(limit).to_dict("records")
    ]


def _needs() -> dict[str, float]:
    """What labels call a day's need of each nutrient, for all five to count alike."""
    from nutrigap import tables
    from nutrigap.nutrients import shown

    wanted = {nutrient.key for nutrient in shown()}
    return {
        row["nutrient"]: float(row["amount"])
        for row in tables.read_rows("label_values")
        if row["label_set"] == "fda_dv" and row["age_from_years"] == "4"
        if row["nutrient"] in wanted
    }


def _ask_all(desk: Desk, questions: list[Asked]) -> None:
    if not questions:
        output.print_text("No food name is worth a question.")
    for place, asked in enumerate(questions, start=1):
        if not _ask(desk, asked, f"Question {place} of {len(questions)}"):
            return


def _ask(desk: Desk, asked: Asked, place: str) -> bool:
    """One question, until it is answered or passed over; false to stop."""
    foods = _shown(desk, asked, place, desk.options(asked))
    while (line := _typed("> ")) not in (None, "q"):
        key, _, rest = line.partition(" ")
        if key in ("n", ""):
            return True
        if key == "u":
            desk.give_up(asked)
            return True
        if food := _numbered(key, foods):
            desk.use(asked, food)
            return True
        changed = _look_closer(desk, asked, key, rest.strip(), foods)
        if changed is None:
            output.print_text(f"“{line}” does not fit here. {_KEYS}")
        else:
            foods = _shown(desk, asked, place, changed)
    return False


def _shown(desk: Desk, asked: Asked, place: str, foods: list[Candidate]) -> list[Candidate]:
    from nutrigap.cli.questions import show

    show(asked, place, desk.rows(asked, foods))
    output.print_text(_KEYS)
    return foods


def _look_closer(
    desk: Desk, asked: Asked, key: str, rest: str, foods: list[Candidate]
) -> list[Candidate] | None:
    """The candidates after a search, a mass or a food ruled out; None for any other key."""
    if key == "s":
        words = rest or _typed("Search for: ")
        return desk.options(asked, words) if words else foods
    if key == "g":
        return foods if _weighed(desk, asked, rest) else None
    ruled_out = _numbered(rest, foods) if key == "b" else None
    if ruled_out is None:
        return None
    desk.block(asked, ruled_out)
    return desk.options(asked)


def _weighed(desk: Desk, asked: Asked, rest: str) -> bool:
    """Whether a mass was told and written down; a mass that the diary states needs none."""
    if asked.states_mass:
        output.print_text("The diary states this mass already.")
        return True
    measure = asked.text("measure")
    grams = _grams(rest or _typed(f"How many grams is one {measure or 'serving'}? ") or "")
    if not grams > 0:
        return False
    desk.weigh(asked, grams)
    return True


def _grams(text: str) -> float:
    """A mass in any unit, or a number of grams; NaN if it is neither.

    Examples
    --------
    >>> _grams("240"), _grams("2 oz"), _grams("a bowl")
    (240.0, 56.69904625, nan)
    """
    from nutrigap.amounts import parse_amount

    amount = parse_amount(text)
    if amount is None:
        return math.nan
    return amount.quantity if amount.measure is None else amount.grams


def _numbered(text: str, foods: list[Candidate]) -> Candidate | None:
    place = int(text) if text.isascii() and text.isdigit() else 0
    return foods[place - 1] if 1 <= place <= len(foods) else None


def _typed(prompt: str) -> str | None:
    """A line from the keyboard or a pipe; None at its end."""
    typer.echo(prompt, nl=False)
    try:
        line = sys.stdin.readline()
    except KeyboardInterrupt:
        line = ""
    if not sys.stdin.isatty():
        typer.echo(line.rstrip("\n"))
    return line.strip() if line else None


def _say_what_changed(desk: Desk, path: Path | None, before: Totals, after: Totals) -> None:
    """Which answers were kept, and what they did to the ranges."""
    from nutrigap.remembered import remembered_path

    output.print_text("")
    count = len(desk.given)
    output.print_text(f"{count} {'answer' if count == 1 else 'answers'} kept in "
                      f"{path or remembered_path()}:")  # fmt: skip
    for answer in desk.given:
        output.print_text(f"  {answer.food}: {_said(answer)}", indent=4)
    if before.average["person"].nunique() == 1:
        output.print_text("")
        heads = [("a day", "left"), ("before", "right"), ("now", "right")]
        output.print_table(heads, _ranges(before, after))


def _said(answer: Answer) -> str:
    if answer.answer == "unknown":
        return "nobody knows"
    if not answer.names_food:
        return f"one {answer.measure or 'serving'} is {answer.grams_per_unit:g} g"
    return f"{'never ' if answer.answer == 'block' else ''}{answer.description}"


def _ranges(before: Totals, after: Totals) -> Iterable[tuple[str, str, str]]:
    """The range of each nutrient before and after the answers."""
    from nutrigap.nutrients import format_range, shown

    rows = [{row["nutrient"]: row for row in t.average.to_dict("records")} for t in (before, after)]
    for nutrient in shown():
        was, now = (
            format_range(nutrient, row[nutrient.key]["low"], row[nutrient.key]["high"])
            for row in rows
        )
        yield nutrient.name, was, now


COMMANDS = (review,)
