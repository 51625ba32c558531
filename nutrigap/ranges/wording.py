"""What the wording of a name says about how far to trust its match."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_JOINING = {"and", "or", "with"}
_LONG = 5


def is_long(name: str) -> bool:
    """Whether a name is worded like a food table: with a comma, or five words and more.

    Examples
    --------
    >>> is_long("milk, whole"), is_long("whole milk")
    (True, False)
    """
    return "," in name or len(name.split()) >= _LONG


def own_wording(name: str, described: Iterable[tuple[int, str]]) -> int | None:
    """The food whose description has the same words as a long name, in any order.

    A word or two may mean many foods even if one of them is called just that: only a long name
    repeats a description.

    Parameters
    ----------
    name : str
        The name in the diary.
    described : iterable of (int, str)
        fdc_id and description of the foods that it may mean.

    Returns
    -------
    int or None
        The fdc_id.

    Examples
    --------
    >>> own_wording("Bread, whole wheat, toasted", [(7, "Bread, whole wheat, and toasted")])
    7
    >>> own_wording("milk", [(8, "Milk")]) is None
    True
    """
    if not is_long(name):
        return None
    words = _words(name)
    return next((fdc_id for fdc_id, text in described if _words(text) == words), None)


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+%?", text.casefold())) - _JOINING
