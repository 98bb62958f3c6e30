"""The published addresses: every page, every anchor on one, every file to take away. `make addresses` adds those that are new.

Who cites one expects to find it for good. So none is ever taken off the list: what has to move leaves a redirect in
``book/redirects.txt``.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from built.pages import HTML, parsed

LIST = Path(__file__).with_name("published-addresses.txt")
NOT_CITED = re.compile(r"((search|404|third-party)\.html.*|.*#(id\d+|codecell\d+|.*-caption)|_downloads/[^/]+\.(pdf|epub|whl))")
"""The pages for searching, for wrong addresses and for notices, identifiers that Sphinx counts through or by which a frame is called,
editions of the whole book, which need not have been made, and the package, whose file is named by its version."""


def published() -> list[str]:
    """Return the list."""
    return LIST.read_text(encoding="utf-8").splitlines() if LIST.is_file() else []


@cache
def built(html: Path = HTML) -> tuple[str, ...]:
    """Return the addresses of a built book."""
    found = [file.relative_to(html).as_posix() for file in (html / "_downloads").rglob("*") if file.is_file()]
    for page in html.glob("*.html"):
        found.append(page.name)
        # Drawings and their parts are not for citing.
        found += [
            f"{page.name}#{tag['id']}" for tag in parsed(page).select("article [id]") if not tag.find_parent("svg") and tag.name != "svg"
        ]
    return tuple(sorted(address for address in found if not NOT_CITED.fullmatch(address)))


def main() -> None:
    """Add what is new to the list."""
    old = set(published())
    new = set(built()) - old
    LIST.write_text("".join(f"{address}\n" for address in sorted(old | new)), encoding="utf-8")
    print(f"{len(old | new)} addresses, {len(new)} of them new")


if __name__ == "__main__":
    main()
