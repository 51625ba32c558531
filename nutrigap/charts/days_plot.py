"""Day bars, drawn with Matplotlib."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from nutrigap.charts import style
from nutrigap.charts.bars import Mark, mark_figures, marks_of, one_person
from nutrigap.charts.day_bars import HEIGHT_TARGETS, DayBar, DayPanel, day_panel

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

_NO_DAY = "No single day needs to reach a line; the average counts"
_LINES = {"need": (0, (5, 3)), "covers": "-", "guide": (0, (1.5, 2.5)), "threshold": (0, (5, 3))}
_SHAPES = {"need": "▼ average need", "covers": "thick line: covers almost everyone",
           "guide": "◆ guide amount", "threshold": "▲ lower threshold"}  # fmt: skip


def plot_days(
    daily: DataFrame,
    targets: DataFrame,
    nutrient: str,
    *,
    ax: Axes | None = None,
    days: DataFrame | None = None,
    contributions: DataFrame | None = None,
) -> Axes:
    """A bar a day: known solid, not known striped, tablets dotted, the lines across.

    The height is 1.5 targets. A day set aside has a dashed outline, a day without entries an empty
    place. More than 31 days become weeks: the mean, with a whisker from lowest to highest day.

    Parameters
    ----------
    daily : DataFrame
        DAILY of one person.
    targets : DataFrame
        TARGETS; may be empty.
    nutrient : str
        Key or alias of a nutrient.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    days : DataFrame, optional
        DAYS: which days are set aside.
    contributions : DataFrame, optional
        CONTRIBUTIONS: shows tablets apart from food.

    Returns
    -------
    Axes
        The axes drawn on; heights are amounts in the nutrient's unit.

    Raises
    ------
    TableError
        Days of several people.

    Examples
    --------
    >>> import matplotlib; matplotlib.use("agg")
    >>> from nutrigap.schema import DAILY, TARGETS
    >>> day = {"person": "me", "day": "2026-03-03", "nutrient": "magnesium", "unit": "mg",
    ...        "known": 180.0, "estimate": 210.0, "low": 190.0, "high": 250.0, "entries": 9,
    ...        "unknown_entries": 1}
    >>> ax = plot_days(DAILY.frame([day]), TARGETS.empty(), "magnesium")
    >>> [float(patch.get_height()) for patch in ax.patches]
    [180.0, 30.0]
    """
    one_person(daily, "DAILY")
    if "person" in targets.columns and not daily.empty:
        targets = targets[targets["person"] == daily["person"].iloc[0]]
    panel = day_panel(
        daily,
        nutrient,
        marks_of(targets, nutrient),
        days=days,
        contributions=contributions,
    )
    with style.house_style():
        ax = _axes() if ax is None else ax
        style.bare(ax)
        _draw_panel(ax, panel)
    return ax


def _axes() -> Axes:
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(6.4, 2.6), layout="constrained")
    return ax


def _draw_panel(ax: Axes, panel: DayPanel) -> None:
    top = panel.target * HEIGHT_TARGETS
    ax.set_ylim(0, top)
    ax.set_xlim(-0.6, max(len(panel.bars), 7) - 0.4)
    _draw_zone(ax, panel)
    for place, bar in enumerate(panel.bars):
        _draw_day(ax, bar, place, top)
        if place % panel.label_step == 0:
            _write_day(ax, bar, place)
    ax.plot(ax.get_xlim(), [0, 0], color=style.BASE, linewidth=1, clip_on=False, zorder=3)
    _draw_lines(ax, panel)
    _write_around(ax, panel)


def _draw_zone(ax: Axes, panel: DayPanel) -> None:
    amounts = {mark.kind: mark.amount for mark in panel.marks}
    if {"need", "covers"} <= amounts.keys():
        ax.axhspan(amounts["need"], amounts["covers"], color=style.ZONE, linewidth=0, zorder=0.5)


def _draw_day(ax: Axes, bar: DayBar, place: int, top: float) -> None:
    if not bar.entries:
        return
    if isnan(bar.estimate):
        if not bar.set_aside:
            ax.text(place, top * 0.02, "?", ha="center", va="bottom", color=style.INK)
        return
    if bar.set_aside:
        ax.bar(place, bar.estimate, 0.72, zorder=2, **style.PARTS["aside"])
        return
    height = 0.0
    for kind, amount in (("known", bar.known), ("unknown", bar.unknown), ("tablet", bar.tablet)):
        if amount > 0:
            ax.bar(place, amount, 0.72, bottom=height, zorder=2, **style.PARTS[kind])
            height += amount
    if bar.lowest_to_highest:
        ax.plot([place, place], [bar.low, bar.high], **style.line(1.4, zorder=3))
    if height > top:
        ax.plot([place], [top], marker="^", color=style.FOOD, markersize=5, clip_on=False)


def _write_day(ax: Axes, bar: DayBar, place: int) -> None:
    """The day's number: bold at weekends, struck through where the day is set aside."""
    text = ax.annotate(
        bar.label, (place, 0), xytext=(0, -4), textcoords="offset points", ha="center", va="top",
        annotation_clip=False, fontweight="bold" if bar.weekend else "normal",
        color=style.INK if bar.weekend and not bar.set_aside else style.INK2,
    )  # fmt: skip
    if bar.set_aside:
        stroke = {"arrowstyle": "-", "color": style.INK2, "shrinkA": 0, "shrinkB": 0}
        ax.annotate(
            "", (-0.15, 0.45), xytext=(1.15, 0.45), xycoords=text, textcoords=text,
            arrowprops=stroke, annotation_clip=False,
        )  # fmt: skip


