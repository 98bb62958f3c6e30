"""What a reader is given to cite, and where it is published: the book and its pages, all that is numbered in them, the data, the paper."""

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.errors import ExtensionError
from sphinx.writers.html5 import HTML5Translator

from bookmaking.citing.files import File, files_to_keep
from bookmaking.citing.formats import FORMATS, in_text, references
from bookmaking.citing.works import NUMERALS, Citation, Work, read_citation
from bookmaking.sphinx_extension.outputs import DOWNLOADS
from bookmaking.state import ADDRESS, commit_of, kept
from bookmaking.templates import fill
from supportgroups.audit import Result, Tables, audit
from supportgroups.dataset import data_directory

CITATIONS = f"{DOWNLOADS}/citation"
DATASET_PAGE = "codebook"
HOW_TO_CITE = "how-to-cite"  # the page that is about citing, and cites the whole
HEADINGS = {"Cite this chapter", "Cite this page"}
_SHORT = {"figure": "Fig.", "table": "Table"}  # kind of a numbered item → what it is called where it is cited


@cache
def audited() -> tuple[Tables, Sequence[Result]]:
    """Return the dataset and the outcome of its audit, which a build makes once."""
    tables = Tables.load()
    return tables, audit(tables)


@cache
def read_published(root: Path, address: str = "") -> Citation:
    """Return how a book is cited, by the ``CITATION.cff`` of its top folder, and by the address where it is published, if that is known."""
    parts = urlsplit(address)
    if address and (parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment):
        raise ExtensionError(f"{ADDRESS} is the address of a folder, such as https://example.org/book/, not {address!r}")
    return read_citation(root, commit_of(root), address and address.rstrip("/") + "/")


def citation_of(app: Sphinx) -> Citation:
    """Return how the book that is being built is cited."""
    return read_published(Path(app.srcdir).parent, os.environ.get(ADDRESS, ""))


@cache
def files_of(app: Sphinx) -> list[File]:
    """Return the data to keep."""
    root, citation = Path(app.srcdir).parent, citation_of(app)
    return kept(root, "files", lambda: files_to_keep(citation, root, data_directory(), audited()[1]), of=citation.book.address)


_references: dict[Work, dict[str, Markup]] = {}


def note_references(app: Sphinx, builder: Builder) -> None:
    """Have the references of all works at hand before the processes that write pages begin, made anew if a work changed."""
    works = works_of(app)
    _references.update(kept(Path(app.srcdir).parent, "references", lambda: {work: references(work) for work in works}, of=repr(works)))


def references_of(work: Work) -> dict[str, Markup]:
    """Return a work as a list of references has it, in each style, by the style's name."""
    return _references.get(work) or references(work)


def works_of(app: Sphinx) -> list[Work]:
    """Return all works that a reader is given to cite: the paper, the dataset, and the pages."""
    citation = citation_of(app)
    pages = [page_of(app, name) for name in sorted(app.env.found_docs)]
    return [citation.paper, citation.dataset, *(work for work in pages if work)]


def page_of(app: Sphinx, name: str) -> Work | None:
    """Return the work that a page is: the book, one of its chapters, or none."""
    citation = citation_of(app)
    if name == app.config.root_doc:
        return citation.book
    if name not in app.env.titles:
        return None
    number = app.env.toc_secnumbers.get(name, {}).get("")
    return citation.chapter(name, app.env.titles[name].astext(), number[0] if number and number[0] <= len(NUMERALS) else None)


class CitationNode(nodes.General, nodes.Element):  # type: ignore[misc]
    """The citations of a page and of the paper; the page's number is known when all pages have been read."""


