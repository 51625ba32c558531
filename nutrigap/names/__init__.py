"""Matching of food names, on strings and SQLite alone."""

from nutrigap.names.asking import Query
from nutrigap.names.finder import Candidate, Explained, Finder

__all__ = ["Candidate", "Explained", "Finder", "Query"]
