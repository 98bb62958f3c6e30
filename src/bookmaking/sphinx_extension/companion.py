"""What the whole build shares: how the book is cited, where it is published, and the works that its pages are."""

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.errors import ExtensionError

from bookmaking.citing.files import File, files_to_keep
from bookmaking.citing.references import references
from bookmaking.citing.works import NUMERALS, Citation, Work, read_citation
from bookmaking.state import ADDRESS, commit_of, kept
from supportgroups.audit import Result, Tables, audit
from supportgroups.dataset import data_directory


@cache
def audited() -> tuple[Tables, Sequence[Result]]:
    """Return the dataset and the outcome of its audit, which a build makes once."""
    tables = Tables.load()
    return tables, audit(tables)


@cache
def read_published(root: Path, address: str = "") -> Citation:
    """Return how a book is cited, by the ``CITATION.cff`` of its top folder, and by the address where it is published, if that is known."""
    parts = urlsplit(address)
    if address and (parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment):
        raise ExtensionError(f"{ADDRESS} is the address of a folder, such as https://example.org/book/, not {address!r}")
    return read_citation(root, commit_of(root), address and address.rstrip("/") + "/")


def citation_of(app: Sphinx) -> Citation:
    """Return how the book that is being built is cited."""
    return read_published(Path(app.srcdir).parent, os.environ.get(ADDRESS, ""))


def files_of(app: Sphinx) -> list[File]:
    """Return the data to keep."""
    return _files(Path(app.srcdir).parent, citation_of(app))


@cache
def _files(root: Path, citation: Citation) -> list[File]:
    return kept(root, "files", lambda: files_to_keep(citation, root, data_directory(), audited()[1]), of=citation.book.address)


_references: dict[Work, dict[str, Markup]] = {}


def note_references(app: Sphinx, builder: Builder) -> None:
    """Have the references of all works at hand before the processes that write pages begin, made anew if a work changed."""
    works = works_of(app)
    _references.update(kept(Path(app.srcdir).parent, "references", lambda: {work: references(work) for work in works}, of=repr(works)))


def references_of(work: Work) -> dict[str, Markup]:
    """Return a work as a list of references has it, in each style, by the style's name."""
    return _references.get(work) or references(work)


def works_of(app: Sphinx) -> list[Work]:
    """Return all works that a reader is given to cite: the paper, the dataset, and the pages."""
    citation = citation_of(app)
    pages = [page_of(app, name) for name in sorted(app.env.found_docs)]
    return [citation.paper, citation.dataset, *(work for work in pages if work)]


def page_of(app: Sphinx, name: str) -> Work | None:
    """Return the work that a page is: the book, one of its chapters, or none."""
    citation = citation_of(app)
    if name == app.config.root_doc:
        return citation.book
    if name not in app.env.titles:
        return None
    number = app.env.toc_secnumbers.get(name, {}).get("")
    return citation.chapter(name, app.env.titles[name].astext(), number[0] if number and number[0] <= len(NUMERALS) else None)