def _draw_lines(ax: Axes, panel: DayPanel) -> None:
    figures = mark_figures(panel.nutrient, panel.marks)
    shapes = {"need": "▼ ", "guide": "◆ ", "threshold": "▲ "}
    for mark, lift in zip(panel.marks, _lifts(panel.marks, panel.target), strict=True):
        width = 2.2 if mark.kind == "covers" else 1.2
        ax.axhline(
            mark.amount, **style.line(width, linestyle=_LINES[mark.kind], zorder=4)
        )  # fmt: skip
        ax.annotate(
            shapes.get(mark.kind, "▬ ") + figures[mark.kind], (1, mark.amount),
            xycoords=("axes fraction", "data"), xytext=(5, lift), textcoords="offset points",
            va="center", color=style.INK, fontweight="bold", annotation_clip=False,
        )  # fmt: skip


def _lifts(marks: tuple[Mark, ...], target: float) -> list[float]:
    """How far to move the labels of lines that are close, in points."""
    lifts = [0.0] * len(marks)
    for n in range(1, len(marks)):
        if marks[n].amount - marks[n - 1].amount < target * 0.14:
            lifts[n - 1] -= 5.0
            lifts[n] = 5.0 - min(lifts[n - 1] + 5.0, 0.0)
    return lifts


def _write_around(ax: Axes, panel: DayPanel) -> None:
    name = f"{panel.nutrient.name}, {panel.nutrient.unit} a day"
    ax.set_title(
        f"{name}, means of weeks" if panel.weekly else name, loc="left", pad=8, fontsize=11,
        fontweight="bold", color=style.INK, fontfamily=style.fonts(style.SERIF),
    )  # fmt: skip
    parts = [_NO_DAY, *(_SHAPES[mark.kind] for mark in panel.marks)]
    parts += ["striped: not known, best guess"] if any(b.unknown > 0 for b in panel.bars) else []
    parts += ["upright line: lowest to highest day"] if panel.weekly else []
    parts += ["dotted: tablet"] if any(b.tablet > 0 for b in panel.bars) else []
    parts += ["dashed: day set aside"] if any(b.set_aside for b in panel.bars) else []
    style.caption(ax, parts, 18)
