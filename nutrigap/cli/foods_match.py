"""Commands that find foods by name: one name, or a file of names."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nutrigap.cli import options, output

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nutrigap.cli.names_file import NamedFood
    from nutrigap.fdc import FoodStore
    from nutrigap.names import Candidate, Explained, RememberingFinder
    from nutrigap.portions import Food, Scales, Weight

_FOUND = ("fdc_id", "food_code", "description", "data_type", "probability", "weight")
_MATCHED = ("id", "food", "rank", *_FOUND, "grams", "grams_basis")
# Points below this decide nothing.
_WORTH_SAYING = 0.1
_NOTHING = dict.fromkeys(_FOUND, "") | {"probability": 0.0, "weight": 0.0}


def search(
    text: Annotated[list[str], typer.Argument(help="Words of a food's name.")],
    limit: Annotated[int, typer.Option(min=1, help="How many foods at most.")] = 10,
    store: options.Store = None,
    csv: options.Csv = False,
) -> None:
    """Foods that a name may mean, the likeliest first."""
    from nutrigap.fdc import open_store
    from nutrigap.names import Query

    found = open_store(store).finder.find(Query(" ".join(text)), limit=limit)
    if csv:
        output.print_rows(_FOUND, (candidate._asdict() for candidate in found))
        return
    if not found:
        output.say(f"No food is called {' '.join(text)!r}. Try a plainer word, such as 'bread'.")
        raise typer.Exit(1)
    columns = (("fdc_id", "right"), ("code", "right"), ("chance", "right"), ("food", "left"))
    output.print_table(columns, map(_shown, found))


def match(
    names: Annotated[Path, typer.Argument(help="CSV with a column food.", metavar="NAMES.csv")],
    limit: Annotated[int, typer.Option(min=1, help="How many foods a name at most.")] = 5,
    store: options.Store = None,
    remembered: options.Remembered = None,
    csv: options.Csv = False,
    explain: Annotated[
        bool, typer.Option(help="Show what spoke for and against each food, in points.")
    ] = False,
) -> None:
    """The foods that names in a file mean, with the grams of their amounts.

    Columns read: food; if present also id, brand, amount, energy_kcal, protein_g, carbohydrate_g
    and fat_g.
    """
    from nutrigap.cli.names_file import read_names
    from nutrigap.fdc import open_store
    from nutrigap.names import RememberingFinder
    from nutrigap.remembered import read_remembered

    if csv and explain:
        reason = "it is for people; leave --csv out"
        raise typer.BadParameter(reason, param_hint="'--explain'")
    listed = read_names(names)
    opened, told = open_store(store), read_remembered(remembered)
    finder = RememberingFinder(opened.finder, told.answers, opened.connection)
    if csv:
        output.print_rows(_MATCHED, _rows(opened, finder, listed, limit))
    else:
        for named in listed:
            _print_matches(finder, named, limit, explain=explain)
    for problem in (*told.problems, *finder.notes):
        output.notice(problem)


def _shown(candidate: Candidate) -> tuple[str, ...]:
    code, chance = candidate.food_code or "", f"{candidate.probability:.0%}"
    return str(candidate.fdc_id), code, chance, candidate.description


def _rows(
    store: FoodStore, finder: RememberingFinder, listed: list[NamedFood], limit: int
) -> Iterator[dict[str, object]]:
    """One row a candidate; a name that nothing fits has one row without a food."""
    scales = _scales()
    for named in listed:
        head = {"id": named.id, "food": named.query.food or ""}
        found = finder.find(named.query, limit=limit)
        told = _told(finder, named)
        for rank, candidate in enumerate(found, start=1):
            weight = _weigh(store, named, candidate, scales, told)
            yield head | {"rank": rank} | candidate._asdict() | _grams(weight)
        if not found:
            weight = _weigh(store, named, None, scales, told)
            yield head | {"rank": 1} | _NOTHING | _grams(weight)


def _grams(weight: Weight) -> dict[str, object]:
    known = not math.isnan(weight.grams)
    return {"grams": round(weight.grams, 6) if known else "", "grams_basis": weight.basis}


def _scales() -> Scales:
    from nutrigap import tables
    from nutrigap.portions import Scales

    return Scales(tables.read_constants("portion_spreads"), tables.read_rows("densities"))


def _told(finder: RememberingFinder, named: NamedFood) -> float:
    """What the user says one measure weighs [g]."""
    measure = named.amount.measure if named.amount else None
    return finder.answers.grams(named.query.food, named.query.brand, measure)


def _weigh(
    store: FoodStore, named: NamedFood, candidate: Candidate | None, scales: Scales, told: float
) -> Weight:
    """Grams of the amount if the name means this food."""
    from nutrigap.portions import grams_of

    food = _food(store, candidate.fdc_id) if candidate else None
    name, energy = named.query.food or "", named.query.energy_kcal
    return grams_of(named.amount, food, scales, name=name, energy_kcal=energy, told=told)


def _food(store: FoodStore, fdc_id: int) -> Food:
    """What weighing needs to know of a food."""
    from nutrigap.portions import Food, Portion

    portions = tuple(Portion(p.measure, p.grams, p.role) for p in store.portion_rows([fdc_id]))
    description, category, usual = store.read(
        "SELECT description, category, usual_grams FROM food WHERE fdc_id = ?", fdc_id
    ).fetchone()
    energy = store.finder.energy(fdc_id)
    return Food(description, category or "", math.nan if usual is None else usual, energy, portions)


def _print_matches(
    finder: RememberingFinder, named: NamedFood, limit: int, *, explain: bool
) -> None:
    """The foods of one name for people."""
    found = finder.explain(named.query, limit=limit)
    if explain:
        _print_explained(named.query.food or "", found)
        return
    columns = (("fdc_id", "right"), ("code", "right"), ("chance", "right"), ("food", "left"))
    output.print_table(columns, (_shown(e.candidate) for e in found), title=named.query.food)


def _print_explained(name: str, found: list[Explained]) -> None:
    """What spoke for and against the first food, and where the others are behind or ahead of it."""
    output.print_text(name)
    for rank, (candidate, _, points) in enumerate(found):
        code = f" ({candidate.food_code})" if candidate.food_code else ""
        output.print_text(f"{candidate.probability:>5.0%}  {candidate.description}{code}", indent=7)
        if rank and points:
            first = found[0].points
            names = dict.fromkeys((*points, *first))
            beside = {n: points.get(n, 0.0) - first.get(n, 0.0) for n in names}
            _print_points("behind:", beside, -1)
            _print_points("ahead:", beside, 1)
        elif points:
            _print_points("for:", points, 1)
            _print_points("against:", points, -1)
        else:
            output.print_text("       given by code, bar code or your own answer")
    if not found:
        output.print_text("       no food is called so")


def _print_points(title: str, points: Mapping[str, float], sign: int) -> None:
    """The points of one sign in words, the weightiest first."""
    from nutrigap import tables

    words = {row["feature"]: row["words"] for row in tables.read_rows("feature_words")}
    told = sorted(points.items(), key=lambda pair: -sign * pair[1])
    said = [f"{words[name]} {value:+.1f}" for name, value in told if sign * value >= _WORTH_SAYING]
    if said:
        output.print_text(f"       {title:9}{'; '.join(said)}", indent=16)


COMMANDS = (search, match)
