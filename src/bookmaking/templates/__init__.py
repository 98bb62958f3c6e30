"""The HTML of the book is written here: in templates, which escape all text that is not HTML already (`Markup`)."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from supportgroups.audit.show import verdict_html
from supportgroups.languages import to_html
from supportgroups.mentions import linked

_TEMPLATES = Environment(
    loader=FileSystemLoader([Path(__file__).parent, Path(__file__).with_name("editions")]),
    autoescape=lambda name: not str(name).endswith(".txt"),
    lstrip_blocks=True,
    trim_blocks=True,
    undefined=StrictUndefined,
)
_TEMPLATES.policies["json.dumps_kwargs"] = {"ensure_ascii": False}


def fill(template: str, part: str = "", **values: Any) -> Markup:
    """Return a template, or one part of it, with some values; text is escaped."""
    found = _TEMPLATES.get_template(template if "." in template else f"{template}.html")
    return Markup(getattr(found.module, part)(**values) if part else found.render(values))


def text(template: str, part: str, **values: Any) -> str:
    """Return a part of a template that makes text and no HTML: whoever shows it escapes it."""
    return str(getattr(_TEMPLATES.get_template(f"{template}.txt").module, part)(**values))


def may_lead_to(address: str) -> bool:
    r"""Return whether a link may have an address: one of the web, of mail, or of the book; any other might be a script.

    Examples
    --------
    >>> may_lead_to("https://example.org/"), may_lead_to("register.html#T1-02"), may_lead_to("java\nscript:alert()")
    (True, True, False)
    """
    return urlsplit(address).scheme in {"", "http", "https", "mailto"}


def link(address: str, text: str) -> Markup:
    """Return a link; only the text where a link may not have the address.

    Examples
    --------
    >>> link("register.html#T1-02", "T1-02"), link("javascript:alert()", "a & b")
    (Markup('<a href="register.html#T1-02">T1-02</a>'), Markup('a &amp; b'))
    """
    return Markup('<a href="{}">{}</a>').format(address, text) if may_lead_to(address) else escape(text)


def marked(text: object) -> Markup:
    """Return a text with its Japanese marked up as such."""
    return Markup(to_html(str(text)))


def mentioning(text: object, within: str = "") -> Markup:
    """Return a text with its Japanese marked up, and with links to the groups that it mentions, but for that in whose entry it is."""
    return Markup(linked(str(text), within=within))


_TEMPLATES.globals["link"] = link
_TEMPLATES.filters |= {
    "italic": lambda html: Markup(re.sub(r"\*([^*]+)\*", r"<em>\1</em>", str(escape(html)))),
    "linked": mentioning,
    "marked": marked,
    "verdict": lambda verdict: Markup(verdict_html(verdict)),
    "xml_marked": lambda text: Markup(re.sub(r'(lang="..")', r"\1 xml:\1", to_html(text))),  # for both kinds of readers
}
