"""Download a release: resumed after a break, checked, and moved into place once it is whole."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
import zipfile
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from nutrigap.errors import FetchError
from nutrigap.fdc.releases import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from requests import Response, Session

    from nutrigap.fdc.releases import Release

_BLOCK = 1 << 16  # bytes
_TIME_OUTS = (10.0, 60.0)  # seconds to connect, and between two blocks
_FRUITLESS, _MOST = 5, 100  # attempts in a row that bring nothing, attempts in all
_WAITS = (1.0, 2.0, 4.0, 8.0)  # seconds
_AGAIN = {408, 425, 429, 500, 502, 503, 504}
_ZIP = b"PK"  # how a zip begins
_LOG_IN = "Open a web page first: the network may want you to log in."
_SPARE = 50_000_000  # bytes that are to be left on the disk


class _Broken(Exception):
    """The connection did not hold; another attempt may."""


class _Begun(NamedTuple):
    """What is known of a download that has begun: the file so far and which file it is part of."""

    part: Path
    facts: Path

    @property
    def size(self) -> int:
        return self.part.stat().st_size if self.part.exists() else 0

    def validator(self) -> str:
        """What the server called the file; empty if it cannot be resumed."""
        try:
            return str(json.loads(self.facts.read_text())["validator"])
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def forget(self) -> None:
        self.part.unlink(missing_ok=True)
        self.facts.unlink(missing_ok=True)


def download(
    release: Release,
    folder: Path,
    *,
    progress: Callable[[str, int, int | None], None] = lambda *_: None,
    wait: Callable[[float], None] = time.sleep,
) -> Path:
    """The zip of a release in a folder, downloaded unless it is there.

    What arrives is kept under another name until all of it is there and checked: size and checksum
    where known, and that it is a zip. A download that broke off goes on where it stopped, if the
    server still has the same file. Proxies are those of ``HTTPS_PROXY`` and ``NO_PROXY``.

    Parameters
    ----------
    release : Release
        What to download.
    folder : Path
        Where to; made if need be.
    progress : callable
        Told the file's name, the bytes that are there and the bytes there will be (or ``None``).
    wait : callable
        Waits so many seconds between attempts.

    Returns
    -------
    Path
        The zip.

    Raises
    ------
    FetchError
        The file cannot be had, is not what it should be, or does not fit on the disk. The message
        says how to do it by hand.
    """
    import requests

    target = folder / release.file
    if target.exists() and not _fault(target, release):
        return target
    begun = _Begun(folder / f".{release.file}.part", folder / f".{release.file}.part.json")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _make_room(release, folder, release.size)
        with requests.Session() as session:
            _attempts(session, release, begun, progress, wait)
        fault = _fault(begun.part, release)
        if fault:
            begun.forget()
            _give_up(release, f"{fault}; what arrived was deleted", "Try again.")
        begun.part.replace(target)
        begun.forget()
    except OSError as error:
        if isinstance(error, FetchError):
            raise
        _give_up(release, f"cannot be written to {folder} ({error.strerror or error})")
    return target


def _attempts(
    session: Session,
    release: Release,
    begun: _Begun,
    progress: Callable[[str, int, int | None], None],
    wait: Callable[[float], None],
) -> None:
    """Ask for the rest of the file until all of it is there."""
    fruitless = 0
    for _ in range(_MOST):
        before = begun.size
        try:
            _receive(session, release, begun, progress)
        except _Broken as broken:
            fruitless = 0 if begun.size > before else fruitless + 1
            if fruitless == _FRUITLESS:
                _give_up(release, f"{broken}, {_FRUITLESS} times in a row")
            wait(_WAITS[min(fruitless, len(_WAITS) - 1)])
        else:
            return
    _give_up(release, f"the connection broke {_MOST} times")


def _receive(
    session: Session,
    release: Release,
    begun: _Begun,
    progress: Callable[[str, int, int | None], None],
) -> None:
    """Ask once, and write what comes behind what is there."""
    import requests

    # Compressed once more on the way, bytes could not be counted from where they stopped.
    headers = {"Accept-Encoding": "identity", "User-Agent": "nutrigap"}
    validator = begun.validator()
    if begun.size and validator:
        headers |= {"Range": f"bytes={begun.size}-", "If-Range": validator}
    try:
        with session.get(release.url, headers=headers, stream=True, timeout=_TIME_OUTS) as response:
            if response.status_code == 416:
                begun.forget()
                raise _Broken("the server no longer has the file that was begun")
            _check_answer(release, response)
            _write(release, response, begun, progress)
    except requests.exceptions.SSLError as error:
        _give_up(release, f"the connection is not to be trusted ({_reason(error)})")
    except requests.exceptions.ProxyError as error:
        _give_up(release, f"the proxy does not let it through ({_reason(error)})")
    except (ValueError, AssertionError) as error:  # an address or a proxy that never works
        _give_up(release, _reason(error), "Look at NUTRIGAP_FDC_MIRROR and HTTPS_PROXY.")
    except (requests.RequestException, ConnectionError) as error:
        raise _Broken(_reason(error)) from error


def _check_answer(release: Release, response: Response) -> None:
    status = response.status_code
    if status in _AGAIN:
        found = f"the server answered {status}"
        raise _Broken(found)
    if status == 404:
        dates = ", ".join(known.released for known in listed(release.dataset))
        advice = f"Check the date; known for {release.dataset}: {dates}."
        _give_up(release, "the server has no such file (404)", advice)
    if status not in (200, 206):
        _give_up(release, f"the server refused ({status} {response.reason})")
    if "html" in response.headers.get("Content-Type", "").lower():
        _give_up(release, "a web page came instead", _LOG_IN)


def _write(
    release: Release,
    response: Response,
    begun: _Begun,
    progress: Callable[[str, int, int | None], None],
) -> None:
    done = _resumed_at(response, begun)
    blocks = response.iter_content(_BLOCK)
    first = b"" if done else _opening(release, blocks)
    length = response.headers.get("Content-Length", "")
    total = done + int(length) if length.isdigit() else None
    _make_room(release, begun.part.parent, None if total is None else total - done)
    strong = response.headers.get("ETag", "")
    validator = strong if strong and not strong.startswith("W/") else ""
    validator = validator or response.headers.get("Last-Modified", "")
    begun.facts.write_text(json.dumps({"validator": validator, "url": release.url}))
    with begun.part.open("ab" if done else "wb") as file:
        for block in chain([first], blocks):
            done += file.write(block)
            progress(release.file, done, total)
    if total is not None and done < total:
        found = f"only {done:,} of {total:,} bytes came"
        raise _Broken(found)
    if total is None and not zipfile.is_zipfile(begun.part):
        raise _Broken("the connection ended before the file did")


def _opening(release: Release, blocks: Iterator[bytes]) -> bytes:
    """The first bytes of a file; a page is refused before it takes the place of what is there."""
    first = b""
    while len(first) < len(_ZIP) and (block := next(blocks, b"")):
        first += block
    if not first:
        raise _Broken("nothing came")
    if not first.startswith(_ZIP):
        _give_up(release, f"not a zip came, but {first[:40]!r}", _LOG_IN)
    return first


def _resumed_at(response: Response, begun: _Begun) -> int:
    """Where the answer goes on: at the end of what is there, or at the beginning."""
    if response.status_code != 206:
        return 0
    start = response.headers.get("Content-Range", "").removeprefix("bytes ").partition("-")[0]
    if start != str(begun.size):
        begun.forget()
        raise _Broken("the server went on at another place")
    return begun.size


def _make_room(release: Release, folder: Path, size: int | None) -> None:
    free = shutil.disk_usage(folder).free
    if size is not None and free < size + _SPARE:
        needed = (size + _SPARE) / 1e6
        found = f"{needed:,.0f} MB are needed in {folder}, {free / 1e6:,.0f} MB are free"
        _give_up(release, found, "Make room, or set NUTRIGAP_HOME to a folder on another disk.")


def _fault(path: Path, release: Release) -> str:
    """What is wrong with a file, or nothing."""
    if release.checksum and _checksum(path, release.checksum.partition(":")[0]) != release.checksum:
        return f"its checksum is not {release.checksum}"
    if not zipfile.is_zipfile(path):
        return "it is not a zip, or only the beginning of one"
    return ""


def _checksum(path: Path, kind: str) -> str:
    """``sha256:…`` of a file, or the name git gives to it."""
    if kind == "git-blob":
        total = hashlib.sha1(f"blob {path.stat().st_size}\0".encode(), usedforsecurity=False)
    else:
        total = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            total.update(block)
    return f"{kind}:{total.hexdigest()}"


def _reason(error: BaseException) -> str:
    """The innermost cause in words."""
    while (inner := error.__cause__ or error.__context__) is not None:
        error = inner
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return f"the server cannot be reached ({text})" if isinstance(error, OSError) else str(text)


def _give_up(release: Release, found: str, advice: str = "") -> NoReturn:
    raise FetchError(release.url, found, release.dataset, advice=advice)
