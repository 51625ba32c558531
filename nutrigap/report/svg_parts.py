"""SVG elements as escaped text; places are shares of the width, heights are pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def tag(name: str, *children: str, **attributes: object) -> Markup:
    """One element; a child that is not markup is text, and escaped.

    Examples
    --------
    >>> tag("text", "a < b", class_="ml", text_anchor="end")
    Markup('<text class="ml" text-anchor="end">a &lt; b</text>')
    """
    pairs = "".join(f' {_name(key)}="{escape(_value(x))}"' for key, x in attributes.items())
    inside = Markup("").join(escape(child) for child in children)
    return Markup(f"<{name}{pairs}>{inside}</{name}>" if inside else f"<{name}{pairs}/>")


def _name(key: str) -> str:
    return key if key == "viewBox" else key.rstrip("_").replace("_", "-")


def _value(value: object) -> str:
    """A number without trailing zeros, else its text."""
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)


def percent(share: float) -> str:
    """A share of the width.

    Examples
    --------
    >>> percent(10 / 17)
    '58.82%'
    """
    return f"{100 * share:.2f}%"


def rectangle(left: float, width: float, top: float, height: float, kind: str) -> Markup:
    """A part of a bar."""
    return tag(
        "rect", x=percent(left), y=float(top), width=percent(width), height=float(height),
        class_=kind,
    )  # fmt: skip


def line(left: float, right: float, y: float, kind: str) -> Markup:
    """A level line."""
    return tag("line", x1=percent(left), x2=percent(right), y1=float(y), y2=float(y), class_=kind)


def group_at(left: float, *parts: Markup, top: float = 0.0) -> Markup:
    """Parts in pixels around a place given as a share of the width."""
    return tag("svg", *parts, x=percent(left), y=float(top), overflow="visible")


def text(
    left: float,
    y: float,
    words: Sequence[str],
    kind: str,
    *,
    anchor: str = "start",
    dx: float = 0.0,
) -> Markup:
    """Words at a place."""
    more: dict[str, object] = {"text_anchor": anchor} if anchor != "start" else {}
    more |= {"dx": dx} if dx else {}
    return tag("text", *words, x=percent(left), y=float(y), class_=kind, **more)


def whisker(low: float, high: float, y: float, half: float, *, open_end: bool = False) -> Markup:
    """A range with caps; no cap where it runs past the edge."""
    caps = [low] if open_end else [low, high]
    strokes = [{"x1": percent(low), "x2": percent(high), "y1": y, "y2": y}]
    strokes += [{"x1": percent(x), "x2": percent(x), "y1": y - half, "y2": y + half} for x in caps]
    lines = (tag("line", **stroke, class_=kind) for stroke in strokes for kind in ("halo", "wh"))
    return Markup("").join(lines)


def picture(
    name: str, kind: str, height: float, title: str, description: str, parts: Iterable[Markup]
) -> Markup:
    """A whole chart with its title and all its numbers in words."""
    return tag(
        "svg",
        tag("title", title, id=f"t-{name}"),
        tag("desc", description, id=f"d-{name}"),
        *parts,
        class_=kind, height=height, role="img", aria_labelledby=f"t-{name} d-{name}",
    )  # fmt: skip
