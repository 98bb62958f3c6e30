"""Search: what a reader can look for, each with the place to which it leads. How words are found is said in ``_static/search.js``.

Every section, figure, table and record of the data is an entry of its own, so that a search leads to it and not to the top of a page.
"""

import json
import re
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple, cast

from docutils import nodes
from pandas import notna
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain
from sphinx.search.en import SearchEnglish
from sphinx.util.nodes import traverse_parent

from bookmaking.glossary_entries import names_of
from bookmaking.sphinx_extension.citations import audited
from bookmaking.state import kept
from supportgroups.audit import Result, Standing, Tables
from supportgroups.mentions import short_names

GLOSSARY = "glossary"
INDEX = "searchindex.js"
LIBRARY = Path(__file__).with_name("minisearch.js")
"""MiniSearch, which ranks them: its npm package's ``dist/umd/index.js`` and, beside it, its licence, byte for byte."""
_OPENING = "globalThis.searchEntries = "
_CHAPTER = re.compile(r"0(\d)-")
_REPEATED = re.compile(r"tab-(claims|checks|bearing|printed)")  # anchors of tables whose rows are claims or groups
_RECORD = re.compile(r"([A-Z][A-Za-z]*\d?-\d{2,3})\b")  # how a row begins that is a record's, which has an entry of its own
_TEXTS = (nodes.paragraph, nodes.term, nodes.line)
_NO_PROSE = (nodes.table, nodes.figure, nodes.footnote, nodes.Invisible)


def note_terms(app: Sphinx, doctree: nodes.document) -> None:
    """Make every name of a term one that ``{term}`` knows, once the glossary's page has been read."""
    if app.env.docname != GLOSSARY:
        return
    standard = cast(StandardDomain, app.env.get_domain("std"))
    for term in Tables.load()["glossary"].itertuples():
        for name in names_of(term):
            # Where two terms share a name, as 連絡会議 and its like may, the first has it.
            if ("term", name) not in standard.objects:
                standard._note_term(name, str(term.term_id), location=doctree)


class Entry(NamedTuple):
    """What a search can find: its kind, as a result is labelled (“Claim · contradicted”), the text that a result quotes, and its names."""

    address: str
    kind: str
    title: str
    text: str
    names: tuple[str, ...] = ()


def records(tables: Tables, results: Sequence[Result]) -> Iterator[Entry]:
    """Yield the claims with their verdicts, the groups, the glossary's terms, the events, the interviews and the emendations."""

    def every(table: str, **columns: object) -> list[Any]:
        return list(tables.where(table, **columns).itertuples())

    def joined(*parts: Any, by: str = " · ") -> str:
        return by.join(str(part) for part in parts if notna(part) and part != "")

    for result in results:
        claim = result.claim
        kind = "Claim" if claim.standing is Standing.CLAIM else str(claim.standing).capitalize()
        text = f"{claim.locator}. Asserted: {result.asserted}. Observed: {result.observed}. {result.remark}"
        yield Entry(f"claim-audit.html#{claim.identifier}", f"{kind} · {result.verdict}", f"{claim.identifier} {claim.statement}", text)
    labels = {category.category: category.label for category in every("categories")}
    short = short_names(tables["groups"])
    for group in every("groups"):
        communities = (row.community for row in every("communities_served", group_id=group.group_id))
        former = (joined(row.name_ja, row.name_en, by=" ") for row in every("predecessors", group_id=group.group_id))
        facts = {
            "since": group.began,
            "legal status:": joined(group.legal_status).replace("*", ""),
            "for": joined(*communities, by=", "),
            "before:": joined(*former, by="; "),
        }
        said = (f"{what} {fact}" for what, fact in facts.items() if notna(fact) and fact != "")
        title = joined(group.group_id, group.name_ja, group.name_en, by=" ")
        text = joined(labels[group.category], group.location, *said)
        yield Entry(f"register.html#{group.group_id}", "Group", title, text, (short[group.group_id],))
    for term in every("glossary"):
        names = names_of(term)
        yield Entry(f"{GLOSSARY}.html#{term.term_id}", "Term", ", ".join(names), joined(term.kana, term.meaning), tuple(names))
    for event in every("events"):
        title = f"{event.event_id} {event.what}"
        yield Entry(f"chronology.html#{event.event_id}", "Event", title, joined(event.date_printed, event.actor, event.locator))
    for interview in every("interviews"):
        title = f"{interview.interview_id} {interview.name}, {interview.organisation}"
        text = joined(f"{interview.date:%-d %B %Y}", interview.place, interview.cited_for)
        yield Entry(f"interviews-and-sources.html#{interview.interview_id}", "Interview", title, text)
    for note in every("emendations"):
        title = f"{note.emendation_id} Table {note.table}, {note.column}: {note.printed}"
        yield Entry(f"editorial-notes.html#{note.emendation_id}", "Editorial note", title, joined(note.corrected, note.reason))


