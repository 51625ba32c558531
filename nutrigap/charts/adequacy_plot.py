"""The nutrient bars, drawn with Matplotlib."""

from __future__ import annotations

from math import isinf, isnan
from typing import TYPE_CHECKING, Any

from nutrigap.charts import style
from nutrigap.charts.bars import AXIS_TARGETS, Bar, Mark, bar_of, figure, mark_figures, marks_of_row
from nutrigap.charts.labels import verdict_label
from nutrigap.errors import TableError
from nutrigap.nutrients import find, format_amount

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame, Series

# Places inside a row of height 1, from its middle downwards.
_NAME, _VERDICT, _BAR, _LABELS = -0.43, -0.29, 0.04, 0.28
_THICK = 0.33
_MARK = {"need": (-0.19, 0.27), "covers": (-0.25, 0.27), "guide": (-0.19, 0.27)}
_MARK["threshold"] = _MARK["need"]
_MEANING = ("solid: known", "striped: not known, best guess", "line with ends: 9 in 10 chance")
_PEOPLE = ("dot and line: mean and its 9 in 10 range", "thin line: average need",
           "thick line: covers almost everyone", "dotted: guide amount")  # fmt: skip
_INCHES_A_ROW, _INCHES_A_PERSON = 1.2, 0.3


def plot_adequacy(
    adequacy: DataFrame,
    *,
    by_source: DataFrame | None = None,
    targets: DataFrame | None = None,
    ax: Axes | None = None,
) -> Axes:
    """A bar a nutrient: what is known, what is not, the range, and the lines to reach.

    The axis is amount ÷ target and ends at 1.7, so that the thick line stands at the same place in
    every row. With several people in one nutrient: a dot with a whisker for each, by mean.

    Parameters
    ----------
    adequacy : DataFrame
        ADEQUACY of one person, or of one nutrient.
    by_source : DataFrame, optional
        BY_SOURCE: shows tablets apart from food.
    targets : DataFrame, optional
        TARGETS: adds a lower threshold, where the authority has one.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
        The axes drawn on.

    Raises
    ------
    TableError
        Several people and several nutrients at once, or no rows.

    Examples
    --------
    >>> import matplotlib; matplotlib.use("agg")
    >>> row = {"person": "me", "nutrient": "magnesium", "unit": "mg", "mean": 207.0, "low": 194.0,
    ...        "high": 223.0, "days": 11, "coverage_nutrient": 0.91, "requirement": 265.0,
    ...        "requirement_label": "EAR", "recommended": 320.0, "recommended_label": "RDA",
    ...        "verdict": "likely_short", "reason_code": "requirement", "method": "ear"}
    >>> from nutrigap.schema import ADEQUACY
    >>> ax = plot_adequacy(ADEQUACY.frame([row]))
    >>> [round(float(patch.get_width()), 3) for patch in ax.patches][:2]
    [0.172, 0.589]
    """
    if adequacy.empty:
        raise TableError("ADEQUACY", "no rows: nothing to draw. Expected a profile when analysing.")
    many = len(adequacy["person"].unique()) > 1
    if many and len(adequacy["nutrient"].unique()) > 1:
        raise TableError(
            "ADEQUACY",
            "several people and several nutrients in one picture. Expected one of either: choose "
            "with adequacy[adequacy['nutrient'] == 'magnesium']",
        )
    with style.house_style():
        ax = _axes(len(adequacy), _INCHES_A_PERSON if many else _INCHES_A_ROW) if ax is None else ax
        style.bare(ax)
        if many:
            _draw_people(ax, adequacy)
        else:
            _draw_nutrients(ax, adequacy, by_source, targets)
    return ax


def _axes(rows: int, inches: float) -> Axes:
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(6.4, inches * rows + 0.3), layout="constrained")
    return ax


def _draw_nutrients(
    ax: Axes, adequacy: DataFrame, by_source: DataFrame | None, targets: DataFrame | None
) -> None:
    ax.set_xlim(0, AXIS_TARGETS)
    ax.set_ylim(len(adequacy) - 0.5, -0.58)
    for place, (_, row) in enumerate(adequacy.iterrows()):
        bar = bar_of(row, by_source=by_source, targets=targets)
        _draw_bar(ax, bar, place)
        _write_names(ax, bar, row, place)
    style.caption(ax, _MEANING, 6)


