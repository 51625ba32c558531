"""Notebooks run from top to bottom on the sample diary and show what they say they show."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(ROOT)}})
    client.execute()
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.outputs for cell in cells), "a cell shows nothing"
    kinds = {out.output_type for cell in cells for out in cell.outputs}
    assert "error" not in kinds
    streams = [out for cell in cells for out in cell.outputs if out.output_type == "stream"]
    assert not [out.text for out in streams if out.name == "stderr"]
    last = [out.get("data", {}) for out in cells[-1].outputs]
    assert any("image/png" in data for data in last), "it does not end in a picture"


def test_there_is_a_notebook_for_each_question() -> None:
    assert [path.stem for path in NOTEBOOKS][:5] == [
        "01_first_look", "02_matching", "03_authorities", "04_group", "05_own_chart",
    ]  # fmt: skip
