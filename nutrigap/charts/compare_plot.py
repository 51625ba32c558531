"""Two periods, or several authorities, side by side; drawn with Matplotlib."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

from nutrigap.charts import style
from nutrigap.charts.adequacy_plot import draw_frame, write_mark
from nutrigap.charts.bars import AXIS_TARGETS, Bar, bar_of, figure
from nutrigap.charts.labels import verdict_label
from nutrigap.errors import TableError
from nutrigap.reference import authorities

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame, Series

_BEFORE, _AFTER = -0.05, 0.11
_LANE, _HEAD = 0.62, 0.55


def plot_periods(
    before: DataFrame,
    after: DataFrame,
    *,
    names: tuple[str, str] = ("before", "now"),
    ax: Axes | None = None,
) -> Axes:
    """A dumbbell a nutrient: open circle before, filled circle now, with both ranges.

    Parameters
    ----------
    before, after : DataFrame
        ADEQUACY of one person, compared with the same authority.
    names : tuple of str
        What the two are called under the picture.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
        The axes drawn on: amount ÷ target, as in ``plot_adequacy``.

    Raises
    ------
    TableError
        Several people or authorities in one table, or no nutrient in both.
    """
    for table in (before, after):
        _one_of(table, "person")
    if set(before["authority"]) != set(after["authority"]):
        raise TableError("ADEQUACY", "two authorities. Expected one: use plot_authorities")
    rows = [(b, a) for _, a in after.iterrows() for _, b in before.iterrows()
            if a["nutrient"] == b["nutrient"]]  # fmt: skip
    if not rows:
        raise TableError("ADEQUACY", "no nutrient stands in both tables")
    with style.house_style():
        ax = _axes(1.0 * len(rows)) if ax is None else ax
        style.bare(ax)
        ax.set_xlim(0, AXIS_TARGETS)
        ax.set_ylim(len(rows) - 0.5, -0.58)
        for place, (first, last) in enumerate(rows):
            _draw_pair(ax, bar_of(first), bar_of(last), place)
        style.caption(ax, (f"open circle: {names[0]}", f"full circle: {names[1]}",
                           "line with ends: 9 in 10 chance"), 6)  # fmt: skip
    return ax


def _one_of(table: DataFrame, column: str) -> None:
    found = list(table[column].unique())
    if len(found) > 1:
        raise TableError(
            "ADEQUACY",
            f"{len(found)} values of {column} in one picture. Expected one: choose it with "
            f"table[table[{column!r}] == {found[0]!r}]",
        )


def _axes(inches: float) -> Axes:
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(6.4, inches + 0.3), layout="constrained")
    return ax


def _draw_pair(ax: Axes, before: Bar, after: Bar, place: int) -> None:
    draw_frame(ax, after, place)
    places = [after.at(bar.estimate) * AXIS_TARGETS for bar in (before, after)]
    if not any(isnan(x) for x in places):
        ends = [place + _BEFORE, place + _AFTER]
        ax.plot(places, ends, color=style.FOOD, linewidth=2.4, zorder=5)
    for bar, lane, fill in ((before, _BEFORE, "white"), (after, _AFTER, style.INK)):
        _draw_dot(ax, bar, after, place + lane, fill)
    unit = after.nutrient.unit
    text = f"{figure(before.nutrient, before.estimate)} → {figure(after.nutrient, after.estimate)}"
    ax.text(
        0, place - 0.42, after.nutrient.name, fontsize=11, fontweight="bold", color=style.INK,
        va="center", fontfamily=style.fonts(style.SERIF),
    )  # fmt: skip
    ax.text(
        AXIS_TARGETS, place - 0.42, f"{text} {unit} a day", ha="right", va="center", fontsize=8.5,
        color=style.INK,
    )  # fmt: skip


def _draw_dot(ax: Axes, bar: Bar, scale: Bar, y: float, fill: str) -> None:
    """One amount with its range on the scale of a bar."""
    if isnan(bar.estimate):
        return
    if bar.doubtful:
        ends = [scale.at(x) * AXIS_TARGETS for x in (bar.low, bar.high)]
        ax.plot(ends, [y, y], **style.line(1.2, zorder=6))
        for x in ends:
            ax.plot([x, x], [y - 0.05, y + 0.05], **style.line(1.2, zorder=6))
    look: dict[str, Any] = {"markerfacecolor": fill, "markeredgecolor": style.INK}
    at = scale.at(bar.estimate) * AXIS_TARGETS
    ax.plot([at], [y], "o", markersize=6, markeredgewidth=1.4, zorder=7, clip_on=False, **look)


def plot_authorities(adequacy: DataFrame, *, ax: Axes | None = None) -> Axes:
    """The same intake against several reference sets: a lane each, with its own lines.

    All lanes of a nutrient have one scale, that of its largest target.

    Parameters
    ----------
    adequacy : DataFrame
        ADEQUACY of one person under several authorities, one below the other.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
        The axes drawn on: amount ÷ the largest target of the nutrient.

    Raises
    ------
    TableError
        Several people, or no rows.
    """
    _one_of(adequacy, "person")
    if adequacy.empty:
        raise TableError("ADEQUACY", "no rows: nothing to draw")
    groups = [rows for _, rows in adequacy.groupby("nutrient", sort=False)]
    height = sum(_HEAD + _LANE * len(rows) for rows in groups)
    with style.house_style():
        ax = _axes(0.75 * height) if ax is None else ax
        style.bare(ax)
        ax.set_xlim(0, AXIS_TARGETS)
        ax.set_ylim(height, 0)
        top = 0.0
        for rows in groups:
            _draw_group(ax, rows, top)
            top += _HEAD + _LANE * len(rows)
        style.caption(ax, ("dot and line: intake and its 9 in 10 range", "▼ average need",
                           "thick line: covers almost everyone", "◆ guide amount"), 6)  # fmt: skip
    return ax


def _draw_group(ax: Axes, rows: DataFrame, top: float) -> None:
    """One nutrient: its name, and a lane an authority."""
    bars = [bar_of(row) for _, row in rows.iterrows()]
    scale = max(bars, key=lambda bar: bar.target)
    ax.text(
        0, top + 0.3, f"{scale.nutrient.name}, {scale.nutrient.unit} a day", fontsize=11,
        fontweight="bold", color=style.INK, va="center", fontfamily=style.fonts(style.SERIF),
    )  # fmt: skip
    for place, ((_, row), bar) in enumerate(zip(rows.iterrows(), bars, strict=True)):
        _draw_lane(ax, row, bar, scale, top + _HEAD + _LANE * place + 0.18)


def _title(authority: str) -> str:
    """The name people know an authority by; a user's own file keeps its name."""
    known = {**authorities(), **authorities(superseded=True)}
    return known[authority].title if authority in known else authority


