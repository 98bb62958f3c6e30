"""Stored charts and tables → numbered figures and tables of the page, and the files of each chart that a reader can take away."""

import json
import re
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
from sphinx.util.nodes import traverse_parent
from sphinx.writers.html5 import HTML5Translator

from bookmaking import drawing
from bookmaking.choices import VALUES, experiments
from bookmaking.drawing import NARROW, PNG, RUNTIME, WIDE, Drawings, Specification, digest
from bookmaking.stored_form import outputs_of
from bookmaking.templates import fill
from supportgroups.languages import split
from supportgroups.notebook import AFTER_CAPTION, CHART_MIME, END, LABEL, without_japanese

DOWNLOADS = "_downloads"  # folder of the site with the files that a reader can take away
HARMLESS = re.compile(
    r"</?(?:a|br|caption|code|col|colgroup|dd|div|dl|dt|em|li|p|small|span|strong|sub|sup|table|tbody|td|th|thead|tr|ul|wbr)"
    r'(?: (?:(?:class|colspan|data-[a-z]+|id|lang|rowspan|scope)="[^"<>]*"|href="(?:https?://[^"<>]*|[\w.-]*(?:[#?][^"<>]*)?)"))*>'
)
"""A tag that a chapter may write: nothing runs in it, or through it."""
_EMENDATION = re.compile(r'<a id="(E-\d{3})" href="#\1">\1</a>')


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
    """Return a chart as a figure; the place, on a page other than its own, makes the identifiers inside the drawings unique there."""
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


class Renderer:
    """A stored chart → a numbered figure, and a table of `supportgroups.notebook.table` → a numbered table."""

    mime_priority_overrides: ClassVar = [("*", CHART_MIME, 1), ("*", "text/html", 2)]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """Return the nodes of the figure or the table, or None for any other output."""
        is_chart = data.mime_type == CHART_MIME
        # That a chart has a label, `stored_charts` has seen.
        label: Any = data.content["usermeta"]["supportgroups"] if is_chart else data.output_metadata.get(LABEL)
        if inline or label is None or data.mime_type not in {CHART_MIME, "text/html"}:
            return None
        name, line = label["name"], data.line or 0
        if is_chart:
            node = figure_node(data.content, name, [named(name, parse_caption(renderer, label["caption"], line))])
            node["classes"] += ["folded"] if label.get("folded") else []
        else:
            check_tags(data.string, f"{Path(renderer.source).name}, cell {(data.cell_index or 0) + 1}: {name}")
            node = table_node(data.string, label, parse_caption(renderer, label["caption"], line))
        node["names"].append(nodes.fully_normalize_name(name))
        node.line, node.source = line, renderer.source
        renderer.renderer.document.note_explicit_target(node, node)
        return [node] if is_chart else with_choices(renderer, name, data.string, node)


def check_tags(html: str, where: str) -> None:
    """Stop the build at a tag of a chapter in which something could run, as where the text of the data is not escaped."""
    if "<" in (rest := HARMLESS.sub("", html)):
        what = "text of the data escaped, and addresses of the web"
        raise ExtensionError(f"{where}: expected {what}, not {rest[rest.index('<') :][:60]!r}")


def parse_caption(renderer: NbElementRenderer, text: str, line: int) -> list[nodes.Node]:
    """Parse a caption, which is one paragraph of MyST Markdown; other tags than harmless ones are text: data may be glued in it."""
    holder = nodes.Element()
    with renderer.renderer.current_node_context(holder):
        renderer.renderer.nested_render_text(text, line)
    if len(holder) != 1 or not isinstance(holder[0], nodes.paragraph):
        raise ExtensionError(f"{renderer.source}: a caption must be one paragraph: {text!r}")
    for tag in [tag for tag in holder.findall(nodes.raw) if not HARMLESS.fullmatch(tag.astext())]:
        tag.parent.replace(tag, nodes.Text(tag.astext()))
    return list(holder[0].children)


def named(anchor: str, caption: list[nodes.Node]) -> nodes.inline:
    """Return a caption by which something else on the page can be called: in the caption's own languages, as no attribute could be."""
    return nodes.inline("", "", *caption, ids=[f"{anchor}-caption"])


def raw(html: str) -> nodes.raw:
    """Return HTML as a node."""
    return nodes.raw("", str(html), format="html")


class ChartDirective(SphinxDirective):
    """Show a chart of a chapter on another page, too: ``chart`` with the notebook and the anchor; the content is its caption there."""

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
    heading = next(iter(traverse_parent(table, nodes.section))).next_node(nodes.title).astext()
    japanese = all(language == "ja" for _, language in split(heading))
    name = f"表：{heading}" if japanese else f"Table: {without_japanese(heading)}"
    return {"anchor": "", "name": name, "language": "ja" if japanese else ""}


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
            frame = pd.DataFrame(table.rows, columns=table.headings, dtype=object)
            # A spreadsheet takes it for UTF-8 by its byte order mark.
            frame.to_csv(outside / table.file, index=False, lineterminator="\n", encoding="utf-8-sig")
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
