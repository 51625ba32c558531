"""Pictures of a diary and its verdicts: tidy tables and an ``Axes`` in, the ``Axes`` out.

What is drawn is worked out first, by pure functions (``bars``, ``day_bars``, ``ranking``), so that
a wrong bar is a wrong number. Matplotlib draws it here; the report draws the same numbers as SVG.
"""

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
