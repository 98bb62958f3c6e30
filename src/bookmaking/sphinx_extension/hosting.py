"""What a static host wants beside the pages: a page for addresses that lead nowhere, and, for search engines, the list of all pages.

Every link of the book is relative, so that the built site works in any folder of any host, and from a disk. One page cannot rely on that:
a host answers with ``404.html`` whatever address was asked for, at any depth, and the browser takes relative links from there. So where
the book's address is known (``BOOK_URL``), that page names its own path as the base of its links. Where it is not, the links of
``404.html`` lead home from a wrong address beside the book's pages, which all lie in one folder, and not from one deeper down.
"""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from sphinx.application import Sphinx

from bookmaking.sphinx_extension.companion import companion_of, page_of

NOT_FOUND = "404"
"""Name of the page that hosts show in the place of one that is not there."""
ROBOTS = "robots.txt"
SITEMAP = "sitemap.xml"


def not_found_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Have the page made that hosts show in the place of one that is not there."""
    tags = ['<meta name="robots" content="noindex">']
    if address := companion_of(app).address:
        # The page itself and not its folder, so that links within the page stay on it.
        tags.insert(0, f'<base href="{escape(urlsplit(address).path)}{NOT_FOUND}.html">')
    yield NOT_FOUND, {"page_metadata": "\n".join(tags)}, f"{NOT_FOUND}.html"


def sitemap(addresses: list[str]) -> bytes:
    """Return the list of pages, each with its full address, in the form of sitemaps.org.

    Examples
    --------
    >>> print(sitemap(["https://example.org/register.html"]).decode())
    <?xml version='1.0' encoding='utf-8'?>
    <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
      <url>
        <loc>https://example.org/register.html</loc>
      </url>
    </urlset>
    """
    pages = ElementTree.Element("urlset", xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    for address in addresses:
        ElementTree.SubElement(ElementTree.SubElement(pages, "url"), "loc").text = address
    ElementTree.indent(pages)
    content: bytes = ElementTree.tostring(pages, encoding="utf-8", xml_declaration=True)
    return content


def write_addresses(app: Sphinx, exception: Exception | None) -> None:
    """Write, where the book's address is known, the list of its pages, and say where that is."""
    address = companion_of(app).address
    if exception is not None or app.builder.name != "html" or not address:
        return
    works = [work for name in sorted(app.env.titles) if (work := page_of(app, name))]
    folder = Path(app.outdir)
    # Crawlers may see all. They read this file at the top of a host only; elsewhere it counts where the host's own file says the same.
    (folder / ROBOTS).write_text(f"User-agent: *\nDisallow:\nSitemap: {address}{SITEMAP}\n", encoding="utf-8")
    (folder / SITEMAP).write_bytes(sitemap(sorted(work.address for work in works)))
