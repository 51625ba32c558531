"""The tables that cross a boundary: their columns, units, keys and meaning.

Text columns are pandas' string dtype, identifiers that may be absent are ``Int64``, amounts are
``float64`` where NaN is unknown and 0.0 a stated or measured zero. ``date`` is midnight of the
eater's own calendar day, without a time zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nutrigap.errors import TableError
from nutrigap.nutrients import nutrients

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pandas import DataFrame

_DTYPES = {
    "text": "str",
    "integer": "int64",
    "identifier": "Int64",
    "number": "float64",
    "flag": "bool",
    "answer": "boolean",
    "date": "datetime64[us]",
}
_ALWAYS_THERE = {"integer", "flag"}


@dataclass(frozen=True)
class Column:
    """One column: ``kind`` is text, integer, identifier, number, flag, answer or date.

    An ``identifier`` is an integer that may be missing, an ``answer`` is yes, no or missing.
    """

    name: str
    kind: str
    meaning: str
    unit: str = ""
    missing: bool = False

    @property
    def dtype(self) -> str:
        """The pandas dtype."""
        return _DTYPES[self.kind]


@dataclass(frozen=True)
class Table:
    """A table's columns in order and the columns that identify a row."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """Column names in order."""
        return [column.name for column in self.columns]

    def empty(self) -> DataFrame:
        """A frame with the columns and no rows.

        Examples
        --------
        >>> list(REPORTED.empty().columns)
        ['entry_id', 'nutrient', 'amount', 'unit']
        """
        return self.frame([])

    def frame(self, rows: Iterable[Mapping[str, Any]]) -> DataFrame:
        """A frame with these rows, columns in order and of the right kind; absent cells missing.

        Examples
        --------
        >>> REPORTED.frame([{"entry_id": 1, "nutrient": "calcium", "unit": "mg"}])["amount"].isna()
        0    True
        Name: amount, dtype: bool
        """
        import pandas as pd

        cells: dict[str, list[Any]] = {name: [] for name in self.names}
        for row in rows:
            for name, column in cells.items():
                column.append(row.get(name))
        # Arrays, since pandas would align the index of every Series with that of the others.
        data = {c.name: pd.Series(cells.pop(c.name), dtype=c.dtype).array for c in self.columns}
        return pd.DataFrame(data)

    def check(self, frame: DataFrame) -> DataFrame:
        """The frame itself, once its columns, gaps and key are as declared.

        Raises
        ------
        TableError
            A column is absent, a value that must be there is missing, or a key repeats.
        """
        absent = [name for name in self.names if name not in frame.columns]
        if absent:
            raise TableError(self.name, f"columns {absent} are absent; found {list(frame.columns)}")
        for column in self.columns:
            if column.missing or column.kind == "number":
                continue
            gaps = frame[column.name].isna()
            if gaps.any():
                raise TableError(
                    self.name,
                    f"column {column.name!r} may not be empty",
                    frame[gaps].head(3).to_string(),
                )
        twice = frame.duplicated(list(self.key), keep=False)
        if twice.any():
            raise TableError(self.name, f"key {self.key} repeats", frame[twice].head(4).to_string())
        return frame


def _text(name: str, meaning: str, *, missing: bool = False) -> Column:
    return Column(name, "text", meaning, missing=missing)


def _number(name: str, meaning: str, unit: str = "") -> Column:
    return Column(name, "number", meaning, unit)


_PERSON = _text("person", "who ate; 'me' where the file names nobody")
_DAY = _text("day", "ISO date, or e.g. 'recall 1' where an export has no calendar date")
_ENTRY = Column("entry_id", "integer", "one diary entry")
_MATCH = Column("match_id", "integer", "one distinct food text with its amount and evidence")
_NUTRIENT = _text("nutrient", "key of nutrients.csv")
_UNIT = _text("unit", "canonical unit of the nutrient")
_FDC = Column("fdc_id", "identifier", "FoodData Central id", missing=True)
_FILE = _text("source_file", "name of the file read")
_LINE = Column("source_line", "integer", "line where the record begins, from 1")