def _draw_bar(ax: Axes, bar: Bar, place: int) -> None:
    """Zone, baseline, parts, marks, whisker: the later lies above the earlier."""
    draw_frame(ax, bar, place)
    for part in bar.segments:
        width, left = (part.end - part.start) * AXIS_TARGETS, part.start * AXIS_TARGETS
        ax.barh(place + _BAR, width, _THICK, left=left, zorder=2, **style.PARTS[part.kind])
    _draw_whisker(ax, bar, place)
    _name_parts(ax, bar, place)


def draw_frame(ax: Axes, bar: Bar, place: int) -> None:
    """What stands around a bar: zone, baseline, marks with their words."""
    need, covers = bar.find_mark("need"), bar.find_mark("covers")
    if need and covers:
        left, right = bar.at(need.amount) * AXIS_TARGETS, bar.at(covers.amount) * AXIS_TARGETS
        top, foot = _MARK["need"]
        ax.barh(place + (top + foot) / 2, right - left, foot - top, left=left, color=style.ZONE)
    foot = place + _BAR + _THICK / 2
    ax.plot([0, AXIS_TARGETS], [foot, foot], color=style.BASE, linewidth=0.8, zorder=1.5)
    _draw_marks(ax, bar, place)


def _draw_marks(ax: Axes, bar: Bar, place: int) -> None:
    figures = mark_figures(bar.nutrient, bar.marks)
    for mark in bar.marks:
        x = bar.at(mark.amount) * AXIS_TARGETS
        top, foot = (place + y for y in _MARK[mark.kind])
        width, dots = {"covers": (2.2, "-"), "guide": (1.2, ":")}.get(mark.kind, (1.2, "-"))
        line = style.line(width, linestyle=dots, zorder=4)
        ax.plot([x, x], [top, foot], **line)
        _draw_head(ax, mark, x, top, foot)
        _write_mark(ax, mark, figures[mark.kind], x, place)


def _draw_head(ax: Axes, mark: Mark, x: float, top: float, foot: float) -> None:
    head = {"need": ("v", top), "guide": ("D", top), "threshold": ("^", foot)}.get(mark.kind)
    if head is not None:
        shape, y = head
        ax.plot([x], [y], marker=shape, markersize=4.5, color=style.INK, zorder=5, clip_on=False)


def _write_mark(ax: Axes, mark: Mark, number: str, x: float, place: float) -> None:
    """The words of a mark under it; a lower threshold has a line of its own."""
    y = place + _LABELS + (0.13 if mark.kind == "threshold" else 0)
    write_mark(ax, mark.words, number, x, y, left=mark.kind in {"need", "threshold"})


def write_mark(ax: Axes, words: str, number: str, x: float, y: float, *, left: bool) -> None:
    """The number centred under its mark, the words outward: two marks never meet."""
    text = ax.annotate(
        number, (x, y), ha="center", va="top", fontsize=_small(ax), fontweight="bold",
        color=style.INK, annotation_clip=False,
    )  # fmt: skip
    ax.annotate(
        words, (0, 0) if left else (1, 0), xycoords=text, ha="right" if left else "left",
        xytext=(-3 if left else 3, 0), textcoords="offset points", va="bottom",
        fontsize=_small(ax), color=style.INK2, annotation_clip=False,
    )  # fmt: skip


def _small(ax: Axes) -> float:
    """Chart text that still fits where the picture is as narrow as a phone."""
    return 8.0 if style.width(ax) >= 4.4 else 6.5


def _draw_whisker(ax: Axes, bar: Bar, place: int) -> None:
    if bar.whisker is None:
        return
    low, high = (x * AXIS_TARGETS for x in bar.whisker)
    y = place + _BAR
    line = style.line(1.5, zorder=6)
    ax.plot([low, high], [y, y], **line)
    ends = [low] if bar.high > bar.target * AXIS_TARGETS else [low, high]
    for x in ends:
        ax.plot([x, x], [y - 0.08, y + 0.08], **line)


