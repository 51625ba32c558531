"""Four faces of one model: HTML, PDF, Excel and Markdown say the same."""

import io
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pypdf
import pytest
from fixtures import NASTY, analysis
from hypothesis import given
from hypothesis import strategies as st

from nutrigap.errors import ReportError, UnknownNameError
from nutrigap.report import Request, to_excel, to_html, to_markdown, to_pdf, write_report
from nutrigap.report.faces import FACES
from nutrigap.report.figures import Figure, amount_of, share_of
from nutrigap.report.model import Grid, Page
from nutrigap.report.pages import page_of
from nutrigap.report.workbook import sheets_of

RESULT = analysis(days=9)
EARLIER = analysis(days=4)
REQUEST = Request(comment="=SUM(A1) is not a formula.", reviewed_by="Jane Roe, RD", earlier=EARLIER)


@pytest.fixture(scope="module")
def page() -> Page:
    return page_of(RESULT, None, REQUEST)


def words(html: str) -> str:
    """The text of a page without styles."""
    parts: list[str] = []

    class Reader(HTMLParser):
        def handle_data(self, data: str) -> None:
            parts.append(data)

    Reader().feed(re.sub(r"<style>.*?</style>", "", html, flags=re.S))
    return squeezed(" ".join(parts))


def squeezed(text: str) -> str:
    """Without any space: lines break at different places in different faces."""
    return "".join(text.split())


