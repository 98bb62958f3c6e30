"""The Sphinx side: how stored charts and tables, prose and layout reach the page.

``figures``    stored charts → numbered figures, and the files that a reader can take away
``numbered_tables``  stored tables → numbered tables
``try_it``     the tables of “Try it”, with other values to choose
``entries``    the entries of claims, groups and terms, and the tables of claims
``labels``     what these share: caption, anchor, and how a node is written
``numbers``    references to figures and tables by their numbers, figures in words, and the minutes that a page takes
``prose``      languages marked up, figures filled in, code beneath what it shows
``bibliography``  how works are listed and cited
``search``     what a reader can look for: sections, figures, tables and records
``companion``  what the book is to those who cite it, and where it is published
``metadata``   the head of each page
``citations``  the citations of pages, tables, figures, claims and groups, and the data to keep
``portable_notebooks``  the notebooks that readers take away
``hosting``    what a static host wants: addresses that have moved, the page for wrong ones, the list of pages, the headers
``pages``      the layout, on each page only the scripts and styles that it needs, and the place for the PDF and the EPUB
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from myst_nb.core import render
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.highlighting import PygmentsBridge

from bookmaking import notices
from bookmaking.sphinx_extension import (
    bibliography,
    citations,
    companion,
    entries,
    figures,
    hosting,
    labels,
    numbered_tables,
    numbers,
    pages,
    portable_notebooks,
    prose,
    search,
    try_it,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx


DIRECTIVES = {
    "alternative": numbers.TextOfFigure,
    "caption": numbers.TextOfFigure,
    "chart": figures.ChartDirective,
    "check-table": entries.ClaimTableDirective,
    "citation": citations.CitationDirective,
    "claim-entries": entries.EntriesDirective,
    "claim-table": entries.ClaimTableDirective,
    "editions": pages.EditionsDirective,
    "files": citations.FilesDirective,
    "group-entries": entries.EntriesDirective,
    "multiverse": entries.EntriesDirective,
    "term-entries": entries.EntriesDirective,
}


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension with Sphinx."""
    app.add_config_value("comments_config", {}, "")  # Jupyter Book sets it, though the extension that it is for is not loaded
    # MyST-NB looks among installed packages for what renders an output; the book's side is not one of them.
    render.load_mime_renders = lambda: [figures.ChartRenderer, numbered_tables.TableRenderer]
    app.connect("config-inited", prose.add_substitutions)
    app.connect("builder-inited", search.do_without_sphinx)
    app.connect("builder-inited", hosting.remove_moved)
    app.connect("builder-inited", prose.refuse_errors)
    app.connect("env-before-read-docs", figures.begin_drawings)
    app.connect("env-before-read-docs", entries.prepare_entries)
    app.connect("env-before-read-docs", numbers.allow_parallel_reading)
    app.connect("doctree-read", search.note_terms)
    app.connect("doctree-read", entries.head_chapter)
    app.connect("doctree-read", numbers.count_words)
    app.connect("env-check-consistency", figures.check_numbers)
    app.connect("env-check-consistency", figures.await_drawings)
    app.connect("write-started", companion.note_references)
    app.connect("write-started", portable_notebooks.write_package)
    app.connect("doctree-resolved", search.note_page)
    app.connect("html-collect-pages", search.search_page)
    app.connect("html-collect-pages", hosting.not_found_page)
    app.connect("html-collect-pages", notices.notices_page)
    app.connect("html-page-context", portable_notebooks.write_notebook)
    app.connect("html-page-context", pages.complete, priority=900)
    for write in (
        *(citations.write_citations, figures.write_files),
        *(hosting.write_pages, search.write_index),
    ):
        app.connect("build-finished", write)
    app.connect("build-finished", hosting.write_addresses)
    app.connect("build-finished", hosting.write_headers)  # when all pages are there
    app.add_role("words", numbers.words)
    app.add_role("minutes", numbers.MinutesRole())
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive)
    PygmentsBridge.html_formatter = prose.SparingFormatter
    app.set_translator("html", citations.CitingTranslator, override=True)
    app.add_transform(citations.AddCitations)
    app.add_transform(prose.ReadableAnchors)
    for transform in (
        *(prose.CodeBeneathOutput, prose.UnlinkOtherSchemes, prose.LinkGroups, prose.MarkLanguages),
        *(numbered_tables.FrameTables, bibliography.ListOfWorks, numbers.FillInMinutes),
    ):
        app.add_post_transform(transform)
    elsewhere: dict[str, Any] = dict.fromkeys(("latex", "text", "man", "texinfo"), (labels.skip, None))
    app.add_node(figures.ChartNode, html=(figures.visit_chart, None), **elsewhere)
    app.add_node(citations.CitationNode, html=(citations.visit_citation, None), **elsewhere)
    app.add_node(prose.GroupLink, html=prose.LINK)
    app.add_node(numbered_tables.TableFrame, html=(numbered_tables.visit_frame, numbered_tables.depart_frame))
    app.add_node(numbered_tables.Fold, html=(numbered_tables.visit_fold, numbered_tables.depart_fold))
    app.add_node(try_it.ChoicesNode, html=(try_it.visit, try_it.depart))
    app.add_node(HideCodeCellNode, override=True, html=prose.FOLD)
    bibliography.register_styles()
    app.add_domain(numbers.StandardDomain, override=True)
    for script in ("book.js", "charts.js", "cite.js", "tables.js", "choices.js", "ledger.js", "multiverse.js"):
        app.add_js_file(script)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
