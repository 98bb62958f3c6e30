"""The built book as a whole: all its pages, what they are cited by, and what the home page says. `make test` builds it first."""

from __future__ import annotations

import json
import re

from bookmaking.sphinx_extension.redirects import read_redirects
from bookmaking.sphinx_extension.search import INDEX
from built.pages import APART, BOOK, CONTENT, HTML, anchors, parsed
from supportgroups import load_emendations, load_events, load_glossary, load_groups, load_interviews
from supportgroups.audit import Result, Standing, Verdict, ledger
from supportgroups.audit.report import headline


def test_every_page_of_the_book_is_built_and_no_other() -> None:
    moved = {old for old in read_redirects(BOOK) if "#" not in old}
    assert {page.name for page in HTML.glob("*.html")} - moved == {page.name for page in CONTENT} | {f"{name}.html" for name in APART}


def test_all_that_is_cited_has_its_anchor() -> None:
    works = "\n".join(bib.read_text(encoding="utf-8") for bib in BOOK.glob("*.bib"))
    cited = {
        "chronology": set(load_events()["event_id"]),
        "claim-audit": {claim.identifier for claim in ledger()},
        "editorial-notes": set(load_emendations()["emendation_id"]),
        "glossary": set(load_glossary()["term_id"]),
        "interviews-and-sources": set(load_interviews()["interview_id"]),
        "references": set(re.findall(r"^@\w+\{([^,]+),", works, re.MULTILINE)),
        "register": set(load_groups()["group_id"]),
    }
    assert {name: wanted - anchors(HTML / f"{name}.html") for name, wanted in cited.items()} == {name: set() for name in cited}


def test_all_that_a_search_finds_is_where_it_says() -> None:
    entries = json.loads((HTML / INDEX).read_text(encoding="utf-8").partition(" = ")[2])
    places = {address.partition("#") for found in entries.values() for address, *_ in found}
    assert [f"{page}#{anchor}" for page, _, anchor in places if anchor and anchor not in anchors(HTML / page)] == []
    assert {page for page, _, _ in places} == {page.name for page in CONTENT}


def test_a_claim_is_discussed_where_it_says() -> None:
    places = {claim.identifier: claim.discussed.partition("#") for claim in ledger()}
    nowhere = [name for name, (page, _, anchor) in places.items() if anchor and anchor not in anchors(HTML / f"{page}.html")]
    assert nowhere == []


def test_the_home_page_gives_the_headline_of_the_audit(results: list[Result]) -> None:
    page = parsed(HTML / "index.html")
    claims = [result for result in results if result.claim.standing is Standing.CLAIM]
    tested = [result for result in claims if result.tested_against in ("outside source", "the tables", "another passage")]
    text = " ".join(page.get_text().split())
    assert f"{len(claims)} statements of the paper. For {len(tested)} of them there is evidence of their own" in text
    shown = {line.select(".verdict")[0].get_text(): line.select("strong")[0].get_text() for line in page.select(".tally > li")}
    assert shown == {str(verdict): str(number) for verdict, number in headline(tested).items() if verdict is not Verdict.UNTESTABLE}


def test_the_home_page_shows_a_picture() -> None:
    drawings = parsed(HTML / "index.html").select("article .chart svg")
    assert [drawing["role"] for drawing in drawings] == ["img", "img"]
