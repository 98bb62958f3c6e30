"""What surrounds the book's own content in HTML: the head of a page, what a reader cites or chooses, and a term of the glossary."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, lstrip_blocks=True, trim_blocks=True, undefined=StrictUndefined
)


def fill(template: str, part: str = "", **values: Any) -> str:
    """Return a template, or one part of it, with some values; text is escaped."""
    found = _TEMPLATES.get_template(f"{template}.html")
    return str(getattr(found.module, part)(**values)) if part else found.render(values)
