"""A work as BibTeX, RIS and CSL-JSON, which reference managers read, and in the vocabulary of schema.org, which search engines read."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from pybtex.database import BibliographyData, Entry, Person
from pybtex.database.output.bibtex import Writer

from bookmaking.citing.works import LICENCES, Work

CSL_TYPES = {"book": "book", "chapter": "chapter", "dataset": "dataset", "paper": "manuscript"}
RIS_TYPES = {"book": "BOOK", "chapter": "CHAP", "dataset": "DATA", "paper": "MANSCPT"}
"""Types that both Zotero and EndNote know; of ``UNPB``, Zotero makes an article in a journal."""
SCHEMA_TYPES = {"book": "Book", "chapter": "Chapter", "dataset": "Dataset", "paper": "CreativeWork"}
BIBTEX_TYPES = {"book": "book", "chapter": "incollection", "dataset": "misc", "paper": "unpublished"}


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
