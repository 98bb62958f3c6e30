"""The notebooks that readers take away, and the package that they install: both are among the files to download."""

import json
from pathlib import Path
from typing import Any, cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.domains.std import StandardDomain
from sphinxcontrib.bibtex.domain import BibtexDomain

from bookmaking.browser import build_wheel
from bookmaking.portable import Book, portable
from bookmaking.sphinx_extension.companion import citation_of
from bookmaking.sphinx_extension.numbers import minutes
from bookmaking.sphinx_extension.outputs import DOWNLOADS
from bookmaking.state import kept, state_of

WHEEL = ("pyproject.toml", "README.md", "LICENSE")
"""What the package is made of besides data and code."""


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
