"""The Sphinx side: stored charts and tables become numbered figures and tables of the page.

- A chart is drawn as SVG when the book is built, so that it is there at first paint, with no script and no network; its text
  alternative goes with it, and its data stand in a fold beneath.
- A table of `supportgroups.notebook.table` gets its number, caption and anchor.
- The folded code of a cell stands beneath what it shows.
- Japanese and Korean in prose are marked up as what they are.
"""

from __future__ import annotations

import json
import re
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import vl_convert
import yaml
from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from supportgroups.dataset import load_emendations, load_groups
from supportgroups.languages import split, to_html
from supportgroups.notebook import CHART_MIME

if TYPE_CHECKING:
    from myst_nb.core.render import MimeData, NbElementRenderer
    from sphinx.application import Sphinx
    from sphinx.config import Config

_WIDTH = re.compile(r'<svg [^>]*?\bwidth="(\d+)')
_SCHEMA = re.compile(r"/v(?P<version>\d+\.\d+)[\d.]*\.json$")
NARROW = 350
"""Width in pixels of the drawing for narrow screens."""

_TABLE = re.compile(r'<table id="(?P<name>tab-[^"]+)">\s*<caption>(?P<caption>.*?)</caption>(?P<rows>.*)</table>', re.DOTALL)


def draw(specification: dict[str, Any], name: str) -> str:
    """Return a Vega-Lite chart as an SVG element for the page.

    Parameters
    ----------
    specification
        The chart; its ``description`` is the text alternative.
    name
        What makes the identifiers inside the drawing unique on the page.
    """
    version = _SCHEMA.search(specification["$schema"])
    svg: str = vl_convert.vegalite_to_svg(json.dumps(specification), vl_version=version and version["version"])
    svg = re.sub(r'\bid="', f'id="{name}-', svg)
    svg = re.sub(r"url\(#", f"url(#{name}-", svg)
    label = escape(specification["description"])
    # As one image with one description: the marks' own labels, made for the interactive chart, would be read one by one.
    return re.sub(r"<svg ", f'<svg role="img" aria-label="{label}" ', svg, count=1)


