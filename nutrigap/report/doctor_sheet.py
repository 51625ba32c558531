"""One page for a doctor or pharmacist: intake, tablets, medicines, symptoms, questions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from nutrigap.charts.bars import TABLETS, bar_of, mark_figures
from nutrigap.charts.day_bars import MONTHS, as_date, calendar
from nutrigap.nutrients import format_amount, shown
from nutrigap.report.figures import count_of, nutrient_amount
from nutrigap.report.first import authority_title, who
from nutrigap.report.model import DoctorSheet, Grid, SymptomDay
from nutrigap.report.phrases import day_text, period_text, releases_text, say, some
from nutrigap.report.remarks_section import client_of, laboratory_of
from nutrigap.report.verdicts import range_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pandas import DataFrame

    from nutrigap.nutrients import Nutrient
    from nutrigap.report.person import PersonTables
    from nutrigap.report.request import Request
    from nutrigap.symptoms import Symptom

_LONGEST, _WEEKDAYS = 98, "MTWTFSS"
_INTAKE = ("A day", "Food and drink", "Tablets", "Together", "9 in 10 chance", "Reference",
           "Upper limit")  # fmt: skip
_SCOPES = {"supplements": ", tablets only", "supplements_water": ", tablets and water"}
_QUESTIONS = {
    "doctor.blood_thinner": ("warfarin",),
    "doctor.diuretic": ("diuretic", "potassium_raising_medicine"),
    "doctor.kidney": ("kidney_disease", "dialysis"),
    "doctor.b12": ("metformin", "acid_blocker"),
}


def doctor_sheet(tables: PersonTables, request: Request) -> DoctorSheet:
    """Facts without verdicts."""
    symptoms = [s for s in request.symptoms if s.person in ("", tables.name)]
    rows = [_log_row(symptom, request) for symptom in symptoms]
    return DoctorSheet(
        title="A food diary, for a doctor or pharmacist",
        about=tuple(_about(tables)),
        intake=Grid(_INTAKE, tuple(_intake(tables, n) for n in tables.nutrients),
                    frozenset({1, 2, 3, 4})),
        tablets=_tablets(tables),
        medicines=tuple(_medicines(tables, request)),
        laboratory=laboratory_of(client_of(tables, request)),
        symptoms=Grid(("Day", "Symptom", "How strong", "Besides", "Note"), tuple(rows)),
        symptom_days=_symptom_days(tables, symptoms),
        questions=tuple(_questions(tables, symptoms)),
        footer=f"Food tables: {releases_text(tables.provenance.get('releases', ''))}. "
        f"nutrigap {tables.provenance.get('version', '')}. {say('footer.general')}",
    )  # fmt: skip


def _log_row(symptom: Symptom, request: Request) -> tuple[str, ...]:
    """A line of the log: when, what and where, how strong and long, what was noted beside it."""
    lasted = f"{symptom.minutes} minutes" if symptom.minutes else ""
    return (
        f"{symptom.day} {symptom.time}".strip(),
        ", ".join(x for x in (symptom.symptom, symptom.place) if x),
        ", ".join(x for x in (symptom.severity, lasted) if x),
        symptom.besides,
        "" if request.anonymous else symptom.note,
    )


def _about(tables: PersonTables) -> Iterator[str]:
    if tables.name != "me":
        yield tables.name
    yield who(tables) or "sex and age not given"
    yield period_text(list(tables.days["day"]))
    yield f"means of {some(len(tables.usable), 'day')}"
    yield f"reference: {authority_title(tables.authority)}"
    made = as_date(tables.provenance.get("made", ""))
    if made:
        yield f"made {day_text(made)}"


def _intake(tables: PersonTables, nutrient: Nutrient) -> tuple[str, ...]:
    """Food and tablets apart, the range, and the values people compare with."""
    name = f"{nutrient.name}, {nutrient.unit}"
    row = tables.verdict(nutrient.key)
    if row is None:
        mean = tables.mean(nutrient.key)
        total = float("nan") if mean is None else float(mean["estimate"])
        return (name, "–", "–", nutrient_amount(nutrient, total), "", "", "")
    bar = bar_of(row, by_source=tables.by_source, targets=tables.targets)
    figures = mark_figures(nutrient, bar.marks)
    upper = "none set"
    if row["upper"] == row["upper"]:
        scope = _SCOPES.get(str(row["upper_scope"]), "")
        upper = f"{row['upper_label']} {row['upper']:,g}{scope}"
    return (
        name,
        nutrient_amount(nutrient, bar.known + bar.unknown),
        nutrient_amount(nutrient, bar.tablet),
        nutrient_amount(nutrient, bar.estimate),
        range_text(bar),
        ", ".join(f"{mark.label} {figures[mark.kind]}" for mark in bar.marks),
        upper,
    )


def _tablets(tables: PersonTables) -> Grid:
    """Each tablet as written: on how many days, and what one dose holds of these nutrients."""
    rows = []
    taken = tables.entries[tables.entries["kind"].isin(TABLETS)]
    for food, entries in taken.groupby("food", sort=False):
        doses = tables.contributions[tables.contributions["entry_id"].isin(entries["entry_id"])]
        amount = next((str(x) for x in entries["amount_text"].dropna()), "")
        held = [
            f"{n.name} {format_amount(n, float(amounts.mean()))}"
            for n in tables.nutrients
            if not (amounts := doses.loc[doses["nutrient"] == n.key, "amount"].dropna()).empty
        ]
        days = count_of(entries["day"].nunique())
        rows.append((str(food), amount, days, ", ".join(held) or "not known"))
    for product, mine in tables.tablets.groupby("product", sort=False):
        if product not in set(taken["food"]):
            rows.append((str(product), "by schedule", count_of(0), _by_schedule(mine)))
    heads = ("Tablet, as written", "Amount", f"Days of {len(tables.days)}", "One dose holds")
    return Grid(heads, tuple(rows), frozenset({2}))


def _by_schedule(rows: DataFrame) -> str:
    """What a product that no day names gives a day on average."""
    amounts = {str(n): float(x) for n, x in zip(rows["nutrient"], rows["amount"], strict=True)}
    held = (f"{n.name} {format_amount(n, amounts[n.key])}" for n in shown() if n.key in amounts)
    return f"{', '.join(held) or 'not known'} a day on average"


def _medicines(tables: PersonTables, request: Request) -> Iterator[str]:
    given = client_of(tables, request).medicines
    if given:
        yield f"As given: {given}."
    conditions = tables.profile.conditions if tables.profile else ()
    for condition in conditions:
        yield f"Answered yes: {condition.replace('_', ' ')}."


def _questions(tables: PersonTables, symptoms: Iterable[Symptom]) -> Iterator[str]:
    """What to ask, from what was taken and answered; never what the answer is."""
    levels = set(tables.adequacy["upper_level"])
    tablets = tables.entries["kind"].isin(TABLETS).any()
    yield from (say(code) for code, yes in _QUESTIONS.items() if tables.has(*yes))
    if levels & {"above", "maybe_above"}:
        yield say("doctor.limit")
    if tablets:
        yield say("doctor.tablets")
    if "food_only_sun" in set(tables.adequacy["reason_code"]):
        yield say("doctor.blood")
    if list(symptoms):
        yield say("doctor.symptoms")
    yield say("doctor.else")


def _symptom_days(tables: PersonTables, symptoms: list[Symptom]) -> tuple[SymptomDay, ...]:
    """A strip of days; nothing where there are no symptoms or too many days."""
    felt: dict[date, list[str]] = {}
    for symptom in symptoms:
        felt.setdefault(date.fromisoformat(symptom.day), []).append(
            " ".join((symptom.symptom, symptom.severity)).strip()
        )
    logged = {when for day in tables.days["day"] if (when := as_date(str(day)))}
    if not felt or not logged:
        return ()
    days = calendar(felt.keys() | logged)
    return tuple(_symptom_day(d, felt, logged) for d in days) if len(days) <= _LONGEST else ()


def _symptom_day(when: date, felt: dict[date, list[str]], logged: set[date]) -> SymptomDay:
    kind = "felt" if when in felt else "logged" if when in logged else "none"
    name = f"{when.day} {MONTHS[when.month - 1]}"
    title = f"{name}: {', '.join(felt[when])}" if when in felt else name
    return SymptomDay(_WEEKDAYS[when.weekday()], str(when.day), title, kind)
