"""The notices of what others made, in the built book."""

from __future__ import annotations

from bookmaking.notices import of_pages
from built.pages import HTML, PAGES, article, parsed


def test_the_foot_of_every_other_page_leads_to_the_notices() -> None:
    without = [page.stem for page in PAGES if not parsed(page).select_one('.colophon a[href$="third-party.html"]')]
    assert without == ["third-party"]


def test_the_page_has_every_component_with_its_version_and_its_licence() -> None:
    page = article(HTML / "third-party.html")
    names = {part.text for part in page.select(".component")}
    assert {f"{part.name} {part.version}".strip() for part in of_pages()} <= names
    texts = "\n".join(text.text for text in page.select("details pre"))
    assert {part.name for part in of_pages() if part.text.strip("\n") not in texts} == set()


def test_the_script_of_the_charts_says_where_its_licences_are() -> None:
    assert "third-party.html" in (HTML / "_static" / "vega.js").read_text(encoding="utf-8").partition("\n")[0]
