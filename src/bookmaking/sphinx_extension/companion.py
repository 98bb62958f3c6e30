"""What the whole build shares: how the book is cited, where it is published, and the works that its pages are."""

import os
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from urllib.parse import urlsplit

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from bookmaking.citing.files import File, files_to_keep
from bookmaking.citing.works import NUMERALS, Work, read_citation
from bookmaking.state import ADDRESS, commit_of, kept
from supportgroups.audit import Result, Tables, audit
from supportgroups.dataset import data_directory


@cache
def audited() -> tuple[Tables, Sequence[Result]]:
    """Return the dataset and the outcome of its audit, which a build makes once."""
    tables = Tables.load()
    return tables, audit(tables)


class Companion:
    """The book that is being built, as what readers cite.

    The top folder has ``CITATION.cff``; the address is where the book is published, and empty unless that is known.
    """

    def __init__(self, root: Path, address: str = "") -> None:
        parts = urlsplit(address)
        if address and (parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment):
            raise ExtensionError(f"{ADDRESS} is the address of a folder, such as https://example.org/book/, not {address!r}")
        self.root = root
        self.address = address and address.rstrip("/") + "/"
        self.commit = commit_of(root)
        self.citation = read_citation(root, self.commit, self.address)

    @cached_property
    def files(self) -> list[File]:
        """The data to keep."""
        return kept(self.root, "files", lambda: files_to_keep(self.citation, self.root, data_directory(), audited()[1]), of=self.address)


_companion = cache(Companion)


def companion_of(app: Sphinx) -> Companion:
    """Return the companion of a build."""
    return _companion(Path(app.srcdir).parent, os.environ.get(ADDRESS, ""))


def page_of(app: Sphinx, name: str) -> Work | None:
    """Return the work that a page is: the book, one of its chapters, or none."""
    companion = companion_of(app)
    if name == app.config.root_doc:
        return companion.citation.book
    if name not in app.env.titles:
        return None
    number = app.env.toc_secnumbers.get(name, {}).get("")
    return companion.citation.chapter(name, app.env.titles[name].astext(), number[0] if number and number[0] <= len(NUMERALS) else None)
