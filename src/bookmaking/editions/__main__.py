"""The command line: ``python -m bookmaking.editions``."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from bookmaking.editions.book import EditionError, read_book
from bookmaking.editions.epub import write_epub
from bookmaking.editions.offer import offer
from bookmaking.editions.pdf import write_pdf

WRITERS = {"pdf": write_pdf, "epub": write_epub}


def main(arguments: Sequence[str] | None = None) -> int:
    """Make an edition of the built book, and let its home page offer it."""
    parser = argparse.ArgumentParser(prog="python -m bookmaking.editions", description="Make an edition of the built book.")
    parser.add_argument("kind", choices=WRITERS)
    parser.add_argument("target", type=Path, help="the file to write")
    parser.add_argument("--pages", type=Path, default=Path("_build/html"), help="the folder of the built pages")
    parser.add_argument("--root", type=Path, default=Path(), help="the folder of CITATION.cff, which says what the book is")
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
