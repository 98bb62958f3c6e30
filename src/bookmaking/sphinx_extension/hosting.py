"""What a static host wants beside the pages: a page for addresses that lead nowhere, the list of all pages, and the headers to send.

Every link of the book is relative, so that the built site works in any folder of any host, and from a disk. One page cannot rely on that:
a host answers with ``404.html`` whatever address was asked for, at any depth, and the browser takes relative links from there. So where
the book's address is known (``BOOK_URL``), that page names its own path as the base of its links. Where it is not, the links of
``404.html`` lead home from a wrong address beside the book's pages, which all lie in one folder, and not from one deeper down.

A page may load scripts, styles and pictures from its own folder, and nothing else; a script written into a page, as by markup that came
with the data, does not run. Each page says so itself, so that it holds wherever it is published; hosts that read ``_headers`` (Netlify,
Cloudflare Pages and others) say it once more, and what the pages cannot say themselves.
"""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from docutils import nodes
from sphinx.application import Sphinx

from bookmaking.browser import FOLDER
from bookmaking.sphinx_extension.companion import companion_of, page_of

NOT_FOUND = "404"
"""Name of the page that hosts show in the place of one that is not there."""
ROBOTS = "robots.txt"
SITEMAP = "sitemap.xml"
HEADERS = "_headers"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'self'; form-action 'self'"
"""What a page may load, and from where."""
RUN_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval' https://cdn.jsdelivr.net; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self' https://cdn.jsdelivr.net; worker-src 'self'; manifest-src 'self'; "
    "base-uri 'self'"
)
"""The same of the chapters to run, the narrowest with which they work: JupyterLab writes scripts and styles into its page and makes
functions of text, charts are pictures in the page, and Python comes from the host that Pyodide names, if not from the site."""


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


def protect(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Let a page say what it may load."""
    context["policy"] = POLICY


def write_headers(app: Sphinx, exception: Exception | None) -> None:
    """Write which headers a host is to send with which address."""
    if exception is not None or app.builder.name != "html":
        return
    folder = Path(app.outdir)
    top = urlsplit(companion_of(app).address).path or "/"
    pages = sorted(page.stem for page in folder.glob("*.html"))
    # A page has its address with and without the file's ending, as the host likes.
    addresses = ["", *(f"{name}{ending}" for name in pages for ending in ("", ".html"))]
    rules = {
        "*": "X-Content-Type-Options: nosniff\n  Referrer-Policy: strict-origin-when-cross-origin",
        **dict.fromkeys(addresses, f"Content-Security-Policy: {POLICY}"),
        f"{FOLDER}/*": f"Content-Security-Policy: {RUN_POLICY}",
    }
    (folder / HEADERS).write_text("".join(f"{top}{address}\n  {headers}\n" for address, headers in rules.items()), encoding="utf-8")
