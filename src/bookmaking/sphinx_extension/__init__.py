"""The Sphinx side: how stored charts and tables, prose and layout reach the page.

``outputs``    stored charts and tables → numbered figures and tables, and the files of each chart that a reader can take away
``entries``    the entries of claims, groups and terms, and the tables of claims
``prose``      code beneath what it shows, links to groups, languages marked up, figures filled in, the minutes that a page takes
``bibliography``  how works are listed and cited
``search``     what a reader can look for: sections, figures, tables and records
``citations``  the citations of book, pages, tables, figures, claims and groups, where the book is published, and the data to keep
``portable_notebooks``  the notebooks that readers take away, which read and run where nothing of the book is
``pages``      what the layout asks for, the head of each page, and what a static host wants: addresses that have moved, a list, headers
"""

from collections.abc import Callable

from myst_nb.core import render
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.highlighting import PygmentsBridge

from bookmaking import notices
from bookmaking.sphinx_extension import (
    bibliography,
    citations,
    entries,
    outputs,
    pages,
    portable_notebooks,
    prose,
    search,
)

DIRECTIVES = {
    "chart": outputs.ChartDirective,
    **dict.fromkeys(("alternative", "caption"), prose.TextOfFigure),
    **dict.fromkeys(("check-table", "claim-table"), entries.ClaimTableDirective),
    **dict.fromkeys(("citation", "claim-entries", "files", "group-entries", "multiverse", "term-entries"), entries.EntriesDirective),
}
LISTENERS: dict[str, list[Callable[..., object]]] = {
    "config-inited": [prose.add_substitutions],
    "builder-inited": [pages.remove_moved, pages.write_script, prose.refuse_errors],
    "env-before-read-docs": [outputs.begin_drawings, entries.prepare_entries],
    "doctree-read": [search.note_terms, entries.head_chapter, prose.count_words],
    "env-check-consistency": [outputs.check_numbers, outputs.await_drawings],
    "write-started": [citations.note_references, portable_notebooks.write_package],
    "doctree-resolved": [
        *(prose.fill_in_minutes, bibliography.list_works, prose.put_code_beneath, prose.unlink_other_schemes),
        *(prose.link_groups, prose.mark_languages, outputs.frame_tables, search.note_page),
    ],
    "html-collect-pages": [pages.not_found_page, notices.notices_page],
    "html-page-context": [portable_notebooks.write_notebook],
}
"""What happens in a build, in its order."""


def finish(app: Sphinx, exception: Exception | None) -> None:
    """Write what belongs to the finished pages; draw no more where the build failed."""
    if exception is not None:
        outputs.drawings_of(app.env).abandon()
        return
    files = citations.write_citations, outputs.write_files, pages.write_pages, search.write_index
    for write in (*files, pages.write_addresses, pages.write_headers):  # these two when all pages are there
        write(app)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension with Sphinx."""
    app.add_config_value("comments_config", {}, "")  # Jupyter Book sets it, though the extension that it is for is not loaded
    # Jupyter Book's extension for numbers across parts leaves this open: it has no part in reading, and so disturbs none.
    app.setup_extension("sphinx_multitoc_numbering")
    app.extensions["sphinx_multitoc_numbering"].parallel_read_safe = True
    # MyST-NB looks among installed packages for what renders an output; the book's side is not one of them.
    render.load_mime_renders = lambda: [outputs.Renderer]
    StandaloneHTMLBuilder.search = False  # Sphinx's own index knows pages only
    # Before the contents of a page are noted.
    app.connect("doctree-read", prose.drop_unreadable_anchors, priority=400)
    app.connect("doctree-read", citations.add_citations, priority=400)
    for event, listeners in LISTENERS.items():
        for listener in listeners:
            app.connect(event, listener)
    app.connect("html-page-context", pages.complete, priority=900)
    app.connect("build-finished", finish)
    app.add_role("words", prose.words)
    app.add_role("minutes", prose.MinutesRole())
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive)
    PygmentsBridge.html_formatter = prose.SparingFormatter
    app.set_translator("html", citations.CitingTranslator, override=True)
    app.add_node(outputs.ChartNode, html=(outputs.visit_chart, None))
    app.add_node(citations.CitationNode, html=(citations.visit_citation, None))
    bibliography.register_styles()
    app.add_domain(prose.StandardDomain, override=True)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
