"""Every gate by every output: what must not be read there is not there."""

from __future__ import annotations

import csv
import io
import os
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pypdf
import pytest

from nutrigap.analysis import Analysis, analyze
from nutrigap.background import claims
from nutrigap.cli import main
from nutrigap.cli.output import rows_only
from nutrigap.diary import read_diary
from nutrigap.fdc import open_store
from nutrigap.profile import Profile
from nutrigap.report import Request, to_html
from nutrigap.report.bundle import _tables
from nutrigap.report.faces import FACES
from nutrigap.report.model import Page
from nutrigap.report.pages import page_of
from nutrigap.tables import read_rows

# Poor in all five, and none of it is among the foods that a gate rules out.
FOODS = "\n".join(
    ["date,meal,food,amount,unit,energy_kcal"]
    + [f"2026-03-{day:02d},{meal},{food},{grams},g,{kcal}"
       for day in (2, 4, 6, 8, 10, 12, 14, 16)
       for meal, food, grams, kcal in (("lunch", "white rice", 700, 910),
                                       ("dinner", "apple", 600, 312),
                                       ("supper", "sugar", 150, 580))]
    + ["2026-03-17,lunch,apple,100,g,52", "2026-03-18,lunch,frobnicated zorp,900,g,"]
)  # fmt: skip
TOTALS = "\n".join(
    ["date,energy_kcal,magnesium_mg,calcium_mg,potassium_mg,vitamin_d_ug,vitamin_b12_ug"]
    + [f"2026-03-{day:02d},1900,150,350,1500,1,0.6" for day in range(2, 22, 2)]
)
DIARIES = {"foods": FOODS, "totals": TOTALS}
EVERY_FOOD = (
    "fish|salmon|tuna|sardine|eggs?|yolk|milk|yogurt|cheese|cereal|plant drinks|seeds|nuts|"
    "almonds?|beans|lentils|legumes|grains|greens|spinach|kale|bok choy|tofu|potato(?:es)?|"
    "dried fruit|bananas?|tomato|shellfish|clams|meat|beef|liver|mushrooms?|cocoa|avocado|"
    "more of these foods"
)
GREENS = "greens|spinach|kale|collards?|bok choy|broccoli|chard"
ANIMAL = (
    "fish|salmon|tuna|sardines?|eggs?|yolk|(?<!oat )(?<!soy )(?<!almond )(?<!dairy )milk|yogurt|"
    "cheese|clams|meat|beef|liver"
)
LARGE_FISH = "swordfish|shark|marlin|king mackerel|tilefish|liver"
# Words that may not be read, and the options that ask for it.
STOPPED = [
    *((("--condition", name), EVERY_FOOD)
      for name in ("kidney_disease", "dialysis", "potassium_raising_medicine", "diuretic",
                   "tube_feeding", "eating_disorder")),
    (("--age", "16"), EVERY_FOOD),
    (("--hide-energy",), EVERY_FOOD),
    (("--condition", "warfarin"), GREENS),
    (("--condition", "vegan"), ANIMAL),
    (("--condition", "kidney_stones"), "nuts|spinach|almonds?|beet(?:root|s)?"),
    (("--life-stage", "pregnant"), LARGE_FISH),
    (("--life-stage", "lactating"), LARGE_FISH),
    (("--condition", "trying_for_pregnancy"), LARGE_FISH),
]  # fmt: skip
NAMES = [" ".join(options).strip("-") for options, _ in STOPPED]
FIGURES = r"%|\bpercent|\benerg|\bkcal|\bkJ\b|calori|\bkg\b|\bbody weight|\bweigh(?!ted)"


def text_of_html(html: str) -> str:
    """Text and descriptions of pictures."""
    parts: list[str] = []

    class Reader(HTMLParser):
        def handle_data(self, data: str) -> None:
            parts.append(data)

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            parts.extend(text or "" for name, text in attrs if name in ("title", "aria-label"))

    Reader().feed(re.sub(r"<style>.*?</style>", "", html, flags=re.S))
    return " ".join(parts)


