"""The built site, as a static host serves it."""

from __future__ import annotations

import os
from xml.etree import ElementTree

import paper
import pytest
from bs4 import BeautifulSoup

from bookmaking.sphinx_extension.citations import read_published
from bookmaking.sphinx_extension.pages import NOT_FOUND, POLICY, ROBOTS, SITEMAP
from bookmaking.state import ADDRESS
from built.pages import HTML, PAGES

BASE = read_published(paper.REPOSITORY, os.environ.get(ADDRESS, "")).book.address


def heads() -> dict[str, BeautifulSoup]:
    """Return the heads of the pages by the pages' names."""
    return {page.stem: BeautifulSoup(page.read_text(encoding="utf-8").partition("</head>")[0], "html.parser") for page in PAGES}


def test_jekyll_leaves_no_folder_out() -> None:
    # Where a host runs Jekyll and this file is not there, it leaves _static and _downloads out.
    assert (HTML / ".nojekyll").is_file()


def test_only_the_page_for_wrong_addresses_has_a_base_for_its_links() -> None:
    assert [name for name, head in heads().items() if head.find("base")] == ([NOT_FOUND] if BASE else [])


@pytest.mark.skipif(not BASE, reason=f"the book has no address: set {ADDRESS} for the build and for the tests")
def test_the_list_of_pages_is_that_of_the_canonical_addresses() -> None:
    listed = [loc.text for loc in ElementTree.parse(HTML / SITEMAP).iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    canonical = [str(tag["href"]) for head in heads().values() if (tag := head.select_one("link[rel=canonical]"))]
    assert listed == sorted(canonical)


@pytest.mark.skipif(bool(BASE), reason="the book has an address")
def test_without_an_address_no_addresses_are_listed() -> None:
    assert not (HTML / SITEMAP).exists() and not (HTML / ROBOTS).exists()


def test_each_page_says_what_it_may_load_before_it_loads_anything() -> None:
    for name, head in heads().items():
        first = head.find_all(["meta", "link", "script", "style"])[1]  # after the character set
        assert (first.get("http-equiv"), first.get("content")) == ("Content-Security-Policy", POLICY), name
