"""The chapters as stored: executed, with outputs that nbval can compare, and nothing besides."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from html import unescape
from pathlib import Path
from statistics import median
from typing import Any

import paper
import pytest
import yaml

from bookmaking.sphinx_extension.prose import IN_JAPANESE
from bookmaking.stored_form import before_saving, errors
from supportgroups.notebook import CHART_MIME, GLUED, fill, texts_in, without_japanese

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
    calls = [node for node in ast.walk(ast.Module(statements, [])) if isinstance(node, ast.Call)]
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
            assert "text/html" in shown or notebook.stem == IN_JAPANESE  # which only counts


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
    of_pages = set(re.findall(r"\{\{ (\w+) \}\}", "".join(page.read_text(encoding="utf-8") for page in BOOK.glob("*.md"))))
    for notebook in NOTEBOOKS:
        outputs = [output for cell in code_cells(notebook) for output in cell["outputs"]]
        glued = {output["metadata"]["scrapbook"]["name"] for output in outputs if "scrapbook" in output["metadata"]}
        with subtests.test(notebook.stem):
            asked = set(re.findall(r"\{(?:glue:text|[Ww]ords)\}`([\w.]+)[:`]", prose(notebook)))
            assert asked - glued == set(), "asked for, and not there"
            asked |= of_pages & glued
            kept = {name for name in named_in_code(notebook) if not any(f"{one}.".startswith(f"{name}.") for one in asked)}
            assert kept == set(), "glued, and not asked for"


def named_in_code(notebook: Path) -> set[str]:
    """Return the names and keys that a notebook spells out in order to glue; of a column or table the text need not ask for all."""
    trees = [ast.parse("".join(cell["source"])) for cell in code_cells(notebook)]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "glue"]
    return {name for call in calls for keyword in call.keywords if keyword.arg for name in spelled_out(keyword.arg, keyword.value)}


def spelled_out(name: str, value: ast.expr) -> set[str]:
    """Return the names of the figures of a dictionary that is written out, or that of anything else."""
    if not isinstance(value, ast.Dict):
        return {name}
    pairs = zip(value.keys, value.values, strict=True)
    keyed = [(ast.literal_eval(key), part) for key, part in pairs if isinstance(key, ast.Constant)]
    return {figure for key, part in keyed for figure in spelled_out(f"{name}.{key}", part)}


LONGEST, NINE_IN_TEN, MEDIAN = 40, 25, 12
"""Lines of a cell that are not blank: at most, at most in nine of ten cells, and at most in half of them."""


def lines_of(cell: dict[str, Any]) -> int:
    """Return how many lines of a cell are not blank."""
    return sum(bool(line.strip()) for line in cell["source"])


def test_rows_that_are_alike_keep_their_order_when_they_are_sorted() -> None:
    # By one column pandas sorts as the processor does it fastest: one browser or machine would show another order than the next.
    code = [(notebook.name, "".join(cell["source"])) for notebook in NOTEBOOKS for cell in code_cells(notebook)]
    code += [(file.name, file.read_text(encoding="utf-8")) for file in (paper.REPOSITORY / "src").rglob("*.py")]
    calls = [(name, node) for name, source in code for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    sorts = [(name, call) for name, call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "sort_values"]
    unstable = [
        f"{name}: {ast.unparse(call)}"
        for name, call in sorts
        if not (call.args and isinstance(call.args[0], ast.List)) and 'kind="stable"' not in ast.unparse(call).replace("'", '"')
    ]
    assert unstable == []


def test_cells_fit_a_screen() -> None:
    lengths = [(lines_of(cell), f"{notebook.name}: {cell['source'][0].strip()}") for notebook in NOTEBOOKS for cell in code_cells(notebook)]
    assert [cell for length, cell in lengths if length > LONGEST] == []
    ordered = sorted(length for length, _ in lengths)
    assert ordered[len(ordered) * 9 // 10] <= NINE_IN_TEN
    assert median(ordered) <= MEDIAN


def imports_of(cell: dict[str, Any]) -> list[ast.Import | ast.ImportFrom]:
    """Return the imports of a cell."""
    return [node for node in ast.walk(ast.parse("".join(cell["source"]))) if isinstance(node, ast.Import | ast.ImportFrom)]


def test_a_chapter_imports_in_one_short_cell_from_three_places_at_most(subtests: pytest.Subtests) -> None:
    for notebook in NOTEBOOKS:
        if not notebook.stem[:2].isdigit():
            continue
        first, *rest = code_cells(notebook)
        places = {node.module for node in imports_of(first) if isinstance(node, ast.ImportFrom)} - {"functools"}
        with subtests.test(notebook.stem):
            assert lines_of(first) <= 15
            assert len(places) <= 3 and all(str(place).startswith("supportgroups") for place in places)
            later = [cell["source"][0].strip() for cell in rest if imports_of(cell)]
            assert later == [], "imports further down"


def written_beside(notebook: Path) -> dict[str, dict[str, str]]:
    """Return the captions and text alternatives in a notebook's text, by anchor, with the figures that it stores."""
    outputs = [output for cell in code_cells(notebook) for output in cell["outputs"] if "scrapbook" in output["metadata"]]
    values = {output["metadata"]["scrapbook"]["name"]: ast.literal_eval("".join(output["data"][GLUED])) for output in outputs}
    found: dict[str, dict[str, str]] = {}
    for kind, name, text in texts_in(prose(notebook)):
        filled = fill(text, values)
        found.setdefault(name, {})[kind] = without_japanese(filled) if kind == "alternative" else filled
    return found


