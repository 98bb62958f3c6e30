"""Tables of `supportgroups.notebook.table` → numbered tables of the page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from bookmaking.sphinx_extension.labels import check_tags, named, note_anchor, parse_caption
from bookmaking.sphinx_extension.try_it import with_choices
from bookmaking.templates import fill
from supportgroups.dataset import load_emendations
from supportgroups.languages import split
from supportgroups.notebook import AFTER_CAPTION, END, LABEL, without_japanese

if TYPE_CHECKING:
    from myst_nb.core.render import MimeData, NbElementRenderer
    from sphinx.writers.html5 import HTML5Translator


class TableRenderer:
    """A table of `supportgroups.notebook.table` → a numbered table."""

    mime_priority_overrides: ClassVar = [("*", "text/html", 2)]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """Return the table's node, or None for any other output."""
        label = data.output_metadata.get(LABEL)
        if inline or data.mime_type != "text/html" or label is None:
            return None
        check_tags(data.string, f"{Path(renderer.source).name}, cell {(data.cell_index or 0) + 1}: {label['name']}")
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
        rows = rows.replace(anchor, f"{anchor} {fill('citations', 'control', anchor=key, item=f'emendation {key}')}")
    node += nodes.raw("", rows, format="html")
    return node


class TableFrame(nodes.Element):  # type: ignore[misc]
    """The frame of a table, within which a wide one scrolls."""


class Fold(nodes.Element):  # type: ignore[misc]
    """What folds a long table that is for looking things up, or a figure that draws what stands in a table already."""


class FrameTables(SphinxPostTransform):
    """Put every table into a frame that is called as its caption is, and fold what is to be folded."""

    default_priority = 901

    def run(self, **kwargs: Any) -> None:
        """Wrap each table; what Markdown sets to the right are figures, as in the tables of notebooks."""
        for cell in self.document.findall(nodes.entry):
            cell["classes"] = ["numeric" if name == "text-right" else name for name in cell["classes"]]
        for table in list(self.document.findall(nodes.table)):
            _wrap(table, TableFrame(**_called(table)))
        for item in list(self.document.findall(lambda node: isinstance(node, nodes.table | nodes.figure) and "folded" in node["classes"])):
            number = ".".join(map(str, self.env.toc_fignumbers[self.env.docname][item.tagname][item["ids"][0]]))
            caption = item.next_node(nodes.title if isinstance(item, nodes.table) else nodes.caption).astext()
            rows = next(item.findall(nodes.raw)).astext().count("<tr>") - 1 if isinstance(item, nodes.table) else 0
            what = re.split(r"[:.;](?= |$)", caption)[0]
            _wrap(item.parent if rows else item, Fold(kind=item.tagname, number=number, what=what, rows=rows))


def _wrap(node: nodes.Element, around: nodes.Element) -> None:
    node.parent.replace(node, around)
    around += node


def _called(table: nodes.table) -> dict[str, str]:
    """Return what calls a frame by the caption of its table, in the caption's languages, or by the heading above it."""
    caption = next(iter(table.findall(nodes.title)), None)
    if caption is not None:
        caption[:] = [named(table["ids"][0], caption.children)]
        return {"anchor": caption[0]["ids"][0], "name": "", "language": ""}
    section = table.parent
    while not isinstance(section, nodes.section):
        section = section.parent
    heading = section.next_node(nodes.title).astext()
    japanese = all(language == "ja" for _, language in split(heading))
    name = f"表：{heading}" if japanese else f"Table: {without_japanese(heading)}"
    return {"anchor": "", "name": name, "language": "ja" if japanese else ""}


def visit_frame(translator: HTML5Translator, node: TableFrame) -> None:
    """Open a frame."""
    translator.body.append(fill("frame", "opening", **{name: node[name] for name in ("anchor", "name", "language")}))


def depart_frame(translator: HTML5Translator, node: TableFrame) -> None:
    """Close it."""
    translator.body.append("</div>\n")


def visit_fold(translator: HTML5Translator, node: Fold) -> None:
    """Open a fold."""
    translator.body.append(fill("frame", "fold", **{name: node[name] for name in ("kind", "number", "what", "rows")}))


def depart_fold(translator: HTML5Translator, node: Fold) -> None:
    """Close it."""
    translator.body.append("</details>\n")
