"""The columns a format declares: what each is called and what it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nutrigap.nutrients import Nutrient, find, parse_column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


# A column in shares of a daily value; which one, an export seldom says.
PERCENT = "% of a daily value"


def fold(heading: str) -> str:
    """A heading without regard to case, blanks and underscores.

    Examples
    --------
    >>> fold(" Food_Name ")
    'food name'
    """
    return " ".join(heading.replace("_", " ").replace("\ufeff", " ").casefold().split())


class Column:
    """One column, found by any of its headings; the first heading that is there wins."""

    def __init__(self, *headings: str) -> None:
        self.headings = tuple(fold(heading) for heading in headings)

    def place(self, header: Sequence[str]) -> int | None:
        """Where the column stands in a header of folded headings."""
        places = (header.index(heading) for heading in self.headings if heading in header)
        return next(places, None)


class Text(Column):
    """Words, kept as written; ``signs`` says what an app's own codes mean."""

    def __init__(self, *headings: str, signs: Mapping[str, str] | None = None) -> None:
        super().__init__(*headings)
        self.signs = dict(signs or {})


class Day(Column):
    """A calendar day.

    Parameters
    ----------
    headings : str
        What the column is called.
    order : str, optional
        What the app always writes: ``day-first`` or ``month-first``.
    usual : str, optional
        What is most likely where the column leaves it open; the reader is told.
    named : bool
        Whether a cell that is no date names the day itself, such as ``recall 1``.
    """

    def __init__(
        self,
        *headings: str,
        order: str | None = None,
        usual: str | None = None,
        named: bool = False,
    ) -> None:
        super().__init__(*headings)
        self.order, self.usual, self.named = order, usual, named


class Quantity(Column):
    """An amount in words or figures, such as ``2.00 cup``; with a ``unit`` where all share one."""

    def __init__(self, *headings: str, unit: str = "") -> None:
        super().__init__(*headings)
        self.unit = unit


class Grams(Column):
    """The mass eaten [g]."""


class Code(Column):
    """A code that names the food exactly."""


_YES = ("true", "yes", "y", "1", "x", "ja", "si", "sí", "oui", "complete")
_NO = ("false", "no", "n", "0", "nein", "non", "incomplete")


class Answer(Column):
    """Yes or no, in words or in the app's own signs."""

    def __init__(self, *headings: str, yes: Sequence[str] = _YES, no: Sequence[str] = _NO) -> None:
        super().__init__(*headings)
        self.in_words = yes is _YES
        self.answers = {**dict.fromkeys(yes, True), **dict.fromkeys(no, False)}

    def read(self, cell: str) -> bool | None:
        """The answer; ``None`` where it is neither."""
        return self.answers.get(cell.casefold())


class NutrientColumn(NamedTuple):
    """Where one nutrient stands, in which unit the header says it is, and what a zero means.

    The unit ``PERCENT`` is a share of a daily value.
    """

    place: int
    heading: str
    nutrient: Nutrient
    unit: str | None
    zero_is_unknown: bool = False


class NutrientColumns:
    """Every column whose heading is a nutrient's name, with or without a unit.

    Parameters
    ----------
    fixed : mapping of str to tuple of str, optional
        Headings that an app writes without their unit: heading to nutrient key and unit. Given it,
        no other column is read as a nutrient.
    zero_is_unknown : bool
        Whether the app writes 0 for what it does not know; energy it always knows.
    """

    def __init__(
        self,
        fixed: Mapping[str, tuple[str, str]] | None = None,
        *,
        zero_is_unknown: bool = False,
    ) -> None:
        self.fixed = {fold(heading): named for heading, named in (fixed or {}).items()}
        self.zero_is_unknown = zero_is_unknown

    def columns(self, header: Sequence[str]) -> list[NutrientColumn]:
        """The nutrient columns of a header as written."""
        found = []
        for place, heading in enumerate(header):
            named = self._nutrient(heading)
            if named is not None:
                doubtful = self.zero_is_unknown and named[0].key != "energy"
                found.append(NutrientColumn(place, heading.strip(), *named, doubtful))
        return found

    def _nutrient(self, heading: str) -> tuple[Nutrient, str | None] | None:
        if self.fixed:
            key, unit = self.fixed.get(fold(heading), ("", ""))
            return (find(key), unit) if key else None
        return parse_column(heading.replace("\ufeff", ""))