def workbook(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def as_shown(cell: openpyxl.cell.cell.Cell) -> str:
    """What a spreadsheet shows of a cell: its number in its number format, or its text."""
    if not isinstance(cell.value, int | float):
        return str(cell.value or "")
    places, _, suffix = cell.number_format.partition('"')
    decimals = len(places.partition(".")[2])
    # A spreadsheet rounds halves up, on the decimal digits that it shows.
    from decimal import ROUND_HALF_UP, Decimal

    number = Decimal(repr(cell.value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{number:,}{suffix.rstrip(chr(34))}"


@pytest.fixture(scope="module")
def faces(page: Page) -> dict[str, str]:
    """The text of each face, without spaces."""
    made = {ending: face(page, Path("report"), REQUEST) for ending, face in FACES.items()}
    pdf = pypdf.PdfReader(io.BytesIO(made[".pdf"]))
    book = workbook(made[".xlsx"])
    cells = (as_shown(c) for sheet in book for row in sheet.iter_rows() for c in row)
    plain = re.sub(r"\\(.)", r"\1", made[".md"].decode())
    return {
        "html": words(made[".html"].decode()),
        "md": squeezed(plain),
        "pdf": squeezed(" ".join(page.extract_text() for page in pdf.pages)),
        "xlsx": squeezed("\n".join(cells)),
    }


def test_each_face_is_what_its_function_returns(page: Page) -> None:
    small = analysis(days=3)
    for ending, face in ((".html", to_html), (".md", to_markdown)):
        made = FACES[ending](page_of(small, None, REQUEST), Path("report"), REQUEST)
        assert made == face(small, request=REQUEST).encode()


def grids(page: Page) -> list[Grid]:
    shares, unknown, appendix = page.shares, page.unknown, page.appendix
    return [
        *(shares.classes, shares.meals, shares.groups, unknown.foods, unknown.matches),
        *(appendix.inputs, appendix.days, page.method.references, page.imported.files),
    ]


def figures_of(page: Page) -> set[str]:
    """Every number of the model that people read."""
    found = {str(row.amount) for row in page.first.rows}
    found |= {cell for grid in grids(page) for row in grid.rows for cell in row}
    found |= {cell for _, cells in page.professional.measures for cell in cells}
    if page.comparison:
        found |= {row.change for row in page.comparison.rows}
    return {text for text in found if any(letter.isdigit() for letter in text)}


@pytest.mark.parametrize("face", ["html", "pdf", "xlsx", "md"])
def test_the_same_number_reads_the_same_in_every_face(
    page: Page, faces: dict[str, str], face: str
) -> None:
    wanted = figures_of(page)
    assert len(wanted) > 100
    assert sorted(text for text in wanted if squeezed(text) not in faces[face]) == []


@pytest.mark.parametrize("face", ["html", "pdf", "xlsx", "md"])
def test_the_same_words_stand_in_every_face(page: Page, faces: dict[str, str], face: str) -> None:
    first = page.first
    said = [first.headline, *(row.label for row in first.rows), *(row.reason for row in first.rows)]
    said += [row.sentences for row in first.rows] + [action.title for action in first.actions]
    said += [line for step in page.professional.care for line in step.lines]
    said += [page.remarks.comment, page.remarks.status, first.limits.headline]
    assert [text for text in said if squeezed(text) not in faces[face]] == []


# Excel


def test_excel_holds_numbers_and_frozen_heads_and_no_formula() -> None:
    book = workbook(to_excel(RESULT, request=REQUEST))
    sheet = book["Verdicts"]
    (magnesium,) = (row for row in sheet.iter_rows() if row[0].value == "Magnesium")
    row = RESULT.adequacy[RESULT.adequacy["nutrient"] == "magnesium"].iloc[0]
    assert magnesium[3].value == pytest.approx(row["mean"])
    assert magnesium[3].number_format == "#,##0"
    for sheet in book:
        assert sheet.freeze_panes == "B4"
        assert all(c.data_type != "f" for line in sheet.iter_rows() for c in line)
    comment = book["Comment"]["B4"]
    assert comment.value == "=SUM(A1) is not a formula."
    assert comment.quotePrefix


def test_excel_sheets_have_names_a_spreadsheet_takes(page: Page) -> None:
    names = [sheet.name for sheet in sheets_of(page)]
    assert len(set(names)) == len(names)
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


@given(st.floats(0, 1e6, allow_subnormal=False), st.integers(0, 2))
def test_a_spreadsheet_rounds_as_the_page_does(value: float, decimals: int) -> None:
    from decimal import ROUND_HALF_UP, Decimal

    figure = amount_of(value, decimals)
    assert isinstance(figure, Figure)
    shown = Decimal(repr(figure.stored)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert f"{shown:,}" == figure
    assert abs(figure.stored - value) <= 0.51 * 10.0**-decimals


def test_what_is_no_number_is_words() -> None:
    assert not isinstance(amount_of(float("nan"), 1), Figure)
    assert amount_of(float("inf"), 1) == "no upper bound"
    assert share_of(float("nan")) == "not known"


# PDF


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("sheet", ["client", "doctor"])
def test_a_sheet_is_one_page_on_either_paper(sheet: str, paper: str) -> None:
    request = Request(sheet=sheet, paper=paper, comment="Well kept.")
    pages = pypdf.PdfReader(io.BytesIO(to_pdf(analysis(), request=request))).pages
    assert len(pages) == 1
    height = {"a4": 841.89, "letter": 792.0}[paper]
    assert float(pages[0].mediabox.height) == pytest.approx(height, abs=0.1)


def test_a_pdf_is_tagged_named_and_the_same_again() -> None:
    content = to_pdf(RESULT, request=REQUEST)
    reader = pypdf.PdfReader(io.BytesIO(content))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert reader.metadata.title == "What your food diary shows"
    assert content == to_pdf(RESULT, request=REQUEST)
    assert "What your food diary shows" in reader.pages[0].extract_text()
    assert "The answers in words" not in reader.pages[0].extract_text()


def test_a_pdf_of_a_month_holds_the_calendar() -> None:
    pages = pypdf.PdfReader(io.BytesIO(to_pdf(analysis(days=30)))).pages
    assert "The darker, the nearer" in " ".join(page.extract_text() for page in pages)


def test_what_people_wrote_does_no_harm_in_any_face(faces: dict[str, str]) -> None:
    # Typst, HTML and Markdown each have signs of their own.
    assert all(squeezed(NASTY) in text for text in faces.values())
    odd = analysis(days=3)
    odd.diary.entries["food"] = odd.diary.entries["food"].replace(
        "Oatmeal", "#import $x_1$ *a* `b`"
    )
    odd.contributions["food"] = odd.contributions["food"].replace(
        "Oatmeal", "#import $x_1$ *a* `b`"
    )
    text = pypdf.PdfReader(io.BytesIO(to_pdf(odd))).pages
    assert "#import$x_1$*a*`b`" in squeezed(" ".join(page.extract_text() for page in text))


# Without the extras


@pytest.mark.parametrize(
    ("module", "ending", "words"),
    [("typst", ".pdf", r"nutrigap\[pdf\]"), ("xlsxwriter", ".xlsx", r"nutrigap\[excel\]")],
)
def test_a_missing_extra_says_how_to_install_it(
    module: str, ending: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ReportError, match=words):
        write_report(RESULT, tmp_path / f"report{ending}")
    assert not (tmp_path / f"report{ending}").exists()


def test_an_unknown_sheet_or_paper_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="sheet"):
        Request(sheet="nurse")
    with pytest.raises(UnknownNameError, match="paper"):
        Request(paper="a5")
