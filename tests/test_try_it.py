"""The experiments of the chapters: what the text proposes is offered on the page, and what the page shows is what the cell gives."""

from __future__ import annotations

import ast
import gzip
import json
import re
import tomllib
from contextlib import chdir
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import paper
import pytest
from docutils import nodes
from sphinx.errors import ExtensionError

from bookmaking import choices
from bookmaking.sphinx_extension.outputs import with_choices
from bookmaking.templates import fill
from supportgroups.audit import Tables
from supportgroups.facts.counting_rules import SWITCHES

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
def outcomes(notebook: Path) -> dict[str, dict[str, str]]:
    """Run a chapter, all of it, and return for each table of an experiment what it is as it stands ("") and with each offered line."""
    offered = choices.experiments(notebook)
    names: dict[str, Any] = {"__name__": "__main__"}
    seen = {}
    with chdir(BOOK):  # there the captions are
        for cell in (cell for cell in cells_of(notebook) if cell["cell_type"] == "code"):
            source = cell["source"]
            table = next((table for table in offered if f'"{table}"' in source), None)
            if table is None:
                run(source, names)  # what it shows is nothing to the cells below
                continue
            others = [one for of_line in offered[table].choices.values() for one in of_line]
            seen[table] = {one.line: shown(result(source.replace(one.instead, one.line), dict(names))) for one in others}
            seen[table][""] = shown(result(source, names))
            if len(seen) == len(offered):
                break
    return seen


def unmarked(html: str) -> str:
    """Return the rows of a table without what says how they were."""
    return re.sub(r"<br><em>(?:was .*?|new)</em>", "", html.partition("<tbody>")[2])


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


CHAPTERS = pytest.mark.parametrize("notebook", [*FOUR_CHAPTERS, CHAPTER_V], ids=lambda path: path.stem)


@CHAPTERS
def test_what_the_text_proposes_is_offered_and_changes_something(notebook: Path) -> None:
    wanted = experiments_of_chapter_v() if notebook == CHAPTER_V else experiments(notebook)
    offered = {
        one.line: one for experiment in choices.experiments(notebook).values() for of_line in experiment.choices.values() for one in of_line
    }
    for lines in wanted.values():
        assert lines
        for _, other in lines:
            assert other in offered, f"{notebook.name}: {choices.VALUES} does not offer {other}"
            assert offered[other].note != "Nothing is different.", f"{notebook.name}: {other} changes nothing"


@CHAPTERS
def test_what_is_shown_is_what_the_cell_gives(notebook: Path) -> None:
    given = outcomes(notebook)
    for name, experiment in choices.experiments(notebook).items():
        assert experiment.html.partition("<tbody>")[2] == given[name][""]
        for one in [one for of_line in experiment.choices.values() for one in of_line]:
            assert unmarked(one.html) == given[name][one.line], f"{notebook.name}, {name}: {one.line}"
            marks = len(re.findall(r"<br><em>was ", one.html))
            assert marks == int((re.findall(r"^(\d+) cells", one.note) or ["1" if one.note.startswith("One cell") else "0"])[0])


@CHAPTERS
def test_a_value_takes_at_most_two_kibibytes_over_the_wire(notebook: Path) -> None:
    for name, experiment in choices.experiments(notebook).items():
        html = "".join(fill("choices", part, name=name, experiment=experiment) for part in ("opening", "closing"))
        assert len(gzip.compress(html.encode())) <= 2048 * sum(map(len, experiment.choices.values())), f"{notebook.name}, {name}"


def test_every_rule_every_year_and_every_place_is_offered(tables: Tables) -> None:
    chapter_ii = choices.experiments(BOOK / "02-support-groups.ipynb")
    rules = [ast.literal_eval(one.line.removeprefix("RULES = ")) for one in chapter_ii["tab-try-rule"].choices["RULES"]]
    assert [rule for rule in rules if len(rule) == 1] == [{s.name: o.name} for s in SWITCHES for o in s.options[1:]]
    began = tables["groups"]["began"].dropna()
    years = set(range(began.min(), began.max() + 1))
    for experiment, variable in ((chapter_ii["tab-try-place"], "FROM"), (choices.experiments(CHAPTER_V)["tab-lines"], "YEAR")):
        ours = experiment.choices[variable]
        assert {int(re.sub(r"\D", "", line)) for one in ours for line in (one.line, one.instead)} == years
    places = {one.words for one in chapter_ii["tab-try-place"].choices["PLACE"]} | {"Tokyo"}
    assert places == {*tables["groups"]["location"].unique(), "Both prefectures"}


def test_every_value_belongs_to_a_cell_whose_own_value_has_words() -> None:
    offered = {name: one for notebook in [*FOUR_CHAPTERS, CHAPTER_V] for name, one in choices.experiments(notebook).items()}
    assert set(offered) == set(tomllib.loads((BOOK / choices.VALUES).read_text(encoding="utf-8")))
    assert [name for name, one in offered.items() if not one.words] == []


