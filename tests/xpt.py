"""A writer of SAS transport files, to try the reader with."""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence
from pathlib import Path

Value = float | str | None


def ibm(number: float | None) -> bytes:
    """Eight bytes as a mainframe writes a number; ``.`` where there is none."""
    if number is None:
        return b"." + bytes(7)
    if number == 0:
        return bytes(8)
    fraction, exponent = math.frexp(abs(number))
    power = math.ceil(exponent / 4)
    mantissa = round(math.ldexp(fraction, exponent - 4 * power + 56))
    return bytes([(0x80 if number < 0 else 0) | (power + 64)]) + mantissa.to_bytes(7, "big")


def card(text: str) -> bytes:
    return text.encode().ljust(80)


def pad(data: bytes) -> bytes:
    return data.ljust(-(-len(data) // 80) * 80)


def namestr(name: str, length: int, place: int, number: int, *, numeric: bool) -> bytes:
    kind = 1 if numeric else 2
    head = struct.pack(">hhhh8s40s", kind, 0, length, number, name.encode().ljust(8), b" " * 40)
    form = struct.pack(">8shhh2s8shhi", b" " * 8, 0, 0, 0, b"  ", b" " * 8, 0, 0, place)
    return head + form + bytes(52)


def transport(columns: Sequence[str], rows: Sequence[Sequence[Value]], text: int = 12) -> bytes:
    """A library of one member; a column is text where its first value is."""
    numeric = [not isinstance(value, str) for value in rows[0]]
    lengths = [8 if is_number else text for is_number in numeric]
    places = [sum(lengths[:n]) for n in range(len(lengths))]
    head = "HEADER RECORD*******{:8}HEADER RECORD!!!!!!!{}"
    zeros = "0" * 30
    stamp = card("SAS     SAS     SASLIB  9.4     X64     ".ljust(64) + "01JAN26:00:00:00")
    dates = card("01JAN26:00:00:00")
    names = b"".join(
        namestr(name, length, place, number, numeric=is_number)
        for number, (name, length, place, is_number) in enumerate(
            zip(columns, lengths, places, numeric, strict=True), start=1
        )
    )
    cells = b"".join(
        ibm(value) if is_number else str(value or "").encode("cp1252").ljust(text)
        for row in rows
        for value, is_number in zip(row, numeric, strict=True)
    )
    return b"".join(
        [
            card(head.format("LIBRARY", zeros)),
            *(stamp, dates),
            card(head.format("MEMBER", "000000000000000001600000000140")),
            card(head.format("DSCRPTR", zeros)),
            *(stamp, dates),
            card(head.format("NAMESTR", f"000000{len(columns):04}" + "0" * 20)),
            pad(names),
            card(head.format("OBS", zeros)),
            pad(cells),
        ]
    )


def from_csv(path: Path) -> bytes:
    """The same table as a CSV of numbers."""
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [[float(c) if c.strip(" .") else None for c in line.split(",")] for line in lines[1:]]
    return transport(lines[0].split(","), rows)
