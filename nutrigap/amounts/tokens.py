"""Amount text cut into numbers, words and signs."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_LONGEST = 200
_VULGAR = re.compile(r"(\d)?\s*([¼½¾⅐-⅞])")
_NUMBER = (
    r"\d+\s?[/⁄]\s?\d+(?!\d)"
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])"
    r"|\d{1,3}(?:\.\d{3})+,\d+(?![\d.])"
    r"|\d+[.,]\d+|\d+|\.\d+"
)
_TOKEN = re.compile(
    rf"(?P<number>{_NUMBER})"
    r"|(?P<word>[^\W\d_]+(?:[.'’][^\W\d_]+)*\.?)"
    r"|(?P<sign>\S)"
)
_DAMAGE = re.compile(
    r"""^\s*(?:
        \d{1,2}[-/.]\s?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez)[a-z]*\b
        | (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/.]\d{1,4}\s*$
        | \#
        | [\d.,]+e[+-]?\d+\b
        | \d{1,4}(?P<gap>[-/.])\d{1,2}(?P=gap)\d{1,4}\b
        | \d{1,2}:\d\d
        | [-−–]\s*[\d.]
    )""",
    re.I | re.X,
)


class Token(NamedTuple):
    """A piece of the text: ``kind`` is number, word, sign or end."""

    kind: str
    text: str
    value: float
    start: int
    end: int


# "8-oz" is 8 oz.
_HYPHEN = re.compile(
    r"(?<=\d)\s?-\s?(?=(?:oz|ounces?|fl|ml|cl|g|grams?|kg|lbs?|pounds?|cups?|tbsps?|tsps?|inch(?:es)?|"
    r"in|pieces?|slices?)\b)",
    re.IGNORECASE,
)


# "150 g - 200 g" is 150 to 200 g.
_TWICE = re.compile(
    r"(\d+(?:[.,]\d+)?)\s?(?P<unit>[^\W\d_]{1,5})\s?-\s?(\d+(?:[.,]\d+)?)\s?(?P=unit)\b"
)


def tidy(text: str) -> str:
    """The text with one spelling of fractions, signs and blanks.

    Examples
    --------
    >>> tidy("1½ cups"), tidy("2 × 25 g"), tidy("1\u202f250 g")
    ('1 1/2 cups', '2 x 25 g', '1250 g')
    """
    text = re.sub(r"(?<=\d)[\u00a0\u202f\u2009](?=\d{3}(?!\d))", "", text[:_LONGEST])
    text = _VULGAR.sub(lambda m: f"{m[1] or ''} {_fraction(m[2])} ", text)
    text = unicodedata.normalize("NFKC", text).replace("×", "x").replace("−", "-")
    text = text.replace("⁄", "/").replace("(s)", "s").replace("–", "-").replace("—", "-")
    text = _HYPHEN.sub(" ", _TWICE.sub(r"\1-\3 \g<unit>", text))
    return " ".join(text.replace("”", '"').replace("“", '"').replace("″", '"').split())


def _fraction(sign: str) -> str:
    return unicodedata.normalize("NFKC", sign).replace("⁄", "/")


def damaged(text: str) -> bool:
    """Whether a spreadsheet has turned the amount into a date, an error or a power of ten.

    Also true of a negative amount: none of these may be guessed at.

    Examples
    --------
    >>> [damaged(t) for t in ("02-Jan", "#REF!", "4.00E+12", "-5 g", "1-2 slices", "1/2 cup")]
    [True, True, True, True, False, False]
    """
    return _DAMAGE.match(text) is not None


def tokens(text: str) -> list[Token]:
    """The tokens of tidy text, with an ``end`` token behind them.

    Examples
    --------
    >>> [(t.kind, t.text) for t in tokens('3x25g (1/2")')][:5]
    [('number', '3'), ('word', 'x'), ('number', '25'), ('word', 'g'), ('sign', '(')]
    """
    found = [_token(match) for match in _TOKEN.finditer(text)]
    return [*found, Token("end", "", float("nan"), len(text), len(text))]


def _token(match: re.Match[str]) -> Token:
    kind = match.lastgroup or "sign"
    value = _value(match[0]) if kind == "number" else float("nan")
    return Token(kind, match[0], value, match.start(), match.end())


def _value(text: str) -> float:
    """What a number says: 1,250 is a thousand and more, 1,5 one and a half."""
    above, slash, below = text.partition("/")
    if slash:
        return float(above) / float(below) if float(below) else float("nan")
    if re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", text):
        return float(text.replace(",", ""))
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+,\d+", text):
        return float(text.replace(".", "").replace(",", "."))
    return float(text.replace(",", ".")) if text.count(",") < 2 else float("nan")
