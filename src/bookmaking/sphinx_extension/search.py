"""Search: English words with their stems, Japanese by pairs of characters, identifiers whole; and every record as an entry of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, cast
from unicodedata import normalize

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.domains import Domain, ObjType
from sphinx.domains.std import StandardDomain
from sphinx.search.en import SearchEnglish

from bookmaking.glossary_entries import names_of
from supportgroups.audit import ledger
from supportgroups.dataset import load_events, load_glossary, load_groups, load_interviews

# Written so that Python and JavaScript read the expressions alike: the index is made by the one and asked by the other.
_JAPANESE = r"[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff]"
_IDENTIFIER = r"[A-Za-z]{1,5}[0-9]?-[0-9]{2,3}(?![0-9])"
_TOKEN = re.compile(rf"{_IDENTIFIER}|{_JAPANESE}+|(?:(?!{_JAPANESE})\w)+")


class EnglishWithJapanese(SearchEnglish):
    """English, in which a run of Japanese is indexed by all pairs of neighbouring characters.

    Japanese has no blanks between words, and a reader may look for any part of a name: 労災 is found in the middle of one, because
    the pair is in the index.
    """

    lang = "en-ja"
    language_name = "English with Japanese"
    js_splitter_code = rf"""
const tokenExpression = /{_IDENTIFIER}|{_JAPANESE}+|(?:(?!{_JAPANESE})[\p{{Letter}}\p{{Number}}_])+/gu;
const japaneseExpression = /^{_JAPANESE}{{3,}}$/u;
var splitQuery = (query) => (query.match(tokenExpression) || []).flatMap((token) => japaneseExpression.test(token)
  ? Array.from({{ length: token.length - 1 }}, (_, start) => token.slice(start, start + 2)) : [token]);
"""

    def split(self, input: str) -> list[str]:
        """Return the words of a text, a run of Japanese as its pairs of characters."""
        words: list[str] = []
        for token in _TOKEN.findall(input):
            pairs = len(token) > 2 and re.match(_JAPANESE, token)
            words += map("".join, pairwise(token)) if pairs else [token]
        return words

    def word_filter(self, word: str) -> bool:
        """Say whether a word is worth an entry."""
        return word not in self.stopwords


GLOSSARY = "glossary"
"""The page of the glossary."""


def note_terms(app: Sphinx, doctree: nodes.document) -> None:
    """Make every name of a term one that ``{term}`` knows, once the glossary's page has been read."""
    if app.env.docname != GLOSSARY:
        return
    standard = cast(StandardDomain, app.env.get_domain("std"))
    for term in load_glossary().itertuples():
        for name in names_of(term):
            # Where two terms share a name, as 連絡会議 and its like may, the first has it.
            if ("term", name) not in standard.objects:
                standard._note_term(name, str(term.term_id), location=doctree)


class RecordDomain(Domain):
    """Groups, claims, terms, events and interviews as objects of the search index, so that a search for one leads to its own entry."""

    name = "record"
    label = "Records of the companion"
    object_types = {kind: ObjType(kind) for kind in ("group", "claim", "term", "event", "interview")}  # noqa: RUF012 (Sphinx's own way)

    def get_objects(self) -> Iterable[tuple[str, str, str, str, str, int]]:
        """Yield the entries: name, name as shown, type, page, anchor, priority."""

        def entry(kind: str, page: str, anchor: Any, name: str) -> tuple[str, str, str, str, str, int]:
            name = name.replace(".", "")  # the search would take a full stop for the end of a prefix
            return name, name, kind, page, str(anchor), 1

        for group in load_groups().itertuples():
            names = [part for part in (group.group_id, group.name_ja, group.name_en) if isinstance(part, str)]
            yield entry("group", "register", group.group_id, " ".join(names))
        for claim in ledger():
            yield entry("claim", "claim-audit", claim.identifier, f"{claim.identifier} {claim.statement}")
        for term in load_glossary().itertuples():
            names = names_of(term)
            if isinstance(term.romanised, str):  # a reader may leave out the marks of long vowels
                names.append(normalize("NFD", term.romanised).encode("ascii", "ignore").decode())
            yield entry("term", GLOSSARY, term.term_id, ", ".join(dict.fromkeys(names)))
        for event in load_events().itertuples():
            when = f" ({event.date_printed})" if isinstance(event.date_printed, str) else ""
            yield entry("event", "chronology", event.event_id, f"{event.event_id} {event.what}{when}")
        for interview in load_interviews().itertuples():
            name = f"{interview.interview_id} {interview.name}, {interview.organisation}"
            yield entry("interview", "interviews-and-sources", interview.interview_id, name)

    def merge_domaindata(self, docnames: Any, otherdata: Any) -> None:
        """Do nothing: the entries come from the dataset."""

    def resolve_any_xref(self, *arguments: Any) -> list[Any]:
        """Resolve nothing: links to records are ordinary links."""
        return []
