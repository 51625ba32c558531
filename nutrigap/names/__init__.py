"""Matching of food names, on strings and SQLite alone."""

from nutrigap.names.answers import Answer, Answers
from nutrigap.names.asking import Query
from nutrigap.names.finder import Candidate, Explained, Finder
from nutrigap.names.reading import Held, Reading, reading_of
from nutrigap.names.remembering import RememberingFinder

__all__ = [
    "Answer",
    "Answers",
    "Candidate",
    "Explained",
    "Finder",
    "Held",
    "Query",
    "Reading",
    "RememberingFinder",
    "reading_of",
]
