"""The notebooks that readers take away, as GitHub, Colab, VS Code and nbconvert read them, which know plain Markdown and none of the pages.

Figures are written where the text asks for them, the voices are quotations that say whose they are, references are links to the published
book, and captions are text. A first cell installs the package, which is among the files to download, too. What the text of a figure asks
for stays in the metadata of its cell, so that the figure has its texts when it is drawn anew.
"""

import json
import re
from collections.abc import Mapping
from copy import deepcopy
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple, cast

from docutils import nodes
from markdown_it import MarkdownIt
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.domains.std import StandardDomain
from sphinxcontrib.bibtex.domain import BibtexDomain

from bookmaking.browser import build_wheel
from bookmaking.sphinx_extension.citations import citation_of
from bookmaking.sphinx_extension.outputs import DOWNLOADS
from bookmaking.sphinx_extension.prose import minutes
from bookmaking.state import kept, state_of
from bookmaking.stored_form import figures
from supportgroups.notebook import GLUED, TEXTS, fill, html_linked, linked_elsewhere, texts_in

WHEEL = ("pyproject.toml", "README.md", "LICENSE")  # what the package is made of besides data and code
VOICES = {"paper": "The paper says", "tables": "The tables show", "comment": "Comment", "try": "Try it"}
"""The class of a passage → who speaks in it."""
_MARKDOWN = MarkdownIt("commonmark").use(colon_fence_plugin).use(myst_block_plugin)
_ROLE = re.compile(r"\{(numref|ref|term|minutes|cite:t)\}`(?:([^`<]*?)\s*<([^`>]+)>|([^`]+))`")
_PAGE = re.compile(r"\[([^\]]*)\]\((?:([\w-]+)\.(?:ipynb|md))?(#[\w.-]+)?\)")
_ATTRIBUTES = re.compile(r"^\{[.#][^{}`]*\}\n|\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\{[.#][^{}`]*\}", re.MULTILINE)
_ON_SCREEN = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\{\.on-screen\}\s?")  # what only the page has
_OPTION = re.compile(r":([\w-]+):[ ]*(.*)\n?")
_CAPTIONED = re.compile(r'(<table id="([\w-]+)"[^>]*>\n?)<caption>(.*?)</caption>\n?', re.DOTALL)

_INSTALL = """\
# Install the book's package, version {version}, with its data and what draws the charts.
# It needs Python 3.11 or later, about 0.4 GB and, the first time, the network.
# {where}
from importlib.metadata import distributions

if ("supportgroups", "{version}") not in {{(one.name, one.version) for one in distributions()}}:
    %pip install --quiet "{requirement}"

import supportgroups.notebook

supportgroups.notebook.BOOK = "{address}"  # {links}"""


class Book(NamedTuple):
    """What a notebook needs to know of the book that it leaves.

    The address is where the book is published; where it is empty, nothing is linked. The package is the name of a file among the book's
    downloads. Targets are, for a role such as ``numref``, what is asked for → its text, and the page and anchor that it leads to.
    """

    address: str
    version: str
    package: str
    targets: Mapping[str, Mapping[str, tuple[str, str]]]

    def link(self, text: str, page: str) -> str:
        """Return a text as a link to a page of the book, as far as that has an address."""
        return f"[{text}]({self.address}{page})" if page and self.address else text

    @property
    def install(self) -> str:
        """The code of the first cell."""
        if self.address:
            where = "If the book has a newer version by now, take the notebook from its page again."
            requirement = f"supportgroups[notebook] @ {self.address}_downloads/{self.package}"
            links = "to which tables and charts link"
        else:
            where = f"Put {self.package}, from the folder _downloads of the book, beside this notebook first."
            requirement = f"./{self.package}[notebook]"
            links = "not known, so that tables and charts link to none of its pages"
        return _INSTALL.format(version=self.version, where=where, requirement=requirement, address=self.address, links=links)


class Page(NamedTuple):
    """What the text of one notebook needs to be written out."""

    book: Book
    name: str
    figures: Mapping[str, float | str]

    def plain(self, source: str) -> str:
        """Return a text as plain Markdown."""
        lines, written, at = source.split("\n"), list[str](), 0
        for token in _MARKDOWN.parse(source):
            if token.map is None or token.level or token.type not in {"colon_fence", "fence", "myst_target"}:
                continue
            begin, end = token.map
            written.append(self.inline("\n".join([*lines[at:begin], ""])))
            if token.type == "myst_target":
                written.append(f'<a id="{token.content}"></a>\n')
            elif token.info.startswith("{"):
                written.append(self.directive(token.info, token.content) + "\n")
            else:
                written.append("\n".join([*lines[begin:end], ""]))
            at = end
        return "".join([*written, self.inline("\n".join(lines[at:]))]).rstrip("\n")

    def inline(self, text: str) -> str:
        """Return text between directives with its figures, references and links."""

        def role(match: re.Match[str]) -> str:
            name, own, target, alone = match.groups()
            asked = " ".join((target or alone).split())
            text, place = self.book.targets[name][self.name if (name, asked) == ("minutes", "here") else asked]
            return self.book.link(own or text, place)

        def page(match: re.Match[str]) -> str:
            text, name, anchor = match.groups()
            return self.book.link(text, f"{name or self.name}.html{anchor or ''}")

        text = _ATTRIBUTES.sub(r"\1", _ON_SCREEN.sub("", text))
        return html_linked(_PAGE.sub(page, _ROLE.sub(role, fill(text, self.figures))), self.book.address)

    def directive(self, info: str, content: str) -> str:
        """Return what stands in the place of a directive."""
        name, _, argument = info.strip("{").partition("}")
        argument, options = argument.strip(), dict[str, str]()
        while option := _OPTION.match(content):
            options[option[1]] = option[2]
            content = content[option.end() :]
        match name:
            case "admonition":
                voice, title = VOICES[options["class"]], self.inline(argument)
                title = title if title.startswith(voice) else f"{voice}: {title}"
                return "\n".join(f"> {line}".rstrip() for line in f"**{title}**\n\n{self.plain(content.strip())}".split("\n"))
            case "caption":
                return f"**{self.inline(f'{{numref}}`{argument}`')}.** {self.inline(' '.join(content.split()))}"
            case "alternative":
                return f"<details><summary>In words</summary>\n\n{self.inline(' '.join(content.split()))}\n\n</details>"
            case "claim-table" | "check-table":
                what = "claims" if name == "claim-table" else "further checks"
                number = self.inline(f"{{numref}}`{options['name']}`")
                return f"{number}, on the book's page, has the {what} of this section, with their verdicts."
            case "claim-entries" | "files" | "group-entries" | "term-entries" | "multiverse":
                what = {"files": "files", "multiverse": "counting rules"}.get(name, f"entries of the {name.partition('-')[0]}s")
                return f"The {what} ({argument.replace('_', ' ')}) are on the {self.book.link('page of the book', f'{self.name}.html')}."
        raise ValueError(f"{self.name}: a notebook that travels has nothing for {info}")


