"""What both editions have in common: a page without what only a screen with a browser can use, and templates of what surrounds it."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bookmaking.drawing import INK
from bookmaking.editions.book import Book, Page

ONLY_ON_SCREEN = (
    ".headerlink, .cite-files, .cite-format, .copied, .page-cite, .code-fold, .chart-tools, .table-filter, .filter-place, "
    ".toctree-wrapper, .doors, .editions, button, form, script, template"
)
"""What an edition leaves out: controls, files beside a chart, and code, which is in the notebooks."""


def without_controls(article: Tag) -> None:
    """Leave out what needs a browser."""
    for tag in article.select(ONLY_ON_SCREEN):
        if not tag.decomposed:
            tag.decompose()
    for tag in article.find_all(True):
        for name in [name for name in tag.attrs if name.startswith("data-") and name != "data-label"]:
            del tag[name]
        for name in ("tabindex", "role", "aria-label", "popover", "hidden"):
            if tag.name != "svg":
                tag.attrs.pop(name, None)
    # The marks of a drawing are links on the page; an edition has one picture with one text alternative.
    for tag in article.select("span.std, span.pre, span.pasted-text, span.caption-text, svg a"):
        tag.unwrap()
    for tag in article.select("div.cell, div.cell_output, div.legend, div.drawings"):
        if not tag.decomposed and not tag.get_text(strip=True) and not tag.find(["svg", "img", "hr"]):  # nothing is left in it
            tag.decompose()


def unfold(article: Tag) -> None:
    """Show what is folded."""
    for tag in article.select("details"):
        tag.name = "div"
        add_class(tag, "unfolded")
        if isinstance(summary := tag.find("summary"), Tag):
            summary.name = "p"
            add_class(summary, "unfolded-title")


def name_drawing(drawing: Tag, identifier: str | None = None) -> None:
    """Give a drawing its text alternative as an element inside, which more readers know than an attribute."""
    alternative = element(f"<title>{escape(str(drawing['aria-label']))}</title>")
    if identifier:
        alternative["id"] = identifier
    drawing.insert(0, alternative)
    del drawing["aria-label"]


def add_class(tag: Tag, name: str) -> None:
    """Add a class to an element."""
    classes = [each for each in tag.get_attribute_list("class") if each]
    if name not in classes:
        tag["class"] = " ".join([*classes, name])


def element(html: str) -> Tag:
    """Return a new element."""
    new = BeautifulSoup(html, "html.parser").find(True)
    assert isinstance(new, Tag)
    return new.extract()


_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    keep_trailing_newline=True,
    lstrip_blocks=True,
    trim_blocks=True,
    undefined=StrictUndefined,
)


def fill(template: str, book: Book, **values: Any) -> str:
    """Return a template of an edition, with what the book says of itself and further values, of which text is escaped."""
    return _TEMPLATES.get_template(template).render(**book._asdict(), **values)


def title_picture(book: Book) -> Tag | None:
    """Return the picture of the home page."""
    return book.pages[0].article.select_one(".chart-wide svg")


def open_chapter(page: Page) -> Markup:
    """Return a page that begins with its number and with how to cite it."""
    heading = page.article.find("h1")
    assert isinstance(heading, Tag)
    if page.number is not None:
        number = element(f'<span class="chapter-number">{page.number}</span>')
        heading.insert(0, number)
        number.insert_after(" ")
    heading.insert_after(element(f'<p class="chapter-citation">{page.citation}</p>'))
    add_class(page.article, "chapter")
    return Markup(page.article)


def dark_on_white(drawing: Tag) -> None:
    """Give a drawing's text a colour of its own, for which a page has no style."""
    for tag in drawing.find_all(True):
        for name, value in tag.attrs.items():
            if value == "currentColor":
                tag[name] = INK
