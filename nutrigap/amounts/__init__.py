"""Amounts as diaries write them: how many, of what measure, and the mass they state."""

from nutrigap.amounts.grammar import Amount, parse_amount

__all__ = ["Amount", "parse_amount"]