def draw_narrow(specification: dict[str, Any], name: str) -> str:
    """Return a chart drawn for a narrow screen: a narrower plot, so that the text need not shrink, and fewer columns in the legend."""
    config = specification.get("config", {})
    changed = {**specification, "width": NARROW - 60, "config": {**config, "legend": {**config.get("legend", {}), "columns": 2}}}
    svg = draw(changed, name)
    # What the axis labels take is known only when the chart is drawn; where the legend is the widest part, a narrower plot gains nothing.
    if (excess := _width(svg) - NARROW) > 0:
        narrower = draw({**changed, "width": max(changed["width"] - excess, NARROW // 3)}, name)
        return narrower if _width(narrower) < _width(svg) else svg
    return svg


def _width(svg: str) -> int:
    """Return the width of a drawing in pixels."""
    match = _WIDTH.search(svg)
    if match is None:
        raise ExtensionError("a drawing without a width")
    return int(match[1])


def drawings(specification: dict[str, Any], name: str) -> nodes.raw:
    """Return the chart's two drawings, of which the page shows the one that fits its width."""
    wide, slim = draw(specification, name), draw_narrow(specification, f"{name}-narrow")
    return nodes.raw("", f'<div class="chart chart-wide">{wide}</div>\n<div class="chart chart-narrow">{slim}</div>', format="html")


def data_table(specification: dict[str, Any]) -> str:
    """Return the rows that a chart draws, as HTML tables."""
    tables = []
    for dataset, columns in specification["usermeta"]["supportgroups"]["columns"].items():
        rows = specification["datasets"][dataset]
        head = "".join(f'<th scope="col">{to_html(column.replace("_", " "))}</th>' for column in columns)
        body = "\n".join(
            "<tr>" + "".join(f"<td>{'' if row.get(column) is None else to_html(str(row[column]))}</td>" for column in columns) + "</tr>"
            for row in rows
        )
        tables.append(f"<table>\n<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{body}\n</tbody>\n</table>")
    return "\n".join(tables)


def _caption(renderer: NbElementRenderer, text: str, line: int) -> list[nodes.Node]:
    """Parse a caption, which is one paragraph of MyST Markdown."""
    holder = nodes.Element()
    with renderer.renderer.current_node_context(holder):
        renderer.renderer.nested_render_text(text, line)
    if len(holder) != 1 or not isinstance(holder[0], nodes.paragraph):
        raise ExtensionError(f"{renderer.source}: a caption must be one paragraph: {text!r}")
    return list(holder[0].children)


def _register(renderer: NbElementRenderer, node: nodes.Element, name: str, line: int) -> None:
    """Make a node a target under its permanent anchor."""
    node["names"].append(nodes.fully_normalize_name(name))
    node.line = line
    node.source = renderer.source
    renderer.renderer.document.note_explicit_target(node, node)


class FigureRenderer:
    """A stored chart → a numbered figure."""

    mime_priority_overrides: ClassVar = [("*", CHART_MIME, 1)]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """Return the figure's node, or None for any other output."""
        if inline or data.mime_type != CHART_MIME:
            return None
        specification: Any = data.content
        try:
            label = specification["usermeta"]["supportgroups"]
            name, caption = label["name"], label["caption"]
        except KeyError:
            raise ExtensionError(
                f"{renderer.source}, cell {data.cell_index}: a chart without name, caption and text alternative; show it with figure()"
            ) from None
        line = data.line or 0
        node = nodes.figure(classes=["chart-figure"])
        node += drawings(specification, name)
        node += nodes.caption("", "", *_caption(renderer, caption, line))
        fold = f'<details class="chart-data"><summary>The figure’s data as a table</summary>\n{data_table(specification)}\n</details>'
        node += nodes.legend("", nodes.raw("", fold, format="html"))
        _register(renderer, node, name, line)
        return [node]


class TableRenderer:
    """A table of `supportgroups.notebook.table` → a numbered table."""

    mime_priority_overrides: ClassVar = [("*", "text/html", 2)]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """Return the table's node, or None for any other output."""
        if inline or data.mime_type != "text/html" or not (match := _TABLE.fullmatch(data.string.strip())):
            return None
        line = data.line or 0
        node = nodes.table(classes=["data-table"])
        node += nodes.title("", "", *_caption(renderer, unescape(match["caption"]), line))
        node += nodes.raw("", match["rows"], format="html")
        _register(renderer, node, match["name"], line)
        return [node]


class ChartDirective(SphinxDirective):
    """Show a chart of a chapter on another page: ``chart`` with the notebook and the figure's anchor; the content is the text below.

    It has no number there: its number, its data and its code are in the chapter.
    """

    required_arguments = 2
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the drawings and the text below them."""
        notebook, name = self.arguments
        relative, path = self.env.relfn2path(notebook)
        self.env.note_dependency(relative)
        for cell in json.loads(Path(path).read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                specification = output.get("data", {}).get(CHART_MIME, {})
                if specification.get("usermeta", {}).get("supportgroups", {}).get("name") == name:
                    return [drawings(specification, f"{name}-here"), *self.parse_content_to_nodes()]
        raise self.error(f"{notebook} shows no figure “{name}”")


class CodeBeneathOutput(SphinxPostTransform):
    """Put the folded code of a cell beneath what it shows."""

    default_priority = 199  # before MyST-NB folds the code

    def run(self, **kwargs: Any) -> None:
        """Swap source and output of each cell whose source is to be folded."""
        for cell in self.document.findall(lambda node: isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"):
            if cell.get("hide_mode") == "input" and len(cell) == 2:
                cell.insert(0, cell.pop(1))


class MarkLanguages(SphinxPostTransform):
    """Mark up Japanese and Korean in prose (``lang="ja"``, ``lang="ko"``), so that they get their face and their voice."""

    default_priority = 900

    def run(self, **kwargs: Any) -> None:
        """Wrap each run outside code."""
        for text in list(self.document.findall(nodes.Text)):
            parent = text.parent
            if parent is None or isinstance(parent, nodes.FixedTextElement | nodes.raw | nodes.literal):
                continue
            pieces = split(text.astext())
            if not any(language for _, language in pieces):
                continue
            # docutils turns the class language-ja into the attribute lang="ja".
            marked = [
                nodes.inline("", piece, classes=[f"language-{language}"]) if language else nodes.Text(piece) for piece, language in pieces
            ]
            parent.replace(text, marked)


def add_substitutions(app: Sphinx, config: Config) -> None:
    """Give pages that are not notebooks the figures that their prose needs: ``{{ groups }}``."""
    citation = yaml.safe_load((Path(app.srcdir).parent / "CITATION.cff").read_text(encoding="utf-8"))
    config.myst_substitutions = {
        **config.myst_substitutions,
        "version": citation["version"],
        "released": str(citation["date-released"]),
        "groups": str(len(load_groups())),
        "emendations": str(len(load_emendations())),
    }


def remove_thebe(app: Sphinx, config: Config) -> None:
    """Keep sphinx-thebe, which Jupyter Book always loads, off the pages: they would name another host, and declare a script twice."""
    for listeners in app.events.listeners.values():
        listeners[:] = [listener for listener in listeners if not listener.handler.__module__.startswith("sphinx_thebe")]
    app.registry.css_files[:] = [entry for entry in app.registry.css_files if entry[0] != "sphinx-thebe.css"]


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension with Sphinx."""
    app.connect("config-inited", add_substitutions)
    app.connect("config-inited", remove_thebe, priority=900)
    app.add_directive("chart", ChartDirective)
    app.add_post_transform(CodeBeneathOutput)
    app.add_post_transform(MarkLanguages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
