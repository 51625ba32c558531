"""Shared fixtures: where the reference files are, a private home, the update flag."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("house")

ROOT = Path(__file__).resolve().parents[1]
ABSENT = "the reference files are absent"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-expected",
        action="store_true",
        help="rewrite the golden files; read the diff before committing it",
    )


def pytest_configure(config: pytest.Config) -> None:
    """A private home for doctests too, which no fixture of this folder reaches."""
    home = tempfile.TemporaryDirectory(prefix="nutrigap-home-")
    config.add_cleanup(home.cleanup)
    os.environ["NUTRIGAP_HOME"] = home.name
    os.environ.pop("NUTRIGAP_STORE", None)


@pytest.fixture
def update_expected(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-expected"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference files, or a skip that says how to get it."""
    folder = Path(os.environ.get("NUTRIGAP_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"{ABSENT}: set NUTRIGAP_SHARED to their folder")
    return folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many tests the absence of the reference files cost."""
    skipped = [r for r in terminalreporter.stats.get("skipped", []) if ABSENT in str(r.longrepr)]
    terminalreporter.write_line(f"{len(skipped)} tests skipped because {ABSENT}")


@pytest.fixture(autouse=True)
def _private_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUTRIGAP_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("NUTRIGAP_STORE", raising=False)
