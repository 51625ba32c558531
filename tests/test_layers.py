"""Imports point downwards: no cycle, no stage that knows another, no heavy library at the top."""

import ast
import subprocess
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "nutrigap"
STAGES = {"match", "portions", "composition", "intake", "adequacy", "ranges", "days"}
FOUNDATIONS = {"errors", "schema", "units", "nutrients", "tables", "profile"}
# result.write_report("report.html") is the one call from the middle to the top that people make.
ALLOWED_UP = {("analysis", "report")}


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def imported(tree: ast.Module, *, top_only: bool = False) -> set[str]:
    """Full names that run-time import statements of a module name."""
    found: set[str] = set()
    open_nodes: list[ast.AST] = [tree]
    while open_nodes:
        node = open_nodes.pop()
        if is_type_checking(node):
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        if not (top_only and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)):
            open_nodes += ast.iter_child_nodes(node)
    return found


def inside(names: set[str]) -> set[str]:
    """The modules of the package among full names of modules and their members."""
    places = set()
    for name in names:
        while name and name not in MODULES:
            name = name.rpartition(".")[0]
        if name:
            places.add(name)
    return places


GRAPH = {
    name: inside(imported(ast.parse(path.read_text(encoding="utf-8")))) - {name}
    for name, path in MODULES.items()
}


def short(name: str) -> str:
    return name.split(".")[1] if "." in name else name


def test_nothing_imports_the_package_root() -> None:
    assert [name for name, needs in GRAPH.items() if "nutrigap" in needs] == []


def left_over(needs: dict[str, set[str]]) -> dict[str, set[str]]:
    """What cannot be peeled off leaf by leaf: the cycles and what leans on them."""
    while True:
        leaves = {name for name, found in needs.items() if not found & needs.keys()}
        if not leaves:
            return {name: found & needs.keys() for name, found in needs.items()}
        needs = {name: found for name, found in needs.items() if name not in leaves}


def test_no_module_needs_itself_to_be_loaded() -> None:
    tops = {
        name: inside(imported(ast.parse(path.read_text(encoding="utf-8")), top_only=True)) - {name}
        for name, path in MODULES.items()
    }
    assert left_over(tops) == {}


def test_packages_point_one_way_even_in_late_imports() -> None:
    needs: dict[str, set[str]] = {}
    for name, found in GRAPH.items():
        ups = {n for n in found if (short(name), short(n)) in ALLOWED_UP}
        needs.setdefault(short(name), set()).update(short(n) for n in found - ups)
    assert left_over({name: found - {name} for name, found in needs.items()}) == {}


@pytest.mark.parametrize("stage", sorted(STAGES))
def test_a_stage_knows_no_other_stage_and_no_edge(stage: str) -> None:
    own = {n for n in MODULES if short(n) == stage}
    for name in own:
        others = {short(n) for n in GRAPH[name]} - {stage}
        assert not others & (STAGES | {"fdc", "diary", "tables", "analysis", "report", "cli"})


@pytest.mark.parametrize("name", sorted(FOUNDATIONS))
def test_foundations_stand_on_foundations_only(name: str) -> None:
    assert {short(n) for n in GRAPH[f"nutrigap.{name}"]} <= FOUNDATIONS


def test_a_diary_format_stands_on_the_base_and_below() -> None:
    for name in MODULES:
        if name.startswith("nutrigap.diary.formats."):
            needs = {n for n in GRAPH[name] if n.startswith("nutrigap.diary")}
            assert not needs & {"nutrigap.diary", "nutrigap.diary.registry"}, name


def test_charts_are_for_the_top_only() -> None:
    users = {short(n) for n, needs in GRAPH.items() if any(short(x) == "charts" for x in needs)}
    assert users <= {"charts", "report", "cli"}


def test_only_the_command_line_and_reports_are_above_the_analysis() -> None:
    users = {short(n) for n, needs in GRAPH.items() if "nutrigap.analysis" in needs}
    assert users <= {"report", "cli"}


@pytest.mark.parametrize(
    ("library", "homes"),
    [("matplotlib", {"charts"}), ("requests", {"fdc"}), ("scipy", {"ideas"}), ("pandas", None)],
)
def test_heavy_libraries_are_imported_late_and_in_their_place(
    library: str, homes: set[str] | None
) -> None:
    for name, path in MODULES.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        top = {n.split(".")[0] for n in imported(tree, top_only=True)}
        assert library not in top, f"{name} imports {library} when it is loaded"
        anywhere = {n.split(".")[0] for n in imported(tree)}
        assert homes is None or library not in anywhere or short(name) in homes, name


def test_nothing_else_stands_at_the_top() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=PACKAGE.parent, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a checkout of git")
    top = {line.partition("/")[0] for line in listed.stdout.splitlines()}
    assert {name for name in top if not name.startswith(".")} <= {
        "nutrigap", "data", "notebooks", "tests", "pyproject.toml", "README.md", "Makefile",
        "LICENSE", "CHANGELOG.md",
    }  # fmt: skip
