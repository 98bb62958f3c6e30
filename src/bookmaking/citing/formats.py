"""A work as BibTeX, RIS and CSL-JSON: what reference managers read."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from pybtex.database import BibliographyData, Entry, Person
from pybtex.database.output.bibtex import Writer

from bookmaking.citing.works import Author, Work

CSL_TYPES = {"book": "book", "chapter": "chapter", "dataset": "dataset", "paper": "manuscript"}
RIS_TYPES = {"book": "BOOK", "chapter": "CHAP", "dataset": "DATA", "paper": "UNPB"}
BIBTEX_TYPES = {"book": "book", "chapter": "incollection", "dataset": "misc", "paper": "unpublished"}


def csl(work: Work) -> dict[str, Any]:
    """Return a work as an item of CSL-JSON."""
    item: dict[str, Any] = {"id": work.key, "type": CSL_TYPES[work.kind], "title": work.title}
    item["author"] = [
        {"literal": author.name} if author.name else {"family": author.family, "given": author.given} for author in work.authors
    ]
    if work.released:
        item["issued"] = {"date-parts": [[work.released.year, work.released.month, work.released.day]]}
    if work.book:
        item["container-title"] = work.book
    if work.chapter is not None:
        item["chapter-number"] = str(work.chapter)
    if work.release:
        # An edition is what styles set as it stands when it is more than a number; of a “version” with two numbers in it they make two.
        item["edition"] = work.release
    if work.remark:
        item["genre"] = work.remark
    if work.address:
        item["URL"] = work.address
    item["language"] = work.language
    return item


def to_csl_json(work: Work) -> str:
    """Return a work as a file of CSL-JSON."""
    return json.dumps([csl(work)], ensure_ascii=False, indent=2) + "\n"


def to_bibtex(work: Work) -> str:
    """Return a work as a file of BibTeX.

    Titles stand in braces of their own, so that no style changes their capitals.
    """
    fields = {"title": f"{{{work.title}}}"}
    if work.book:
        fields["booktitle"] = f"{{{work.book}}}"
    if work.chapter is not None:
        fields["chapter"] = str(work.chapter)
    if work.kind == "dataset":
        fields["howpublished"] = "Dataset"
        fields["version"] = work.release.removeprefix("version ")
        fields["note"] = _capitalised(work.release)
    elif work.release:
        fields["edition"] = _capitalised(work.release)
    if work.released:
        fields |= {"year": str(work.released.year), "month": f"{work.released:%B}", "day": str(work.released.day)}
    if work.remark:
        fields["note"] = work.remark
    if work.address:
        fields["url"] = work.address
    fields["language"] = work.language
    entry = Entry(BIBTEX_TYPES[work.kind], fields=fields, persons={"author": [_person(author) for author in work.authors]})
    text: str = Writer().to_string(BibliographyData({work.key: entry}))
    return text.strip() + "\n"


def _person(author: Author) -> Person:
    return Person(last=f"{{{author.name}}}") if author.name else Person(author.inverted)


def _capitalised(text: str) -> str:
    return text[0].upper() + text[1:]


def to_ris(work: Work) -> str:
    """Return a work as a file of RIS."""
    lines = [("TY", RIS_TYPES[work.kind])]
    lines += [("AU", author.inverted) for author in work.authors]
    lines.append(("TI", work.title))
    if work.book:
        lines.append(("T2", work.book))
    if work.chapter is not None:
        lines.append(("SE", str(work.chapter)))
    if work.release:
        lines.append(("ET", work.release))
    if work.released:
        lines += [("PY", str(work.released.year)), ("DA", f"{work.released:%Y/%m/%d}")]
    if work.remark:
        lines.append(("N1", work.remark))
    if work.address:
        lines.append(("UR", work.address))
    lines += [("LA", work.language), ("ID", work.key), ("ER", "")]
    return "\n".join(f"{tag}  - {value}" for tag, value in lines) + "\n"


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
