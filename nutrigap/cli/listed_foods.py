"""Lists of foods that hold much of a nutrient, for a reader who answered about health or not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import typer

from nutrigap.cli import options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nutrigap.fdc import FoodStore
    from nutrigap.fdc.rich import RichFood
    from nutrigap.gates import Gate
    from nutrigap.ideas.rules import FoodRules
    from nutrigap.nutrients import Nutrient

_EVERYTHING = 100_000


@dataclass(frozen=True)
class Reader:
    """Whom a list of foods is for: nobody in particular, or a person whose gates rule foods out.

    Parameters
    ----------
    gates : tuple of Gate
        The person's gates; none where the list is for nobody in particular.
    excluded : frozenset of str
        Tags of foods to leave out.
    """

    gates: tuple[Gate, ...]
    excluded: frozenset[str]

    @classmethod
    def asked(
        cls,
        sex: str | None,
        age: float | None,
        life_stage: str,
        conditions: list[str] | None,
        denied: list[str] | None,
        without: list[str] | None,
    ) -> Reader:
        """The reader that the options describe.

        Raises
        ------
        BadParameter
            Something is said of a person whose sex or age is not given.
        """
        from nutrigap.gates import gates
        from nutrigap.ideas.rules import excluded_tags
        from nutrigap.profile import Profile, sex_of
        from nutrigap.tables import read_rows

        excluded = excluded_tags(options.parted(without), read_rows("exclusions"))
        if sex is None or age is None:
            if sex or age is not None or life_stage != "general" or conditions or denied:
                message = "a list for one person depends on both: give --sex and --age."
                raise typer.BadParameter(message)
            return cls((), excluded)
        answers = tuple(conditions or ()), tuple(denied or ())
        profile = Profile(
            sex_of(sex), age, life_stage, conditions=answers[0], without_conditions=answers[1]
        )
        return cls(gates(profile, read_rows("gates")), excluded)

    def sentences(self, nutrient: str) -> Iterator[str]:
        """What must be read before the list, or in its place."""
        from nutrigap.gates import cautions
        from nutrigap.wording import house_wording

        words = house_wording()
        stopping = [gate for gate in self.gates if gate.stopping(nutrient)]
        if stopping:
            yield words.say(stopping[0].code, "people", {})
        elif self.gates:
            yield from cautions(self.gates, words)

    def rich_foods(
        self, store: FoodStore, nutrient: Nutrient, *, per: str, limit: int
    ) -> list[RichFood]:
        """The foods of ``nutrigap.fdc.rich`` that may be named."""
        from nutrigap.fdc.rich import rich_foods
        from nutrigap.tables import read_rows

        known = read_rows("rich_sources")
        if self.gates or self.excluded:
            everything = rich_foods(store, nutrient, known=known, per=per, limit=_EVERYTHING)
            kept = {
                food.known_as
                for food in everything
                if self._may_name(nutrient.key, food.category or "", food.description)
            }
            known = tuple(row for row in known if row["known_as"] in kept)
        plain = self._plain(store, nutrient.key)
        return rich_foods(store, nutrient, known=known, plain=plain, per=per, limit=limit)

    def _may_name(self, nutrient: str, group: str, name: str) -> bool:
        from nutrigap.gates import may_suggest
        from nutrigap.ideas.rules import excluded_tags
        from nutrigap.tables import read_rows

        tags = self._rules.kind_of(group, name).tags
        animal = excluded_tags(["vegan"], read_rows("exclusions"))
        kinds = tags | {"animal"} if tags & animal else tags
        return may_suggest(self.gates, nutrient, kinds) and not tags & self.excluded

    @cached_property
    def _rules(self) -> FoodRules:
        from nutrigap.ideas.rules import FoodRules
        from nutrigap.tables import read_rows

        return FoodRules(read_rows("idea_rules"))

    def _plain(self, store: FoodStore, nutrient: str) -> Callable[[str, str], bool]:
        """Whether a food is plain enough to be an idea; in a store without survey foods all are."""
        rules = self._rules
        some = any(rules.offers(str(row[0])) for row in store.read("SELECT category FROM food"))

        def plain(group: str, name: str) -> bool:
            offered = not some or rules.kind_of(group, name).offered
            return offered and self._may_name(nutrient, group, name)

        return plain
