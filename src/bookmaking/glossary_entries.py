"""The glossary: one entry per Japanese term, legal form or body, with its reading, its English, what it means and who has it."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
from markupsafe import Markup
from pandas import notna

from bookmaking.templates import fill
from supportgroups.dataset import load_glossary, load_groups, load_term_sources
from supportgroups.mentions import group_link

KINDS = {
    "legal_status": "Legal status",
    "legal_form": "Other legal forms",
    "name_part": "Words in the names of groups",
    "people": "People",
    "body": "Associations and offices",
    "council": "Councils",
    "law": "Laws and public services",
}
"""Kind of term → the heading of its entries."""

BASES = {"paper": "by the paper", "outside": "by a source outside", "literal": "by the characters"}
"""What a meaning rests on, in words."""


def names_of(term: Any) -> list[str]:
    """Return all names under which a text may speak of a term: in Japanese, romanised, and in English; the first is its headword."""
    names = [term.term_ja, term.romanised, term.english_book]
    if notna(term.english_paper):
        names += term.english_paper.split("; ")
    return list(dict.fromkeys(str(name) for name in names if notna(name)))


class Glossary:
    """The terms of a data folder, the package's own unless given, with all that belongs to them.

    Examples
    --------
    >>> glossary = Glossary()
    >>> glossary.groups("zaidan-hojin")
    ['T3-04']
    >>> len(glossary.groups("rodo-kumiai"))
    19
    """

    def __init__(self, directory: Path | str | None = None) -> None:
        self.terms: dict[str, pd.Series] = {str(term["term_id"]): term for _, term in load_glossary(directory).iterrows()}
        self._groups = load_groups(directory)
        self._sources = load_term_sources(directory)

    def groups(self, term_id: str) -> list[str]:
        """Return the groups that have the legal status, or the word in their Japanese name."""
        form, word = self.terms[term_id][["legal_form", "in_names"]]
        groups = self._groups[["group_id", "legal_form", "name_ja"]].itertuples(index=False)
        return [key for key, own, name in groups if (notna(form) and own == form) or (notna(word) and word in name)]

    def entry(self, term_id: str) -> Markup:
        """Return the entry of one term as HTML."""
        term = self.terms[term_id].to_dict()
        sources = self._sources[self._sources["term_id"] == term_id]
        hosts = [(urlsplit(url).hostname or "").removeprefix("www.") for url in sources["source_url"]]
        return fill(
            "glossary",
            "entry",
            term={name: value if notna(value) else "" for name, value in term.items()},
            kind=KINDS[term["kind"]],
            bases="|".join(BASES[basis] for basis in term["meaning_from"].split("; ")),
            having=self.groups(term_id),
            sources=sources.assign(host=hosts).to_dict("records"),
            group_link=lambda group_id: Markup(group_link(group_id)),
        )

    def entries(self, kind: str) -> Markup:
        """Return the entries of one kind, in the order of the glossary, as HTML."""
        if kind not in KINDS:
            raise KeyError(f"{kind}: there is no such kind of term; there are {', '.join(KINDS)}")
        own = Markup("\n").join(self.entry(term_id) for term_id, term in self.terms.items() if term["kind"] == kind)
        return Markup('<div class="glossary">\n{}\n</div>').format(own)
