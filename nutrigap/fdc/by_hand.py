"""Releases downloaded by hand: which zips of a folder, and whether one is what was named."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from nutrigap.errors import FoodSourceError
from nutrigap.fdc.releases import DEFAULT, FINAL, named

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nutrigap.fdc.ingest import FdcRelease

_ZIPS = "FoodData_Central_*csv_*.zip"
_NAME = re.compile(r"FoodData_Central_(?:(\w+)_food_)?csv_(\d{4}-\d{2}(?:-\d{2})?)")


def archives_in(source: Path, datasets: Sequence[str], released: str | None) -> list[Path]:
    """The zips of a folder that are of the data sets named, or the source itself.

    Parameters
    ----------
    source : Path
        A zip, a folder of zips, or a folder of tables.
    datasets : sequence of str
        As of ``fetch_store``; ``foundation``, ``survey`` and ``sr_legacy`` if there are none.
    released : str, optional
        Date of the release, as of ``wanted``; the newest of the folder without it.

    Raises
    ------
    FoodSourceError
        One of the data sets is not in the folder, or not of that date.
    """
    zips = sorted(source.glob(_ZIPS)) if source.is_dir() else []
    if not zips:
        return [source]
    names = sorted(named(datasets or DEFAULT))
    found = {
        name: path
        for path in sorted(zips, key=_released)
        if (name := _dataset(path)) in names and _is_of(name, _released(path), datasets, released)
    }
    absent = ", ".join(name for name in names if name not in found)
    if absent:
        date = f" of {released}" if released else ""
        has = f"no zip of {absent}{date} among {', '.join(path.name for path in zips)}"
        advice = "Name the data sets that are there, or download the others as well."
        raise FoodSourceError(source, has, "FoodData_Central_DATASET_food_csv_DATE.zip", advice)
    return [found[name] for name in names]


def as_named(
    releases: Sequence[FdcRelease], datasets: Sequence[str], released: str | None
) -> list[FdcRelease]:
    """The releases, a full download cut down to the data sets named.

    Raises
    ------
    FoodSourceError
        They are of other data sets or another date than those named, or of fewer; ``all`` is
        whatever they hold.
    """
    names, found = set(named(datasets)), {release.dataset for release in releases}
    for release in releases:
        date = release.name.rpartition("_")[2]
        if not _is_of(release.dataset, date, datasets, released):
            _refuse(release, f"a release of {date}", f"one of {released}, as you named it")
    if not names or names == found or "all" in datasets:
        return list(releases)
    if found == {"full"} and all(names <= release.holds for release in releases):
        ours = frozenset(names)
        return [replace(release, holds=ours, only=ours) for release in releases]
    for release in releases:
        expected = f"{' and '.join(sorted(names))}, as you named it"
        _refuse(release, f"a release of {release.dataset}", expected)
    return []


def _refuse(release: FdcRelease, found: str, expected: str) -> None:
    command = f"nutrigap foods fetch {release.dataset} --from {release.path.name}"
    advice = f"Name another with --from, or use this one with '{command}'."
    raise FoodSourceError(release.path, found, expected, advice)


def _is_of(dataset: str, date: str, datasets: Sequence[str], released: str | None) -> bool:
    """Whether a date is the one asked for; with ``all`` or for a data set that is final, older."""
    if released is None or dataset in FINAL:
        return True
    return date <= released if "all" in datasets else date == released


def _dataset(path: Path) -> str:
    found = _NAME.match(path.name)
    return (found[1] or "full") if found else ""


def _released(path: Path) -> str:
    found = _NAME.match(path.name)
    return found[2] if found else ""
