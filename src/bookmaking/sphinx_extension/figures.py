"""Stored charts → numbered figures of the page, and the files that a reader can take away."""

import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar, NamedTuple, NoReturn

import pandas as pd
from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from bookmaking import drawing
from bookmaking.drawing import NARROW, PNG, RUNTIME, WIDE, Drawings, Specification, digest
from bookmaking.sphinx_extension.labels import named, note_anchor, parse_caption, raw
from bookmaking.stored_form import outputs_of
from bookmaking.templates import fill
from supportgroups.notebook import CHART_MIME

DOWNLOADS = "_downloads"
"""Folder of the site with the files that a reader can take away."""


class StoredChart(NamedTuple):
    """A chart in a notebook's stored outputs."""

    name: str
    specification: Specification
    cell: int


def stored_charts(notebook: Path) -> Iterator[StoredChart]:
    """Yield the charts that a notebook shows, in their order; `supportgroups.figure` gives each its anchor, texts and data."""
    for cell, output in outputs_of(json.loads(notebook.read_text(encoding="utf-8"))):
        if specification := output.get("data", {}).get(CHART_MIME):
            label = specification.get("usermeta", {}).get("supportgroups", {})
            if not label.get("tables"):
                raise ExtensionError(f"{notebook.name}, cell {cell}: a chart without its texts or its data; show it with figure(…)")
            yield StoredChart(label["name"], specification, cell)


def drawings_of(environment: BuildEnvironment) -> Drawings:
    """Return what draws the charts of this build; the drawings are kept where all builds of the book find them."""
    folder = Path(environment.srcdir).parent / "_build" / "drawings"
    drawings: Drawings = vars(environment.app).setdefault("supportgroups_drawings", Drawings(folder))
    return drawings


class ChartNode(nodes.General, nodes.Element):  # type: ignore[misc]
    """The two drawings of a chart, of which the page shows the one that fits its width."""


def figure_node(specification: Specification, name: str, caption: Sequence[nodes.Node], place: str = "") -> nodes.figure:
    """Return a chart, of which the script knows by its anchor, as a figure; its drawings need not be there before the page is written.

    With the place, where it is not the chart's own page, the anchor makes the identifiers inside the drawings unique on the page.
    """
    node = nodes.figure(classes=["chart-figure"])
    node += ChartNode(name=f"{name}{place}", chart=name, key=digest(specification), description=specification["description"])
    node += nodes.caption("", "", *caption)
    tables = data_tables(name, specification)
    files = {f"{name}.svg": "SVG", f"{name}.png": "PNG"}
    files |= {table.file: f"CSV: {table.title}" if len(tables) > 1 else "CSV" for table in tables}
    files[f"{name}.vl.json"] = "Vega-Lite"
    tools = fill("figure", "tools", tables=tables, files=files, folder=DOWNLOADS)
    node += nodes.legend("", raw(tools))
    return node


def visit_chart(translator: HTML5Translator, node: ChartNode) -> NoReturn:
    """Write a chart's drawings."""
    drawings = drawings_of(translator.builder.env)
    wide = drawing.for_page(drawings.svg(node["key"], WIDE), node["name"], node["description"])
    narrow = drawing.for_page(drawings.svg(node["key"], NARROW), f"{node['name']}-narrow", node["description"])
    translator.body.append(fill("figure", "drawings", chart=node["chart"], wide=wide, narrow=narrow))
    raise nodes.SkipNode


class DataTable(NamedTuple):
    """What a chart shows, as a table for its readers."""

    title: str
    file: str
    headings: list[str]
    rows: list[list[Any]]


def data_tables(name: str, specification: Specification) -> list[DataTable]:
    """Return what a chart shows; the file of its first table has the figure's name, that of any other its own name as well."""
    tables = []
    for position, table in enumerate(specification["usermeta"]["supportgroups"]["tables"]):
        columns, headings = zip(*table["columns"], strict=True)
        rows = [[_whole(row.get(column)) for column in columns] for row in specification["datasets"][table["dataset"]]]
        file = f"{name}-{nodes.make_id(table['title'])}.csv" if position else f"{name}.csv"
        tables.append(DataTable(table["title"], file, list(headings), rows))
    return tables


def _whole(cell: Any) -> Any:
    """Return a cell, a whole number without a point: a column with a gap is one of fractions to pandas."""
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def as_csv(table: DataTable) -> bytes:
    """Return such a table as CSV that a spreadsheet reads as UTF-8: it begins with a byte order mark."""
    return pd.DataFrame(table.rows, columns=table.headings, dtype=object).to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


