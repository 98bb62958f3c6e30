"""The chapters as stored: executed, with outputs that nbval can compare, and nothing besides."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import paper
import pytest
import yaml

from supportgroups.notebook import CHART_MIME

BOOK = paper.REPOSITORY / "book"
NOTEBOOKS = sorted(BOOK.glob("*.ipynb"))


def code_cells(notebook: Path) -> list[dict[str, Any]]:
    """Return the code cells of a notebook."""
    return [cell for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]


def test_the_contents_list_every_page() -> None:
    contents = yaml.safe_load((BOOK / "_toc.yml").read_text(encoding="utf-8"))
    listed = [contents["root"], *(chapter["file"] for part in contents["parts"] for chapter in part["chapters"])]
    assert sorted(listed) == sorted(file.stem for file in BOOK.iterdir() if file.suffix in {".md", ".ipynb"})


def expected_outputs(source: str) -> set[str]:
    """Return which kinds of output a cell must have left: figures in prose where it calls glue(), one result where it ends so."""
    statements = ast.parse(source).body
    calls = [statement.value for statement in statements if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)]
    glued = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "glue"]
    last = statements[-1]
    shown = isinstance(last, ast.Expr) and last.value not in glued
    return ({"display_data"} if glued else set()) | ({"execute_result"} if shown else set())


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.stem)
def test_outputs_are_stored(notebook: Path) -> None:
    cells = code_cells(notebook)
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1)), "not run from start to end: make notebooks"
    for position, cell in enumerate(cells, start=1):
        stored = {output["output_type"] for output in cell["outputs"]}
        expected = expected_outputs("".join(cell["source"]))
        assert stored == expected, f"{notebook.name}, code cell {position}: expected outputs {expected}: make notebooks"


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.stem)
def test_something_is_shown(notebook: Path) -> None:
    shown = [kind for cell in code_cells(notebook) for output in cell["outputs"] for kind in output.get("data", {})]
    assert "text/html" in shown


@pytest.mark.parametrize(
    "notebook", [path for path in NOTEBOOKS if path.stem[:2] in {"01", "02", "03", "04", "05"}], ids=lambda path: path.stem
)
def test_every_chapter_has_a_chart(notebook: Path) -> None:
    assert any(CHART_MIME in output.get("data", {}) for cell in code_cells(notebook) for output in cell["outputs"])


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.stem)
def test_every_chart_is_stored_as_a_picture_too(notebook: Path) -> None:
    for output in (output for cell in code_cells(notebook) for output in cell["outputs"]):
        data = output.get("data", {})
        if CHART_MIME in data:
            picture = "".join(data["image/svg+xml"])
            assert picture.startswith("<svg") and "currentColor" not in picture


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.stem)
def test_every_figure_for_the_prose_is_used_there(notebook: Path) -> None:
    outputs = [output for cell in code_cells(notebook) for output in cell["outputs"]]
    glued = {output["metadata"]["scrapbook"]["name"] for output in outputs if "scrapbook" in output["metadata"]}
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    prose = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    assert glued == set(re.findall(r"\{glue:text\}`(\w+)`", prose))


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.stem)
def test_lines_to_change_stand_in_the_code(notebook: Path) -> None:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    prose = " ".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    lines = [line for cell in code_cells(notebook) for line in "".join(cell["source"]).splitlines()]
    for line in re.findall(r"Change `([^`]+)`\s+to", prose):
        assert lines.count(line) == 1, f"{notebook.name} asks the reader to change a line that is not there once: {line}"


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.stem)
def test_metadata_are_minimal(notebook: Path) -> None:
    content = json.loads(notebook.read_text(encoding="utf-8"))
    assert content["metadata"] == {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}}
    for cell in content["cells"]:
        # the code of an experiment stands open: its reader is to change it
        folded = cell["cell_type"] == "code" and not re.search(
            "^# (Change this line:|Three lines to change:)", "".join(cell["source"]), re.MULTILINE
        )
        assert cell["metadata"] == ({"tags": ["hide-input"]} if folded else {})


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.stem)
def test_every_code_cell_says_what_it_does(notebook: Path) -> None:
    for position, cell in enumerate(code_cells(notebook), start=1):
        assert "".join(cell["source"]).startswith("# "), f"{notebook.name}, code cell {position}: expected a first line that is a comment"