DIARY = Table(
    "DIARY",
    (
        _ENTRY,
        _MATCH,
        _PERSON,
        _DAY,
        Column("date", "date", "the day as a date, where it is one", missing=True),
        _text("time", "time of day as written", missing=True),
        _text("meal", "meal name as written", missing=True),
        _text("kind", "food, supplement, medicine, water, meal_total or day_total"),
        _text("food", "food name as written", missing=True),
        _text("brand", "brand as written", missing=True),
        _text("category", "the app's own category", missing=True),
        _text("food_code", "8-digit FNDDS code or SR NDB number as stated", missing=True),
        _FDC,
        _text("gtin", "bar code, digits only", missing=True),
        _text("amount_text", "amount as written", missing=True),
        _number("quantity", "how many measures"),
        _text("measure", "canonical unit, or the words of the portion", missing=True),
        _number("grams", "mass the export states", "g"),
        _number("energy_kcal", "energy the export states", "kcal"),
        _number("protein_g", "protein the export states", "g"),
        _number("carbohydrate_g", "carbohydrate the export states", "g"),
        _number("fat_g", "fat the export states", "g"),
        Column("complete", "answer", "the user says the day is fully logged", missing=True),
        _text("note", "note as written", missing=True),
        _text("format", "name of the export format"),
        _FILE,
        _LINE,
    ),
    ("entry_id",),
)
REPORTED = Table(
    "REPORTED",
    (
        _ENTRY,
        _NUTRIENT,
        _number("amount", "what the export itself states, in the canonical unit"),
        _UNIT,
    ),
    ("entry_id", "nutrient"),
)
PROBLEMS = Table(
    "PROBLEMS",
    (
        _FILE,
        _LINE,
        _text("column", "column at fault", missing=True),
        _text("value", "what stands there", missing=True),
        _text("problem", "what is wrong and what was done"),
        Column("kept", "flag", "whether the record still became an entry"),
    ),
    ("source_file", "source_line", "column", "problem"),
)
RECORDS = Table(
    "RECORDS",
    (
        _FILE,
        _LINE,
        _text("outcome", "entry, part, total, set_aside, duplicate or problem"),
        _text("reason", "why it was set aside", missing=True),
        Column("entry_id", "identifier", "the entry it became or belongs to", missing=True),
    ),
    ("source_file", "source_line"),
)
FOODS = Table(
    "FOODS",
    (
        Column("fdc_id", "integer", "FoodData Central id"),
        _text("data_type", "survey, sr_legacy, foundation, branded or user"),
        _text("food_code", "FNDDS code or NDB number", missing=True),
        _text("description", "USDA's name of the food"),
        _text("category", "food group or WWEIA category", missing=True),
        _text("brand", "brand owner or name", missing=True),
        _text("gtin", "bar code, 14 digits", missing=True),
        _text("release", "release the food came with"),
        _number("popularity", "people who reported the food in NHANES 2017 to March 2020"),
        _number("usual_grams", "default portion", "g"),
    ),
    ("fdc_id",),
)
COMPOSITION = Table(
    "COMPOSITION",
    (
        Column("fdc_id", "integer", "FoodData Central id"),
        *(
            _number(n.key, f"{n.name} per 100 g of food; NaN where nobody measured it", n.unit)
            for n in nutrients().values()
        ),
    ),
    ("fdc_id",),
)
IMPUTED = Table(
    "IMPUTED",
    (
        Column("fdc_id", "integer", "product whose label does not state the nutrient"),
        _text("nutrient", "key"),
        _number("amount", "mean of the foods like it, per 100 g"),
        _number("low", "lower end, per 100 g"),
        _number("high", "upper end, per 100 g"),
        _text("unit", "canonical unit of the nutrient"),
        _text("tag", "imputed_from: and the fdc_ids of those foods"),
    ),
    ("fdc_id", "nutrient"),
)
PORTIONS = Table(
    "PORTIONS",
    (
        Column("fdc_id", "integer", "FoodData Central id"),
        Column("seq", "integer", "USDA's order, from 1"),
        _text("measure", "canonical unit, or the words of the portion"),
        _number("grams", "mass of one measure", "g"),
        _text("label", "portion as USDA writes it"),
        _text("role", "portion, default (quantity not specified) or guideline"),
    ),
    ("fdc_id", "seq"),
)
MATCHES = Table(
    "MATCHES",
    (
        _MATCH,
        Column("rank", "integer", "1 is used"),
        _FDC,
        _text("food_code", "FNDDS code or NDB number", missing=True),
        _text("description", "USDA's name of the food", missing=True),
        _text("data_type", "food table", missing=True),
        _number("probability", "chance of being nutritionally equivalent to the truth"),
        _number("weight", "share of belief in this candidate for the range"),
        _text("method", "user, code, barcode, alias, text or none"),
    ),
    ("match_id", "rank"),
)
CANDIDATES = Table(
    "CANDIDATES",
    (
        _MATCH,
        Column("fdc_id", "integer", "FoodData Central id"),
        _number("weight", "share of belief; with 'none of these' they sum to 1"),
    ),
    ("match_id", "fdc_id"),
)
WEIGHED = Table(
    "WEIGHED",
    (
        _ENTRY,
        _MATCH,
        _FDC,
        _number("grams", "mass eaten; NaN unknown", "g"),
        _text("grams_basis", "stated, portion, volume, density, energy, default or unknown"),
        _number("grams_spread", "standard deviation of ln grams"),
    ),
    ("entry_id",),
)
CONTRIBUTIONS = Table(
    "CONTRIBUTIONS",
    (
        _ENTRY,
        _NUTRIENT,
        _PERSON,
        _DAY,
        _text("meal", "meal name", missing=True),
        _text("food", "food as written", missing=True),
        _FDC,
        _number("amount", "best estimate; NaN unknown"),
        _number("low", "5th percentile, for display, never summed"),
        _number("high", "95th percentile, for display, never summed"),
        _number("deviation", "standard deviation of the draws; 0 where nothing is drawn"),
        _UNIT,
        _text("basis", "stated, table, dose, imputed or unknown"),
        _text("source_class", "food, food_fortified, supplement, medicine or water"),
        _number("weight", "share of the day this entry stands for in coverage", "kcal"),
    ),
    ("entry_id", "nutrient"),
)
_AMOUNTS = (
    _number("known", "stated, looked up or dose"),
    _number("estimate", "known and imputed"),
    _number("low", "5th percentile of the total"),
    _number("high", "95th percentile of the total"),
    _number("coverage", "weight of known entries over weight of all", "0–1"),
    _number("coverage_nutrient", "known over estimate", "0–1"),
    Column("entries", "integer", "entries that count"),
    Column("unknown_entries", "integer", "entries whose amount of this nutrient is not known"),
)
DAILY = Table("DAILY", (_PERSON, _DAY, _NUTRIENT, _UNIT, *_AMOUNTS), ("person", "day", "nutrient"))
AVERAGE = Table(
    "AVERAGE",
    (
        _PERSON,
        Column("days", "integer", "usable days the mean is over"),
        _NUTRIENT,
        _UNIT,
        *_AMOUNTS,
        _number("sd_days", "standard deviation of the days' estimates"),
    ),
    ("person", "nutrient"),
)
BY_SOURCE = Table(
    "BY_SOURCE",
    (
        _PERSON,
        _NUTRIENT,
        _UNIT,
        _text("source_class", "food, food_fortified, supplement, medicine or water"),
        _number("amount", "mean a day"),
        _number("low", "5th percentile"),
        _number("high", "95th percentile; infinite where a tablet's content is not known"),
    ),
    ("person", "nutrient", "source_class"),
)
BY_DAY = Table(
    "BY_DAY",
    (
        _PERSON,
        _DAY,
        _NUTRIENT,
        _number("food", "food and water as best known; NaN where nothing is known"),
        _number("tablets", "supplements and medicines; NaN where none is known"),
        Column("open_tablets", "integer", "supplements and medicines whose content is not known"),
        Column("usable", "flag", "whether averages use the day"),
    ),
    ("person", "day", "nutrient"),
)
TABLETS = Table(
    "TABLETS",
    (
        _PERSON,
        _text("product", "name of the supplement or medicine"),
        _NUTRIENT,
        _UNIT,
        _text("source_class", "supplement or medicine"),
        Column("days", "integer", "usable days"),
        Column("days_logged", "integer", "of them, days that name the product"),
        _number("logged", "mean a day as the days log it, others counted as none"),
        _number("scheduled", "mean a day by the schedule; NaN where it has none"),
        _number("amount", "mean a day as best known: the schedule's, else as logged"),
        _number("low", "if days without an entry were days without the product"),
        _number("high", "if all days were alike; infinite where the content is not known"),
    ),
    ("person", "product", "nutrient"),
)
SCHEDULE = Table(
    "SCHEDULE",
    (
        Column("line", "integer", "line of the file, from 1"),
        _text("person", "who takes it; missing for everybody of the diary", missing=True),
        _text("product", "name of the supplement or medicine"),
        _text("route", "oral, or how else: an injection is never intake"),
        _NUTRIENT,
        _UNIT,
        _number("dose", "what one time gives; NaN unknown"),
        _number("per_day", "times a day"),
    ),
    ("line", "nutrient"),
)
DAY_COUNTS = Table(
    "DAY_COUNTS",
    (
        _PERSON,
        Column("calendar_days", "identifier", "from the first to the last date", missing=True),
        Column("logged_days", "integer", "days with an entry that counts"),
        Column("complete_days", "integer", "days the user marked as complete"),
        Column("usable_days", "integer", "days that averages divide by"),
        Column("weekend_days", "identifier", "usable Saturdays and Sundays", missing=True),
        _number("weekday_share", "Mondays to Fridays among the usable dated days", "0–1"),
        Column("longest_run", "identifier", "most usable days in a row", missing=True),
        Column("consecutive", "flag", "all usable days follow each other"),
    ),
    ("person",),
)
GATES = Table(
    "GATES",
    (
        _PERSON,
        _text("gate", "name of the gate"),
        _text("question", "what is asked"),
        _text("state", "yes, no or not_asked"),
        _text("sentence", "what the state changes in words; missing for nothing", missing=True),
        _text("stops", "nutrients without food ideas, parted by |", missing=True),
        _text("avoids", "kinds of food that no idea may name, parted by |", missing=True),
        Column("supplements", "flag", "an idea may speak of supplements"),
        _text("source", "where the rule comes from"),
    ),
    ("person", "gate"),
)
DAYS = Table(
    "DAYS",
    (
        _PERSON,
        _DAY,
        Column("date", "date", "the day as a date, where it is one", missing=True),
        _number("energy", "energy of the day as best known", "kcal"),
        Column("entries", "integer", "entries that count"),
        Column("complete", "answer", "what the user says", missing=True),
        Column("usable", "flag", "whether averages use the day"),
        _text("reason", "why the day is set aside", missing=True),
    ),
    ("person", "day"),
)
REFERENCE = Table(
    "REFERENCE",
    (
        _NUTRIENT,
        _text("kind", "average_requirement, recommended, adequate_intake, lower_threshold, …"),
        _text("label", "the authority's own word: EAR, RDA, AI, UL …"),
        _text("sex", "female, male or any"),
        _number("age_from_years", "included", "years"),
        _number("age_to_years", "excluded; NaN for no upper bound", "years"),
        _text("life_stage", "general, pregnant or lactating"),
        _number("trimester", "1, 2 or 3 where the value is for one; NaN for all"),
        _number("amount", "per day; NaN where the authority has looked and set none"),
        _UNIT,
        _text("applies_to", "total or supplements"),
        Column("includes_added", "flag", "an upper limit also counts what is added to food"),
        _number("requirement_cv", "coefficient of variation of the requirement", "0–1"),
        _text("requirement_cv_basis", "stated, or implied by the recommended amount", missing=True),
        _text("edition", "year of the edition"),
        _text("source", "document, page or table"),
        _text("confidence", "how well the figure is checked"),
        _text("note", "what a reader must know", missing=True),
    ),
    (
        *("nutrient", "kind", "label", "sex", "age_from_years"),
        *("life_stage", "trimester", "applies_to", "edition"),
    ),
)
TARGETS = Table(
    "TARGETS",
    (
        _text("authority", "name of the reference set"),
        _NUTRIENT,
        _text("kind", "as in REFERENCE"),
        _text("label", "the authority's own word"),
        _number("amount", "per day; NaN where none is set"),
        _UNIT,
        _text("applies_to", "total or supplements"),
        Column("includes_added", "flag", "an upper limit also counts what is added to food"),
        _number("requirement_cv", "coefficient of variation of the requirement", "0–1"),
        _text("requirement_cv_basis", "stated, or implied by the recommended amount", missing=True),
        _text("edition", "year of the edition"),
        _text("source", "document, page or table"),
        _text("confidence", "how well the figure is checked"),
        _text("note", "what a reader must know, the choice of age band included", missing=True),
    ),
    ("authority", "nutrient", "kind", "label"),
)
ADEQUACY = Table(
    "ADEQUACY",
    (
        _PERSON,
        _NUTRIENT,
        _UNIT,
        _text("authority", "name of the reference set"),
        Column("days", "integer", "usable days"),
        _number("mean", "best estimate of the mean a day"),
        _number("low", "5th percentile of the mean, composition doubt only"),
        _number("high", "95th percentile of the mean, composition doubt only"),
        _number("coverage", "weight of known entries over weight of all", "0–1"),
        _number("coverage_nutrient", "known over estimate", "0–1"),
        _number("sd_days", "standard deviation of the days"),
        _number("requirement", "average requirement"),
        _text("requirement_label", "the authority's word", missing=True),
        _number("recommended", "recommended amount or adequate intake"),
        _text("recommended_label", "the authority's word", missing=True),
        _number("percent_of_recommended", "mean over recommended", "%"),
        _number("probability_adequate", "missing where the method forbids one", "0–1"),
        _number("probability_low", "at low", "0–1"),
        _number("probability_high", "at high", "0–1"),
        _number("probability_without_diary", "of the posterior, with no days at all", "0–1"),
        _number("days_needed", "days that would settle the verdict; infinite if none can", "days"),
        _text("verdict", "likely_enough, likely_short, cannot_tell or not_judged"),
        _text("reason_code", "closed list of wording.csv"),
        _text("reason", "the sentence for people"),
        _text("reason_professional", "the sentence for professionals"),
        _number("upper", "upper limit"),
        _text("upper_label", "the authority's word", missing=True),
        _text("upper_scope", "total or supplements", missing=True),
        _number("upper_amount", "amount that counts towards the upper limit"),
        _text("upper_level", "above, maybe_above, day_above, below, scope_unknown or none_set"),
        _text("method", "ear, ai, lrni, posterior, qualitative or none"),
        _text("edition", "year of the edition", missing=True),
        _text("source", "document, page or table", missing=True),
        _number("sd_within", "standard deviation of one person's days in the group"),
        _number("cv_within", "the same as a share of the group's mean", "0–1"),
        _text("spread_source", "where the variation of days comes from", missing=True),
        _text("spread_confidence", "how well that figure is checked", missing=True),
        _number("sd_requirement", "standard deviation of the requirement"),
        _text("sd_requirement_basis", "stated, or implied by the recommended", missing=True),
        _number("own_weight", "share of the own days in the posterior", "0–1"),
        _number("usual_food", "usual intake from food by the posterior"),
        _number("usual_food_low", "lower end of its 90 % interval"),
        _number("usual_food_high", "upper end of its 90 % interval"),
        _number("second_opinion", "probability by the posterior, beside another method", "0–1"),
        _number("precision_percent", "half the 95 % interval of the mean, by days alone", "%"),
        _number("days_for_precision", "days for the precision of thresholds.csv", "days"),
        _number("food_mean", "mean a day from food and water alone"),
        _number("food_low", "its lower end"),
        _number("food_high", "its upper end"),
        _number("food_probability", "probability_adequate of food and water alone", "0–1"),
        _text("food_verdict", "verdict on food and water alone"),
        _number("tablets", "mean a day from supplements and medicines"),
        _number("tablets_low", "as the days logged them"),
        _number("tablets_high", "if taken on all days; infinite where a content is not known"),
        _number("added", "of the mean, from tablets and what was added to food"),
        _number("energy", "mean energy that was compared with what a body needs", "kcal"),
        _number("energy_ratio", "energy over resting energy; of a small body where no weight is"),
        _number("energy_least", "least plausible ratio"),
        _text("energy_check", "plausible, low or not checked"),
        _number("per_1000_kcal", "mean for every 1,000 kcal logged"),
        Column("days_all", "identifier", "days, those set aside included", missing=True),
        _text("verdict_used_days", "at face value, without the days set aside"),
        _text("verdict_all_days", "at face value, with them"),
    ),
    ("person", "nutrient", "authority"),
)
QUESTIONS = Table(
    "QUESTIONS",
    (
        _MATCH,
        _text("food", "food name as written"),
        _text("brand", "brand as written", missing=True),
        Column("times", "integer", "entries with this name"),
        _text("amount_text", "most frequent amount as written", missing=True),
        _number("grams", "what it weighs", "g"),
        _number("stake", "occurrences × grams × spread among the candidates, over a day's need"),
        _number("share", "of all that is at stake", "0–1"),
    ),
    ("match_id",),
)
DOUBTS = Table(
    "DOUBTS",
    (
        _PERSON,
        _NUTRIENT,
        Column("rank", "integer", "1 would change the verdict most likely"),
        _text(
            "kind",
            "food, unmatched, portion, missing, tablet, days, marks, everything, need or nothing",
        ),
        _text("what", "food or tablet as written", missing=True),
        Column("entries", "integer", "entries it is about"),
        _number("share", "of the variance of the mean a day", "0–1"),
        _number("chance", "that the verdict changes once this is known", "0–1"),
        _number("low", "5th percentile of the mean a day from this food"),
        _number("high", "95th percentile of the mean a day from this food"),
        _text("sentence", "the sentence for people"),
        _text("sentence_professional", "the sentence for professionals"),
    ),
    ("person", "nutrient", "rank"),
)
IMPORTED = Table(
    "IMPORTED",
    (
        _FILE,
        _text("format", "name of the export format; missing where nothing was kept", missing=True),
        _text("person", "who ate, where that is one person", missing=True),
        Column("persons", "integer", "persons with entries"),
        Column("records", "integer", "records of the file"),
        Column("kept", "integer", "records that are an entry, a total or part of one"),
        Column("set_aside", "integer", "records understood that are none"),
        Column("duplicates", "integer", "records that another file has as well"),
        Column("refused", "integer", "records that cannot be read"),
        Column("doubts", "integer", "cells and records that cannot be read, kept or not"),
        _text("reasons", "why records were set aside, each with its number", missing=True),
        Column("days", "integer", "days with entries"),
        Column("incomplete_days", "integer", "days that the export says are not fully logged"),
        _text("silent", "nutrients people see of which the file states no amount", missing=True),
        _text("notes", "what a reader must know: units assumed, apps chosen …", missing=True),
    ),
    ("source_file",),
)
IDEAS = Table(
    "IDEAS",
    (
        _PERSON,
        Column("idea", "integer", "1 gives most to the gaps"),
        _NUTRIENT,
        _UNIT,
        _number("effect", "what the idea adds a day, less what it replaces; NaN not known"),
        _text("kind", "swap, more or add"),
        _text("food", "as written in the diary, or as people call it"),
        _FDC,
        _text("food_code", "FNDDS code or NDB number", missing=True),
        _text("portion", "one portion in words"),
        _number("grams", "mass of one portion", "g"),
        Column("times_a_week", "integer", "portions a week"),
        _text("instead_of", "own food that it stands in for; missing unless a swap", missing=True),
        Column("instead_fdc_id", "identifier", "FoodData Central id of that food", missing=True),
        _number("instead_grams", "mass of one portion of that food", "g"),
        Column("own", "flag", "the diary has the food"),
        _text("what", "what to do, in a sentence"),
        _text("portion_sentence", "how much of it"),
        _text("changes", "what it changes a day, in sentences"),
        _text("sentence", "all of it, for people"),
    ),
    ("person", "idea", "nutrient"),
)
CLOSING = Table(
    "CLOSING",
    (
        _PERSON,
        _NUTRIENT,
        _UNIT,
        _text("role", "gap (likely short), aim (welcome) or none"),
        _number("now", "mean a day"),
        _number("now_low", "5th percentile of the mean, composition doubt only"),
        _number("now_high", "95th percentile of the mean, composition doubt only"),
        _number("after", "mean a day with all ideas"),
        _number("after_low", "the same of now_low"),
        _number("after_high", "the same of now_high"),
        _number("aim", "recommended amount or adequate intake"),
        _text("aim_label", "the authority's word", missing=True),
        _number("most", "what ideas may not lead past; infinite where nothing limits"),
        Column("closed", "flag", "a gap or an aim is reached"),
        _text("sentence", "the sentence for people; missing without a gap or aim", missing=True),
    ),
    ("person", "nutrient"),
)
IDEA_NOTES = Table(
    "IDEA_NOTES",
    (
        _PERSON,
        Column("rank", "integer", "order of reading, from 1"),
        _text("kind", "stopped, none, caution or note"),
        _text("sentence", "the sentence for people"),
    ),
    ("person", "rank"),
)
SECOND_RING = Table(
    "SECOND_RING",
    (
        _PERSON,
        _NUTRIENT,
        _UNIT,
        Column("days", "integer", "usable days the mean is over"),
        _number("known", "mean a day of what is known; at least so much"),
        _number("coverage", "weight of known entries over weight of all", "0–1"),
        Column("entries", "integer", "entries that count"),
        Column("unknown_entries", "integer", "entries whose amount of this nutrient is not known"),
    ),
    ("person", "nutrient"),
)
