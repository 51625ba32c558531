"""Get releases of FoodData Central and make them the foods in use."""

from __future__ import annotations

import shutil
import time
from contextlib import ExitStack, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from nutrigap.errors import (
    DamagedStoreError,
    FetchError,
    FoodSourceError,
    FoodStoreError,
    FoodStoreMissingError,
)
from nutrigap.fdc.by_hand import archives_in, as_named
from nutrigap.fdc.download import download
from nutrigap.fdc.ingest import read_release
from nutrigap.fdc.lock import alone
from nutrigap.fdc.releases import DATASETS, DEFAULT, as_date, named, wanted
from nutrigap.fdc.source import FdcSource
from nutrigap.fdc.store import packaged_store
from nutrigap.fdc.stored import names_of, stored_releases
from nutrigap.fdc.write import write_store
from nutrigap.home import home_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from nutrigap.fdc.ingest import FdcRelease
    from nutrigap.fdc.stored import StoredRelease

_TABLES = {"survey": "survey_fndds_food"}  # named otherwise than the data set
_DAY = 24 * 60 * 60  # seconds
_GROWS, _PACKS, _SPARE = 1.5, 0.25, 50_000_000  # a store by its zip, by its tables [bytes]
_ELSEWHERE = "Make room there, or set NUTRIGAP_HOME to another folder that can be written."


def fetched_store() -> Path:
    """Where the store made by ``fetch_store`` lies: in the user's data folder."""
    return home_folder() / "foods.sqlite"


def fetch_store(
    datasets: Sequence[str],
    *,
    released: str | None = None,
    source: Path | None = None,
    keep: bool = False,
    progress: Callable[[str, int, int | None], None] = lambda *_: None,
    tell: Callable[[str], None] = lambda _: None,
) -> Path:
    """Download releases and build the food store from them.

    What the new releases hold takes the place of all older and newer foods of those data sets; the
    other data sets stay as they are in the store in use, which is the packaged one at first. One
    run works at a time. The new store is built beside the old one and takes its place when it is
    whole: if anything breaks, the old one is untouched.

    Parameters
    ----------
    datasets : sequence of str
        ``foundation``, ``survey``, ``sr_legacy``, ``branded``, ``full`` or ``all``. Without any:
        whatever the zip holds that ``source`` names, else the first three.
    released : str, optional
        Date of the release; the newest one known, or that ``source`` holds, without it.
    source : Path, optional
        A zip or folder that was downloaded by hand: then nothing uses the network. A folder may
        hold several zips; those of the data sets named are taken.
    keep : bool
        Keep the downloaded zips beside the store.
    progress : callable
        Told what is being done, how much of it is done and how much there is (or ``None``), both
        in bytes.
    tell : callable
        Told what people must know: foods in use that cannot be carried over.

    Returns
    -------
    Path
        The store.

    Raises
    ------
    FetchError
        A download failed for good.
    FoodSourceError
        A file does not hold FoodData Central tables, or not those named.
    FoodStoreError
        The store cannot be written, or another run is writing it.
    FetchOptionError
        ``released`` is no date, or the mirror no address.
    """
    named(datasets)
    date = None if released is None else as_date(released)
    with ExitStack() as held:
        _be_alone(held)
        _tidy_up()
        if source is not None:
            archives = archives_in(source, datasets, date)
            read = [read_release(archive, progress=progress) for archive in archives]
            return _build(as_named(read, datasets, date), tell)
        return _download(datasets or DEFAULT, date, keep, progress, tell)


def _be_alone(held: ExitStack) -> None:
    """Lock out other runs until the block ends."""
    store = fetched_store()
    try:
        ours = held.enter_context(alone(store.with_name(f".{store.name}.lock")))
    except OSError as error:
        found = f"cannot be written ({error.strerror or error})"
        raise FoodStoreError(store, found, "a file that can be written", _ELSEWHERE) from error
    if not ours:
        found = "another 'nutrigap foods fetch' is making it"
        advice = "Wait until that one has ended, then run this one again."
        raise FoodStoreError(store, found, "one run at a time", advice)