def text_of(ending: str, content: bytes) -> str:
    if ending == ".pdf":
        pages = pypdf.PdfReader(io.BytesIO(content)).pages
        return " ".join(page.extract_text() for page in pages)
    if ending == ".xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        cells = (c for sheet in book for row in sheet.iter_rows() for c in row if c.value)
        return " ".join(f"{c.value} {c.number_format.removeprefix('General')}" for c in cells)
    text = content.decode()
    return text_of_html(text) if ending == ".html" else re.sub(r"\\(.)|\*", r"\1", text)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("gates")
    found = {name: folder / f"{name}.csv" for name in DIARIES}
    for name, path in found.items():
        path.write_text(DIARIES[name], encoding="utf-8")
    return found


def profile_of(options: tuple[str, ...]) -> Profile:
    given = dict(zip(options[::2], options[1::2], strict=False))
    conditions = (given["--condition"],) if "--condition" in given else ()
    body = {"weight_kg": 61.5, "height_cm": 166.0}
    return Profile(
        "female", float(given.get("--age", 34)), given.get("--life-stage", "general"),
        conditions=conditions, hide_energy="--hide-energy" in options, **body,
    )  # fmt: skip


@cache
def analysed(path: Path, options: tuple[str, ...]) -> Analysis:
    return analyze(read_diary(path), profile_of(options), store=open_store())


@cache
def reports(path: Path, options: tuple[str, ...]) -> dict[str, str]:
    """The text of every face of the report, and of the sheets."""
    found = {}
    for sheet in ("full", "client", "doctor"):
        request = Request(sheet=sheet)
        page = page_of(analysed(path, options), None, request)
        # Both lay out the same blocks; pages of PDF are slow to read again.
        slow = {".pdf"} if path.stem == "totals" else set()
        for ending in FACES.keys() - slow if sheet == "full" else (".html",):
            content = FACES[ending](page, Path(f"r{ending}"), request)
            found[f"{sheet}{ending}"] = text_of(ending, content)
    return found


def outputs(
    path: Path, options: tuple[str, ...], capfd: pytest.CaptureFixture[str]
) -> dict[str, str]:
    """The text of everything that can be asked for about one person."""
    found = dict(reports(path, options))
    age = () if "--age" in options else ("--age", "34")
    who = ("--sex", "female", *age, *options)
    body = ("--weight-kg", "61.5", "--height-cm", "166")
    for command in (("gaps",), ("gaps", "--csv"), ("ideas",), ("ideas", "--csv")):
        capfd.readouterr()
        assert main([command[0], str(path), *who, *body, *command[1:]]) == 0
        found[" ".join(command)] = capfd.readouterr().out
    return found


def without_fixed_words(text: str) -> str:
    """The text without sentences of gates and claims, which name foods to warn of them."""
    plain = " ".join(text.split())
    words = [row["template"] for row in read_rows("wording") if row["code"].startswith("gate.")]
    words += [text for claim in claims() for text in (claim.claim, claim.sentence)]
    words += ["Spinach holds calcium that is poorly taken up."]
    words += ["Plants, spirulina and most seaweed hold none that counts."]
    for sentence in sorted(words, key=len, reverse=True):
        plain = re.sub(r"\s*".join(map(re.escape, sentence.split())), " ", plain)
    return re.sub(r"Liver\.? +Liver disease can go with cramps", "", plain)


def read_in(text: str, words: str) -> list[str]:
    """Where the words stand, with a little around them."""
    return [text[max(m.start() - 60, 0) : m.end() + 40]
            for m in re.finditer(rf"(?i)(?<!\w)(?:{words})(?!\w)", text)]  # fmt: skip


@pytest.mark.parametrize(("options", "words"), STOPPED, ids=NAMES)
@pytest.mark.parametrize("diary", DIARIES)
def test_no_output_names_a_food_that_a_gate_rules_out(
    diary: str,
    options: tuple[str, ...],
    words: str,
    files: dict[str, Path],
    capfd: pytest.CaptureFixture[str],
) -> None:
    for name, text in outputs(files[diary], options, capfd).items():
        assert not read_in(without_fixed_words(text), words), name


