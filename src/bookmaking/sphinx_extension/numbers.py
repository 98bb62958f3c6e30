"""Numbers in the text: references to figures and tables, figures written in words, and the minutes that a page takes to read."""

from ast import literal_eval
from functools import cache
from types import SimpleNamespace
from typing import Any

from docutils import nodes
from myst_nb.core.variables import RetrievalError
from myst_nb.ext.glue.utils import retrieve_glue_data
from sphinx.application import Sphinx
from sphinx.domains import std
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective, SphinxRole

from supportgroups.notebook import write_out

WORDS_A_MINUTE = 200
"""Adults read English silently at some 240 words a minute (Brysbaert 2019), and more slowly where figures stand between the words."""
STEP = 5
"""Minutes are rounded to a multiple of this, and are never fewer."""
READ = (nodes.paragraph, nodes.title, nodes.caption)
"""What is read from beginning to end; code, tables and the records of a reference page are looked at."""


class StandardDomain(std.StandardDomain):
    """Sphinx's own domain, which would unpickle the whole page anew for every number: a fifth of the build's time."""

    def _resolve_numref_xref(self, env: BuildEnvironment, *arguments: Any) -> nodes.Element | None:
        if not hasattr(self, "_remembering"):  # the pages, at which the references only look
            known = {name: getattr(env, name) for name in ("config", "toc_fignumbers", "toc_secnumbers")}
            self._remembering: Any = SimpleNamespace(**known, get_doctree=cache(env.get_doctree))
        return super()._resolve_numref_xref(self._remembering, *arguments)


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
        return []


def count_words(app: Sphinx, page: nodes.document) -> None:
    """Keep how many words of text a page has, while it is read."""
    parts = page.findall(lambda node: isinstance(node, READ))
    app.env.metadata[app.env.docname]["words"] = sum(len(part.astext().split()) for part in parts)


def minutes(environment: BuildEnvironment, page: str) -> int:
    """Return the minutes that a page takes, when all pages have been read."""
    words: int = environment.metadata[page]["words"]
    return max(1, round(words / WORDS_A_MINUTE / STEP)) * STEP


class Minutes(nodes.Inline, nodes.Element):  # type: ignore[misc]
    """The place of the minutes that a page takes, which are known when all pages have been read."""


class MinutesRole(SphinxRole):
    """Give the minutes that a page takes, by its name, counted from its words and not guessed; ``here`` is the page itself."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        page = self.env.docname if self.text == "here" else self.text
        self.env.note_dependency(self.env.doc2path(page))
        return [Minutes(page=page)], []


def fill_in_minutes(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Round the minutes of each page that a page asks for."""
    for place in list(doctree.findall(Minutes)):
        place.replace_self(nodes.Text(str(minutes(app.env, place["page"]))))