def _download(
    datasets: Sequence[str],
    released: str | None,
    keep: bool,
    progress: Callable[[str, int, int | None], None],
    tell: Callable[[str], None],
) -> Path:
    folder = home_folder() / "downloads"
    releases = wanted(datasets, released)
    archives = [download(release, folder, progress=progress) for release in releases]
    try:
        read = [read_release(archive, progress=progress) for archive in archives]
        built = _build(read, tell)
    except FoodSourceError as error:
        for release, archive in zip(releases, archives, strict=True):
            if error.path == str(archive):
                archive.unlink(missing_ok=True)
                found = f"{error.found}; what arrived was deleted"
                advice = "Try again."
                raise FetchError(release.url, found, release.dataset, advice=advice) from error
        raise
    if not keep:
        for archive in archives:
            archive.unlink(missing_ok=True)
    return built


def _tidy_up() -> None:
    """Remove what runs that were killed have left behind, once it is a day old."""
    for left in fetched_store().parent.glob(f".{fetched_store().name}.*.part"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _DAY:
                left.unlink(missing_ok=True)


def _build(read: Sequence[FdcRelease], tell: Callable[[str], None]) -> Path:
    """The store of the releases and of what stays of the foods in use."""
    replaced = frozenset(dataset for release in read for dataset in _filled(release))
    try:
        kept = _kept(fetched_store(), replaced)
    except FoodStoreMissingError:
        kept = _kept(packaged_store(), replaced)
    except FoodStoreError as error:
        _tell_lost(error, replaced, tell)
        kept = _kept(packaged_store(), replaced)
    try:
        return _write(read, kept)
    except DamagedStoreError as error:
        if error.path != str(fetched_store()):
            raise
        _tell_lost(error, replaced, tell)
        return _write(read, _kept(packaged_store(), replaced))


def _filled(release: FdcRelease) -> set[str]:
    """The data sets of which a release has foods, not an empty table only."""
    with FdcSource(release.path) as source:
        return {
            dataset
            for dataset in release.holds
            if release.dataset != "full"
            or any(source.rows(_TABLES.get(dataset, f"{dataset}_food"), "fdc_id"))
        }


def _kept(store: Path, replaced: frozenset[str]) -> list[StoredRelease]:
    """What a store holds of other data sets."""
    if replaced.issuperset(DATASETS):
        return []
    held = stored_releases(store)
    return [replace(r, holds=r.holds - replaced) for r in held if r.holds - replaced]


def _tell_lost(
    error: FoodStoreError, replaced: frozenset[str], tell: Callable[[str], None]
) -> None:
    """Say what goes with a store in use that cannot be read, and how to get it back."""
    shipped = {release.name for release in stored_releases(packaged_store())}
    all_held = names_of(fetched_store())
    lost = [row for row in all_held if row[1] not in replaced and row[0] not in shipped]
    names = ", ".join(f"{name} ({foods:,} foods)" for name, _, foods in lost)
    datasets = " ".join(dict.fromkeys(dataset for _, dataset, _ in lost))
    said = f"{error.path}: {error.found}, so the packaged foods take its place."
    if lost:
        said += f" Lost: {names}. Get them back with 'nutrigap foods fetch {datasets}'."
    elif not all_held:
        said += " Whatever else it held is lost; get it back with 'nutrigap foods fetch DATASET'."
    tell(said)


def _write(read: Sequence[FdcRelease], kept: Sequence[StoredRelease]) -> Path:
    store = fetched_store()
    needed = sum(_size(release.path) for release in read) + _SPARE
    needed += max((release.store.stat().st_size for release in kept), default=0)
    free = shutil.disk_usage(store.parent).free
    if free < needed:
        found = f"it needs about {needed / 1e6:,.0f} MB, {free / 1e6:,.0f} MB are free"
        raise FoodStoreError(store, found, "room for it beside the foods in use", _ELSEWHERE)
    return write_store([*read, *kept], store, advice=_ELSEWHERE)


def _size(path: Path) -> int:
    """About how large the foods of a zip or folder are in a store [bytes]."""
    if path.is_file():
        return round(_GROWS * path.stat().st_size)
    return round(_PACKS * sum(table.stat().st_size for table in path.rglob("*.csv")))
