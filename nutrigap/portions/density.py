"""What a millilitre of a class of food weighs, and how sure each way of weighing is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nutrigap.amounts.words import singular

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Scales:
    """The tables that weighing rests on.

    Parameters
    ----------
    spreads : mapping of str to float
        ``portion_spreads.csv``.
    densities : iterable of mapping
        Rows of ``densities.csv``.
    """

    def __init__(
        self, spreads: Mapping[str, float], densities: Iterable[Mapping[str, str]]
    ) -> None:
        self.spreads = spreads
        # The most specific phrase wins ("peanut butter" over "butter"), then the first row.
        self._classes = {
            word: (-word.count(" "), place, float(row["grams_per_ml"]))
            for place, row in enumerate(densities)
            for word in row["words"].split("|")
        }
        self._found: dict[tuple[str, str], float] = {}

    def density(self, description: str, category: str) -> float:
        """Density of the class of a food [g/ml], by the words of its name, then of its category.

        Examples
        --------
        >>> from nutrigap.tables import read_constants, read_rows
        >>> scales = Scales(read_constants("portion_spreads"), read_rows("densities"))
        >>> scales.density("Olive oil", "Salad dressings and vegetable oils")
        0.92
        """
        key = description, category
        if key not in self._found:
            head = ",".join(description.split(",")[:2])
            found = self._class_of(head) or self._class_of(category) or self._classes.get("")
            self._found[key] = found[-1] if found else 1.0
        return self._found[key]

    def _class_of(self, text: str) -> tuple[int, int, float] | None:
        words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.lower())
        phrases = {
            " ".join(words[start:end])
            for start in range(len(words))
            for end in range(start + 1, min(start + 5, len(words)) + 1)
        }
        phrases |= {singular(word) for word in words}
        return min((self._classes[p] for p in phrases & self._classes.keys()), default=None)
