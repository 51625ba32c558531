"""The report: what it says, what it never says, and that it stands alone."""

import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from math import inf, nan
from pathlib import Path

import pytest
from fixtures import NASTY, analysis

from nutrigap.background import topics
from nutrigap.errors import NutrigapError, ReportError, UnknownNameError
from nutrigap.profile import Profile
from nutrigap.report import Request, to_html, to_markdown, write_report
from nutrigap.report.html import render_page
from nutrigap.report.model import VerdictRow
from nutrigap.report.pages import page_of
from nutrigap.report.svg_parts import tag, text, whisker
from nutrigap.report.verdicts import headline
from nutrigap.tables import read_rows
from nutrigap.wording import BANNED, SAFE_PLACE, breaches, house_wording

_VOID = {"meta", "br", "img", "link", "hr", "input"}
_CODES = {
    "requirement": ("likely_enough", "ear"), "at_ai": ("likely_enough", "ai"),
    "food_only_sun": ("likely_short", "posterior"), "lrni": ("likely_short", "lrni"),
    "close_to_line": ("cannot_tell", "ear"), "few_days": ("cannot_tell", "ear"),
    "missing_data": ("cannot_tell", "qualitative"), "diary_incomplete": ("cannot_tell", "ear"),
    "energy_low": ("cannot_tell", "ear"), "below_ai": ("cannot_tell", "ai"),
    "borrowed": ("cannot_tell", "posterior"), "no_reference": ("cannot_tell", "none"),
    "gate": ("not_judged", "none"),
}  # fmt: skip


