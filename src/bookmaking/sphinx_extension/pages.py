"""What the book's own layout asks for (``_templates/layout.html``): it has none of the scripts that Jupyter Book's theme puts on a page."""

import hashlib
import os
from pathlib import Path
from textwrap import shorten
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from bookmaking.browser import FOLDER, OFFER
from bookmaking.citing.formats import FORMATS, thing
from bookmaking.citing.works import LICENCES, Work
from bookmaking.sphinx_extension import citations, hosting, prose
from bookmaking.sphinx_extension.citations import citation_of, files_of, page_of
from bookmaking.sphinx_extension.outputs import DOWNLOADS
from bookmaking.templates import fill
from supportgroups.dataset import data_directory, read_descriptor


def write_script(app: Sphinx) -> None:
    """Write what runs on every page as one file: for each more that is asked for, the text on a phone comes later."""
    scripts = sorted(Path(app.srcdir).glob("_scripts/*.js"))
    static = Path(app.outdir) / "_static"
    static.mkdir(parents=True, exist_ok=True)
    (static / "book.js").write_text("\n".join(script.read_text(encoding="utf-8") for script in scripts), encoding="utf-8")


def complete(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Give a page what its layout asks for: description, head, citations, and what has moved from it; addresses if the book's is known."""
    paragraph = next(doctree.findall(nodes.paragraph), None) if doctree else None
    text = " ".join(paragraph.astext().split()) if paragraph else f"Search in the companion: {app.config.project}"
    # For search engines: what the first paragraph says, as far as whole words fit into 200 characters.
    context["description"] = shorten(text, 200, placeholder=" …")
    # Where the site has what that needs (`make site`), a page that is a notebook offers to run it in the browser.
    if OFFER in os.environ and Path(app.env.doc2path(pagename)).suffix == ".ipynb":
        context["run"] = f"{FOLDER}/lab/index.html?path={pagename}.ipynb"
    context["policy"] = hosting.POLICY
    citation, work = citation_of(app), page_of(app, pagename)
    _, *commit = citation.book.release.split(", ")
    context["release_note"] = ", ".join([f"Version {citation.version}", citation.date, *commit])
    if work:
        context["page_address"] = work.address
        figures = (node["ids"][0] for node in doctree.findall(nodes.figure) if "chart-figure" in node["classes"]) if doctree else iter(())
        context["page_metadata"] = fill(
            "head",
            formats=FORMATS,
            folder=citations.CITATIONS,
            work=work,
            licence=LICENCES[work.licence],
            book=citation.book,
            address=citation.book.address,
            description=context["description"],
            image=f"{citation.book.address}{DOWNLOADS}/{figure}.png" if (figure := next(figures, "")) else "",  # for a preview
            structured_data=structured_data(app, work, pagename, context["description"]),
        )
    if "body" in context:
        citations.offer_citations(app, pagename, context)
        context["body"] = prose.break_lines(context["body"])
        hosting.leave_anchors(app, pagename, context)


def structured_data(app: Sphinx, work: Work, page: str, description: str) -> dict[str, Any]:
    """Return what the page is in the vocabulary of schema.org."""
    citation = citation_of(app)
    book = {"abstract": citation.abstract, "keywords": list(citation.keywords), "isBasedOn": thing(citation.paper)}
    described = thing(citation.book) | book
    if work.kind == "chapter":
        described = thing(work) | {"description": description, "isPartOf": described}
        if work.chapter is not None:
            described["position"] = work.chapter
    content: dict[str, Any] = {"@context": "https://schema.org"}
    if page != citations.DATASET_PAGE:
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
                "contentUrl": f"{citation.book.address}{DOWNLOADS}/{file.name}",
                "contentSize": f"{len(file.content)} B",
                "sha256": hashlib.sha256(file.content).hexdigest(),
            }
            for file in files_of(app)
        ],
    }
    return content | {"@graph": [described, dataset]}
