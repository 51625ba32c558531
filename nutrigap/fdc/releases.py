"""Which releases of FoodData Central there are, and where USDA keeps them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.errors import UnknownNameError
from nutrigap.tables import read_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

DATASETS = ("foundation", "survey", "sr_legacy", "branded")
_FOLDER = "https://fdc.nal.usda.gov/fdc-datasets"
_FINAL = {"sr_legacy": "2018-04"}
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

    Examples
    --------
    >>> wanted(["survey"], "2026-10-30")[0].file
    'FoodData_Central_survey_food_csv_2026-10-30.zip'
    """
    names = dict.fromkeys(
        name for dataset in datasets for name in (DATASETS if dataset == "all" else [dataset])
    )
    for name in names:
        if name not in (*DATASETS, "full"):
            raise UnknownNameError("data set", name, (*DATASETS, "full", "all"))
    return [_choose(name, released, up_to="all" in datasets) for name in names]


def _choose(dataset: str, released: str | None, *, up_to: bool) -> Release:
    known = listed(dataset)
    if released is None or dataset in _FINAL:
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
    folder = os.environ.get(MIRROR, "").strip().rstrip("/") or _FOLDER
    url = f"{folder}/FoodData_Central_{kind}csv_{released}.zip"
    return Release(dataset, released, url, int(size) if size else None, checksum)
