"""What people read as a verdict."""

_PLAIN = {
    "likely_enough": "Likely enough",
    "likely_short": "Likely short",
    "cannot_tell": "Cannot tell",
    "not_judged": "Not for a diary to judge",
}


def verdict_label(verdict: str, reason_code: str, *, audience: str = "people") -> str:
    """The label of a verdict."""
    del reason_code, audience
    return _PLAIN[verdict]
