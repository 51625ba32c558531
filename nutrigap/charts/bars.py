"""The nutrient bar as numbers: what is known, what is not, the range, and the lines beside it."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, isnan, nan
from typing import TYPE_CHECKING, Any, NamedTuple

from nutrigap.errors import TableError
from nutrigap.nutrients import Nutrient, find, format_amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pandas import DataFrame, Series

# The axis ends at 1.7 targets: the line most people look for stands at 58.8 % of the width.
AXIS_TARGETS = 1.7
GAP = 0.007
TABLETS = ("supplement", "medicine")
_WORDS = {
    "need": "average need",
    "covers": "covers almost everyone",
    "guide": "guide amount",
    "threshold": "lower threshold",
}
_MARK_OF_KIND = {
    "average_requirement": "need",
    "recommended": "covers",
    "adequate_intake": "guide",
    "guidance": "guide",
    "lower_threshold": "threshold",
}


@dataclass(frozen=True)
class Mark:
    """A reference amount to draw [unit of the nutrient].

    ``kind`` is ``need`` (EAR, AR), ``covers`` (RDA, PRI, RNI), ``guide`` (AI) or ``threshold``
    (LRNI); ``label`` is the authority's own word.
    """

    kind: str
    amount: float
    label: str

    @property
    def words(self) -> str:
        """What the mark means, in plain words."""
        return _WORDS[self.kind]


class Segment(NamedTuple):
    """A stretch of the bar from ``start`` to ``end``, as shares of the axis."""

    kind: str
    start: float
    end: float


def aim_of(marks: Iterable[Mark]) -> float | None:
    """What an axis is measured in: recommended, else guide amount, else average need.

    Examples
    --------
    >>> aim_of([Mark("need", 265.0, "EAR"), Mark("covers", 320.0, "RDA")])
    320.0
    """
    amounts = {mark.kind: mark.amount for mark in marks}
    return next(
        (a for kind in ("covers", "guide", "need") if (a := amounts.get(kind, 0)) > 0), None
    )


@dataclass(frozen=True)
class Bar:
    """One nutrient's bar; amounts a day in the nutrient's unit.

    ``known`` and ``unknown`` are food and drink (stated or looked up; best guess), ``tablet`` is
    supplements and medicines (0 none taken, NaN taken but nobody knows what it holds).
    ``estimate``, ``low`` and ``high`` are of the total; ``high`` may be infinite.
    """

    nutrient: Nutrient
    known: float
    unknown: float
    tablet: float
    estimate: float
    low: float
    high: float
    marks: tuple[Mark, ...] = ()

    @property
    def target(self) -> float:
        """What the axis is measured in: recommended, else guide amount, else average need."""
        return aim_of(self.marks) or max(
            (x for x in (self.estimate, self.high) if isfinite(x) and x > 0), default=1.0
        )

    def at(self, amount: float) -> float:
        """Where an amount stands, as a share of the axis; 1 for all that lies beyond."""
        return min(max(amount / self.target / AXIS_TARGETS, 0.0), 1.0)

    @property
    def cut(self) -> bool:
        """Whether the bar runs past the right edge."""
        return self.estimate > self.target * AXIS_TARGETS

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The parts that have a width, from the left."""
        if isnan(self.estimate):
            return ()
        food = self.at(self.known)
        guess = self.at(self.known + self.unknown)
        end = self.at(self.estimate)
        parts = [Segment("known", 0.0, food), Segment("unknown", food, guess)]
        if self.tablet > 0:
            start = min(guess + GAP, 1.0) if guess > 0 else 0.0
            parts.append(Segment("tablet", start, max(end, start + GAP / 2)))
        return tuple(p for p in parts if p.end > p.start and p.start < 1)

    @property
    def doubtful(self) -> bool:
        """Whether there is a range at all."""
        return self.high > self.low

    @property
    def whisker(self) -> tuple[float, float] | None:
        """Ends of the 90 % range as shares of the axis; ``None`` where none is on it."""
        if not self.doubtful:
            return None
        return (self.at(self.low), self.at(self.high)) if self.at(self.low) < 1 else None

    def find_mark(self, kind: str) -> Mark | None:
        """The mark of a kind, if the authority has one."""
        return next((mark for mark in self.marks if mark.kind == kind), None)


def bar_of(
    row: Series[Any], *, by_source: DataFrame | None = None, targets: DataFrame | None = None
) -> Bar:
    """The bar of one ADEQUACY row.

    Parameters
    ----------
    row : Series
        A row of ADEQUACY.
    by_source : DataFrame, optional
        BY_SOURCE of the same person: shows tablets apart from food.
    targets : DataFrame, optional
        TARGETS of the same person: adds a lower threshold, where the authority has one.

    Returns
    -------
    Bar
        Amounts a day.
    """
    nutrient = find(str(row["nutrient"]))
    marks = marks_of_row(row)
    if targets is not None:
        lower = (m for m in marks_of(targets, nutrient.key) if m.kind == "threshold")
        marks = tuple(sorted((*lower, *marks), key=lambda mark: mark.amount))
    known = row["mean"] * row["coverage_nutrient"]
    ends = row["low"], row["high"]
    return make_bar(nutrient, row["mean"], known, ends, tablet_of(by_source, nutrient.key), marks)


