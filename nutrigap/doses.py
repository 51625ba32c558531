"""What a supplement's own name and amount say about its contents."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.amounts.words import unit_words
from nutrigap.dose_text import Dose, doses_in, mentioned
from nutrigap.kinds import kind_of
from nutrigap.salts import salt_fraction
from nutrigap.schema import REPORTED
from nutrigap.supplement_words import may_hold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pandas import DataFrame

    from nutrigap.nutrients import Nutrient

__all__ = [
    "dose_notes",
    "injections",
    "kind_of",
    "read_doses",
    "suggested_nutrients",
    "tablet_counts",
    "unknown_contents",
]

_MANY = re.compile(
    r"\bmulti|\bprenatal|\bcentrum\b|\bone a day\b|vitamins? (and|&|\+) minerals?", re.I
)
_INJECTED = re.compile(
    r"\b(?:inject\w*|injektion\w*|spritze|inyecci[oó]n\w*|inyectable\w*|infusion|shots?|depot"
    r"|intramuscular|intravenous|subcutaneous|i\.?m\.?|i\.?v\.?|s\.?c\.?)(?!\w)",
    re.I,
)
_DOSE_UNITS = {"IU": "IU", "µg": "µg", "mg": "mg"}
_COLUMNS = ("entry_id", "food", "amount_text", "quantity", "measure")


def suggested_nutrients(name: str, nutrients: Iterable[Nutrient]) -> list[Nutrient]:
    """The nutrients that a supplement of this name may hold.

    Its name may speak of them, or be that of a product which holds them; a multivitamin may hold
    any.

    Examples
    --------
    >>> from nutrigap.nutrients import shown
    >>> [n.key for n in suggested_nutrients("Magnesium glycinate", shown())]
    ['magnesium']
    >>> len(suggested_nutrients("Women's multivitamin", shown()))
    5
    """
    known = list(nutrients)
    if _MANY.search(name):
        return known
    keys = may_hold(name) | {nutrient.key for nutrient in mentioned(name, known)}
    return [nutrient for nutrient in known if nutrient.key in keys]


def read_doses(supplements: DataFrame, nutrients: Iterable[Nutrient]) -> DataFrame:
    """Doses that the names and amounts of supplements state, such as ``Vitamin D3 1000 IU``.

    An amount in IU, µg or mg (``2000 IU``) is itself the dose of the one nutrient named that it
    can measure. Otherwise the dose of the name is multiplied by the count of tablets. A label's
    amount is taken as elemental, the convention of US Supplement Facts panels [1]_; the mass of a
    compound is converted only where the text states it. What is not certain stays unknown.

    Parameters
    ----------
    supplements : DataFrame
        DIARY rows. ``quantity`` counts the tablets, a missing one counts as one; a volume or a
        mass in grams is no count, so that a dose per tablet stays unknown.
    nutrients : iterable of Nutrient
        The nutrients to look for.

    Returns
    -------
    DataFrame
        REPORTED, at most one row for an entry and nutrient.

    Examples
    --------
    >>> import pandas as pd
    >>> from nutrigap.nutrients import shown
    >>> row = {"entry_id": 1, "food": "Vitamin D3 1000 IU (25 mcg)", "quantity": 2.0,
    ...        "measure": "softgel", "amount_text": "2 softgels"}
    >>> read_doses(pd.DataFrame([row]), shown())["amount"].tolist()
    [50.0]

    References
    ----------
    .. [1] US Code of Federal Regulations, title 21, section 101.36(b)(2)(ii).
    """
    known = list(nutrients)
    units = {nutrient.key: nutrient.unit for nutrient in known}
    rows = [
        {
            "entry_id": line.entry_id,
            "nutrient": dose.nutrient,
            "amount": dose.amount,
            "unit": units[dose.nutrient],
        }
        for line in _lines(supplements)
        for dose in _eaten(line, known)
    ]
    return REPORTED.frame(rows)


def unknown_contents(
    supplements: DataFrame, stated: DataFrame, nutrients: Iterable[Nutrient]
) -> dict[int, list[str]]:
    """The nutrients that each supplement may hold and nobody gives an amount of.

    Parameters
    ----------
    supplements : DataFrame
        DIARY rows.
    stated : DataFrame
        REPORTED: what exports and names state.
    nutrients : iterable of Nutrient
        The nutrients to look for.

    Returns
    -------
    dict of int to list of str
        Nutrient keys by ``entry_id``; entries without any are left out.

    Examples
    --------
    >>> import pandas as pd
    >>> from nutrigap.nutrients import shown
    >>> row = {"entry_id": 1, "food": "Calcium + D3 400 IU", "quantity": 1.0, "measure": "tablet",
    ...        "amount_text": "1 tablet"}
    >>> tablets = pd.DataFrame([row])
    >>> unknown_contents(tablets, read_doses(tablets, shown()), shown())
    {1: ['calcium']}
    """
    known = list(nutrients)
    amounts = stated.dropna(subset=["amount"])
    told = set(zip(amounts["entry_id"], amounts["nutrient"], strict=True))
    found = {}
    for entry_id, food in zip(supplements["entry_id"], supplements["food"], strict=True):
        keys = [n.key for n in suggested_nutrients(_text(food), known)]
        missing = [key for key in keys if (entry_id, key) not in told]
        if missing:
            found[int(entry_id)] = missing
    return found


def tablet_counts(supplements: DataFrame) -> list[float]:
    """How many tablets each entry counts; one where its amount is a volume, a mass or a dose.

    Parameters
    ----------
    supplements : DataFrame
        DIARY rows.

    Examples
    --------
    >>> import pandas as pd
    >>> tablet_counts(pd.DataFrame({"entry_id": [1], "quantity": [2.0], "measure": ["tablet"]}))
    [2.0]
    """
    return [
        1.0 if line.measure in _DOSE_UNITS else (_count(line) or 1.0)
        for line in _lines(supplements)
    ]


def injections(entries: DataFrame) -> DataFrame:
    """The supplements and medicines that were injected: never intake.

    Parameters
    ----------
    entries : DataFrame
        DIARY rows.

    Returns
    -------
    DataFrame
        The DIARY rows.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"food": ["B12 injection 1 mg", "B12 1 mg"], "kind": "supplement"})
    >>> injections(rows)["food"].tolist()
    ['B12 injection 1 mg']
    """
    taken = entries[entries["kind"].isin(("supplement", "medicine"))]
    return taken[taken["food"].fillna("").str.contains(_INJECTED)]


def dose_notes(supplements: DataFrame, nutrients: Iterable[Nutrient]) -> tuple[str, ...]:
    """What readers must know about doses of compounds: one sentence for each distinct name.

    Examples
    --------
    >>> import pandas as pd
    >>> from nutrigap.nutrients import shown
    >>> dose_notes(pd.DataFrame({"food": ["Magnesium citrate 200 mg"]}), shown())
    ("'Magnesium citrate 200 mg': 200 mg is taken as magnesium itself, as labels state it, not as
     magnesium citrate (16 parts in 100 are magnesium).",)
    """
    known = {nutrient.key: nutrient for nutrient in nutrients}
    names = dict.fromkeys(_text(food) for food in supplements["food"])
    return tuple(
        _note(name, dose, known[dose.nutrient])
        for name in names
        for dose in doses_in(name, known.values())
        if dose.salt is not None
    )


def _note(name: str, dose: Dose, nutrient: Nutrient) -> str:
    amount = f"{dose.amount:,.0f} {nutrient.unit}"
    share = f"{100 * salt_fraction(dose.salt or ''):.0f} parts in 100"
    element = nutrient.name.lower()
    if dose.converted:
        return f"{name!r}: the text states {dose.salt}; {share} of it, {amount}, are {element}."
    return (
        f"{name!r}: {amount} is taken as {element} itself, as labels state it, not as {dose.salt} "
        f"({share} are {element})."
    )


class _Line(NamedTuple):
    entry_id: int
    name: str
    text: str
    quantity: float
    measure: str


def _lines(supplements: DataFrame) -> list[_Line]:
    columns = [supplements[c] if c in supplements else [None] * len(supplements) for c in _COLUMNS]
    return [
        _Line(int(entry_id), _text(food), _text(text), float(quantity), _text(measure))
        for entry_id, food, text, quantity, measure in zip(*columns, strict=True)
    ]


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""


def _eaten(line: _Line, nutrients: list[Nutrient]) -> list[Dose]:
    """What the entry holds: its amount is a dose, or it counts tablets of a known dose."""
    unit = _DOSE_UNITS.get(line.measure)
    if unit is not None:
        dose = f"{line.quantity:.6f} {unit}"
        return doses_in(f"{_names_only(line.name, nutrients)} {dose}", nutrients)
    count = _count(line)
    if count is None:
        return []
    doses = doses_in(line.name, nutrients)
    if not doses and line.text:
        doses = doses_in(f"{line.name} {_bracket(line.text)}", nutrients)
    return [dose._replace(amount=dose.amount * count) for dose in doses]


def _names_only(name: str, nutrients: list[Nutrient]) -> str:
    """The nutrients of a name without its own dose: the amount eaten replaces that."""
    return " ".join(nutrient.name for nutrient in mentioned(name, nutrients))


def _bracket(text: str) -> str:
    """The dose of one tablet in the amount: '1 tablet (1000 IU)'."""
    found = re.search(r"[(,](.*)", text)
    return found[1] if found else ""


def _count(line: _Line) -> float | None:
    head = re.split(r"[,(\[]", line.measure, maxsplit=1)[0].strip()
    unit = unit_words().get(head)
    if unit is not None and unit.kind in ("volume", "mass", "energy"):
        return None
    return 1.0 if math.isnan(line.quantity) else line.quantity
