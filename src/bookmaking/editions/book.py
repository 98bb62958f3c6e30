"""The built pages in reading order, and what the book says of itself."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import NamedTuple

import yaml
from bs4 import BeautifulSoup, Tag

HOME = "index"
"""Name of the page with which the book begins."""
PREFACE = "About this book"
"""Title of that page in an edition, where the book's own title stands before it."""
_NUMBER = re.compile(r"(?P<number>\d+)\.\s*")


class EditionError(Exception):
    """An edition cannot be made; the message says why, for whoever asked for it."""


class About(NamedTuple):
    """What the book says of itself, from CITATION.cff: the one source of citation metadata."""

    title: str
    """The main title."""
    subtitle: str
    """What follows the colon; may be empty."""
    authors: tuple[str, ...]
    abstract: str
    version: str
    released: datetime.date
    keywords: tuple[str, ...]
    paper_title: str
    """Title of the paper that the book accompanies."""
    paper_author: str
    paper_notes: str
    """What is known of the paper's date and venue."""

    @property
    def full_title(self) -> str:
        """The title with the subtitle."""
        return f"{self.title}: {self.subtitle}" if self.subtitle else self.title

    @property
    def by(self) -> str:
        """The authors as one text."""
        return " and ".join(filter(None, [", ".join(self.authors[:-1]), self.authors[-1]]))

    @property
    def date(self) -> str:
        """The date of the version in words."""
        return f"{self.released.day} {self.released:%B %Y}"


class Page(NamedTuple):
    """A built page."""

    name: str
    """Its file's name without the extension, which is also its address."""
    part: str
    """The part of the book to which it belongs; empty for the home page."""
    number: int | None
    title: str
    citation: str
    """How to cite it, as HTML: what the page itself says, in the first of its styles."""
    article: Tag
    """Its text, which may be changed."""


class Book(NamedTuple):
    """The built book."""

    about: About
    pages: tuple[Page, ...]


def read_about(citation: Path) -> About:
    """Read what the book says of itself from CITATION.cff."""
    data = yaml.safe_load(citation.read_text(encoding="utf-8"))
    title, _, subtitle = data["title"].partition(": ")
    paper = data["references"][0]
    return About(
        title=title,
        subtitle=subtitle,
        authors=tuple(_name(author) for author in data["authors"]),
        abstract=" ".join(data["abstract"].split()),
        version=str(data["version"]),
        released=data["date-released"],
        keywords=tuple(data["keywords"]),
        paper_title=paper["title"],
        paper_author=" and ".join(_name(author) for author in paper["authors"]),
        paper_notes=" ".join(paper.get("notes", "").split()),
    )


def _name(author: dict[str, str]) -> str:
    name = author.get("name") or " ".join(filter(None, [author.get("given-names"), author.get("family-names")]))
    return name.replace("'", "’")


def read_book(html: Path, citation: Path) -> Book:
    """Read the built pages in the order of the contents.

    Parameters
    ----------
    html
        The folder of the built pages.
    citation
        CITATION.cff.

    Raises
    ------
    EditionError
        If the book is not built, or a page is not as expected.
    """
    home = html / f"{HOME}.html"
    if not home.is_file():
        raise EditionError(f"{home} is not there: make book")
    contents = _parsed(home).find(id="contents")
    if not isinstance(contents, Tag):
        raise EditionError(f"{home} has no contents")
    pages = [_page(html, HOME, "")]
    part = ""
    for tag in contents.find_all(["p", "a"]):
        if tag.name == "p" and "caption" in tag.get_attribute_list("class"):
            part = tag.get_text(strip=True)
        elif tag.name == "a" and (name := str(tag["href"]).partition("#")[0].removesuffix(".html")) and part:
            pages.append(_page(html, name, part))
    return Book(read_about(citation), tuple(pages))


def _parsed(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_text(encoding="utf-8"), "html5lib")


def _page(html: Path, name: str, part: str) -> Page:
    parsed = _parsed(html / f"{name}.html")
    article = parsed.find("article")
    heading = article.find("h1") if isinstance(article, Tag) else None
    if not isinstance(article, Tag) or not isinstance(heading, Tag):
        raise EditionError(f"{name}.html has no text with a heading")
    for tag in heading.select(".headerlink"):
        tag.decompose()
    number = None
    if isinstance(section_number := heading.find(class_="section-number"), Tag):
        match = _NUMBER.match(section_number.get_text())
        number = int(match["number"]) if match else None
        section_number.decompose()
    if name == HOME:
        heading.string = PREFACE
    cited = parsed.select_one("#cite-this ~ * .cite-text") or _parsed(html / "how-to-cite.html").select_one("#this-companion .cite-text")
    if cited is None:
        raise EditionError(f"{name}.html does not say how to cite it, nor how-to-cite.html the book")
    return Page(name, part, number, " ".join(heading.get_text().split()), cited.decode_contents(), article)