def shown_in(notebook: Path) -> dict[str, dict[str, str]]:
    """Return the captions and text alternatives in a notebook's outputs, by anchor."""
    found = {}
    for data in (output.get("data", {}) for cell in code_cells(notebook) for output in cell["outputs"]):
        if CHART_MIME in data:
            label = data[CHART_MIME]["usermeta"]["supportgroups"]
            found[label["name"]] = {"caption": label["caption"], "alternative": data[CHART_MIME]["description"]}
        elif match := re.match(r'<table id="(tab-[\w-]+)".*?<caption>(.*?)</caption>', "".join(data.get("text/html", "")), re.DOTALL):
            found[match[1]] = {"caption": unescape(match[2])}
    return found


def test_captions_and_alternatives_are_those_beside_the_figures(subtests: pytest.Subtests) -> None:
    for notebook in NOTEBOOKS:
        shown = shown_in(notebook)
        with subtests.test(notebook.stem):
            apart = {name: (texts, shown.get(name)) for name, texts in written_beside(notebook).items() if texts != shown.get(name)}
            assert apart == {}, "not what the cell stores: make notebooks"
            written = Counter((kind, name) for kind, name, _ in texts_in(prose(notebook)))
            assert [text for text, times in written.items() if times > 1] == [], "written more than once"
            calls = [node for cell in code_cells(notebook) for node in ast.walk(ast.parse("".join(cell["source"])))]
            in_code = [
                ast.unparse(call.args[1])
                for call in calls
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in {"figure", "table"}
                for keyword in call.keywords
                if keyword.arg in {"caption", "alternative"} and isinstance(call.args[1], ast.Constant)
            ]
            assert in_code == [], "a caption among the arguments"


def test_lines_to_change_stand_in_the_code(subtests: pytest.Subtests) -> None:
    for notebook in NOTEBOOKS:
        lines = [line for cell in code_cells(notebook) for line in "".join(cell["source"]).splitlines()]
        asked = re.findall(r"Change `([^`]+)`\s+to", prose(notebook))
        with subtests.test(notebook.stem):
            assert [line for line in asked if lines.count(line) != 1] == [], "the reader is asked to change lines that are not there once"


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_in_its_stored_form(notebook: Path) -> None:
    stored, saved = (json.loads(notebook.read_text(encoding="utf-8")) for _ in range(2))
    before_saving({"type": "notebook", "content": saved})
    advice = "expected none: run make filter-notebooks, or make notebooks for a picture"
    different = [
        f"{notebook.name}, cell {number} ({''.join(cell['source']).partition(chr(10))[0]!r}): what an editor added: {advice}"
        for number, (cell, other) in enumerate(zip(stored["cells"], saved["cells"], strict=True), start=1)
        if cell != other
    ]
    assert different == []
    assert stored["metadata"] == saved["metadata"], (
        f"{notebook.name}: metadata of the notebook: expected those on the right: run make filter-notebooks"
    )
    assert list(errors(notebook)) == []


def test_code_is_folded_but_that_of_experiments(subtests: pytest.Subtests) -> None:
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