def make_bar(
    nutrient: Nutrient,
    estimate: float,
    known: float,
    ends: tuple[float, float],
    tablet: float = 0.0,
    marks: Iterable[Mark] = (),
) -> Bar:
    """A bar from a total, the known part of it, its range and what of it came from tablets.

    Examples
    --------
    >>> bar = make_bar(find("magnesium"), 200.0, 150.0, (180.0, 230.0), tablet=50.0)
    >>> bar.known, bar.unknown, bar.tablet
    (100.0, 50.0, 50.0)
    """
    dose = 0.0 if isnan(tablet) else tablet
    sure = 0.0 if isnan(known) else known
    food = max(sure - dose, 0.0)
    unknown = max(estimate - food - dose, 0.0)
    low, high = ends
    return Bar(nutrient, food, unknown, tablet, float(estimate), low, high, tuple(marks))


def tablet_of(by_source: DataFrame | None, nutrient: str) -> float:
    """What supplements and medicines gave a day: 0 none taken, NaN none known."""
    if by_source is None:
        return 0.0
    rows = by_source[(by_source["nutrient"] == nutrient) & by_source["source_class"].isin(TABLETS)]
    if rows.empty:
        return 0.0
    return float(rows["amount"].sum()) if rows["amount"].notna().any() else nan


def marks_of(targets: DataFrame, nutrient: str) -> tuple[Mark, ...]:
    """The reference amounts for total intake in TARGETS, smallest first.

    A guidance value is drawn only where the authority has nothing firmer.
    """
    rows = targets[(targets["nutrient"] == nutrient) & (targets["applies_to"] == "total")]
    rows = rows[rows["kind"].isin(_MARK_OF_KIND) & rows["amount"].notna()]
    if set(rows["kind"]) & {"recommended", "adequate_intake"}:
        rows = rows[rows["kind"] != "guidance"]
    found = zip(rows["kind"], rows["amount"], rows["label"], strict=True)
    marks = (Mark(_MARK_OF_KIND[kind], float(amount), label) for kind, amount, label in found)
    return tuple(sorted(marks, key=lambda mark: mark.amount))


def marks_of_row(row: Series[Any]) -> tuple[Mark, ...]:
    """The reference amounts that an ADEQUACY row was judged by, smallest first."""
    guide = str(row["method"]) == "ai" or str(row["recommended_label"]).startswith("AI")
    kinds = (("requirement", "need"), ("recommended", "guide" if guide else "covers"))
    found = (
        Mark("threshold" if row[f"{name}_label"] == "LRNI" else kind, float(row[name]), label)
        for name, kind in kinds
        if not isnan(row[name])
        for label in [str(row[f"{name}_label"])]
    )
    return tuple(sorted(found, key=lambda mark: mark.amount))


def figure(nutrient: Nutrient, amount: float) -> str:
    """An amount as people read it, without the unit.

    Examples
    --------
    >>> figure(find("calcium"), 1030.4), figure(find("calcium"), float("nan"))
    ('1,030', 'not known')
    """
    return format_amount(nutrient, amount).removesuffix(f" {nutrient.unit}")


def part_figure(nutrient: Nutrient, amount: float) -> str:
    """The same for a part of a total: what is more than nothing never reads as nothing.

    Examples
    --------
    >>> part_figure(find("vitamin_d"), 0.02), part_figure(find("vitamin_d"), 0.0)
    ('under 0.1', '0.0')
    """
    text = figure(nutrient, amount)
    if amount > 0 and text == figure(nutrient, 0.0):
        return f"under {figure(nutrient, 10.0**-nutrient.decimals)}"
    return text


def mark_figures(nutrient: Nutrient, marks: Sequence[Mark]) -> dict[str, str]:
    """The amounts of marks by kind; without decimals where all of a nutrient's are whole.

    Examples
    --------
    >>> mark_figures(find("vitamin_d"), [Mark("need", 10, "EAR"), Mark("covers", 15, "RDA")])
    {'need': '10', 'covers': '15'}
    """
    if all(float(mark.amount).is_integer() for mark in marks):
        return {mark.kind: f"{mark.amount:,.0f}" for mark in marks}
    return {mark.kind: figure(nutrient, mark.amount) for mark in marks}


def one_person(table: DataFrame, name: str) -> DataFrame:
    """The table itself, if it is about one person.

    Raises
    ------
    TableError
        Several people: their days and foods do not belong in one picture.
    """
    persons = table["person"].unique()
    if len(persons) > 1:
        raise TableError(
            name,
            f"{len(persons)} persons in one picture. Expected one: choose it with "
            f"table[table['person'] == {persons[0]!r}]",
        )
    return table
