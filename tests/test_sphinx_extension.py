"""The Sphinx side: charts that must have all their texts, search, and what heads say."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import altair as alt
import pandas as pd
import paper
import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from docutils.core import publish_doctree
from heads import metas, structured
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.errors import ExtensionError

from bookmaking.sphinx_extension import metadata, numbers, prose
from bookmaking.sphinx_extension.companion import Companion
from bookmaking.sphinx_extension.figures import as_csv, check_numbers, data_tables, stored_charts
from bookmaking.sphinx_extension.labels import HARMLESS
from bookmaking.sphinx_extension.numbered_tables import TableRenderer
from bookmaking.sphinx_extension.prose import HEADLINE, counted_claims, opening_comment, theses_in
from bookmaking.sphinx_extension.search import entries_of_page
from bookmaking.templates import fill
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


@pytest.mark.parametrize(
    ("path", "what"),
    [
        (("usermeta", "supportgroups", "name"), "an anchor"),
        (("usermeta", "supportgroups", "caption"), "a caption"),
        (("description",), "a text alternative"),
    ],
)
@pytest.mark.parametrize("gone", [True, False], ids=["missing", "empty"])
def test_a_chart_without_its_texts_stops_the_build_and_is_named(tmp_path: Path, path: tuple[str, ...], what: str, gone: bool) -> None:
    chart = specification()
    holder = chart
    for step in path[:-1]:
        holder = holder[step]
    if gone:
        del holder[path[-1]]
    else:
        holder[path[-1]] = ""
    with pytest.raises(ExtensionError, match=rf"chapter\.ipynb, cell 2: a chart without {what}"):
        list(stored_charts(notebook(tmp_path, chart)))


def application(folder: Path) -> Any:
    """Return what `check_numbers` asks of Sphinx."""
    return SimpleNamespace(srcdir=folder, env=SimpleNamespace(found_docs={"chapter"}))


def test_a_chart_without_a_number_stops_the_build_and_is_named(tmp_path: Path) -> None:
    notebook(tmp_path, specification())
    check_numbers(application(tmp_path), SimpleNamespace(toc_fignumbers={"chapter": {"figure": {"fig-years": (1, 1)}}}))  # type: ignore[arg-type]
    with pytest.raises(ExtensionError, match=r"chapter\.ipynb, cell 2: the chart fig-years has no number"):
        check_numbers(application(tmp_path), SimpleNamespace(toc_fignumbers={}))  # type: ignore[arg-type]


def test_two_charts_with_one_anchor_stop_the_build(tmp_path: Path) -> None:
    notebook(tmp_path, specification(), specification())
    numbers = SimpleNamespace(toc_fignumbers={"chapter": {"figure": {"fig-years": (1, 1)}}})
    with pytest.raises(ExtensionError, match=r"chapter\.ipynb, cell 3: the anchor fig-years is that of a chart of chapter\.ipynb, cell 2"):
        check_numbers(application(tmp_path), numbers)  # type: ignore[arg-type]


def test_the_data_of_a_chart_are_a_table_and_csv() -> None:
    [table] = data_tables("fig-years", specification())
    assert table.file == "fig-years.csv"
    content = as_csv(table)
    assert content.startswith(codecs.BOM_UTF8)
    assert content.decode("utf-8-sig").splitlines()[0] == "year,groups,name"
    assert list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")))) == [
        {"year": "1990", "groups": "3", "name": "みずら, a"},
        {"year": "1991", "groups": "4", "name": 'the "b"'},
    ]
    html = fill("figure", "data", table=table)
    assert '<th scope="col">groups</th>' in html
    assert "the &#34;b&#34;" in html or "the &quot;b&quot;" in html


PAGE_TO_SEARCH = """
Title
=====

First words.

A section
---------

Prose of the section.

.. code-block:: python

   code = 1

