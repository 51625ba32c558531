"""The one command that uses the network: USDA's releases become the foods in use."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from nutrigap.cli import output
from nutrigap.cli.progress import bars

_DATASETS = "foundation, survey, sr_legacy, branded (large), all of them, or full (one zip)."


def fetch(
    dataset: Annotated[
        list[str] | None,
        typer.Argument(help=f"{_DATASETS} Without: foundation, survey and sr_legacy."),
    ] = None,
    release: Annotated[
        str | None, typer.Option(help="Date in the file's name, such as 2025-12-18; else newest.")
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option("--from", help="Zip or folder you downloaded; nothing uses the network then."),
    ] = None,
    keep: Annotated[bool, typer.Option(help="Keep the downloaded zips.")] = False,
) -> None:
    """Download USDA's releases and use their foods from now on.

    The new store is built beside the old one and takes its place when it is whole. Data sets that
    are not named stay as they are. HTTPS_PROXY names a proxy, NUTRIGAP_FDC_MIRROR another folder to
    download from, NUTRIGAP_HOME where everything is kept.
    """
    from nutrigap.fdc import FoodStore
    from nutrigap.fdc.fetch import fetch_store
    from nutrigap.fdc.releases import DEFAULT, wanted
    from nutrigap.fdc.store import STORE

    datasets = dataset or []
    if source is None:
        releases = wanted(datasets or DEFAULT, release)
        host = urlsplit(releases[0].url).netloc.rpartition("@")[2]
        names = ", ".join(download.file for download in releases)
        output.say(f"Downloading from {host} (this uses the network): {names}")
    with bars() as progress:
        path = fetch_store(
            datasets,
            released=release,
            source=source,
            keep=keep,
            progress=progress,
            tell=output.say,
        )
    store = FoodStore(path)
    for row in store.releases():
        output.say(f"{row['release']}: {int(row['foods']):,} foods from {row['source']}")
    named = os.environ.get(STORE)
    if named:
        output.say(f"Fetched: {path}. {STORE} names other foods, which stay in use: {named}")
    else:
        output.say(f"Foods in use from now on: {path}")


COMMANDS = (fetch,)
