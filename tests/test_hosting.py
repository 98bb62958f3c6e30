"""What a static host wants beside the pages: the page for addresses that lead nowhere, and the list of all pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urljoin

import paper
import pytest
from bs4 import BeautifulSoup

from bookmaking.sphinx_extension.pages import HEADERS, POLICY, RUN_POLICY, not_found_page, write_addresses, write_headers
from bookmaking.state import ADDRESS as PUBLISHED

ADDRESS = "https://example.org/some/book/"


Application = Callable[..., Any]


@pytest.fixture
def application(monkeypatch: pytest.MonkeyPatch) -> Application:
    """Return what makes what the extension asks of Sphinx: a book of three pages, published at an address."""

    def make(folder: Path, address: str = "") -> Any:
        monkeypatch.setenv(PUBLISHED, address)
        return of_three_pages(folder)

    return make


def of_three_pages(folder: Path) -> Any:
    """Return it, whatever its address."""
    titles = {name: SimpleNamespace(astext=lambda name=name: f"Title of {name}") for name in ("register", "index", "02-support-groups")}
    return SimpleNamespace(
        srcdir=paper.REPOSITORY / "book",
        config=SimpleNamespace(root_doc="index"),
        env=SimpleNamespace(titles=titles, toc_secnumbers={"02-support-groups": {"": (2,)}}),
        outdir=folder,
    )


def base(application: Application, address: str) -> str | None:
    """Return what the page for wrong addresses says is the base of its links."""
    ((name, context, template),) = not_found_page(application(Path(), address))
    assert (name, template) == ("404", "404.html")
    tag = BeautifulSoup(context["page_metadata"], "lxml").find("base")
    return str(tag["href"]) if tag else None


@pytest.mark.parametrize("address", [ADDRESS, "https://example.org/", "https://example.org/a%26b/"])
def test_the_links_of_the_page_for_wrong_addresses_lead_into_the_book_from_any_depth(application: Application, address: str) -> None:
    within = urljoin(f"{address}deep/er/nothing.html", base(application, address))
    assert urljoin(within, "register.html#T1-01") == f"{address}register.html#T1-01"
    assert urljoin(within, "#content") == f"{address}404.html#content"


def test_without_an_address_the_links_of_that_page_stay_relative(application: Application) -> None:
    assert base(application, "") is None


def test_no_addresses_are_listed_where_that_of_the_book_is_not_known(application: Application, tmp_path: Path) -> None:
    write_addresses(application(tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("address", "top"), [("", "/"), (ADDRESS, "/some/book/")])
def test_a_host_is_told_the_policy_of_each_address(application: Application, tmp_path: Path, address: str, top: str) -> None:
    for name in ("index", "register"):
        (tmp_path / f"{name}.html").touch()
    write_headers(application(tmp_path, address))
    rules = dict(rule.split("\n  ", maxsplit=1) for rule in (tmp_path / HEADERS).read_text(encoding="utf-8").strip().split(f"\n{top}"))
    pages = {"", "index", "index.html", "register", "register.html"}
    assert rules == {
        f"{top}*": "X-Content-Type-Options: nosniff\n  Referrer-Policy: strict-origin-when-cross-origin",
        **dict.fromkeys(pages, f"Content-Security-Policy: {POLICY}"),
        "run/*": f"Content-Security-Policy: {RUN_POLICY}",
    }
    assert "unsafe" not in POLICY
