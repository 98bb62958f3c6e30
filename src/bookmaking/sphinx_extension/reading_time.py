"""How long a page takes to read: ``{minutes}`05-conclusion```, counted from its words and not guessed."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxRole

WORDS_A_MINUTE = 200
"""Adults read English silently at some 240 words a minute (Brysbaert 2019), and more slowly where figures stand between the words."""
STEP = 5
"""Minutes are rounded to a multiple of this, and are never fewer."""
READ = (nodes.paragraph, nodes.title, nodes.caption)
"""What is read from beginning to end; code, tables and the records of a reference page are looked at."""


def count_words(app: Sphinx, page: nodes.document) -> None:
    """Keep how many words of text a page has, while it is read."""
    parts = page.findall(lambda node: isinstance(node, READ))
    app.env.metadata[app.env.docname]["words"] = sum(len(part.astext().split()) for part in parts)


def minutes(environment: BuildEnvironment, page: str) -> int:
    """Return the minutes that a page takes, when all pages have been read."""
    words: int = environment.metadata[page]["words"]
    return max(1, round(words / WORDS_A_MINUTE / STEP)) * STEP


class Minutes(nodes.Inline, nodes.Element):  # type: ignore[misc]
    """The place of the minutes that a page takes."""


class MinutesRole(SphinxRole):
    """Give the minutes that a page takes, by its name; ``here`` is the page itself."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the place; it is filled in when all pages have been read."""
        page = self.env.docname if self.text == "here" else self.text
        self.env.note_dependency(self.env.doc2path(page))
        return [Minutes(page=page)], []


class FillInMinutes(SphinxPostTransform):
    """Fill in the minutes."""

    default_priority = 10

    def run(self, **kwargs: Any) -> None:
        """Round the minutes of each page that is asked for."""
        for place in list(self.document.findall(Minutes)):
            place.replace_self(nodes.Text(str(minutes(self.env, place["page"]))))
