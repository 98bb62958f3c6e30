"""The glossary: one entry per Japanese term, legal form or body, with its reading, its English, what it means and who has it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup
from pandas import notna

from bookmaking.templates import fill
from supportgroups.audit import Tables
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

BASES = {"paper": "by the paper", "outside": "by a source outside", "literal": "by the characters"}  # what a meaning rests on


def names_of(term: Any) -> list[str]:
    """Return all names under which a text may speak of a term: in Japanese, romanised, and in English; the first is its headword."""
    names = [term.term_ja, term.romanised, term.english_book]
    if notna(term.english_paper):
        names += term.english_paper.split("; ")
    return list(dict.fromkeys(str(name) for name in names if notna(name)))


def groups_with(term: Mapping[str, str], tables: Tables) -> list[str]:
    """Return the groups that have a term's legal status, or its word in their Japanese name."""
    form, word = term["legal_form"], term["in_names"]
    groups = tables["groups"][["group_id", "legal_form", "name_ja"]].itertuples(index=False)
    return [key for key, own, name in groups if own == form or (word and word in name)]


def entries(kind: str, tables: Tables) -> Markup:
    """Return the entries of one kind, in the order of the glossary, as HTML."""
    terms = tables["glossary"].astype(object).fillna("")
    own = (_entry(term, tables) for term in terms[terms["kind"] == kind].to_dict("records"))
    return Markup('<div class="glossary">\n{}\n</div>').format(Markup("\n").join(own))


def _entry(term: Mapping[Any, str], tables: Tables) -> Markup:
    sources = tables.where("term-sources", term_id=term["term_id"])
    hosts = [(urlsplit(url).hostname or "").removeprefix("www.") for url in sources["source_url"]]
    return fill(
        "glossary",
        "entry",
        term=term,
        kind=KINDS[term["kind"]],
        bases="|".join(BASES[basis] for basis in term["meaning_from"].split("; ")),
        having=groups_with(term, tables),
        sources=sources.assign(host=hosts).to_dict("records"),
        group_link=lambda group_id: Markup(group_link(group_id)),
    )
