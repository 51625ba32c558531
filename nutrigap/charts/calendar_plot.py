"""The calendar of a nutrient, drawn with Matplotlib."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nutrigap.charts import style
from nutrigap.charts.bars import marks_of, one_person
from nutrigap.charts.day_bars import MONTHS
from nutrigap.charts.heat import HeatCalendar, HeatDay, heat_calendar
from nutrigap.errors import TableError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

_GAP = 0.08


def plot_calendar(
    daily: DataFrame,
    targets: DataFrame,
    nutrient: str,
    *,
    ax: Axes | None = None,
    days: DataFrame | None = None,
    first_weekday: str = "monday",
) -> Axes:
    """Weeks as rows, a tile a day: the darker, the nearer to the target.

    The amount stands in each tile. Less than half known is striped, a day set aside dashed, a day
    without entries blank.

    Parameters
    ----------
    daily : DataFrame
        DAILY of one person.
    targets : DataFrame
        TARGETS; may be empty: then the highest day is the darkest.
    nutrient : str
        Key or alias of a nutrient.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    days : DataFrame, optional
        DAYS: which days are set aside.
    first_weekday : str
        ``monday`` or ``sunday``.

    Returns
    -------
    Axes
        The axes drawn on; one unit is one day across and one week down.

    Raises
    ------
    TableError
        Days of several people, or days that are not dates.

    Examples
    --------
    >>> import matplotlib; matplotlib.use("agg")
    >>> from nutrigap.schema import DAILY, TARGETS
    >>> day = {"person": "me", "day": "2026-03-03", "nutrient": "magnesium", "unit": "mg",
    ...        "known": 180.0, "estimate": 210.0, "low": 190.0, "high": 250.0, "entries": 9,
    ...        "coverage_nutrient": 0.86, "unknown_entries": 1}
    >>> ax = plot_calendar(DAILY.frame([day]), TARGETS.empty(), "magnesium")
    >>> len(ax.patches), [text.get_text() for text in ax.texts if text.get_text() == "210"]
    (1, ['210'])
    """
    one_person(daily, "DAILY")
    if "person" in targets.columns and not daily.empty:
        targets = targets[targets["person"] == daily["person"].iloc[0]]
    calendar = heat_calendar(
        daily, nutrient, marks_of(targets, nutrient), days=days, first_weekday=first_weekday
    )
    if not calendar.days:
        raise TableError("DAILY", "a calendar needs days that are dates, such as 2026-03-03")
    with style.house_style():
        ax = _axes(len(calendar.weeks)) if ax is None else ax
        style.bare(ax)
        _draw(ax, calendar)
    return ax


def _axes(weeks: int) -> Axes:
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(5.2, 0.46 * weeks + 1.0), layout="constrained")
    return ax


def _draw(ax: Axes, calendar: HeatCalendar) -> None:
    ax.set_xlim(-0.9, 7)
    ax.set_ylim(len(calendar.weeks), -0.5)
    name = f"{calendar.nutrient.name}, {calendar.nutrient.unit} a day"
    ax.set_title(
        name, loc="left", fontsize=11, fontweight="bold", color=style.INK,
        fontfamily=style.fonts(style.SERIF),
    )  # fmt: skip
    for column, letter in enumerate(calendar.weekdays):
        ax.text(column + 0.5, -0.15, letter, ha="center", va="center", color=style.INK2)
    for row, week in enumerate(calendar.weeks):
        _write_month(ax, week, row)
        for column, day in enumerate(week):
            if day is not None:
                _draw_day(ax, calendar, day, (column, row))
    _caption(ax, calendar)


def _write_month(ax: Axes, week: tuple[HeatDay | None, ...], row: int) -> None:
    """The month's name beside the week that holds its first day, and beside the first week."""
    first = next(day.when for day in week if day is not None)
    starts = [day.when for day in week if day is not None and day.when.day == 1]
    when = starts[0] if starts else first
    if starts or row == 0:
        ax.text(-0.12, row + 0.5, MONTHS[when.month - 1][:3], ha="right", va="center")


def _draw_day(ax: Axes, calendar: HeatCalendar, day: HeatDay, place: tuple[int, int]) -> None:
    from matplotlib.patches import Rectangle

    column, row = place
    corner, size = (column + _GAP / 2, row + _GAP / 2), 1 - _GAP
    ax.add_patch(Rectangle(corner, size, size, zorder=2, **_look(day)))
    light = day.kind == "known" and day.step > 2
    colour = "white" if light else style.INK2 if day.kind == "aside" else style.INK
    ax.text(
        column + 0.1, row + 0.12, str(day.when.day), fontsize=5.5, va="top", color=colour, zorder=3
    )
    halo: dict[str, Any] = {} if day.kind != "doubtful" else {"path_effects": style.halo(2.5)}
    ax.text(
        column + 0.5, row + 0.64, calendar.text(day), ha="center", va="center", color=colour,
        zorder=3, fontweight="normal" if day.kind == "aside" else "bold", **halo,
    )  # fmt: skip


def _look(day: HeatDay) -> dict[str, Any]:
    if day.kind == "known":
        return {"facecolor": style.HEAT[day.step], "edgecolor": "none"}
    if day.kind == "doubtful":
        return style.PARTS["unknown"]
    if day.kind == "aside":
        return style.PARTS["aside"]
    return {"facecolor": "none", "edgecolor": style.RULE, "linewidth": 0.6}


def _caption(ax: Axes, calendar: HeatCalendar) -> None:
    """The amounts at which the shade changes, and the other signs that are there."""
    kinds = {day.kind for day in calendar.days}
    unit = calendar.nutrient.unit
    parts = [f"darker from {', '.join(calendar.bounds)} {unit} (quarters of the target)"]
    parts += ["striped: less than half known"] if "doubtful" in kinds else []
    parts += ["dashed: day set aside"] if "aside" in kinds else []
    parts += ["empty frame: nothing written down"] if "none" in kinds else []
    style.caption(ax, parts, 6)
