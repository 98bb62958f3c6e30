"""What the whole build shares: how the book is cited, where it is published, and the works that its pages are."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sphinx.errors import ExtensionError

from bookmaking.citing.files import File, files_to_keep
from bookmaking.citing.formats import FORMATS
from bookmaking.citing.references import Reference, in_text, references
from bookmaking.citing.release import ADDRESS, commit_of
from bookmaking.citing.works import Work, read_citation
from supportgroups.dataset import data_directory, read_descriptor

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class Companion:
    """The book that is being built, as what readers cite.

    Parameters
    ----------
    root
        The top folder, with ``CITATION.cff``.
    address
        Where the book is published; empty unless that is known.

    Raises
    ------
    ExtensionError
        If the address is not one.
    """

    def __init__(self, root: Path, address: str = "") -> None:
        self.root = root
        self.address = _base(address)
        self.commit = commit_of(root)
        self.citation = read_citation(root, self.commit, self.address)
        self.dataset_description: str = read_descriptor(data_directory())["description"]
        self._references: dict[Work, list[Reference]] = {}
        self._written: dict[Work, dict[str, str]] = {}
        self._in_text: list[Reference] = []
        self._files: list[File] = []

    def page(self, name: str, title: str, number: int | None) -> Work:
        """Return a page of the book as a chapter."""
        return self.citation.chapter(name, title, number, f"{self.address}{name}.html" if self.address else "")

    def references(self, work: Work) -> list[Reference]:
        """Return a work's references in each style."""
        if work not in self._references:
            (self._references[work],) = references([work])
        return self._references[work]

    def written(self, work: Work) -> dict[str, str]:
        """Return a work in each format of reference managers, by the end of the format's files' names."""
        if work not in self._written:
            self._written[work] = {form.suffix: form.write(work) for form in FORMATS}
        return self._written[work]

    def in_text(self) -> list[Reference]:
        """Return how the companion is cited in the text of those who cite it, in each style."""
        if not self._in_text:
            self._in_text = in_text(self.citation.book)
        return self._in_text

    def files(self) -> list[File]:
        """Return the data to keep."""
        if not self._files:
            self._files = files_to_keep(self.citation, self.root, data_directory())
        return self._files


def companion_of(app: Sphinx) -> Companion:
    """Return the companion of a build."""
    if not hasattr(app, "supportgroups_companion"):
        companion = Companion(Path(app.srcdir).parent, os.environ.get(ADDRESS, ""))
        app.supportgroups_companion = companion  # type: ignore[attr-defined]
    known: Companion = app.supportgroups_companion  # type: ignore[attr-defined]
    return known


def page_of(app: Sphinx, name: str) -> Work | None:
    """Return the work that a page is: the book, one of its chapters, or none."""
    companion = companion_of(app)
    if name == app.config.root_doc:
        return companion.citation.book
    if name not in app.env.titles:
        return None
    number = app.env.toc_secnumbers.get(name, {}).get("")
    return companion.page(name, app.env.titles[name].astext(), number[0] if number else None)


def _base(address: str) -> str:
    """Return an address that ends with a stroke, so that a page's name can follow."""
    if not address:
        return ""
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise ExtensionError(f"{ADDRESS} is the address of a folder, such as https://example.org/book/, not {address!r}")
    return address.rstrip("/") + "/"
