"""The built pages in reading order, and what both editions make of them: pages without what only a screen with a browser can use."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import yaml
from bs4 import BeautifulSoup, Tag
from markupsafe import Markup, escape

from bookmaking.citing.works import Citation, read_citation

HOME, PREFACE = "index", "About this book"  # the first page, and its title in an edition, where the book's own comes before it
CHAPTER_CLAIMS = re.compile(r"#only-(i|ii|iii|iv|v)$")  # the address of a selection of claims that is a part of the audit
ONLY_ON_SCREEN = (
    *("run", "headerlink", "choice-other", "cite-files", "cite-format", "copied", "page-cite", "code-fold", "claim-rows", "chart-tools"),
    *("only", "on-screen", "bar", "unseen", "toctree-wrapper", "doors", "editions"),
)
"""The classes of what an edition leaves out: controls, files beside a chart, and code, which is in the notebooks."""
ARTICLE = re.compile(r"\b([Aa]n?)\s+")  # an article that must not end a line
_NAMES = "clipPath clipPathUnits gradientTransform gradientUnits linearGradient patternUnits preserveAspectRatio radialGradient viewBox"
CAPITALS = {name.lower(): name for name in _NAMES.split()}
"""The names of SVG that a drawing may have and the parser of pages writes small."""
WHOLE = 5  # number of characters up to which a Japanese word stays on one line


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

    def opened(self) -> Markup:
        """Return it so that it begins with its number and with how to cite it."""
        (heading,) = self.article.select("h1")
        if self.number is not None:
            number = element(f'<span class="chapter-number">{self.number}</span>')
            heading.insert(0, number)
            number.insert_after(" ")
        citation = element(f'<p class="chapter-citation" lang="en">{self.citation}</p>')
        keep_together(citation)
        heading.insert_after(citation)
        add_class(self.article, "chapter")
        return Markup(self.article)


class Book(NamedTuple):
    """The built book."""

    citation: Citation
    pages: tuple[Page, ...]

    def picture(self) -> Tag | None:
        """Return the picture of the home page."""
        return self.pages[0].article.select_one(".chart-wide svg")


def read_book(html: Path, root: Path) -> Book:
    """Read the built pages of one folder, in the order of the contents (``book/_toc.yml``) of another, with its ``CITATION.cff``."""
    home = html / f"{HOME}.html"
    if not home.is_file():
        raise EditionError(f"{home} is not there: make book")
    parts = yaml.safe_load((root / "book" / "_toc.yml").read_text(encoding="utf-8"))["parts"]
    pages = [_page(html, HOME, ""), *(_page(html, entry["file"], part["caption"]) for part in parts for entry in part["chapters"])]
    return Book(read_citation(root), tuple(pages))


def _parsed(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_text(encoding="utf-8").replace("<wbr>", "<wbr/>"), "lxml")  # which it does not know to be empty


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


def as_entries(article: Tag) -> None:
    """Make of a table whose rows unfold what an edition has in its place: one entry after the other, each with all that it says."""
    for table in article.find_all("table", class_="unfolds"):
        for part in table.select("tbody"):
            heading, *rows = part.select("tr")
            heading.name, heading["class"], heading["id"] = "h3", "part-title", part.attrs.pop("id")
            table.insert_before(heading)
            for cell in heading.select("th"):
                cell.unwrap()
            entries = element(f'<div class="{table.get_attribute_list("class")[-1]}"></div>')
            for row in rows:
                kind = str(row.get_attribute_list("class")[0])
                identifier, name, entry = (row.select(part)[0] for part in ("th > a", "summary", ".body"))
                entry.name, entry["class"] = "section", kind
                identifier["class"], name.name, name["class"] = f"{kind}-id", "h4", f"{kind}-title"
                name.insert(0, identifier.extract())
                identifier.insert_after(" ")
                for verdict in row.select(":scope > td > .verdict"):
                    entry.select(".claim-meta")[0].insert(0, verdict.extract())
                    verdict.insert_after(" · ")
                entry.insert(0, name.extract())
                entries.append(entry.extract())
            table.insert_before(entries)
        table.decompose()
    # To select rows is for the screen: here a part of the audit is together, and what would lead to other rows leads to all of them, or,
    # where numbers stand side by side, nowhere.
    for link in article.find_all(href=re.compile("#only-")):
        if section := CHAPTER_CLAIMS.search(str(link["href"])):
            link["href"] = f"claim-audit.html#section-{section[1]}"
        elif link.find_parent(["table", "figure"]) or link.find_parent(class_="claim-strip"):
            link.unwrap()
        else:
            link["href"] = "claim-audit.html#the-claims-one-by-one"


def without_controls(article: Tag) -> None:
    """Leave out what needs a browser, and keep together what a line of print must not part."""
    as_entries(article)
    for tag in [*article.find_all(["button", "form"]), *of_classes(article, *ONLY_ON_SCREEN)]:
        if not tag.decomposed:
            tag.decompose()
    for fold in of_classes(article, "fold"):  # what is folded because it is long would be lost on a device that does not unfold it
        for summary in fold.find_all("summary", recursive=False):
            summary.decompose()
        fold.unwrap()
    for tag in article.find_all(True):
        for name in [name for name in tag.attrs if name.startswith("data-") and name != "data-label"]:
            del tag[name]
        for name in ("tabindex", "role", "aria-label", "hidden"):
            if tag.name != "svg":
                tag.attrs.pop(name, None)
    for fold in of_classes(article, "claim-evidence"):
        fold["open"] = ""
    # The marks of a drawing are links on the page; an edition has one picture with one text alternative.
    marks = [mark for drawing in article.find_all("svg") for mark in drawing.find_all("a")]
    for tag in [*marks, *of_classes(article, "choices", "choice", "result", "std", "pre", "pasted-text", "caption-text")]:
        tag.unwrap()
    for tag in of_classes(article, "cell", "cell_output", "legend", "drawings", name="div"):
        if not tag.decomposed and not tag.get_text(strip=True) and not tag.find(["svg", "img", "hr"]):  # nothing is left in it
            tag.decompose()
    keep_together(article)


def of_classes(article: Tag, *classes: str, name: str | None = None) -> list[Tag]:
    """Return the elements with one of some classes: among the tens of thousands of a page, a selector takes twenty times as long."""
    wanted = frozenset(classes)
    return [tag for tag in article.find_all(name or True) if not wanted.isdisjoint(tag.get_attribute_list("class"))]


def links_within(article: Tag, names: set[str]) -> Iterator[tuple[Tag, str, str]]:
    """Yield the links to places of the book, with page (empty for this one) and anchor; one to a file beside the pages is only its text."""
    for link in article.find_all("a", href=True):
        address = urlsplit(str(link["href"]))
        name = address.path.removesuffix(".html")
        if not address.scheme and name and name not in names:
            link.unwrap()
        elif not address.scheme:
            yield link, name, address.fragment


def keep_together(article: Tag) -> None:
    """Have no line end after a lone article, or within a short Japanese word."""
    for text in article.find_all(string=ARTICLE):
        if not text.find_parent(["pre", "code", "svg"]):
            text.replace_with(ARTICLE.sub("\\1\u00a0", text))
    for word in article.find_all(lang="ja"):
        if len(word.get_text()) <= WHOLE:
            add_class(word, "whole")


def name_drawing(drawing: Tag, identifier: str | None = None) -> None:
    """Give a drawing its text alternative as an element inside, which more readers know than an attribute."""
    for tag in (drawing, *drawing.find_all(True)):
        tag.name, tag.attrs = CAPITALS.get(tag.name, tag.name), {CAPITALS.get(name, name): value for name, value in tag.attrs.items()}
    alternative = element(f"<title>{escape(str(drawing['aria-label']))}</title>")
    if identifier:
        alternative["id"] = identifier
    drawing.insert(0, alternative)
    del drawing["aria-label"]


def add_class(tag: Tag, name: str) -> None:
    """Add a class to an element."""
    tag["class"] = " ".join(dict.fromkeys([*filter(None, tag.get_attribute_list("class")), name]))


def element(html: str) -> Tag:
    """Return a new element."""
    new = BeautifulSoup(html, "html.parser").find(True)
    assert isinstance(new, Tag)
    return new.extract()