@pytest.mark.parametrize("options", [("--condition", "eating_disorder"), ("--hide-energy",)])
@pytest.mark.parametrize("diary", DIARIES)
def test_no_energy_weight_or_percent_anywhere(
    diary: str,
    options: tuple[str, ...],
    files: dict[str, Path],
    capfd: pytest.CaptureFixture[str],
) -> None:
    for name, text in outputs(files[diary], options, capfd).items():
        body = text.partition("\n")[2] if name.endswith("--csv") else text
        # Statistics weigh days, not people; the code of a reason is no sentence.
        plain = re.sub(r"(?i)weight of own days|energy_low", "", " ".join(body.split()))
        found = [m.group() for m in re.finditer(f"(?i).{{0,40}}(?:{FIGURES}).{{0,20}}", plain)]
        assert not found, name
    others = to_html(analysed(files[diary], ()))
    assert re.search(FIGURES, text_of_html(others)), "the search finds what it looks for"


def test_only_who_was_asked_is_said_to_have_an_eating_disorder(files: dict[str, Path]) -> None:
    hidden = page_of(analysed(files["foods"], ("--hide-energy",)))
    assert "disorder" not in repr((hidden.first, hidden.doctor))
    told = page_of(analysed(files["foods"], ("--condition", "eating_disorder")))
    assert "disorder" in repr(told.first.gates)


@pytest.mark.parametrize("options", [("--condition", "eating_disorder"), ("--hide-energy",)])
def test_the_tables_of_an_audit_folder_hold_no_energy(
    options: tuple[str, ...], files: dict[str, Path]
) -> None:
    tables = _tables(analysed(files["foods"], options))
    for name in ("contributions", "daily", "average", "by_source", "reported", "entries", "days"):
        head, *lines = tables[name].splitlines()
        assert not re.search("energy", "\n".join(lines)), name
        places = [n for n, column in enumerate(head.split(",")) if "energy" in column]
        assert all(line.split(",")[n] == "" for line in lines for n in places), name
    assert "energy" in _tables(analysed(files["foods"], ()))["daily"]


def test_only_rows_come_out_of_ideas_as_csv(
    files: dict[str, Path], capfd: pytest.CaptureFixture[str]
) -> None:
    # With rows in milligrams HiGHS prints a line of its own for this diary.
    yes = ("warfarin", "vegan")
    profile = Profile("female", 34, conditions=yes)
    capfd.readouterr()
    analyze(read_diary(files["totals"]), profile).find_ideas()
    assert capfd.readouterr() == ("", "")
    options = [word for name in yes for word in ("--condition", name)]
    who = ["--sex", "female", "--age", "34"]
    assert main(["ideas", str(files["totals"]), *who, *options, "--csv"]) == 0
    out = capfd.readouterr().out
    assert out.startswith("person,idea,nutrient,")
    assert len({len(row) for row in csv.reader(io.StringIO(out))}) == 1


def test_what_c_libraries_print_gets_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    with rows_only():
        os.write(1, b"HighsMipSolverData::transformNewIntegerFeasibleSolution\n")
    os.write(1, b"person,idea\n")
    assert capfd.readouterr().out == "person,idea\n"


def missing(page: Page) -> dict[str, str]:
    return {part.ranking.nutrient.key: part.missing for part in page.sources.parts}


