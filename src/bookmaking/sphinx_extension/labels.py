"""What the nodes of several modules share: a caption in MyST Markdown, a permanent anchor, and how they are written."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

from docutils import nodes
from sphinx.errors import ExtensionError

if TYPE_CHECKING:
    from myst_nb.core.render import NbElementRenderer


def parse_caption(renderer: NbElementRenderer, text: str, line: int) -> list[nodes.Node]:
    """Parse a caption, which is one paragraph of MyST Markdown."""
    holder = nodes.Element()
    with renderer.renderer.current_node_context(holder):
        renderer.renderer.nested_render_text(text, line)
    if len(holder) != 1 or not isinstance(holder[0], nodes.paragraph):
        raise ExtensionError(f"{renderer.source}: a caption must be one paragraph: {text!r}")
    return list(holder[0].children)


def named(anchor: str, caption: list[nodes.Node]) -> nodes.inline:
    """Return a caption by which something else on the page can be called: in the caption's own languages, as no attribute could be."""
    return nodes.inline("", "", *caption, ids=[f"{anchor}-caption"])


def note_anchor(renderer: NbElementRenderer, node: nodes.Element, name: str, line: int) -> None:
    """Make a node a target under its permanent anchor."""
    node["names"].append(nodes.fully_normalize_name(name))
    node.line = line
    node.source = renderer.source
    renderer.renderer.document.note_explicit_target(node, node)


def tags(opening: str, closing: str) -> tuple[Callable[[Any, nodes.Element], None], Callable[[Any, nodes.Element], None]]:
    """Return what writes a node as an HTML element; the opening tag may name attributes of the node in braces."""
    return (
        lambda translator, node: translator.body.append(opening.format_map(node.attributes)),
        lambda translator, node: translator.body.append(closing),
    )


def skip(translator: Any, node: nodes.Element) -> NoReturn:
    """Leave a node out of what is not HTML."""
    raise nodes.SkipNode