def portable(notebook: dict[str, Any], name: str, book: Book) -> dict[str, Any]:
    """Return an executed notebook, by the name of its page, as one that reads and runs anywhere; the book knows all that it asks for."""
    page = Page(book, name, figures(notebook))
    made = deepcopy(notebook)
    beside = {anchor for cell in made["cells"] if cell["cell_type"] == "markdown" for _, anchor, _ in texts_in("".join(cell["source"]))}

    def caption(found: re.Match[str]) -> str:
        return found[1] if found[2] in beside else f"{found[1]}<caption>{_MARKDOWN.renderInline(unescape(found[3]))}</caption>\n"

    for cell in made["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            cell["source"] = page.plain(source)
            if any(texts_in(source)):
                cell["metadata"][TEXTS] = source
        else:
            cell["outputs"] = [output for output in cell["outputs"] if GLUED not in output.get("data", {})]
            for output in (output for output in cell["outputs"] if "data" in output):
                output["data"] = linked_elsewhere(output["data"], book.address)
                if html := output["data"].get("text/html"):
                    output["data"]["text/html"] = _CAPTIONED.sub(caption, html)
    first: dict[str, Any] = {"cell_type": "code", "execution_count": None, "id": "install", "metadata": {}, "outputs": []}
    made["cells"].insert(0, {**first, "source": book.install})
    return made


def package(root: Path) -> tuple[str, bytes]:
    """Return the package that readers install, by the name of its file."""

    def build() -> tuple[str, bytes]:
        file = build_wheel(root, root / "_build" / "wheel")
        return file.name, file.read_bytes()

    return kept(root, "package", build, of=state_of(root, WHEEL))


def targets(app: Sphinx) -> dict[str, dict[str, tuple[str, str]]]:
    """Return what the notebooks refer to, by role: its text, and the page and anchor that it leads to."""
    standard = cast(StandardDomain, app.env.get_domain("std"))
    places = {name: (page, f"{page}.html#{anchor}") for name, (page, anchor) in standard.anonlabels.items()}
    numbers = {}
    for name, (page, place) in places.items():
        for kind, of_kind in app.env.toc_fignumbers.get(page, {}).items():
            if number := of_kind.get(place.partition("#")[2]):
                numbers[name] = (app.config.numfig_format[kind] % ".".join(map(str, number)), place)
    works = cast(BibtexDomain, app.env.get_domain("cite")).bibdata.data.entries
    authors = {
        key: " and ".join(" ".join(person.last_names) for person in work.persons["author"])
        for key, work in works.items()
        if "author" in work.persons
    }
    return {
        "numref": numbers,
        "ref": {name: (title, places[name][1]) for name, (_, _, title) in standard.labels.items()},
        "term": {name: (name, f"{page}.html#{anchor}") for (kind, name), (page, anchor) in standard.objects.items() if kind == "term"},
        "cite:t": {key: (f"{names} ({works[key].fields.get('year', 'n.d.')})", f"references.html#{key}") for key, names in authors.items()},
        "minutes": {page: (str(minutes(app.env, page)), "") for page in app.env.found_docs},
    }


def write_package(app: Sphinx, builder: Builder) -> None:
    """Write the package, before pages are written, and note what notebooks need to know of the book."""
    citation = citation_of(app)
    folder = Path(app.outdir) / DOWNLOADS
    folder.mkdir(exist_ok=True)
    name, wheel = package(Path(app.srcdir).parent)
    (folder / name).write_bytes(wheel)
    vars(app)["supportgroups_book"] = Book(citation.book.address, citation.version, name, targets(app))


def write_notebook(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Write the notebook of a page, beside the page, as one that reads and runs anywhere."""
    file = Path(app.env.doc2path(page))
    if doctree is not None and file.suffix == ".ipynb":
        made = portable(json.loads(file.read_text(encoding="utf-8")), page, vars(app)["supportgroups_book"])
        content = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
        (Path(app.outdir) / DOWNLOADS / file.name).write_text(content, encoding="utf-8")
