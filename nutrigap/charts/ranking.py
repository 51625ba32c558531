"""Where a nutrient came from, as numbers: ranked foods, tablets, and what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum, isfinite, isnan
from typing import TYPE_CHECKING

from nutrigap.charts.bars import TABLETS, figure, part_figure
from nutrigap.nutrients import Nutrient, find

if TYPE_CHECKING:
    from pandas import DataFrame

KNOWN = ("stated", "table", "dose")


@dataclass(frozen=True)
class Source:
    """One row: ``kind`` is ``known``, ``other``, ``tablet`` or ``unknown``.

    ``amount``, ``low`` and ``high`` are means a day [unit of the nutrient]; NaN not known, and
    ``high`` may be infinite. ``days`` counts the days on which it was eaten or taken.
    """

    name: str
    kind: str
    days: int
    amount: float
    low: float
    high: float


@dataclass(frozen=True)
class Ranking:
    """A nutrient's sources, largest first; what is not known comes last."""

    nutrient: Nutrient
    days: int
    sources: tuple[Source, ...]

    @property
    def largest(self) -> float:
        """The amount at the right end of the scale."""
        ends = (x for s in self.sources for x in (s.amount, s.high) if 0 < x < float("inf"))
        return max(ends, default=1.0)


def rank_sources(
    contributions: DataFrame,
    nutrient: str,
    *,
    top: int = 5,
    days: DataFrame | None = None,
    top_unknown: int = 3,
) -> Ranking:
    """The sources of one nutrient in one person's diary, as means a day.

    One food text is wrong the same way each time it was eaten, so the ends of its entries move
    together and may be added; ends of different foods never are.

    Parameters
    ----------
    contributions : DataFrame
        CONTRIBUTIONS of one person.
    nutrient : str
        Key or alias of a nutrient.
    top : int
        How many foods to name; the rest is one row.
    days : DataFrame, optional
        DAYS of the same person: days set aside do not count.
    top_unknown : int
        How many foods whose amount is not known to name.

    Returns
    -------
    Ranking
        Foods by amount, the other foods, tablets, then what is not known by what it may hold.
    """
    chosen = find(nutrient)
    rows = contributions[contributions["nutrient"] == chosen.key]
    if days is not None:
        rows = rows[rows["day"].isin(days.loc[days["usable"], "day"])]
    count = max(int(rows["day"].nunique()), 1)
    is_tablet = rows["source_class"].isin(TABLETS)
    is_known = rows["basis"].isin(KNOWN)
    foods = _by_name(rows[is_known & ~is_tablet], "known", count)
    tablets = _by_name(rows[is_tablet], "tablet", count)
    unknown = _by_name(rows[~is_known & ~is_tablet], "unknown", count)
    foods = sorted((s for s in foods if s.amount > 0), key=lambda s: -s.amount)
    unknown = sorted(unknown, key=lambda s: -_may_hold(s))
    named, rest = _keep(foods, top, "other"), _keep(unknown, top_unknown, "unknown")
    return Ranking(chosen, count, (*named, *tablets, *rest))


def _by_name(rows: DataFrame, kind: str, count: int) -> list[Source]:
    """Sums of each food text, however it is spaced and capitalised; the first spelling is shown."""
    amounts: dict[str, list[tuple[float, float, float]]] = {}
    names: dict[str, str] = {}
    days: dict[str, set[str]] = {}
    columns = (rows[name].to_numpy() for name in ("food", "day", "amount", "low", "high"))
    for food, day, *numbers in zip(*columns, strict=True):
        name = food.strip() if isinstance(food, str) else "food without a name"
        key = name.casefold()
        names.setdefault(key, name)
        amounts.setdefault(key, []).append((numbers[0], numbers[1], numbers[2]))
        days.setdefault(key, set()).add(day)
    return [
        Source(
            name,
            kind,
            len(days[key]),
            *(_mean(part, count) for part in zip(*amounts[key], strict=True)),
        )
        for key, name in names.items()
    ]


def _mean(numbers: tuple[float, ...], count: int) -> float:
    """The sum of what is known over the days; not known where nothing is."""
    known = [float(x) for x in numbers if not isnan(x)]
    return fsum(known) / count if known else float("nan")


def source_figure(nutrient: Nutrient, source: Source) -> str:
    """A source's amount as people read it, without the unit.

    A best guess of nothing is told as what the food may hold.

    Examples
    --------
    >>> source_figure(find("vitamin_d"), Source("oat drink", "unknown", 2, 0.0, 0.0, 0.5))
    'up to 0.5'
    """
    if source.kind == "unknown" and source.amount < 0.5 * 10.0**-nutrient.decimals < source.high:
        return f"up to {figure(nutrient, source.high)}" if isfinite(source.high) else "not known"
    return part_figure(nutrient, source.amount)


def _may_hold(source: Source) -> float:
    """What a food may hold at most; a food of which nothing is known may hold the most."""
    ends = [x for x in (source.high, source.amount) if not isnan(x)]
    return max(ends, default=float("inf"))


def _keep(ranked: list[Source], top: int, kind: str) -> list[Source]:
    """The first so many, and one row for the rest; a single one left over is named."""
    if len(ranked) <= top + 1:
        return ranked
    rest = ranked[top:]
    amounts = [s.amount for s in rest if not isnan(s.amount)]
    amount = sum(amounts) if amounts else float("nan")
    others = f"{len(rest)} other foods" if kind == "other" else f"{len(rest)} more foods not known"
    nothing = float("nan")
    return [*ranked[:top], Source(others, kind, 0, amount, nothing, nothing)]
