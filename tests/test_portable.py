"""What the text of a notebook becomes when it leaves the book, beside what the small book shows of it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bookmaking.sphinx_extension.portable_notebooks import Book, portable
from supportgroups.notebook import CHART_MIME, GLUED, linked_elsewhere

TARGETS = {"numref": {"fig-years": ("Figure 2.1", "chapter.html#fig-years")}}
FIGURE = {"data": {GLUED: "1204"}, "metadata": {"scrapbook": {"name": "groups"}}, "output_type": "display_data"}


def cells_of(source: str, address: str = "https://example.org/book/") -> list[dict[str, Any]]:
    """Return the cells of a notebook with some text and one figure, as they leave the book."""
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": source},
        {"cell_type": "code", "metadata": {}, "source": "glue(groups=1204)", "outputs": [FIGURE]},
    ]
    made: dict[str, Any] = portable({"cells": cells}, "chapter", Book(address, "1.0", "supportgroups-1.0-py3-none-any.whl", TARGETS))
    left: list[dict[str, Any]] = made["cells"]
    assert left[2]["outputs"] == []
    return left


def text_of(source: str, address: str = "https://example.org/book/") -> dict[str, Any]:
    """Return the cell of text that a source becomes."""
    return cells_of(source, address)[1]


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        (
            "https://example.org/book/",
            [
                "# If the book has a newer version by now, take the notebook from its page again.",
                '%pip install --quiet "supportgroups[notebook] @ https://example.org/book/_downloads/supportgroups-1.0-py3-none-any.whl"',
                'supportgroups.notebook.BOOK = "https://example.org/book/"  # to which tables and charts link',
            ],
        ),
        (
            "",
            [
                "# Put supportgroups-1.0-py3-none-any.whl, from the folder _downloads of the book, beside this notebook first.",
                '%pip install --quiet "./supportgroups-1.0-py3-none-any.whl[notebook]"',
                'supportgroups.notebook.BOOK = ""  # not known, so that tables and charts link to none of its pages',
            ],
        ),
    ],
    ids=["published", "not published"],
)
def test_the_first_cell_installs_the_package_and_says_where_the_book_is(address: str, lines: list[str]) -> None:
    code = cells_of("Text", address)[0]["source"].splitlines()
    assert [line.strip() for line in code if "newer" in line or "Put" in line or "%pip" in line or "BOOK" in line] == lines


ON_THE_PAGE = "are on the [page of the book](https://example.org/book/chapter.html)."


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("```{files} to keep\n```", f"The files (to keep) {ON_THE_PAGE}"),
        ("```{group-entries} one by one\n```", f"The entries of the groups (one by one) {ON_THE_PAGE}"),
        ("```{term-entries} legal_form\n```", f"The entries of the terms (legal form) {ON_THE_PAGE}"),
        (":::{admonition} Since 1990\n:class: tables\n\nMore.\n:::", "> **The tables show: Since 1990**\n>\n> More."),
        (":::{admonition} Comment\n:class: comment\nMore.\n:::", "> **Comment**\n>\n> More."),
    ],
)
def test_what_only_the_page_has_is_told_in_words(source: str, text: str) -> None:
    assert text_of(source)["source"] == text


def test_where_the_book_has_no_address_nothing_is_linked() -> None:
    assert text_of('{numref}`fig-years`, <a href="register.html">x</a>, [a](codebook.ipynb)', "")["source"] == "Figure 2.1, x, a"


CHART = {"encoding": {"href": {"field": "link_to"}, "x": {"field": "year"}}, "transform": [{"calculate": "'register.html#' + datum.id"}]}


@pytest.mark.parametrize(("address", "channels"), [("", {"x"}), ("https://example.org/book/", {"x", "href"})])
def test_a_chart_leads_to_the_published_book_or_nowhere(address: str, channels: set[str]) -> None:
    chart = linked_elsewhere({CHART_MIME: CHART}, address)[CHART_MIME]
    assert {*chart["encoding"]} == channels
    assert chart["transform"] == [{"calculate": f"'{address}register.html#' + datum.id"}]


TABLE = '<table id="{name}">\n<caption>`Groups` &amp; years.</caption>\n<tr><td>79</td></tr>\n</table>'


def test_a_table_keeps_a_caption_that_no_text_beside_it_has_and_its_words_begin_at_the_left() -> None:
    outputs = [{"data": {"text/html": TABLE.format(name=name)}, "metadata": {}} for name in ("tab-text", "tab-code")]
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ":::{caption} tab-text\nGroups.\n:::"},
        {"cell_type": "code", "metadata": {}, "source": "", "outputs": outputs},
    ]
    book = Book("", "1.0", "supportgroups.whl", {"numref": {"tab-text": ("Table 1.1", "chapter.html#tab-text")}})
    shown = [output["data"]["text/html"] for output in portable({"cells": cells}, "chapter", book)["cells"][2]["outputs"]]
    assert [re.findall("<caption>.*</caption>", html) for html in shown] == [[], ["<caption><code>Groups</code> &amp; years.</caption>"]]
    assert [html.startswith("<style>") and "text-align: start" in html for html in shown] == [True, True]


@pytest.mark.parametrize("source", ["{numref}`fig-none`", "{glue:text}`nothing`", "```{unheard-of} II\n```"])
def test_what_the_book_does_not_know_is_refused(source: str) -> None:
    with pytest.raises((KeyError, ValueError)):
        text_of(source)
