"""What kind of food a food is, by the rules of ``idea_rules.csv``: may it be an idea at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import NamedTuple

from nutrigap.errors import UnknownNameError

Row = Mapping[str, str]


class FoodKind(NamedTuple):
    """What the rules say about one food.

    ``family`` are foods that can stand for each other, ``tags`` what exclusions and gates look at,
    ``least_grams`` and ``most_grams`` a sensible portion [g], ``most_a_week`` how often the food
    group should be eaten at most, ``not_for`` the nutrients it is no source of, whatever a table
    of composition says.
    """

    category: str
    family: str
    offered: bool
    tags: frozenset[str]
    least_grams: float
    most_grams: float
    most_a_week: float
    not_for: frozenset[str]


@dataclass(frozen=True, eq=False)
class FoodRules:
    """The rules of one table.

    Parameters
    ----------
    rows : tuple of mapping
        ``idea_rules.csv``.

    Examples
    --------
    >>> from nutrigap.tables import read_rows
    >>> rules = FoodRules(read_rows("idea_rules"))
    >>> spinach = rules.kind_of("Spinach", "Spinach, fresh, cooked, no added fat")
    >>> spinach.offered, sorted(spinach.not_for), "oxalate" in spinach.tags
    (True, ['calcium'], True)
    """

    rows: tuple[Row, ...]

    def kind_of(self, category: str, description: str, written: str = "") -> FoodKind:
        """The kind of a food.

        Parameters
        ----------
        category : str
            Its food group in the table.
        description : str
            Its name in the table.
        written : str
            What a person called it; both names count.
        """
        key = category, description, written
        if key not in self._kinds:
            self._kinds[key] = self._kind(*key)
        return self._kinds[key]

    @cached_property
    def _kinds(self) -> dict[tuple[str, str, str], FoodKind]:
        return {}

    def _kind(self, category: str, description: str, written: str) -> FoodKind:
        row = self._categories.get(category, {})
        name = f"{written} | {description}"
        denied = any(_found(pattern, name) for _, pattern in self._patterns("deny"))
        needed = self._needed.get(category)
        return FoodKind(
            category=category,
            family=row.get("family", ""),
            offered=self.offers(category)
            and (needed is None or _found(needed, description))
            and not denied,
            tags=self._tags(row, name),
            least_grams=_number(row, "least_grams", 0.0),
            most_grams=_number(row, "most_grams", inf),
            most_a_week=_number(row, "most_a_week", 7.0),
            not_for=frozenset(
                nutrient for nutrient, pattern in self._patterns("not_for") if _found(pattern, name)
            ),
        )

    def offers(self, category: str) -> bool:
        """Whether any food of a group may be an idea."""
        return self._categories.get(category, {}).get("offered") == "yes"

    @cached_property
    def _categories(self) -> dict[str, Row]:
        return {row["match"]: row for row in self.rows if row["rule"] == "category"}

    @cached_property
    def _cleared(self) -> dict[str, re.Pattern[str]]:
        """By tag, the words that say the tag does not hold."""
        words: dict[str, list[str]] = {}
        for row in self.rows:
            if row["rule"] == "untag":
                words.setdefault(row["tags"], []).append(row["match"])
        return {tag: _pattern("|".join(found)) for tag, found in words.items()}

    @cached_property
    def _needed(self) -> dict[str, re.Pattern[str]]:
        rows = self._categories.items()
        return {name: _pattern(f"(?:{row['needs']})s?") for name, row in rows if row["needs"]}

    @cached_property
    def _compiled(self) -> dict[str, list[tuple[str, re.Pattern[str]]]]:
        found: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
        for row in self.rows:
            if row["rule"] != "category":
                about = row["family"] if row["rule"] == "not_for" else row["tags"]
                found.setdefault(row["rule"], []).append((about, _pattern(row["match"])))
        return found

    def _patterns(self, rule: str) -> list[tuple[str, re.Pattern[str]]]:
        return self._compiled.get(rule, [])

    def _tags(self, row: Row, name: str) -> frozenset[str]:
        """Tags of the food group and of words; 'almond milk' says nothing about milk."""
        cleared = self._cleared
        tags = {
            tag
            for tag in row.get("tags", "").split("|")
            if tag and not (tag in cleared and _found(cleared[tag], name))
        }
        for tag, pattern in self._patterns("tag"):
            rest = cleared[tag].sub(" ", name) if tag in cleared else name
            tags |= {tag} if _found(pattern, rest) else set()
        return frozenset(tags)


def _number(row: Row, name: str, default: float) -> float:
    return float(row[name]) if row.get(name) else default


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


def _found(pattern: re.Pattern[str], name: str) -> bool:
    return pattern.search(name) is not None


def excluded_tags(without: Iterable[str], rows: Iterable[Row]) -> frozenset[str]:
    """The tags of foods that somebody does not eat.

    Parameters
    ----------
    without : iterable of str
        Names or other names of ``exclusions.csv``: dairy, fish, nuts, gluten, vegan …
    rows : iterable of mapping
        ``exclusions.csv``.

    Raises
    ------
    UnknownNameError
        Nothing is called that: an allergen is never passed over in silence.

    Examples
    --------
    >>> from nutrigap.tables import read_rows
    >>> sorted(excluded_tags(["Milk", "seafood"], read_rows("exclusions")))
    ['dairy', 'fish', 'shellfish']
    """
    known: dict[str, set[str]] = {}
    for row in rows:
        for name in (row["exclusion"], *row["aliases"].split("|")):
            known[name] = set(row["tags"].split("|"))
    found: set[str] = set()
    for name in without:
        plain = " ".join(name.replace("_", " ").lower().split())
        if not plain or plain not in known:
            raise UnknownNameError("food to leave out", name, [n for n in known if n])
        found |= known[plain]
    return frozenset(found)
