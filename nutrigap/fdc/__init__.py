"""FoodData Central: releases as USDA publishes them, and the food store made from them."""

from nutrigap.fdc.ingest import FdcRelease, read_release
from nutrigap.fdc.store import FoodStore, open_store, packaged_store
from nutrigap.fdc.write import write_store

__all__ = ["FdcRelease", "FoodStore", "open_store", "packaged_store", "read_release", "write_store"]
