"""A bar for what takes long: on standard error, and only where a person watches."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import ProgressColumn

_COMMON = "FoodData_Central_"  # how the name of each download begins
_NAME, _BAR = 36, 14  # characters
_STEP = 1 << 20  # bytes between two looks at the bar


@contextmanager
def bars() -> Iterator[Callable[[str, int, int | None], None]]:
    """A function that shows how much of what is done, in bytes; it does nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(*_columns(), console=Console(stderr=True), transient=True) as shown:
        yield _Bars(shown.add_task, shown.update)


def _columns() -> Iterator[ProgressColumn]:
    """What a line of 80 characters has room for; a long name is cut."""
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn
    from rich.table import Column

    name = Column(no_wrap=True, overflow="ellipsis", max_width=_NAME)
    yield TextColumn("{task.description}", table_column=name)
    for column in BarColumn(bar_width=_BAR), DownloadColumn(), TimeRemainingColumn(compact=True):
        column.get_table_column().no_wrap = True
        yield column


class _Bars:
    """One bar for each thing told of."""

    def __init__(self, add: Callable[..., int], update: Callable[..., None]) -> None:
        self._add, self._update = add, update
        self._tasks: dict[str, int] = {}
        self._shown: dict[str, int] = {}

    def __call__(self, what: str, done: int, total: int | None) -> None:
        if what not in self._tasks:
            self._tasks[what] = self._add(what.removeprefix(_COMMON), total=total)
        if done - self._shown.get(what, -_STEP) >= _STEP or done == total or done == 0:
            self._shown[what] = done
            self._update(self._tasks[what], completed=done, total=total)
