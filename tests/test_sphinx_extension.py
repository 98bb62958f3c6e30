"""The Sphinx side: charts that must have all their texts, search, and what heads say."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import altair as alt
import pandas as pd
import paper
import pytest
from docutils import nodes
from docutils.core import publish_doctree
from sphinx.errors import ExtensionError

from bookmaking.sphinx_extension.entries import ClaimTableDirective, EntriesDirective
from bookmaking.sphinx_extension.outputs import HARMLESS, ChartDirective, Renderer, check_numbers, stored_charts
from bookmaking.sphinx_extension.prose import minutes, refuse_errors, words
from bookmaking.stored_form import figures
from supportgroups.audit import Result, Standing
from supportgroups.dataset import load_theses
from supportgroups.notebook import CHART_MIME, LABEL, figure

BOOK = paper.REPOSITORY / "book"


def specification(name: str = "fig-years", height: int = 100) -> dict[str, Any]:
    """Return a small chart as a notebook stores it."""
    rows = pd.DataFrame({"year": [1990, 1991], "groups": [3, 4], "name": ["みずら, a", 'the "b"']})
    chart = alt.Chart(rows).mark_bar().encode(x="year:O", y="groups:Q", tooltip="name").properties(height=height)
    bundle = figure(chart, name, caption="Groups by year.", alternative="Two bars: 3 in 1990, 4 in 1991.").bundle
    stored: dict[str, Any] = json.loads(json.dumps(bundle[CHART_MIME]))
    return stored


def notebook(folder: Path, *specifications: dict[str, Any]) -> Path:
    """Write a notebook that shows charts, each in a cell of its own after one of text."""
    cells = [{"cell_type": "markdown", "source": "# Title"}]
    cells += [{"cell_type": "code", "outputs": [{"data": {CHART_MIME: one}}]} for one in specifications]  # type: ignore[dict-item]
    file = folder / "chapter.ipynb"
    file.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return file


def test_a_chart_without_its_texts_or_its_data_stops_the_build_and_is_named(tmp_path: Path) -> None:
    chart = specification()
    assert [one.name for one in stored_charts(notebook(tmp_path, chart))] == ["fig-years"]
    without_data = {**chart, "usermeta": {"supportgroups": {**chart["usermeta"]["supportgroups"], "tables": []}}}
    for faulty in ({**chart, "usermeta": {}}, without_data):
        with pytest.raises(ExtensionError, match=r"chapter\.ipynb, cell 2: a chart without its texts or its data"):
            list(stored_charts(notebook(tmp_path, faulty)))


def application(folder: Path) -> Any:
    """Return what `check_numbers` asks of Sphinx."""
    return SimpleNamespace(srcdir=folder, env=SimpleNamespace(found_docs={"chapter"}))


def asking(name: str, *arguments: str, **known: object) -> Any:
    """Return what a directive asks of Sphinx, with something at hand for it to show; its errors are of the type `LookupError`."""
    environment = SimpleNamespace(
        app=SimpleNamespace(supportgroups_entries={name: known}), relfn2path=lambda file: ("", file), note_dependency=lambda file: None
    )
    return SimpleNamespace(env=environment, name=name, arguments=arguments, options={}, error=LookupError)


def test_a_directive_that_asks_for_what_is_not_there_is_told_what_is(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match="files has no “lost”; it has kept, found"):
        EntriesDirective.wanted(asking("files", "lost", kept="", found=""))
    with pytest.raises(LookupError, match="claim-table needs a permanent anchor: :name: tab-claims-1"):
        ClaimTableDirective.run(asking("claim-table", "II", II=""))
    chapter = notebook(tmp_path, specification())
    with pytest.raises(LookupError, match=r"chapter\.ipynb shows no figure “fig-other”"):
        ChartDirective.run(asking("chart", str(chapter), "fig-other"))


def test_a_notebook_with_a_stored_error_stops_the_build_and_is_named(tmp_path: Path) -> None:
    cell = {"cell_type": "code", "source": "x\ny", "outputs": [{"output_type": "error", "ename": "NameError", "evalue": "no x"}]}
    (tmp_path / "chapter.ipynb").write_text(json.dumps({"cells": [{"cell_type": "markdown", "source": ""}, cell]}), encoding="utf-8")
    with pytest.raises(ExtensionError, match=r"chapter\.ipynb, cell 2 \('x'\): the stored error 'NameError: no x': expected none"):
        refuse_errors(application(tmp_path))


def test_a_chart_without_a_number_stops_the_build_and_is_named(tmp_path: Path) -> None:
    notebook(tmp_path, specification())
    check_numbers(application(tmp_path), SimpleNamespace(toc_fignumbers={"chapter": {"figure": {"fig-years": (1, 1)}}}))  # type: ignore[arg-type]
    with pytest.raises(ExtensionError, match=r"chapter\.ipynb, cell 2: the chart fig-years has no number"):
        check_numbers(application(tmp_path), SimpleNamespace(toc_fignumbers={}))  # type: ignore[arg-type]


def test_the_audits_page_has_stored_its_headline(results: list[Result]) -> None:
    claims = [result for result in results if result.claim.standing is Standing.CLAIM]
    tested = [str(result.verdict) for result in claims if result.tested_against in ("outside source", "the tables", "another passage")]
    own = [str(result.verdict) for result in claims if result.tested_against == "its own words"]
    given = figures(json.loads((BOOK / "claim-audit.ipynb").read_text(encoding="utf-8")))
    expected = {
        "claims": len(claims),
        "tested": len(tested),
        "tested_given": tested.count("reproduced") + tested.count("reproducible"),
        **{f"tested_{verdict}": tested.count(verdict) for verdict in ("reproduced", "reproducible", "consistent", "contradicted")},
        "own_words": len(own),
        "own_agree": own.count("reproduced") + own.count("reproducible"),
        "own_open": own.count("consistent"),
        "own_contradicted": own.count("contradicted"),
        "untestable": len(claims) - len(tested) - len(own),
        "checks_of_ours": sum(result.claim.standing is Standing.OURS for result in results),
        "slips_of_print": sum(result.claim.standing is Standing.SLIP for result in results),
    }
    assert {name: given[name] for name in expected} == expected


def test_the_last_chapter_has_stored_the_theses() -> None:
    listed = figures(json.loads((BOOK / "05-conclusion.ipynb").read_text(encoding="utf-8")))["theses"]
    numbers_of_lines = [line.partition(". ")[0] for line in str(listed).splitlines()]
    assert numbers_of_lines == [str(number) for number in sorted(set(load_theses()["thesis"]))]


def parsed(text: str, **glued: object) -> nodes.document:
    """Return a text of a chapter as the page reads it, where figures have been glued."""
    document = publish_doctree("", settings_overrides={"report_level": 5})
    data = {name: {"data": {"text/plain": repr(value)}, "metadata": {}} for name, value in glued.items()}
    document["nb_renderer"] = SimpleNamespace(renderer=SimpleNamespace(nb_client=SimpleNamespace(glue_data=data)))
    inliner = SimpleNamespace(document=document, reporter=document.reporter, problematic=lambda text, *_: nodes.problematic("", text))
    for role, name in re.findall(r"\{(\w+)\}`(\w+)`", text):
        document += words(role, f"{{{role}}}`{name}`", name, 1, inliner)[0]
    return document


@pytest.mark.parametrize("glued", [{}, {"few": 0.5}], ids=["not there", "no whole number"])
def test_a_figure_that_cannot_be_written_in_words_is_a_problem(glued: dict[str, object]) -> None:
    [problem] = parsed("{words}`few`", **glued)
    assert isinstance(problem, nodes.problematic)


def test_a_page_takes_five_minutes_for_a_thousand_words_and_no_less() -> None:
    read = {0: 5, 1499: 5, 1501: 10, 2499: 10, 2501: 15, 20_000: 100}
    environments = (SimpleNamespace(metadata={"page": {"words": words}}) for words in read)
    assert [minutes(environment, "page") for environment in environments] == [*read.values()]  # type: ignore[arg-type]


WHAT_COULD_RUN = (
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    '<a href="javascript:alert(1)">x</a>',
    '<p onclick="alert(1)">x</p>',
    "<!--",
)
HARMLESS_TAGS = ('<a id="E-001" href="register.html#T1-01">', '<a href="https://example.org/?a=b">', '<td data-label="A">', "<br>", "</td>")


@pytest.mark.parametrize("cell", WHAT_COULD_RUN)
def test_a_table_of_a_chapter_in_which_something_could_run_stops_the_build_and_is_named(cell: str) -> None:
    label = {"name": "tab-own", "caption": "Own.", "classes": []}
    output: Any = SimpleNamespace(
        mime_type="text/html", output_metadata={LABEL: label}, string=f"<table>{cell}</table>", line=3, cell_index=1
    )
    renderer: Any = SimpleNamespace(source="book/chapter.ipynb")
    with pytest.raises(ExtensionError, match=r"chapter\.ipynb, cell 2: tab-own: expected text of the data escaped"):
        Renderer.handle_mime(renderer, output, inline=False)


def test_tags_that_chapters_write_are_harmless_and_others_are_not() -> None:
    assert all(map(HARMLESS.fullmatch, HARMLESS_TAGS))
    assert not any(map(HARMLESS.match, WHAT_COULD_RUN))
