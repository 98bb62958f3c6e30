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


def prose(notebook: Path) -> str:
    """Return the text of a notebook."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


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


def test_outputs_are_stored(subtests: pytest.Subtests) -> None:
    for notebook in NOTEBOOKS:
        cells = code_cells(notebook)
        with subtests.test(notebook.stem):
            assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1)), (
                "not run from start to end: make notebooks"
            )
            for position, cell in enumerate(cells, start=1):
                stored = {output["output_type"] for output in cell["outputs"]}
                expected = expected_outputs("".join(cell["source"]))
                assert stored == expected, f"code cell {position}: expected outputs {expected}: make notebooks"
            shown = [kind for cell in cells for output in cell["outputs"] for kind in output.get("data", {})]
            assert "text/html" in shown


def test_every_chapter_has_a_chart_and_every_chart_is_stored_as_a_picture_too(subtests: pytest.Subtests) -> None:
    for notebook in NOTEBOOKS:
        stored = [output.get("data", {}) for cell in code_cells(notebook) for output in cell["outputs"]]
        charts = [data for data in stored if CHART_MIME in data]
        with subtests.test(notebook.stem):
            assert charts or not notebook.stem[:2].isdigit()
            for data in charts:
                picture = "".join(data["image/svg+xml"])
                assert picture.startswith("<svg") and "currentColor" not in picture


def test_every_figure_for_the_prose_is_used_there(subtests: pytest.Subtests) -> None:
    for notebook in NOTEBOOKS:
        outputs = [output for cell in code_cells(notebook) for output in cell["outputs"]]
        glued = {output["metadata"]["scrapbook"]["name"] for output in outputs if "scrapbook" in output["metadata"]}
        with subtests.test(notebook.stem):
            assert glued == set(re.findall(r"\{(?:glue:text|[Ww]ords)\}`(\w+)[:`]", prose(notebook)))


def test_lines_to_change_stand_in_the_code(subtests: pytest.Subtests) -> None:
    for notebook in NOTEBOOKS:
        lines = [line for cell in code_cells(notebook) for line in "".join(cell["source"]).splitlines()]
        asked = re.findall(r"Change `([^`]+)`\s+to", prose(notebook))
        with subtests.test(notebook.stem):
            assert [line for line in asked if lines.count(line) != 1] == [], "the reader is asked to change lines that are not there once"


def test_metadata_are_minimal(subtests: pytest.Subtests) -> None:
    for notebook in NOTEBOOKS:
        content = json.loads(notebook.read_text(encoding="utf-8"))
        with subtests.test(notebook.stem):
            assert content["metadata"] == {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}}
            for cell in content["cells"]:
                # the code of an experiment stands open: its reader is to change it
                folded = cell["cell_type"] == "code" and not re.search(
                    "^# (Change this line:|Three lines to change:)", "".join(cell["source"]), re.MULTILINE
                )
                assert cell["metadata"] == ({"tags": ["hide-input"]} if folded else {})


def test_every_code_cell_begins_with_a_comment_that_says_what_it_does() -> None:
    first = [(notebook.name, "".join(cell["source"]).partition("\n")[0]) for notebook in NOTEBOOKS for cell in code_cells(notebook)]
    assert [(name, line) for name, line in first if not line.startswith("# ")] == []
