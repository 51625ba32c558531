"""Grams of one amount of one food, by the best evidence there is."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.amounts import Amount
from nutrigap.amounts.words import UnitWord, quantity_word, singular, unit_words
from nutrigap.portions.choice import Choice, Portion, choose_portion, choose_volume

if TYPE_CHECKING:
    from collections.abc import Callable

    from nutrigap.portions.density import Scales

_NAN = math.nan
_LEAST_ENERGY_DENSITY = 5.0
_LARGEST_SERVING = 3000.0
_DRINK = 0.9
# A bare number of a drink is so many usual servings, not so many bottles.
_POURED = ("fl oz", "fl oz (no ice)", "fl oz (nfs)")
_YIELDS = re.compile(r"(?:oz|g|lb)\b.*\b(raw|dry|unpopped|shell)\b.*\byield")


class Food(NamedTuple):
    """What weighing needs to know of a food.

    ``usual_grams`` is its default portion [g], ``energy`` its energy density [kcal per 100 g].
    """

    description: str = ""
    category: str = ""
    usual_grams: float = _NAN
    energy: float = _NAN
    portions: tuple[Portion, ...] = ()


class Weight(NamedTuple):
    """Grams [g], how they are known (``grams_basis``), and the standard deviation of ln grams."""

    grams: float
    basis: str
    spread: float


class _Line(NamedTuple):
    """One diary line as the rules see it."""

    amount: Amount | None
    name: str
    grams: float
    energy: float
    food: Food | None
    scales: Scales
    told: float

    @property
    def names(self) -> str:
        """What the diary and USDA call the food."""
        return f"{self.name} {self.food.description if self.food else ''}"

    @property
    def kind(self) -> str:
        """Words of the diary's name that USDA's lacks."""
        known = _singular_words(self.food.description if self.food else "")
        return " ".join(word for word in _singular_words(self.name) if word not in known)

    @property
    def unit(self) -> UnitWord | None:
        """The unit or portion word of the measure, if it is a known one."""
        return _unit_of(self.amount.measure) if self.amount and self.amount.measure else None

    @property
    def fill(self) -> float:
        """How much more than level a "heaping" spoon holds; 1 without such a word."""
        words = re.findall(r"[^\W\d_]+", (self.amount.measure or "") if self.amount else "")
        found = [word for word in map(quantity_word, words) if word.kind == "fill"]
        return math.prod(word.value for word in found)


@lru_cache(maxsize=8192)
def _singular_words(text: str) -> list[str]:
    return [singular(word) for word in re.findall(r"[^\W\d_]+", text.lower())]


@lru_cache(maxsize=8192)
def _unit_of(measure: str) -> UnitWord | None:
    head = re.split(r"[,(\[]| - ", measure, maxsplit=1)[0].strip()
    return unit_words().get(head) or unit_words().get(head.rpartition(" ")[2])


def grams_of(
    amount: Amount | None,
    food: Food | None,
    scales: Scales,
    *,
    name: str = "",
    grams: float = _NAN,
    energy_kcal: float = _NAN,
    told: float = _NAN,
) -> Weight:
    """The mass of an amount of a food, by the best evidence there is.

    In this order: a mass that the diary states; what the user says one measure weighs; a count of
    a portion of the food; a volume by a volume portion of the food; a volume by the density of the
    class of food; stated energy over energy density; the food's usual portion.

    Parameters
    ----------
    amount : Amount or None
        What the diary says; ``None`` if nothing readable. Without a quantity it says nothing.
    food : Food or None
        The food it is taken for; ``None`` if no food fits.
    scales : Scales
        The tables to weigh with.
    name : str
        The diary's own name of the food: its words (cooked, raw …) choose between portions.
    grams : float
        Mass that the export states beside the amount [g].
    energy_kcal : float
        Energy that the export states [kcal].
    told : float
        What the user says one measure of the food weighs [g].

    Returns
    -------
    Weight
        ``unknown`` with NaN grams if there is neither a mass, nor a volume, nor a food.

    Examples
    --------
    >>> from nutrigap.amounts import parse_amount
    >>> from nutrigap.portions.density import Scales
    >>> from nutrigap.tables import read_constants, read_rows
    >>> scales = Scales(read_constants("portion_spreads"), read_rows("densities"))
    >>> egg = Food("Egg, whole, raw", "Eggs and omelets", 50.0, 143.0, (Portion("egg", 50.0),))
    >>> grams_of(parse_amount("2 eggs"), egg, scales)
    Weight(grams=100.0, basis='portion', spread=0.15)
    """
    if amount is not None and math.isnan(amount.quantity):
        amount = None
    line = _Line(amount, name, grams, energy_kcal, food, scales, told)
    for rule in _RULES:
        found = rule(line)
        if found is not None:
            worded = amount.spread if amount is not None else 0.0
            return found._replace(spread=math.hypot(found.spread, worded))
    return Weight(_NAN, "unknown", _NAN)


def _told(line: _Line) -> Weight | None:
    if not _is_known(line.told):
        return None
    amount = line.amount or Amount(_NAN, None)
    if amount.measure is None and amount.quantity >= line.scales.spreads["grams_from"]:
        return None
    count = amount.quantity if _is_known(amount.quantity) else 1.0
    return Weight(count * line.told, "portion", line.scales.spreads["told"])


def _weight(line: _Line, grams: float, basis: str, *extra: str) -> Weight:
    spreads = line.scales.spreads
    return Weight(grams, basis, math.hypot(spreads[basis], *(spreads[word] for word in extra)))


def _stated(line: _Line) -> Weight | None:
    amount = line.amount
    if _is_known(line.grams):
        return _weight(line, line.grams, "stated")
    if amount is None:
        return None
    if amount.quantity == 0:
        return _weight(line, 0.0, "stated")
    if _is_known(amount.grams):
        return _weight(line, amount.grams, "stated")
    return None


def _cooked(line: _Line) -> Weight | None:
    """A mass of the raw or dry food, where USDA says what it yields ("1 oz, dry, yields")."""
    amount, food = line.amount, line.food
    if amount is None or food is None or line.unit is None or line.unit.kind != "mass":
        return None
    for portion in food.portions:
        found = _YIELDS.match(portion.measure)
        if found and re.search(rf"\b{found[1]}\b", amount.measure or ""):
            share = amount.grams / unit_words()[portion.measure.split(",")[0]].grams
            return _weight(line, share * portion.grams, "portion")
    return None


def _counted(line: _Line) -> Weight | None:
    amount, food = line.amount, line.food
    if amount is None or food is None or not _is_count(line):
        return None
    if amount.measure in (None, "1") and amount.quantity >= line.scales.spreads["grams_from"]:
        return _weight(line, amount.quantity, "default") if amount.measure is None else None
    if line.unit is not None and line.unit.kind == "container" and _is_known(amount.millilitres):
        return None
    if amount.measure in (None, "each") and any(p.measure in _POURED for p in food.portions):
        return None
    choice = choose_portion(amount.measure, food.portions, food=line.names, kind=line.kind)
    if choice is None:
        return None
    return _weight(line, amount.quantity * choice.grams, "portion", *_alike(choice))


def _alike(choice: Choice) -> tuple[str, ...]:
    return ("unlike",) if choice.alike else ()


def _is_known(number: float) -> bool:
    return not math.isnan(number)


def _is_count(line: _Line) -> bool:
    unit = line.unit
    if unit is None or unit.kind not in ("volume", "mass", "energy", "dose unit", "vague"):
        return True
    return unit.kind == "vague"


def _by_volume(line: _Line) -> Weight | None:
    amount, food = line.amount, line.food
    if amount is None or food is None:
        return None
    unit = line.unit
    if unit is not None and unit.kind == "volume" and amount.measure is not None:
        choice = choose_volume(amount.measure, food.portions, food=line.names)
        if choice is None:
            return None
        basis = "volume" if choice.scaled else "portion"
        own = amount.quantity * unit.millilitres
        # "1 cup (250 ml)": the millilitres tell which cup.
        share = amount.millilitres / own if _is_known(amount.millilitres) and own else 1.0
        how_many = amount.quantity * share * line.fill
        return _weight(line, how_many * choice.grams, basis, *_alike(choice))
    millilitres, extra = _volume_of(line)
    one = choose_volume("ml", food.portions, food=line.names)
    if not _is_known(millilitres) or one is None:
        return None
    return _weight(line, millilitres * one.grams, "volume", *extra)


def _by_density(line: _Line) -> Weight | None:
    millilitres, extra = _volume_of(line)
    if not _is_known(millilitres):
        return None
    if line.food is None:
        density = line.scales.density(line.name, "")
        return _weight(line, millilitres * density, "density", "unnamed", *extra)
    density = line.scales.density(line.food.description, line.food.category)
    return _weight(line, millilitres * density, "density", *extra)


def _volume_of(line: _Line) -> tuple[float, tuple[str, ...]]:
    """Millilitres that are stated or that the portion word usually holds, and the doubt to add."""
    amount, unit = line.amount, line.unit
    if amount is None:
        return _NAN, ()
    if _is_known(amount.millilitres):
        return amount.millilitres, ()
    if unit is None or not _is_known(unit.millilitres):
        return _NAN, ()
    food = line.food
    drink = food is not None and line.scales.density(food.description, food.category) >= _DRINK
    if unit.kind == "container" and unit.name not in ("bowl", "plate") and not drink:
        return _NAN, ()
    return amount.quantity * unit.millilitres, ("vague",)


def _by_energy(line: _Line) -> Weight | None:
    energy = line.energy
    amount = line.amount
    if amount is not None and line.unit is not None and line.unit.kind == "energy":
        energy = amount.quantity / (1.0 if line.unit.name == "kcal" else 4.184)
    density = line.food.energy if line.food is not None else _NAN
    if not energy >= 0 or not density >= _LEAST_ENERGY_DENSITY:
        return None
    grams = 100 * energy / density
    return _weight(line, grams, "energy") if grams <= _LARGEST_SERVING else None


def _usual(line: _Line) -> Weight | None:
    food, amount = line.food, line.amount
    if food is None:
        return None
    usual = food.usual_grams
    if not _is_known(usual):
        masses = sorted(p.grams for p in food.portions if p.role == "portion")
        usual = masses[len(masses) // 2] if masses else _NAN
    if not _is_known(usual):
        return None
    return _weight(line, usual * _servings(line, amount, usual), "default")


def _servings(line: _Line, amount: Amount | None, usual: float) -> float:
    """How many usual portions: a count of something the food has no portion of may be any."""
    if amount is None or not _is_count(line) or amount.measure == "1":
        return 1.0
    unit = line.unit
    if unit is not None and unit.name == "recipe":
        return amount.quantity * line.scales.spreads["recipe_servings"]
    return amount.quantity if amount.quantity * usual <= _LARGEST_SERVING else 1.0


_RULES: tuple[Callable[[_Line], Weight | None], ...] = (
    _cooked,
    _stated,
    _told,
    _counted,
    _by_volume,
    _by_density,
    _by_energy,
    _usual,
)
