"""References to figures and tables by their numbers, for which Sphinx reads each page that they lead to once."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.domains import std
from sphinx.environment import BuildEnvironment


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
