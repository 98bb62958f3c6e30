"""The EPUB: one file of each page, with navigation and metadata."""

from __future__ import annotations

import re
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import Any, NamedTuple

import vl_convert
from bs4 import Tag
from markupsafe import Markup

from bookmaking.drawing import INK
from bookmaking.editions.book import Book, Page
from bookmaking.editions.reading import keep_together, links_within, name_drawing, open_chapter, title_picture, without_controls
from bookmaking.templates import fill

STYLES = [Path(__file__).with_name(name) for name in ("both.css", "epub.css")]
COVER = (1200, 1800)
"""Width and height of the cover in pixels."""
MARGIN = 110
"""Left and right of what is on the cover."""
FOOT = 160
"""Height of what is below the cover's picture."""
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time that every file in the EPUB has, so that the same book gives the same bytes."""
_VOID_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class Item(NamedTuple):
    """A file of the EPUB."""

    name: str
    content: str | bytes
    media_type: str = "application/xhtml+xml"
    properties: str = ""
    in_order: bool = True
    """Whether it is read in its turn."""

    @property
    def identifier(self) -> str:
        """The name by which the package knows it."""
        return "item-" + re.sub(r"[^a-z0-9-]", "-", self.name.lower())


def write_epub(book: Book, target: Path) -> None:
    """Write the book as an EPUB."""
    names = {page.name for page in book.pages}
    cover = _cover(book)
    for page in book.pages:
        _prepare(page, names)
    figures = list(_captions(book, "figure.chart-figure", "figcaption"))
    tables = list(_captions(book, "table.data-table", "caption"))
    title, own = book.citation.book.title, book._asdict()
    items = [
        Item("style.css", b"\n".join(style.read_bytes() for style in STYLES), "text/css", in_order=False),
        Item("cover.png", cover, "image/png", "cover-image", in_order=False),
        Item("title.xhtml", fill("title.xhtml", **own, title=title)),
        Item("contents.xhtml", fill("contents.xhtml", **own, title="Contents", figures=figures, tables=tables), properties="nav"),
        *(_item(page, book) for page in book.pages),
    ]
    identifier = uuid.uuid5(uuid.NAMESPACE_OID, f"{title} {book.citation.version}")
    with zipfile.ZipFile(target, "w") as archive:
        _add(archive, "mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        _add(archive, "META-INF/container.xml", fill("container.xml").encode())
        _add(archive, "EPUB/package.opf", fill("package.opf", **own, items=items, identifier=identifier).encode())
        for item in items:
            _add(archive, f"EPUB/{item.name}", item.content.encode() if isinstance(item.content, str) else item.content)


def _add(archive: zipfile.ZipFile, name: str, content: bytes, compression: int = zipfile.ZIP_DEFLATED) -> None:
    entry = zipfile.ZipInfo(name, EARLIEST)
    entry.compress_type = compression
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)


def _prepare(page: Page, names: set[str]) -> None:
    """Make a page ready for a reading device."""
    article = page.article
    without_controls(article)
    keep_together(article)
    for drawing in article.select("svg"):
        figure = drawing.find_parent("figure")
        kind = "narrow" if drawing.find_parent(class_="chart-narrow") else "wide"
        identifier = f"{figure['id'] if figure else page.name}-{kind}-alternative"
        name_drawing(drawing, identifier)
        drawing["aria-labelledby"] = identifier
        drawing["role"] = "img"
        drawing["xmlns"] = "http://www.w3.org/2000/svg"
    for link, name, anchor in links_within(article, names):
        link["href"] = (f"{name}.xhtml" if name else "") + (f"#{anchor}" if anchor else "")


def _item(page: Page, book: Book) -> Item:
    open_chapter(page)
    for tag in page.article.select("[lang]"):
        tag["xml:lang"] = tag["lang"]
    kind = "chapter" if page.number is not None else "preface" if page is book.pages[0] else "appendix"
    text = Markup(_VOID_IN_XML.sub("", page.article.decode_contents()))
    properties = "svg" if page.article.find("svg") else ""
    return Item(f"{page.name}.xhtml", fill("page.xhtml", **book._asdict(), title=page.title, kind=kind, text=text), properties=properties)


def _captions(book: Book, selector: str, caption: str) -> Iterator[tuple[Page, str, str]]:
    """Yield what is in a list of figures or tables: page, anchor, and number with first sentence."""
    for page in book.pages:
        for tag in page.article.select(selector):
            label = tag.find(caption)
            if isinstance(label, Tag) and "id" in tag.attrs:
                text = " ".join(label.get_text().split())
                first = re.split(r"(?<=[a-z”)][.:;]) ", text, maxsplit=1)[0].rstrip(":;.")
                yield page, str(tag["id"]), first


def _cover(book: Book) -> bytes:
    """Draw the cover: the title above the picture of the home page."""
    width, height = COVER
    title = wrap(book.citation.main_title, 20)
    paper = wrap(f"accompanying {book.citation.paper.by}, “{book.citation.paper.title}”", 54)
    below_title = 330 + 112 * len(title)
    values: dict[str, Any] = {"picture": "", "title": title, "below_title": below_title, "paper": paper}
    if (picture := title_picture(book)) is not None:
        wide, high = (float(str(picture[side])) for side in ("width", "height"))
        scale, top = place(wide, high, below_title + 120 + 50 * len(paper))
        inside = Markup(picture.decode_contents().replace("currentColor", INK))
        values |= {"picture": inside, "scale": f"{scale:.3f}", "top": f"{top:.0f}"}
    cover: bytes = vl_convert.svg_to_png(fill("cover.svg", **book._asdict(), width=width, height=height, margin=MARGIN, ink=INK, **values))
    return cover


def place(wide: float, high: float, below: float) -> tuple[float, float]:
    """Return the scale of a picture, as large as the cover has room for it below a line, and where it begins.

    Examples
    --------
    >>> place(490, 200, 800)
    (2.0, 1240.0)
    >>> place(490, 840, 800)
    (1.0, 800.0)
    """
    width, height = COVER
    scale = min((width - 2 * MARGIN) / wide, (height - FOOT - below) / high)
    return scale, height - FOOT - high * scale
