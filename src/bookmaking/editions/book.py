"""The built pages in reading order, with what ``CITATION.cff`` says of the book."""

from pathlib import Path
from typing import NamedTuple

import yaml
from bs4 import BeautifulSoup, Tag
from markupsafe import Markup

from bookmaking.citing.works import Citation, read_citation

HOME, PREFACE = "index", "About this book"
"""The page with which the book begins, and its title in an edition, where the book's own title comes before it."""


class EditionError(Exception):
    """An edition cannot be made; the message says why, for whoever asked for it."""


class Page(NamedTuple):
    """A built page: by its file's name without the extension, with the part of the book to which it belongs (the home page to none).

    How to cite it is what the page itself says, in the first of its styles. The article, its text, may be changed.
    """

    name: str
    part: str
    number: str | None
    title: str
    citation: Markup
    article: Tag

    def sections(self) -> list[tuple[str, str]]:
        """Return the anchor and the heading of each of its sections."""
        return [
            (str(section["id"]), " ".join(heading.get_text().split()))
            for section in self.article.select("section[id]")
            for heading in section.select(":scope > h2")
        ]


class Book(NamedTuple):
    """The built book."""

    citation: Citation
    pages: tuple[Page, ...]


def read_book(html: Path, root: Path) -> Book:
    """Read the built pages of one folder, in the order of the contents (``book/_toc.yml``) of another, with its ``CITATION.cff``."""
    home = html / f"{HOME}.html"
    if not home.is_file():
        raise EditionError(f"{home} is not there: make book")
    parts = yaml.safe_load((root / "book" / "_toc.yml").read_text(encoding="utf-8"))["parts"]
    pages = [_page(html, HOME, ""), *(_page(html, entry["file"], part["caption"]) for part in parts for entry in part["chapters"])]
    return Book(read_citation(root), tuple(pages))


def _parsed(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_text(encoding="utf-8"), "html5lib")


def _page(html: Path, name: str, part: str) -> Page:
    parsed = _parsed(html / f"{name}.html")
    article, heading = (parsed.select(part)[0] for part in ("article", "article h1"))
    for tag in heading.select(".headerlink"):
        tag.decompose()
    number = None
    if section_number := heading.select_one(".section-number"):
        number = section_number.get_text().partition(".")[0]
        section_number.decompose()
    if name == HOME:
        heading.string = PREFACE
    cited = parsed.select("#cite-this ~ * .cite-text") or _parsed(html / "how-to-cite.html").select("#this-companion .cite-text")
    return Page(name, part, number, " ".join(heading.get_text().split()), Markup(cited[0].decode_contents()), article)
