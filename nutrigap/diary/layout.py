"""How one kind of file is recognised and read."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from nutrigap.diary.draft import Draft
    from nutrigap.diary.source import Source


class Asked(NamedTuple):
    """What the user says beyond the file, and which day is today.

    ``dates`` is the order of dates, ``daily_values`` the set of label constants that percentages
    of a daily value are shares of, ``apps`` the apps to read where a file holds the records of
    several.
    """

    today: date
    dates: str | None = None
    daily_values: str | None = None
    apps: tuple[str, ...] = ()


class Layout(ABC):
    """One kind of file that an app writes; an app may write several."""

    @abstractmethod
    def claims(self, source: Source) -> bool:
        """Whether the file is of this kind, by its opening alone, never by its name."""

    @abstractmethod
    def read(self, source: Source, draft: Draft, asked: Asked) -> None:
        """Account for every record of the file in the draft.

        Raises
        ------
        DiaryReadError
            The file as a whole cannot be read.
        """