def test_a_value_with_which_a_cell_fails_is_named() -> None:
    with pytest.raises(ValueError, match=r"try-it\.toml, tab-x: with “N = here” its cell fails: name 'here' is not defined"):
        choices._experiments(
            ['import pandas as pd\nN = 1\ntable(pd.DataFrame({"N": [N]}), "tab-x")'],
            {"tab-x": {"N": {"here": "here"}}},
            {"tab-x": "N."},
            {},
        )


MISTAKES = [
    ("02-support-groups", "tab-try-place", 'PLACE = "Osaka"', "there is no place “Osaka”; there are: Kanagawa, Tokyo"),
    ("02-support-groups", "tab-try-place", "FROM = 1890", "there is no year “1890”; there are: 1974 to 2004"),
    (
        "02-support-groups",
        "tab-try-rule",
        'RULES = {"row without a year": "early"}',
        "no counting rule “row without a year”; there are: .*rows",
    ),
    ("02-support-groups", "tab-try-rule", 'RULES = {"desks": "chairs"}', "no answer to “desks” “chairs”; there are: groups, parts"),
    ("03-after-the-npo-law", "tab-try-free", 'ALSO = ["church"]', "no legal form “church”; there are: .*religious_body"),
    ("04-partnerships-and-membership-rules", "tab-try-ties", 'BY = "colour"', "no column “colour”; there are: .*kind"),
    ("05-conclusion", "tab-lines", 'FORMS = ["church"]', "no legal form “church”"),
    ("05-conclusion", "tab-lines", 'KINDS = ["friendship"]', "no kind of tie “friendship”; there are: deliberation"),
    ("05-conclusion", "tab-lines", "YEAR = 2050", "no year “2050”; there are: 1974 to 2004"),
]


@pytest.mark.parametrize(("chapter", "name", "line", "answer"), MISTAKES, ids=lambda value: str(value)[:30])
def test_a_mistake_is_answered_with_what_there_is(chapter: str, name: str, line: str, answer: str) -> None:
    code = [cell["source"] for cell in cells_of(BOOK / f"{chapter}.ipynb") if cell["cell_type"] == "code"]
    [place] = [place for place, source in enumerate(code) if f'"{name}"' in source]
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(ast.Module(choices.needed(code[:place], code[place]), []), "above", "exec"), names)
    variable = line.partition(" = ")[0]
    with pytest.raises(ValueError, match=answer) as raised:
        exec(re.sub(rf"^{variable} = .*$", line, code[place], flags=re.MULTILINE), names)
    assert "\n" not in str(raised.value)


def a_table(rows: dict[str, list[Any]], caption: str = "A caption.") -> choices.Shown:
    return choices.Shown(pd.DataFrame(rows), caption, {})


def test_what_is_different_says_what_it_was() -> None:
    before = a_table({"Kind": ["Union", "Union", "Women", "Legal"], "Groups": [19, 2, 8, 11], "Share": [1.5, 2.0, None, 4.0]})
    after = a_table({"Kind": ["Union", "Union", "Women", "Medical"], "Groups": [19, 3, 8, 19], "Share": [1.5, 2.0, 3.0, 4.0]})
    marked, note = choices.compared(before, after)
    assert marked.frame["Groups"].to_list() == ["19", "3\n*was 2*", "8", "19"]
    assert marked.frame["Share"].to_list() == ["1.5", "2.0", "3.0\n*was empty*", "4.0"]
    assert marked.frame["Kind"].to_list() == ["Union", "Union", "Women", "Medical\n*new*"]
    assert note == "2 cells are different. Gone: Legal."
    assert choices.compared(before, before)[1] == "Nothing is different."
    others = a_table({"Kind": ["Tokyo", "Kanagawa"], "Groups": [52, 27], "Share": [None, None]})
    assert choices.compared(before, others)[1] == "Most rows are other ones."


def test_a_line_that_is_not_in_the_cell_and_a_table_that_is_stored_otherwise_are_told() -> None:
    with pytest.raises(ValueError, match=r"try-it\.toml, tab-x: expected one line “YEAR = …” in its cell, not 0"):
        choices._line("PLACE = 1\n", "YEAR", "tab-x")
    notebook = BOOK / "02-support-groups.ipynb"
    renderer: Any = SimpleNamespace(source=str(notebook), renderer=SimpleNamespace(sphinx_env=SimpleNamespace(note_dependency=str)))
    with pytest.raises(ExtensionError, match=r"02-support-groups\.ipynb: tab-try-rule is stored otherwise .*make notebooks"):
        with_choices(renderer, "tab-try-rule", "<table>", nodes.table())
