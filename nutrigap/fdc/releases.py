"""Which releases of FoodData Central there are, and where USDA keeps them."""

from __future__ import annotations

import os
import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from nutrigap.errors import FetchOptionError, UnknownNameError
from nutrigap.tables import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DATASETS = ("foundation", "survey", "sr_legacy", "branded")
DEFAULT = DATASETS[:3]
_FOLDER = "https://fdc.nal.usda.gov/fdc-datasets"
FINAL = frozenset({"sr_legacy"})  # of one release only
MIRROR = "NUTRIGAP_FDC_MIRROR"


class Release(NamedTuple):
    """One download.

    Parameters
    ----------
    dataset, released : str
        ``survey`` … and the date in the file's name.
    url : str
        Where it is.
    size : int or None
        About how large it is [bytes]; ``None`` where nobody said.
    checksum : str
        ``sha256:…`` or ``git-blob:…``; empty where none is known.
    """

    dataset: str
    released: str
    url: str
    size: int | None
    checksum: str

    @property
    def file(self) -> str:
        """Name of the zip."""
        return self.url.rpartition("/")[2]


def listed(dataset: str) -> list[Release]:
    """The releases of a data set that nutrigap knows of, oldest first.

    Examples
    --------
    >>> [release.released for release in listed("sr_legacy")]
    ['2018-04']
    """
    rows = [row for row in read_rows("fdc_releases") if row["dataset"] == dataset]
    found = [_release(dataset, row["released"], row["bytes"], row["checksum"]) for row in rows]
    return sorted(found, key=lambda release: release.released)


def wanted(datasets: Sequence[str], released: str | None = None) -> list[Release]:
    """The releases to download.

    Parameters
    ----------
    datasets : sequence of str
        ``foundation``, ``survey``, ``sr_legacy``, ``branded``, ``full`` (the whole database in one
        zip) or ``all``, which is the first four.
    released : str, optional
        Date of the release, listed or not; the newest listed one without it. SR Legacy has one
        release only. ``all`` takes of each data set the newest listed release up to the date, for
        USDA does not publish every data set each time.

    Returns
    -------
    list of Release
        One for each data set. ``NUTRIGAP_FDC_MIRROR`` replaces USDA's folder in their addresses.

    Raises
    ------
    UnknownNameError
        No such data set, or none of ``all`` is that old.
    FetchOptionError
        What is to be a date or an address is none.

    Examples
    --------
    >>> wanted(["survey"], "2026-10-30")[0].file
    'FoodData_Central_survey_food_csv_2026-10-30.zip'
    """
    date = None if released is None else as_date(released)
    return [_choose(name, date, up_to="all" in datasets) for name in named(datasets)]


def named(datasets: Iterable[str]) -> list[str]:
    """The data sets named, each once, ``all`` spelled out.

    Raises
    ------
    UnknownNameError
        No such data set.

    Examples
    --------
    >>> named(["survey", "all"])
    ['survey', 'foundation', 'sr_legacy', 'branded']
    """
    names = dict.fromkeys(
        name for dataset in datasets for name in (DATASETS if dataset == "all" else [dataset])
    )
    for name in names:
        if name not in (*DATASETS, "full"):
            raise UnknownNameError("data set", name, (*DATASETS, "full", "all"))
    return list(names)


def as_date(text: str) -> str:
    """The date of a release as in USDA's file names.

    Raises
    ------
    FetchOptionError
        It is not one.

    Examples
    --------
    >>> as_date(" 2018-04 ")
    '2018-04'
    """
    found = text.strip()
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?", found):
            raise ValueError
        date.fromisoformat(found if len(found) > len("2018-04") else f"{found}-01")
    except ValueError:
        expected = "the date in the name of USDA's file, such as 2025-12-18"
        raise FetchOptionError("--release", text, "not a date", expected) from None
    return found


def _choose(dataset: str, released: str | None, *, up_to: bool) -> Release:
    known = listed(dataset)
    if released is None or dataset in FINAL:
        return known[-1]
    if up_to:
        known = [release for release in known if release.released <= released]
        if not known:
            dates = [release.released for release in listed(dataset)]
            kind = f"{dataset} release"
            raise UnknownNameError(kind, released, dates)
        return known[-1]
    same = [release for release in known if release.released == released]
    return same[0] if same else _release(dataset, released, "", "")


def _release(dataset: str, released: str, size: str, checksum: str) -> Release:
    kind = "" if dataset == "full" else f"{dataset}_food_"
    url = f"{_folder()}/FoodData_Central_{kind}csv_{released}.zip"
    return Release(dataset, released, url, int(size) if size else None, checksum)


def _folder() -> str:
    """USDA's folder, or the one that takes its place."""
    chosen = os.environ.get(MIRROR, "").strip()
    if not chosen:
        return _FOLDER
    try:
        parts = urlsplit(chosen)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or re.search(r"\s", chosen):
        expected = "the address of a folder, such as https://example.org/fdc-datasets"
        raise FetchOptionError(MIRROR, chosen, "not a web address", expected)
    return chosen.rstrip("/")
