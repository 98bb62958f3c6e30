"""The head of each page: what reference managers, search engines and archives read there. All of it is from ``CITATION.cff``.

Addresses appear only where the book's own is known (``BOOK_URL``); nothing is said of a publisher, a DOI or persons, since there are none.
"""

import hashlib
import json
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from bookmaking.citing.formats import FORMATS
from bookmaking.citing.works import Author, Work
from bookmaking.sphinx_extension.companion import Companion, companion_of, page_of
from bookmaking.sphinx_extension.figures import DOWNLOADS
from bookmaking.templates import fill
from supportgroups.dataset import data_directory, read_descriptor

LICENCES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "MIT": "https://opensource.org/license/mit",
}
DATASET_PAGE = "codebook"
"""The page that describes the dataset."""
CITATIONS = f"{DOWNLOADS}/citation"
"""Folder of the site with citations as files."""


def describe_for_machines(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Put a page's metadata into its head."""
    companion = companion_of(app)
    context["release_note"] = release_note(companion)
    work = page_of(app, pagename)
    if work is None:
        return
    context["page_address"] = work.address
    figures = [node["ids"][0] for node in doctree.findall(nodes.figure) if "chart-figure" in node["classes"]] if doctree else []
    context["page_metadata"] = head(companion, work, pagename, figures, context["description"])


def release_note(companion: Companion) -> str:
    """Return what the foot of each page says of version, date and commit."""
    return ", ".join(filter(None, [f"Version {companion.citation.version}", companion.citation.date, companion.commit]))


def head(companion: Companion, work: Work, page: str, figures: list[str], description: str) -> str:
    """Return the head of a page: its metadata, links to its citations, and, where the book's address is known, what previews want.

    A preview shows the first of the page's figures, which are given by their anchors.
    """
    return fill(
        "head",
        tags=meta_tags(work),
        formats=FORMATS,
        folder=CITATIONS,
        work=work,
        book=companion.citation.book,
        address=companion.address,
        description=description,
        image=f"{companion.address}{DOWNLOADS}/{figures[0]}.png" if figures else "",
        structured_data=structured_data(companion, work, page, description),
    )


def meta_tags(work: Work) -> list[tuple[str, str]]:
    """Return the names and contents of the tags that reference managers and Google Scholar read.

    A chapter has those of Highwire Press. The book's title is given twice: ``citation_book_title`` is the tag that most readers
    know, and which Zotero (as of 2026) takes for one of Open Graph's, because “book” is a prefix there; ``citation_inbook_title`` is the
    one by which Zotero knows a section of a book. There are no such tags for a book as a whole, and its title alone would make it an
    article of a journal; so the book is described in Dublin Core, with its type. Edition and licence, for which Highwire Press has no
    tags, are given in the vocabularies that the same readers understand.
    """
    authors = [highwire(author) for author in work.authors]
    if work.kind == "chapter":
        tags = [
            ("citation_title", work.title),
            *(("citation_author", author) for author in authors),
            ("citation_publication_date", f"{work.released:%Y/%m/%d}"),
            ("citation_book_title", work.book),
            ("citation_inbook_title", work.book),
            ("citation_language", work.language),
            ("citation_public_url", work.address),
            ("citation_fulltext_html_url", work.address),
        ]
    else:
        tags = [
            ("bibo.type", "Book"),
            ("dcterms.title", work.title),
            *(("dcterms.creator", author) for author in authors),
            ("dcterms.date", f"{work.released}"),
            ("dcterms.language", work.language),
            ("dcterms.identifier", work.address),
        ]
    return [*tags, ("bibo.edition", work.release), ("dcterms.rights", LICENCES[work.licence])]


def highwire(author: Author) -> str:
    """Return an author as these tags have one.

    A body's name ends with a comma: what precedes the comma is the family name, and nothing follows it. Without the comma,
    Zotero and others take the last word of “The companion’s contributors” for a family name and the rest for given ones.

    Examples
    --------
    >>> highwire(Author(name="The companion’s contributors"))
    'The companion’s contributors,'
    """
    return f"{author.name}," if author.name else author.inverted


def structured_data(companion: Companion, work: Work, page: str, description: str) -> str:
    """Return what the page is in the vocabulary of schema.org."""
    paper = companion.citation.paper
    thing = _thing(companion.citation.book, "Book") | {
        "abstract": companion.citation.abstract,
        "keywords": list(companion.citation.keywords),
        "isBasedOn": {
            "@type": "CreativeWork",
            "name": paper.title,
            "author": [_person(author) for author in paper.authors],
            "inLanguage": paper.language,
        },
    }
    if work.kind == "chapter":
        thing = _thing(work, "Chapter") | {"description": description, "isPartOf": thing}
        if work.chapter is not None:
            thing["position"] = work.chapter
    content: dict[str, Any] = {"@context": "https://schema.org"}
    content |= {"@graph": [thing, _dataset(companion)]} if page == DATASET_PAGE else thing
    # A closing tag inside would end the element.
    return json.dumps(content, ensure_ascii=False).replace("</", "<\\/")


def _thing(work: Work, kind: str) -> dict[str, Any]:
    return {
        "@type": kind,
        "name": work.title,
        "author": [_person(author) for author in work.authors],
        "datePublished": str(work.released),
        "version": work.release.removeprefix("version "),
        "inLanguage": work.language,
        "license": LICENCES[work.licence],
        **({"@id": work.address, "url": work.address} if work.address else {}),
    }


def _person(author: Author) -> dict[str, str]:
    if author.name:
        return {"@type": "Organization", "name": author.name}
    return {"@type": "Person", "name": author.natural, "givenName": author.given, "familyName": author.family}


def _dataset(companion: Companion) -> dict[str, Any]:
    work = companion.citation.dataset
    thing = _thing(work, "Dataset")
    thing["creator"] = thing.pop("author")
    return thing | {
        "description": read_descriptor(data_directory())["description"],
        "keywords": list(companion.citation.keywords),
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
