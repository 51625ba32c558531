"""Get releases of FoodData Central and make them the foods in use."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from nutrigap.errors import FoodDataError, FoodSourceError
from nutrigap.fdc.download import download
from nutrigap.fdc.ingest import read_release
from nutrigap.fdc.releases import DATASETS, wanted
from nutrigap.fdc.store import packaged_store
from nutrigap.fdc.stored import stored_releases
from nutrigap.fdc.write import write_store
from nutrigap.home import home_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nutrigap.fdc.ingest import FdcRelease
    from nutrigap.fdc.stored import StoredRelease

_DAY = 24 * 60 * 60  # seconds
_ZIPS = "FoodData_Central_*csv_*.zip"


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
) -> Path:
    """Download releases and build the food store from them.

    The data sets that are not named stay as they are in the store in use, which is the packaged one
    at first. The new store is built beside the old one and takes its place when it is whole: if
    anything breaks, the old one is untouched.

    Parameters
    ----------
    datasets : sequence of str
        ``foundation``, ``survey``, ``sr_legacy``, ``branded``, ``full`` or ``all``.
    released : str, optional
        Date of the release; the newest one known without it.
    source : Path, optional
        A zip or folder that was downloaded by hand: then nothing uses the network. A folder may
        hold several zips; those of the data sets named are taken.
    keep : bool
        Keep the downloaded zips beside the store.
    progress : callable
        Told what is being done, how much of it is done and how much there is (or ``None``), both
        in bytes.

    Returns
    -------
    Path
        The store.

    Raises
    ------
    FetchError
        A download failed for good.
    FoodSourceError
        A file does not hold FoodData Central tables.
    FoodStoreError
        The store cannot be written.
    """
    _tidy_up()
    if source is not None:
        archives = _by_hand(source, datasets)
    else:
        folder = home_folder() / "downloads"
        releases = wanted(datasets, released)
        archives = [download(release, folder, progress=progress) for release in releases]
    try:
        read = [read_release(archive, progress=progress) for archive in archives]
        built = write_store([*read, *_kept(read)], fetched_store())
    except FoodSourceError as error:
        if source is None:
            Path(error.path).unlink(missing_ok=True)
        raise
    if source is None and not keep:
        for archive in archives:
            archive.unlink(missing_ok=True)
    return built


def _tidy_up() -> None:
    """Remove what runs that were killed have left behind, once it is a day old."""
    for left in fetched_store().parent.glob(f".{fetched_store().name}.*.part"):
        if time.time() - left.stat().st_mtime > _DAY:
            left.unlink(missing_ok=True)


def _by_hand(source: Path, datasets: Sequence[str]) -> list[Path]:
    """The archives in a folder that are of the data sets named, or the source itself."""
    if not source.is_dir():
        return [source]
    zips = sorted(source.glob(_ZIPS))
    if not zips:
        return [source]
    names = {name for d in datasets for name in (DATASETS if d == "all" else [d])}
    newest: dict[str, Path] = {}
    for path in zips:
        kind = path.name.removeprefix("FoodData_Central_").partition("csv_")[0]
        newest[kind.removesuffix("_food_") or "full"] = path
    found = [newest[name] for name in sorted(names) if name in newest]
    if len(found) < len(names):
        absent = ", ".join(sorted(names - newest.keys()))
        has = f"no zip of {absent} among {', '.join(path.name for path in zips)}"
        advice = "Name the data sets that are there, or download the others as well."
        raise FoodSourceError(source, has, "FoodData_Central_DATASET_food_csv_DATE.zip", advice)
    return found


def _kept(read: Sequence[FdcRelease]) -> list[StoredRelease]:
    """What the store in use holds of other data sets."""
    replaced = {dataset for release in read for dataset in release.holds}
    if replaced >= set(DATASETS):
        return []
    try:
        held = stored_releases(fetched_store())
    except FoodDataError:
        held = stored_releases(packaged_store())
    return [release for release in held if release.dataset not in replaced]
