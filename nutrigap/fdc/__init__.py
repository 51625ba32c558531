"""FoodData Central: releases as USDA publishes them, and the food store made from them.

What reads releases loads on first use: looking foods up does not need it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from nutrigap.fdc.store import FoodStore, open_store, packaged_store

if TYPE_CHECKING:
    from nutrigap.fdc.ingest import FdcRelease, read_release
    from nutrigap.fdc.write import write_store

__all__ = ["FdcRelease", "FoodStore", "open_store", "packaged_store", "read_release", "write_store"]

_HOMES = {"FdcRelease": "ingest", "read_release": "ingest", "write_store": "write"}


def __getattr__(name: str) -> object:
    """Load a public name from the module that holds it."""
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
