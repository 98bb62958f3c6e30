"""Tables of `supportgroups.notebook.table` → numbered tables of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from bookmaking.citing.controls import control
from bookmaking.sphinx_extension.labels import note_anchor, parse_caption, tags
from supportgroups.dataset import load_emendations
from supportgroups.notebook import AFTER_CAPTION, END, LABEL

if TYPE_CHECKING:
    from myst_nb.core.render import MimeData, NbElementRenderer


class TableRenderer:
    """A table of `supportgroups.notebook.table` → a numbered table."""

    mime_priority_overrides: ClassVar = [("*", "text/html", 2)]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """Return the table's node, or None for any other output."""
        label = data.output_metadata.get(LABEL)
        if inline or data.mime_type != "text/html" or label is None:
            return None
        line = data.line or 0
        caption = parse_caption(renderer, label["caption"], line)
        node = table_node(data.string, label, caption)
        note_anchor(renderer, node, label["name"], line)
        return [node]


def table_node(html: str, label: dict[str, Any], caption: list[nodes.Node]) -> nodes.table:
    """Return a table, as `supportgroups.notebook.table` writes and labels it, as a node that Sphinx numbers."""
    node = nodes.table(classes=label["classes"])
    node += nodes.title("", "", *caption)
    rows = html.partition(AFTER_CAPTION)[2].removesuffix(END)
    for key in load_emendations()["emendation_id"] if 'id="E-' in rows else ():
        anchor = f'<a id="{key}" href="#{key}">{key}</a>'
        rows = rows.replace(anchor, f"{anchor} {control(key, f'emendation {key}')}")
    node += nodes.raw("", rows, format="html")
    return node


class TableFrame(nodes.Element):  # type: ignore[misc]
    """The frame of a table, within which a wide one scrolls."""


FRAME = tags('<div class="table-frame" role="group" aria-label="Table" tabindex="0">\n', "</div>\n")
"""What writes a frame; the keyboard reaches it, so that it can be scrolled."""


class FrameTables(SphinxPostTransform):
    """Put every table into a frame."""

    default_priority = 901

    def run(self, **kwargs: Any) -> None:
        """Wrap each table."""
        for table in list(self.document.findall(nodes.table)):
            frame = TableFrame()
            table.parent.replace(table, frame)
            frame += table
