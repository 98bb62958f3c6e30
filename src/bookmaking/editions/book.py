"""The built pages in reading order, with what ``CITATION.cff`` says of the book."""

from pathlib import Path
from typing import NamedTuple

from bs4 import BeautifulSoup, Tag
from markupsafe import Markup

from bookmaking.citing.works import Citation, read_citation

HOME = "index"
"""Name of the page with which the book begins."""
PREFACE = "About this book"
"""Title of that page in an edition, where the book's own title comes before it."""


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
            for heading in self.article.find_all("h2")
            if isinstance(section := heading.find_parent("section"), Tag) and "id" in section.attrs
        ]


class Book(NamedTuple):
    """The built book."""

    citation: Citation
    pages: tuple[Page, ...]


def read_book(html: Path, root: Path) -> Book:
    """Read the built pages of one folder, in the order of the contents, with the ``CITATION.cff`` of another."""
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
    return Book(read_citation(root), tuple(pages))


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
        number = section_number.get_text().partition(".")[0]
        section_number.decompose()
    if name == HOME:
        heading.string = PREFACE
    cited = parsed.select_one("#cite-this ~ * .cite-text") or _parsed(html / "how-to-cite.html").select_one("#this-companion .cite-text")
    if cited is None:
        raise EditionError(f"{name}.html does not say how to cite it, nor how-to-cite.html the book")
    return Page(name, part, number, " ".join(heading.get_text().split()), Markup(cited.decode_contents()), article)
