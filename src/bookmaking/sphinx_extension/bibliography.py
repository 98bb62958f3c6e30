"""The bibliography: how a work is set in the list of references, and how a text cites it.

A list is set as a scholar of the subject would set it: author, year, title, place and publisher; then the note of the paper in which
the work stands, what is to be said of it, and its address. Its entries are a plain list; each has its key as anchor.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import pybtex.plugin
import sphinxcontrib.bibtex.plugin
from docutils import nodes
from pybtex.database import Entry
from pybtex.richtext import HRef, Tag, Text
from pybtex.style import FormattedEntry
from pybtex.style.formatting import BaseStyle
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinxcontrib.bibtex.style.referencing import BracketStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

NAME = "supportgroups"
"""Under which the configuration asks for both styles."""
FAMILY_NAME_FIRST = "family-name-first"
"""Keyword of works by Japanese authors, whose names the paper prints in their own order."""


def people(entry: Entry, role: str, *, inverted: bool = True) -> str:
    """Return the authors or editors of a work in a row, the first by family name if `inverted`."""
    persons = entry.persons[role]
    own_order = FAMILY_NAME_FIRST in entry.fields.get("keywords", "")
    names = [_name(person, own_order, inverted and position == 0) for position, person in enumerate(persons)]
    if len(names) < 2:
        return "".join(names)
    if names[-1] == "others":
        return f"{', '.join(names[:-1])}, and others"
    return f"{', '.join(names[:-1])}{',' if inverted or len(names) > 2 else ''} and {names[-1]}"


def _name(person: Any, own_order: bool, inverted: bool) -> str:
    family = " ".join([*person.prelast_names, *person.last_names]).strip("{}")
    given = " ".join([*person.first_names, *person.middle_names])
    if own_order:
        return f"{family} {given}"
    return ", ".join(filter(None, (family, given))) if inverted else " ".join(filter(None, (given, family)))


def _dash(pages: str) -> str:
    return pages.replace("--", "–").replace("-", "–")


def _link(fields: Any) -> list[HRef]:
    """Return the link to a work that has an address: by its DOI, or by the name of its site."""
    if "doi" in fields:
        return [HRef(f"https://doi.org/{fields['doi']}", f"doi:{fields['doi']}")]
    return [HRef(fields["url"], (urlsplit(fields["url"]).hostname or "").removeprefix("www."))] if "url" in fields else []


def set_entry(entry: Entry) -> Text:
    """Return a work as it is set in the list."""
    fields = entry.fields
    parts: list[Any] = []

    def add(*pieces: Any) -> None:
        # One sentence; a title that ends one is followed by no second full stop.
        sentence = Text(*pieces)
        parts.extend([" "] if parts else [])
        parts.append(sentence if str(sentence).endswith((".", "?", "!", ".”", ".]")) else sentence + ".")

    persons = entry.persons
    if "author" in persons:
        gloss = f" [{fields['authoraddon']}]" if "authoraddon" in fields else ""
        add(people(entry, "author") + gloss)
    else:
        add(f"{people(entry, 'editor')}, {'ed.' if len(persons['editor']) == 1 else 'eds.'}")
    add(fields.get("year", "n.d."))

    addition = f" [{fields['titleaddon']}]" if "titleaddon" in fields else ""
    if entry.type in ("book", "online"):
        add(Tag("em", fields["title"]), addition)
    else:
        add("“", fields["title"], "”" if addition else ".”", addition)
    pages = _dash(fields["pages"]) if "pages" in fields else ""
    if "journal" in fields:
        add(Tag("em", fields["journal"]), f" {fields['volume']} ({fields['number']}): {pages}")
    elif "booktitle" in fields:
        inside: list[Any] = ["In ", Tag("em", fields["booktitle"])]
        inside += [f" [{fields['booktitleaddon']}]"] if "booktitleaddon" in fields else []
        inside += [f", edited by {people(entry, 'editor', inverted=False)}"] if "editor" in persons else []
        inside += [f", {pages}"] if pages else []
        add(*inside)
    if "publisher" in fields:
        month = f", {fields['month']}" if "month" in fields else ""
        add(f"{fields['address']}: {fields['publisher']}{month}")
    if "howpublished" in fields:
        add(fields["howpublished"])
    if "note" in fields:
        note = _dash(fields["note"]).replace("n. ", "n.\u00a0").replace("p. ", "p.\u00a0").replace("pp. ", "pp.\u00a0")
        add(f"Cited in {note}" if note.startswith("n.") else note[0].upper() + note[1:])
    link = _link(fields)
    if "addendum" in fields:
        add("[", fields["addendum"], *([" (", *link, ")"] if link else []), ".]")
    elif link:
        parts.extend([" ", *link])
    return Text(*parts)


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Return works by author or editor, year and title; organisations are sorted among the people."""

    def key(entry: Entry) -> tuple[str, ...]:
        role = "author" if "author" in entry.persons else "editor"
        return people(entry, role).casefold(), entry.fields.get("year", ""), entry.fields["title"]

    return sorted(entries, key=key)


class ListStyle(BaseStyle):  # type: ignore[misc]
    """How the works are set and ordered in the list."""

    default_label_style = "alpha"

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.sort = in_order

    def format_entry(self, label: str, entry: Entry, bib_data: Any = None) -> FormattedEntry:
        """Return a work with its label, which docutils wants and the page does not show."""
        return FormattedEntry(entry.key, set_entry(entry), label)


_ROUND = partial(BracketStyle, left="(", right=")")


@dataclass
class CitationStyle(AuthorYearReferenceStyle):  # type: ignore[misc]
    """Citations by author and year, in round brackets."""

    bracket_textual: BracketStyle = field(default_factory=_ROUND)
    bracket_parenthetical: BracketStyle = field(default_factory=_ROUND)
    author_year_sep: str = " "


class ListOfWorks(SphinxPostTransform):
    """Make of the works a plain list, each with its anchor, in place of a table of labels that no citation uses."""

    default_priority = 11  # after the citations have been resolved

    def run(self, **kwargs: Any) -> None:
        """Turn each row of citations into a list."""
        for rows in list(self.document.findall(nodes.container)):
            if not rows.children or not all(isinstance(row, nodes.citation) for row in rows):
                continue
            works = nodes.bullet_list(classes=["works"])
            for work in rows.children:
                item = nodes.list_item("", *[child for child in work.children if isinstance(child, nodes.paragraph)])
                item["ids"] = work["ids"]
                works += item
            rows.replace_self(works)


def register_styles() -> None:
    """Make both styles known under `NAME`."""
    pybtex.plugin.register_plugin("pybtex.style.formatting", NAME, ListStyle)
    sphinxcontrib.bibtex.plugin.register_plugin("sphinxcontrib.bibtex.style.referencing", NAME, CitationStyle)
