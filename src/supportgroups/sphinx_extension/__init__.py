"""The Sphinx side: how stored charts and tables, prose and layout reach the page.

``drawing``    charts drawn without a browser, each drawn once and kept
``charts``     stored charts → numbered figures, and the files that a reader can take away
``tables``     stored tables → numbered tables
``labels``     what both share: caption and anchor
``prose``      languages marked up, figures filled in, code beneath what it shows
``bibliography``  how works are listed and cited
``search``     words, Japanese and identifiers in the search index
``companion``  what the book is to those who cite it, and where it is published
``metadata``   the head of each page
``citing``     the citations of pages, tables, figures, claims and groups, and the data to keep
``redirects``  addresses that have moved
``pages``      the layout, and on each page only the scripts and styles that it needs
``editions``   the place on the home page for the book's PDF and EPUB
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from myst_nb.sphinx_ import HideCodeCellNode

from supportgroups.sphinx_extension import bibliography, charts, citing, editions, metadata, pages, prose, redirects, search, tables

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension with Sphinx."""
    app.connect("config-inited", prose.add_substitutions)
    app.connect("config-inited", pages.use_own_layout, priority=900)
    app.connect("html-page-context", pages.choose_scripts, priority=900)
    app.connect("html-page-context", pages.describe)
    app.connect("html-page-context", pages.offer_run)
    app.connect("html-page-context", pages.link_groups)
    app.connect("env-before-read-docs", charts.begin_drawings)
    app.connect("doctree-read", search.note_terms)
    app.connect("html-page-context", metadata.describe_for_machines, priority=600)  # when the page has its description
    app.connect("html-page-context", citing.offer_citations, priority=600)
    app.connect("html-page-context", redirects.leave_anchors, priority=700)
    app.connect("build-finished", citing.write_citations)
    app.connect("build-finished", redirects.write_pages)
    app.connect("env-check-consistency", charts.check_numbers)
    app.connect("build-finished", charts.write_files)
    app.add_directive("chart", charts.ChartDirective)
    app.add_directive("citation", citing.CitationDirective)
    app.add_directive("files", citing.FilesDirective)
    app.add_transform(citing.AddCitations)
    left_out = (citing.skip, None)
    app.add_node(citing.CitationNode, html=(citing.visit, None), latex=left_out, text=left_out, man=left_out, texinfo=left_out)
    app.add_directive("editions", editions.EditionsDirective)
    app.add_post_transform(prose.CodeBeneathOutput)
    app.add_post_transform(prose.MarkLanguages)
    app.add_post_transform(tables.FrameTables)
    app.add_node(tables.TableFrame, html=(tables.open_frame, tables.close_frame))
    app.add_node(HideCodeCellNode, override=True, html=(prose.open_fold, prose.close_fold))
    app.add_post_transform(bibliography.ListOfWorks)
    bibliography.register_styles()
    app.add_search_language(search.EnglishWithJapanese)
    app.add_domain(search.RecordDomain)
    for script in ("book.js", "charts.js", "cite.js", "tables.js"):
        app.add_js_file(script)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
