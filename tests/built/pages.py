"""The built pages, each parsed once."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import paper
from bs4 import BeautifulSoup, Tag

BOOK = paper.REPOSITORY / "book"
HTML = paper.REPOSITORY / "_build" / "html"
ONE_PAGE = os.environ.get("PAGE", "")
"""The one page that `make check PAGE=…` has built anew."""
APART = ("search", "404", "third-party")
"""Pages that are not made from a source of the book."""
CONTENT = [HTML / f"{file.stem}.html" for file in sorted(BOOK.iterdir()) if file.suffix in {".ipynb", ".md"}]
"""The pages of the book, by their sources."""
PAGES = [*CONTENT, *(HTML / f"{name}.html" for name in APART)]


@cache
def parsed(page: Path) -> BeautifulSoup:
    """Return a page; what is asked of it must not change it."""
    return BeautifulSoup(page.read_text(encoding="utf-8"), "lxml")


@cache
def anchors(page: Path) -> frozenset[str]:
    """Return the anchors of a page."""
    return frozenset(str(tag["id"]) for tag in parsed(page).find_all(id=True))


def article(page: Path) -> Tag:
    """Return the text of a page, without what stands around it."""
    found = parsed(page).find("article")
    assert isinstance(found, Tag)
    return found


def attribute(tag: Tag, name: str) -> str:
    """Return an attribute's text."""
    return str(tag.get(name, ""))


def built_anew() -> list[Path]:
    """Return the one page that was built anew, where it is, among the others of its build; nothing where it was not built."""
    found = (paper.REPOSITORY / "_build" / "page").glob(f"*/html/{ONE_PAGE}.html")
    return sorted(found, key=lambda page: page.stat().st_mtime)[-1:]