class ChartRenderer:
    """A stored chart → a numbered figure."""

    mime_priority_overrides: ClassVar = [("*", CHART_MIME, 1)]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """Return the figure's node, or None for any other output."""
        if inline or data.mime_type != CHART_MIME:
            return None
        specification: Any = data.content
        label = specification["usermeta"]["supportgroups"]  # which `stored_charts` has looked at
        line = data.line or 0
        node = figure_node(specification, label["name"], [named(label["name"], parse_caption(renderer, label["caption"], line))])
        node["classes"] += ["folded"] if label.get("folded") else []
        note_anchor(renderer, node, label["name"], line)
        return [node]


class ChartDirective(SphinxDirective):
    """Show a chart of a chapter on another page: ``chart`` with the notebook and the figure's anchor; the content is its caption there.

    It is a figure of that page, too, with its number, data and files; its code is in the chapter.
    """

    required_arguments = 2
    has_content = True

    def run(self) -> list[nodes.Node]:
        notebook, name = self.arguments
        relative, path = self.env.relfn2path(notebook)
        self.env.note_dependency(relative)
        for chart in stored_charts(Path(path)):
            if chart.name == name:
                (text,) = self.parse_content_to_nodes()
                node = figure_node(chart.specification, name, text.children, "-here")
                node["names"].append(f"{name}-here")
                self.state.document.note_explicit_target(node)
                return [node]
        raise self.error(f"{notebook} shows no figure “{name}”")


def charts_of_book(app: Sphinx) -> Iterator[tuple[str, StoredChart]]:
    """Yield every chart of the book with its page."""
    pages = (Path(app.srcdir) / f"{page}.ipynb" for page in sorted(app.env.found_docs))
    for notebook in filter(Path.is_file, pages):
        for chart in stored_charts(notebook):
            yield notebook.stem, chart


def begin_drawings(app: Sphinx, environment: BuildEnvironment, pages: list[str]) -> None:
    """Begin to draw all charts while the pages are read."""
    drawings_of(environment).begin(chart.specification for _, chart in charts_of_book(app))


def await_drawings(app: Sphinx, environment: BuildEnvironment) -> None:
    """Wait for the drawings that pages show, before the pages are written."""
    drawings_of(environment).wait(WIDE, NARROW)


def check_numbers(app: Sphinx, environment: BuildEnvironment) -> None:
    """Stop the build at a chart without a number; one with the anchor of another is a label that Sphinx finds twice."""
    for page, chart in charts_of_book(app):
        if chart.name not in environment.toc_fignumbers.get(page, {}).get("figure", {}):
            where = f"{page}.ipynb, cell {chart.cell}"
            raise ExtensionError(f"{where}: the chart {chart.name} has no number; is the page numbered in _toc.yml, and numfig on?")


def write_files(app: Sphinx) -> None:
    """Write what a reader can take away, and what makes the charts interactive."""
    drawings = drawings_of(app.env)
    drawings.wait()
    outside = Path(app.outdir) / DOWNLOADS
    inside = Path(app.outdir) / "_static" / "charts"
    outside.mkdir(exist_ok=True)
    inside.mkdir(exist_ok=True)
    for _, (name, specification, _) in charts_of_book(app):
        key = digest(specification)
        wide, narrow = drawings.svg(key, WIDE), drawings.svg(key, NARROW)
        (outside / f"{name}.svg").write_text(drawing.standing_alone(wide, specification["description"]), encoding="utf-8")
        shutil.copyfile(drawings.folder / f"{key}.{PNG}", outside / f"{name}.png")
        public = {key: value for key, value in specification.items() if key != "usermeta"}
        (outside / f"{name}.vl.json").write_text(json.dumps(public, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        for table in data_tables(name, specification):
            (outside / table.file).write_bytes(as_csv(table))
        without_data = {key: value for key, value in public.items() if key != "datasets"}
        live = {
            "specification": drawing.resized(public, drawing.plot_width(wide)),
            "narrow": drawing.narrowed(without_data, drawing.plot_width(narrow)),
        }
        # A script and not JSON, because a page that is read from disk may not fetch a file, but may load a script.
        content = json.dumps(live, ensure_ascii=False)
        (inside / f"{name}.js").write_text(f"(window.bookCharts ??= {{}})[{json.dumps(name)}] = {content};\n", encoding="utf-8")
    # The one script that makes charts interactive, asked for only when a reader reaches one.
    shutil.copyfile(drawings.folder / f"{digest(None)}.{RUNTIME}", Path(app.outdir) / "_static" / "vega.js")
    drawings.finish()
