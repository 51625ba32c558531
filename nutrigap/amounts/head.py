"""The measure that follows a quantity: a unit of mass or volume, or the words of a portion."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nutrigap.amounts.words import quantity_word, singular, spelling, unit_words

if TYPE_CHECKING:
    from nutrigap.amounts.tokens import Token
    from nutrigap.amounts.words import UnitWord

_LONGEST = 4
EXACT = ("mass", "volume", "dose unit", "energy")
_CLOSING = ("each", "count", "container", "vague", "dose")
_COUNTABLE_VOLUMES = ("cup", "metric cup", "uk cup", "tablespoon", "teaspoon", "pint", "uk pint")
_WHOLE = "each"


class Head(NamedTuple):
    """A measure: its canonical words, the unit if it is a known one, and where it ends.

    ``factor`` is a number before an exact unit (``1 250 g``), ``sized`` the token where the size of
    a package begins (``1 6 oz container``), ``fill`` the words such as "heaping".
    """

    words: str | None
    unit: UnitWord | None
    place: int
    factor: float = 1.0
    sized: int = 0
    plural: bool = False
    fill: str = ""
    spread: float = 0.0

    @property
    def kind(self) -> str:
        """The kind of the unit; ``count`` where the words are no known unit."""
        return self.unit.kind if self.unit is not None else "count"

    @property
    def stands_alone(self) -> bool:
        """Whether the measure alone means one of it, as in 'handful'."""
        if self.unit is None:
            return False
        return self.kind not in EXACT or self.unit.name in _COUNTABLE_VOLUMES


def find_unit(tokens: list[Token], place: int) -> tuple[UnitWord, int] | None:
    """The longest unit or portion word that begins here, and the place behind it.

    Examples
    --------
    >>> from nutrigap.amounts.tokens import tokens
    >>> unit, place = find_unit(tokens("8 fl. oz. of milk"), 1)
    >>> unit.name, place
    ('fl oz', 3)
    """
    words = unit_words()
    for length in range(_LONGEST, 0, -1):
        piece = tokens[place : place + length]
        if len(piece) == length and all(token.kind == "word" for token in piece):
            unit = words.get(spelling(" ".join(token.text for token in piece)))
            if unit is not None:
                return unit, place + length
    return None


def read_head(tokens: list[Token], place: int, *, article: bool) -> Head:
    """The measure that begins here; its words are ``None`` if there are none.

    Examples
    --------
    >>> from nutrigap.amounts.tokens import tokens
    >>> [read_head(tokens(t), 0, article=False).words for t in ("large eggs", "cup chopped")]
    ['large egg', 'cup']
    """
    if tokens[place].kind == "number":
        return _sized(tokens, place)
    fill, spread, place = _fill(tokens, place)
    sizes, after = _sizes(tokens, place)
    found = find_unit(tokens, after)
    if found is not None and found[0].kind in EXACT:
        unit, end = found
        return Head(unit.name, unit, end, fill=" ".join([*fill, *sizes]), spread=spread)
    head = _phrase(tokens, place)
    if article and head.unit is None and head.words is not None:
        return head._replace(words=_WHOLE, unit=unit_words()[_WHOLE])
    return head._replace(fill=" ".join(fill), spread=spread)


def _sized(tokens: list[Token], place: int) -> Head:
    """A number before the measure: '6 oz container', '100 calorie package', or '1' as a unit."""
    found = find_unit(tokens, place + 1)
    exact = found is not None and found[0].kind in EXACT
    if found is not None and exact and tokens[found[1]].kind != "word":
        return Head(found[0].name, found[0], found[1], factor=tokens[place].value)
    end = found[1] if found is not None and exact else place + 1
    rest = _phrase(tokens, end)
    size = " ".join(token.text.lower() for token in tokens[place:end])
    words = f"{size} {rest.words}" if rest.words else size
    return rest._replace(words=words, sized=place if exact else 0)


def _fill(tokens: list[Token], place: int) -> tuple[list[str], float, int]:
    words: list[str] = []
    spread = 0.0
    while (word := quantity_word(tokens[place].text)).kind in ("fill", "article"):
        if word.kind == "fill":
            words.append(tokens[place].text.lower())
            spread = max(spread, word.spread)
        place += 1
    return words, spread, place


def _sizes(tokens: list[Token], place: int) -> tuple[list[str], int]:
    sizes: list[str] = []
    while (found := find_unit(tokens, place)) is not None and found[0].kind == "size":
        sizes.append(found[0].name)
        place = found[1]
    return sizes, place


def _phrase(tokens: list[Token], place: int) -> Head:
    """Words up to a closing portion word ('thick slice') or to the end of the words."""
    words: list[str] = []
    while tokens[place].kind == "word":
        if words and quantity_word(tokens[place].text).kind == "of":
            break
        found = find_unit(tokens, place)
        if found is not None and found[0].kind in _CLOSING:
            unit, end = found
            plural = _is_plural(tokens[end - 1].text, unit.name)
            return Head(" ".join([*words, unit.name]), unit, end, plural=plural)
        if found is not None and found[0].kind == "size":
            words.append(found[0].name)
            place = found[1]
            continue
        words.append(tokens[place].text.lower().rstrip("."))
        place += 1
        place = _joined(tokens, place, words)
    if not words:
        return Head(None, None, place)
    last = words[-1].split("-")[-1]
    plural = _is_plural(last, singular(last))
    words[-1] = words[-1].removesuffix(last) + singular(last)
    return Head(" ".join(words), unit_words().get(words[-1]), place, plural=plural)


def _joined(tokens: list[Token], place: int, words: list[str]) -> int:
    """Takes the other half of a hyphenated word into its first half."""
    hyphen, after = tokens[place], tokens[min(place + 1, len(tokens) - 1)]
    tight = tokens[place - 1].end == hyphen.start and hyphen.end == after.start
    if hyphen.text == "-" and tight and after.kind == "word":
        words[-1] += "-" + after.text.lower()
        return place + 2
    return place


def _is_plural(written: str, name: str) -> bool:
    written = written.lower().rstrip(".")
    return written != name and written.endswith(("s", "en", "es"))
