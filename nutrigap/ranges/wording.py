"""What the wording of a name says about how far to trust its match."""

_LONG = 5


def is_long(name: str) -> bool:
    """Whether a name is worded like a food table: with a comma, or five words and more.

    Examples
    --------
    >>> is_long("milk, whole"), is_long("whole milk")
    (True, False)
    """
    return "," in name or len(name.split()) >= _LONG
