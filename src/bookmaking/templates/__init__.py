"""The HTML of the book is written here: in templates, which escape all text that is not HTML already (`Markup`).

One of them is a long table whose rows unfold in place, the claims' and the groups' (``ledger.html``). The id of an entry is inside its
fold, since a browser that is led into a closed fold opens it. ``ledger.js`` filters the table; without script an `Only` does: a place on
the page that leaves in the table some rows only while an address leads to it (see ``book.css``).
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from supportgroups.audit.show import verdict_html
from supportgroups.languages import to_html
from supportgroups.mentions import Link, linked

_TEMPLATES = Environment(
    loader=FileSystemLoader([Path(__file__).parent, Path(__file__).with_name("editions")]),
    autoescape=lambda name: not str(name).endswith(".txt"),
    trim_blocks=True,
    undefined=StrictUndefined,
)
_TEMPLATES.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
_NOTE = re.compile(r"\bE-\d{3}\b")


def fill(template: str, part: str = "", **values: Any) -> Markup:
    """Return a template, or one part of it, with some values; text is escaped."""
    found = _TEMPLATES.get_template(template if "." in template else f"{template}.html")
    return Markup(getattr(found.module, part)(**values) if part else found.render(values))


def text(template: str, part: str, **values: Any) -> str:
    """Return a part of a template that makes text and no HTML: whoever shows it escapes it."""
    return str(getattr(_TEMPLATES.get_template(f"{template}.txt").module, part)(**values))


def may_lead_to(address: str) -> bool:
    r"""Return whether a link may have an address: one of the web, of mail, or of the book; any other might be a script.

    >>> addresses = ["https://example.org/", "http://example.org/", "mailto:a@example.org", "register.html#T1-02", "java\nscript:alert()"]
    >>> [may_lead_to(address) for address in addresses]
    [True, True, True, True, False]
    """
    return urlsplit(address).scheme in {"", "http", "https", "mailto"}


def link(address: str, text: str) -> Markup:
    """Return a link; only the text where a link may not have the address.

    >>> link("register.html#T1-02", "T1-02"), link("javascript:alert()", "a & b")
    (Markup('<a href="register.html#T1-02">T1-02</a>'), Markup('a &amp; b'))
    """
    return Markup('<a href="{}">{}</a>').format(address, text) if may_lead_to(address) else escape(text)


def marked(text: object) -> Markup:
    """Return a text with its Japanese marked up as such."""
    return Markup(to_html(str(text)))


def mentioning(text: object, within: str = "") -> Markup:
    """Return a text with its Japanese marked up, and with links to the groups, but that of its entry, and to the notes that it names."""
    notes = [Link(*note.span(), f"editorial-notes.html#{note[0]}") for note in _NOTE.finditer(str(text))]
    return Markup(linked(str(text), within=within, also=notes))


_TEMPLATES.globals["link"] = link
_TEMPLATES.filters |= {
    "italic": lambda html: Markup(re.sub(r"\*([^*]+)\*", r"<em>\1</em>", str(escape(html)))),
    "linked": mentioning,
    "marked": marked,
    "verdict": lambda verdict: Markup(verdict_html(verdict)),
    "xml_marked": lambda text: Markup(re.sub(r'(lang="..")', r"\1 xml:\1", to_html(text))),  # for both kinds of readers
}


class Row(NamedTuple):
    """A line, whose name can be clicked, the body that unfolds, and the values by which it is filtered, several joined by bars."""

    identifier: str
    name: Markup
    cells: Sequence[str]
    body: Markup
    values: Mapping[str, str]


class Part(NamedTuple):
    """Rows under a heading, which a remark may follow, and a link: an address and a name."""

    anchor: str
    heading: str
    rows: Sequence[Row]
    remark: str
    link: Sequence[str] = ()


class Column(NamedTuple):
    """A column of the line, sorted by the text of its cells or by a value of its rows; “-” stands for a column that does not sort."""

    heading: str
    sort: str = ""
    numeric: bool = False


class Only(NamedTuple):
    """A selection of rows, and the anchors of the parts that have such; its address has a query for the script, an anchor without it."""

    anchor: str
    asked: Mapping[str, str]
    number: int
    parts: Sequence[str]
    address: str
