"""The built book as a whole: all its pages, what they are cited by, and what the home page says. `make test` builds it first."""

from __future__ import annotations

import json
import re

from bookmaking.sphinx_extension.pages import read_redirects
from bookmaking.sphinx_extension.prose import IN_JAPANESE, STEP, WORDS_A_MINUTE
from bookmaking.sphinx_extension.search import INDEX
from built.pages import APART, BOOK, CONTENT, HTML, anchors, article, attribute, parsed
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
    assert f"{len(claims)} statements of the paper. For {len(tested)} of them there is evidence besides the passage" in text
    shown = {line.select(".verdict")[0].get_text(): line.select("strong")[0].get_text() for line in page.select(".tally > li")}
    assert shown == {str(verdict): str(number) for verdict, number in headline(tested).items() if verdict is not Verdict.UNTESTABLE}


def test_the_home_page_shows_a_figure_as_any_page_does() -> None:
    page = parsed(HTML / "index.html")
    assert [drawing["role"] for drawing in page.select("article .chart svg")] == ["img", "img"]
    figure = page.select("article figure.chart-figure")[0]
    caption = " ".join(figure.select("figcaption p")[0].get_text().split())
    assert re.match(r"Figure 1 How far .* Cite Fig\. 1$", caption), caption
    files = [attribute(link, "href") for link in figure.select(".chart-files a")]
    assert len(files) == 4
    assert all((HTML / file).is_file() for file in files)
    counts = [[cell.get_text() for cell in row.select("td")] for row in figure.select(".chart-data tbody tr")]
    assert {row[0] for row in counts} > {"All seven theses"}


def test_the_minutes_of_a_page_are_those_of_its_words() -> None:
    chapter = "05-conclusion"
    home = " ".join(article(HTML / "index.html").get_text().split())
    promised = re.search(r"chapter V, which says what the paper argues \((\d+) minutes\)", home)
    text = article(HTML / f"{chapter}.html")
    told = re.search(r"Time\. About (\d+) minutes", text.get_text())
    assert promised
    assert told
    assert promised[1] == told[1]
    paragraphs = [tag for tag in text.select("p, h1, h2, h3, h4") if not tag.find_parent(["table", "nav"])]
    words = sum(len(tag.get_text().split()) for tag in paragraphs)
    assert abs(int(told[1]) - words / WORDS_A_MINUTE) < STEP


def test_the_page_in_japanese_says_what_the_home_page_says_and_is_marked_as_japanese() -> None:
    page = parsed(HTML / f"{IN_JAPANESE}.html")
    for text in page.find_all(string=re.compile("[ぁ-ん]{2}")):
        languages = [attribute(parent, "lang") for parent in text.parents if attribute(parent, "lang")]
        assert languages[0] == "ja" or text.find_parent(["script", "head"]), text
    assert page.select('article > section[lang="ja"] [lang="en"] .cite-styles')
    shown = [row.select("td")[-1].get_text() for row in page.select("article table tbody tr")]
    assert shown == [tag.get_text() for tag in parsed(HTML / "index.html").select(".tally > li strong")]
    assert not [anchor for anchor in anchors(HTML / f"{IN_JAPANESE}.html") if re.fullmatch(r"id\d+", anchor)]
    assert parsed(HTML / "register.html").select(f'.masthead a[href="{IN_JAPANESE}.html"][lang="ja"][hreflang="ja"]')
