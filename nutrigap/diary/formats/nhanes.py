"""NHANES individual foods (DR1IFF, DR2IFF): the US national survey, as CSV or SAS transport."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nutrigap.diary.base import (
    Answer,
    Code,
    DiaryFormat,
    Flat,
    Flattened,
    Grams,
    NutrientColumns,
    Record,
    Row,
    Settled,
    Source,
    Table,
    Text,
    When,
    fold,
)
from nutrigap.diary.fndds import FNDDS_NUTRIENTS
from nutrigap.diary.xport import read_rows, variables

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUTRIENTS = {
    **FNDDS_NUTRIENTS,
    "B12A": ("vitamin_b12_added", "µg"),
    "VD": ("vitamin_d", "µg"),
}
_COLUMNS = {
    "SEQN",
    *(f"DR{day}{name}" for day in (1, 2) for name in ("IFDCD", "IGRMS", "_020", "_030Z", "DRSTZ")),
    *(f"DR{day}I{name}" for day in (1, 2) for name in _NUTRIENTS),
}


class IndividualFoods(Table):
    """One row a food; the two interview days of a person have no calendar date."""

    person = Text("SEQN")
    food_code = Code("DR1IFDCD", "DR2IFDCD")
    grams = Grams("DR1IGRMS", "DR2IGRMS")
    clock = Text("DR1_020", "DR2_020")
    meal = Text("DR1_030Z", "DR2_030Z")
    complete = Answer("DR1DRSTZ", "DR2DRSTZ", yes=("1",), no=("2", "5"))
    nutrients = NutrientColumns(
        {f"DR{day}I{name}": named for day in (1, 2) for name, named in _NUTRIENTS.items()}
    )

    def accepts(self, header: Sequence[str]) -> bool:
        """A respondent, and a food code of the first or second day."""
        return "seqn" in header and bool({"dr1ifdcd", "dr2ifdcd"} & set(header))

    def when(self, record: Record, settled: Settled) -> When | None:  # noqa: ARG002
        """The interview day; the hour is given in seconds after midnight."""
        second = fold(record.heading("food_code") or "").startswith("dr2")
        seconds = record.text("clock").partition(".")[0]
        minutes = int(seconds) // 60 if seconds.isdecimal() else None
        time = "" if minutes is None else f"{minutes // 60:02d}:{minutes % 60:02d}"
        return When("recall 2" if second else "recall 1", None, time)


class Transport(Flattened, IndividualFoods):
    """``DR1IFF.XPT``: the same columns; ``source_line`` is the number of the row, from 1."""

    def claims(self, source: Source) -> bool:
        """By the names of its variables."""
        return self.accepts([fold(one.name) for one in variables(source.opening)])

    def flatten(self, source: Source) -> Flat:
        """The columns that are read."""
        there = [one.name for one in variables(source.opening)]
        header = [name for name in there if name in _COLUMNS]
        rows = [
            Row(number, [cells[name] for name in header])
            for number, cells in enumerate(read_rows(source, set(header)), start=1)
        ]
        return Flat(header, rows)


FORMAT = DiaryFormat(
    title="NHANES individual foods",
    how_to_export=(
        "Download DR1IFF and DR2IFF from the NHANES site; give the .XPT files, or CSV with their "
        "own column names."
    ),
    verified="names of columns as the survey documents them, from other projects' code",
    layouts=(IndividualFoods(), Transport()),
)
