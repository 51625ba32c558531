"""The nutrients nutrigap knows: names, units, FoodData Central ids."""

import re
from dataclasses import dataclass
from functools import cache

from nutrigap.errors import UnitError, UnknownNameError
from nutrigap.tables import read_rows
from nutrigap.units import convert, nutrient_unit


@dataclass(frozen=True)
class Nutrient:
    """One row of ``nutrients.csv``; ``unit`` is the canonical one every table uses.

    ``fdc_ids``, ``fdc_numbers`` and ``fdc_units`` run in parallel, the best source first: the first
    id that a food has a value for is used, the others are never added to it.
    """

    key: str
    name: str
    symbol: str
    unit: str
    shown: bool
    decimals: int
    fdc_ids: tuple[int, ...]
    fdc_numbers: tuple[str, ...]
    fdc_units: tuple[str, ...]
    micrograms_per_iu: float | None
    aliases: tuple[str, ...]

    def to_canonical(self, amount: float, unit: str) -> float:
        """Amount in this nutrient's own unit.

        Raises
        ------
        UnitError
            The unit does not measure this nutrient.

        Examples
        --------
        >>> find("vitamin_d").to_canonical(600, "IU")
        15.0
        """
        canonical = nutrient_unit(unit)
        return convert(amount, canonical, self.unit, micrograms_per_iu=self.micrograms_per_iu)


@cache
def nutrients() -> dict[str, Nutrient]:
    """All nutrients by key, in the order of ``nutrients.csv``.

    Examples
    --------
    >>> list(nutrients())[:2]
    ['vitamin_d', 'magnesium']
    """
    return {row["nutrient"]: _nutrient(row) for row in read_rows("nutrients")}


def _nutrient(row: dict[str, str]) -> Nutrient:
    per_iu = row["micrograms_per_iu"]
    return Nutrient(
        key=row["nutrient"],
        name=row["name"],
        symbol=row["symbol"],
        unit=row["unit"],
        shown=row["shown"] == "yes",
        decimals=int(row["decimals"]),
        fdc_ids=tuple(int(i) for i in row["fdc_ids"].split("|")),
        fdc_numbers=tuple(row["fdc_numbers"].split("|")),
        fdc_units=tuple(row["fdc_units"].split("|")),
        micrograms_per_iu=float(per_iu) if per_iu else None,
        aliases=tuple(row["aliases"].split("|")),
    )


def shown() -> tuple[Nutrient, ...]:
    """The nutrients that people see, in order.

    Examples
    --------
    >>> [n.key for n in shown()]
    ['vitamin_d', 'magnesium', 'calcium', 'potassium', 'vitamin_b12']
    """
    return tuple(n for n in nutrients().values() if n.shown)


def find(name: str) -> Nutrient:
    """The nutrient with this key, alias or symbol.

    Raises
    ------
    UnknownNameError
        Nothing is called that.

    Examples
    --------
    >>> find("B12").key, find("Vitamin B 12").key, find("Mg").key
    ('vitamin_b12', 'vitamin_b12', 'magnesium')
    """
    plain = _plain(name)
    key = _spellings().get(plain) or _symbols().get(plain)
    if key is None:
        raise UnknownNameError("nutrient", name, nutrients())
    return nutrients()[key]


@cache
def _spellings() -> dict[str, str]:
    return {
        _plain(alias): nutrient.key
        for nutrient in nutrients().values()
        for alias in (nutrient.key, nutrient.name, *nutrient.aliases)
    }


@cache
def _symbols() -> dict[str, str]:
    """Keys by symbol: a column is not known by one."""
    return {_plain(n.symbol): n.key for n in nutrients().values() if n.symbol}


def _plain(name: str) -> str:
    return re.sub(r"[_\s-]+", "", name).lower()


# "Vitamin D (IU)", "Calcium, mg", "Magnesium [mg]", "vitamin_d_ug", "Prot( g)"
_WITH_UNIT = re.compile(
    r"^(?P<name>.+?)(?:\s*[(\[]\s*(?P<bracket>[^()\[\]]+?)\s*[)\]]|\s*[,_ ]\s*(?P<tail>[^\s,_]+))$"
)


def parse_column(header: str) -> tuple[Nutrient, str | None] | None:
    """The nutrient and unit that a column header names, or ``None``.

    Returns
    -------
    tuple of Nutrient and str or None, or None
        The unit is canonical; ``None`` where the header gives none.

    Examples
    --------
    >>> [(n.key, unit) for n, unit in map(parse_column, ["B12 (Cobalamin) (µg)", "magnesium_mg"])]
    [('vitamin_b12', 'µg'), ('magnesium', 'mg')]
    >>> parse_column("Omega-3 (g)") is None
    True
    """
    if _plain(header) in _spellings():
        return find(header), None
    parts = _WITH_UNIT.match(" ".join(header.split()))
    if parts is None or _plain(parts["name"]) not in _spellings():
        return None
    try:
        unit = nutrient_unit(parts["bracket"] or parts["tail"])
    except UnitError:
        return None
    return find(parts["name"]), unit


def format_amount(nutrient: Nutrient, amount: float, *, units: str = "si") -> str:
    """An amount as people read it: rounded, thousands with a comma, unit behind.

    Parameters
    ----------
    nutrient : Nutrient
        Which nutrient; it knows its unit and decimals.
    amount : float
        Amount in the canonical unit; NaN is not known, infinite has no upper bound.
    units : str
        ``si``, or ``us``: vitamins that US labels state in IU come in IU.

    Examples
    --------
    >>> format_amount(find("calcium"), 1030.4)
    '1,030 mg'
    >>> format_amount(find("vitamin_d"), 4.1, units="us")
    '164 IU'
    >>> format_amount(find("vitamin_d"), float("nan"))
    'not known'
    """
    if amount != amount:
        return "not known"
    if amount == float("inf"):
        return "no upper bound"
    figure, unit = _figure(nutrient, amount, units)
    return f"{figure} {unit}"


def format_range(nutrient: Nutrient, low: float, high: float, *, units: str = "si") -> str:
    """Both ends of a range, the unit once.

    Examples
    --------
    >>> format_range(find("calcium"), 980.2, 1140.0)
    '980 to 1,140 mg'
    >>> format_range(find("calcium"), 980.2, float("inf"))
    '980 mg or more'
    """
    if low != low or high != high:
        return "not known"
    bottom, unit = _figure(nutrient, low, units)
    if high == float("inf"):
        return f"{bottom} {unit} or more"
    top, _ = _figure(nutrient, high, units)
    return f"{bottom} {unit}" if bottom == top else f"{bottom} to {top} {unit}"


def _figure(nutrient: Nutrient, amount: float, units: str) -> tuple[str, str]:
    """The rounded figure and its unit."""
    if units == "us" and nutrient.micrograms_per_iu is not None:
        return f"{amount / nutrient.micrograms_per_iu:,.0f}", "IU"
    return f"{amount:,.{nutrient.decimals}f}", nutrient.unit
