"""Colours, fonts and hatches of the house, for Matplotlib; nothing global is changed."""

from __future__ import annotations

from functools import cache
from textwrap import fill
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager

    from matplotlib.axes import Axes

# One data colour for all nutrients: a verdict never recolours data. Text is at least 4.5 : 1 and
# marks 3 : 1 on white; stripes always mean "not known", dots always tablets.
INK, INK2, RULE, BASE = "#1a2430", "#4b5766", "#dcd8cc", "#7d8693"
FOOD, HATCH, PALE = "#2b5c8a", "#e4edf5", "#b9c9d9"
TABLET, TABLET_WASH = "#a86a0c", "#fbe9c8"
ZONE = "#ece4cf"
# Five steps of one blue for calendars; white reads on the last two.
HEAT = ("#e4edf5", "#b9d0e4", "#86abcd", "#4779a3", "#2b5c8a")
VERDICT = {"likely_enough": "#0a675b", "likely_short": "#9a3f06"}
CANNOT_TELL = "#4f5577"
SERIF = ("Iowan Old Style", "Palatino Linotype", "Palatino", "TeX Gyre Pagella", "Book Antiqua",
         "Georgia", "DejaVu Serif")  # fmt: skip
SANS = ("Segoe UI", "Roboto", "Helvetica Neue", "Arial", "DejaVu Sans")
PARTS: dict[str, dict[str, Any]] = {
    "known": {"facecolor": FOOD, "edgecolor": "none"},
    "other": {"facecolor": PALE, "edgecolor": "none"},
    "unknown": {"facecolor": HATCH, "edgecolor": FOOD, "hatch": "////", "linewidth": 0.8},
    "tablet": {"facecolor": TABLET_WASH, "edgecolor": TABLET, "hatch": "....", "linewidth": 1.1},
    "aside": {
        "facecolor": "none", "edgecolor": BASE, "linewidth": 0.9, "linestyle": (0, (2.5, 2.5)),
    },
}  # fmt: skip


@cache
def fonts(names: tuple[str, ...]) -> list[str]:
    """Those of the fonts that are installed; Matplotlib brings the last one itself."""
    from matplotlib.font_manager import get_font_names

    installed = set(get_font_names())
    return [name for name in names if name in installed] or [names[-1]]


def house_style() -> AbstractContextManager[None]:
    """Settings for the time of drawing."""
    from matplotlib import rc_context

    return rc_context(
        {"hatch.linewidth": 1.2, "font.family": fonts(SANS), "font.size": 8, "text.color": INK2}
    )


def bare(ax: Axes) -> None:
    """No frame, no grid, no ticks."""
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0, labelleft=False, labelbottom=False)
    ax.set_xticks([])
    ax.set_yticks([])


def width(ax: Axes) -> float:
    """How wide the axes are [inches]."""
    return float(ax.bbox.width / ax.figure.dpi)


def caption(ax: Axes, words: Iterable[str], below: float) -> None:
    """What the marks mean, under the axes, in lines no wider than they are [points]."""
    letters = int(width(ax) * 72 / 3.7)
    ax.annotate(
        fill(" · ".join(words), letters), (0, 0), xytext=(0, -below), xycoords="axes fraction",
        textcoords="offset points", va="top", fontsize=7.5, annotation_clip=False,
    )  # fmt: skip


def line(linewidth: float, **more: Any) -> dict[str, Any]:
    """A reference mark or whisker, readable on top of a bar."""
    return {
        "color": INK, "linewidth": linewidth, "path_effects": halo(linewidth + 2),
        "solid_capstyle": "butt", **more,
    }  # fmt: skip


def halo(width: float = 3.0) -> list[Any]:
    """A white edge that keeps a line or a word readable on top of a bar."""
    from matplotlib.patheffects import Normal, Stroke

    return [Stroke(linewidth=width, foreground="white"), Normal()]
