"""XML of any size in small memory; entities and other files are refused."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from nutrigap.diary import read_diary
from nutrigap.diary.source import Source
from nutrigap.diary.xml_stream import Handlers, stream_xml
from nutrigap.errors import DiaryReadError

BODY = (
    '<HealthData><Record type="HKQuantityTypeIdentifierDietaryCalcium" sourceName="{name}" '
    'unit="mg" startDate="2026-03-02 12:00:00 +0100" value="300"/></HealthData>'
)
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


def health(prolog: str, name: str = "Diary") -> io.BytesIO:
    return io.BytesIO((prolog + BODY.format(name=name)).encode())


@pytest.mark.parametrize(
    ("prolog", "name"),
    [
        (f'<!DOCTYPE HealthData [<!ENTITY a0 "ha">{LAUGHS}]>', "&a9;"),
        ('<!DOCTYPE HealthData [<!ENTITY one "Diary">]>', "&one;"),
        ('<!DOCTYPE HealthData [<!ENTITY own SYSTEM "file:///etc/passwd">]>', "Diary"),
        ('<!DOCTYPE HealthData [<!ENTITY % far SYSTEM "http://host.invalid/x.dtd"> %far;]>', "x"),
        ('<!DOCTYPE HealthData [<!ENTITY pic SYSTEM "x.gif" NDATA gif>]>', "x"),
    ],
    ids=["laughs", "internal", "external", "parameter", "unparsed"],
)
def test_entities_are_refused(prolog: str, name: str) -> None:
    with pytest.raises(DiaryReadError, match="declares entities") as caught:
        read_diary(health(prolog, name))
    assert "do not trust this file" in str(caught.value)


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE HealthData SYSTEM "http://host.invalid/health.dtd">',
        '<!DOCTYPE HealthData PUBLIC "-//x" "file:///etc/passwd">',
    ],
)
def test_declarations_elsewhere_are_refused(prolog: str) -> None:
    with pytest.raises(DiaryReadError, match="points to another file"):
        read_diary(health(prolog))


def test_entities_behind_a_malformed_declaration_are_refused_too() -> None:
    prolog = '<!DOCTYPE HealthData [<!ELEMENT HealthData (a,>\n<!ENTITY one "x">]>'
    with pytest.raises(DiaryReadError):
        read_diary(health(prolog, "&one;"))


def test_a_declaration_of_elements_is_read() -> None:
    prolog = (
        "<!DOCTYPE HealthData [<!ELEMENT HealthData (Record*)>"
        '<!ATTLIST Record value CDATA "999" spare CDATA "x">]>'
    )
    diary = read_diary(health(prolog))
    assert diary.reported["amount"].tolist() == [300.0]


def test_a_malformed_declaration_of_elements_is_left_out() -> None:
    prolog = "<?xml version='1.0'?>\n<!DOCTYPE HealthData [\n<!ELEMENT HealthData (a,,>\n]>\n"
    diary = read_diary(health(prolog))
    assert diary.reported["amount"].tolist() == [300.0]
    assert diary.entries["source_line"].tolist() == [5]


def test_a_copy_that_broke_off_says_where() -> None:
    text = (Path(__file__).parent / "diary" / "apple_health" / "export.xml").read_bytes()
    with pytest.raises(DiaryReadError, match="no whole XML") as caught:
        read_diary(io.BytesIO(text[: len(text) // 2]))
    assert caught.value.line == text[: len(text) // 2].count(b"\n") + 1


def test_a_tag_without_end_is_refused() -> None:
    endless = b'<HealthData><Record type="' + b"x" * 6_000_000
    with pytest.raises(DiaryReadError, match="a tag of megabytes"):
        stream_xml(Source(io.BytesIO(endless)), Handlers(lambda *facts: None, lambda name: None))


def test_elements_come_in_order_with_their_lines() -> None:
    seen: list[tuple[str, list[str], int]] = []
    ended: list[str] = []
    source = Source(io.BytesIO(b'<a>\n <b x="1"/>\n</a>'))
    stream_xml(source, Handlers(lambda *facts: seen.append(facts), ended.append))
    assert seen == [("a", [], 1), ("b", ["x", "1"], 2)]
    assert ended == ["b", "a"]
