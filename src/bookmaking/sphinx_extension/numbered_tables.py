"""Tables of `supportgroups.notebook.table` → numbered tables of the page; that of “Try it” is one of several that a reader can choose."""

import re
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from bookmaking.choices import VALUES, experiments
from bookmaking.sphinx_extension.labels import check_tags, named, note_anchor, parse_caption, raw
from bookmaking.templates import fill
from supportgroups.languages import split
from supportgroups.notebook import AFTER_CAPTION, END, LABEL, without_japanese

_EMENDATION = re.compile(r'<a id="(E-\d{3})" href="#\1">\1</a>')


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
        return with_choices(renderer, label["name"], data.string, node)


def table_node(html: str, label: dict[str, Any], caption: list[nodes.Node]) -> nodes.table:
    """Return a table, as `supportgroups.notebook.table` writes and labels it, as a node that Sphinx numbers."""
    node = nodes.table(classes=label["classes"])
    node += nodes.title("", "", *caption)
    rows = html.partition(AFTER_CAPTION)[2].removesuffix(END)
    node += raw(_EMENDATION.sub(lambda at: f"{at[0]} {fill('citations', 'control', anchor=at[1], item=f'emendation {at[1]}')}", rows))
    return node


def with_choices(renderer: NbElementRenderer, name: str, html: str, node: nodes.table) -> list[nodes.Element]:
    """Return a table, with the other values of its cell around it if there are any; its cell must give what is stored."""
    notebook = Path(renderer.source)
    renderer.renderer.sphinx_env.note_dependency(str(notebook.with_name(VALUES)))
    if (experiment := experiments(notebook).get(name)) is None:
        return [node]
    if experiment.html != html:
        raise ExtensionError(f"{notebook.name}: {name} is stored otherwise than its cell gives it; run it: make notebooks")
    for choice in (choice for choices in experiment.choices.values() for choice in choices):
        check_tags(choice.html, f"{notebook.name}: {name} with “{choice.line}”")
    before, behind = (raw(fill("choices", part, name=name, experiment=experiment)) for part in ("opening", "closing"))
    return [before, node, behind]


def frame_tables(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Put every table into a frame, within which a wide one scrolls, that is called as its caption is.

    A long table that is for looking things up is folded, and so is a figure that draws what stands in a table already. What Markdown sets
    to the right are figures, as in the tables of notebooks.
    """
    for cell in doctree.findall(nodes.entry):
        cell["classes"] = ["numeric" if name == "text-right" else name for name in cell["classes"]]
    for item in list(doctree.findall(lambda node: isinstance(node, nodes.table | nodes.figure))):
        before, behind = "", ""
        if "folded" in item["classes"]:
            number = ".".join(map(str, app.env.toc_fignumbers[page][item.tagname][item["ids"][0]]))
            caption = item.next_node(nodes.title if isinstance(item, nodes.table) else nodes.caption).astext()
            rows = next(item.findall(nodes.raw)).astext().count("<tr>") - 1 if isinstance(item, nodes.table) else 0
            what = re.split(r"[:.;](?= |$)", caption)[0]
            before, behind = fill("frame", "fold", kind=item.tagname, number=number, what=what, rows=rows), "</details>\n"
        if isinstance(item, nodes.table):
            before, behind = before + fill("frame", "opening", **_called(item)), "</div>\n" + behind
        if before:
            item.parent.replace(item, [raw(before), item, raw(behind)])


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
