"""What the tables look like on screen: rounded, with units, unknown called unknown."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from nutrigap.cli import output
from nutrigap.cli.basis import basis_of
from nutrigap.discretion import discreet_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pandas import DataFrame, Series

    from nutrigap.analysis import Analysis

_GUESSED_WEIGHTS = ("default", "energy")


def show_verdicts(result: Analysis, units: str) -> None:
    """One row a nutrient for each person, the sentences behind them, and what they rest on."""
    for line in _file_lines(result):
        output.print_text(line)
    many = len(result.profiles) > 1
    for person, rows in result.adequacy.groupby("person", sort=False):
        title = f"\n{person}" if many else ""
        discreet = result.profiles[str(person)].discreet
        columns, lines = _verdict_table(rows, units, _in_100 if discreet else _share)
        output.print_table(columns, lines, title=title)
        output.print_text("")
        for nutrient, reason in zip(rows["nutrient"], rows["reason"], strict=True):
            output.print_text(f"{_name(nutrient)}: {reason}", indent=2)
            for sentence in _first_doubts(result, str(person), nutrient):
                output.print_text(f"  {sentence}", indent=2)
        output.print_text("")
        for paragraph in basis_of(result, str(person)):
            output.print_text(paragraph)
    discreet = any(profile.discreet for profile in result.profiles.values())
    for note in discreet_texts(result.notes) if discreet else result.notes:
        output.print_text(note)


def _first_doubts(result: Analysis, person: str, nutrient: str) -> list[str]:
    """What would change a verdict; nothing where there is no doubt to name."""
    doubts = result.doubts
    mine = (doubts["person"] == person) & (doubts["nutrient"] == nutrient) & (doubts["rank"] == 1)
    return list(doubts.loc[mine, "sentence"])


_VERDICT_COLUMNS = (
    ("", "left"),
    ("average", "right"),
    ("range", "right"),
    ("target", "right"),
    ("covered", "right"),
    ("verdict", "left"),
)
_FOOD_COLUMN = ("food alone", "right")
_FOOD_PLACE = 2


def _verdict_table(
    rows: DataFrame, units: str, share: Callable[[float], str]
) -> tuple[list[tuple[str, str]], list[tuple[str, ...]]]:
    """Columns and lines; food alone stands beside the average where tablets were taken."""
    columns, lines = list(_VERDICT_COLUMNS), list(_verdict_rows(rows, units, share))
    if not (rows["tablets_high"] > 0).any():
        return columns, lines
    columns.insert(_FOOD_PLACE, _FOOD_COLUMN)
    foods = [
        _amount(nutrient, food, units) if tablets > 0 else ""
        for nutrient, food, tablets in zip(
            rows["nutrient"], rows["food_mean"], rows["tablets_high"], strict=True
        )
    ]
    return columns, [
        (*line[:_FOOD_PLACE], food, *line[_FOOD_PLACE:])
        for line, food in zip(lines, foods, strict=True)
    ]


def _file_lines(result: Analysis) -> Iterator[str]:
    """What was read from each file."""
    from nutrigap.diary import formats

    entries, problems = result.diary.entries, result.diary.problems
    for (file, form), rows in entries.groupby(["source_file", "format"], sort=False):
        days = rows[["person", "day"]].drop_duplicates()
        odd = problems.loc[problems["source_file"] == file, "source_line"].nunique()
        look = f", {output.count(odd, 'row needs', 'rows need')} a look" if odd else ""
        title = formats()[str(form)].title
        yield (
            f"{file}: {title}, {output.count(len(rows), 'entry', 'entries')}, "
            f"{output.count(len(days), 'day', 'days')}{look}"
        )


def _verdict_rows(
    rows: DataFrame, units: str, share: Callable[[float], str]
) -> Iterator[tuple[str, ...]]:
    from nutrigap.charts.labels import verdict_label

    for _, row in rows.iterrows():
        yield (
            _name(row["nutrient"]),
            _amount(row["nutrient"], row["mean"], units),
            _range(row["nutrient"], row["low"], row["high"], units),
            _target(row, units),
            share(row["coverage"]),
            verdict_label(row),
        )


def _target(row: Series[Any], units: str) -> str:
    if row["recommended"] != row["recommended"]:
        return "none set"
    amount = _amount(str(row["nutrient"]), row["recommended"], units)
    return f"{amount} {row['recommended_label']}"


def show_totals(table: DataFrame, units: str) -> None:
    """Totals a day or a person, one row a nutrient."""
    heads = [name for name in ("person", "day", "days") if name in table]
    many = len(set(table["person"])) > 1
    heads = heads if many else heads[1:]
    columns = [
        *((name, "left") for name in (*heads, "nutrient")),
        *((name, "right") for name in ("known", "estimate", "range", "covered", "unknown")),
    ]
    output.print_table(columns, list(_total_rows(table, heads, units)))


def _total_rows(table: DataFrame, heads: list[str], units: str) -> Iterator[tuple[str, ...]]:
    for row in table.to_dict("records"):
        nutrient = row["nutrient"]
        yield (
            *(str(row[name]) for name in heads),
            _name(nutrient),
            _amount(nutrient, row["known"], units),
            _amount(nutrient, row["estimate"], units),
            _range(nutrient, row["low"], row["high"], units),
            _share(row["coverage"]),
            f"{row['unknown_entries']} of {row['entries']}",
        )


def show_matches(table: DataFrame) -> None:
    """The food each entry was taken for."""
    columns = [
        *((name, "left") for name in ("day", "as written", "amount")),
        ("grams", "right"),
        ("taken for", "left"),
        ("sure", "right"),
    ]
    output.print_table(columns, [_match_row(row) for _, row in table.iterrows()])
    said = table.dropna(subset=["reading"])
    if len(said):
        output.print_text("What the stated energy says:")
    for row in said.itertuples(index=False):
        output.print_text(f"{row.day}, {row.food}: {row.reading}", indent=2)


def _match_row(row: Series[Any]) -> tuple[str, ...]:
    guess = "about " if row["grams_basis"] in _GUESSED_WEIGHTS else ""
    grams = "not known" if row["grams"] != row["grams"] else f"{guess}{row['grams']:,.0f} g"
    found = row["description"] == row["description"]
    sure = _share(row["probability"]) if found else ""
    taken = row["description"] if found else "nothing found"
    return (row["day"], _text(row["food"]), _text(row["amount_text"]), grams, taken, sure)


def _text(cell: str) -> str:
    return cell if cell == cell else ""


def _name(nutrient: str) -> str:
    from nutrigap.nutrients import find

    return find(nutrient).name


def _amount(nutrient: str, amount: float, units: str) -> str:
    from nutrigap.nutrients import find, format_amount

    return format_amount(find(nutrient), amount, units=units)


def _range(nutrient: str, low: float, high: float, units: str) -> str:
    from nutrigap.nutrients import find, format_range

    return format_range(find(nutrient), low, high, units=units)


def _share(part: float) -> str:
    """A share in per cent that never rounds to a certainty it is not."""
    return "not known" if math.isnan(part) else f"{_hundreds(part)} %"


def _in_100(part: float) -> str:
    """The same for people to whom nothing is said in per cent."""
    return "not known" if math.isnan(part) else f"{_hundreds(part)} of 100"


def _hundreds(part: float) -> int:
    percent = 100 * part
    return min(99, round(percent)) if percent < 100 else 100
