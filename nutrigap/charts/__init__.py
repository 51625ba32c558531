"""Pictures of a diary and its verdicts: tidy tables and an ``Axes`` in, the ``Axes`` out.

What is drawn is worked out first, by pure functions (``bars``, ``day_bars``, ``ranking``), so that
a wrong bar is a wrong number. Matplotlib draws it here; the report draws the same numbers as SVG.

Each picture loads on first use: commands need only the labels.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nutrigap.charts.adequacy_plot import plot_adequacy
    from nutrigap.charts.calendar_plot import plot_calendar
    from nutrigap.charts.compare_plot import plot_authorities, plot_periods
    from nutrigap.charts.coverage_plot import plot_coverage
    from nutrigap.charts.days_plot import plot_days
    from nutrigap.charts.sources_plot import plot_sources

__all__ = [
    "plot_adequacy",
    "plot_authorities",
    "plot_calendar",
    "plot_coverage",
    "plot_days",
    "plot_periods",
    "plot_sources",
]

_HOMES = {
    "plot_adequacy": "adequacy_plot",
    "plot_authorities": "compare_plot",
    "plot_calendar": "calendar_plot",
    "plot_coverage": "coverage_plot",
    "plot_days": "days_plot",
    "plot_periods": "compare_plot",
    "plot_sources": "sources_plot",
}


def __getattr__(name: str) -> object:
    """Load a picture from the module that draws it."""
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
