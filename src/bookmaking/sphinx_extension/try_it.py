"""The cells of “Try it” on the page: their table becomes one of several that a reader can choose."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.errors import ExtensionError

from bookmaking.choices import VALUES, experiments
from bookmaking.sphinx_extension.labels import check_tags
from bookmaking.templates import fill

if TYPE_CHECKING:
    from myst_nb.core.render import NbElementRenderer
    from sphinx.writers.html5 import HTML5Translator


class ChoicesNode(nodes.General, nodes.Element):  # type: ignore[misc]
    """A table, and the choices around it."""


def with_choices(renderer: NbElementRenderer, name: str, html: str, node: nodes.table) -> nodes.Element:
    """Return a table, with the other values of its cell if there are any.

    Raises
    ------
    ExtensionError
        If the cell does not give what is stored.
    """
    notebook = Path(renderer.source)
    if not name.startswith("tab-") or not (notebook.parent / VALUES).is_file():
        return node
    renderer.renderer.sphinx_env.note_dependency(str(notebook.parent / VALUES))
    experiment = experiments(notebook).get(name)
    if experiment is None:
        return node
    if experiment.html != html:
        raise ExtensionError(f"{notebook.name}: {name} is stored otherwise than its cell gives it; run it: make notebooks")
    for choice in (choice for choices in experiment.choices.values() for choice in choices):
        check_tags(choice.html, f"{notebook.name}: {name} with “{choice.line}”")
    return ChoicesNode("", node, called=name, experiment=experiment)


def visit(translator: HTML5Translator, node: ChoicesNode) -> None:
    """Write what stands before the table."""
    translator.body.append(fill("choices", "opening", name=node["called"], experiment=node["experiment"]))


def depart(translator: HTML5Translator, node: ChoicesNode) -> None:
    """Write what stands behind it."""
    translator.body.append(fill("choices", "closing", name=node["called"], experiment=node["experiment"]))
