"""Commands about the food store: what is in it, single foods, building one."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from nutrigap.cli import foods_fetch, foods_match, options, output
from nutrigap.cli.progress import bars

if TYPE_CHECKING:
    from nutrigap.fdc.lookup import FoodPage
    from nutrigap.fdc.rich import RichFood
    from nutrigap.nutrients import Nutrient

app = typer.Typer(no_args_is_help=True, help="Foods and what they hold.")

_COUNTED = {"food": "foods", "portion": "portions", "synonym": "other names"}
_CITATION = (
    "Source: U.S. Department of Agriculture, Agricultural Research Service. "
    "FoodData Central. fdc.nal.usda.gov."
)
_RELEASE_COLUMNS = ("release", "dataset", "foods", "source", "sha256", "note")
_AMOUNT_COLUMNS = (
    "fdc_id", "food_code", "description", "data_type", "release", "nutrient", "amount", "unit",
)  # fmt: skip
_RICH_COLUMNS = (
    "fdc_id", "food_code", "description", "category", "usual_grams", "amount", "unit",
    "energy_kcal", "per", "known_as",
)  # fmt: skip


@app.command()
def info(store: options.Store = None, csv: options.Csv = False) -> None:
    """The store in use: its releases, their checksums and what to know about them."""
    from nutrigap.fdc import open_store
    from nutrigap.fdc.gaps import missing_shares, released

    opened = open_store(store)
    releases, missing = opened.releases(), missing_shares(opened)
    if csv:
        for row in releases:
            shares = missing.get(row["release"], {})
            row["released"] = released(row["release"])
            row |= {f"missing_{key}": f"{share:.4f}" for key, share in shares.items()}
        output.print_rows(list(dict.fromkeys((*_RELEASE_COLUMNS, *_columns(releases)))), releases)
        return
    facts = opened.info()
    typer.echo(f"Food store: {facts['name']} ({facts['path']})")
    for release in releases:
        typer.echo(f"\n{release['release']}: {int(release['foods']):,} foods")
        date = released(release["release"])
        dated = f"released {date}, " if date else ""
        lacks = _missing(missing.get(release["release"], {}))
        for line in (f"{dated}from {release['source']}", f"sha256 {release['sha256']}", lacks):
            _print_indented(line)
        _print_indented(release["note"])
    rows = ((f"{int(facts[key]):,} {words}") for key, words in _COUNTED.items())
    typer.echo(f"\nIn all {', '.join(rows)}. Built with:")
    _print_indented(facts["command"])
    typer.echo(f"\n{_CITATION}")


def _columns(rows: list[dict[str, str]]) -> list[str]:
    """Every column that some row has, in order."""
    return [column for row in rows for column in row]


def _missing(shares: dict[str, float]) -> str:
    """The share of foods without a value, for each nutrient people see."""
    from nutrigap.nutrients import find, shown

    names = [*(nutrient.key for nutrient in shown()), "energy"]
    said = [f"{find(key).name} {shares[key]:.0%}" for key in names if key in shares]
    return f"without a value: {', '.join(said)}" if said else ""


def _print_indented(text: str) -> None:
    lines = textwrap.wrap(text, 96, break_long_words=False, break_on_hyphens=False)
    typer.echo("".join(f"  {line}\n" for line in lines), nl=False)


@app.command()
def show(
    number: Annotated[str, typer.Argument(help="fdc_id, food code or bar code.", metavar="ID")],
    store: options.Store = None,
    csv: options.Csv = False,
) -> None:
    """One food: names, portions and what 100 g of it hold."""
    from nutrigap.fdc import open_store
    from nutrigap.fdc.lookup import look_up

    pages = look_up(open_store(store), number)
    if csv:
        output.print_rows(_AMOUNT_COLUMNS, (row for page in pages for row in _amount_rows(page)))
        return
    for page in pages:
        _print_page(page)


def _amount_rows(page: FoodPage) -> list[dict[str, object]]:
    from nutrigap.nutrients import find

    return [
        {**page.facts, "nutrient": key, "amount": amount, "unit": find(key).unit}
        for key, amount in page.amounts.items()
    ]


def _print_page(page: FoodPage) -> None:
    from nutrigap.nutrients import find, shown

    typer.echo(f"{page.facts['description']}\n{'; '.join(_facts(page))}\n")
    amounts = [(n.name, _amount(n, page.amounts[n.key])) for n in (*shown(), find("energy"))]
    output.print_table([("in 100 g", "left"), ("", "right")], amounts)
    typer.echo()
    portions = [(measure, f"{grams:,.4g} g") for measure, grams in page.portions]
    output.print_table([("portion", "left"), ("weighs", "right")], portions or [("not known", "")])
    typer.echo()


def _facts(page: FoodPage) -> list[str]:
    labels = {"fdc_id": "fdc_id", "food_code": "food code", "gtin": "bar code", "brand": "brand"}
    labels |= {"category": "category", "release": "release"}
    found = [f"{label} {page.facts[key]}" for key, label in labels.items() if page.facts[key]]
    people = page.facts["popularity"]
    return found if people is None else [*found, f"reported by {people:,.0f} of 11,325 people"]


def _amount(nutrient: Nutrient, amount: float | None) -> str:
    from nutrigap.nutrients import format_amount

    return format_amount(nutrient, float("nan") if amount is None else amount)


@app.command()
def rich(
    nutrient: Annotated[str, typer.Argument(help="Such as magnesium or 'vitamin D'.")],
    limit: Annotated[int, typer.Option(min=1, help="How many foods.")] = 20,
    per: Annotated[
        Literal["portion", "100kcal", "100g"], typer.Option(help="Amount in what.")
    ] = "portion",
    sex: options.Sex = None,
    age: options.Age = None,
    life_stage: options.LifeStage = "general",
    condition: options.Condition = None,
    no_condition: options.NoCondition = None,
    without: options.Without = None,
    store: options.Store = None,
    csv: options.Csv = False,
) -> None:
    """The best sources of a nutrient among the foods people eat, well-known ones first of all.

    For a person (--sex and --age) only those that answers about health leave, as with ideas.
    """
    from nutrigap.cli.listed_foods import Reader
    from nutrigap.fdc import open_store
    from nutrigap.nutrients import find

    wanted, opened = find(nutrient), open_store(store)
    reader = Reader.asked(sex, age, life_stage, condition, no_condition, without)
    for sentence in () if csv else reader.sentences(wanted.key):
        output.print_text(sentence)
    foods = reader.rich_foods(opened, wanted, per=per, limit=limit)
    if csv:
        rows = ({**f._asdict(), "unit": wanted.unit, "per": per} for f in foods)
        output.print_rows(_RICH_COLUMNS, rows)
        return
    if foods:
        _print_rich(foods, wanted, per)


def _print_rich(foods: list[RichFood], wanted: Nutrient, per: str) -> None:
    from nutrigap.nutrients import find

    energy = find("energy")
    rows = []
    for food in foods:
        usual = (
            "not known" if food.usual_grams != food.usual_grams else f"{food.usual_grams:,.0f} g"
        )
        amounts = _amount(wanted, food.amount), _amount(energy, food.energy_kcal)
        rows.append((food.description, usual, *amounts, food.known_as))
    of = {"portion": "", "100kcal": " in 100 kcal", "100g": " in 100 g"}[per]
    columns = [("food", "left"), ("usual portion", "right"), (f"{wanted.name}{of}", "right")]
    output.print_table([*columns, ("energy", "right"), ("known as a source", "left")], rows)


@app.command()
def build(
    source: Annotated[
        list[Path], typer.Argument(help="FoodData Central zips, or folders with its CSV tables.")
    ],
    store: Annotated[Path, typer.Option(help="The file to write.", dir_okay=False)],
) -> None:
    """Build a food store from USDA's releases; the newer release of a food is taken."""
    from nutrigap.fdc import FoodStore, read_release, write_store

    with bars() as progress:
        releases = [read_release(path, progress=progress) for path in source]
        written = FoodStore(write_store(releases, store))
    for row in written.releases():
        output.say(f"{row['release']}: {int(row['foods']):,} foods from {row['source']}")
    output.say(f"{store}: {int(written.info()['food']):,} foods, {store.stat().st_size:,} bytes")


for _command in (*foods_match.COMMANDS, *foods_fetch.COMMANDS):
    app.command()(_command)
