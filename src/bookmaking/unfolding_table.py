"""A long table of which each row unfolds in place: the ledger of the claims, and the register of the groups (``templates/ledger.html``).

The folds are the browser's own, so they need no script. The id of an entry is inside its fold: a browser that is led to a place in a
closed fold opens it. Above the table is the form by which ``ledger.js`` filters it; without script it is not shown. What takes its place
there are `Only`: places on the page that, while an address leads to one, leave in the table some rows only (see ``book.css``).
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup


class Row(NamedTuple):
    """One entry: a line, whose name can be clicked and has no links, and the body that unfolds beneath it.

    By its values it is filtered; several of one kind are joined by bars.
    """

    identifier: str
    name: Markup
    cells: Sequence[str]
    body: Markup
    values: Mapping[str, str]


class Part(NamedTuple):
    """Rows under a heading, which a remark may follow, and a link to an address by a name."""

    anchor: str
    heading: str
    rows: Sequence[Row]
    remark: str = ""
    address: str = ""
    name: str = ""


class Column(NamedTuple):
    """A column of the line, sorted by the text of its cells or by a value of its rows; “-” stands for a column that does not sort."""

    heading: str
    sort: str = ""
    numeric: bool = False


class Only(NamedTuple):
    """A selection of rows by what is asked in the form: how many these are, and the anchors of the parts that have such.

    It has an address, with script or without: what is asked there is for the script, and the anchor does the same without it.
    """

    anchor: str
    asked: Mapping[str, str]
    number: int
    parts: Sequence[str]
    address: str