def _name_parts(ax: Axes, bar: Bar, place: int) -> None:
    """Words above the parts where food and tablet both exist, and the number of a bar cut off."""
    y = place + _BAR - _THICK / 2 - 0.02
    words: dict[str, Any] = {
        "fontsize": 7,
        "color": style.INK2,
        "va": "bottom",
        "path_effects": style.halo(2),
    }
    tablet = next((s for s in bar.segments if s.kind == "tablet"), None)
    if bar.cut:
        whole = f"{figure(bar.nutrient, bar.estimate)} ›"
        ax.text(AXIS_TARGETS, y, f"with tablet {whole}" if tablet else whole, ha="right", **words)
    if tablet is None or bar.known + bar.unknown <= 0:
        return
    food = min(bar.at(bar.known + bar.unknown), tablet.start) / 2
    ax.text(max(food, 0.03) * AXIS_TARGETS, y, "food", ha="center", **words)
    if not bar.cut:
        middle = max((tablet.start + tablet.end) / 2, food + 0.13)
        ax.text(middle * AXIS_TARGETS, y, "tablet", ha="center", **words)


def _write_names(ax: Axes, bar: Bar, row: Series[Any], place: int) -> None:
    verdict = str(row["verdict"])
    ax.text(
        0, place + _NAME, bar.nutrient.name, fontsize=11, fontweight="bold", color=style.INK,
        va="center", fontfamily=style.fonts(style.SERIF),
    )  # fmt: skip
    ax.text(
        AXIS_TARGETS, place + _NAME, _amount(bar), ha="right", va="center", fontsize=8.5,
        color=style.INK,
    )  # fmt: skip
    ax.text(
        0, place + _VERDICT, verdict_label(row), fontsize=_small(ax) + 0.5,
        va="center", color=style.VERDICT.get(verdict, style.CANNOT_TELL),
    )  # fmt: skip


def _amount(bar: Bar) -> str:
    """Such as 207 mg a day (194 to 223)."""
    if isnan(bar.estimate):
        return "amount not known"
    amount = f"{format_amount(bar.nutrient, bar.estimate)} a day"
    if not bar.doubtful:
        return amount
    low = figure(bar.nutrient, bar.low)
    end = "or more" if isinf(bar.high) else f"to {figure(bar.nutrient, bar.high)}"
    return f"{amount} ({low} {end})"


def _draw_people(ax: Axes, adequacy: DataFrame) -> None:
    """One nutrient, a dot with a whisker for each person, from the smallest mean up."""
    rows = adequacy.sort_values("mean").reset_index(drop=True)
    nutrient = find(str(rows["nutrient"].iloc[0]))
    ends = rows["high"].where(rows["high"] < float("inf"))
    marks = rows[["requirement", "recommended"]].max().max()
    right = max(x for x in (ends.max(), rows["mean"].max(), marks, 0.0) if not isnan(x)) * 1.06
    ax.set_xlim(0, right or 1.0)
    ax.set_ylim(len(rows) + 0.2, -0.9)
    ax.text(
        0, -0.75, f"{nutrient.name}, {nutrient.unit} a day", color=style.INK, fontsize=10,
        fontfamily=style.fonts(style.SERIF), fontweight="bold",
    )  # fmt: skip
    for place, row in rows.iterrows():
        _draw_person(ax, row, int(str(place)), right or 1.0)
    _write_shared_marks(ax, [marks_of_row(row) for _, row in rows.iterrows()], len(rows))
    style.caption(ax, _PEOPLE, 8)


def _write_shared_marks(ax: Axes, marks: list[tuple[Mark, ...]], rows: int) -> None:
    """The numbers under the lines, where all people have the same."""
    if len(set(marks)) > 1:
        return
    for mark in marks[0]:
        _write_mark(ax, mark, f"{mark.amount:,g}", mark.amount, rows - 1 + 0.22)


def _draw_person(ax: Axes, row: Series[Any], place: int, right: float) -> None:
    ax.text(
        -0.015 * right, place, str(row["person"]), ha="right", va="center", color=style.INK,
        parse_math=False,
    )  # fmt: skip
    for name, width in (("requirement", 1.2), ("recommended", 2.2)):
        if not isnan(row[name]):
            style_of_line = ":" if row["method"] == "ai" else "-"
            ends = [place - 0.42, place + 0.42]
            ax.plot([row[name]] * 2, ends, style_of_line, color=style.INK, linewidth=width)
    if isnan(row["mean"]):
        ax.text(0.01 * right, place, "not known", va="center")
        return
    if row["high"] > row["low"]:
        ends = [row["low"], min(row["high"], right)]
        ax.plot(ends, [place, place], color=style.FOOD, linewidth=1.5)
    ax.plot([row["mean"]], [place], "o", color=style.FOOD, markersize=5, clip_on=False)
