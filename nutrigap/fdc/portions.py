"""Household portions as USDA writes them become the mass of one measure."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.amounts.words import singular
from nutrigap.fdc.rows import Portion, number, plain, whole
from nutrigap.units import find_measure

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Mapping

    from nutrigap.fdc.source import FdcSource

_COUNT = re.compile(r"(\d+ \d+/\d+|\d+/\d+|\d*\.?\d+) +(?=\S)")
_UNSPECIFIED = "quantity not specified"
_HEAD = re.compile(r"(.*?)(\s*(?:[,(]| with| yield).*|)$")


class Measures(NamedTuple):
    """How many of which measure a text means."""

    number: float
    measure: str


@lru_cache(maxsize=50_000)
def parse_measures(text: str) -> Measures:
    """The count in front of a portion's words, and the words in lower case singular form.

    A unit of mass or volume gets its canonical name. ``5 oz package`` is one package, not five.

    Examples
    --------
    >>> parse_measures("1/2 Cup, chopped")
    Measures(number=0.5, measure='cup, chopped')
    >>> parse_measures("10 sticks"), parse_measures("2 Tbsp"), parse_measures("5 oz package")
    (Measures(number=10.0, measure='stick'), Measures(number=2.0, measure='tablespoon'),
     Measures(number=1.0, measure='5 oz package'))
    """
    text = re.sub(r"^1-(?=\d)", "1 ", plain(text))  # "1-3 ring thin pretzel"
    found = _COUNT.match(text)
    if found is None:
        return Measures(1.0, _named(text))
    count, words = _value(found[1]), text[found.end() :]
    if count != 1 and re.match(r"(oz|lb|g|ml|fl oz) [a-z]", words):
        return Measures(1.0, _named(text))
    return Measures(count, _named(words))


def _value(text: str) -> float:
    total = 0.0
    for part in text.split():
        above, _, below = part.partition("/")
        total += float(above) / float(below or 1)
    return total


def _named(words: str) -> str:
    """Words with the unit's canonical name, or else with the head noun in the singular."""
    head, rest = _HEAD.match(words.strip()).groups()  # type: ignore[union-attr]  # always matches
    unit = find_measure(head)
    if unit is not None:
        return unit.name + rest.lower()
    first, _, tail = head.partition(" ")
    unit = find_measure(first)
    if unit is not None and tail:
        return f"{unit.name}, {tail.lower()}{rest.lower()}"
    before, space, noun = head.lower().rpartition(" ")
    plural = noun.endswith("s") and not noun.endswith("'s")
    return before + space + (singular(noun) if plural else noun) + rest.lower()


def read_portions(
    source: FdcSource, data_types: Mapping[int, str], log: Counter[str]
) -> dict[int, list[Portion]]:
    """The portions of foods by fdc_id, in USDA's order, numbered from 1 for each food.

    Portions of survey foods are text; those of all others are a unit with a qualifier. Portions of
    0 g, without a weight or of an amount of 0 say nothing and are left out.

    Parameters
    ----------
    source : FdcSource
        Where the tables are.
    data_types : mapping of int to str
        The foods wanted and their data type, by fdc_id.
    log : Counter
        Counts what is left out.
    """
    units = {key: name for key, name, *_ in source.rows("measure_unit", "id", "name")}
    found: dict[int, list[_Row]] = defaultdict(list)
    columns = "fdc_id", "seq_num?", "amount?", "measure_unit_id?", "portion_description?"
    for fdc, seq, amount, unit, text, modifier, grams in source.rows(
        "food_portion", *columns, "modifier?", "gram_weight"
    ):
        fdc_id = whole(fdc)
        if fdc_id is None or fdc_id not in data_types:
            continue
        if data_types[fdc_id] == "survey":
            measures, label = parse_measures(text), plain(text)
        else:
            measures, label = _measures(amount, (_unit_name(units, unit), text, modifier))
        found[fdc_id].append(_Row(whole(seq) or 0, measures, label, number(grams)))
    return {fdc_id: list(_numbered(fdc_id, rows, log)) for fdc_id, rows in found.items()}


class _Row(NamedTuple):
    seq: int
    measures: Measures
    label: str
    grams: float | None


def _unit_name(units: dict[str, str], unit: str) -> str:
    number = whole(unit)
    # 9999 is "undetermined": the unit is then part of the text.
    return "" if number in (None, 9999) else units.get(str(number), "")


def _measures(amount: str, pieces: tuple[str, ...]) -> tuple[Measures, str]:
    """``1 cup``, ``3 oz``, ``0.5 cup, sifted``: USDA's pieces in reading order."""
    words = ", ".join(piece for piece in map(plain, pieces) if piece)
    count = number(amount) if amount.strip() else 1.0
    return Measures(count or 0.0, _named(words)), f"{count or 0:g} {words}"


def _numbered(fdc_id: int, rows: list[_Row], log: Counter[str]) -> Iterator[Portion]:
    seq = 0
    for _, (count, measure), label, grams in sorted(rows, key=lambda row: row.seq):
        if grams is None or grams <= 0 or count <= 0 or not measure:
            log["portions without a weight or amount left out"] += 1
            continue
        seq += 1
        # Four decimals of a gram are finer than any scale and keep rebuilt rows equal.
        yield Portion(fdc_id, seq, measure, round(grams / count, 4), label, _role(label))


def _role(label: str) -> str:
    start = label.lower()
    if start.startswith(_UNSPECIFIED):
        return "default"
    return "guideline" if start.startswith("guideline amount") else "portion"
