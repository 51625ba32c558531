"""Rows of the tables of an HTML page, each with the heading it stands under."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import NamedTuple


class PageRow(NamedTuple):
    """A row: ``table`` is the id of its table, ``part`` thead, tbody or tfoot, ``look`` its class.

    ``line`` is the line of the page, or the next free one where several rows share a line.
    """

    line: int
    heading: str
    table: str
    part: str
    look: str
    cells: list[str]


def page_rows(html: str) -> list[PageRow]:
    """All rows of all tables of a page.

    Examples
    --------
    >>> page_rows('<h2>Monday</h2><table id="food"><tr><td>Egg &amp; toast</td></tr></table>')[0]
    PageRow(line=1, heading='Monday', table='food', part='', look='', cells=['Egg & toast'])
    """
    page = _Page()
    page.feed(html)
    return page.rows


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[PageRow] = []
        self._row = PageRow(0, "", "", "", "", [])
        self._text: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "table":
            self._row = self._row._replace(table=named.get("id", ""), part="")
        elif tag in ("thead", "tbody", "tfoot"):
            self._row = self._row._replace(part=tag)
        elif tag == "tr":
            line = max(self.getpos()[0], self._row.line + 1)
            self._row = self._row._replace(line=line, look=named.get("class", ""), cells=[])
        elif tag in ("td", "th", "h2"):
            self._text = []

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "h2") and self._text is not None:
            text, self._text = " ".join("".join(self._text).split()), None
            if tag == "h2":
                self._row = self._row._replace(heading=text)
            else:
                self._row.cells.append(text)
        elif tag == "tr" and self._row.cells:
            self.rows.append(self._row)
