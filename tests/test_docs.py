"""The README is true: its commands run, its output is real, its tables match the code."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import typer

from nutrigap.cli import app
from nutrigap.diary import formats
from nutrigap.reference import authorities

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
FDC_ZIP = "FoodData_Central_survey_food_csv_2024-10-31.zip"


class Shown(NamedTuple):
    """A command of the README and the output printed under it."""

    command: str
    output: str


def blocks(language: str) -> list[str]:
    return [body for kind, body in BLOCK.findall(README.read_text("utf-8")) if kind == language]


def commands() -> Iterator[Shown]:
    for body in blocks("console"):
        for part in re.split(r"^\$ ", body, flags=re.M)[1:]:
            command, _, output = part.partition("\n")
            yield Shown(command, output.rstrip("\n"))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like the checkout's root, with the files that the README's commands name."""
    desk = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "data" / "samples", desk / "data" / "samples")
    shutil.copy(ROOT / "data" / "samples" / "plain-diary.csv", desk / "diary.csv")
    return desk


def run(command: str, desk: Path) -> str:
    """What a shell shows: standard output, then standard error."""
    environment = {**os.environ, "COLUMNS": "100", "NUTRIGAP_HOME": str(desk / "home")}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=desk,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return (done.stdout + done.stderr).rstrip("\n")


def test_commands_run_and_print_what_the_readme_shows(
    desk: Path, request: pytest.FixtureRequest, update_expected: bool
) -> None:
    for shown in commands():
        if shown.command.startswith("make "):
            target = shown.command.split()[1]
            assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.M)
            continue
        if FDC_ZIP in shown.command:
            shared = request.getfixturevalue("shared")
            rebuilt = FDC_ZIP.replace(".zip", "_REBUILT.zip")
            shutil.copy(shared / "fdc" / "survey_2024-10-31" / rebuilt, desk / FDC_ZIP)
        found = "\n".join(line.rstrip() for line in run(shown.command, desk).splitlines())
        if update_expected and shown.output:
            text = README.read_text("utf-8")
            old = f"$ {shown.command}\n{shown.output}\n"
            README.write_text(text.replace(old, f"$ {shown.command}\n{found}\n"), "utf-8")
        elif shown.output:
            assert found == shown.output


def test_the_python_of_the_readme_runs(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk)
    printed: list[object] = []
    for body in blocks("python"):
        exec(compile(body, "README.md", "exec"), {"print": printed.append})
    assert len(printed[0]) == 5  # type: ignore[arg-type]


def formats_table() -> str:
    lines = ["| format | app | how to export | layout |", "| --- | --- | --- | --- |"]
    for name, form in sorted(formats().items()):
        lines.append(f"| `{name}` | {form.title} | {form.how_to_export} | {form.verified} |")
    return "\n".join(lines)


def authorities_table() -> str:
    lines = ["| authority | who | editions |", "| --- | --- | --- |"]
    for name, body in authorities().items():
        lines.append(f"| `{name}` | {body.title} | {', '.join(body.editions)} |")
    return "\n".join(lines)


def command_names() -> Iterator[tuple[str, str]]:
    """Every command as typed, and the first line of its help."""
    root = typer.main.get_command(app)
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        for inner, leaf in getattr(command, "commands", {"": command}).items():
            yield f"{name} {inner}".strip(), (leaf.help or "").strip().split("\n")[0]


def commands_table() -> str:
    lines = ["| command | what it does |", "| --- | --- |"]
    lines += [f"| `nutrigap {name}` | {said} |" for name, said in command_names()]
    return "\n".join(lines)


TABLES = {"formats": formats_table, "authorities": authorities_table, "commands": commands_table}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_the_readme_matches_the_code(name: str, update_expected: bool) -> None:
    text = README.read_text("utf-8")
    place = re.compile(rf"(<!-- {name} -->\n)(.*?)(\n<!-- end -->)", re.S)
    found = place.search(text)
    assert found, name
    table = TABLES[name]()
    if update_expected:
        README.write_text(place.sub(lambda m: m[1] + table + m[3], text, count=1), "utf-8")
    else:
        assert found[2] == table


@pytest.mark.parametrize(("name", "said"), list(command_names()))
def test_every_command_has_help(name: str, said: str) -> None:
    assert said.endswith("."), name


def test_the_files_that_documents_link_to_exist() -> None:
    for page in (README, ROOT / "data" / "README.md", ROOT / "CHANGELOG.md"):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_nothing_names_a_place_of_one_machine() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, check=False, capture_output=True, text=True
    ).stdout.split()
    for name in listed:
        if name.endswith((".py", ".md", ".toml", ".csv", ".html", ".ipynb", "Makefile", "run")):
            text = (ROOT / name).read_text("utf-8", errors="replace")
            assert not re.search(r"(?<![\w.])/(?:home|work|root|Users)/\w", text), name


def test_shell_words_of_the_readme_are_well_formed() -> None:
    assert all(shlex.split(shown.command) for shown in commands())
