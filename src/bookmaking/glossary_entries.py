"""The glossary: one entry per Japanese term, legal form or body, with its reading, its English, what it means and who has it.

`Glossary` gathers, `Glossary.entries` returns the entries of one kind as HTML, shaped as those of the register are::

    <section class="entry" id="shukyo-hojin" data-kind="Other legal forms" data-meaning="by the paper|by a source outside">
    <h3 class="entry-title"> … </h3>
    <dl class="entry-facts"> <div><dt> … </dt><dd> … </dd></div> … </dl>
    </section>
"""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
from pandas import notna

from supportgroups.dataset import load_glossary, load_groups, load_term_sources
from supportgroups.languages import to_html
from supportgroups.mentions import group_link, linked

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
        term = self.terms[term_id]
        having = pd.Series(data=False, index=self._groups.index)
        if notna(term["legal_form"]):
            having |= self._groups["legal_form"].astype("str") == term["legal_form"]
        if notna(term["in_names"]):
            having |= self._groups["name_ja"].str.contains(term["in_names"], regex=False)
        return list(self._groups.loc[having, "group_id"])

    def entry(self, term_id: str) -> str:
        """Return the entry of one term as HTML."""
        term = self.terms[term_id]
        facts = "".join(f"<div><dt>{name}</dt><dd>{content}</dd></div>\n" for name, content in self._facts(term))
        outside = "".join(
            f"<p>{escape(source['for_what'])}: “{linked(source['words'])}” ({_link(source)})</p>"
            for _, source in self._sources[self._sources["term_id"] == term_id].iterrows()
        )
        if outside:
            facts += f'<div class="outside"><dt>Outside the paper</dt><dd>{outside}</dd></div>\n'
        rests = "|".join(BASES[basis] for basis in term["meaning_from"].split("; "))
        return (
            f'<section class="entry" id="{term_id}" data-kind="{KINDS[term["kind"]]}" data-meaning="{rests}">\n'
            f'<h3 class="entry-title">{_title(term)}</h3>\n<dl class="entry-facts">\n{facts}</dl>\n</section>'
        )

    def _facts(self, term: pd.Series) -> Iterator[tuple[str, str]]:
        if notna(term["kana"]):
            yield "Reading", f"{to_html(term['kana'])}, <em>{escape(term['romanised'])}</em>"
        where = f" ({escape(term['locator'])})"
        if notna(term["english_paper"]):
            words = ", ".join(f"“{escape(name)}”" for name in term["english_paper"].split("; "))
            yield "In the paper", words + where
        else:
            yield "In the paper", ("in Japanese only" if notna(term["term_ja"]) else "nothing is printed") + where
        remark = {
            "romanised": " The paper prints it in Latin letters; the characters are ours.",
            "outside": " The paper does not print it in Japanese; where the characters are from stands below.",
        }.get(str(term["japanese_from"]), "")
        literal = ' <span class="reading">By the characters only, without a source.</span>' if term["meaning_from"] == "literal" else ""
        yield "Meaning", linked(term["meaning"]) + (f'<span class="reading">{remark}</span>' if remark else "") + literal
        if having := self.groups(str(term["term_id"])):
            what = "Groups" if notna(term["legal_form"]) else "In names of"
            yield what, f"{len(having)}: " + ", ".join(group_link(group_id) for group_id in having)

    def entries(self, kind: str) -> str:
        """Return the entries of one kind, in the order of the glossary, as HTML."""
        if kind not in KINDS:
            raise KeyError(f"{kind}: there is no such kind of term; there are {', '.join(KINDS)}")
        of_kind = [term_id for term_id, term in self.terms.items() if term["kind"] == kind]
        return '<div class="glossary">\n' + "\n".join(map(self.entry, of_kind)) + "\n</div>"


def _title(term: pd.Series) -> str:
    name = f'<span class="entry-name">{escape(term["english_book"])}</span>'
    return f'<span lang="ja">{escape(term["term_ja"])}</span> {name}' if notna(term["term_ja"]) else name


def _link(source: pd.Series) -> str:
    host = (urlsplit(source["source_url"]).hostname or "").removeprefix("www.")
    return f'{to_html(source["source_title"])}, <a href="{escape(source["source_url"])}">{escape(host)}</a>'
