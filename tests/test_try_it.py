"""The experiments of the chapters: they run as they stand, and with each line that the text proposes, and the change is seen."""

from __future__ import annotations

import ast
import json
import re
from contextlib import chdir
from functools import cache
from pathlib import Path
from typing import Any

import paper
import pytest

BOOK = paper.REPOSITORY / "book"
FOUR_CHAPTERS = sorted(path for path in BOOK.glob("0[1-4]-*.ipynb"))
TITLE = re.compile(r"^:::\{admonition\} Try it: .+\n:class: try$", re.MULTILINE)
CHANGE = "# Change this line:"
CHAPTER_V = BOOK / "05-conclusion.ipynb"


def cells_of(notebook: Path) -> list[dict[str, Any]]:
    """Return the cells of a notebook, the source of each as one text."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return [{**cell, "source": "".join(cell["source"])} for cell in cells]


def experiments(notebook: Path) -> dict[int, list[tuple[str, str]]]:
    """Return the position of each cell to change → what to put in the place of which line."""
    cells, found = cells_of(notebook), {}
    for position, cell in enumerate(cells):
        if cell["cell_type"] == "markdown" and TITLE.search(cell["source"]):
            [(line, first)] = re.findall(r"[Cc]hange\s+`([^`]+)`\s+to\s+`([^`]+)`", cell["source"])
            further = re.findall(r"\band\s+then\s+to\s+`([^`]+)`", cell["source"])
            other_rules = re.findall(r"`(\{[^`]+\})`", cell["source"])
            wanted = [first, *further, *(f"{line.partition(' = ')[0]} = {rule}" for rule in other_rules)]
            found[position + 1] = [(line, other) for other in wanted if other != line]
    return found


def experiments_of_chapter_v() -> dict[int, list[tuple[str, str]]]:
    """Return the same for chapter V, whose three lines stand in one cell and are proposed further down."""
    cells = cells_of(CHAPTER_V)
    [position] = [k for k, cell in enumerate(cells) if cell["source"].startswith("# Three lines to change")]
    prose = "\n".join(cell["source"] for cell in cells if cell["cell_type"] == "markdown")
    return {position: re.findall(r"Change `([^`]+)`\s+to\s+`([^`]+)`", prose)}


def run(source: str, names: dict[str, Any]) -> ast.expr | None:
    """Run the code of a cell, but for what it ends with if that only shows something, which is returned."""
    statements = ast.parse(source).body
    last = statements.pop() if isinstance(statements[-1], ast.Expr) else None
    exec(compile(ast.Module(statements, []), "cell", "exec"), names)
    return last.value if isinstance(last, ast.Expr) else None


def result(source: str, names: dict[str, Any]) -> Any:
    """Run the code of a cell, and return what it shows."""
    last = run(source, names)
    assert last is not None
    return eval(compile(ast.Expression(last), "cell", "eval"), names)


def shown(output: Any) -> str:
    """Return the rows of a table: what a reader sees change, without the caption."""
    html: str = output.bundle["text/html"]
    return html.partition("<tbody>")[2]


@cache
def outcomes(notebook: Path) -> dict[int, tuple[str, dict[str, str]]]:
    """Run a chapter, and return for each cell to change what it shows as it stands, and what with each proposed line."""
    wanted = experiments_of_chapter_v() if notebook == CHAPTER_V else experiments(notebook)
    names: dict[str, Any] = {"__name__": "__main__"}
    seen = {}
    with chdir(BOOK):  # there the captions are
        for position, cell in enumerate(cells_of(notebook)[: max(wanted) + 1]):
            if position in wanted:
                source = cell["source"]
                changed = {other: shown(result(source.replace(line, other), dict(names))) for line, other in wanted[position]}
                seen[position] = (shown(result(source, names)), changed)
            elif cell["cell_type"] == "code":
                run(cell["source"], names)  # what it shows is nothing to the cells below
    return seen


def test_each_chapter_has_two_experiments(subtests: pytest.Subtests) -> None:
    for notebook in FOUR_CHAPTERS:
        cells = cells_of(notebook)
        wanted = experiments(notebook)
        with subtests.test(notebook.stem):
            assert len(wanted) >= 2
            for position, lines in wanted.items():
                code = cells[position]
                assert code["cell_type"] == "code" and code["metadata"] == {}, "the code of an experiment is not folded"
                code_lines = code["source"].splitlines()
                # the line to change stands below its mark
                assert code_lines[code_lines.index(CHANGE) + 1] == lines[0][0]
                assert "look" in cells[position - 1]["source"].lower()


def test_chapter_v_has_three() -> None:
    [(position, lines)] = experiments_of_chapter_v().items()
    assert len(lines) == 3
    assert cells_of(CHAPTER_V)[position]["metadata"] == {}, "the code of an experiment is not folded"


@pytest.mark.parametrize("notebook", [*FOUR_CHAPTERS, CHAPTER_V], ids=lambda path: path.stem)
def test_what_the_text_proposes_runs_and_changes_something(notebook: Path) -> None:
    found = outcomes(notebook)
    assert found
    for position, (before, changed) in found.items():
        assert before and changed
        for other, after in changed.items():
            assert after != before, f"{notebook.name}, cell {position}: {other} changes nothing"
