"""The command line, ``python -m bookmaking.editions``, and the links on the home page to those editions that have been made."""

import argparse
import gc
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from bookmaking.editions.book import HOME, EditionError, read_book
from bookmaking.editions.epub import write_epub
from bookmaking.editions.pdf import write_pdf
from bookmaking.sphinx_extension.outputs import DOWNLOADS
from bookmaking.state import write_whole
from bookmaking.templates import fill

WRITERS = {"pdf": write_pdf, "epub": write_epub}  # the editions that there can be, in the order of their links
BEGIN, END = "<!-- editions -->", "<!-- end of editions -->"
"""What surrounds, in the text of the home page, the place of these links; nothing is between them in a page that was just built."""


def offer(edition: Path, html: Path) -> None:
    """Put an edition beside the pages of which it was made, and let the home page offer all that are there.

    A new build removes pages, editions and links together, so that the home page never offers an edition of other pages.
    """
    folder = html / DOWNLOADS
    folder.mkdir(exist_ok=True)
    for older in folder.glob(f"*{edition.suffix}"):
        older.unlink()
    shutil.copyfile(edition, folder / edition.name)
    home = html / f"{HOME}.html"
    before, begin, rest = home.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise EditionError(f"{home} has no place for links to the editions: expected {BEGIN}{END} on the home page")
    time = home.stat().st_mtime_ns  # by which `make` knows whether an edition is up to date
    files = [(f"{DOWNLOADS}/{file.name}", file) for kind in WRITERS for file in sorted(folder.glob(f"*.{kind}"))]
    write_whole(home, f"{before}{begin}{fill('editions', 'offer', files=files)}{end}{after}".encode())
    os.utime(home, ns=(time, time))
    for file in (home, folder / edition.name):  # whatever the mask: a web server may be another user
        file.chmod(0o644)


def main(arguments: Sequence[str] | None = None) -> int:
    """Make an edition of the built book, and let its home page offer it."""
    parser = argparse.ArgumentParser(prog="python -m bookmaking.editions", description="Make an edition of the built book.")
    parser.add_argument("kind", choices=WRITERS)
    parser.add_argument("target", type=Path, help="the file to write")
    parser.add_argument("--pages", type=Path, default=Path("_build/html"), help="the folder of the built pages")
    parser.add_argument("--root", type=Path, default=Path(), help="the folder of CITATION.cff and of the sources of the pages")
    chosen = parser.parse_args(arguments)
    chosen.target.parent.mkdir(parents=True, exist_ok=True)
    gc.disable()  # a page of a book is millions of objects, all kept to the end: to look for garbage takes a quarter of the time
    try:
        WRITERS[chosen.kind](read_book(chosen.pages, chosen.root), chosen.target)
        offer(chosen.target, chosen.pages)
    except EditionError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
