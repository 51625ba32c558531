"""One run at a time: a lock that the system takes back when a run ends, however it ends."""

from __future__ import annotations

import errno
import sys
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HELD = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}


@contextmanager
def alone(path: Path) -> Iterator[bool]:
    """Whether no other run holds the lock of this file; if so, it is ours until the block ends.

    The file stays, for another run may be about to lock it. On a disk that knows no locks every run
    is alone.

    Parameters
    ----------
    path : Path
        A file of no other use; made if need be, with its folder.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        try:
            _take(file)
        except OSError as error:
            yield error.errno not in _HELD
        else:
            yield True


if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
