"""Numbers in cells: the text that every face shows, and the number behind it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from math import isfinite
from typing import TYPE_CHECKING

from nutrigap.charts.bars import figure

if TYPE_CHECKING:
    from nutrigap.nutrients import Nutrient


class Figure(str):
    """Text of a number as people read it; ``value`` is the number itself.

    Parameters
    ----------
    text : str
        What every face of the report shows.
    value : float
        The number behind it, not rounded.
    decimals : int
        Decimals of the text.
    suffix : str
        What stands behind the number in the text, such as `` %``.
    """

    value: float
    decimals: int
    suffix: str

    def __new__(cls, text: str, value: float, decimals: int, suffix: str = "") -> Figure:
        """The text itself, which knows its number."""
        made = super().__new__(cls, text)
        made.value, made.decimals, made.suffix = float(value), decimals, suffix
        return made

    @property
    def number_format(self) -> str:
        """How a spreadsheet shows the number.

        Examples
        --------
        >>> amount_of(1030.4, 1).number_format, share_of(0.87).number_format
        ('#,##0.0', '#,##0" %"')
        """
        places = f"#,##0{'.' + '0' * self.decimals if self.decimals else ''}"
        return f'{places}"{self.suffix}"' if self.suffix else places

    @property
    def stored(self) -> float:
        """The number for a spreadsheet: rounded only where it would round another way than here.

        Examples
        --------
        >>> amount_of(0.25, 1), amount_of(0.25, 1).stored, amount_of(0.26, 1).stored
        ('0.2', 0.2, 0.26)
        """
        places = Decimal(1).scaleb(-self.decimals)
        shown = Decimal(repr(self.value)).quantize(places, rounding=ROUND_HALF_UP)
        text = f"{shown:,}{self.suffix}"
        return (
            self.value if text == self else float(self.removesuffix(self.suffix).replace(",", ""))
        )


def amount_of(value: float, decimals: int) -> str:
    """A number with thousands and decimals; what is not a finite number in words."""
    if not isfinite(value):
        return "not known" if value != value else "no upper bound"
    return Figure(f"{value:,.{decimals}f}", value, decimals)


def nutrient_amount(nutrient: Nutrient, value: float) -> str:
    """An amount of a nutrient without its unit.

    Examples
    --------
    >>> from nutrigap.nutrients import find
    >>> nutrient_amount(find("calcium"), 1030.4), nutrient_amount(find("calcium"), float("nan"))
    ('1,030', 'not known')
    """
    text = figure(nutrient, value)
    return Figure(text, value, nutrient.decimals) if isfinite(value) else text


def share_of(share: float) -> str:
    """A share in per cent.

    Examples
    --------
    >>> share_of(0.874), share_of(float("nan"))
    ('87 %', 'not known')
    """
    if share != share:
        return "not known"
    return Figure(f"{100 * share:.0f} %", 100 * share, 0, " %")


def decimal_share(share: float) -> str:
    """A share from 0 to 1, for people to whom nothing is said in per cent.

    Examples
    --------
    >>> decimal_share(0.874), decimal_share(float("nan"))
    ('0.87', 'not known')
    """
    return amount_of(share, 2)


def count_of(number: int) -> Figure:
    """A count with thousands."""
    return Figure(f"{number:,}", number, 0)
