"""The words of amounts: units, portion words, number words, in the languages of the exports."""

from functools import cache
from typing import NamedTuple

from nutrigap.tables import read_rows
from nutrigap.units import measures

_NAN = float("nan")


class UnitWord(NamedTuple):
    """A unit or portion word: what one is in grams [g] or millilitres [ml], NaN where it varies.

    ``kind`` is mass, volume, count, each, size, container, vague, dose, dose unit or energy;
    ``instead`` names the portion words that may stand for it, the nearest first.
    """

    name: str
    kind: str
    grams: float = _NAN
    millilitres: float = _NAN
    instead: tuple[str, ...] = ()


class QuantityWord(NamedTuple):
    """A word about how many: its kind, what it stands for and the doubt it adds."""

    kind: str
    value: float
    spread: float


def spelling(text: str) -> str:
    """The form under which a word is looked up.

    Dots and case do not matter, except that ``T`` is a tablespoon and ``t`` a teaspoon.

    Examples
    --------
    >>> spelling("Fl. Oz."), spelling("T.")
    ('fl oz', 'T')
    """
    plain = " ".join(text.replace(".", " ").split())
    return plain if plain in ("T", "t") else plain.lower()


@cache
def unit_words() -> dict[str, UnitWord]:
    """Every spelling of a unit or portion word.

    Examples
    --------
    >>> unit_words()["cups"].name, unit_words()["scheiben"].name, unit_words()["capsules"].kind
    ('cup', 'slice', 'dose')
    """
    found = {}
    for row in read_rows("portion_words"):
        size = float(row["millilitres"]) if row["millilitres"] else _NAN
        instead = tuple(filter(None, row["instead"].split("|")))
        word = UnitWord(row["word"], row["kind"], millilitres=size, instead=instead)
        found.update({spelling(alias): word for alias in row["aliases"].split("|")})
    for alias, measure in measures().items():
        if measure.grams is not None:
            word = UnitWord(measure.name, "mass", grams=measure.grams)
        else:
            word = UnitWord(measure.name, "volume", millilitres=measure.millilitres or _NAN)
        found[spelling(alias)] = word
    return found


@cache
def quantity_words() -> dict[str, QuantityWord]:
    """Every spelling of a word about how many.

    Examples
    --------
    >>> quantity_words()["dozen"].value, quantity_words()["about"].kind
    (12.0, 'hedge')
    """
    found = {}
    for row in read_rows("quantity_words"):
        value = float(row["value"]) if row["value"] else _NAN
        word = QuantityWord(row["kind"], value, float(row["spread"]))
        found.update(dict.fromkeys(row["words"].split("|"), word))
    return found


_NO_WORD = QuantityWord("", _NAN, 0.0)


def quantity_word(text: str) -> QuantityWord:
    """What a word says about how many; one of kind ``""`` if nothing.

    Examples
    --------
    >>> quantity_word("Dozen").value, quantity_word("cup").kind
    (12.0, '')
    """
    return quantity_words().get(spelling(text), _NO_WORD)


_IRREGULAR = {"loaves": "loaf", "leaves": "leaf", "halves": "half", "calves": "calf"}


def singular(word: str) -> str:
    """A portion word in the singular; known words are looked up, others lose their plural ending.

    Examples
    --------
    >>> [singular(w) for w in ("cookies", "berries", "sandwiches", "eggs", "hummus", "tomatoes")]
    ['cookie', 'berry', 'sandwich', 'egg', 'hummus', 'tomato']
    """
    known = unit_words().get(word)
    if known is not None and known.kind not in ("mass", "volume", "dose unit", "energy"):
        return known.name
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) > 4 and word.endswith("ies") and word not in ("cookies", "brownies", "smoothies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "oes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
