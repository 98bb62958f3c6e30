"""What a reader is given to cite: the page, the paper, and every table, figure, claim and group below it."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any, NoReturn

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from bookmaking.citing.controls import control
from bookmaking.citing.formats import FORMATS
from bookmaking.citing.works import Work
from bookmaking.sphinx_extension.companion import Companion, companion_of, page_of
from bookmaking.sphinx_extension.figures import DOWNLOADS
from bookmaking.sphinx_extension.metadata import CITATIONS, DATASET_PAGE

HOW_TO_CITE = "how-to-cite"
"""The page that is about citing, and cites the whole."""
_HEADING = re.compile(r"Cite this (chapter|page)")
_SHORT = {"figure": "Fig.", "table": "Table"}
"""Kind of a numbered item → what it is called where it is cited."""
CHAPTERS = 5
"""Pages with a higher number stand behind the chapters, and are called pages."""


class CitationNode(nodes.General, nodes.Element):  # type: ignore[misc]
    """The citations of works: of the page and the paper, or of one named work."""


class CitingTranslator(HTML5Translator):
    """Writes pages on which every numbered figure and table has a control to cite it, where Sphinx would link it to itself."""

    def add_permalink_ref(self, node: nodes.Element, title: str) -> None:
        """Add the control, or Sphinx's link to what has no number."""
        kind = node.tagname
        numbers = self.builder.fignumbers.get(kind, {}) if kind in _SHORT else {}
        if node["ids"] and (number := numbers.get(node["ids"][0])):
            self.body.append(" " + control(node["ids"][0], f"{_SHORT[kind]} {'.'.join(map(str, number))}"))
        else:
            super().add_permalink_ref(node, title)


class AddCitations(SphinxTransform):
    """Put the page's citations at its end, below the heading “Cite this chapter” or, where there is none, one of its own."""

    default_priority = 800

    def apply(self, **kwargs: Any) -> None:
        """Add them, except to the home page and the page about citing."""
        if self.env.docname in {self.config.root_doc, HOW_TO_CITE}:
            return
        section = next(
            (title.parent for title in self.document.findall(nodes.title) if _HEADING.fullmatch(title.astext())),
            None,
        )
        if section is None:
            top = next(self.document.findall(nodes.section), None)
            if top is None:
                return
            section = nodes.section("", nodes.title("", "Cite this page"), names=["cite this page"])
            self.document.note_implicit_target(section)
            top += section
        section += CitationNode(work="page")
        if self.env.docname == DATASET_PAGE:
            keep = nodes.section("", nodes.title("", "The data to keep"), names=["the data to keep"])
            self.document.note_implicit_target(keep)
            keep += file_list(companion_of(self.env.app))
            section.parent.insert(section.parent.index(section), keep)


class CitationDirective(SphinxDirective):
    """Show the citations of one work: ``paper``, ``book`` or ``dataset``."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return them."""
        if self.arguments[0] not in {"paper", "book", "dataset"}:
            raise self.error(f"what is to be cited is “paper”, “book” or “dataset”, not “{self.arguments[0]}”")
        return [CitationNode(work=self.arguments[0])]


class FilesDirective(SphinxDirective):
    """List the data to keep, for downloading."""

    def run(self) -> list[nodes.Node]:
        """Return the list."""
        return [file_list(companion_of(self.env.app))]


def file_list(companion: Companion) -> nodes.raw:
    """Return the list of the data to keep."""
    entries = "\n".join(
        f'<li><a href="{DOWNLOADS}/{file.name}" download>{file.name}</a>, {size(len(file.content))}: {file.what}</li>'
        for file in companion.files()
    )
    return nodes.raw("", f'<ul class="files">\n{entries}\n</ul>', format="html")


def size(count: int) -> str:
    """Return a number of bytes as readers know it.

    Examples
    --------
    >>> size(69_900)
    '70 kB'
    """
    return f"{max(1, round(count / 1000)):,} kB"


def visit(translator: HTML5Translator, node: CitationNode) -> NoReturn:
    """Write citations as HTML."""
    app = translator.builder.app
    companion = companion_of(app)
    if node["work"] == "page":
        name = translator.builder.current_docname
        work = page_of(app, name)
        assert work is not None
        cited = [("cite-this", f"{_called(work).capitalize()}, for what it computes and says", work)]
        if name == DATASET_PAGE:
            cited.append(("cite-dataset", "The dataset, for its records", companion.citation.dataset))
        cited.append(("cite-paper", "The paper, for what it states", companion.citation.paper))
        for anchor, heading, each in cited:
            translator.body.append(f'<h3 id="{anchor}">{heading}</h3>\n{citations(companion, each)}\n')
    else:
        translator.body.append(citations(companion, getattr(companion.citation, node["work"])))
    raise nodes.SkipNode


