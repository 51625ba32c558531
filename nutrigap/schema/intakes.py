"""What entries contribute, and the totals of days and persons."""

from nutrigap.schema.base import (
    DAY,
    ENTRY,
    FDC,
    NUTRIENT,
    PERSON,
    UNIT,
    Column,
    Table,
    number,
    text,
)

_AMOUNTS = (
    number("known", "stated, looked up or dose"),
    number("estimate", "known and imputed"),
    number("low", "5th percentile of the total"),
    number("high", "95th percentile of the total"),
    number("coverage", "weight of known entries over weight of all", "0–1"),
    number("coverage_nutrient", "known over estimate", "0–1"),
    Column("entries", "integer", "entries that count"),
    Column("unknown_entries", "integer", "entries whose amount of this nutrient is not known"),
)
CONTRIBUTIONS = Table(
    "CONTRIBUTIONS",
    (
        ENTRY,
        NUTRIENT,
        PERSON,
        DAY,
        text("meal", "meal name", missing=True),
        text("food", "food as written", missing=True),
        FDC,
        number("amount", "best estimate; NaN unknown"),
        number("low", "5th percentile, for display, never summed"),
        number("high", "95th percentile, for display, never summed"),
        number("deviation", "standard deviation of the draws; 0 where nothing is drawn"),
        UNIT,
        text("basis", "stated, table, dose, imputed or unknown"),
        text("source_class", "food, food_fortified, supplement, medicine or water"),
        number("weight", "share of the day this entry stands for in coverage", "kcal"),
    ),
    ("entry_id", "nutrient"),
)
DAILY = Table("DAILY", (PERSON, DAY, NUTRIENT, UNIT, *_AMOUNTS), ("person", "day", "nutrient"))
AVERAGE = Table(
    "AVERAGE",
    (
        PERSON,
        Column("days", "integer", "usable days with food of which anything is known"),
        NUTRIENT,
        UNIT,
        *_AMOUNTS,
        number("sd_days", "standard deviation of the days' estimates"),
        number("least", "low, if foods that nobody could match held nothing; NaN as low"),
        Column("entry_days", "identifier", "usable days whose entries may hold it", missing=True),
    ),
    ("person", "nutrient"),
)
BY_SOURCE = Table(
    "BY_SOURCE",
    (
        PERSON,
        NUTRIENT,
        UNIT,
        text("source_class", "food, food_fortified, supplement, medicine or water"),
        number("amount", "mean a day"),
        number("low", "5th percentile"),
        number("high", "95th percentile; infinite where a tablet's content is not known"),
    ),
    ("person", "nutrient", "source_class"),
)
BY_DAY = Table(
    "BY_DAY",
    (
        PERSON,
        DAY,
        NUTRIENT,
        number("food", "food and water as best known; NaN where nothing is known"),
        number("water", "of food, what water surely held; NaN where nothing is known"),
        number("tablets", "supplements and medicines; NaN where none is known"),
        Column("open_food", "integer", "food and totals whose amount is not known"),
        Column("open_tablets", "integer", "supplements and medicines whose content is not known"),
        Column("usable", "flag", "whether averages use the day"),
    ),
    ("person", "day", "nutrient"),
)
DAY_COUNTS = Table(
    "DAY_COUNTS",
    (
        PERSON,
        Column("calendar_days", "identifier", "from the first to the last date", missing=True),
        Column("logged_days", "integer", "days with an entry that counts"),
        Column("complete_days", "integer", "days the user marked as complete"),
        Column("usable_days", "integer", "days that averages divide by"),
        Column("weekend_days", "identifier", "usable Saturdays and Sundays", missing=True),
        number("weekday_share", "Mondays to Fridays among the usable dated days", "0–1"),
        Column("longest_run", "identifier", "most usable days in a row", missing=True),
        Column("consecutive", "flag", "all usable days follow each other"),
    ),
    ("person",),
)
DAYS = Table(
    "DAYS",
    (
        PERSON,
        DAY,
        Column("date", "date", "the day as a date, where it is one", missing=True),
        number("energy", "energy of the day as best known", "kcal"),
        Column("entries", "integer", "entries that count"),
        Column("complete", "answer", "what the user says", missing=True),
        Column("usable", "flag", "whether averages use the day"),
        text("reason", "why the day is set aside", missing=True),
    ),
    ("person", "day"),
)
SECOND_RING = Table(
    "SECOND_RING",
    (
        PERSON,
        NUTRIENT,
        UNIT,
        Column("days", "integer", "usable days the mean is over"),
        number("known", "mean a day of what is known; at least so much"),
        number("coverage", "weight of known entries over weight of all", "0–1"),
        Column("entries", "integer", "entries that count"),
        Column("unknown_entries", "integer", "entries whose amount of this nutrient is not known"),
    ),
    ("person", "nutrient"),
)
