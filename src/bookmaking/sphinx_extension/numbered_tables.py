"""Tables of `supportgroups.notebook.table` → numbered tables of the page, which also fit a narrow screen."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from bookmaking.sphinx_extension.labels import note_anchor, parse_caption

if TYPE_CHECKING:
    from myst_nb.core.render import MimeData, NbElementRenderer

STACKED_FROM = 3
"""Number of columns from which a table of text is shown row by row on a narrow screen; one of numbers scrolls instead."""

_TABLE = re.compile(
    r'<table id="(?P<name>tab-[^"]+)"(?: class="(?P<classes>[^"]*)")?>\s*<caption>(?P<caption>.*?)</caption>(?P<rows>.*)</table>', re.DOTALL
)
_HEADING = re.compile(r'<th scope="col"(?P<attributes>[^>]*)>(?P<text>.*?)</th>')
_ROW = re.compile(r"<tr>(?=<t[hd](?! scope=\"col\"))(?P<cells>.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"(?P<tag><t[hd](?= |>))(?P<rest>[^>]*>)(?P<content>.*?)(?P<end></t[hd]>)", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


class TableRenderer:
    """A table of `supportgroups.notebook.table` → a numbered table."""

    mime_priority_overrides: ClassVar = [("*", "text/html", 2)]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """Return the table's node, or None for any other output."""
        if inline or data.mime_type != "text/html" or not (match := _TABLE.fullmatch(data.string.strip())):
            return None
        line = data.line or 0
        rows, stacked = for_narrow_screens(match["rows"])
        classes = ["data-table", *(match["classes"] or "").split(), *(["stacked"] if stacked else [])]
        node = nodes.table(classes=classes)
        node += nodes.title("", "", *parse_caption(renderer, unescape(match["caption"]), line))
        node += nodes.raw("", rows, format="html")
        note_anchor(renderer, node, match["name"], line)
        return [node]


def for_narrow_screens(rows: str) -> tuple[str, bool]:
    """Return a table's rows with each cell naming its column, and True, if a narrow screen is to show them one below the other.

    Parameters
    ----------
    rows
        Head and body of the table, as `supportgroups.notebook.table` writes them.
    """
    headings = [(unescape(_TAG.sub("", match["text"])), "numeric" in match["attributes"]) for match in _HEADING.finditer(rows)]
    numbers = sum(numeric for _, numeric in headings)
    if len(headings) < STACKED_FROM or numbers > len(headings) / 2:
        return rows, False

    def name_columns(row: re.Match[str]) -> str:
        cells = _CELL.finditer(row["cells"])
        named = (
            f'{cell["tag"]} data-label="{escape(heading)}"{cell["rest"]}{cell["content"]}{cell["end"]}'
            for cell, (heading, _) in zip(cells, headings, strict=True)
        )
        return f"<tr>{''.join(named)}</tr>"

    return _ROW.sub(name_columns, rows), True


class TableFrame(nodes.Element):  # type: ignore[misc]
    """What a table stands in, and within which a wide one scrolls."""


def open_frame(translator: HTML5Translator, node: TableFrame) -> None:
    """Begin a frame; the keyboard reaches it, so that it can be scrolled."""
    translator.body.append('<div class="table-frame" role="group" aria-label="Table" tabindex="0">\n')


def close_frame(translator: HTML5Translator, node: TableFrame) -> None:
    """End a frame."""
    translator.body.append("</div>\n")


class FrameTables(SphinxPostTransform):
    """Put every table into a frame."""

    default_priority = 901

    def run(self, **kwargs: Any) -> None:
        """Wrap each table."""
        for table in list(self.document.findall(nodes.table)):
            frame = TableFrame()
            table.parent.replace(table, frame)
            frame += table