class CitingTranslator(HTML5Translator):
    """Writes, where Sphinx would link a numbered figure or table to itself, a control to cite it; of pages only chapters show a number."""

    def get_secnumber(self, node: nodes.Element) -> Any:
        return _numeral(super().get_secnumber(node))

    def visit_reference(self, node: nodes.Element) -> None:
        """Write a link, and before a page's title in the contents its number."""
        number = node.attributes.pop("secnumber", None)
        super().visit_reference(node)
        if number:
            node["secnumber"] = number
            self.body.append("".join(f"{numeral}. " for numeral in _numeral(number) or ()))

    def add_permalink_ref(self, node: nodes.Element, title: str) -> None:
        """Add the control, or Sphinx's link to what has no number."""
        kind = node.tagname
        numbers = self.builder.fignumbers.get(kind, {}) if kind in _SHORT else {}
        if node["ids"] and (number := numbers.get(node["ids"][0])):
            item = f"{_SHORT[kind]} {'.'.join(map(str, number))}"
            self.body.append(f" {fill('citations', 'control', anchor=node['ids'][0], item=item)}")
        else:
            heading = node.next_node(nodes.title)
            name = node.get("fullname") or (heading.astext() if heading is not None else "")  # of a function, or of a section
            called = f"Link to “{name}”" if name else title
            self.body.append(fill("citations", "permalink", anchor=node["ids"][0], called=called))


def _numeral(number: tuple[int, ...] | None) -> tuple[str] | None:
    return (NUMERALS[number[0] - 1],) if number and number[0] <= len(NUMERALS) else None


def add_citations(app: Sphinx, doctree: nodes.document) -> None:
    """Put a page's citations at its end, below its heading or a new one; the home page and the page about citing have none."""
    if app.env.docname in {app.config.root_doc, HOW_TO_CITE}:
        return
    section = next((title.parent for title in doctree.findall(nodes.title) if title.astext() in HEADINGS), None)
    if section is None:
        section = nodes.section("", nodes.title("", "Cite this page"), names=["cite this page"])
        doctree.note_implicit_target(section)
        next(doctree.findall(nodes.section)).append(section)
    section += CitationNode()


def visit_citation(translator: HTML5Translator, node: CitationNode) -> NoReturn:
    """Write them."""
    app, name = translator.builder.app, translator.builder.current_docname
    citation, work = citation_of(app), page_of(app, name)
    assert work is not None
    cited = [("cite-this", f"{_called(work).capitalize()}, for what it computes and says", work)]
    if name == DATASET_PAGE:
        cited.append(("cite-dataset", "The dataset, for its records", citation.dataset))
    cited.append(("cite-paper", "The paper, for what it states", citation.paper))
    shown = [(anchor, heading, citations(each)) for anchor, heading, each in cited]
    translator.body.append(fill("citations", "of_page", cited=shown))
    raise nodes.SkipNode


def _called(work: Work) -> str:
    return "this page" if work.chapter is None else "this chapter"


def citations(work: Work) -> Markup:
    """Return a work's references and its citations in the formats of reference managers."""
    return fill("citations", "of_work", work=work, references=references_of(work), formats=FORMATS, folder=CITATIONS)


def offer_citations(app: Sphinx, pagename: str, context: dict[str, Any]) -> None:
    """Give a page its way to its own citations, and the one panel in which that of an item is shown, which the script fills."""
    work = page_of(app, pagename)
    if work is None:
        return
    if pagename == app.config.root_doc:
        here, paper, what = f"{HOW_TO_CITE}.html#this-companion", f"{HOW_TO_CITE}.html#the-paper", "this book"
    else:
        here, paper, what = "#cite-this", "#cite-paper", _called(work)
    if pagename != HOW_TO_CITE:
        source = context.get("sourcename", "")
        notebook = f"{DOWNLOADS}/{source}" if source.endswith(".ipynb") else ""
        ways = fill("citations", "ways", here=here, what=what, paper=paper, notebook=notebook)
        context["body"] = context["body"].replace("</h1>", f"</h1>\n{ways}", 1)
    if 'class="headerlink cite-item"' in context["body"]:
        # An item is named before the address, which leads to it.
        texts = [
            (style, (text.partition(f" {work.address}")[0] if work.address else text).rstrip("."), "." if text.endswith(".") else "")
            for style, text in references_of(work).items()
        ]
        own = in_text(citation_of(app).book).strip("()")
        context["citation_panel"] = fill("citations", "panel", in_text=own, references=texts, address=work.address)


def write_citations(app: Sphinx) -> None:
    """Write the citations and the data to keep as files."""
    folder = Path(app.outdir) / CITATIONS
    folder.mkdir(parents=True, exist_ok=True)
    for work in works_of(app):
        for form in FORMATS:
            (folder / f"{work.key}.{form.suffix}").write_text(form.write(work), encoding="utf-8")
    for file in files_of(app):
        (folder.parent / file.name).write_bytes(file.content)
