"""The bibliography: how a work is set in the list of references, as a scholar of the subject would set it, and how a text cites it."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from typing import Any

import pybtex.plugin
import sphinxcontrib.bibtex.plugin
from docutils import nodes
from pybtex.database import Entry
from pybtex.richtext import HRef, Tag, Text
from pybtex.style import FormattedEntry
from sphinx.application import Sphinx
from sphinxcontrib.bibtex.style.referencing import BracketStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

from bookmaking.templates import text

NAME = "supportgroups"
_PIECE = re.compile(r"\*([^*]+)\*|<([^|>]+)[|]([^>]+)>|([^*<]+)")
FAMILY_NAME_FIRST = "family-name-first"  # keyword of works by Japanese authors, whose names the paper prints in their own order


def people(entry: Entry, role: str, *, inverted: bool = True) -> str:
    """Return the authors or editors of a work in a row, the first by family name if `inverted`."""
    persons = entry.persons.get(role, [])
    own_order = FAMILY_NAME_FIRST in entry.fields.get("keywords", "")
    names = [_name(person, own_order, inverted and position == 0) for position, person in enumerate(persons)]
    if len(names) < 2:
        return "".join(names)
    if names[-1] == "others":
        return f"{', '.join(names[:-1])}, and others"
    return f"{', '.join(names[:-1])}{',' if inverted or len(names) > 2 else ''} and {names[-1]}"


def _name(person: Any, own_order: bool, inverted: bool) -> str:
    family = " ".join([*person.prelast_names, *person.last_names]).removeprefix("{").removesuffix("}")
    given = " ".join([*person.first_names, *person.middle_names])
    if own_order:
        return f"{family} {given}"
    return ", ".join(filter(None, (family, given))) if inverted else " ".join(filter(None, (given, family)))


class ListStyle:
    """How the works are set and ordered in the list: what is asked of a style of pybtex."""

    def sort(self, entries: Iterable[Entry]) -> list[Entry]:
        """Return works by author or editor, year and title; organisations are sorted among the people."""

        def key(entry: Entry) -> tuple[str, ...]:
            role = "author" if "author" in entry.persons else "editor"
            return people(entry, role).casefold(), entry.fields.get("year", ""), entry.fields["title"]

        return sorted(entries, key=key)

    def format_labels(self, entries: Iterable[Entry]) -> list[str]:
        """Return a label for each work, which docutils wants and the page does not show."""
        return [entry.key for entry in entries]

    def format_entry(self, label: str, entry: Entry) -> FormattedEntry:
        """Return a work as it is set (``templates/work.txt``); a sentence that has its end gets no second full stop."""
        fields = defaultdict(str, entry.fields)
        fields |= {name: fields[name].replace("--", "–").replace("-", "–") for name in ("pages", "note") if name in entry.fields}
        people_of = {"authors": people(entry, "author"), "editors": people(entry, "editor")}
        inside, number = people(entry, "editor", inverted=False), len(entry.persons.get("editor", []))
        parts: list[Any] = []
        for sentence in text("work", "work", kind=entry.type, fields=fields, **people_of, editors_inside=inside, number=number).split("\n"):
            for italic, address, name, words in _PIECE.findall(sentence):
                parts.append(Tag("em", italic) if italic else HRef(address, name) if address else words)
            if sentence:
                ended = sentence.replace("*", "").endswith((".", "?", "!", ".”", "?”", "!”", ".]", ">"))
                parts.append(" " if ended else ". ")
        return FormattedEntry(entry.key, Text(*parts[:-1], parts[-1].rstrip()), label)


def list_works(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Make of the works a plain list, each with its anchor, in place of a table of labels that no citation uses."""
    for rows in list(doctree.findall(nodes.container)):
        if rows.children and all(isinstance(row, nodes.citation) for row in rows):
            works = nodes.bullet_list(classes=["works"])
            for work in rows.children:
                works += nodes.list_item("", *[child for child in work.children if isinstance(child, nodes.paragraph)], ids=work["ids"])
            rows.replace_self(works)


def register_styles() -> None:
    """Make the style of the list, and that of citations by author and year in round brackets, known under `NAME`."""
    pybtex.plugin.register_plugin("pybtex.style.formatting", NAME, ListStyle)
    brackets = BracketStyle(left="(", right=")")
    cited = partial(AuthorYearReferenceStyle, bracket_textual=brackets, bracket_parenthetical=brackets, author_year_sep=" ")
    sphinxcontrib.bibtex.plugin.register_plugin("sphinxcontrib.bibtex.style.referencing", NAME, cited)
