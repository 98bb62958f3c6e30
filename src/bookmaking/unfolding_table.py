"""A long table of which each row unfolds in place: the ledger of the claims, and the register of the groups.

The folds are the browser's own, so they need no script. The id of an entry is inside its fold: a browser that is led to a place in a
closed fold opens it. Above the table is the form by which ``ledger.js`` filters it; without script it is not shown. What takes its place
there are `Only`: places on the page that, while an address leads to one, leave in the table some rows only (see ``book.css``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

from supportgroups.languages import to_html


class Row(NamedTuple):
    """One entry: its line, and what unfolds beneath it."""

    identifier: str
    name: str
    """What can be clicked to unfold it, as HTML without links."""
    cells: Sequence[str]
    """The other cells of the line, as HTML."""
    body: str
    values: Mapping[str, str]
    """What it is filtered by; several values are joined by bars."""


class Part(NamedTuple):
    """Rows under a heading."""

    anchor: str
    heading: str
    rows: Sequence[Row]


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

    def place(self, total: int, whole: str) -> str:
        """Return the place that filters without script, as HTML; the style sheet goes by its attributes."""
        given = "".join(f' data-{name}="{escape(value)}"' for name, value in self.asked.items())
        return (
            f'<p class="only" id="{self.anchor}" data-parts="{" ".join(self.parts)}"{given}>'
            f'{self.number} of {total} · <a href="#{whole}">show all</a></p>'
        )


def filter_form(what: str, total: int, choices: Mapping[str, tuple[str, Sequence[str]]], spans: Mapping[str, str]) -> str:
    """Return the form: selections by name (label, values), spans of years by name (label), and words."""
    selects = "".join(
        f'<label><span>{label}</span><select name="{name}"><option value="">all</option>'
        f"{''.join(f'<option>{escape(value, quote=False)}</option>' for value in values)}</select></label>"
        for name, (label, values) in choices.items()
    )
    years = "".join(
        f"<fieldset><legend>{label}</legend>"
        + "".join(
            f'<input type="number" name="{name}-{way}" aria-label="{label}, {way}" min="1800" max="2100" placeholder="{way}">'
            for way in ("from", "to")
        )
        + "</fieldset>"
        for name, label in spans.items()
    )
    return (
        f'<form class="filters" aria-label="Filter the {what}"><div class="filter-choices">{selects}{years}</div><div class="filter-words">'
        '<input type="search" name="q" aria-label="Find words" placeholder="Find words" autocomplete="off" spellcheck="false">'
        f'<output role="status">{total} {what}</output><button type="reset">Show all</button></div></form>'
    )


def unfolding_table(name: str, kind: str, caption: str, columns: Sequence[Column], parts: Sequence[Part]) -> str:
    """Return the table, its rows of a kind: identifier, name with its fold, and the other cells; a group of rows for each part."""

    def heading(column: Column) -> str:
        sort = "" if column.sort == "-" else f' data-sort="{column.sort}"'
        return f'<th scope="col"{" class=numeric" if column.numeric else ""}{sort}>{column.heading}</th>'

    def line(row: Row) -> str:
        values = "".join(f' data-{name}="{escape(value)}"' for name, value in row.values.items())
        cells = "".join(
            f"<td{' class=numeric' if column.numeric else ''}>{cell}</td>" for column, cell in zip(columns[2:], row.cells, strict=True)
        )
        return (
            f'<tr class="{kind}"{values}><th scope="row"><a href="#{row.identifier}">{row.identifier}</a></th>'
            f'<td><details><summary>{row.name}</summary><div class="body" id="{row.identifier}">{row.body}</div></details></td>{cells}</tr>'
        )

    bodies = "\n".join(
        f'<tbody id="{part.anchor}"><tr class="part"><th scope="rowgroup" colspan="{len(columns)}">{part.heading}</th></tr>\n'
        + "\n".join(map(line, part.rows))
        + "</tbody>"
        for part in parts
        if part.rows
    )
    head = "".join(map(heading, columns))
    return f'<table class="unfolds {name}"><caption>{to_html(caption)}</caption><thead><tr>{head}</tr></thead>\n{bodies}</table>'
