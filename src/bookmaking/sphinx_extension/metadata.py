"""The head of each page: what reference managers, search engines and archives read there. All of it is from ``CITATION.cff``.

Addresses appear only where the book's own is known (``BOOK_URL``); nothing is said of a publisher, a DOI or persons, since there are none.
"""

import hashlib
from typing import Any

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx

from bookmaking.citing.formats import FORMATS, thing
from bookmaking.citing.works import LICENCES, Work
from bookmaking.sphinx_extension.companion import Companion, companion_of, page_of
from bookmaking.sphinx_extension.figures import DOWNLOADS
from bookmaking.templates import fill
from supportgroups.dataset import data_directory, read_descriptor

DATASET_PAGE = "codebook"
CITATIONS = f"{DOWNLOADS}/citation"


def describe_for_machines(app: Sphinx, pagename: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Put a page's metadata into its head, and at its foot what is said of version, date and commit."""
    companion = companion_of(app)
    said = [f"Version {companion.citation.version}", companion.citation.date, companion.commit]
    context["release_note"] = ", ".join(filter(None, said))
    if work := page_of(app, pagename):
        context["page_address"] = work.address
        figures = [node["ids"][0] for node in doctree.findall(nodes.figure) if "chart-figure" in node["classes"]] if doctree else []
        context["page_metadata"] = head(companion, work, pagename, figures, context["description"])


def head(companion: Companion, work: Work, page: str, figures: list[str], description: str) -> Markup:
    """Return the head of a page: its metadata, links to its citations, and, where the book's address is known, what previews want.

    A preview shows the first of the page's figures, which are given by their anchors.
    """
    return fill(
        "head",
        formats=FORMATS,
        folder=CITATIONS,
        work=work,
        licence=LICENCES[work.licence],
        book=companion.citation.book,
        address=companion.address,
        description=description,
        image=f"{companion.address}{DOWNLOADS}/{figures[0]}.png" if figures else "",
        structured_data=structured_data(companion, work, page, description),
    )


def structured_data(companion: Companion, work: Work, page: str, description: str) -> dict[str, Any]:
    """Return what the page is in the vocabulary of schema.org."""
    citation = companion.citation
    book = {"abstract": citation.abstract, "keywords": list(citation.keywords), "isBasedOn": thing(citation.paper)}
    described = thing(citation.book) | book
    if work.kind == "chapter":
        described = thing(work) | {"description": description, "isPartOf": described}
        if work.chapter is not None:
            described["position"] = work.chapter
    content: dict[str, Any] = {"@context": "https://schema.org"}
    if page != DATASET_PAGE:
        return content | described
    dataset = thing(citation.dataset)
    dataset |= {
        "creator": dataset.pop("author"),
        "description": read_descriptor(data_directory())["description"],
        "keywords": list(citation.keywords),
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": file.name,
                "description": file.what,
                "encodingFormat": file.media_type,
                "contentUrl": f"{companion.address}{DOWNLOADS}/{file.name}",
                "contentSize": f"{len(file.content)} B",
                "sha256": hashlib.sha256(file.content).hexdigest(),
            }
            for file in companion.files
        ],
    }
    return content | {"@graph": [described, dataset]}