def entries_of_page(app: Sphinx, page: str, doctree: nodes.document) -> Iterator[Entry]:
    """Yield the sections, figures and tables of a page; code and what only a machine reads are left out."""
    title = app.env.titles[page].astext()
    chapter = _CHAPTER.match(page)
    kind = f"Chapter {('I', 'II', 'III', 'IV', 'V')[int(chapter[1]) - 1]}" if chapter else title
    texts: dict[nodes.Node | None, list[str]] = {}
    for node in doctree.findall(lambda node: isinstance(node, _TEXTS)):
        if not any(traverse_parent(node, _NO_PROSE)):
            section = next(iter(traverse_parent(node, nodes.section)), None)
            texts.setdefault(section, []).append(_words(node))
    for section in doctree.findall(nodes.section):
        top = isinstance(section.parent, nodes.document)
        heading = section.next_node(nodes.title)
        name = title if top or heading is None else _words(heading)
        address = f"{page}.html" + ("" if top else f"#{section['ids'][0]}")
        yield Entry(address, kind if chapter or not top else "Page", name, " ".join(texts.get(section, [])))
    numbers = app.env.toc_fignumbers.get(page, {})
    for what, of_kind in (("figure", nodes.figure), ("table", nodes.table)):
        for node in doctree.findall(of_kind):
            caption = node.next_node(nodes.caption if what == "figure" else nodes.title)
            anchor = next((one for one in node["ids"] if one in numbers.get(what, {})), None)
            if caption is None or anchor is None or _REPEATED.match(anchor):
                continue
            number = ".".join(map(str, numbers[what][anchor]))
            rows = [] if what == "figure" else list(_rows("".join(raw.astext() for raw in node.findall(nodes.raw))))
            first, _, rest = _words(caption).partition(": ")
            yield Entry(f"{page}.html#{anchor}", f"{what.capitalize()} {number}", first, "\n".join(filter(None, [rest, *rows])))


def _words(node: nodes.Node) -> str:
    """Return the text of a node on one line, without tags that stand in it."""
    return " ".join("".join(text for text in node.findall(nodes.Text) if not isinstance(text.parent, nodes.raw)).split())


def _rows(html: str) -> Iterator[str]:
    """Yield the rows of a table's body, a dot between cells, except those of records."""
    for row in html.partition("<tbody")[2].partition(">")[2].split("</tr>"):
        cells = [" ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in re.split(r"</t[hd]>", row)]
        text = " · ".join(filter(None, cells))
        if text and not _RECORD.match(text):
            yield text


def note_page(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Note what can be found on a page that is about to be written."""
    vars(app).setdefault("supportgroups_searched", {})[page] = list(entries_of_page(app, page, doctree))


def write_index(app: Sphinx) -> None:
    """Write the entries of all pages and records, and what searches them."""
    file = Path(app.outdir) / INDEX
    # A build of one page writes that page only; what the others hold is known from the build before.
    pages: dict[str, list[Any]] = json.loads(file.read_text(encoding="utf-8").removeprefix(_OPENING)) if file.is_file() else {}
    pages |= app.supportgroups_searched  # type: ignore[attr-defined]
    pages["records"] = kept(Path(app.srcdir).parent, "search", lambda: [tuple(entry) for entry in records(*audited())])
    content = json.dumps(dict(sorted(pages.items())), ensure_ascii=False, separators=(",", ":"))
    file.write_text(f"{_OPENING}{content}", encoding="utf-8")
    static = file.with_name("_static")
    licence = LIBRARY.with_suffix(".txt").read_text(encoding="utf-8")
    (static / LIBRARY.name).write_text(f"/* {licence}*/\n{LIBRARY.read_text(encoding='utf-8')}", encoding="utf-8")
    # Porter's, which Sphinx brings along.
    (static / "stemmer.js").write_text(SearchEnglish.js_stemmer_code, encoding="utf-8")
