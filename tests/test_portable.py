"""What the text of a notebook becomes when it leaves the book, beside what the small book shows of it."""

from __future__ import annotations

from typing import Any

import pytest

from bookmaking.portable import Book, portable
from supportgroups.notebook import CHART_MIME, GLUED, linked_elsewhere

TARGETS = {"numref": {"fig-years": ("Figure 2.1", "chapter.html#fig-years")}}
FIGURE = {"data": {GLUED: "1204"}, "metadata": {"scrapbook": {"name": "groups"}}, "output_type": "display_data"}


def text_of(source: str, address: str = "https://example.org/book/") -> dict[str, Any]:
    """Return the cell of text that a source becomes, in a notebook with one figure."""
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": source},
        {"cell_type": "code", "metadata": {}, "source": "glue(groups=1204)", "outputs": [FIGURE]},
    ]
    made: dict[str, Any] = portable({"cells": cells}, "chapter", Book(address, "1.0", "supportgroups-1.0-py3-none-any.whl", TARGETS))
    assert made["cells"][2]["outputs"] == []
    cell: dict[str, Any] = made["cells"][1]
    return cell


def test_where_the_book_has_no_address_nothing_is_linked() -> None:
    assert text_of('{numref}`fig-years`, <a href="register.html">x</a>, [a](codebook.ipynb)', "")["source"] == "Figure 2.1, x, a"


CHART = {"encoding": {"href": {"field": "link_to"}, "x": {"field": "year"}}, "transform": [{"calculate": "'register.html#' + datum.id"}]}


@pytest.mark.parametrize(("address", "channels"), [("", {"x"}), ("https://example.org/book/", {"x", "href"})])
def test_a_chart_leads_to_the_published_book_or_nowhere(address: str, channels: set[str]) -> None:
    chart = linked_elsewhere({CHART_MIME: CHART}, address)[CHART_MIME]
    assert {*chart["encoding"]} == channels
    assert chart["transform"] == [{"calculate": f"'{address}register.html#' + datum.id"}]


@pytest.mark.parametrize("source", ["{numref}`fig-none`", "{glue:text}`nothing`", "```{unheard-of} II\n```"])
def test_what_the_book_does_not_know_is_refused(source: str) -> None:
    with pytest.raises((KeyError, ValueError)):
        text_of(source)
