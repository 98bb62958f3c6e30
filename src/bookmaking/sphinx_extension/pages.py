"""The pages: what their layout asks for.

Jupyter Book's own theme and the extensions that serve it put scripts and styles on every page, among them 1.5 MB of icons and one that
names another host. The book has its own layout (``_templates/layout.html``, ``_static/book.css``), so ``_config.yml`` does not load them.
"""

import os
from pathlib import Path
from textwrap import shorten
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from bookmaking.browser import FOLDER, OFFER
from bookmaking.sphinx_extension import citations, hosting, metadata, prose
from bookmaking.sphinx_extension.labels import raw

DESCRIPTION = 200
"""Most characters of a page's description."""
BEGIN, END = "<!-- editions -->", "<!-- end of editions -->"
"""What surrounds the links to the editions on the home page; nothing is between them in a page that was just built."""


class EditionsDirective(SphinxDirective):
    """Leave a place for links to the PDF and the EPUB, which are made of the built pages and so cannot be there before them."""

    def run(self) -> list[nodes.Node]:
        return [raw(f"{BEGIN}{END}")]


def complete(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Give a page what its layout asks for: description, head, citations, and what has moved from it."""
    paragraph = next(doctree.findall(nodes.paragraph), None) if doctree else None
    text = " ".join(paragraph.astext().split()) if paragraph else f"Search in the companion: {app.config.project}"
    # For search engines: what the first paragraph says, as far as whole words fit.
    context["description"] = shorten(text, DESCRIPTION, placeholder=" …")
    # Where the site has what that needs (`make site`), a page that is a notebook offers to run it in the browser.
    if OFFER in os.environ and Path(app.env.doc2path(pagename)).suffix == ".ipynb":
        context["run"] = f"{FOLDER}/lab/index.html?path={pagename}.ipynb"
    context["policy"], context["first_script"] = hosting.POLICY, hosting.FIRST_SCRIPT
    metadata.describe_for_machines(app, pagename, context, doctree)
    if "body" in context:
        citations.offer_citations(app, pagename, context)
        context["body"] = prose.break_lines(context["body"])
        hosting.leave_anchors(app, pagename, context)
