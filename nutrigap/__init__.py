"""What your food diary says about five nutrients, how sure that is, and what would close the gap.

>>> import nutrigap as ng
>>> ng.Profile(sex="female", age_years=34).life_stage
'general'

Names load on first use, so that importing the package costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nutrigap.adequacy import assess
    from nutrigap.analysis import Analysis, analyze
    from nutrigap.charts import (
        plot_adequacy,
        plot_authorities,
        plot_calendar,
        plot_coverage,
        plot_days,
        plot_periods,
        plot_sources,
    )
    from nutrigap.diary import Diary, formats, identify, read_diaries, read_diary
    from nutrigap.errors import NutrigapError
    from nutrigap.fdc import FoodStore, open_store
    from nutrigap.match import match_foods
    from nutrigap.profile import Profile
    from nutrigap.reference import authorities, targets
    from nutrigap.schedules import read_schedule

__all__ = [
    "Analysis",
    "Diary",
    "FoodStore",
    "NutrigapError",
    "Profile",
    "analyze",
    "assess",
    "authorities",
    "formats",
    "identify",
    "match_foods",
    "open_store",
    "plot_adequacy",
    "plot_authorities",
    "plot_calendar",
    "plot_coverage",
    "plot_days",
    "plot_periods",
    "plot_sources",
    "read_diaries",
    "read_diary",
    "read_schedule",
    "targets",
]

_HOMES = {
    "adequacy": ("assess",),
    "analysis": ("Analysis", "analyze"),
    "charts": (
        *("plot_adequacy", "plot_authorities", "plot_calendar", "plot_coverage"),
        *("plot_days", "plot_periods", "plot_sources"),
    ),
    "diary": ("Diary", "formats", "identify", "read_diaries", "read_diary"),
    "errors": ("NutrigapError",),
    "fdc": ("FoodStore", "open_store"),
    "match": ("match_foods",),
    "profile": ("Profile",),
    "reference": ("authorities", "targets"),
    "schedules": ("read_schedule",),
}


def __getattr__(name: str) -> object:
    """Load a public name from the module that holds it."""
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"nutrigap.{module}"), name)
    message = f"module 'nutrigap' has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return __all__
