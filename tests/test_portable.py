"""What the text of a notebook becomes when it leaves the book."""

from __future__ import annotations

from typing import Any

import pytest

from bookmaking.portable import Book, portable
from supportgroups.notebook import GLUED, TEXTS

TARGETS = {
    "numref": {"fig-years": ("Figure 2.1", "chapter.html#fig-years"), "tab-claims": ("Table 2.9", "chapter.html#tab-claims")},
    "ref": {"table-7": ("Table 7", "chapter.html#table-7")},
    "term": {"NPO Law": ("NPO Law", "glossary.html#npo-law")},
    "cite:t": {"marx1867": ("Marx (1867)", "references.html#marx1867")},
    "minutes": {"chapter": ("15", "")},
}
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


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("{glue:text}`groups:,d` groups", "1,204 groups"),
        ("See {numref}`fig-years`.", "See [Figure 2.1](https://example.org/book/chapter.html#fig-years)."),
        ("{ref}`the\nrest <table-7>`", "[the\nrest](https://example.org/book/chapter.html#table-7)"),
        ("{term}`law <NPO Law>`", "[law](https://example.org/book/glossary.html#npo-law)"),
        ("{cite:t}`marx1867`, {minutes}`here` minutes", "[Marx (1867)](https://example.org/book/references.html#marx1867), 15 minutes"),
        ("[a](codebook.ipynb), [b](#here)", "[a](https://example.org/book/codebook.html), [b](https://example.org/book/chapter.html#here)"),
        ('<a href="register.html#T1-01">x</a>', '<a href="https://example.org/book/register.html#T1-01">x</a>'),
        ("(table-7)=\n## Seven", '<a id="table-7"></a>\n## Seven'),
        ("{.lead}\nA [word [b](codebook.ipynb)]{.verdict}", "A word [b](https://example.org/book/codebook.html)"),
        ("[Turn\nit.]{.on-screen} Look.", "Look."),
        (
            "```{multiverse} in a table\n```",
            "The counting rules (in a table) are on the [page of the book](https://example.org/book/chapter.html).",
        ),
        (":::{admonition} Groups\n:class: paper\nOne.\n:::", "> **The paper says: Groups**\n>\n> One."),
        (":::{admonition} Comment\n:class: comment\n\nOne.\n\nTwo.\n:::\n\nAfter", "> **Comment**\n>\n> One.\n>\n> Two.\n\nAfter"),
        (
            ":::{caption} fig-years\n{glue:text}`groups`\ngroups.\n:::",
            "**[Figure 2.1](https://example.org/book/chapter.html#fig-years).** 1204 groups.",
        ),
        (":::{alternative} fig-years\nBars.\n:::", "<details><summary>In words</summary>\n\nBars.\n\n</details>"),
        (
            "```{claim-table} II\n:name: tab-claims\n```",
            "[Table 2.9](https://example.org/book/chapter.html#tab-claims), on the book's page, has the claims of this section, "
            "with their verdicts.",
        ),
        ("```python\n{numref}`fig-years`\n```", "```python\n{numref}`fig-years`\n```"),
    ],
)
def test_myst_becomes_plain_markdown(source: str, plain: str) -> None:
    assert text_of(source)["source"] == plain


def test_where_the_book_has_no_address_nothing_is_linked() -> None:
    assert text_of('{numref}`fig-years`, <a href="register.html">x</a>, [a](codebook.ipynb)', "")["source"] == "Figure 2.1, x, a"


def test_texts_of_figures_stay_for_the_cell_that_draws_them_anew() -> None:
    caption = ":::{caption} fig-years\n{glue:text}`groups`\n:::"
    assert text_of(caption)["metadata"] == {TEXTS: caption}
    assert text_of("No caption")["metadata"] == {}


@pytest.mark.parametrize("source", ["{numref}`fig-none`", "{glue:text}`nothing`", "```{unheard-of} II\n```"])
def test_what_the_book_does_not_know_is_refused(source: str) -> None:
    with pytest.raises((KeyError, ValueError)):
        text_of(source)
