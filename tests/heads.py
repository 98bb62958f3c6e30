"""What the head of a page tells machines."""

from __future__ import annotations

import json
from typing import Any

from bs4 import BeautifulSoup


def metas(page: BeautifulSoup) -> dict[str, str]:
    """Return the page's tags; each is there once."""
    tags = [(str(tag.get("name") or tag.get("property")), str(tag["content"])) for tag in page.select("head meta[content]")]
    assert len(tags) == len(dict(tags)), tags
    return dict(tags)


def structured(page: BeautifulSoup) -> dict[str, Any]:
    """Return the page's JSON-LD by type."""
    (script,) = page.select('script[type="application/ld+json"]')
    content = json.loads(script.string or "")
    assert content["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in content.get("@graph", [content])}
