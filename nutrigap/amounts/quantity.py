"""How many: numbers, fractions, ranges, number words, multiplications."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.amounts.words import QuantityWord, quantity_word

if TYPE_CHECKING:
    from nutrigap.amounts.tokens import Token


class Quantity(NamedTuple):
    """How many in total, and what the wording says about it.

    ``times`` is the number in front of a multiplication sign (1 without one), ``spread`` the doubt
    the wording adds, ``article`` whether an article stands before the thing counted, ``place`` the
    token that follows, ``multiplied`` whether there is such a sign between two numbers.
    """

    value: float
    times: float
    spread: float
    article: bool
    place: int
    multiplied: bool = False


class _Read(NamedTuple):
    value: float
    spread: float
    article: bool
    place: int


def read_quantity(tokens: list[Token], place: int = 0) -> Quantity | None:
    """The quantity that the tokens begin with, or ``None``.

    Examples
    --------
    >>> from nutrigap.amounts.tokens import tokens
    >>> [read_quantity(tokens(t)).value for t in ("1 1/2 cups", "half a dozen", "2-3", "3 x 25 g")]
    [1.5, 6.0, 2.5, 75.0]
    """
    hedge = 0.0
    while _word(tokens[place]).kind in ("hedge", "times"):
        hedge = max(hedge, _word(tokens[place]).spread)
        place += 1
    read = _range(tokens, place)
    if read is None:
        return None
    first = read
    times, read = _times(tokens, read)
    # Behind a sign without a second number ("2 x slice") no more than the sign is read.
    multiplied = read.place > first.place + 1
    spread = math.hypot(hedge, read.spread)
    place = _after_of(tokens, read.place)
    return Quantity(read.value, times, spread, read.article, place, multiplied)


def _word(token: Token) -> QuantityWord:
    return quantity_word(token.text)


def _times(tokens: list[Token], read: _Read) -> tuple[float, _Read]:
    """The factor before the last multiplication sign, and the product."""
    times = 1.0
    while _word(tokens[read.place]).kind == "times":
        factor = _range(tokens, read.place + 1)
        if factor is None:
            return times, read._replace(place=read.place + 1)
        times *= read.value / times if times != 1.0 else read.value
        spread = math.hypot(read.spread, factor.spread)
        read = _Read(read.value * factor.value, spread, factor.article, factor.place)
    return times, read


def _range(tokens: list[Token], place: int) -> _Read | None:
    low = _simple(tokens, place)
    if low is None or _word(tokens[low.place]).kind != "range":
        return low
    high = _simple(tokens, low.place + 1)
    if high is None:
        return low
    if _is_fraction(tokens[low.place + 1]) and low.value == int(low.value):
        return high._replace(value=low.value + high.value)
    if high.value <= low.value:
        return low
    mean = (low.value + high.value) / 2
    # A flat distribution between the two ends.
    spread = (high.value - low.value) / math.sqrt(12) / mean
    return high._replace(value=mean, spread=math.hypot(spread, high.spread))


def _simple(tokens: list[Token], place: int) -> _Read | None:
    token = tokens[place]
    if token.kind == "number":
        return _more(tokens, token.value, place + 1)
    kind, value, spread = _word(token)
    if kind in ("number", "article"):
        following = _part(tokens, place + 1)
        if following is not None:
            return following._replace(value=value * following.value)
        read = _more(tokens, value, place + 1)
        return read._replace(article=kind == "article" and read.place == place + 1)
    if kind == "part":
        return _part(tokens, place)
    if kind == "collective":
        return _Read(value, spread, False, place + 1)
    return None


def _more(tokens: list[Token], value: float, place: int) -> _Read:
    """A whole number and what may follow it: a fraction, 'and a half', 'dozen', 'quarters'."""
    whole = value == value and value == int(value) if math.isfinite(value) else False
    if whole and _is_fraction(tokens[place]):
        return _Read(value + tokens[place].value, 0.0, False, place + 1)
    kind, factor, spread = _word(tokens[place])
    if whole and kind == "plus":
        skip = 1 if _word(tokens[place + 1]).kind == "article" else 0
        if _is_fraction(tokens[place + 1 + skip]):
            return _Read(value + tokens[place + 1 + skip].value, 0.0, False, place + 2 + skip)
        added = _part(tokens, place + 1 + skip)
        if added is not None:
            return added._replace(value=value + added.value)
    if kind == "collective":
        return _Read(value * factor, spread, False, place + 1)
    if kind == "part" and factor != 0.5:
        return _Read(value * factor, 0.0, False, place + 1)
    return _Read(value, 0.0, False, place)


def _part(tokens: list[Token], place: int) -> _Read | None:
    """A part such as 'half', with the article and the 'dozen' that may follow."""
    kind, value, _ = _word(tokens[place])
    if kind != "part":
        return None
    place = _after_of(tokens, place + 1)
    article = _word(tokens[place]).kind == "article"
    place += article
    kind, factor, spread = _word(tokens[place])
    if kind == "collective":
        return _Read(value * factor, spread, False, place + 1)
    return _Read(value, 0.0, article, place)


def _is_fraction(token: Token) -> bool:
    return token.kind == "number" and "/" in token.text and token.value < 1


def _after_of(tokens: list[Token], place: int) -> int:
    return place + 1 if _word(tokens[place]).kind == "of" else place