class Page(HTMLParser):
    """What a browser would see: tags in balance, ids, links, words outside styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        self.tags.append((name, found))
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if name not in _VOID:
            self.open.append(name)

    def handle_startendtag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((name, dict(attributes)))

    def handle_endtag(self, name: str) -> None:
        assert self.open, f"</{name}> closes nothing"
        assert self.open.pop() == name

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def html() -> str:
    return to_html(analysis())


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


def first_words(html: str) -> str:
    return Page(html.split('<section id="answers">')[0]).text


_FIVE = ("vitamin_d", "magnesium", "calcium", "potassium", "vitamin_b12")


@cache
def report_with(codes: tuple[str, ...]) -> tuple[dict[str, VerdictRow], str]:
    """Rows by reason code and words of the first screen; each nutrient has one of the codes."""
    about = dict(zip(_FIVE, codes, strict=False))
    verdicts = {n: (_CODES[c][0], c, _CODES[c][1], nan, "below") for n, c in about.items()}
    page = page_of(analysis(days=7, verdicts=verdicts))
    rows = {about[row.key]: row for row in page.first.rows if row.key in about}
    return rows, first_words(render_page(page))


def report_about(code: str) -> tuple[VerdictRow, str]:
    """The row with this reason code, and the words of a first screen that has it."""
    codes = sorted(_CODES)
    start = codes.index(code) // len(_FIVE) * len(_FIVE)
    rows, words = report_with(tuple(codes[start : start + len(_FIVE)]))
    return rows[code], words


# It stands alone


def test_it_is_well_formed_and_ids_are_unique(page: Page) -> None:
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))


def test_nothing_is_loaded_and_nothing_runs(html: str, page: Page) -> None:
    assert not re.search(r"https?://|//[a-z]|url\((?!#)|@import", html)
    names = {name for name, _ in page.tags}
    assert not names & {"script", "iframe", "link", "img", "object", "embed", "form"}
    assert not any(key.startswith("on") for _, found in page.tags for key in found)


def test_links_lead_somewhere_on_the_page(page: Page) -> None:
    targets = [str(found["href"]) for name, found in page.tags if name == "a"]
    assert targets
    assert {target.lstrip("#") for target in targets} <= set(page.ids)


def test_every_chart_of_meaning_has_a_title_and_its_numbers_in_words(page: Page) -> None:
    charts = [found for name, found in page.tags if name == "svg" and found.get("role") == "img"]
    assert len(charts) == 15  # five bars, five rows of days, five nutrients now and with ideas
    for chart in charts:
        assert set(str(chart["aria-labelledby"]).split()) <= set(page.ids)
    others = [f for name, f in page.tags if name == "svg" and f.get("class") in {"gl", "sbar"}]
    assert all(found["aria-hidden"] == "true" for found in others)


def test_headings_go_down_one_step_at_a_time(page: Page) -> None:
    levels = [int(name[1]) for name, _ in page.tags if re.fullmatch(r"h\d", name)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_the_same_analysis_gives_the_same_page(html: str) -> None:
    assert to_html(analysis()) == html


# What it says


def test_the_first_screen_line_by_line(html: str) -> None:
    words = first_words(html)
    order = [
        "What your food diary shows", "3–16 March 2026", "made 18 March 2026", "woman, 34",
        "14 days in the file", "12 counted, 2 set aside", "3 weekend days", "80 foods, 73 found",
        "kcal a day (not checked)", "One thing looks fine, two look short, two we cannot tell.",
        "Vitamin D", "Little from food", "Sun not counted.", "Magnesium", "Likely short",
        "About 6 in 100 people who eat like this would get enough.", "Calcium", "Likely enough",
        "Potassium", "Below the guide amount", "(this does not show a shortage)", "Vitamin B12",
        "Too much is not known", "Name these foods:", "Upper limits", "None passed.",
        "that does not mean any amount is safe for everyone", "Three things you can do",
        "Answer 3 questions about foods.", "If you have kidney or heart disease",
        "Have “Pumpkin seeds” on 3 more days a week.", "As much as now: 30 g.",
        "Ask about vitamin D.", "A food diary cannot show why you have cramps.", "See someone now",
        "Are any of these true?", "Not asked yet: ideas are limited.", "Food tables:",
        "General information, not a diagnosis.", "Reviewed by",
    ]  # fmt: skip
    places = [words.find(piece) for piece in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)


@pytest.mark.parametrize("code", sorted(_CODES))
def test_every_verdict_shows_its_label(code: str) -> None:
    row, words = report_about(code)
    label = house_wording().label(f"{_CODES[code][0]}.{code}", "people")
    assert f"{row.label} {row.aside}".strip() == label
    assert row.reason
    assert label.partition(" (")[0] in words


def test_no_percent_of_a_target_stands_on_the_first_screen(html: str) -> None:
    assert "%" not in first_words(html)


@pytest.mark.parametrize(
    ("more", "words"),
    [(1, "One more full day would"), (5, "About 5 more full days"), (80, "very many days")],
)
def test_how_many_days_would_settle_it(more: int, words: str) -> None:
    few = ("cannot_tell", "few_days", "ear", 0.5, "below")
    result = analysis(days=7, verdicts={"calcium": few})
    result.adequacy["days_needed"] = result.adequacy["days"] + float(more)
    assert words in first_words(to_html(result))


def test_an_unknown_amount_is_not_known_and_never_zero() -> None:
    result = analysis(days=7)
    unknown = result.adequacy["nutrient"] == "magnesium"
    numbers = ["mean", "low", "high", "coverage_nutrient", "sd_days", "percent_of_recommended"]
    result.adequacy.loc[unknown, numbers] = nan
    page = page_of(result)
    row = next(row for row in page.first.rows if row.key == "magnesium")
    assert (row.amount, row.range) == ("not known", "")
    assert row.bar.segments == ()
    html = to_html(result)
    assert "nan" not in Page(html).text.lower().split()
    assert "Magnesium: the amount is not known." in Page(html).text


def test_a_tablet_that_nobody_could_look_up_has_no_upper_end() -> None:
    result = analysis(days=7)
    result.adequacy.loc[result.adequacy["nutrient"] == "vitamin_d", "high"] = inf
    html = to_html(result)
    assert "or more" in first_words(html)
    assert "inf" not in Page(html).text.split()


def test_without_sex_and_age_there_are_amounts_and_no_verdict() -> None:
    words = first_words(to_html(analysis(days=7, profile=None)))
    assert "Not compared" in words
    assert "we need sex and age" in words
    assert "Likely" not in words


def test_days_without_dates_keep_their_names() -> None:
    words = Page(to_html(analysis(days=3, dated=False))).text
    assert "recall 1, recall 2 and recall 3" in words


def test_the_headline_counts() -> None:
    rows = page_of(analysis()).first.rows
    assert headline([r for r in rows if r.tone == "enough"] * 5) == "All five look fine."
    assert headline([r for r in rows if r.tone == "short"]) == "All two look short."
    assert headline([r for r in rows if r.tone == "cannot"] * 2) == (
        "We cannot tell about any of the four."
    )


def test_what_became_of_every_record(page: Page) -> None:
    assert "1 record set aside: exercise." in page.text
    assert "<i>1/2 bowl</i>" in page.text


def test_provenance_and_reference_values_are_printed(page: Page) -> None:
    for piece in ("survey_2024-10-31", "0.1.0", "Seed of the draws", "EAR", "RDA", "Institute of"):
        assert piece in page.text


# Words of people


def test_what_people_wrote_is_escaped(html: str, page: Page) -> None:
    assert "<b>Mum" not in html
    assert "<i>1/2" not in html
    assert NASTY in page.text


def test_names_of_people_are_escaped() -> None:
    result = analysis(days=3, persons=("<script>x</script>",))
    assert "<script>" not in to_html(result)


def test_sentences_of_the_page_obey_the_rules_of_the_house() -> None:
    rows = list(read_rows("page_words"))
    assert breaches(rows) == []
    assert len({row["code"] for row in rows}) == len(rows)
    assert all(row["source"] for row in rows)


@pytest.mark.parametrize("code", sorted(_CODES))
def test_words_that_may_not_be_said_about_a_result_are_not_said(code: str) -> None:
    words = report_about(code)[1].replace(SAFE_PLACE, "").lower()
    for word in BANNED["people"]:
        assert not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", words), word


def test_every_sentence_of_the_page_is_short(html: str) -> None:
    for sentence in re.split(r"(?<=[.?!])\s+", " ".join(page_text_of_actions(analysis()))):
        assert len(re.sub(r"“[^”]*”", "x", sentence).split()) <= 18, sentence


def page_text_of_actions(result) -> list[str]:
    first = page_of(result).first
    said = [f"{a.title} {a.text} {a.caution}" for a in first.actions]
    return [*said, first.headline, *(row.reason for row in first.rows)]


# Ideas and gates


def ideas(profile: Profile) -> list[str]:
    first = page_of(analysis(profile=profile)).first
    return [action.title for action in first.actions if action.title.startswith("Have")]


def test_a_food_idea_stands_under_the_caution() -> None:
    (idea,) = [a for a in page_of(analysis()).first.actions if a.title.startswith("Have")]
    assert idea.title == "Have “Pumpkin seeds” on 3 more days a week."
    # 160 mg of magnesium, 14 mg of calcium and 240 mg of potassium three times in seven days.
    assert "magnesium +69 mg, calcium +6 mg, potassium +103 mg" in idea.note
    assert idea.caution.startswith("If you have kidney or heart disease")


@pytest.mark.parametrize(
    "profile",
    [
        Profile("female", 15),
        Profile("female", 34, conditions=("kidney_disease",)),
        Profile("female", 34, conditions=("potassium_raising_medicine",)),
        Profile("female", 34, conditions=("eating_disorder",)),
    ],
    ids=["under 18", "kidney", "potassium", "eating disorder"],
)
def test_no_food_idea_where_something_speaks_against_it(profile: Profile) -> None:
    assert ideas(profile) == []


def test_the_section_of_ideas_has_tracks_and_both_ends_of_each_nutrient() -> None:
    part = page_of(analysis()).ideas
    assert [idea.what for idea in part.ideas] == [
        "Have “Pumpkin seeds” on 3 more days a week.", "Have “Salmon” on 2 more days a week.",
    ]  # fmt: skip
    assert part.title == "Now, and with both ideas"
    tracks = {track.name: track for track in part.ideas[1].tracks}
    # 13 µg twice in seven days are 3.7 µg, and half of 15 µg is a full track.
    assert tracks["Vitamin D"].text == "+3.7 µg"
    assert tracks["Vitamin D"].share == pytest.approx(13 * 2 / 7 / 7.5)
    magnesium = next(row for row in part.rows if row.name == "Magnesium")
    assert magnesium.change_text == "227 → 306 mg"
    assert magnesium.sentence.startswith("Together they bring magnesium from about 227 mg to")
    assert any("energy +" in note and "sodium +" in note for note in part.notes)


def test_foods_left_out_are_in_no_idea_of_the_report() -> None:
    part = page_of(analysis(), None, Request(without=("fish", "nuts"))).ideas
    assert not any("Salmon" in idea.what for idea in part.ideas)
    assert any("only the label can tell" in note for note in part.notes)


def test_a_gate_leaves_its_sentence_in_place_of_ideas() -> None:
    profile = Profile("female", 34, conditions=("kidney_disease",))
    words = Page(to_html(analysis(days=7, profile=profile))).text
    section = words.split("Ideas to close the gaps")[1][:300]
    assert "Please do not change food on the strength of this page." in section
    assert "Now, and with" not in words


def test_the_second_ring_is_shown_and_not_judged() -> None:
    ring = page_of(analysis()).ring
    assert [row[0] for row in ring.rows] == [
        "Sodium", "Thiamin", "Vitamin B6", "Vitamin K", "Phosphorus", "Water",
    ]  # fmt: skip
    assert all(row[3].endswith("of 100") for row in ring.rows)
    assert "not compared" in ring.more


def test_the_background_is_collapsed_and_sourced(html: str, page: Page) -> None:
    assert html.count('<details class="back">') == len(topics())
    assert "25-hydroxyvitamin D" in page.text
    assert "Garrison 2020" in page.text


def test_a_yes_is_ticked_and_explained() -> None:
    result = analysis(days=7, profile=Profile("female", 34, conditions=("warfarin",)))
    first = page_of(result).first
    assert [gate.label for gate in first.gates if gate.state == "yes"] == ["warfarin or similar"]
    assert first.gate_sentences[0].startswith("Keep leafy greens steady")


def test_people_whom_it_may_harm_see_no_energy_and_no_percent() -> None:
    result = analysis(days=7, profile=Profile("female", 34, conditions=("eating_disorder",)))
    words = Page(to_html(result)).text
    assert "kcal" not in words
    assert "% of recommended" not in words


def test_men_are_not_asked_about_pregnancy() -> None:
    gates = page_of(analysis(days=3, profile=Profile("male", 40))).first.gates
    assert not any("pregnant" in gate.label for gate in gates)


def test_amounts_that_nobody_eats_are_asked_about() -> None:
    result = analysis(verdicts={"calcium": ("cannot_tell", "diary_incomplete", "ear", nan,
                                            "below")})  # fmt: skip
    result.adequacy["energy_check"] = "implausibly high"
    row = next(row for row in page_of(result).first.rows if row.bar.nutrient.key == "calcium")
    assert row.label == "Amounts that cannot be true"
    assert "amounts that nobody eats in a day. Please check them." in row.reason


def test_an_unread_tablet_is_said_beside_the_limits() -> None:
    result = analysis(verdicts={"vitamin_d": ("cannot_tell", "few_days", "posterior", nan,
                                              "scope_unknown")})  # fmt: skip
    mine = result.adequacy["nutrient"] == "vitamin_d"
    result.adequacy.loc[mine, ["upper_amount", "tablets_high"]] = [5.0, inf]
    limits = page_of(result).first.limits
    assert limits.headline == "None passed for certain."
    assert "What a tablet you logged holds is not known." in limits.sentences[0]


def test_a_limit_that_counts_water_says_so() -> None:
    result = analysis(verdicts={"magnesium": ("likely_enough", "requirement", "ear", 0.99,
                                              "above")})  # fmt: skip
    mine = result.adequacy["nutrient"] == "magnesium"
    result.adequacy.loc[mine, "upper_scope"] = "supplements_water"
    result.adequacy.loc[mine, "upper_amount"] = 400.0
    (sentence,) = page_of(result).first.limits.sentences
    assert sentence.startswith("Tablets and water add up to 400 mg of magnesium a day.")


def test_an_excess_comes_before_everything_to_do() -> None:
    above = ("likely_enough", "requirement", "ear", 0.99, "above")
    result = analysis(verdicts={"magnesium": above})
    result.adequacy.loc[result.adequacy["nutrient"] == "magnesium", "upper_amount"] = 400.0
    first = page_of(result).first
    assert first.limits.headline == "Please read this first."
    assert "400 mg of magnesium" in first.limits.sentences[0]
    assert first.headline == (
        "One thing is above an upper limit, one looks fine, one looks short, two we cannot tell."
    )
    assert first.actions[-1].title == "Ask a pharmacist about magnesium."
    words = first_words(to_html(result))
    assert words.index("400 mg of magnesium") < words.index("Have “")


# Files


def test_one_person_is_one_file(tmp_path: Path) -> None:
    path = write_report(analysis(days=3), tmp_path / "new" / "report.html")
    assert path.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_many_people_are_a_folder_with_an_index(tmp_path: Path) -> None:
    result = analysis(days=3, persons=("Anna", "anna", "../ben", "index"))
    folder = write_report(result, tmp_path / "reports")
    names = sorted(path.name for path in folder.iterdir())
    assert names == [
        *("Anna.html", "anna-2.html", "ben.html", "index-2.html", "index.html", "summary.csv")
    ]
    index = Page((folder / "index.html").read_text(encoding="utf-8"))
    links = [found["href"] for name, found in index.tags if name == "a"]
    assert sorted(map(str, links)) == sorted(set(names) - {"index.html", "summary.csv"})
    assert "../ben" in index.text


def test_an_ending_that_cannot_be_written_says_what_can(tmp_path: Path) -> None:
    with pytest.raises(
        ReportError, match=r"\.docx.*Expected a file ending in \.html, \.pdf, \.xlsx or \.md, or a"
    ):
        write_report(analysis(days=3), tmp_path / "report.docx")
    with pytest.raises(ReportError, match="one file for 2 people"):
        write_report(analysis(days=3, persons=("a", "b")), tmp_path / "report.html")
    assert issubclass(ReportError, NutrigapError)


def test_somebody_must_be_named_where_there_are_several() -> None:
    two = analysis(days=3, persons=("anna", "ben"))
    with pytest.raises(UnknownNameError, match="Known: anna, ben"):
        to_html(two)
    assert "anna" in to_html(two, "anna")


def test_a_report_of_days_that_are_all_set_aside() -> None:
    result = analysis(days=3)
    empty = replace(
        result, average=result.average.head(0), adequacy=result.adequacy.head(0),
        by_source=result.by_source.head(0), days=result.days.assign(usable=False, reason="marked"),
    )  # fmt: skip
    assert "0 counted, 3 set aside" in first_words(to_html(empty))


# Small pieces of SVG


def test_svg_is_escaped_and_short() -> None:
    assert tag("text", "a < b & c", class_="ml", x=1.50) == (
        '<text class="ml" x="1.5">a &lt; b &amp; c</text>'
    )
    assert text(0.5, 55, ("320", " covers"), "ml", dx=-9.6) == (
        '<text x="50.00%" y="55" class="ml" dx="-9.6">320 covers</text>'
    )


def test_a_whisker_past_the_edge_has_one_cap() -> None:
    assert whisker(0.2, 0.4, 27, 6).count('class="wh"') == 3
    assert whisker(0.2, 1.0, 27, 6, open_end=True).count('class="wh"') == 2


def test_the_calendar_keeps_places_for_days_without_entries() -> None:
    result = analysis(days=7)
    days = result.days[result.days["day"] != "2026-03-05"]
    tiles = page_of(replace(result, days=days)).days.tiles
    assert [tile.kind for tile in tiles] == ["ok", "ok", "none", "ok", "ok", "as", "ok"]


def test_a_longer_calendar_starts_on_a_monday() -> None:
    tiles = page_of(analysis(days=20)).days.tiles
    # 3 March 2026 is a Tuesday.
    assert [tile.kind for tile in tiles[:2]] == ["blank", "ok"]
    assert [tile.number for tile in tiles if tile.weekend] == ["7", "8", "14", "15", "21", "22"]


# Markdown


def test_markdown_says_the_same_as_html(html: str) -> None:
    first = page_of(analysis()).first
    text = to_markdown(analysis())
    said = [first.headline, *(row.label for row in first.rows), *(row.reason for row in first.rows)]
    plain = re.sub(r"\\(.)", r"\1", text)
    assert [piece for piece in said if piece not in plain] == []
    assert NASTY in plain


def test_markdown_escapes_what_people_wrote_and_keeps_its_tables(tmp_path: Path) -> None:
    text = write_report(analysis(), tmp_path / "report.md").read_text(encoding="utf-8")
    assert not re.search(r"(?<!\\)<", text)
    columns = [line.replace("\\|", "").count("|") for line in text.splitlines() if line[:1] == "|"]
    blocks = [len(b.splitlines()) for b in text.split("\n\n") if b.startswith("|")]
    assert set(columns[:7]) == {7}
    assert blocks
    assert min(blocks) >= 3
