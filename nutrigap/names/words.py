"""A food name as a list of plain, singular words."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from nutrigap import tables

_UNIT = (
    r"(?:fl\.?\s*oz|fluid ounces?|ounces?|oz|kilograms?|kg|milligrams?|mg|grams?|gr|g|lbs?|pounds?|"
    r"millilit(?:er|re)s?|ml|cl|dl|lit(?:er|re)s?|l|cups?|tbsps?|tablespoons?|tsps?|teaspoons?|"
    r"pints?|quarts?|servings?|portions?|pcs?|pieces?|slices?|inch(?:es)?|in)"
)
_NUMBER = r"(?:\d+(?:[.,/]\d+)?(?:\s+\d+/\d+)?)"
_IN_BRACKETS = re.compile(rf"[(\[][^()\[\]]*{_NUMBER}\s*-?\s*{_UNIT}\b[^()\[\]]*[)\]]")
_WITH_UNIT = re.compile(rf"(?<![\w.]){_NUMBER}\s*(?:x\s*{_NUMBER}\s*)?-?\s*{_UNIT}\b(?!\s*fat)\.?")
_MULTIPLE = re.compile(rf"(?<!\w)(?:x\s*{_NUMBER}|{_NUMBER}\s*x)(?!\w)")
_LEADING = re.compile(
    rf"^\s*(?:{_NUMBER}(?![\w%./-]|\s*(?:%|grain|bean|in\b|up\b|layer|min))|"
    r"(?:a|an|one|two|three|four|five|six|half|quarter|some)(?:\s+an?)?)\s+(?!and\b)"
)
_VESSEL = re.compile(
    r"^\s*(?:(?:small|medium|large|big|heaped|heaping|level|whole)\s+)?"
    r"(?:cup|glass|bowl|slice|piece|handful|can|bottle|plate|mug|spoonful|spoon|bunch|pinch|dash|"
    r"scoop|portion|serving|pack|packet|bag|box|jar|tin|stick|bit|dollop|splash|drizzle|side|pint|"
    r"tablespoon|teaspoon|tbsp|tsp|helping|wedge|knob|squeeze|sprinkle|cupful)(?:e?s)?\s+of\s+"
)
_APOSTROPHES = re.compile("[\u2018\u2019\u02bc\u00b4`]")
_WITH = re.compile(r"\bw/o\b|\bw/")
_POSSESSIVE = re.compile(r"'s\b|s'(?=\s|$)")
_TOKEN = re.compile(r"[a-z0-9]+(?:[.&][a-z0-9]+)*%?|[,;()]")

_IRREGULAR = {
    "leaves": "leaf",
    "loaves": "loaf",
    "halves": "half",
    "knives": "knife",
    "calves": "calf",
    "geese": "goose",
    "anchovies": "anchovy",
    "pies": "pie",
    "ties": "tie",
    "cheerios": "cheerios",
    "cheetos": "cheetos",
    "doritos": "doritos",
    "fritos": "fritos",
    "tostitos": "tostitos",
    "series": "series",
    "species": "species",
    "molasses": "molasses",
    "couscous": "couscous",
    "hummus": "hummus",
}


def plain(text: str) -> str:
    """The text in lower case without accents, with fractions as ``1/2`` and ``w/`` spelled out.

    Examples
    --------
    >>> plain("½ Crème brûlée w/o sugar")
    '1/2 creme brulee  without  sugar'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).replace("\u2044", "/")
        text = "".join(c for c in text if not unicodedata.combining(c))
    text = text.casefold()
    text = _APOSTROPHES.sub("'", text).replace("+", " and ").replace(" & ", " and ")
    text = _WITH.sub(lambda found: " without " if found[0] == "w/o" else " with ", text)
    return text.replace("'n'", " and ")


def without_amounts(text: str) -> str:
    """A plain name without the amounts in it; percentages stay.

    Examples
    --------
    >>> without_amounts("2 cups of milk, 2% (480 ml)")
    'milk, 2%'
    """
    rest = _IN_BRACKETS.sub(" ", text)
    rest = _WITH_UNIT.sub(" ", rest)
    rest = _MULTIPLE.sub(" ", rest)
    rest = re.sub(r"^\s*of\s+", "", rest)
    rest = _LEADING.sub("", rest)
    rest = re.sub(r"^\s*of\s+", "", _VESSEL.sub("", rest))
    rest = rest.strip(" ,;-")
    return rest if re.search(r"[^\W\d]", rest) else text


@cache
def singular(word: str) -> str:
    """The word without its plural ending; nothing else is cut off.

    Examples
    --------
    >>> [singular(w) for w in ("berries", "potatoes", "peaches", "hummus", "peas")]
    ['berry', 'potato', 'peach', 'hummus', 'pea']
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) > 4 and word.endswith("ie"):
        # "cookies" cannot tell whether it was a cookie or a cooky: both become the same word.
        return word[:-2] + "y"
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("oes", "ches", "shes", "xes", "sses", "zzes")):
        return word[:-2]
    return word[:-1]


def tokens(text: str) -> list[str]:
    """Singular words and the marks ``, ; ( )`` of a plain text; compounds are one word.

    Examples
    --------
    >>> tokens("milk, fat free (skim)")
    ['milk', ',', 'fatfree', '(', 'skim', ')']
    """
    text = _POSSESSIVE.sub("", text).replace("'", "")
    found = [singular(word) for word in _TOKEN.findall(text)]
    return replaced(found, compounds())


Phrases = dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]


def replaced(words: list[str], phrases: Phrases) -> list[str]:
    """The words with every known phrase replaced, longest phrase first, left to right."""
    out: list[str] = []
    at = 0
    while at < len(words):
        for phrase, replacement in phrases.get(words[at], ()):
            end = _end_of(phrase, words, at)
            if end:
                out.extend(replacement)
                at = end
                break
        else:
            out.append(words[at])
            at += 1
    return out


def _end_of(phrase: tuple[str, ...], words: list[str], at: int) -> int:
    """Where the phrase that begins at ``at`` ends, commas in it ignored; 0 if it is not there."""
    for word in phrase:
        while at < len(words) and words[at] == ",":
            at += 1
        if at == len(words) or words[at] != word:
            return 0
        at += 1
    return at


def by_first_word(pairs: list[tuple[tuple[str, ...], tuple[str, ...]]]) -> Phrases:
    """Phrases and their replacements by first word, longest first."""
    phrases: Phrases = {}
    for phrase, replacement in sorted(pairs, key=lambda pair: -len(pair[0])):
        phrases.setdefault(phrase[0], []).append((phrase, replacement))
    return phrases


@cache
def compounds() -> Phrases:
    """Words that mean something else together, from ``compounds.csv``."""
    pairs: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    for row in tables.read_rows("compounds"):
        phrase = tuple(singular(w) for w in _TOKEN.findall(row["words"]))
        pairs.append((phrase, (row["token"],)))
    return by_first_word(pairs)


@cache
def words_of(role: str) -> frozenset[str]:
    """Words with a role in descriptions, from ``name_words.csv``: class, neutral, raw and so on."""
    return frozenset(row["word"] for row in tables.read_rows("name_words") if row["role"] == role)
