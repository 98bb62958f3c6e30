"""The EPUB: one file of each page, with navigation and metadata."""

import re
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import Any, NamedTuple

import vl_convert
from markupsafe import Markup

from bookmaking.drawing import INK
from bookmaking.editions.book import Book, Page, links_within, name_drawing, without_controls
from bookmaking.templates import fill

STYLES = [Path(__file__).with_name(name) for name in ("both.css", "epub.css")]
COVER, MARGIN, FOOT = (1200, 1800), 110, 160  # pixels: the cover, what is left free at its sides, and what is below its picture


class Item(NamedTuple):
    """A file of the EPUB; those of XHTML are read in their order."""

    name: str
    content: str | bytes
    media_type: str = "application/xhtml+xml"
    properties: str = ""


def write_epub(book: Book, target: Path) -> None:
    """Write the book as an EPUB."""
    cover = _cover(book)
    pages = [_item(page, book) for page in book.pages]
    figures = list(_captions(book, "figure.chart-figure", "figcaption"))
    tables = list(_captions(book, "table.data-table", "caption"))
    title, own = book.citation.book.title, book._asdict()
    items = [
        Item("style.css", b"\n".join(style.read_bytes() for style in STYLES), "text/css"),
        Item("cover.png", cover, "image/png", "cover-image"),
        Item("title.xhtml", fill("title.xhtml", **own, title=title)),
        Item("contents.xhtml", fill("contents.xhtml", **own, title="Contents", figures=figures, tables=tables), properties="nav"),
        *pages,
    ]
    identifier = uuid.uuid5(uuid.NAMESPACE_OID, f"{title} {book.citation.version}")
    files = {
        "mimetype": "application/epub+zip",  # uncompressed, by which readers know what the archive is
        "META-INF/container.xml": fill("container.xml"),
        "EPUB/package.opf": fill("package.opf", **own, items=items, identifier=identifier),
        **{f"EPUB/{item.name}": item.content for item in items},
    }
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)  # whose time is always the same, so that the same book gives the same bytes
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)


def _item(page: Page, book: Book) -> Item:
    article = page.article
    without_controls(article)
    for drawing in article.select("svg"):
        figure = drawing.find_parent("figure")
        kind = "narrow" if drawing.find_parent(class_="chart-narrow") else "wide"
        identifier = f"{figure['id'] if figure else page.name}-{kind}-alternative"
        name_drawing(drawing, identifier)
        drawing["aria-labelledby"] = identifier
        drawing["role"] = "img"
        drawing["xmlns"] = "http://www.w3.org/2000/svg"
    for link, name, anchor in links_within(article, {page.name for page in book.pages}):
        link["href"] = (f"{name}.xhtml" if name else "") + (f"#{anchor}" if anchor else "")
    page.opened()
    for tag in article.select("[lang]"):
        tag["xml:lang"] = tag["lang"]
    kind = "chapter" if page.number is not None else "preface" if page is book.pages[0] else "appendix"
    text = Markup(article.decode_contents())
    properties = "svg" if article.find("svg") else ""
    return Item(f"{page.name}.xhtml", fill("page.xhtml", **book._asdict(), title=page.title, kind=kind, text=text), properties=properties)


def _captions(book: Book, selector: str, caption: str) -> Iterator[tuple[Page, str, str]]:
    """Yield what is in a list of figures or tables: page, anchor, and number with first sentence."""
    for page in book.pages:
        for tag in page.article.select(f"{selector}[id]"):
            for label in tag.select(f":scope > {caption}"):
                text = " ".join(label.get_text().split())
                first = re.split(r"(?<=[a-z”)][.:;]) ", text)[0].rstrip(":;.")
                yield page, str(tag["id"]), first


def _cover(book: Book) -> bytes:
    """Draw the cover: the title above the picture of the home page."""
    width, height = COVER
    title = wrap(book.citation.main_title, 20)
    paper = wrap(f"accompanying {book.citation.paper.by}, “{book.citation.paper.title}”", 54)
    below_title = 330 + 112 * len(title)
    values: dict[str, Any] = {"picture": "", "title": title, "below_title": below_title, "paper": paper}
    if (picture := book.picture()) is not None:  # as large as there is room for it
        wide, high = (float(str(picture[side])) for side in ("width", "height"))
        scale = min((width - 2 * MARGIN) / wide, (height - FOOT - below_title - 120 - 50 * len(paper)) / high)
        inside = Markup(picture.decode_contents().replace("currentColor", INK))
        values |= {"picture": inside, "scale": f"{scale:.3f}", "top": f"{height - FOOT - high * scale:.0f}"}
    cover: bytes = vl_convert.svg_to_png(fill("cover.svg", **book._asdict(), width=width, height=height, margin=MARGIN, ink=INK, **values))
    return cover
