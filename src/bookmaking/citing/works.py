"""What can be cited: the paper, the companion, its chapters and its dataset. All that is said about them comes from ``CITATION.cff``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml

FILE = "CITATION.cff"

NUMERALS = ("I", "II", "III", "IV", "V")
"""The numbers of the chapters, which are those of the paper's sections."""
Kind = Literal["book", "chapter", "dataset", "paper"]


@dataclass(frozen=True)
class Author:
    """A person, or a body with a name of its own.

    Examples
    --------
    >>> Author(family="Shipper", given="Apichai W.").inverted
    'Shipper, Apichai W.'
    """

    family: str = ""
    given: str = ""
    name: str = ""

    @property
    def inverted(self) -> str:
        """The name as lists have it: a person's family name first."""
        return self.name or f"{self.family}, {self.given}"

    @property
    def natural(self) -> str:
        """The name as it is spoken."""
        return self.name or f"{self.given} {self.family}"


@dataclass(frozen=True)
class Work:
    """A work, with all that a citation of it says.

    Attributes
    ----------
    key
        What the work is called in a bibliography's file.
    release
        Version and commit, for what changes: “version 0.1.0, commit 1a2b3c4”.
    remark
        What is said in the place of a date and a publisher.
    address
        Where the work is published; empty unless that is known.
    """

    key: str
    kind: Kind
    title: str
    authors: tuple[Author, ...]
    language: str
    released: date | None = None
    release: str = ""
    book: str = ""
    chapter: int | None = None
    remark: str = ""
    licence: str = ""
    address: str = ""

    @property
    def by(self) -> str:
        """The authors as one text."""
        *others, last = (author.natural for author in self.authors)
        return " and ".join(filter(None, [", ".join(others), last]))


@dataclass(frozen=True)
class Citation:
    """What ``CITATION.cff`` says."""

    version: str
    released: date
    abstract: str
    keywords: tuple[str, ...]
    licences: tuple[str, ...]
    book: Work
    dataset: Work
    paper: Work

    @property
    def main_title(self) -> str:
        """The book's title before the colon."""
        return self.book.title.partition(": ")[0]

    @property
    def subtitle(self) -> str:
        """What follows the colon; may be empty."""
        return self.book.title.partition(": ")[2]

    @property
    def date(self) -> str:
        """The day of the release in words."""
        return f"{self.released.day} {self.released:%B %Y}"

    def chapter(self, page: str, title: str, number: int | None) -> Work:
        """Return a page of the book, by its file's name without ``.html``, as a work of its own; not every page has a number."""
        address = self.book.address and f"{self.book.address}{page}.html"
        key = f"companion-{page}"
        return replace(self.book, key=key, kind="chapter", title=title, book=self.book.title, chapter=number, address=address)


def read_citation(folder: Path, commit: str = "", address: str = "") -> Citation:
    """Read ``CITATION.cff``.

    Parameters
    ----------
    folder
        Where it is.
    commit
        What distinguishes the release from others of the same version, if anything does.
    address
        Where the book is published, if that is known.
    """
    content = yaml.safe_load((folder / FILE).read_text(encoding="utf-8"))
    (paper,) = (entry for entry in content["references"] if entry["type"] == "unpublished")
    (dataset,) = (entry for entry in content["references"] if entry["type"] == "data")
    release = f"version {content['version']}" + (f", {commit}" if commit else "")
    book = content["preferred-citation"]

    def companion(key: str, kind: Kind, licence: str, address: str, entry: dict[str, Any]) -> Work:
        title, language, released = entry["title"], entry["languages"][0], content["date-released"]
        return Work(key, kind, title, _authors(content), language, released, release, licence=licence, address=address)

    return Citation(
        version=content["version"],
        released=content["date-released"],
        abstract=" ".join(content["abstract"].split()),
        keywords=tuple(content["keywords"]),
        licences=tuple(content["license"]),
        book=companion("companion", "book", content["license"][0], address, book),
        dataset=companion("companion-dataset", "dataset", dataset["license"], address and f"{address}codebook.html", dataset),
        paper=Work(
            key="shipper-npo-law",
            kind="paper",
            title=paper["title"],
            authors=_authors(paper),
            language=paper["languages"][0],
            remark=" ".join(paper["notes"].split()),
        ),
    )


def _authors(entry: dict[str, Any]) -> tuple[Author, ...]:
    return tuple(
        Author(name=author["name"]) if "name" in author else Author(family=author["family-names"], given=author["given-names"])
        for author in entry["authors"]
    )
