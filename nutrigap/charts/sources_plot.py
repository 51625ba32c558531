"""Ranked sources of a nutrient, drawn with Matplotlib."""

from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING

from nutrigap.charts import style
from nutrigap.charts.bars import one_person
from nutrigap.charts.ranking import Ranking, Source, rank_sources, source_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame


def plot_sources(
    contributions: DataFrame,
    nutrient: str,
    *,
    top: int = 5,
    ax: Axes | None = None,
    days: DataFrame | None = None,
) -> Axes:
    """The foods a nutrient came from, largest first, then tablets and what is not known.

    Parameters
    ----------
    contributions : DataFrame
        CONTRIBUTIONS of one person.
    nutrient : str
        Key or alias of a nutrient.
    top : int
        How many foods to name; the rest is one pale bar.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    days : DataFrame, optional
        DAYS: days set aside do not count.

    Returns
    -------
    Axes
        The axes drawn on; widths are means a day in the nutrient's unit.

    Raises
    ------
    TableError
        Foods of several people.

    Examples
    --------
    >>> import matplotlib; matplotlib.use("agg")
    >>> from nutrigap.schema import CONTRIBUTIONS
    >>> row = {"entry_id": 1, "nutrient": "magnesium", "person": "me", "day": "1", "food": "Tofu",
    ...        "amount": 58.0, "low": 58.0, "high": 58.0, "unit": "mg", "basis": "table",
    ...        "source_class": "food"}
    >>> ax = plot_sources(CONTRIBUTIONS.frame([row]), "magnesium")
    >>> [float(patch.get_width()) for patch in ax.patches]
    [58.0]
    """
    one_person(contributions, "CONTRIBUTIONS")
    ranking = rank_sources(contributions, nutrient, top=top, days=days)
    with style.house_style():
        ax = _axes(len(ranking.sources)) if ax is None else ax
        style.bare(ax)
        _draw(ax, ranking)
    return ax


def _axes(rows: int) -> Axes:
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(6.4, 0.29 * max(rows, 1) + 0.5), layout="constrained")
    return ax


def _draw(ax: Axes, ranking: Ranking) -> None:
    ax.set_xlim(0, ranking.largest * 1.02)
    ax.set_ylim(max(len(ranking.sources), 1) - 0.4, -0.6)
    ax.set_title(
        f"{ranking.nutrient.name}, {ranking.nutrient.unit} a day", loc="left", fontsize=11,
        fontweight="bold", color=style.INK, fontfamily=style.fonts(style.SERIF),
    )  # fmt: skip
    first_unknown = next((n for n, s in enumerate(ranking.sources) if s.kind == "unknown"), None)
    if first_unknown:
        ax.axhline(first_unknown - 0.5, color=style.BASE, linewidth=0.8, linestyle=":")
    for place, source in enumerate(ranking.sources):
        _draw_source(ax, ranking, source, place)


def _draw_source(ax: Axes, ranking: Ranking, source: Source, place: int) -> None:
    if source.amount > 0:
        ax.barh(place, source.amount, 0.56, zorder=2, **style.PARTS[source.kind])
    if source.kind == "unknown" and source.high > source.low:
        _draw_whisker(ax, source, place, ranking.largest)
    ax.annotate(
        _label(source), (0, place), xycoords=("axes fraction", "data"), xytext=(-6, 0),
        textcoords="offset points", ha="right", va="center", annotation_clip=False,
        color=style.INK2 if source.kind in {"other", "unknown"} else style.INK, parse_math=False,
    )  # fmt: skip
    ax.annotate(
        source_figure(ranking.nutrient, source), (1, place), xytext=(6, 0),
        xycoords=("axes fraction", "data"), textcoords="offset points", va="center",
        color=style.INK, annotation_clip=False,
    )  # fmt: skip


def _draw_whisker(ax: Axes, source: Source, place: int, largest: float) -> None:
    line = style.line(1.4, zorder=3)
    right = largest if isinf(source.high) else source.high
    ax.plot([source.low, right], [place, place], **line)
    for x in [source.low] if isinf(source.high) else [source.low, right]:
        ax.plot([x, x], [place - 0.18, place + 0.18], **line)


def _label(source: Source) -> str:
    """The food's name, short enough for the margin, and on how many days."""
    name = source.name if len(source.name) <= 34 else source.name[:33] + "…"
    if not source.days:
        return name
    return f"{name}  {source.days} day{'s' if source.days > 1 else ''}"
