"""The plausible range of a total: what is not certain, drawn many times."""

from nutrigap.ranges.doubt import Doubt, Simulated
from nutrigap.ranges.simulation import simulate

__all__ = ["Doubt", "Simulated", "simulate"]
