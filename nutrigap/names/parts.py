"""Phrases that say which part of a food is meant: skin, fat, grade, salt."""

from __future__ import annotations

import re

SKIN, NO_SKIN, LEAN, LEAN_AND_FAT, GRADED, SALT, NO_SALT, PART = (1 << bit for bit in range(14, 22))
# A phrase with its bits; it is taken out, for the bits say it.
_PHRASES = tuple(
    (bits, re.compile(pattern))
    for bits, pattern in (
        (PART, r"(?:^|,)\s*(?:skin(?: only)?(?= \(|,|$| with salt| without salt)|separable fat)"),
        (PART, r"\b(?:skin|fat) only\b"),
        (
            NO_SKIN,
            r"\b(?:skin|peel)(?: / coating)? (?:not eaten|removed|off)\b|\bskinless\b|"
            r"\b(?:without|no|minus|exclud\w+) (?:the )?(?:skin|peel)\b|\bmeat only\b|"
            r"\bflesh only\b",
        ),
        (
            SKIN,
            r"\b(?:skin|peel)(?: / coating)?[ -](?:eaten|on)\b|\b(?:meat|flesh) and skin\b|"
            r"\b(?:with|and|including) (?:the |its )?(?:skin|peel)\b",
        ),
        (NO_SKIN, r"(?:^|,)\s*flesh(?=,|$)"),
        (LEAN, r"\b(?:separable )?lean (?:meat )?only(?: eaten)?\b|(?:^|,)\s*lean(?=,|$)"),
        (LEAN_AND_FAT, r"\b(?:separable )?lean and fat(?: eaten)?\b"),
        (
            0,
            r"\btrimmed to [^,]*\bfat\b|\ball (?:grades|classes|commercial varieties)\b|"
            r"\bbroilers? or fryers?\b|\bretail (?:parts|cuts)\b|\bcooked (?:in|without) skin\b|"
            r"\(includes foods for usda[^()]*\)|\(usda [^()]*\)",
        ),
    )
)
_GRADE = re.compile(r"\b(?:choice|select|prime)\b")
_NO_SALT = re.compile(
    r"\bunsalted\b|\b(?:without|no)(?: added)? salt\b|\b(?:low|reduced)[ -]sodium\b"
)
_SALT = re.compile(r"\bsalted\b|\bwith (?:added )?salt\b|\bsalt added\b")
_HINT = re.compile(
    r"skin|peel|lean|fat|flesh|meat only|salt|sodium|choice|select|prime|trimmed|all |broiler|"
    r"retail|usda"
)


def taken_out(text: str) -> tuple[str, int]:
    """The text without the phrases, and their bits.

    Parameters
    ----------
    text : str
        Plain text of a name or a description.

    Examples
    --------
    >>> text, bits = taken_out("chicken, broilers or fryers, thigh, meat and skin, raw")
    >>> text, bits == SKIN
    ('chicken, thigh, raw', True)
    >>> taken_out("peanuts, unsalted")[1] == NO_SALT
    True
    """
    if not _HINT.search(text):
        return text, 0
    bits = GRADED if _GRADE.search(text) else 0
    if _NO_SALT.search(text):
        bits |= NO_SALT
    elif _SALT.search(text):
        bits |= SALT
    rest = text
    for bit, phrase in _PHRASES:
        rest, count = phrase.subn(" ", rest)
        bits |= bit if count else 0
    if rest == text:
        return text, bits
    rest = re.sub(r"\s*,(?:\s*,)+", ",", rest).strip(" ,")
    rest = re.sub(r"\s+(?=,)|(?<=\s)\s+", "", rest)
    return (rest, bits) if re.search(r"[^\W\d]", rest) else (text, bits)