def _draw_lane(ax: Axes, row: Series[Any], bar: Bar, scale: Bar, y: float) -> None:
    ax.plot([0, AXIS_TARGETS], [y, y], color=style.RULE, linewidth=0.8, zorder=1)
    for mark in bar.marks:
        x = scale.at(mark.amount) * AXIS_TARGETS
        look = style.line(2.2 if mark.kind == "covers" else 1.2, zorder=3)
        ax.plot([x, x], [y - 0.13, y + 0.13], linestyle=":" if mark.kind == "guide" else "-",
                **look)  # fmt: skip
        head = {"need": "v", "guide": "D", "threshold": "^"}.get(mark.kind)
        if head:
            at = y + 0.13 if mark.kind == "threshold" else y - 0.13
            ax.plot([x], [at], marker=head, markersize=3.8, color=style.INK, zorder=5)
        write_mark(ax, mark.label, f"{mark.amount:,g}", x, y + 0.15, left=mark.kind == "need")
    _draw_dot(ax, bar, scale, y, style.INK)
    side: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points",
            "va": "center", "annotation_clip": False}  # fmt: skip
    ax.annotate(
        _title(str(row["authority"])), (0, y), xytext=(-6, 0), ha="right", color=style.INK, **side
    )
    tone = style.VERDICT.get(str(row["verdict"]), style.CANNOT_TELL)
    label = verdict_label(row).partition(" (")[0]
    ax.annotate(label, (1, y), xytext=(6, 0), color=tone, fontsize=7.5, **side)
