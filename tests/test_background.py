"""The background pages: every statement has a source, and no page promises anything."""

import csv
import io
import re

import pytest

from nutrigap.background import bands, claims, find_topic, topics
from nutrigap.cli import main
from nutrigap.errors import UnknownNameError
from nutrigap.nutrients import shown
from nutrigap.wording import sentences

_CONFIDENCE = {"verified", "computed", "from memory"}


def test_every_statement_has_a_source_and_an_honest_confidence() -> None:
    said = [s for topic in topics().values() for s in topic.statements]
    assert all(s.text and s.source and s.confidence in _CONFIDENCE for s in said)
    assert all(c.evidence and c.sentence for c in claims())
    assert all(b.source and b.confidence in _CONFIDENCE for b in bands())
    # What nobody looked up may not call itself verified.
    assert not [s for s in said if s.source == "general knowledge" and s.confidence == "verified"]


def test_there_is_a_page_for_each_nutrient_and_each_thing_to_check() -> None:
    assert {n.key for n in shown()} <= set(topics())
    others = " ".join(f"{s.heading} {s.text}" for s in topics()["other"].statements).lower()
    for word in ("drink", "overuse", "circulation", "medicines", "kidney", "liver", "diabetes",
                 "nerve", "pregnancy", "stress"):  # fmt: skip
        assert word in others
    comfort = [s.heading for s in topics()["comfort"].statements]
    assert {"Stretching", "Massage", "Heat and cold"} <= set(comfort)
    assert [s.heading for s in topics()["see_someone"].statements][:1] == ["Now"]


def test_sentences_are_short_except_where_to_see_someone() -> None:
    for topic in topics().values():
        for said in topic.statements:
            for sentence in sentences(said.text):
                assert len(sentence.split()) <= 24, sentence


def test_nothing_is_promised_and_no_dose_is_named() -> None:
    told = [s.text for t in topics().values() for s in t.statements]
    told += [c.sentence for c in claims()]
    for text in told:
        assert not re.search(r"\b(?:cures?|will help|you should take|you are)\b", text, re.I), text


def test_bands_agree_in_both_units() -> None:
    # 1 ng/mL = 2.496 nmol/L, rounded by the societies to 2.5.
    for band in bands():
        nmol, ng = (re.findall(r"[\d.]+", text) for text in (band.nmol_l, band.ng_ml))
        assert [float(x) for x in nmol] == [float(x) * 2.5 for x in ng]
    assert {b.society for b in bands()} == {
        "IOM 2011; NIH", "Endocrine Society 2011", "Endocrine Society 2024", "SACN 2016",
    }  # fmt: skip


def test_a_page_that_does_not_exist_is_refused_with_near_ones() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'claims'"):
        find_topic("clams")


@pytest.mark.parametrize("topic", [None, *topics()])
def test_the_command_prints_every_page(
    topic: str | None, capfd: pytest.CaptureFixture[str]
) -> None:
    words = ["about"] if topic is None else ["about", topic]
    assert main(words) == 0
    out, _ = capfd.readouterr()
    assert "cannot show why you have cramps" in out or topic is None
    assert main([*words, "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capfd.readouterr()[0])))
    assert rows
    assert all(row["source"] for row in rows)
