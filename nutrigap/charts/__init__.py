"""Pictures of days, adequacy and sources: tidy tables and an ``Axes`` in, the ``Axes`` out.

What is drawn is worked out first, by pure functions (``bars``, ``day_bars``, ``ranking``), so that
a wrong bar is a wrong number. Matplotlib draws it here; the report draws the same numbers as SVG.
"""

from nutrigap.charts.adequacy_plot import plot_adequacy
from nutrigap.charts.days_plot import plot_days
from nutrigap.charts.sources_plot import plot_sources

__all__ = ["plot_adequacy", "plot_days", "plot_sources"]
