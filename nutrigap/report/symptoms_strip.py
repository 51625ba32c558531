"""Symptoms on the same days as the day bars: laid beside each other, never tested."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

from nutrigap.charts.day_bars import MONTHS, as_date
from nutrigap.report.figures import count_of
from nutrigap.report.model import Grid, SymptomPlace, SymptomStrip
from nutrigap.report.phrases import say, some

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nutrigap.charts.day_bars import DayPanel
    from nutrigap.report.person import PersonTables
    from nutrigap.symptoms import Symptom

_HEADS = ("Day", "Time", "What", "Besides", "Note")


def symptoms_strip(
    tables: PersonTables, panel: DayPanel | None, symptoms: Iterable[Symptom], *, notes: bool
) -> SymptomStrip | None:
    """The symptoms of a person in the places of the day bars; ``None`` where there are none.

    Parameters
    ----------
    tables : PersonTables
        The person.
    panel : DayPanel, optional
        The day bars: their places are the places of the strip.
    symptoms : iterable of Symptom
        What was written down; that of other people is passed over.
    notes : bool
        Whether notes may be shown.
    """
    mine = [s for s in symptoms if s.person in ("", tables.name) and s.symptom]
    if not mine:
        return None
    starts = _starts(tables, panel)
    by_place = _by_place(mine, starts)
    places = tuple(_place(when, by_place.get(when, [])) for when in starts)
    inside = sum(place.count for place in places)
    rows = tuple((s.day, s.time, s.words, s.besides, s.note if notes else "") for s in mine)
    return SymptomStrip(
        places if inside else (),
        _sentence(mine, inside),
        (say("symptoms.order"), say("symptoms.chance"), say("symptoms.no_test")),
        _filled(rows),
    )


def _filled(rows: Sequence[tuple[str, ...]]) -> Grid:
    """The log without the columns that nobody wrote in."""
    kept = [n for n in range(len(_HEADS)) if any(row[n] for row in rows)]
    return Grid(tuple(_HEADS[n] for n in kept), tuple(tuple(r[n] for n in kept) for r in rows))


def _starts(tables: PersonTables, panel: DayPanel | None) -> list[date]:
    """First day of each place of the panel: days, or Mondays where it shows weeks."""
    dates = [when for day in tables.daily["day"].unique() if (when := as_date(str(day)))]
    if panel is None or not dates or not panel.bars:
        return []
    first, step = min(dates), 1
    if panel.weekly:
        first, step = first - timedelta(days=first.weekday()), 7
    return [first + timedelta(days=step * n) for n in range(len(panel.bars))]


def _by_place(symptoms: Iterable[Symptom], starts: Sequence[date]) -> Mapping[date, list[Symptom]]:
    """The symptoms of each place; those on days outside the diary are in none."""
    found: dict[date, list[Symptom]] = {}
    if not starts:
        return found
    step = (starts[1] - starts[0]).days if len(starts) > 1 else 1
    for symptom in symptoms:
        place = (date.fromisoformat(symptom.day) - starts[0]).days // step
        if 0 <= place < len(starts):
            found.setdefault(starts[place], []).append(symptom)
    return found


def _place(when: date, symptoms: Sequence[Symptom]) -> SymptomPlace:
    day = f"{when.day} {MONTHS[when.month - 1]}"
    felt = "; ".join(symptom.words for symptom in symptoms) or "nothing written down"
    return SymptomPlace(f"{day}: {felt}", len(symptoms))


def _sentence(symptoms: Sequence[Symptom], inside: int) -> str:
    """How many, on how many days, and how many outside the diary."""
    days = Counter(symptom.day for symptom in symptoms)
    text = f"{some(len(symptoms), 'entry', 'entries')} on {some(len(days), 'day')}"
    outside = len(symptoms) - inside
    return f"{text}, {count_of(outside)} outside the diary's days." if outside else f"{text}."
