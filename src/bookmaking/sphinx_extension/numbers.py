"""Numbers in the text: references to figures and tables, and figures written in words."""

from ast import literal_eval
from typing import Any

from docutils import nodes
from myst_nb.core.variables import RetrievalError
from myst_nb.ext.glue.utils import retrieve_glue_data
from sphinx.application import Sphinx
from sphinx.domains import std
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from supportgroups.notebook import write_out


class StandardDomain(std.StandardDomain):
    """Sphinx's own domain, which would unpickle the whole page anew for every number: a fifth of the build's time."""

    def _resolve_numref_xref(self, env: BuildEnvironment, *arguments: Any) -> nodes.Element | None:
        if not hasattr(self, "_remembering"):
            self._remembering = _Remembering(env)
        return super()._resolve_numref_xref(self._remembering, *arguments)  # type: ignore[arg-type]


class _Remembering:
    """An environment that keeps the pages it was asked for, which the references only look at."""

    def __init__(self, environment: BuildEnvironment) -> None:
        self._environment = environment
        self._pages: dict[str, nodes.document] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._environment, name)

    def get_doctree(self, name: str) -> nodes.document:
        """Return a page as it was read."""
        if name not in self._pages:
            self._pages[name] = self._environment.get_doctree(name)
        return self._pages[name]


def allow_parallel_reading(app: Sphinx, environment: BuildEnvironment, pages: list[str]) -> None:
    """Declare what Jupyter Book's extension for numbers across parts leaves open: it has no part in reading, and so disturbs none."""
    app.extensions["sphinx_multitoc_numbering"].parallel_read_safe = True


def words(name: str, rawtext: str, text: str, lineno: int, inliner: Any, *_: Any) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """Write a figure of the chapter in words, the role ``words``; as ``Words``, with a capital (see `supportgroups.notebook.glue`)."""
    try:
        stored = retrieve_glue_data(inliner.document, text).data["text/plain"]  # MyST-NB has taken its prefix off
        return [nodes.Text(write_out(literal_eval(stored), name))], []
    except (RetrievalError, TypeError) as error:
        message = inliner.reporter.error(f"{rawtext}: {error}", line=lineno)
        return [inliner.problematic(rawtext, rawtext, message)], [message]


class TextOfFigure(SphinxDirective):
    """A caption or a text alternative, beside the code of its figure or table: it has gone into the output, which the page shows."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Leave it out."""
        return []
