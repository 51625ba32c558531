"""The report for everybody: language, headings, names of charts, contrast; axe where it is found.

The last test runs axe-core in a headless Chromium. It looks for them in ``NUTRIGAP_AXE`` (the path
of axe.min.js) and among the programs of the machine, and is skipped where either is missing.
"""

import json
import os
import re
import shutil
import subprocess
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from fixtures import analysis

from nutrigap.report import Request, to_html
from nutrigap.symptoms import Symptom

CSS = Path(__file__).resolve().parents[1] / "nutrigap" / "report" / "templates" / "style.css"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
SYMPTOMS = (Symptom("2026-03-05", "calf cramp", "strong"),)


def report(sheet: str, days: int = 16) -> str:
    return to_html(
        analysis(days=days),
        request=Request(sheet=sheet, earlier=analysis(days=4), symptoms=SYMPTOMS, comment="Mine."),
    )


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return {sheet: report(sheet) for sheet in ("full", "client", "doctor")}


class Tags(HTMLParser):
    """Tags with their attributes, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((name, dict(attributes)))

    handle_startendtag = handle_starttag


@pytest.mark.parametrize("sheet", ["full", "client", "doctor"])
def test_a_page_has_a_language_a_title_and_headings_without_a_gap(
    pages: dict[str, str], sheet: str
) -> None:
    html = pages[sheet]
    assert html.startswith('<!doctype html>\n<html lang="en">')
    assert re.search(r"<title>[^<]+</title>", html)
    levels = [int(name[1]) for name, _ in Tags(html).found if re.fullmatch(r"h[1-6]", name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


@pytest.mark.parametrize("sheet", ["full", "client", "doctor"])
def test_every_chart_has_a_name_or_is_hidden(pages: dict[str, str], sheet: str) -> None:
    inside = 0
    for name, found in Tags(pages[sheet]).found:
        if name == "svg" and "x" not in found:
            inside += 1
            assert found.get("aria-labelledby") or found.get("aria-hidden") == "true", found
    assert inside or sheet == "doctor"


@pytest.mark.parametrize("sheet", ["full", "client", "doctor"])
def test_tables_have_heads_and_lists_hold_items(pages: dict[str, str], sheet: str) -> None:
    for row in re.findall(r"<table.*?</table>", pages[sheet], flags=re.S):
        assert row.count('scope="col"') >= 2
        assert 'scope="row"' in row
    tags = Tags(pages[sheet]).found
    after = [below[0] for above, below in pairwise(tags) if above[0] in {"ol", "ul"}]
    assert set(after) == {"li"}


# Contrast, worked out from the style sheet


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    digits = colour.lstrip("#")
    digits = "".join(2 * d for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_by_hand() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def palettes() -> dict[str, dict[str, str]]:
    """Colours by name: light, dark, and on paper."""
    blocks = re.findall(r":root\{(.*?)\}", CSS.read_text("utf-8"), flags=re.S)
    assert len(blocks) == 3
    light, dark, paper = (dict(re.findall(r"--(\w+):(#[0-9a-f]{3,6})", b)) for b in blocks)
    return {"light": light, "dark": light | dark, "print": light | paper}


TEXT = ("ink", "ink2", "enough", "short", "cannot", "link")
MARKS = ("food", "tablet", "base", "ink")


@pytest.mark.parametrize("mode", ["light", "dark", "print"])
def test_text_and_marks_are_readable(mode: str) -> None:
    colours = palettes()[mode]
    pairs = [(t, on, 4.5) for t in TEXT for on in ("paper", "card", "wash")]
    pairs += [(m, on, 3.0) for m in MARKS for on in ("paper", "card")]
    pairs += [("hlow", f"h{n}", 4.5) for n in (0, 1, 2)]
    pairs += [("hhigh", f"h{n}", 4.5) for n in (3, 4)]
    pairs += [("ink", "hatch", 4.5), ("paper", "ink", 4.5), ("food", "hatch", 3.0)]
    weak = [
        (a, b, round(contrast(colours[a], colours[b]), 2))
        for a, b, least in pairs
        if contrast(colours[a], colours[b]) < least
    ]
    assert weak == []


def test_dark_and_print_change_colours_only() -> None:
    found = palettes()
    assert set(found["dark"]) == set(found["light"]) == set(found["print"])


# axe-core in a browser

RUN = """<script>{axe}</script><script>
axe.run(document, {{resultTypes: ["violations"]}}).then(function (found) {{
  var pre = document.createElement("pre");
  pre.id = "axe";
  pre.textContent = JSON.stringify(found.violations.map(function (v) {{
    return {{id: v.id, impact: v.impact, nodes: v.nodes.map(function (n) {{ return n.html; }})}};
  }}));
  document.body.appendChild(pre);
}});
</script></body>"""


def browser() -> str:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(f"no browser: none of {', '.join(BROWSERS)} is installed")
    return found


def axe() -> str:
    path = Path(os.environ.get("NUTRIGAP_AXE", "axe.min.js"))
    if not path.is_file():
        pytest.skip("axe-core is not here: set NUTRIGAP_AXE to the path of its axe.min.js")
    return path.read_text("utf-8")


@pytest.mark.parametrize("sheet", ["full", "doctor"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(pages: dict[str, str], sheet: str, scheme: str, tmp_path: Path) -> None:
    program, script = browser(), axe()
    page = tmp_path / "page.html"
    page.write_text(pages[sheet].replace("</body>", RUN.format(axe=script)), "utf-8")
    words = [program, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync",
             f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=20000",
             *(["--blink-settings=preferredColorScheme=0"] if scheme == "dark" else []),
             "--dump-dom", page.as_uri()]  # fmt: skip
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
    found = re.search(r'<pre id="axe">(.*?)</pre>', done.stdout, flags=re.S)
    assert found, f"axe did not finish: {done.stderr[-500:]}"
    from html import unescape

    violations = json.loads(unescape(found[1]))
    assert violations == [], json.dumps(violations, indent=1)[:3000]
