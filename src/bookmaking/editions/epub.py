"""The EPUB: one file of each page, with navigation and metadata."""

from __future__ import annotations

import re
import uuid
import zipfile
from collections.abc import Iterator
from html import escape
from pathlib import Path
from textwrap import wrap
from typing import NamedTuple
from urllib.parse import urlsplit

import vl_convert
from bs4 import Tag

from bookmaking.citing.works import Citation
from bookmaking.drawing import INK
from bookmaking.editions.book import HOME, Book, Page
from bookmaking.editions.front_matter import imprint, title_lines
from bookmaking.editions.reading import add_class, element, name_drawing, without_controls

STYLES = [Path(__file__).with_name(name) for name in ("both.css", "epub.css")]
COVER = (1200, 1800)
"""Width and height of the cover in pixels."""
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time that every file in the EPUB has, so that the same book gives the same bytes."""
SUMMARY = (
    "Every chart is a drawing with a text alternative that says what it shows, with its numbers. Headings, lists and tables are marked up "
    "as such, and Japanese and Korean as what they are. Colour is never the only cue."
)
"""What the EPUB says of its accessibility."""
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
    items = [
        Item("style.css", b"\n".join(style.read_bytes() for style in STYLES), "text/css", in_order=False),
        Item("cover.png", cover, "image/png", "cover-image", in_order=False),
        Item("title.xhtml", _title_page(book)),
        Item("contents.xhtml", _contents(book), properties="nav"),
        *map(_item, book.pages),
    ]
    with zipfile.ZipFile(target, "w") as archive:
        _add(archive, "mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        _add(archive, "META-INF/container.xml", CONTAINER.encode())
        _add(archive, "EPUB/package.opf", _package(book.citation, items).encode())
        for item in items:
            _add(archive, f"EPUB/{item.name}", item.content.encode() if isinstance(item.content, str) else item.content)


def _add(archive: zipfile.ZipFile, name: str, content: bytes, compression: int = zipfile.ZIP_DEFLATED) -> None:
    entry = zipfile.ZipInfo(name, EARLIEST)
    entry.compress_type = compression
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)


CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


def _xhtml(title: str, body: str) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">
<head>
<meta charset="utf-8"/>
<title>{escape(title)}</title>
<link rel="stylesheet" type="text/css" href="style.css"/>
</head>
<body>
{body}
</body>
</html>
"""


def _prepare(page: Page, names: set[str]) -> None:
    """Make a page ready for a reading device."""
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
    for link in article.select("a[href]"):
        address = urlsplit(str(link["href"]))
        if address.scheme or not address.path:
            continue
        name = address.path.removesuffix(".html")
        if name not in names:
            link.unwrap()  # a file that lies beside the pages
            continue
        link["href"] = f"{name}.xhtml" + (f"#{address.fragment}" if address.fragment else "")
    for tag in article.select("[lang]"):
        tag["xml:lang"] = tag["lang"]


def _item(page: Page) -> Item:
    heading = page.article.find("h1")
    assert isinstance(heading, Tag)
    if page.number is not None:
        number = element(f'<span class="chapter-number">{page.number}</span>')
        heading.insert(0, number)
        number.insert_after(" ")
    heading.insert_after(element(f'<p class="chapter-citation">{page.citation}</p>'))
    add_class(page.article, "chapter")
    kind = "chapter" if page.number is not None else "preface"
    body = f'<section class="chapter" epub:type="{kind}">\n{page.article.decode_contents()}\n</section>'
    properties = "svg" if page.article.find("svg") else ""
    return Item(f"{page.name}.xhtml", _xhtml(page.title, _VOID_IN_XML.sub("", body)), properties=properties)


def _title_page(book: Book) -> str:
    inside = f'{title_lines(book)}\n<div class="imprint">\n{imprint(book)}\n</div>'
    return _xhtml(book.citation.book.title, f'<section class="title-page" epub:type="titlepage">\n{inside}\n</section>')


def _contents(book: Book) -> str:
    lines = ['<li><a href="title.xhtml">Title page</a></li>']
    for page in book.pages:
        sections = [
            f'<li><a href="{page.name}.xhtml#{section["id"]}">{escape(" ".join(heading.get_text().split()))}</a></li>'
            for heading in page.article.find_all("h2")
            if isinstance(section := heading.find_parent("section"), Tag) and "id" in section.attrs
        ]
        inside = f"\n<ol>\n{chr(10).join(sections)}\n</ol>\n" if sections else ""
        number = f"{page.number}. " if page.number is not None else ""
        lines.append(f'<li><a href="{page.name}.xhtml">{number}{escape(page.title)}</a>{inside}</li>')
    figures = list(_captions(book, "figure.chart-figure", "figcaption"))
    tables = list(_captions(book, "table.data-table", "caption"))
    return _xhtml(
        "Contents",
        f"""<nav epub:type="toc" role="doc-toc" id="toc">
<h1>Contents</h1>
<ol>
{chr(10).join(lines)}
</ol>
</nav>
<nav epub:type="loi" id="figures">
<h2>Figures</h2>
<ol>
{chr(10).join(figures)}
</ol>
</nav>
<nav epub:type="lot" id="tables">
<h2>Tables</h2>
<ol>
{chr(10).join(tables)}
</ol>
</nav>
<nav epub:type="landmarks" hidden="hidden">
<h2>Landmarks</h2>
<ol>
<li><a epub:type="titlepage" href="title.xhtml">Title page</a></li>
<li><a epub:type="toc" href="contents.xhtml">Contents</a></li>
<li><a epub:type="bodymatter" href="{HOME}.xhtml">The book</a></li>
</ol>
</nav>""",
    )


