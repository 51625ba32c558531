"""The verdict rows of the first screen, and the sentence counted from them."""

from __future__ import annotations

from math import ceil, isinf, isnan, nan
from typing import TYPE_CHECKING

from nutrigap.charts.bars import Bar, bar_of, figure, make_bar, mark_figures, tablet_of
from nutrigap.charts.labels import verdict_label
from nutrigap.nutrients import Nutrient, format_amount
from nutrigap.report.doubts import ABOUT_FOODS, NAMEABLE, TABLET, first_doubt, foods_in_doubt
from nutrigap.report.model import VerdictRow
from nutrigap.report.phrases import capital, count_word, in_100, inside, listed, quoted, say
from nutrigap.wording import house_wording

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pandas import Series

    from nutrigap.report.person import PersonTables

# Nobody logs so many full days to settle one question.
_VERY_MANY_DAYS = 30
TONES = {"likely_enough": "enough", "likely_short": "short"}
_GLYPHS = {"likely_enough": "enough", "likely_short": "short", "not_judged": "none"}


def verdict_rows(tables: PersonTables) -> tuple[VerdictRow, ...]:
    """A row for each nutrient people see, in the order of ``nutrients.csv``."""
    return tuple(_row(tables, nutrient) for nutrient in tables.nutrients)


def _row(tables: PersonTables, nutrient: Nutrient) -> VerdictRow:
    verdict = tables.verdict(nutrient.key)
    if verdict is None:
        return _without_verdict(tables, nutrient)
    bar = bar_of(verdict, by_source=tables.by_source, targets=tables.targets)
    label, _, aside = verdict_label(verdict).partition(" (")
    aside = f"({aside}" if aside else ""
    over = verdict["upper_level"] == "above"
    return VerdictRow(
        bar=bar,
        tone=TONES.get(verdict["verdict"], "cannot"),
        glyph=_GLYPHS.get(verdict["verdict"], "unknown"),
        label=label,
        aside=f"({inside(limit_label(verdict))})" if over else aside,
        over=over,
        amount=figure(nutrient, bar.estimate),
        range=range_text(bar),
        reason=_with_doubt(tables, verdict, _reason(tables, verdict, bar)),
        description=describe(bar),
        sentences=str(verdict["reason"]),
    )


def _without_verdict(tables: PersonTables, nutrient: Nutrient) -> VerdictRow:
    """The amount alone, where nobody said who is assessed."""
    mean = tables.mean(nutrient.key)
    values = {k: nan if mean is None else float(mean[k]) for k in ("estimate", "known")}
    ends = (nan, nan) if mean is None else (float(mean["low"]), float(mean["high"]))
    tablet = tablet_of(tables.by_source, nutrient.key)
    bar = make_bar(nutrient, values["estimate"], values["known"], ends, tablet)
    return VerdictRow(
        bar, "cannot", "none", "Not compared", "", False, figure(nutrient, bar.estimate),
        range_text(bar), say("reason.no_profile"), describe(bar), "",
    )  # fmt: skip


def range_text(bar: Bar) -> str:
    """The range in words; empty where nothing is in doubt."""
    if not bar.doubtful:
        return ""
    low = figure(bar.nutrient, bar.low)
    return f"{low} or more" if isinf(bar.high) else f"{low} to {figure(bar.nutrient, bar.high)}"


def describe(bar: Bar) -> str:
    """All numbers of a bar in sentences, for those who cannot see it."""
    show = bar.nutrient
    if isnan(bar.estimate):
        return f"{show.name}: the amount is not known."
    text = f"{show.name}, {show.unit} a day. Food: known {figure(show, bar.known)}"
    text += f", not known about {figure(show, bar.unknown)}" if bar.unknown > 0 else ""
    text += f"; tablet {figure(show, bar.tablet)}" if bar.tablet != 0 else ""
    text += f". Total {figure(show, bar.estimate)}"
    text += f", 9 in 10 range {range_text(bar)}" if bar.doubtful else ""
    figures = mark_figures(show, bar.marks)
    marks = [f"{mark.words} {figures[mark.kind]} ({mark.label})" for mark in bar.marks]
    return f"{text}. Lines: {', '.join(marks)}." if marks else f"{text}."


