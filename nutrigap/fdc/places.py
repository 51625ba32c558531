"""Where numbers stand among many."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


def places_of(wanted: np.ndarray, ascending: np.ndarray) -> np.ndarray:
    """Where each number wanted stands among whole ones ascending; −1 for one that is not there.

    Examples
    --------
    >>> import numpy as np
    >>> places_of(np.array([5, 7]), np.array([3, 5])).tolist()
    [1, -1]
    """
    import numpy as np

    if not len(ascending):
        return np.full(len(wanted), -1)
    # Of one type, or else all those ascending would be converted.
    whole = np.nan_to_num(wanted, nan=-1).astype(ascending.dtype)
    at = np.searchsorted(ascending, whole).clip(max=len(ascending) - 1)
    return np.where(ascending[at] == wanted, at, -1)