def test_lists_of_usual_sources_follow_the_answers(files: dict[str, Path]) -> None:
    lists = {
        name: missing(page_of(analysed(files["foods"], options)))
        for name, options in {
            "asked nothing": (),
            "stones": ("--condition", "kidney_stones"),
            "vegan": ("--condition", "vegan"),
            "surgery": ("--condition", "bariatric_surgery"),
            "kidney": ("--condition", "kidney_disease"),
        }.items()
    }
    assert lists["asked nothing"]["potassium"] == (
        "Not in this diary: potatoes, beans and lentils, dried fruit, bananas, tomato products, "
        "leafy greens, milk and yogurt."
    )
    assert lists["stones"]["calcium"] == lists["stones"]["vitamin_d"] == ""
    assert "nuts" not in lists["stones"]["magnesium"]
    assert lists["vegan"]["vitamin_b12"] == ""
    assert lists["vegan"]["calcium"] == (
        "Not in this diary: fortified plant drinks, calcium-set tofu, kale and bok choy."
    )
    assert lists["surgery"]["vitamin_b12"] == ""
    assert lists["surgery"]["calcium"]
    assert set(lists["kidney"].values()) == {""}


def test_a_list_stands_under_what_must_be_asked_first(files: dict[str, Path]) -> None:
    asked = page_of(analysed(files["foods"], ()))
    assert asked.sources.cautions[0].startswith("If you have kidney or heart disease, ask before")
    warfarin = page_of(analysed(files["foods"], ("--condition", "warfarin")))
    assert any("leafy greens steady" in text for text in warfarin.sources.cautions)
    stopped = page_of(analysed(files["foods"], ("--condition", "kidney_disease")))
    assert stopped.sources.cautions == ()


def test_foods_left_out_of_ideas_are_left_out_of_lists(files: dict[str, Path]) -> None:
    page = page_of(analysed(files["foods"], ()), None, Request(without=("dairy", "nuts")))
    found = missing(page)
    assert found["calcium"].startswith("Not in this diary: fortified plant drinks, calcium-set")
    assert "nuts" not in found["magnesium"]


def test_nothing_is_said_of_foods_that_a_diary_does_not_name(files: dict[str, Path]) -> None:
    page = page_of(analysed(files["totals"], ()))
    assert set(missing(page).values()) == {""}
    assert page.sources.cautions == ()
    # Ten totals are not ten amounts in cups, pieces or words.
    assert "Portions." not in dict(page.unknown.limits)


def test_one_day_without_names_is_enough_to_say_nothing(tmp_path: Path) -> None:
    path = tmp_path / "mixed.csv"
    head = "date,food,amount,unit,magnesium_mg,energy_kcal"
    path.write_text(f"{head}\n2026-03-02,apple,200,g,,\n2026-03-03,,,,150,1900\n", encoding="utf-8")
    page = page_of(analyze(read_diary(path), Profile("female", 34)))
    assert set(missing(page).values()) == {""}


def rich(*options: str, capfd: pytest.CaptureFixture[str]) -> str:
    capfd.readouterr()
    assert main(["foods", "rich", *options]) == 0
    return capfd.readouterr().out


def test_the_best_sources_for_a_person_pass_the_same_gates(
    capfd: pytest.CaptureFixture[str],
) -> None:
    her = ("--sex", "female", "--age", "34", "--condition")
    anybody = rich("calcium", capfd=capfd)
    assert read_in(anybody, "milk|sardines")
    assert read_in(anybody, "kale|collards")
    assert not read_in(rich("calcium", *her, "vegan", capfd=capfd).replace("non-dairy milk", "")
                       .replace("Almond milk", ""), ANIMAL)  # fmt: skip
    assert not read_in(without_fixed_words(rich("calcium", *her, "warfarin", capfd=capfd)), GREENS)
    stopped = rich("magnesium", *her, "kidney_disease", capfd=capfd)
    assert stopped.startswith("Your kidney or medicine team sets your potassium")
    assert "portion" not in stopped
    assert rich("calcium", *her, "kidney_stones", "--csv", capfd=capfd).count("\n") == 1
    pregnant = rich("vitamin_b12", "--sex", "female", "--age", "34", "--life-stage", "pregnant",
                    "--limit", "40", capfd=capfd)  # fmt: skip
    assert not read_in(pregnant, "liver")
    assert not read_in(rich("calcium", "--without", "dairy", capfd=capfd), "yogurt|cheese")
    assert main(["foods", "rich", "calcium", "--condition", "vegan"]) == 2
