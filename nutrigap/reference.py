"""Reference values of the authorities, and the ones that fit a person."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from nutrigap.errors import TableError, UnitError, UnknownNameError
from nutrigap.nutrients import find, nutrients
from nutrigap.schema import REFERENCE, TARGETS
from nutrigap.tables import Row, read_rows, table_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pandas import DataFrame

    from nutrigap.profile import Profile

Record = dict[str, Any]
KINDS = (
    "average_requirement",
    "recommended",
    "adequate_intake",
    "lower_threshold",
    "guidance",
    "upper_limit",
    "chronic_disease",
)
# What says how much is enough is chosen together; a limit is looked up by itself.
_ENOUGH = frozenset(KINDS[:5])
_FOLDERS = ("reference", "reference/superseded")
_OPTIONAL = {
    "trimester": "",
    "includes_added": "no",
    "requirement_cv": "",
    "requirement_cv_basis": "",
    "confidence": "as given by the user",
    "note": "",
}
_CHOICES = {
    "kind": KINDS,
    "sex": ("female", "male", "any"),
    "life_stage": ("general", "pregnant", "lactating"),
    "applies_to": ("total", "supplements"),
    "includes_added": ("yes", "no"),
}
_NUMBERS = ("age_from_years", "age_to_years", "trimester", "amount", "requirement_cv")


@dataclass(frozen=True)
class Authority:
    """A body that sets reference values, and what of them ships."""

    name: str
    title: str
    region: str
    editions: tuple[str, ...]
    nutrients: tuple[str, ...]
    source: str
    note: str


@cache
def authorities(*, superseded: bool = False) -> dict[str, Authority]:
    """The reference sets by name; the default one first.

    Parameters
    ----------
    superseded : bool
        The replaced editions instead, which are only used when asked for by name.

    Examples
    --------
    >>> list(authorities())[:3], list(authorities(superseded=True))
    (['us_dri', 'efsa', 'uk'], ['us_dri_2005'])
    """
    folder = _FOLDERS[superseded]
    shipped = table_names(folder)
    rows = {row["name"]: row for row in read_rows("authorities") if row["name"] in shipped}
    return {name: _authority(row, read_rows(f"{folder}/{name}")) for name, row in rows.items()}


def _authority(about: Row, rows: Sequence[Row]) -> Authority:
    return Authority(
        name=about["name"],
        title=about["title"],
        region=about["region"],
        editions=tuple(sorted({row["edition"] for row in rows})),
        nutrients=tuple(key for key in nutrients() if any(r["nutrient"] == key for r in rows)),
        source=about["source"],
        note=about["note"],
    )


def read_reference(source: str | Path) -> DataFrame:
    """The values of one authority.

    Parameters
    ----------
    source : str or Path
        Name of an authority (superseded ones too), or the path of a CSV in the house shape: the
        columns of REFERENCE, of which ``trimester``, ``includes_added``, ``requirement_cv``,
        ``requirement_cv_basis``, ``confidence`` and ``note`` may be left out. An empty ``amount``
        says that the authority has set none.

    Returns
    -------
    DataFrame
        REFERENCE, amounts in each nutrient's canonical unit.

    Raises
    ------
    UnknownNameError
        Neither an authority nor a file.
    TableError
        A row cannot be read.

    Examples
    --------
    >>> rows = read_reference("us_dri").query("nutrient == 'magnesium' and kind == 'upper_limit'")
    >>> rows["applies_to"].unique().tolist()
    ['supplements']
    """
    _, records = _named_records(source)
    return REFERENCE.check(REFERENCE.frame(records))


def _named_records(source: str | Path) -> tuple[str, Sequence[Record]]:
    """Name of a reference set and its rows."""
    for folder in _FOLDERS:
        if str(source) in table_names(folder):
            return str(source), _shipped(folder, str(source))
    name, rows = _rows(source)
    return name, _records(name, rows)


@cache
def _shipped(folder: str, name: str) -> Sequence[Record]:
    return _records(name, read_rows(f"{folder}/{name}"))


def _records(name: str, rows: Iterable[Row]) -> Sequence[Record]:
    return [_record(name, line, row) for line, row in enumerate(rows, start=2)]


def _rows(source: str | Path) -> tuple[str, Sequence[Row]]:
    """Name of a file in the house shape and its rows as text."""
    path = Path(source)
    if not path.is_file():
        raise UnknownNameError("authority", str(source), authorities())
    with path.open(encoding="utf-8-sig", newline="") as lines:
        table = csv.DictReader(lines)
        absent = [n for n in REFERENCE.names if n not in {*(table.fieldnames or ()), *_OPTIONAL}]
        if absent:
            raise TableError(str(source), f"columns {absent} are absent from the first line")
        return path.stem, [_OPTIONAL | {k: v for k, v in row.items() if v} for row in table]


def _record(name: str, line: int, row: Row) -> Record:
    """One row as numbers and words, in the canonical unit."""
    try:
        record: Record = {k: row.get(k) or None for k in REFERENCE.names}
        for column, known in _CHOICES.items():
            if row.get(column) not in known:
                raise UnknownNameError(column, str(row.get(column)), known)
        nutrient = find(row.get("nutrient", ""))
        numbers = {k: _number(row.get(k, "")) for k in _NUMBERS}
        amount = nutrient.to_canonical(numbers["amount"], row.get("unit", ""))
    except (UnknownNameError, UnitError, ValueError) as error:
        raise TableError(name, f"line {line}: {error}") from error
    record |= {"nutrient": nutrient.key, "unit": nutrient.unit, **numbers, "amount": amount}
    return record | {"includes_added": row["includes_added"] == "yes"}


def _number(text: str) -> float:
    return float(text) if text else float("nan")


def targets(profile: Profile, authority: str | Path = "us_dri") -> DataFrame:
    """The reference values of one person.

    Age bands include their first and exclude their last year. Values for pregnancy or lactation
    replace those of the age; above the last band of the life stage that band is taken, and where
    there is none for somebody so young, or none at all, the value of the age; ``note`` says so.

    Parameters
    ----------
    profile : Profile
        Sex, age and life stage.
    authority : str or Path
        Name of an authority, or the path of a CSV in the house shape.

    Returns
    -------
    DataFrame
        TARGETS: a row for every kind of value the authority sets; ``amount`` is NaN where it has
        looked and set none.

    Raises
    ------
    UnknownNameError, TableError
        As ``read_reference``.

    Examples
    --------
    >>> from nutrigap.profile import Profile
    >>> mine = targets(Profile("female", 34)).query("nutrient == 'magnesium'")
    >>> mine[["label", "amount", "applies_to"]].values.tolist()
    [['EAR', 265.0, 'total'], ['RDA', 320.0, 'total'], ['UL', 350.0, 'supplements']]

    References
    ----------
    .. [1] The authorities' own documents: column ``source``.
    """
    name, records = _named_records(authority)
    own = [r for r in records if r["sex"] in (profile.sex, "any")]
    chosen = [pick for group in _groups(own) for pick in _fitting(group, profile)]
    return TARGETS.check(TARGETS.frame(c.row | {"authority": name, "note": c.note} for c in chosen))


class _Choice(NamedTuple):
    row: Record
    note: str | None


def _groups(rows: Iterable[Record]) -> list[list[Record]]:
    """Rows of one nutrient that are chosen together, nutrients in the house order."""
    groups: dict[tuple[int, int], list[Record]] = {}
    order = list(nutrients())
    for row in rows:
        enough = row["kind"] in _ENOUGH and row["applies_to"] == "total"
        side = 0 if enough else KINDS.index(row["kind"])
        groups.setdefault((order.index(row["nutrient"]), side), []).append(row)
    return [groups[key] for key in sorted(groups)]


def _fitting(rows: list[Record], profile: Profile) -> list[_Choice]:
    general = [r for r in rows if r["life_stage"] == "general" and _inside(r, profile.age_years)]
    if profile.life_stage == "general":
        return [_Choice(r, _note(r)) for r in general]
    stage = [r for r in rows if r["life_stage"] == profile.life_stage]
    now = [r for r in stage if _nan(r["trimester"]) or r["trimester"] == profile.trimester]
    old_enough = [r for r in now if r["age_from_years"] <= profile.age_years]
    if old_enough:
        return [_last_band(same, profile) for same in _by_label(old_enough)]
    which = "another age" if now else "another trimester"
    found = f"the value is for {which}" if stage else "no value is set"
    reason = f"{profile.life_stage}: {found}, that of the age is used"
    return [_Choice(r, _note(r, reason)) for r in general]


def _by_label(rows: Iterable[Record]) -> list[list[Record]]:
    found: dict[tuple[str, str], list[Record]] = {}
    for row in rows:
        found.setdefault((row["kind"], row["label"]), []).append(row)
    return list(found.values())


def _last_band(rows: list[Record], profile: Profile) -> _Choice:
    """The band of an age, or the last one below it."""
    row = max(rows, key=lambda r: r["age_from_years"])
    if _inside(row, profile.age_years):
        return _Choice(row, _note(row))
    band = f"{row['age_from_years']:g} to {row['age_to_years']:g}"
    missing = f"{profile.life_stage}: no value for {profile.age_years:g} years"
    return _Choice(row, _note(row, f"{missing}, that of {band} years is used"))


def _inside(row: Record, age: float) -> bool:
    return row["age_from_years"] <= age and (_nan(row["age_to_years"]) or age < row["age_to_years"])


def _nan(value: float) -> bool:
    return value != value


def _note(row: Record, reason: str | None = None) -> str | None:
    return "; ".join(str(n) for n in (row["note"], reason) if n) or None