def _reason(tables: PersonTables, verdict: Series, bar: Bar) -> str:
    """Why, in one line."""
    code, probability = str(verdict["reason_code"]), float(verdict["probability_adequate"])
    if code == "requirement":
        return _requirement(str(verdict["verdict"]), probability, bar)
    if code == "food_only_sun":
        return _sun(bar)
    if code == "missing_data":
        return _missing(tables, bar, unread=isinf(float(verdict["tablets_high"])))
    if code == "few_days":
        return _few_days(verdict)
    if code in {"at_ai", "below_ai"} and bar.find_mark("covers"):
        return say(f"reason.{code}_recommended")
    if code == "diary_incomplete" and verdict["energy_check"] == "implausibly high":
        return say("reason.diary_incomplete_implausible")
    threshold = bar.find_mark("threshold")
    facts = {"threshold": figure(bar.nutrient, threshold.amount)} if threshold else {}
    return say(f"reason.{code}", **facts)


def _with_doubt(tables: PersonTables, verdict: Series, reason: str) -> str:
    """The reason, and the food that would help most where the reason does not name any."""
    doubt = first_doubt(tables, str(verdict["nutrient"]))
    open_answer = verdict["verdict"] == "cannot_tell" and verdict["reason_code"] != "missing_data"
    if doubt is None or not open_answer or doubt["kind"] not in (*ABOUT_FOODS, TABLET):
        return reason
    return f"{reason} {doubt['sentence']}"


def _requirement(verdict: str, probability: float, bar: Bar) -> str:
    if not isnan(probability):
        return say("reason.chance", chance=in_100(probability))
    covers = bar.find_mark("covers")
    if verdict == "likely_enough" and covers is not None:
        return say("reason.enough_of_range", covers=figure(bar.nutrient, covers.amount))
    return say("reason.short_of_range")


def _sun(bar: Bar) -> str:
    if bar.tablet == 0:
        return say("reason.food_only_sun")
    food = format_amount(bar.nutrient, bar.known + bar.unknown)
    tablet = format_amount(bar.nutrient, bar.tablet)
    return say("reason.food_only_sun_tablet", food=food, tablet=tablet)


def _missing(tables: PersonTables, bar: Bar, *, unread: bool) -> str:
    """What to weigh or name: the first doubt, foods, else a tablet, else sizes of portions."""
    first = first_doubt(tables, bar.nutrient.key)
    if first is not None and first["kind"] in ("portion", TABLET):
        return str(first["sentence"])
    doubted = foods_in_doubt(tables, [bar.nutrient.key])
    foods = doubted.loc[doubted["kind"].isin(NAMEABLE), "food"].head(3)
    if not foods.empty:
        return say("reason.missing_data", foods=listed(quoted(food) for food in foods))
    if isnan(bar.tablet) or unread:
        return say("reason.missing_data_tablet")
    if isinf(bar.high):
        return say("reason.missing_data_totals")
    if bar.unknown > 0:
        return say("reason.missing_data_nameless")
    return say(f"reason.missing_data_range{'.hidden' if tables.discreet else ''}")


def _few_days(verdict: Series) -> str:
    more = float(verdict["days_needed"]) - int(verdict["days"])
    if not more > 0:
        return say("reason.few_days_plain")
    if more >= _VERY_MANY_DAYS:
        return say("reason.few_days_long")
    return say("reason.few_days_one") if more <= 1 else say("reason.few_days", more=ceil(more))


def limit_label(verdict: Series) -> str:
    """What people read where an upper limit was passed."""
    few = verdict["upper_level"] == "day_above" and verdict["upper_amount"] > verdict["upper"]
    code = f"upper.{verdict['upper_level']}{'.few' if few else ''}"
    return house_wording().label(code, "people")


def headline(rows: Iterable[VerdictRow]) -> str:
    """One sentence, counted from the rows.

    Examples
    --------
    >>> from types import SimpleNamespace as Row
    >>> tones = ["enough", "short", "short", "cannot"]
    >>> headline([Row(tone=tone, over=False) for tone in tones])
    'One thing looks fine, two look short, one we cannot tell.'
    """
    tones = ["over" if row.over else row.tone for row in rows]
    over, fine, short, open_ones = (tones.count(t) for t in ("over", "enough", "short", "cannot"))
    if open_ones == len(tones):
        return f"We cannot tell about any of the {count_word(len(tones))}."
    phrases = [
        (over, "is above an upper limit", "are above an upper limit"),
        (fine, "looks fine", "look fine"),
        (short, "looks short", "look short"),
    ]
    parts = [f"{count_word(n)} {one if n == 1 else many}" for n, one, many in phrases if n]
    if max(over, fine, short) == len(tones):
        return f"All {parts[0]}."
    number, _, rest = parts[0].partition(" ")
    first = f"{number} thing{'' if number == 'one' else 's'} {rest}"
    last = [f"{count_word(open_ones)} we cannot tell"] if open_ones else []
    return capital(", ".join([first, *parts[1:], *last])) + "."
