"""The place on the home page where the editions of the whole book are offered, once they are made."""

from __future__ import annotations

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

BEGIN, END = "<!-- editions -->", "<!-- end of editions -->"
"""What stands around the links to the editions: nothing is between them in a page that was just built."""


class EditionsDirective(SphinxDirective):
    """Leave a place for links to the PDF and the EPUB, which are made of the built pages and so cannot be there before them."""

    def run(self) -> list[nodes.Node]:
        """Return the place."""
        return [nodes.raw("", f"{BEGIN}{END}", format="html")]
