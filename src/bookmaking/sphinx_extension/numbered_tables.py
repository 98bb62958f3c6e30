"""Tables of `supportgroups.notebook.table` → numbered tables of the page."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from bookmaking.citing.controls import control
from bookmaking.sphinx_extension.labels import named, note_anchor, parse_caption, tags
from bookmaking.sphinx_extension.try_it import with_choices
from supportgroups.dataset import load_emendations
from supportgroups.languages import split, to_html
from supportgroups.notebook import AFTER_CAPTION, END, LABEL, without_japanese

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
        return [with_choices(renderer, label["name"], data.string, node)]


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


FRAME = tags('<div class="table-frame" role="group" {called} tabindex="0">\n', "</div>\n")
"""What writes a frame; the keyboard reaches it, so that it can be scrolled."""


class Fold(nodes.Element):  # type: ignore[misc]
    """What folds a long table that is for looking things up, or a figure that draws what stands in a table already."""


FOLD = tags('<details class="fold">\n<summary>Show {says}</summary>\n', "</details>\n")
"""What writes such a fold, which says what is in it."""


class FrameTables(SphinxPostTransform):
    """Put every table into a frame that is called as its caption is, and fold what is to be folded."""

    default_priority = 901

    def run(self, **kwargs: Any) -> None:
        """Wrap each table."""
        for table in list(self.document.findall(nodes.table)):
            _wrap(table, TableFrame(called=_called(table)))
        for item in list(self.document.findall(lambda node: isinstance(node, nodes.table | nodes.figure) and "folded" in node["classes"])):
            number = ".".join(map(str, self.env.toc_fignumbers[self.env.docname][item.tagname][item["ids"][0]]))
            caption = item.next_node(nodes.title if isinstance(item, nodes.table) else nodes.caption).astext()
            says = f"{item.tagname} {number}: {to_html(re.split(r'[:.;](?= |$)', caption)[0])}"
            if isinstance(item, nodes.table):
                rows = next(item.findall(nodes.raw)).astext().count("<tr>") - 1
                says += f" ({rows} {'row' if rows == 1 else 'rows'})"
            frame = item.parent if isinstance(item.parent, TableFrame) else item
            _wrap(frame, Fold(says=says))


def _wrap(node: nodes.Element, around: nodes.Element) -> None:
    node.parent.replace(node, around)
    around += node


def _called(table: nodes.table) -> str:
    """Return the attribute that calls a frame by the caption of its table, in the caption's languages, or by the heading above it."""
    caption = next(iter(table.findall(nodes.title)), None)
    if caption is None:
        section = table.parent
        while not isinstance(section, nodes.section):
            section = section.parent
        heading = section.next_node(nodes.title).astext()
        if all(language == "ja" for _, language in split(heading)):
            return f'aria-label="表：{escape(heading)}" lang="ja"'
        return f'aria-label="Table: {escape(without_japanese(heading))}"'
    caption[:] = [named(table["ids"][0], caption.children)]
    return f'aria-labelledby="{caption[0]["ids"][0]}"'
