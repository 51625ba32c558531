"""What people have answered about the names they write, by name and brand."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.names.words import plain, without_amounts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

USE, BLOCK, UNKNOWN = "use", "block", "unknown"


class Answer(NamedTuple):
    """One answer about one food name.

    Parameters
    ----------
    food, brand : str
        The name it is about, normalised; no brand is an empty text.
    format : str
        Diary format in which the name was met. It decides only between answers that differ.
    data_type, food_code, fdc_id, description
        The food meant. ``fdc_id`` changes with USDA's releases and is the last to be believed.
    grams_per_unit : float
        Mass of one ``measure`` of it [g]; NaN where nobody said.
    measure : str
        ``cup``, ``bowl`` …; empty for one serving without a word.
    answer : str
        ``use`` this food (only the grams, where no food is named), ``block`` it, or ``unknown``:
        nobody will ever know.
    decided_on, note : str
        ISO date, and what the user wants to remember.
    """

    food: str
    brand: str = ""
    format: str = ""
    data_type: str = ""
    food_code: str = ""
    fdc_id: int | None = None
    description: str = ""
    grams_per_unit: float = math.nan
    measure: str = ""
    answer: str = USE
    decided_on: str = ""
    note: str = ""

    @property
    def names_food(self) -> bool:
        """Whether it says which food."""
        return bool(self.food_code or self.description or self.fdc_id is not None)

    def is_about_same_food(self, other: Answer) -> bool:
        """Whether two answers name one food."""
        if self.food_code and other.food_code:
            return (self.data_type, self.food_code) == (other.data_type, other.food_code)
        return self.description.casefold() == other.description.casefold()


class Decided(NamedTuple):
    """What holds for a name once all answers about it are read in order."""

    use: Answer | None = None
    unknown: bool = False
    blocked: tuple[Answer, ...] = ()


def normalised(text: str | None) -> str:
    """A name as it is remembered: plain, in lower case, without its amount.

    Examples
    --------
    >>> normalised("2 cups of  Crème fraîche"), normalised(None)
    ('creme fraiche', '')
    """
    return " ".join(without_amounts(plain(text or "")).split())


class Answers:
    """Answers by the name they are about; a later one wins over an earlier one.

    Parameters
    ----------
    answers : iterable of Answer
        In the order in which they were given.

    Examples
    --------
    >>> told = Answers([Answer("porridge", description="Oatmeal, NFS", grams_per_unit=240)])
    >>> told.about("Porridge").use.description, told.grams("1 Porridge", None, "bowl")
    ('Oatmeal, NFS', nan)
    """

    def __init__(self, answers: Iterable[Answer] = ()) -> None:
        self._all = tuple(answers)
        self._by_name: dict[tuple[str, str], list[Answer]] = {}
        for answer in self._all:
            key = normalised(answer.food), normalised(answer.brand)
            self._by_name.setdefault(key, []).append(answer)

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[Answer]:
        return iter(self._all)

    def all_about(
        self, food: str | None, brand: str | None = None, form: str | None = None
    ) -> list[Answer]:
        """Every answer about a name, those of the same diary format last."""
        found = self._by_name.get((normalised(food), normalised(brand)), [])
        return sorted(found, key=lambda answer: answer.format == (form or ""))

    def about(self, food: str | None, brand: str | None = None, form: str | None = None) -> Decided:
        """What holds for a name.

        Parameters
        ----------
        food, brand : str or None
            As written.
        form : str, optional
            Name of the diary format.

        Returns
        -------
        Decided
            Nothing is decided where nobody has answered.
        """
        decided = Decided()
        for answer in self.all_about(food, brand, form):
            decided = _decide(decided, answer)
        return decided

    def grams(
        self, food: str | None, brand: str | None, measure: str | None, form: str | None = None
    ) -> float:
        """Mass of one measure of the food as the user told it [g]; NaN where nobody did."""
        told = [
            answer.grams_per_unit
            for answer in self.all_about(food, brand, form)
            if answer.grams_per_unit > 0 and _measure(answer.measure) == _measure(measure)
        ]
        return told[-1] if told else math.nan


def _measure(text: str | None) -> str:
    return " ".join((text or "").casefold().split())


def _decide(before: Decided, answer: Answer) -> Decided:
    if answer.answer == UNKNOWN:
        return before._replace(use=None, unknown=True)
    if not answer.names_food:
        return before
    others = tuple(b for b in before.blocked if not b.is_about_same_food(answer))
    if answer.answer == USE:
        return Decided(answer, unknown=False, blocked=others)
    dropped = before.use is not None and before.use.is_about_same_food(answer)
    return Decided(None if dropped else before.use, before.unknown, (*others, answer))
