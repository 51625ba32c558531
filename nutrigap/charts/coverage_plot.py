"""How much of each nutrient's amount is known, drawn with Matplotlib."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any, NamedTuple

from nutrigap.charts import style
from nutrigap.charts.bars import one_person
from nutrigap.errors import TableError
from nutrigap.nutrients import find

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

_MEANING = ("solid: share of the amount that is known", "striped: best guess",
            "upright line: share of the diary that is covered")  # fmt: skip


class Covered(NamedTuple):
    """One nutrient: shares known, 0–1, of its amount and of the diary (by energy)."""

    name: str
    amount: float
    energy: float
    unknown_entries: int
    entries: int


def coverage_rows(average: DataFrame) -> list[Covered]:
    """The nutrients that people see, in the order of the table; NaN where nothing is known."""
    return [
        Covered(
            find(str(row["nutrient"])).name,
            row["coverage_nutrient"],
            row["coverage"],
            row["unknown_entries"],
            row["entries"],
        )
        for row in average.to_dict("records")
        if find(str(row["nutrient"])).shown
    ]


def plot_coverage(average: DataFrame, *, ax: Axes | None = None) -> Axes:
    """A bar a nutrient from nothing known to all known.

    Parameters
    ----------
    average : DataFrame
        AVERAGE of one person.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
        The axes drawn on; widths are shares from 0 to 1.

    Raises
    ------
    TableError
        Several people, or no rows.

    Examples
    --------
    >>> import matplotlib; matplotlib.use("agg")
    >>> from nutrigap.schema import AVERAGE
    >>> row = {"person": "me", "days": 7, "nutrient": "magnesium", "unit": "mg", "known": 180.0,
    ...        "estimate": 200.0, "coverage": 0.8, "coverage_nutrient": 0.9, "entries": 70,
    ...        "unknown_entries": 7}
    >>> ax = plot_coverage(AVERAGE.frame([row]))
    >>> [round(float(patch.get_width()), 2) for patch in ax.patches]
    [0.9, 0.1]
    """
    one_person(average, "AVERAGE")
    rows = coverage_rows(average)
    if not rows:
        raise TableError("AVERAGE", "no rows: nothing to draw")
    with style.house_style():
        ax = _axes(len(rows)) if ax is None else ax
        style.bare(ax)
        _draw(ax, rows)
    return ax


def _axes(rows: int) -> Axes:
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(6.4, 0.42 * rows + 0.7), layout="constrained")
    return ax


def _draw(ax: Axes, rows: list[Covered]) -> None:
    ax.set_xlim(0, 1)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    for place, row in enumerate(rows):
        known = 0.0 if isnan(row.amount) else row.amount
        ax.barh(place, known, 0.56, zorder=2, **style.PARTS["known"])
        if known < 1:
            ax.barh(place, 1 - known, 0.56, left=known, zorder=2, **style.PARTS["unknown"])
        if not isnan(row.energy):
            line = style.line(1.6, zorder=3)
            ax.plot([row.energy] * 2, [place - 0.38, place + 0.38], clip_on=False, **line)
        _write(ax, row, place)
    style.caption(ax, _MEANING, 6)


def _write(ax: Axes, row: Covered, place: int) -> None:
    margin: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points",
              "va": "center", "annotation_clip": False}  # fmt: skip
    ax.annotate(
        row.name, (0, place), xytext=(-6, 0), ha="right", color=style.INK, fontsize=10,
        fontfamily=style.fonts(style.SERIF), **margin,
    )  # fmt: skip
    text = "not known" if isnan(row.amount) else share_words(row.amount)
    text += f"\n{row.unknown_entries} of {row.entries} entries open"
    ax.annotate(text, (1, place), xytext=(8, 0), color=style.INK, fontsize=7.5, **margin)


def share_words(share: float) -> str:
    """A share that never rounds to a certainty it is not.

    Examples
    --------
    >>> share_words(0.914), share_words(0.998), share_words(1.0)
    ('91 of 100 known', '99 of 100 known', 'all known')
    """
    return "all known" if share >= 1 else f"{min(99, round(100 * share))} of 100 known"
