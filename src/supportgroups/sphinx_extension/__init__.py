"""The Sphinx side: how stored charts and tables, prose and layout reach the page.

``charts``     stored charts → numbered figures, and the files that a reader can take away
``tables``     stored tables → numbered tables
``labels``     what both share: caption and anchor
``numbers``    references to figures and tables by their numbers, and figures in words
``prose``      languages marked up, figures filled in, code beneath what it shows
``bibliography``  how works are listed and cited
``search``     words, Japanese and identifiers in the search index
``companion``  what the book is to those who cite it, and where it is published
``metadata``   the head of each page
``citing``     the citations of pages, tables, figures, claims and groups, and the data to keep
``redirects``  addresses that have moved
``hosting``    what a static host wants: the page for wrong addresses, the list of pages
``pages``      the layout, and on each page only the scripts and styles that it needs
``editions``   the place on the home page for the book's PDF and EPUB
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from myst_nb.sphinx_ import HideCodeCellNode

from supportgroups.sphinx_extension import (
    bibliography,
    charts,
    citing,
    editions,
    hosting,
    metadata,
    numbers,
    pages,
    prose,
    redirects,
    search,
    tables,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension with Sphinx."""
    app.add_config_value("comments_config", {}, "")  # Jupyter Book sets it, though the extension that it is for is not loaded
    app.connect("config-inited", prose.add_substitutions)
    app.connect("html-page-context", pages.choose_scripts, priority=900)
    app.connect("html-page-context", pages.describe)
    app.connect("html-page-context", pages.offer_run)
    app.connect("html-page-context", pages.link_groups)
    app.connect("env-before-read-docs", charts.begin_drawings)
    app.connect("env-before-read-docs", numbers.allow_parallel_reading)
    app.connect("doctree-read", search.note_terms)
    app.connect("html-page-context", metadata.describe_for_machines, priority=600)  # when the page has its description
    app.connect("html-page-context", citing.offer_citations, priority=600)
    app.connect("html-page-context", redirects.leave_anchors, priority=700)
    app.connect("build-finished", citing.write_citations)
    app.connect("build-finished", redirects.write_pages)
    app.connect("html-collect-pages", hosting.not_found_page)
    app.connect("build-finished", hosting.write_addresses)
    app.connect("env-check-consistency", charts.check_numbers)
    app.connect("env-check-consistency", charts.await_drawings)
    app.connect("build-finished", charts.write_files)
    app.add_directive("chart", charts.ChartDirective)
    app.add_role("words", numbers.words)
    app.add_directive("caption", numbers.TextOfFigure)
    app.add_directive("alternative", numbers.TextOfFigure)
    app.add_directive("citation", citing.CitationDirective)
    app.add_directive("files", citing.FilesDirective)
    app.add_transform(citing.AddCitations)
    drawn_elsewhere = (charts.skip_chart, None)
    app.add_node(
        charts.ChartNode,
        html=(charts.visit_chart, None),
        latex=drawn_elsewhere,
        text=drawn_elsewhere,
        man=drawn_elsewhere,
        texinfo=drawn_elsewhere,
    )
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
    app.add_domain(numbers.StandardDomain, override=True)
    for script in ("book.js", "charts.js", "cite.js", "tables.js"):
        app.add_js_file(script)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