def _captions(book: Book, selector: str, caption: str) -> Iterator[str]:
    """Yield the lines of a list of figures or tables: number and first sentence."""
    for page in book.pages:
        for tag in page.article.select(selector):
            label = tag.find(caption)
            if isinstance(label, Tag) and "id" in tag.attrs:
                text = " ".join(label.get_text().split())
                first = re.split(r"(?<=[a-z”)][.:;]) ", text, maxsplit=1)[0].rstrip(":;.")
                yield f'<li><a href="{page.name}.xhtml#{tag["id"]}">{escape(first)}</a></li>'


def _package(citation: Citation, items: list[Item]) -> str:
    """Return the package document: metadata, files and their order."""
    identifier = uuid.uuid5(uuid.NAMESPACE_OID, f"{citation.book.title} {citation.version}")
    subjects = "\n".join(f"<dc:subject>{escape(keyword)}</dc:subject>" for keyword in citation.keywords)
    creators = "\n".join(f"<dc:creator>{escape(author.natural)}</dc:creator>" for author in citation.book.authors)
    manifest = "\n".join(
        f'<item id="{item.identifier}" href="{item.name}" media-type="{item.media_type}"'
        + (f' properties="{item.properties}"' if item.properties else "")
        + "/>"
        for item in items
    )
    spine = "\n".join(f'<itemref idref="{item.identifier}"/>' for item in items if item.in_order)
    features = "\n".join(
        f'<meta property="schema:accessibilityFeature">{feature}</meta>'
        for feature in ("alternativeText", "displayTransformability", "readingOrder", "structuralNavigation", "tableOfContents")
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="identifier" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="identifier">urn:uuid:{identifier}</dc:identifier>
<dc:title id="title">{escape(citation.book.title)}</dc:title>
{creators}
<dc:language>en</dc:language>
<dc:language>ja</dc:language>
<dc:date>{citation.released.isoformat()}</dc:date>
<dc:description>{escape(citation.abstract)}</dc:description>
<dc:rights>Text, figures and data: CC BY 4.0. Code: MIT.</dc:rights>
<dc:relation>{escape(citation.paper.by)}, “{escape(citation.paper.title)}”. {escape(citation.paper.remark)}</dc:relation>
{subjects}
<meta property="dcterms:modified">{citation.released.isoformat()}T00:00:00Z</meta>
<meta property="schema:version">{escape(citation.version)}</meta>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessMode">visual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessModeSufficient">textual,visual</meta>
{features}
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary">{SUMMARY}</meta>
</metadata>
<manifest>
{manifest}
</manifest>
<spine>
{spine}
</spine>
</package>
"""


def _cover(book: Book) -> bytes:
    """Draw the cover: the title above the picture of the home page."""
    width, height = COVER
    citation = book.citation
    title = "".join(
        f'<text x="110" y="{330 + 112 * place}" font-size="94">{escape(line)}</text>'
        for place, line in enumerate(wrap(citation.main_title, 22))
    )
    paper = "".join(
        f'<text x="110" y="{820 + 50 * place}" font-size="36" fill="#57606a">{escape(line)}</text>'
        for place, line in enumerate(wrap(f"accompanying {citation.paper.by}, “{citation.paper.title}”", 54))
    )
    picture = book.pages[0].article.select_one(".chart-wide svg")
    drawing = ""
    if picture is not None:
        wide, high = (float(str(picture[side])) for side in ("width", "height"))
        scale = (width - 220) / wide
        inside = picture.decode_contents().replace("currentColor", INK)
        drawing = f'<g transform="translate(110 {height - 160 - high * scale:.0f}) scale({scale:.3f})">{inside}</g>'
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="Charis SIL, Charter, Liberation Serif, serif" fill="{INK}">'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/><rect x="110" y="170" width="{width - 220}" height="10" fill="#0a6660"/>'
        f'{title}<text x="110" y="700" font-size="52" font-style="italic">{escape(citation.subtitle)}</text>{paper}{drawing}'
        f'<text x="110" y="{height - 80}" font-size="30" fill="#57606a">Version {escape(citation.version)} · {citation.date}</text></svg>'
    )
    cover: bytes = vl_convert.svg_to_png(svg)
    return cover