def _called(work: Work) -> str:
    return "this chapter" if work.chapter is not None and work.chapter <= CHAPTERS else "this page"


def skip(translator: Any, node: CitationNode) -> NoReturn:
    """Leave citations out of what is not HTML."""
    raise nodes.SkipNode


def citations(companion: Companion, work: Work) -> str:
    """Return a work's references and its citations in the formats of reference managers, as HTML."""
    styles = "\n".join(
        f"<div><dt>{reference.style}</dt><dd>{_to_copy(reference.html, reference.style)}</dd></div>"
        for reference in companion.references(work)
    )
    shown = f'<dl class="cite-styles">\n{styles}\n</dl>'
    formats = "\n".join(
        f'<details class="cite-format"><summary>{form.name}</summary>\n'
        f'<div class="highlight"><pre>{escape(companion.written(work)[form.suffix], quote=False)}</pre></div>\n</details>'
        for form in FORMATS
    )
    files = "\n".join(
        f'<li><a href="{CITATIONS}/{work.key}.{form.suffix}" download>{form.name}'
        f'<span class="unseen"> of “{escape(work.title)}”</span></a></li>'
        for form in FORMATS
    )
    return f'{shown}\n{formats}\n<ul class="cite-files" aria-label="Download">\n{files}\n</ul>'


def _to_copy(text: str, name: str) -> str:
    """Return a text with its button, which is shown where there is script."""
    button = f'<button type="button" class="copy-text">Copy<span class="unseen"> {name}</span></button>'
    return f'<span class="cite-text">{text}</span> {button} <span class="copied" role="status"></span>'


def offer_citations(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Give every table, figure, claim and group of a page its control, and the page its way to its own citations."""
    work = page_of(app, pagename)
    if work is None or "body" not in context:
        return
    if pagename == app.config.root_doc:
        here, paper, what = f"{HOW_TO_CITE}.html#this-companion", f"{HOW_TO_CITE}.html#the-paper", "this book"
    else:
        here, paper, what = "#cite-this", "#cite-paper", _called(work)
    body = context["body"]
    if pagename != HOW_TO_CITE:
        ways = f'<p class="page-cite"><a href="{here}">Cite {what}</a> <a href="{paper}">Cite the paper</a></p>'
        body = body.replace("</h1>", f"</h1>\n{ways}", 1)
    context["body"] = body
    if 'class="headerlink cite-item"' in body:
        context["citation_panel"] = panel(companion_of(app), work)


def panel(companion: Companion, work: Work) -> str:
    """Return the one panel of a page in which the citation of an item is shown; the script fills it."""
    address = f'{escape(work.address)}#<span data-fill="anchor"></span>'
    lines = []
    for reference in companion.references(work):
        text, _, _ = reference.html.partition(f" {escape(work.address)}") if work.address else (reference.html, "", "")
        end = f" {address}{'.' if reference.html.endswith('.') else ''}" if work.address else ""
        lines.append((reference.style, f'{text.rstrip(".")}, <span data-fill="item"></span>.{end}'))
    texts = "; ".join(dict.fromkeys(reference.html.strip("()") for reference in companion.in_text()[:1]))
    lines.insert(0, ("In the text", f'({texts}, <span data-fill="item"></span>)'))
    shown = "\n".join(
        f"<div><dt>{name}</dt><dd>{_to_copy(text, name)}</dd></div>"
        for name, text in [("Link", '<a data-fill="link" href="#"></a>'), *lines]
    )
    return (
        '<div id="cite-panel" class="cite-panel" popover role="dialog" aria-labelledby="cite-panel-title">\n'
        '<p id="cite-panel-title" class="cite-panel-title">Cite <span data-fill="item"></span></p>\n'
        f'<dl class="cite-styles">\n{shown}\n</dl>\n'
        '<button type="button" popovertarget="cite-panel" popovertargetaction="hide">Close</button>\n</div>'
    )


def write_citations(app: Sphinx, exception: Exception | None) -> None:
    """Write the citations and the data to keep as files."""
    if exception is not None or app.builder.name != "html":
        return
    companion = companion_of(app)
    folder = Path(app.outdir) / CITATIONS
    folder.mkdir(parents=True, exist_ok=True)
    pages = [page_of(app, name) for name in sorted(app.env.found_docs)]
    for work in [companion.citation.paper, companion.citation.dataset, *(work for work in pages if work)]:
        for suffix, text in companion.written(work).items():
            (folder / f"{work.key}.{suffix}").write_text(text, encoding="utf-8")
    for file in companion.files():
        (folder.parent / file.name).write_bytes(file.content)
