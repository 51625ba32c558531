"""What an export says, and what became of its records."""

from nutrigap.schema.base import (
    DAY,
    ENTRY,
    FDC,
    MATCH,
    NUTRIENT,
    PERSON,
    UNIT,
    Column,
    Table,
    number,
    text,
)

_FILE = text("source_file", "name of the file read")
_LINE = Column("source_line", "integer", "line where the record begins, from 1")
DIARY = Table(
    "DIARY",
    (
        ENTRY,
        MATCH,
        PERSON,
        DAY,
        Column("date", "date", "the day as a date, where it is one", missing=True),
        text("time", "time of day as written", missing=True),
        text("meal", "meal name as written", missing=True),
        text("kind", "food, supplement, medicine, water, meal_total or day_total"),
        text("food", "food name as written", missing=True),
        text("brand", "brand as written", missing=True),
        text("category", "the app's own category", missing=True),
        text("food_code", "8-digit FNDDS code or SR NDB number as stated", missing=True),
        FDC,
        text("gtin", "bar code, digits only", missing=True),
        text("amount_text", "amount as written", missing=True),
        number("quantity", "how many measures"),
        text("measure", "canonical unit, or the words of the portion", missing=True),
        number("grams", "mass the export states", "g"),
        number("energy_kcal", "energy the export states", "kcal"),
        number("protein_g", "protein the export states", "g"),
        number("carbohydrate_g", "carbohydrate the export states", "g"),
        number("fat_g", "fat the export states", "g"),
        Column("complete", "answer", "the user says the day is fully logged", missing=True),
        text("note", "note as written", missing=True),
        text("format", "name of the export format"),
        _FILE,
        _LINE,
    ),
    ("entry_id",),
)
REPORTED = Table(
    "REPORTED",
    (
        ENTRY,
        NUTRIENT,
        number("amount", "what the export itself states, in the canonical unit"),
        UNIT,
    ),
    ("entry_id", "nutrient"),
)
PROBLEMS = Table(
    "PROBLEMS",
    (
        _FILE,
        _LINE,
        text("column", "column at fault", missing=True),
        text("value", "what stands there", missing=True),
        text("problem", "what is wrong and what was done"),
        Column("kept", "flag", "whether the record still became an entry"),
    ),
    ("source_file", "source_line", "column", "problem"),
)
RECORDS = Table(
    "RECORDS",
    (
        _FILE,
        _LINE,
        text("outcome", "entry, part, total, set_aside, duplicate or problem"),
        text("reason", "why it was set aside", missing=True),
        Column("entry_id", "identifier", "the entry it became or belongs to", missing=True),
    ),
    ("source_file", "source_line"),
)
TABLETS = Table(
    "TABLETS",
    (
        PERSON,
        text("product", "name of the supplement or medicine"),
        NUTRIENT,
        UNIT,
        text("source_class", "supplement or medicine"),
        Column("days", "integer", "usable days"),
        Column("days_logged", "integer", "of them, days that name the product"),
        number("logged", "mean a day as the days log it, others counted as none"),
        number("scheduled", "mean a day by the schedule; NaN where it has none"),
        number("amount", "mean a day as best known: the schedule's, else as logged"),
        number("low", "if days without an entry were days without the product"),
        number("high", "if all days were alike; infinite where the content is not known"),
    ),
    ("person", "product", "nutrient"),
)
SCHEDULE = Table(
    "SCHEDULE",
    (
        Column("line", "integer", "line of the file, from 1"),
        text("person", "who takes it; missing for everybody of the diary", missing=True),
        text("product", "name of the supplement or medicine"),
        text("route", "oral, or how else: an injection is never intake"),
        NUTRIENT,
        UNIT,
        number("dose", "what one time gives; NaN unknown"),
        number("per_day", "times a day"),
    ),
    ("line", "nutrient"),
)
QUESTIONS = Table(
    "QUESTIONS",
    (
        MATCH,
        text("food", "food name as written"),
        text("brand", "brand as written", missing=True),
        Column("times", "integer", "entries with this name"),
        text("amount_text", "most frequent amount as written", missing=True),
        number("grams", "what it weighs", "g"),
        number("stake", "occurrences × grams × spread among the candidates, over a day's need"),
        number("share", "of all that is at stake", "0–1"),
    ),
    ("match_id",),
)
IMPORTED = Table(
    "IMPORTED",
    (
        _FILE,
        text("format", "name of the export format; missing where nothing was kept", missing=True),
        text("person", "who ate, where that is one person", missing=True),
        Column("persons", "integer", "persons with entries"),
        Column("records", "integer", "records of the file"),
        Column("kept", "integer", "records that are an entry, a total or part of one"),
        Column("set_aside", "integer", "records understood that are none"),
        Column("duplicates", "integer", "records that another file has as well"),
        Column("refused", "integer", "records that cannot be read"),
        Column("doubts", "integer", "cells and records that cannot be read, kept or not"),
        text("reasons", "why records were set aside, each with its number", missing=True),
        Column("days", "integer", "days with entries"),
        Column("incomplete_days", "integer", "days that the export says are not fully logged"),
        text("silent", "nutrients people see of which the file states no amount", missing=True),
        text("notes", "what a reader must know: units assumed, apps chosen …", missing=True),
    ),
    ("source_file",),
)
