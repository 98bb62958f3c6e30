"""The published addresses: every page, every anchor on one, every file to take away. `make addresses` adds those that are new.

Who cites one expects to find it for good. So none is ever taken off the list: what has to move leaves a redirect in
``book/redirects.txt``.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from bs4 import BeautifulSoup

REPOSITORY = Path(__file__).resolve().parents[1]
LIST = REPOSITORY / "tests" / "published-addresses.txt"
HTML = REPOSITORY / "_build" / "html"
NOT_CITED = re.compile(r"(search\.html.*|.*#(id\d+|codecell\d+)|_downloads/[^/]+\.(pdf|epub))")
"""The search page, identifiers that Sphinx counts through, and editions of the whole book, which need not have been made."""


def published() -> list[str]:
    """Return the list."""
    return LIST.read_text(encoding="utf-8").splitlines() if LIST.is_file() else []


@cache
def built(html: Path = HTML) -> tuple[str, ...]:
    """Return the addresses of a built book."""
    found = [file.relative_to(html).as_posix() for file in (html / "_downloads").rglob("*") if file.is_file()]
    for page in html.glob("*.html"):
        found.append(page.name)
        article = BeautifulSoup(page.read_text(encoding="utf-8"), "html5lib").find("article")
        if article is None:
            continue
        for drawing in article.find_all("svg"):  # the parts of drawings are not for citing
            drawing.decompose()
        found += [f"{page.name}#{tag['id']}" for tag in article.find_all(id=True)]
    return tuple(sorted(address for address in found if not NOT_CITED.fullmatch(address)))


def main() -> None:
    """Add what is new to the list."""
    old = set(published())
    new = set(built()) - old
    LIST.write_text("".join(f"{address}\n" for address in sorted(old | new)), encoding="utf-8")
    print(f"{len(old | new)} addresses, {len(new)} of them new")


if __name__ == "__main__":
    main()
