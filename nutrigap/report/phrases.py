"""Small pieces of English: sentences of ``page_words.csv``, dates, counts, lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nutrigap.charts.day_bars import MONTHS, as_date
from nutrigap.wording import house_wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
            "eleven", "twelve")  # fmt: skip
_DATASETS = {
    "survey": "FNDDS survey foods",
    "sr_legacy": "SR Legacy foods with SR28 values",
    "foundation": "Foundation Foods",
    "branded": "Branded Foods",
}
_RELEASE = re.compile(
    rf"\b(?P<dataset>{'|'.join(_DATASETS)})_(?P<year>\d{{4}})-(?P<month>0[1-9]|1[0-2])(-\d\d)?\b"
)


def say(code: str, **facts: object) -> str:
    """A sentence of ``page_words.csv`` with its facts filled in.

    Examples
    --------
    >>> say("reason.chance", chance="About 6")
    'About 6 in 100 people who eat like this would get enough.'
    """
    return house_wording("page_words").say(
        code, "people", {key: str(fact) for key, fact in facts.items()}
    )


def say_to_professional(code: str) -> str:
    """A sentence of ``page_words.csv`` for professionals."""
    return house_wording("page_words").say(code, "professional", {})


def count_word(number: int) -> str:
    """A number up to twelve as a word.

    Examples
    --------
    >>> count_word(3), count_word(14)
    ('three', '14')
    """
    return _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"


def some(number: int, noun: str, plural: str | None = None) -> str:
    """A count with its noun.

    Examples
    --------
    >>> some(1, "day"), some(1200, "food")
    ('1 day', '1,200 foods')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def listed(words: Iterable[str]) -> str:
    """Words as a list in a sentence.

    Examples
    --------
    >>> listed(["beans", "nuts", "greens"])
    'beans, nuts and greens'
    """
    *first, last = list(words) or [""]
    return f"{', '.join(first)} and {last}" if first else last


def capital(text: str) -> str:
    """The text with a capital at the front; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def inside(name: str) -> str:
    """A nutrient's name inside a sentence.

    Examples
    --------
    >>> inside("Vitamin B12")
    'vitamin B12'
    """
    return name[:1].lower() + name[1:]


def quoted(food: str) -> str:
    """A food as the person wrote it, shortened where it is long."""
    text = " ".join(food.split())
    return f"“{text if len(text) <= 48 else text[:47] + '…'}”"


def day_text(when: date, *, year: bool = True) -> str:
    """A date as people write it.

    Examples
    --------
    >>> from datetime import date
    >>> day_text(date(2026, 3, 16))
    '16 March 2026'
    """
    text = f"{when.day} {MONTHS[when.month - 1]}"
    return f"{text} {when.year}" if year else text


def period_text(days: Sequence[str]) -> str:
    """From the first to the last day.

    Examples
    --------
    >>> period_text(["2026-03-03", "2026-03-16"]), period_text(["2025-12-30", "2026-01-02"])
    ('3–16 March 2026', '30 December 2025 – 2 January 2026')
    >>> period_text(["recall 1", "recall 2"])
    'recall 1 and recall 2'
    """
    dates = sorted(d for d in map(as_date, days) if d is not None)
    if len(dates) < len(days) or not dates:
        return listed(days) if len(days) <= 3 else f"{days[0]} to {days[-1]}"
    first, last = dates[0], dates[-1]
    if first == last:
        return day_text(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day_text(last)}"
    return f"{day_text(first, year=first.year != last.year)} – {day_text(last)}"


def releases_text(releases: str) -> str:
    """Names of releases as people read them; what has another shape stays as it is.

    Examples
    --------
    >>> releases_text("survey_2024-10-31, sr28")
    'FNDDS survey foods (October 2024), sr28'
    """
    return _RELEASE.sub(_release, releases)


def _release(found: re.Match[str]) -> str:
    month = MONTHS[int(found["month"]) - 1]
    return f"{_DATASETS[found['dataset']]} ({month} {found['year']})"


def in_100(probability: float) -> str:
    """A probability as so many in a hundred, at the beginning of a sentence.

    Examples
    --------
    >>> in_100(0.062), in_100(0.001), in_100(0.999)
    ('About 6', 'Fewer than 1', 'More than 99')
    """
    hundreds = round(probability * 100)
    if hundreds < 1:
        return "Fewer than 1"
    return f"About {hundreds}" if hundreds < 100 else "More than 99"
