"""What can be cited: the paper, the companion, its chapters and its dataset. All that is said about them comes from ``CITATION.cff``."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal, NamedTuple

import yaml

FILE = "CITATION.cff"

NUMERALS = ("I", "II", "III", "IV", "V")  # the numbers of the chapters, which are those of the paper's sections
LICENCES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "MIT": "https://opensource.org/license/mit",
}
Kind = Literal["book", "chapter", "dataset", "paper"]


class Author(NamedTuple):
    """A person, or a body with a name of its own."""

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
    """A work, with all that a citation of it says; the key is what it is called in a bibliography's file.

    The release of what changes is “version 0.1.0, commit 1a2b3c4”. A remark is said in the place of a date and a publisher.
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


class TextsOnOneLine(yaml.SafeLoader):
    """Reads each text as one line: a format such as RIS has a line for each field."""


TextsOnOneLine.add_constructor("tag:yaml.org,2002:str", lambda _, node: " ".join(node.value.split()))


def read_citation(folder: Path, commit: str = "", address: str = "") -> Citation:
    """Read the ``CITATION.cff`` of a folder; the address is that of the published book, and empty where it is not known."""
    content = yaml.load((folder / FILE).read_text(encoding="utf-8"), TextsOnOneLine)
    entries = {entry["type"]: entry for entry in content["references"]}
    book, dataset, paper = content["preferred-citation"], entries["data"], entries["unpublished"]
    version, released = str(content["version"]), content["date-released"]
    if unknown := {*content["license"], dataset["license"]} - {*LICENCES}:
        raise ValueError(f"{FILE}: license {', '.join(sorted(unknown))}: expected one of {', '.join(LICENCES)}")

    def work(key: str, kind: Kind, entry: dict[str, Any], **more: Any) -> Work:
        authors = (Author(one.get("family-names", ""), one.get("given-names", ""), one.get("name", "")) for one in entry["authors"])
        return Work(key, kind, entry["title"], tuple(authors), entry["languages"][0], **more)

    own = {"released": released, "release": f"version {version}" + (f", {commit}" if commit else "")}
    page = address and f"{address}codebook.html"
    return Citation(
        version=version,
        released=released,
        abstract=content["abstract"],
        keywords=tuple(content["keywords"]),
        licences=tuple(content["license"]),
        book=work("companion", "book", book, licence=content["license"][0], address=address, **own),
        dataset=work("companion-dataset", "dataset", dataset, licence=dataset["license"], address=page, **own),
        paper=work("shipper-npo-law", "paper", paper, remark=paper["notes"]),
    )
