"""What the nodes of several modules share: a caption in MyST Markdown, a permanent anchor, and how they are written."""

import re

from docutils import nodes
from myst_nb.core.render import NbElementRenderer
from sphinx.errors import ExtensionError

HARMLESS = re.compile(
    r"</?(?:a|br|caption|code|col|colgroup|dd|div|dl|dt|em|li|p|small|span|strong|sub|sup|table|tbody|td|th|thead|tr|ul|wbr)"
    r'(?: (?:(?:class|colspan|data-[a-z]+|id|lang|rowspan|scope)="[^"<>]*"|href="(?:https?://[^"<>]*|[\w.-]*(?:[#?][^"<>]*)?)"))*>'
)
"""A tag that a chapter may write: nothing runs in it, or through it."""


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


def raw(html: str) -> nodes.raw:
    """Return HTML as a node."""
    return nodes.raw("", str(html), format="html")


def named(anchor: str, caption: list[nodes.Node]) -> nodes.inline:
    """Return a caption by which something else on the page can be called: in the caption's own languages, as no attribute could be."""
    return nodes.inline("", "", *caption, ids=[f"{anchor}-caption"])


def note_anchor(renderer: NbElementRenderer, node: nodes.Element, name: str, line: int) -> None:
    """Make a node a target under its permanent anchor."""
    node["names"].append(nodes.fully_normalize_name(name))
    node.line = line
    node.source = renderer.source
    renderer.renderer.document.note_explicit_target(node, node)
