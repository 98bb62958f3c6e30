"""A long table of which each row unfolds in place: the ledger of the claims, and the register of the groups (``templates/ledger.html``).

The folds are the browser's own, so they need no script. The id of an entry is inside its fold: a browser that is led to a place in a
closed fold opens it. Above the table is the form by which ``ledger.js`` filters it; without script it is not shown. What takes its place
there are `Only`: places on the page that, while an address leads to one, leave in the table some rows only (see ``book.css``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup


class Row(NamedTuple):
    """One entry: its line, and what unfolds beneath it."""

    identifier: str
    name: Markup
    """What can be clicked to unfold it, without links."""
    cells: Sequence[str]
    """The other cells of the line."""
    body: Markup
    values: Mapping[str, str]
    """What it is filtered by; several values are joined by bars."""


class Part(NamedTuple):
    """Rows under a heading."""

    anchor: str
    heading: str
    rows: Sequence[Row]
    remark: str = ""
    address: str = ""
    name: str = ""
    """What follows the heading: a remark, and a link to an address by a name."""


class Column(NamedTuple):
    """A column of the line."""

    heading: str
    sort: str = ""
    """The value by which rows are sorted, if not by the text of the cell; “-” for a column that does not sort."""
    numeric: bool = False


class Only(NamedTuple):
    """A selection of the rows that has an address, with script or without."""

    anchor: str
    asked: Mapping[str, str]
    """What is chosen in the form."""
    number: int
    parts: Sequence[str]
    """The anchors of the parts that have such rows."""
    address: str
    """What leads to it: what is asked is for the script, and the anchor does the same without it."""
