"""What a static host wants beside the pages: what leads on from addresses that are wrong now, the list of pages, and the headers to send.

Every link of the book is relative, so that the built site works in any folder of any host, and from a disk. A page may load scripts, styles
and pictures from its own folder, and nothing else; a script written into a page, as by markup that came with the data, does not run. Each
page says so itself; hosts that read ``_headers`` (Netlify, Cloudflare Pages and others) say it, too, and what pages cannot say themselves.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from bookmaking import pyodide
from bookmaking.browser import FOLDER
from bookmaking.sphinx_extension.citations import citation_of, page_of
from bookmaking.templates import fill, link

NOT_FOUND = "404"
ROBOTS = "robots.txt"
SITEMAP = "sitemap.xml"
MOVED = "redirects.txt"
"""The file that names the old address and the new one of each page, anchor and file that has moved."""
HEADERS = "_headers"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'self'"
"""What a page may load, and from where."""
_PYTHON = "{0.scheme}://{0.netloc}".format(urlsplit(pyodide.FOLDER))
RUN_POLICY = (
    f"default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval' {_PYTHON}; style-src 'self' 'unsafe-inline'; "
    f"img-src 'self' data:; font-src 'self'; connect-src 'self' {_PYTHON}; worker-src 'self'; manifest-src 'self'; base-uri 'self'"
)
"""The same of the chapters to run, the narrowest with which JupyterLab opened one: it writes scripts and styles into its page and makes
functions of text, charts are pictures in the page, and Python comes from the host that has Pyodide, if not from the site."""


def not_found_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Have the page made that hosts show in the place of one that is not there."""
    head = Markup('<meta name="robots" content="noindex">')
    if address := citation_of(app).book.address:
        # A host shows this page at any depth, from which relative links would lead nowhere. Links within the page stay on it.
        head = Markup('<base href="{}{}.html">\n{}').format(urlsplit(address).path, NOT_FOUND, head)
    yield NOT_FOUND, {"page_metadata": head}, f"{NOT_FOUND}.html"


def write_addresses(app: Sphinx) -> None:
    """Write, where the book's address is known, the list of its pages, and say where that is."""
    address = citation_of(app).book.address
    if not address:
        return
    addresses = sorted(work.address for name in app.env.titles if (work := page_of(app, name)))
    folder = Path(app.outdir)
    # Crawlers may see all. They read this file at the top of a host only; elsewhere it counts where the host's own file says the same.
    (folder / ROBOTS).write_text(f"User-agent: *\nDisallow:\nSitemap: {address}{SITEMAP}\n", encoding="utf-8")
    (folder / SITEMAP).write_text(fill(SITEMAP, addresses=addresses), encoding="utf-8")


def read_redirects(folder: Path) -> dict[str, str]:
    """Return the new address of each that has moved, as a folder of sources says."""
    file = folder / MOVED
    moved: dict[str, str] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines() if file.is_file() else [], start=1):
        if not line.strip() or line.startswith("#"):
            continue
        match line.split():
            case [old, new] if old not in moved:
                moved[old] = new
            case _:
                raise ExtensionError(f"{MOVED}, line {number}: expected an old and a new address, and each old one once: {line!r}")
    return moved


def leave_anchors(app: Sphinx, pagename: str, context: dict[str, Any]) -> None:
    """Keep, at the end of a page, the anchors that moved from it, each with a link to where it is now."""
    here = [(old.partition("#")[2], new) for old, new in read_redirects(Path(app.srcdir)).items() if old.startswith(f"{pagename}.html#")]
    place = Markup('<p class="notice" id="{}">What had this address is now at {}.</p>\n')
    context["body"] += "".join(place.format(anchor, link(new, new)) for anchor, new in here)


def remove_moved(app: Sphinx) -> None:
    """Remove what an earlier build left in this folder where addresses lead elsewhere: `write_pages` is to find pages of the book only."""
    for old in read_redirects(Path(app.srcdir)):
        if "#" not in old:
            (Path(app.outdir) / old).unlink(missing_ok=True)


def write_pages(app: Sphinx) -> None:
    """Write, for each page that moved, one that leads on; a file to take away stays at its old address, too."""
    for old, new in read_redirects(Path(app.srcdir)).items():
        if "#" in old:
            continue
        page = Path(app.outdir) / old
        if page.exists():
            raise ExtensionError(f"{MOVED}: {old} is a page of the book, and cannot lead elsewhere")
        if page.suffix == ".html":
            page.write_text(fill("redirect", new=new, policy=POLICY), encoding="utf-8")
        elif (file := Path(app.outdir) / new).is_file():
            shutil.copyfile(file, page)
        else:
            raise ExtensionError(f"{MOVED}: {old} leads to {new}, and the book has no such file")


def write_headers(app: Sphinx) -> None:
    """Write which headers a host is to send with which address."""
    folder = Path(app.outdir)
    top = urlsplit(citation_of(app).book.address).path or "/"
    pages = sorted(page.stem for page in folder.glob("*.html"))
    # A page has its address with and without the file's ending, as the host likes.
    addresses = ["", *(f"{name}{ending}" for name in pages for ending in ("", ".html"))]
    rules = {
        "*": "X-Content-Type-Options: nosniff\n  Referrer-Policy: strict-origin-when-cross-origin",
        **dict.fromkeys(addresses, f"Content-Security-Policy: {POLICY}"),
        f"{FOLDER}/*": f"Content-Security-Policy: {RUN_POLICY}",
    }
    (folder / HEADERS).write_text("".join(f"{top}{address}\n  {headers}\n" for address, headers in rules.items()), encoding="utf-8")
