"""What one question of a review shows, and what each answer writes down."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.cli import output
from nutrigap.names import Answers, Query, RememberingFinder
from nutrigap.names.answers import BLOCK, UNKNOWN, USE, Answer
from nutrigap.remembered import remember

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pandas import DataFrame

    from nutrigap.fdc import FoodStore
    from nutrigap.names import Candidate

_OPTIONS = 5


class Asked(NamedTuple):
    """One name to ask about; ``entry`` is the DIARY row that stands for it."""

    entry: DataFrame
    times: int
    share: float

    @property
    def food(self) -> str:
        """The name as written."""
        return str(self.entry["food"].iloc[0])

    @property
    def states_mass(self) -> bool:
        """Whether the diary itself says how many grams it was."""
        return bool(self.entry["grams"].notna().iloc[0])

    def text(self, column: str) -> str:
        """A cell of the row, empty where there is nothing."""
        cell = self.entry[column].iloc[0]
        return cell if isinstance(cell, str) else ""


class Desk:
    """Answers given so far, and the store in which foods are looked up.

    Parameters
    ----------
    store : FoodStore
        The foods.
    answers : iterable of Answer
        Those of earlier times.
    path : Path or None
        Where new ones are written.
    today : str
        ISO date.
    """

    def __init__(
        self, store: FoodStore, answers: Iterable[Answer], path: Path | None, today: str
    ) -> None:
        self._store, self._path, self._today = store, path, today
        self._before = tuple(answers)
        self.given: list[Answer] = []

    @property
    def answers(self) -> Answers:
        """All answers, the new ones last."""
        return Answers((*self._before, *self.given))

    def options(self, asked: Asked, words: str | None = None) -> list[Candidate]:
        """The first candidates for the name, or for other words."""
        if words:
            return self._store.finder.find(Query(words), limit=_OPTIONS)
        from nutrigap.match import query_of

        finder = RememberingFinder(self._store.finder, self.answers, self._store.connection)
        query = query_of(next(asked.entry.itertuples(index=False)))
        return finder.find(query, limit=_OPTIONS)

    def use(self, asked: Asked, food: Candidate) -> None:
        """It is this food from now on."""
        self._save(asked, food, answer=USE)

    def block(self, asked: Asked, food: Candidate) -> None:
        """It is never this food."""
        self._save(asked, food, answer=BLOCK)

    def give_up(self, asked: Asked) -> None:
        """Nobody will ever know."""
        self._save(asked, None, answer=UNKNOWN)

    def weigh(self, asked: Asked, grams: float) -> None:
        """One measure weighs so much [g]."""
        self._save(asked, None, answer=USE, grams=grams)

    def _save(
        self, asked: Asked, food: Candidate | None, *, answer: str, grams: float = math.nan
    ) -> None:
        told = Answer(
            food=asked.food,
            brand=asked.text("brand"),
            format=asked.text("format"),
            data_type=food.data_type if food else "",
            food_code=(food.food_code or "") if food else "",
            fdc_id=food.fdc_id if food else None,
            description=food.description if food else "",
            grams_per_unit=grams,
            measure="" if math.isnan(grams) else asked.text("measure"),
            answer=answer,
            decided_on=self._today,
        )
        remember(told, self._path)
        self.given.append(told)

    def rows(self, asked: Asked, foods: list[Candidate]) -> list[tuple[str, ...]]:
        """Number, food, grams and nutrients of the usual amount, one row a candidate."""
        from nutrigap.nutrients import format_amount, shown

        if not foods:
            return []
        ids = [food.fdc_id for food in foods]
        grams = self._grams(asked, ids)
        held = {row["fdc_id"]: row for row in self._store.composition(ids).to_dict("records")}
        rows = []
        for place, (food, mass) in enumerate(zip(foods, grams, strict=True), start=1):
            amounts = [held[food.fdc_id][n.key] * mass / 100 for n in shown()]
            cells = [format_amount(n, amount) for n, amount in zip(shown(), amounts, strict=True)]
            weight = "not known" if math.isnan(mass) else f"{mass:,.0f} g"
            rows.append((str(place), food.description, weight, *cells))
        return rows

    def _grams(self, asked: Asked, fdc_ids: list[int]) -> list[float]:
        """Mass of the usual amount, if it is each of these foods [g]."""
        import pandas as pd

        from nutrigap import portions, tables
        from nutrigap.schema import MATCHES

        numbers = range(len(fdc_ids))
        entries = pd.concat([asked.entry] * len(fdc_ids), ignore_index=True)
        told = self.answers.grams(
            asked.food, asked.text("brand"), asked.text("measure"), asked.text("format")
        )
        weighed = portions.weigh(
            entries.assign(match_id=numbers, entry_id=numbers),
            MATCHES.frame({"match_id": n, "rank": 1, "fdc_id": i} for n, i in enumerate(fdc_ids)),
            self._store.portions(fdc_ids),
            self._store.foods(fdc_ids),
            self._store.composition(fdc_ids),
            spreads=tables.read_constants("portion_spreads"),
            densities=tables.read_rows("densities"),
            told=dict.fromkeys(numbers, told) if told > 0 else None,
        )
        return [float(mass) for mass in weighed["grams"]]


def show(asked: Asked, place: str, rows: list[tuple[str, ...]]) -> None:
    """A question on the screen."""
    from nutrigap.nutrients import shown

    brand = f" ({asked.text('brand')})" if asked.text("brand") else ""
    often = "once" if asked.times == 1 else f"{asked.times:,} times"
    amount = asked.text("amount_text")
    usual = f", {'usually ' if asked.times > 1 else ''}{amount}" if amount else ""
    output.print_text("")
    output.print_text(f"{place}: {100 * asked.share:.0f} % of what is at stake")
    output.print_text(f"“{asked.food}”{brand}, {often}{usual}")
    if not rows:
        output.print_text("Nothing in the food tables fits. Search with other words: s.")
        return
    heads = [("", "right"), ("it was", "left"), ("grams", "right")]
    output.print_table([*heads, *((n.name, "right") for n in shown())], rows)
