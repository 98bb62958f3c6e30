"""The pages in the book's own layout, and what a static host wants beside them: where addresses lead that have moved, a list, headers.

Every link of the book is relative, so that the built site works in any folder of any host, and from a disk. A page may load scripts, styles
and pictures from its own folder, and nothing else; a script written into a page, as by markup that came with the data, does not run. Each
page says so itself; hosts that read ``_headers`` (Netlify, Cloudflare Pages and others) say it, too, and what pages cannot say themselves.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from textwrap import shorten
from typing import Any
from urllib.parse import urlsplit

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from bookmaking import pyodide
from bookmaking.browser import FOLDER, OFFER
from bookmaking.citing.formats import FORMATS, thing
from bookmaking.citing.works import LICENCES, Work
from bookmaking.sphinx_extension import citations, prose
from bookmaking.sphinx_extension.citations import citation_of, files_of, page_of
from bookmaking.sphinx_extension.outputs import DOWNLOADS
from bookmaking.templates import fill, link
from supportgroups.dataset import data_directory, read_descriptor

NOT_FOUND = "404"
ROBOTS = "robots.txt"
SITEMAP = "sitemap.xml"
MOVED = "redirects.txt"  # names the old address and the new one of each page, anchor and file that has moved
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


def write_script(app: Sphinx) -> None:
    """Write what runs on every page as one file: for each more that is asked for, the text on a phone comes later."""
    scripts = sorted(Path(app.srcdir).glob("_scripts/*.js"))
    static = Path(app.outdir) / "_static"
    static.mkdir(parents=True, exist_ok=True)
    (static / "book.js").write_text("\n".join(script.read_text(encoding="utf-8") for script in scripts), encoding="utf-8")


def complete(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Give a page what its layout asks for: description, head, citations, and what has moved from it; addresses if the book's is known."""
    paragraph = next(doctree.findall(nodes.paragraph), None) if doctree else None
    text = " ".join(paragraph.astext().split()) if paragraph else f"Search in the companion: {app.config.project}"
    # For search engines: what the first paragraph says, as far as whole words fit into 200 characters.
    context["description"] = shorten(text, 200, placeholder=" …")
    # Where the site has what that needs (`make site`), a page that is a notebook offers to run it in the browser.
    if OFFER in os.environ and Path(app.env.doc2path(pagename)).suffix == ".ipynb":
        context["run"] = f"{FOLDER}/lab/index.html?path={pagename}.ipynb"
    context["policy"] = POLICY
    citation, work = citation_of(app), page_of(app, pagename)
    _, *commit = citation.book.release.split(", ")
    context["release_note"] = ", ".join([f"Version {citation.version}", citation.date, *commit])
    if work:
        context["page_address"] = work.address
        figures = (node["ids"][0] for node in doctree.findall(nodes.figure) if "chart-figure" in node["classes"]) if doctree else iter(())
        context["page_metadata"] = fill(
            "head",
            formats=FORMATS,
            folder=citations.CITATIONS,
            work=work,
            licence=LICENCES[work.licence],
            book=citation.book,
            address=citation.book.address,
            description=context["description"],
            image=f"{citation.book.address}{DOWNLOADS}/{figure}.png" if (figure := next(figures, "")) else "",  # for a preview
            structured_data=structured_data(app, work, pagename, context["description"]),
        )
    if "body" in context:
        citations.offer_citations(app, pagename, context)
        context["body"] = prose.break_lines(context["body"])
        leave_anchors(app, pagename, context)


def structured_data(app: Sphinx, work: Work, page: str, description: str) -> dict[str, Any]:
    """Return what the page is in the vocabulary of schema.org."""
    citation = citation_of(app)
    book = {"abstract": citation.abstract, "keywords": list(citation.keywords), "isBasedOn": thing(citation.paper)}
    described = thing(citation.book) | book
    if work.kind == "chapter":
        described = thing(work) | {"description": description, "isPartOf": described}
        if work.chapter is not None:
            described["position"] = work.chapter
    content: dict[str, Any] = {"@context": "https://schema.org"}
    if page != citations.DATASET_PAGE:
        return content | described
    dataset = thing(citation.dataset)
    dataset |= {
        "creator": dataset.pop("author"),
        "description": read_descriptor(data_directory())["description"],
        "keywords": list(citation.keywords),
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": file.name,
                "description": file.what,
                "encodingFormat": file.media_type,
                "contentUrl": f"{citation.book.address}{DOWNLOADS}/{file.name}",
                "contentSize": f"{len(file.content)} B",
                "sha256": hashlib.sha256(file.content).hexdigest(),
            }
            for file in files_of(app)
        ],
    }
    return content | {"@graph": [described, dataset]}


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