.. note:: Said aside.
"""
ROWS_TO_SEARCH = (
    "<thead><tr><th>Head</th></tr></thead><tbody><tr><th>Row</th><td>one &amp;<br>two</td></tr>"
    "<tr><td>II-07</td><td>a claim</td></tr></tbody>"
)


def test_a_section_and_a_table_are_found_by_their_prose_and_rows() -> None:
    page = publish_doctree(PAGE_TO_SEARCH, settings_overrides={"doctitle_xform": False, "report_level": 5})
    table = nodes.table("", nodes.title("", "A caption: with more."), ids=["tab-own"])
    table += nodes.raw("", ROWS_TO_SEARCH, format="html")
    page[0][-1].append(table)
    numbers = {"02-page": {"table": {"tab-own": (2, 5)}}}
    environment = SimpleNamespace(titles={"02-page": nodes.title("", "Title")}, toc_fignumbers=numbers)
    assert [tuple(entry)[:4] for entry in entries_of_page(SimpleNamespace(env=environment), "02-page", page)] == [  # type: ignore[arg-type]
        ("02-page.html", "Chapter II", "Title", "First words."),
        ("02-page.html#a-section", "Chapter II", "A section", "Prose of the section. Said aside."),
        ("02-page.html#tab-own", "Table 2.5", "A caption", "with more.\nRow · one & two"),
    ]


def test_the_fold_of_a_cell_is_named_after_its_comment() -> None:
    assert opening_comment("# Count the groups\n# by category.\nx = 1\n# not this") == "Count the groups by category."


def test_the_headline_is_that_of_the_audits_page_and_a_page_without_one_is_named(tmp_path: Path, results: list[Result]) -> None:
    claims = [result for result in results if result.claim.standing is Standing.CLAIM]
    tested = [str(result.verdict) for result in claims if result.tested_against in ("outside source", "the tables", "another passage")]
    own = [str(result.verdict) for result in claims if result.tested_against == "its own words"]
    given = counted_claims(BOOK / "claim-audit.ipynb")
    assert list(given) == list(HEADLINE)
    assert given == {
        "claims": str(len(claims)),
        "tested": str(len(tested)),
        "tested_given": str(tested.count("reproduced") + tested.count("reproducible")),
        **{f"tested_{verdict}": str(tested.count(verdict)) for verdict in ("reproduced", "reproducible", "consistent", "contradicted")},
        "own_words": str(len(own)),
        "own_agree": str(own.count("reproduced") + own.count("reproducible")),
        "own_open": str(own.count("consistent")),
        "own_contradicted": str(own.count("contradicted")),
        "untestable": str(len(claims) - len(tested) - len(own)),
        "checks_of_ours": str(sum(result.claim.standing is Standing.OURS for result in results)),
        "slips_of_print": str(sum(result.claim.standing is Standing.SLIP for result in results)),
    }
    (tmp_path / "claim-audit.ipynb").write_text('{"cells": []}', encoding="utf-8")
    with pytest.raises(ExtensionError, match=r"claim-audit\.ipynb does not give claims, tested, .*; run it: make notebooks"):
        counted_claims(tmp_path / "claim-audit.ipynb")


def test_the_theses_are_those_of_the_last_chapter_and_a_chapter_without_them_is_named(tmp_path: Path) -> None:
    listed = theses_in(BOOK / "05-conclusion.ipynb").splitlines()
    assert [line.partition(". ")[0] for line in listed] == [str(number) for number in sorted(set(load_theses()["thesis"]))]
    assert not any("<" in line or line.partition(". ")[2][0].isdigit() for line in listed)
    (tmp_path / "05-conclusion.ipynb").write_text('{"cells": []}', encoding="utf-8")
    with pytest.raises(ExtensionError, match=r"05-conclusion\.ipynb stores no table of theses"):
        theses_in(tmp_path / "05-conclusion.ipynb")


@pytest.mark.parametrize("stem", ["index", "02-support-groups", "codebook"])
def test_addresses_are_given_where_they_are_known(stem: str) -> None:
    base = "https://example.org/book/"
    companion = Companion(paper.REPOSITORY, base)
    work = companion.citation.book if stem == "index" else companion.citation.chapter(stem, "A “title” & more", 2)
    figures, description = ["fig-founded"], "Says <much> </script>."
    head = metadata.head(companion, work, stem, figures, description)
    page = BeautifulSoup(f"<head>{head}</head>", "html.parser")
    address = base if stem == "index" else f"{base}{stem}.html"
    tags = metas(page)
    (canonical,) = page.select('link[rel="canonical"]')
    assert canonical["href"] == tags["og:url"] == address
    assert tags["og:title"] == work.title
    assert tags["og:type"] == ("book" if stem == "index" else "article")
    assert tags["og:image"] == f"{base}_downloads/fig-founded.png"
    assert tags.get("citation_public_url", tags.get("dcterms.identifier")) == address
    things = structured(page)
    assert things["Book" if stem == "index" else "Chapter"]["url"] == address
    if stem == "codebook":
        assert all(file["contentUrl"].startswith(base) for file in things["Dataset"]["distribution"])


def parsed(text: str, **glued: object) -> nodes.document:
    """Return a text of a chapter as the page reads it, where figures have been glued."""
    document = publish_doctree("", settings_overrides={"report_level": 5})
    data = {name: {"data": {"text/plain": repr(value)}, "metadata": {}} for name, value in glued.items()}
    document["nb_renderer"] = SimpleNamespace(renderer=SimpleNamespace(nb_client=SimpleNamespace(glue_data=data)))
    inliner = SimpleNamespace(document=document, reporter=document.reporter, problematic=lambda text, *_: nodes.problematic("", text))
    for role, name in re.findall(r"\{(\w+)\}`(\w+)`", text):
        document += numbers.words(role, f"{{{role}}}`{name}`", name, 1, inliner)[0]
    return document


def test_a_figure_is_written_in_words() -> None:
    assert [node.astext() for node in parsed("{words}`few` {Words}`few` {words}`many`", few=3, many=1204)] == ["three", "Three", "1,204"]


@pytest.mark.parametrize("glued", [{}, {"few": 0.5}], ids=["not there", "no whole number"])
def test_a_figure_that_cannot_be_written_in_words_is_a_problem(glued: dict[str, object]) -> None:
    [problem] = parsed("{words}`few`", **glued)
    assert isinstance(problem, nodes.problematic)


def code_cell(comment: str, *shown: nodes.Element) -> nodes.container:
    """Return a code cell as MyST-NB leaves it, its code folded."""
    output = nodes.container("", *shown, nb_element="cell_code_output")
    fold = HideCodeCellNode()
    fold += nodes.literal_block("", f"# {comment}\na = 1")
    return nodes.container("", fold, output, nb_element="cell_code")


def test_the_code_of_cells_that_only_prepare_is_beneath_what_the_next_one_shows() -> None:
    document = publish_doctree("")
    document += [
        code_cell("Load."),
        code_cell("Draw.", nodes.paragraph("", "the figure")),
        code_cell("Prepare for a text."),
        nodes.paragraph("", "text"),
    ]
    prose.CodeBeneathOutput(document).run()
    cells = list(document.findall(lambda node: isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"))
    told = [[getattr(part, "attributes", {}).get("prompt_show", part.astext()) for part in cell if len(part)] for cell in cells]
    assert told == [["the figure", "two steps"], ["Prepare for a text."]]
    assert [fold["prompt_show"] for fold in cells[0].findall(HideCodeCellNode)] == ["two steps", "Load.", "Draw."]


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
    output: Any = SimpleNamespace(mime_type="text/html", output_metadata={LABEL: label}, string=f"<table>{cell}</table>", cell_index=1)
    renderer: Any = SimpleNamespace(source="book/chapter.ipynb")
    with pytest.raises(ExtensionError, match=r"chapter\.ipynb, cell 2: tab-own: expected text of the data escaped"):
        TableRenderer.handle_mime(renderer, output, inline=False)


def test_tags_that_chapters_write_are_harmless_and_others_are_not() -> None:
    assert all(map(HARMLESS.fullmatch, HARMLESS_TAGS))
    assert not any(map(HARMLESS.match, WHAT_COULD_RUN))
