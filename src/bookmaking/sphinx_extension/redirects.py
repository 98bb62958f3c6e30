"""Addresses that have moved lead on: ``book/redirects.txt`` names the old one and the new one of each."""

import shutil
from pathlib import Path
from typing import Any

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from bookmaking.templates import fill, link

FILE = "redirects.txt"


def read_redirects(folder: Path) -> dict[str, str]:
    """Return the new address of each that has moved, as a folder of sources says."""
    file = folder / FILE
    moved: dict[str, str] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines() if file.is_file() else [], start=1):
        if not line.strip() or line.startswith("#"):
            continue
        match line.split():
            case [old, new] if old not in moved:
                moved[old] = new
            case _:
                raise ExtensionError(f"{FILE}, line {number}: expected an old and a new address, and each old one once: {line!r}")
    return moved


def leave_anchors(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Keep, at the end of a page, the anchors that moved from it, each with a link to where it is now."""
    here = [(old.partition("#")[2], new) for old, new in read_redirects(Path(app.srcdir)).items() if old.startswith(f"{pagename}.html#")]
    if here and "body" in context:
        place = Markup('<p class="notice" id="{}">What had this address is now at {}.</p>\n')
        context["body"] += "".join(place.format(anchor, link(new, new)) for anchor, new in here)


def write_pages(app: Sphinx, exception: Exception | None) -> None:
    """Write, for each page that moved, one that leads on; a file to take away stays at its old address, too."""
    if exception is not None or app.builder.name != "html":
        return
    for old, new in read_redirects(Path(app.srcdir)).items():
        if "#" in old:
            continue
        page = Path(app.outdir) / old
        if page.exists():
            raise ExtensionError(f"{FILE}: {old} is a page of the book, and cannot lead elsewhere")
        if page.suffix == ".html":
            page.write_text(fill("redirect", new=new), encoding="utf-8")
        elif (file := Path(app.outdir) / new).is_file():
            shutil.copyfile(file, page)
        else:
            raise ExtensionError(f"{FILE}: {old} leads to {new}, and the book has no such file")
